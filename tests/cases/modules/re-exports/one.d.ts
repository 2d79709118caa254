export interface A {
  a: string;
}
export interface B {
  b: A;
}
export interface Local {
  local: boolean;
}
export default interface Default_ {
  main: 'x';
}
