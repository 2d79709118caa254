export interface Request {
  body: { text: string; parts?: Array<{ kind: 'a'; data: { raw: string } }> };
  either: { left: number } | { right: string };
  map: { [key: string]: { leaf: boolean } };
  tuple: [{ x: number }, { x: string }];
  body2: { text: string };
  empty: {};
  nothing?: { [key: string]: never };
  options?: { body: { text: number } };
}
export type Alias = { a: { b: { c: 1 } } };
export type ListAlias = Array<{ item: string }>;
