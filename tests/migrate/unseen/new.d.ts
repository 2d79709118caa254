export interface Format { type: 'pcm'; rate?: number }
export interface Input {
  /** What the sound of the microphone is encoded as. */
  format?: Format;
}
export interface Output {
  /** The voice that is heard. */
  voice?: string;
  /** How fast it is spoken. */
  speed?: 'slow' | 'normal';
}
export interface Audio { input?: Input; output?: Output }
export interface Setup {
  audio?: Audio;
  /** The most tokens of an answer. */
  limit?: number;
}
export interface SetupEvent { type: 'setup.update'; setup: Setup }
export interface StopEvent { type: 'setup.stop'; reason?: string }
export type ClientEvent = SetupEvent | StopEvent;
export interface SetEvent { type: 'setup.updated'; setup: Setup }
export interface StoppedEvent { type: 'setup.stop.complete.done' }
export type ServerEvent = SetEvent | StoppedEvent;
