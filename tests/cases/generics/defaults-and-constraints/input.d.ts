export interface Page<Item extends { id: string }, Cursor = string | null> {
  items: Item[];
  next: Cursor;
}
export interface User {
  id: string;
  name?: string;
}
export interface Team {
  id: string;
  members: Page<User>;
  log: Page<{ id: string; text: string }, number>;
}
export type UserPage = Page<User>;
export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };
export interface Failure {
  message: string;
}
export type UserResult = Result<User>;
export interface Reply {
  result: Result<string, number>;
  other?: Result<UserPage>;
}
/** Modifiers of variance, and comments between them, say nothing of the data. */
export interface Varied<
  in out First,
  // the second, in short
  out Second = "x, in y",
  /* the third */ in Third = number> { first: First; second: Second; third: Third; in: string; out: string }
export type VariedOfText = Varied<string>;
