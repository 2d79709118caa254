export interface Ask {
  type: 'ask';
  a: ('x' | 'y')[];
  b: Record<string, string>;
  c: [string, 'x' | 'y'];
  d: string[][];
  e: string[];
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: ('x' | 'y')[];
  b: Record<string, string>;
  c: [string, 'x' | 'y'];
  d: string[][];
  e: string[];
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
