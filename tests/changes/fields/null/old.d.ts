export interface Ask {
  type: 'ask';
  a: string;
  b: string | null;
  c?: number;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: string;
  b: string | null;
  c?: number;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
