import { Item as Other } from './other.js';
import * as More from './more.js';
export interface Item {
  local: Other | More.Item;
}
