/** The file's own comment, not the interface's. */

/** The union's comment. */
export type U =
  /** Of the first member. */
  | 'a'
  /** Of the second member. */
  | 'b';

/** The namespace's comment. */
export namespace N {
  /** The nested interface's comment. */
  interface A {
    /** Trailing and leading. */ x: string; /** Of y, on x's line. */
    y: U;
  }
}
/** The enum's comment. */
export declare enum E {
  /** Of A. */
  A = 'a',
  B = 'b' /** After B. */,
}
/** Of a mapped one. */
export type M = Pick<N.A, 'x'>;
/** Comments between the words of a property are no part of it. */
export interface Around {
  readonly /* why */ first: string;
  /* a */ second /* b */ ? /* c */ : /* d */ number;
  "third" /* e */ : /* f */ 3 /* g */ | /* h */ 4;
}
