export interface TextItem {
  type: 'text';
  text: string;
}

export interface CallItem {
  type: 'call';
  id: string;
}

export type Item = TextItem | CallItem;

export interface Ask {
  type: 'ask';
  item: Item;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  item: Item;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
