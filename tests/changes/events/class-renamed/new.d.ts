export interface Ask {
  type: 'ask';
  text: string;
}

export interface Told {
  type: 'ask.again';
}

export interface ToldEvent {
  type: 'told';
  text: string;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | Told;

export type ServerEvent = ToldEvent | Done;
