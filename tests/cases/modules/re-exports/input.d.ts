export { A as Renamed, type B } from './one.js';
export * from './two.js';
export * as Three from './three.js';
export type { D } from './two.js';
import { Local } from './one.js';
export { Local, Local as Second };
export { default as Main } from './one.js';
declare interface Hidden {
  secret: number;
}
export interface Uses {
  hidden: Hidden;
}
interface Unreached {
  never: 'written';
}
export {};
