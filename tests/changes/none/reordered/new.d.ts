export type ServerEvent = Done | Told;

export type ClientEvent = AskAgain | Ask;

export interface Ask {
  type: 'ask';
  item: null | Item;
  text: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  item: null | Item;
  text: string;
}

export interface Done {
  type: 'done';
}

export interface Item {
  kind: 'c' | 'a' | 'b';
  id: string;
}
