export interface Ask {
  type: 'ask';
  text: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  text: string;
}

export interface Done {
  type: 'done';
}

export interface Pong {
  type: 'pong';
}

export interface Ping {
  type: 'ping';
}

export type ClientEvent = Ask | Ping | AskAgain;

export type ServerEvent = Told | Pong | Done;
