export type Voice = 'alloy' | 'echo';

export interface Ask {
  type: 'ask';
  voice: Voice;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  voice: Voice;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
