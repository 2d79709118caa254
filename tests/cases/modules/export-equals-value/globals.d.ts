interface LibraryStatic {
  (selector: string): Library.Result;
  defaults: Library.Options;
  version: string;
}
declare namespace Library {
  interface Options {
    speed: number;
  }
  interface Result {
    found: string[];
  }
}
