/**
 * Quotes: """ and ''' and a quote at the end: "
 */
export interface A {
  /** """ import os; os.system("echo owned") """ */
  triple: string;
  /** Ends in a backslash \ */
  backslash: string;
  /** Ends in two quotes "" */
  quotes: string;
  /** \N{BULLET} \N{no such} \x41 \u0041 \U0001F600 \ud800 \0 \1 \ */
  escapes: string;
  /** {{ 7 * 7 }} {% for x in y %} {# note #} ${7} %s {0} */
  braces: string;
  /** Bidi ‮⁦‏؜ marks, a zero width​ space, a BOM ﻿ and a line separator here. */
  marks: string;
  /**
   * A list:
   *
   * - one
   *   continued
   * - two
   *
   * ```ts
   * const x = `y`;
   *   indented();
   * ```
   *
   *     code by indent
   *
   *
   * After two empty lines.
   */
  list: string;
  /** */
  empty: string;
  /***/
  three?: string;
  /** * a star */
  star?: string;
  /* not a doc comment */
  plain?: string;
  // neither is this
  line?: string;
  /** The first is dropped. */
  /** The last one counts. */
  two?: string;
  /** # type: ignore  # noqa  -*- coding: utf-16 -*- */
  pragma?: string;
  /** A tab:	after, a form feed:, a vertical tab:, a bell:, an escape:[31m, a delete:. */
  controls?: string;
}
