export interface SetupEvent { type: 'setup.update'; setup: Setup }
export interface Setup {
  /** The voice that is heard. */
  voice?: string;
  /** How fast it is spoken. */
  speed?: number;
  input_format?: string;
  output_format?: string;
  language?: string;
  mood?: 'calm' | 'glad';
}
export interface StopEvent { type: 'setup.stop'; reason?: string }
export type ClientEvent = SetupEvent | StopEvent;
export interface SetEvent { type: 'setup.updated'; setup: Setup }
export interface StoppedEvent { type: 'setup.stopped' }
export type ServerEvent = SetEvent | StoppedEvent;
