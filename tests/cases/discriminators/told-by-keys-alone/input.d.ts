export interface Untitled { type: 'string'; enum: string[]; title?: string; default?: string }
export interface Legacy { type: 'string'; enum: string[]; enumNames?: string[]; title?: string }
export interface Text { type: 'string'; minLength?: number; title?: string }
export interface Num { type: 'number' }
export type U = Text | Num | Untitled | Legacy;
