/** What the codec names after paths must differ where the paths join to the same words. */
export interface Letters {
  case: 'a long text to be named' | 'another long text' | 'one more long text';
  Case: 'not one of the long texts' | 'nor this one here' | 'and not even this';
}

/** The constant of its texts is called as the one of the kinds of number is. */
export type Number =
  | Small
  | 'a long text to be named'
  | 'another long text'
  | 'one more long text';
export interface Small {
  small: string;
}
export interface Amount {
  count: number;
  amount: Number;
}

/** The table from its tags to the members is called as the fields of the other is. */
export type A = First | Second;
export interface First {
  b_fields: 'first';
}
export interface Second {
  b_fields: 'second';
  more?: string;
}
export interface AByB {
  text: string;
  more?: string;
}

/** Two such tables: `Outer` told by `by_kind_by_role`, `OuterByKind` told by `role`. */
export type Outer = East | West;
export interface East {
  kind_by_role: 'east';
}
export interface West {
  kind_by_role: 'west';
}
export type OuterByKind = North | South;
export interface North {
  role: 'north';
}
export interface South {
  role: 'south';
}

/** The elements of the one and the values of the other are told apart by their keys. */
export interface Choices {
  key: (ByText | ByNumber)[];
  key_item: ByNumber | ByFlag;
}
export interface ByText {
  text: string;
}
export interface ByNumber {
  number: number;
}
export interface ByFlag {
  flag: boolean;
}
