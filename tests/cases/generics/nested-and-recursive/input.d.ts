export interface Tree<T> {
  value: T;
  children?: Array<Tree<T>>;
}
export type Box<T> = { boxed: T };
export type Deep = Box<Box<Box<number>>>;
export interface Pair<A, B = A> {
  first: A;
  second: B;
  swapped?: Pair<B, A>;
}
export interface Holder {
  tree: Tree<'leaf' | 'branch'>;
  deep: Deep;
  pair: Pair<string, number>;
  same: Pair<boolean>;
  list: Box<Array<string | null>>;
}
