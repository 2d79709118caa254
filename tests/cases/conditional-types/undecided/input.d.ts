/** A generic that nobody instantiates declares no shape of its own. */
export type Deferred<T> = T extends string ? { text: T } : { data: T };
export interface Generic<T> {
  value: T;
  inner: Deferred<T>;
}
export interface Uses {
  ok: Deferred<'x'>;
  generic: Generic<number>;
}
