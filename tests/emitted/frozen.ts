/** Values that are frozen, copied, or satisfy a type, and statics of classes. */
interface Shape {
  kind: "round" | "square";
  size: number;
  on: boolean;
  ends: [number, number];
  tags?: string[];
}
export const frozen = Object.freeze({ kind: "round", size: 3, deep: { size: 4 }, list: ["a"] });
export const constant = Object.freeze(["a", "b"] as const);
export const list = Object.freeze(["a", "b"]);
export const sealed = Object.seal({ kind: "round", size: 3 });
export const assigned = Object.assign({ kind: "round" }, { size: 3 }, { on: true });
export const shape = { kind: "round", size: 3, on: true, ends: [1, 2] } satisfies Shape;
export const shapes = [{ kind: "square", size: 1, on: false, ends: [0, 0], tags: ["t"] }] satisfies Shape[];
export const loose = { kind: "round", on: true } satisfies Record<string, unknown>;
export class Settings {
  static on = true;
  static readonly off = false;
  static defaults = { kind: "round", size: 1, on: true, ends: [1, 1] } satisfies Shape;
  static [key: string]: unknown;
  shape = { kind: "square", size: 2, on: false, ends: [2, 2] } satisfies Shape;
  limits = Object.freeze({ most: 10, least: 1 });
}
export type Frozen = typeof frozen;
export type Constant = typeof constant;
export type List = typeof list;
export type Sealed = typeof sealed;
export type Assigned = typeof assigned;
export type One = typeof shape;
export type All = typeof shapes;
export type Loose = typeof loose;
export type Made = Settings;
