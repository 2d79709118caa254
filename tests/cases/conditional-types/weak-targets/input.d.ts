export interface Step { interval: 'day' | 'hour'; step: number }
export interface Signal { signal: string }
/** All properties optional: only what has one of them is of this type. */
export interface Weak { exponent?: number; mult?: number }
export interface Scaled { field: string; mult: number }
export type Plain<T> = Exclude<T, Weak | Signal>;
export interface Holder {
  ticks?: Plain<number | Step | Signal | Scaled>;
  step: Step extends Weak ? 'weak' : 'other';
  scaled: Scaled extends Weak ? 'weak' : 'other';
  nothing: {} extends Weak ? 'weak' : 'other';
}
