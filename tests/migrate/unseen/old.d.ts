export interface Setup {
  /** The voice that is heard. */
  voice?: string;
  /** How fast it is spoken. */
  speed?: 'slow' | 'fast';
  /** What the sound of the microphone is encoded as. */
  input_format?: string;
  /** The most tokens of an answer. */
  limit?: number;
}
export interface SetupEvent { type: 'setup.update'; setup: Setup }
export interface StopEvent { type: 'setup.stop'; reason?: string }
export type ClientEvent = SetupEvent | StopEvent;
export interface SetEvent { type: 'setup.updated'; setup: Setup }
export interface StoppedEvent { type: 'setup.stop.done' }
export type ServerEvent = SetEvent | StoppedEvent;
