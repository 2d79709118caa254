export interface Before {
  x: string;
}
export interface Broken {
  fine: string;
  broken: Array<string;
  after?: number;
}
export interface After {
  y: string;
}
