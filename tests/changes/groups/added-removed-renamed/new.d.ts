export interface Ask {
  type: 'ask';
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
}

export interface Done {
  type: 'done';
}

export interface Draw {
  type: 'draw';
}

export interface Erase {
  type: 'erase';
}

export type RealtimeClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;

export type CanvasClientEvent = Draw | Erase;
