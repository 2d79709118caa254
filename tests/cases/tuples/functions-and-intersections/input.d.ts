// JSON.stringify writes null for a function in a list; a list with properties is the list.
type Hook = string | (() => number);

export interface Holder {
  hooks: Hook[];
  plain: (number | ((x: number) => void))[];
  pair: [string | (() => void), symbol];
  both: [{ a: 1 }, string] & [{ b: 2 }, unknown];
  named: string[] & { total?: number };
  labelled: [new: string, import?: number];
}
