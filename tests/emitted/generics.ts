/** Generic classes, keys that are constants, and functions whose results are asked for. */
export const KEY = "x.y.key";
export const names = { start: "evt.start", stop: "evt.stop" } as const;
export class Box<T, U extends string = "box"> {
  readonly tag!: U;
  constructor(public value: T, public readonly items: T[] = []) {}
  get first(): T | undefined { return this.items[0]; }
  map<R>(f: (value: T) => R): Box<R> { return new Box(f(this.value)); }
}
export class Name<S extends string> {
  constructor(public readonly stable: S) {}
  get name(): S { return this.stable; }
}
export const ROOM: Name<"m.room"> = new Name("m.room");
export interface Events {
  [KEY]: { key: true };
  [names.start]: { started: number };
  [names.stop]?: { reason: string };
  [ROOM.name]: { room: string };
}
export class NumberBox extends Box<number, "numbers"> { unit = "px" }
export interface Uses { box: Box<string>; numbers: NumberBox; nested: Box<Box<boolean>[]> }
