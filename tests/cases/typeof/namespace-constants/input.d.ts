/** The idiom of some protocols: a type and a namespace of constants share a name. */
export declare namespace Severity {
  const Error: 1;
  const Warning: 2;
  const Hint = 3;
}
export type Severity = 1 | 2 | 3;
export declare namespace MarkupKind {
  const PlainText: 'plaintext';
  const Markdown: 'markdown';
  function is(value: unknown): value is MarkupKind;
}
export type MarkupKind = (typeof MarkupKind)['PlainText'] | typeof MarkupKind.Markdown;
export interface Diagnostic {
  severity?: Severity;
  worst: typeof Severity.Error;
  kind: MarkupKind;
  hint: typeof Severity.Hint;
}
