/** A type, a constant, a namespace and a function may share one name; so may cases that differ. */
export type Kind = 'a' | 'b';
export declare const Kind: { readonly A: 'a'; readonly B: 'b' };
export interface Mode {
  mode: Kind;
}
export declare function Mode(kind: Kind): Mode;
export declare namespace Mode {
  const fast: 'fast';
}
export interface event {
  lower: Mode;
}
export interface Event {
  upper: (typeof Kind)['A'];
  fast: typeof Mode.fast;
}
export interface field_name {
  fieldName: string;
  field_name: number;
  FieldName: boolean;
}
