export interface Ask {
  type: 'ask';
  a: ('x' | 'z')[];
  b: Record<string, string | null>;
  c: [string, 'x'];
  d: (string | null)[][];
  e: number[];
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: ('x' | 'z')[];
  b: Record<string, string | null>;
  c: [string, 'x'];
  d: (string | null)[][];
  e: number[];
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
