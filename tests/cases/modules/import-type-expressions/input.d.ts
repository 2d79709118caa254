import type { Kind } from './other.js';
import { type Item, Kind as K2 } from './other.js';
import type Default from './other.js';
import type * as Other from './other.js';
export interface Holder {
  kind: Kind;
  same: K2;
  item: Item;
  inline: import('./other.js').Item;
  generic: import('./other.js').Box<number>;
  nested: import('./other.js').Space.Deep;
  whole: Other.Space.Deep;
  def: Default;
  constant: typeof import('./other.js').LIMIT;
}
