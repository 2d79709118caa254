// `declare module` in a module adds to the module of that name. Its names are those of this file.
import type * as base from "./base.js";

interface Own {
  own: string;
}

declare module "./base.js" {
  export interface Extra extends base.Base {
    extra: Own;
  }
  export interface Base {
    more?: Own;
  }
  namespace inner {
    interface Part {
      added?: Own;
    }
  }
}

export interface Holder {
  base: base.Base;
  extra: base.Extra;
  part: base.inner.Part;
}
