export interface Item {
  id: string;
  kind: 'a' | 'b' | 'c';
}

export interface Ask {
  type: 'ask';
  text: string;
  item: Item | null;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  text: string;
  item: Item | null;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
