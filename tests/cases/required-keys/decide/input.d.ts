/** No tag at all: the keys that a member requires decide. */
export interface Circle {
  radius: number;
}
export interface Square {
  side: number;
}
export interface Rectangle {
  width: number;
  height: number;
}
export interface Line {
  width: number;
}
export type Shape = Circle | Square | Rectangle | Line;
export interface TextDocument {
  uri: string;
  version?: number | null;
}
export interface VersionedDocument {
  uri: string;
  version: number;
  text: string;
}
export type Document = TextDocument | VersionedDocument;
/** The same keys, with types that differ. */
export type Same = { value: string } | { value: number } | { value: Array<Same> };
export interface Holder {
  shape: Shape;
  document?: Document;
  same?: Same;
}
