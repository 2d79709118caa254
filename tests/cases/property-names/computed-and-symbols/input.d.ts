export declare const KEY: 'computed-key';
export declare const NUMBER: 3;
export declare const tag: unique symbol;
export interface Computed {
  [KEY]: string;
  [NUMBER]?: number;
  ['literal']: boolean;
  [tag]?: string;
  [Symbol.iterator]?: string;
  plain: null;
}
