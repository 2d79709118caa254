export interface Headers {
  [name: string]: string;
}
export interface Extensible {
  id: string;
  count?: number;
  [key: string]: unknown;
}
export interface Numeric {
  [index: number]: boolean;
}
export interface Typed {
  known: 'a';
  [key: `x-${string}`]: number;
}
export interface Inline {
  map: { [key: string]: Headers };
  both: { total: number; [key: string]: number };
  record: Record<string, Array<Extensible>>;
  optional: { [key: string]: string | undefined };
  keyed: Record<Side | 'middle', number>;
}
export type Side = 'left' | 'right';
export type AliasMap = { [key: string]: number | AliasMap };
