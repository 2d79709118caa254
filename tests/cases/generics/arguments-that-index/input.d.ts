export type ByPost<V> = { [post: string]: V };
export interface Page { title?: string }
export interface Reaction { user: string }
/** Arguments without a name that only differ in what their index signatures hold. */
export interface State {
  pages: ByPost<Record<string, Page>>;
  reactions: ByPost<Record<string, Reaction>>;
  times: ByPost<{ [user: string]: number }>;
  marks: ByPost<{ [user: number]: number }>;
}
