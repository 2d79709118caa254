export declare enum Colour {
  Red = 'red',
  Green = 'green',
  'Dark Blue' = 'dark-blue',
}
export declare const enum Count {
  Zero,
  One,
  Five = 5,
  Six,
  Minus = -1,
}
export declare const enum Flag {
  None = 0,
  Read = 1 << 0,
  Write = 1 << 1,
  Both = Read | Write,
  Mask = ~0,
  Text = 'text',
  Big = 0xff,
  Sum = Big + 1,
}
export enum Mixed {
  A = 'a',
  B = 2,
  C = B + 1,
  D = `t`,
}
export interface Holder {
  colour: Colour;
  count: Count;
  flag: Flag;
  mixed: Mixed;
  one: Colour.Red;
  some: Colour.Red | Count.Five | null;
  by?: Record<Colour, number>;
  /** The name of a member, not its value. */
  name: keyof typeof Colour;
}
