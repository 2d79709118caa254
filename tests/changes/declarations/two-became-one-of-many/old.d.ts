/** The settings of a session. */
export interface Session {
  id: string;
  model?: string;
  voice?: string;
  instructions?: string;
  modalities?: string[];
}

/** The settings of a session. */
export interface SessionSettings {
  model?: string;
  voice?: string;
  instructions?: string;
}

export interface Update {
  type: 'session.update';
  session: SessionSettings;
}

export interface Ask {
  type: 'ask';
}

export interface Updated {
  type: 'session.updated';
  session: Session;
}

export interface Done {
  type: 'done';
}

export type ClientEvent = Update | Ask;

export type ServerEvent = Updated | Done;
