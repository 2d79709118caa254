export type Direction = 'up' | 'down';
export type Moved = `moved_${Direction}`;
export type Cell = `${'a' | 'b'}${1 | 2}`;
export type ItemId = `item_${string}`;
export type Version = `${number}.${number}`;
export type Switch = `is_${boolean}`;
export type Hostile = `${'a`b' | "c'd"}\n`;
export interface Holder {
  moved: Moved;
  cell: Cell;
  id: ItemId;
  version?: Version;
  switch: Switch;
  either: 'none' | ItemId;
  hostile?: Hostile;
}
