export interface Setup {
  type: 'setup';
  /** The voice that is heard. */
  voice?: string;
  speed?: number;
  input_format?: 'pcm' | 'ulaw';
  output_format?: 'pcm' | 'ulaw';
  language?: string;
}
export interface Stop { type: 'stop' }
export type ClientEvent = Setup | Stop;
