/** What is written in one place is one type, wherever it is used. */
export interface components {
  schemas: {
    User: { id: number; name?: string | null; plan?: components["schemas"]["Plan"] };
    Plan: { name: string; price: number };
    Issue: { user: components["schemas"]["User"]; assignees: components["schemas"]["User"][] };
    Created: { type: "created"; issue: components["schemas"]["Issue"] };
    Closed: { type: "closed"; issue: components["schemas"]["Issue"]; by: components["schemas"]["User"] | null };
    Event: components["schemas"]["Created"] | components["schemas"]["Closed"];
    Pair: [{ left: string }, { left: string }];
    Bare: {};
    Named: { [key: string]: { text: string } };
  };
}
export type Event = components["schemas"]["Event"];
export type User = components["schemas"]["User"];
export type Bare = components["schemas"]["Bare"];
export type Named = components["schemas"]["Named"];
export type Text = components["schemas"]["Named"][string];
export interface Base { options: { limit: number } | null; list: { at: number }[] }
export interface Derived extends Base { more: string }
export type Picked = Pick<Base, "options">;
export type Limit = NonNullable<Base["options"]>;
export type At = Base["list"][number];
/** An instance of a generic type has types of its own, and so has each member of a union. */
export interface Box<T> { content: { value: T }; either: { a: string } | { b: string } }
export interface Holder {
  text: Box<string>["content"];
  number: Box<number>["content"];
  either: Box<number>["either"];
  box: Box<string>;
  hidden: Inner["deep"]["er"];
}
interface Inner { deep: { er: { est: Inner["deep"]["er"][] } } }
/** What a method takes is not written in a field of its owner. */
export interface Api { nested: { call(options: { a: string }): void; field: { b: string } } }
export type Options = Parameters<Api["nested"]["call"]>[0];
export type Field = Api["nested"]["field"];
