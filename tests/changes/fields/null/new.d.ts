export interface Ask {
  type: 'ask';
  a: string | null;
  b: string;
  c?: number | null;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: string | null;
  b: string;
  c?: number | null;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
