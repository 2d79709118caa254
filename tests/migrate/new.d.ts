/** Part of what is said. */
export interface AudioDeltaEvent {
  type: 'response.output_audio.delta';
  /** The part, in base64. */
  delta: string;
  response_id: string;
  /** The item that it is part of. */
  item_id: string;
}

/** All of it has been said. */
export interface AudioDoneEvent {
  type: 'response.output_audio.done';
  response_id: string;
}

/** Something went wrong. */
export interface RealtimeErrorEvent {
  type: 'error';
  error: RealtimeErrorEvent.Error;
}

export namespace RealtimeErrorEvent {
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

export interface Session {
  id: string;
  /** How many tokens a response may have. */
  max_output_tokens?: number;
  voice?: 'alloy' | 'echo';
  tools?: Array<Tool>;
}

export interface Tool {
  name: string;
  /** What it takes. */
  parameters?: string;
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
  conversation: string;
}

export type ServerEvent = AudioDeltaEvent | AudioDoneEvent | RealtimeErrorEvent | SessionCreatedEvent;
export type ClientEvent = SessionUpdateEvent | ResponseCreateEvent;
