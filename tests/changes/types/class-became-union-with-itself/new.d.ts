export interface NoteEntry { kind: 'note'; body: string }
export interface ImageEntry { kind: 'image'; url: string }
export type Entry = NoteEntry | ImageEntry;
export interface Save { type: 'save'; entry: Entry }
export interface Stop { type: 'stop' }
export type ClientEvent = Save | Stop;
