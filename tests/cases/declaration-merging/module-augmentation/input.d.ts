import './base.js';
declare module './base.js' {
  interface Base {
    added?: number;
  }
}
export { Base } from './base.js';
import { Base as B } from './base.js';
export interface Holder {
  base: B;
}
