/** After a mark. */
export interface A {
  x: string;
}
