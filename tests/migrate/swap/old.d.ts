/** The first of all. */
export interface First {
  type: 'item.first';
  /** What comes before. */
  ahead: string;
  one: number;
}
/** The second of all. */
export interface Second {
  type: 'item.second';
  two: string;
}
export interface Third {
  type: 'item.third.old';
  three: string[];
}
export type ServerEvent = First | Second | Third;
