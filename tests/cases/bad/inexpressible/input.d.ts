/** Shapes that no declaration of data can hold. */
export interface A<T> {
  open: T;
}
export interface B {
  self: this;
  predicate: ReturnType<<T>(value: T) => T>;
  mapped: { [K in `a_${string}` as Uppercase<K>]: K };
  unbounded: Loop<1>;
  fine: string;
}
export type Loop<N extends number, T extends unknown[] = []> = T['length'] extends -1 ? T : Loop<N, [...T, N]>;
