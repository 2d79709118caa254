/** A gateway: operations by number, and one open member for the others. */
export interface Hello {
  op: 10;
  d: { interval: number };
}
export interface Ack {
  op: 11 | 12;
}
export interface Dispatch {
  op: number;
  d?: unknown;
}
export type Frame = Hello | Ack | Dispatch;
