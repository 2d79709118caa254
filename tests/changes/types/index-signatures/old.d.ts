export interface Open {
  id: string;
  [key: string]: string;
}

export interface Closed {
  id: string;
}

export interface Valued {
  id: 'x';
  [key: string]: 'x' | 'y';
}

export interface Ask {
  type: 'ask';
  a: Open;
  b: Closed;
  c: Valued;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  a: Open;
  b: Closed;
  c: Valued;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
