/** What constants, variables and objects are when nothing is annotated. */
const one = 1;
let several = 1;
const text = "text";
let loose = "text";
const flag = true;
const missing = null;
const list = [1, 2, 3];
const mixed = [1, "two"];
const frozen = { deep: { value: 1, items: ["a", "b"] }, on: true } as const;
const open = { deep: { value: 1, items: ["a", "b"] }, on: true, "quoted-key": "q", 5: "five" };
const alias = text;
const picked = open.deep;
const made = { one, several, literal: "x" as const, name: `template`, filled: `t${one}` };
const casted = "a" as "a" | "b";
const events = ["start", "stop"] as const;
export enum Level { Low = "low", High = "high" }
export const level = Level.High;
export type One = typeof one;
export type Several = typeof several;
export type Text = typeof text;
export type Loose = typeof loose;
export type Flag = typeof flag;
export type Missing = typeof missing;
export type List = typeof list;
export type Mixed = typeof mixed;
export type Frozen = typeof frozen;
export type Open = typeof open;
export type AliasOf = typeof alias;
export type Picked = typeof picked;
export type Made = typeof made;
export type Casted = typeof casted;
export type EventName = (typeof events)[number];
export interface Uses { events: typeof events; level: Level; open: Open }
