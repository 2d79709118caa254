/** The tag stands in a required object of each member, and keys mislead. */
export interface Joined {
  header: { type: "joined"; id: string };
  name: string;
}
export interface Left {
  header: { type: "left"; id: string };
  name: string;
  reason?: string;
}
export interface Counted {
  header: { type: "counted" | "recounted" };
  count: number;
}
export type Message = Joined | Left | Counted;
/** A tag of two keys, whose literals are numbers. */
export type Frame =
  | { meta: { head: { op: 1 } }; data: string }
  | { meta: { head: { op: 2 } }; data: string };
/** `version` is the same in all, and `kind` is not in each. */
export type Versioned =
  | { info: { version: 1; kind: "a" }; a: string }
  | { info: { version: 1 }; b: string };
export interface Holder {
  message: Message;
  frame?: Frame;
  versioned?: Versioned;
}
