export interface Ask {
  type: 'ask';
  /** The first. */
  a: string;
  b: string;
  /** @deprecated Use a. */
  c: string;
  /** Told at length. */
  d: string;
  e: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  /** The first. */
  a: string;
  b: string;
  /** @deprecated Use a. */
  c: string;
  /** Told at length. */
  d: string;
  e: string;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
