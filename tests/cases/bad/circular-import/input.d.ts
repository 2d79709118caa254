import { B } from './b.js';
export { Ghost } from './b.js';
export interface A {
  b: B;
}
