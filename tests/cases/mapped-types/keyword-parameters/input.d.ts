// The grammar takes `[type in K]` for an expression.
export interface Holder {
  counts: { [type in "a" | "b"]?: number };
  same: { [get in "a"]: get };
  fixed: { readonly [readonly in "a"]: 1 };
}
