export interface A {
  x: Undeclared;
  y?: Known.Missing;
  z?: Known['absent'];
  fine: string;
}
export interface Known {
  id: string;
}
export interface Heir extends Undeclared {
  own: string;
}
