export interface A {
  b: B | null;
}
export type B = C[];
export interface C {
  d: D;
}
export type D = { e?: E };
export type E = A | F;
export interface F {
  f: Record<string, A>;
}
