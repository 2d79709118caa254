import * as Items from './new-items';

export interface Ask {
  type: 'ask';
  item: Items.Item;
}

export interface AskAgain {
  type: 'ask.again';
}

export type ClientEvent = Ask | AskAgain;
