import { A } from './input.js';
export { Ghost } from './input.js';
export interface B {
  a?: A;
}
