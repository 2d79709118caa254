export type Kind = 'a' | 'b' | 'c' | 1 | null | undefined;
export type WithoutA = Exclude<Kind, 'a' | undefined>;
export type OnlyStrings = Extract<Kind, string>;
export type Present = NonNullable<Kind>;
export type Upper = Uppercase<'abc' | 'x-y'>;
export type Title = Capitalize<OnlyStrings>;
export type Small = Lowercase<'ABC'> | Uncapitalize<'Def'>;
export type Event = { type: 'one'; n: number } | { type: 'two'; s: string } | { type: 'three' };
export type TwoOnly = Extract<Event, { type: 'two' }>;
export type NotTwo = Exclude<Event, { type: 'two' }>;
export interface Holder {
  withoutA: WithoutA;
  only: OnlyStrings;
  present: Present;
  list: ReadonlyArray<OnlyStrings>;
  list2: readonly string[];
  list3?: Array<Array<number> | null>;
  upper: Upper;
  title: Title;
  small: Small;
  awaited: Awaited<Promise<string>>;
}
