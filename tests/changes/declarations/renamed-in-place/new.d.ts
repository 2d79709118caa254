export interface ConversationItem {
  id: string;
  text: string;
  status?: 'done';
  extra?: string;
}

export interface Part {
  id: string;
  text: string;
}

export interface Ask {
  type: 'ask';
  item: ConversationItem;
  part: Part;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  item: ConversationItem;
  part: Part;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
