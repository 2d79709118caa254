/**
 * Windows line ends.
 *
 * Second paragraph.
 */
export interface A {
  /** One line.
   * Two lines. */
  x: string;
  /** A lone carriagereturn. */
  y?: 'a' |
    'b';
}
