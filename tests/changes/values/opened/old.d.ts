export interface Ask {
  type: 'ask';
  voice: 'alloy' | 'echo';
  model: 'a' | 'b';
  level: 1 | 2;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  voice: 'alloy' | 'echo';
  model: 'a' | 'b';
  level: 1 | 2;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
