/** Asks for something. */
export interface AskEvent {
  type: 'ask';
  event_id?: string;
  question: string;
}

export interface StopEvent {
  type: 'stop';
  event_id?: string;
}

/** What the client sends. */
export type ChatClientEvent = AskEvent | StopEvent;

export interface AnswerEvent {
  type: 'answer';
  text: string;
}

export interface ErrorEvent {
  type: 'error';
  message: string;
}

/** What the server sends. */
export type ChatServerEvent = AnswerEvent | ErrorEvent;
