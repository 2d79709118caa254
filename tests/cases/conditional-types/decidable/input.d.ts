export type IsString<T> = T extends string ? 'yes' : 'no';
export type ElementOf<T> = T extends Array<infer E> ? E : never;
export type Unwrap<T> = T extends { data: infer D } ? D : T;
export type NoNull<T> = T extends null | undefined ? never : T;
export type ParamsOf<T> = T extends { params: infer P } ? P : { none: true };
export type Name<T> = T extends `on_${infer Rest}` ? Rest : never;
export type Arg<T> = T extends (value: infer A) => void ? A : never;
export type Both<T extends { a?: unknown; b?: unknown }> = T extends { a: string } ? 'a' : T extends { b: string } ? 'b' : 'neither';
export type NonDistributive<T> = [T] extends [string] ? 'all' : 'some';
export interface Holder {
  yes: IsString<'x'>;
  no: IsString<number>;
  both: IsString<'x' | 1>;
  element: ElementOf<Array<{ id: string }>>;
  data: Unwrap<{ data: { value: number } }>;
  plain: Unwrap<boolean>;
  clean: NoNull<'a' | null | 2>;
  params: ParamsOf<{ params: { x: number } }>;
  none: ParamsOf<{ other: 1 }>;
  name: Name<'on_open' | 'on_close' | 'other'>;
  arg: Arg<(value: string | null) => void>;
  b: Both<{ b: string }>;
  some: NonDistributive<'x' | 1>;
  all: NonDistributive<'x' | 'y'>;
}
