// Libraries that are generated name each of their types by way of the top of the library.
import type * as Library from "../around-by-the-folder-above/library";
export * from "./provider";
export interface Settings {
  provider?: Library.api.Provider;
}
