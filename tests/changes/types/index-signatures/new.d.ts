export interface Open {
  id: string;
}

export interface Closed {
  id: string;
  [key: string]: string;
}

export interface Valued {
  id: 'x';
  [key: string]: 'x' | 'z';
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
