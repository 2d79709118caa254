/** Tags that are not strings. */
export type Result = { ok: true; value: string } | { ok: false; error: string };
export type Opcode = { op: 0; d: { seq: number } } | { op: 1; d: null } | { op: 10; d: { interval: number } };
export type Presence = { error: null; data: string } | { error: { code: number }; data?: null };
export interface Holder {
  result: Result;
  opcode: Opcode;
  presence: Presence;
}
