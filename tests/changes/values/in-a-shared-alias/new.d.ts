export type Voice = 'alloy' | 'sage';

export interface Ask {
  type: 'ask';
  voice: Voice;
  voices: Voice[];
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  voice: Voice;
  voices: Voice[];
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
