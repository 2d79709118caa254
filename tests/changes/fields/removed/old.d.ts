export interface Ask {
  type: 'ask';
  text: string;
  note?: string;
  count: number;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  text: string;
  note?: string;
  count: number;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
