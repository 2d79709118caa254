export interface Ask {
  type: 'ask';
  text?: string;
}

export interface Told {
  type: 'told';
  text: string;
}

export type Message = Ask | Told;
