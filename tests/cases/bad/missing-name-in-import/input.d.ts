import { There, NotThere } from './other.js';
export { AlsoNotThere } from './other.js';
export interface A {
  there: There;
  not: NotThere;
}
