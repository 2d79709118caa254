/** A member with a plain string for its tag takes what no literal takes. */
export interface Known {
  type: 'known';
  x: number;
}
export interface Other {
  type: string;
  data?: unknown;
}
export type Event = Known | Other;
/** Only one member has the property; the other is told by its absence. */
export type Reply = { error: { code: number } } | { result: string };
export interface Holder {
  reply: Reply;
}
