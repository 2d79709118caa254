/** Members that share a tag, told apart by the kinds of values, by literals, or by which is narrower. */
export interface Prop {
  type: 'prop';
  key: string;
  value: Value;
}
export interface NarrowProp extends Prop {
  value: Leaf;
}
export interface Other {
  type: 'other';
}
/** The base stands first; a value of both is of the subtype. */
export type Node = Prop | NarrowProp | Other;
export interface Leaf {
  leaf: string;
}
export type Value = Leaf | { list: Value[] };
export interface Text {
  type: 'x';
  v: string;
}
export interface Number_ {
  type: 'x';
  v: number;
}
export interface End {
  type: 'end';
}
export type Event = Text | Number_ | End;
export interface Granted {
  type: 'a';
  success: true;
  r: string;
}
export interface Refused {
  type: 'a';
  success: false;
  e: string;
}
export type Answer = Granted | Refused | End;
/** The value of the other tag can be null, which is no absence. */
export interface First {
  kind: 'first' | null;
  a: string;
}
export interface Second {
  kind?: 'second';
  b: string;
}
export type Nullable = First | Second;
