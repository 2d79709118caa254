export type * from './other.js';
export type * as NS from './other.js';
