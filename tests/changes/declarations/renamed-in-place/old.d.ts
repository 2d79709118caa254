export interface Item {
  id: string;
  text: string;
  status?: 'done';
}

export interface Ask {
  type: 'ask';
  item: Item;
  part: { id: string; text: string };
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  item: Item;
  part: { id: string; text: string };
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
