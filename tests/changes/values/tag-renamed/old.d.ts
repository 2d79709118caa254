export interface Audio {
  type: 'audio';
  data: string;
}

export interface Text {
  type: 'text';
  text: string;
}

export interface Ask {
  type: 'ask';
  part: Audio | Text;
}

export interface AskAgain {
  type: 'ask.again';
}

export interface Told {
  type: 'told';
  part: Audio | Text;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Ask | AskAgain;

export type ServerEvent = Told | Done;
