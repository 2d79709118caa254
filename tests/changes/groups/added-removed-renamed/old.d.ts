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

export interface Beat {
  type: 'beat';
}

export interface Rest {
  type: 'rest';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;

export type MusicServerEvent = Beat | Rest;
