/** Two members with one tag and the same keys: the one that declares more comes before the other. */
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
