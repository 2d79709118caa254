/** A class is a resource of code, yet its properties can be data. */
export declare class Point {
  x: number;
  y: number;
  readonly label?: string;
  static origin: Point;
  private secret;
  constructor(x: number, y: number);
  length(): number;
}
export interface Pixel extends Pick<Point, 'x' | 'y'> {
  colour: string;
}
