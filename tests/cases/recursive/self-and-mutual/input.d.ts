export interface Node {
  value: string;
  next?: Node | null;
  children: Node[];
  byName?: { [name: string]: Node };
}
export interface Left {
  right?: Right;
}
export interface Right {
  left?: Left;
  inline?: { left: Left; deeper?: { right: Right } };
}
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type List = { head: number; tail: List } | null;
export type Filter = { type: 'and' | 'or'; filters: Array<Filter> } | { type: 'eq'; value: Json };
export type Nested = Array<Nested> | string;
export interface Holder {
  json: Json;
  list: List;
  filter: Filter;
  nested?: Nested;
}
