export interface Call {
  type: 'call';
  name: string;
}

export interface Message {
  type: 'message';
  text: string;
}

export interface Search {
  type: 'search';
  query: string;
}

export interface Ask {
  type: 'ask';
  item: Call | Message;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  item: Call | Message;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
