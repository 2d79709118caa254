export interface Options {
  width: number;
  'line-height'?: number;
  7: string;
}
export type OptionName = keyof Options;
export interface Change {
  name: OptionName;
  text: keyof { a: 1; b: 2 };
  any: keyof { [key: string]: number };
  record: keyof Record<string, number>;
  of: keyof typeof table;
  numbers: keyof Partial<{ 1: string; two: string }>;
}
export declare const table: { readonly north: 'n'; readonly south: 's' };
