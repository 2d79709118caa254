export interface Item { id: string; name: string }
export interface Part { id: string; name: string }
export interface Prompt { /** A template that is stored. */ id: string; variables: string[] }
export interface Side { value: string }
export interface Setup { type: 'setup'; item: Item; part: Part; prompt: Prompt; one: Side; other: Side }
export interface Stop { type: 'stop'; id: string }
export type ClientEvent = Setup | Stop;
