/** Part of what is said. */
export interface AudioDeltaEvent {
  type: 'response.audio.delta';
  /** The part, in base64. */
  delta: string;
  response_id: string;
  /** The item that it is part of. */
  item_ref: string;
}

/** All of it has been said. */
export interface AudioDoneEvent {
  type: 'response.audio.done';
  response_id: string;
}

/** Something went wrong. */
export interface ErrorEvent {
  type: 'error';
  error: ErrorEvent.Error;
}

export namespace ErrorEvent {
  /** What went wrong. */
  export interface Error {
    /** What kind of thing went wrong. */
    kind: string;
    message: string;
  }
}

/** A session has begun. */
export interface SessionCreatedEvent {
  type: 'session.created';
  session: Session;
}

/** A heart beat. */
export interface PingEvent {
  type: 'ping.sent';
  nonce: number;
}

export interface Session {
  id: string;
  /** How many tokens a response may have. */
  max_response_output_tokens?: number;
  voice?: 'alloy' | 'fable' | 'echo';
  tools?: Array<Tool>;
}

export interface Tool {
  name: string;
  /** What it takes. */
  params?: string;
}

/** Change the session. */
export interface SessionUpdateEvent {
  type: 'session.update';
  session: Session;
}

/** Say something. */
export interface ResponseCreateEvent {
  type: 'response.create';
  /** What to heed. */
  instructions?: string;
}

export type ServerEvent = AudioDeltaEvent | AudioDoneEvent | ErrorEvent | SessionCreatedEvent | PingEvent;
export type ClientEvent = SessionUpdateEvent | ResponseCreateEvent;
