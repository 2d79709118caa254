/// <reference path="./globals.d.ts" />
declare const library: LibraryStatic;
interface Settings {
  quiet?: boolean;
}
declare function set(settings: Settings): void;
export = library;
