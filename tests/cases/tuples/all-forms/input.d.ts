export interface Holder {
  pair: [string, number];
  optional: [string, number?];
  rest: [string, ...number[]];
  named: [start: number, end: number, label?: string];
  empty: [];
  middle: [first: string, ...middle: boolean[], last: number];
  readonly frozen: readonly [1, 'two', null];
  nested: Array<[string, { id: string }]>;
  spread: [...Pair, boolean];
  single: [Item];
}
export type Pair = [string, number];
export interface Item {
  id: string;
}
