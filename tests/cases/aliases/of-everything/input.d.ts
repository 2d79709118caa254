export type Text = string;
export type Texts = Text[];
export type MaybeText = Text | null;
export type Same = Deeper;
export type Deeper = Thing;
export interface Thing {
  text: Text;
  texts: Texts;
  maybe: MaybeText;
  optional?: MaybeText;
  forward: Later;
}
export type Later = { same?: Same } | Text;
export type Nothing = never;
export type Anything = unknown;
export type Parens = (((string)) | (number | (boolean)));
export type Leading =
  | 'a'
  | 'b';
export type Single = | 'only';
export type Twice = 'a' | 'b' | 'a' | Leading | Single;
export interface Uses {
  twice: Twice;
  parens: Parens[];
  anything: Anything;
}
