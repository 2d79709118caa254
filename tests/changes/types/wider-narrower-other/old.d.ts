export interface Ask {
  type: 'ask';
  a: string;
  b: string | number;
  c: string;
  d: unknown;
  e: `item_${string}`;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: string;
  b: string | number;
  c: string;
  d: unknown;
  e: `item_${string}`;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
