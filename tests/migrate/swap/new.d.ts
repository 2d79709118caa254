/** The first of all. */
export interface First {
  type: 'item.second';
  /** What comes before. */
  ahead: string;
  one: number;
}
/** The second of all. */
export interface Second {
  type: 'item.first';
  two: string;
}
export interface Third {
  type: 'item.third.new';
  three: string[];
}
export type ServerEvent = First | Second | Third;
