export type A = B;
export type B = A;
export interface C extends D {
  x: string;
}
export interface D extends C {
  y: string;
}
