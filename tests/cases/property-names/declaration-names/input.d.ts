/** Names of declarations that Python, or the generated package itself, has other uses for. */
export interface None {
  a: string;
}
export interface str {
  b: number;
}
export interface Any {
  c: List;
}
export interface List {
  d: Array<dict>;
}
export interface dict {
  e: { [key: string]: str };
}
export interface Literal {
  kind: 'literal';
}
export type Union = Literal | UnknownEvent;
export interface UnknownEvent {
  kind: 'unknown';
}
export interface UNSET {
  f?: None;
}
export interface DecodeError {
  g: any;
}
export interface lambda {
  h: $Dollar;
}
export interface $Dollar {
  i: Größe;
}
export interface Größe {
  j: _Hidden;
}
export interface _Hidden {
  k: __Dunder__;
}
export interface __Dunder__ {
  l: boolean;
}
export type encode = 'x' | 'y';
export interface decode {
  m: encode;
}
