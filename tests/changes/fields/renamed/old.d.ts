export interface Ask {
  type: 'ask';
  text: string;
  /** The most tokens of an answer. */
  max_response_output_tokens?: number | 'inf';
  voice: string;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  text: string;
  /** The most tokens of an answer. */
  max_response_output_tokens?: number | 'inf';
  voice: string;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
