export interface Ask {
  type: 'ask';
  a: string | number;
  b: number;
  c: boolean;
  d: string;
  e: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: string | number;
  b: number;
  c: boolean;
  d: string;
  e: string;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
