import type * as Library from "../around-by-the-folder-above/library";
export type Provider = Library.api.Provider.V1 | Library.api.Provider.V2;
export declare namespace Provider {
  interface V1 {
    version: "v1";
    hint?: Library.api.Provider.Hint;
  }
  interface V2 {
    version: "v2";
  }
  type Hint = string;
}
