export interface Item {
  id?: string;
  text?: string;
}

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
