/**
 * Without `const`, a declared enum's member that has no value may be any number:
 * the code behind it may have computed it.
 */
export declare enum Ambient {
  A,
  B,
}
export declare enum Partly {
  Known = 10,
  Unknown,
  Text = 'text',
}
export declare const enum Counted {
  A,
  B,
}
export interface Holder {
  ambient: Ambient;
  partly: Partly;
  known: Partly.Known;
  counted: Counted;
}
