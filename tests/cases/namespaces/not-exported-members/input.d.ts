/** In a namespace of declarations everything is exported, unless it says otherwise. */
export declare namespace N {
  interface Implicit {
    hidden: Hidden;
  }
  interface Hidden {
    x: number;
  }
  export { Implicit };
}
export interface Uses {
  implicit: N.Implicit;
}
