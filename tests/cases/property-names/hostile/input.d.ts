export interface Hostile {
  from: string;
  class?: number;
  None?: boolean;
  __class__?: string;
  __init__?: string;
  __dict__?: string;
  'a-b': number;
  a_b?: number;
  'a.b'?: number;
  '1st'?: string;
  42?: string;
  0x10?: boolean;
  1.5?: string;
  '$ref'?: string;
  $ref2?: string;
  _private?: string;
  __mangled?: string;
  ''?: string;
  ' '?: string;
  'with space'?: string;
  '\u{1F600}'?: string;
  naïve?: string;
  größe?: string;
  'quo"te\'s'?: string;
  'back\\slash'?: string;
  'new\nline'?: string;
  'tab\t'?: string;
  '{{ jinja }}'?: string;
  '#}{% raw %}'?: string;
  self?: string;
  cls?: string;
  print?: string;
  dict?: string;
  str?: string;
  unknown_fields?: string;
  match?: string;
  type?: string;
  Literal?: string;
  UNSET?: string;
  constructor?: string;
  __proto__?: string;
  toString?: string;
}
export interface OneBad {
  'from': Hostile;
  from_: string;
}
