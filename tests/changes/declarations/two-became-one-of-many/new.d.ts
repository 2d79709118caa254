/** The settings of a session. */
export interface SessionRequest {
  type: 'realtime';
  model?: string;
  instructions?: string;
  audio?: { voice?: string };
}

export interface Transcription {
  type: 'transcription';
  language?: string;
}

export interface Update {
  type: 'session.update';
  session: SessionRequest | Transcription;
}

export interface Ask {
  type: 'ask';
}

export interface Updated {
  type: 'session.updated';
  session: SessionRequest | Transcription;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Update | Ask;

export type ServerEvent = Updated | Done;
