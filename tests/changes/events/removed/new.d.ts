export interface Ask {
  type: 'ask';
  text: string;
}

export interface Stop {
  type: 'stop';
}

export interface Told {
  type: 'told';
  text: string;
}

export interface Gone {
  type: 'session.closed';
  after_ms: number;
}

export type ClientEvent = Ask | Stop;

export type ServerEvent = Told | Gone;
