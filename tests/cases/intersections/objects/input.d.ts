export type A = { a: string };
export interface B {
  b?: number;
  shared: string | number;
}
export type AB = A & B;
export type Narrowed = B & { shared: string };
export type Required_ = { value?: string } & { value: string };
export type Distributed = { id: string } & ({ type: 'x'; x: number } | { type: 'y'; y: string });
export interface Holder {
  ab: AB & { c: boolean | null };
  narrowed: Narrowed;
  required: Required_;
}
export type Brand = string & { readonly __brand?: unique symbol };
export type Open = (string & {}) | 'auto';
export type NonNull = (string | null) & {};
export interface Odd {
  open: Open;
  nonNull: NonNull;
  record?: Record<string, string> & { fixed?: string };
}
