/** Two members with one tag and the same keys: nothing can tell them apart. */
export interface One {
  type: 'same';
  value: string;
}
export interface Two {
  type: 'same';
  value: string;
  extra?: number;
}
export interface Three {
  type: 'other';
}
export type Event = One | Two | Three;
