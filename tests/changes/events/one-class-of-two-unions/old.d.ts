export interface Beat {
  type: 'beat';
  at: number;
}

export interface Ask {
  type: 'ask';
}

export interface Told {
  type: 'told';
}

export type ClientEvent = Ask | Beat;

export type ServerEvent = Told | Beat;
