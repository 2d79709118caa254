export interface Base {
  base: number;
}
export namespace inner {
  interface Part {
    first: string;
  }
}
