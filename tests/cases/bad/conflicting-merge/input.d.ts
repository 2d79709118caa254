export interface A {
  x: string;
}
export interface A {
  x: number;
  y?: boolean;
}
