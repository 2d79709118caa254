export interface A {
  // café
  x: 'café';
}
