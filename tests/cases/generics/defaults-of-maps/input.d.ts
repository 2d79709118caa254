export interface Reply {
  plain: Result;
  counts: Result<{ [name: string]: number }>;
  same: Result<Record<string, number>>;
  lists: Result<Record<string, string[]>, string>;
}
export interface Result<Data = Record<string, unknown>, More = Data> {
  data?: Data | null;
  more?: More;
}
