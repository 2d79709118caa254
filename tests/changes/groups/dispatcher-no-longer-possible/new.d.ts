export interface A { type: 'a'; n: number }
export interface B { type?: 'b'; m: string }
export type Event = A | B;
