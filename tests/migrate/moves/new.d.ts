export interface SetupEvent { type: 'setup.update'; setup: Setup }
export interface Input { format?: string }
export interface Output {
  format?: string;
  /** The voice that is heard. */
  voice?: string;
  /** How fast it is spoken. */
  speed?: number;
}
export interface Audio { input?: Input; output?: Output }
export interface Setup { kind: 'live'; audio?: Audio; language?: string; mood?: 'calm' | 'glad' }
export interface StopEvent { type: 'setup.stop'; reason?: string }
export type ClientEvent = SetupEvent | StopEvent;
export interface SetEvent { type: 'setup.updated'; setup: Setup }
export interface StoppedEvent { type: 'setup.stopped' }
export type ServerEvent = SetEvent | StoppedEvent;
