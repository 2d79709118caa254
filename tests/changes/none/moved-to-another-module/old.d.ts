import { Item } from './old-items';

export interface Ask {
  type: 'ask';
  item: Item;
}

export interface AskAgain {
  type: 'ask.again';
}

export type ClientEvent = Ask | AskAgain;
