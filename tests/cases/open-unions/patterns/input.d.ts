/** A tag that no text fits is nobody's. */
export interface Chat {
  topic: `chat.${string}`;
  room?: number;
}

export interface Numbered {
  topic: `n${number}` | "zero";
}

export interface System {
  topic: "system";
}

export interface Failure {
  topic: "failure";
}

export type Message = Chat | Numbered | System | Failure;

export interface Log {
  last: Message;
}
