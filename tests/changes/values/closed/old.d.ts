export interface Ask {
  type: 'ask';
  voice: (string & {}) | 'alloy' | 'echo';
  model: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  voice: (string & {}) | 'alloy' | 'echo';
  model: string;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
