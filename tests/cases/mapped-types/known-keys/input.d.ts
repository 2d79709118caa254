export type Side = 'left' | 'right';
export type Margins = { [K in Side]: number };
export type Labels = { [K in Side]?: string | null };
export interface Source {
  readonly id: string;
  size?: number;
  inner: { deep: boolean };
}
export type Nullable<T> = { [K in keyof T]: T[K] | null };
export type Mutable<T> = { -readonly [K in keyof T]-?: T[K] };
export type Getters<T> = { [K in keyof T as `get_${K & string}`]: T[K] };
export type WithoutSize<T> = { [K in keyof T as Exclude<K, 'size'>]: T[K] };
export type Open = { [K in string]: Side };
export type Flags = { [K in `is_${Side}`]: boolean };
export type ByType = { [E in Event as E['type']]: E };
export type Event = { type: 'on'; v: number } | { type: 'off' };
export interface Holder {
  margins: Margins;
  labels: Labels;
  nullable: Nullable<Source>;
  mutable: Mutable<Source>;
  getters: Getters<Source>;
  without: WithoutSize<Source>;
  open: Open;
  flags: Flags;
  by: ByType;
  list: Nullable<Array<string>>;
}
