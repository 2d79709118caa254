export interface D {
  d: 1;
}
export interface E {
  e: D;
}
export * from './three.js';
