export interface Input { format?: Pcm | Ulaw }
export interface Output { format?: Pcm | Ulaw; /** The voice that is heard. */ voice?: string; speed?: number }
export interface Pcm { type: 'audio/pcm'; rate?: 24000 }
export interface Ulaw { type: 'audio/ulaw' }
export interface Audio { input?: Input; output?: Output }
export interface Setup { type: 'setup'; audio?: Audio; language?: string }
export interface Stop { type: 'stop' }
export type ClientEvent = Setup | Stop;
