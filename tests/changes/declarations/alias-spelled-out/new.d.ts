export interface Ask {
  type: 'ask';
  voice: 'alloy' | 'echo';
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  voice: 'alloy' | 'echo';
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
