export interface Old { path: string; callbacks?: { [name: string]: OldCallback | Reference } }
export interface OldCallback { [url: string]: Old }
export interface New { summary?: string; callbacks?: Record<string, NewCallback> }
export interface NewCallback { [url: string]: Both | Reference }
export interface Reference { ref: string }
/** It is both at every depth, and comes to an end. */
export type Both = Old & New;
export type Lists = { ids: { a: string }[] } & { ids: { b?: number }[] };
export type Numbers = { [key: string]: 1 | 2 | 3 } & { [key: string]: 2 | 3 | 4 };
export interface Holder {
  numbers: Numbers;
  lists: Lists;
  anyObject: 'a' | (object & NonNullable<unknown>);
}
