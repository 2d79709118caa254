export interface Entry { kind: 'note'; body: string }
export interface Save { type: 'save'; entry: Entry }
export interface Stop { type: 'stop' }
export type ClientEvent = Save | Stop;
