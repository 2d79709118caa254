/** `A.BC` and `AB.C` join to the same name; so do `ABC` and the inline type of `AB`. */
export namespace A {
  interface BC {
    a_bc: 1;
  }
}
export namespace AB {
  interface C {
    ab_c: 2;
  }
}
export interface ABC {
  abc: 3;
}
export interface Outer {
  inner: { x: 1 };
}
export interface OuterInner {
  y: 2;
}
export interface Holder {
  first: A.BC;
  second: AB.C;
  third: ABC;
  outer: Outer;
  inner: OuterInner;
}
