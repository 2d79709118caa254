/** Members that are unions themselves, through aliases and generics. */
export interface A1 {
  kind: 'a1';
  x: number;
}
export interface A2 {
  kind: 'a2';
}
export interface B1 {
  kind: 'b1';
  inner: A;
}
export type A = A1 | A2;
export type B = B1;
export type Or<T> = T | { kind: 'none' };
export type All = A | Or<B> | Third;
type Third = { kind: 'third'; values: Array<A | null> };
export interface Holder {
  all: All;
  nullable: All | null;
  list?: Array<All>;
}
