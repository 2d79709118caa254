export interface AskBeat {
  type: 'beat';
  at: number;
}

export interface ServerBeat {
  type: 'beat';
  at: number;
}

export interface Ask {
  type: 'ask';
}

export interface Told {
  type: 'told';
}

export type ClientEvent = Ask | AskBeat;

export type ServerEvent = Told | ServerBeat;
