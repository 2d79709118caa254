export interface Ask {
  type: 'ask';
  /** The second. */
  a: string;
  /** @deprecated Use `a` instead. */
  readonly b: string;
  c: string;
  d: string;
  /** Says what it is. */
  e: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  /** The second. */
  a: string;
  /** @deprecated Use `a` instead. */
  readonly b: string;
  c: string;
  d: string;
  /** Says what it is. */
  e: string;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
