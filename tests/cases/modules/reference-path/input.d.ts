/// <reference path="./globals.d.ts" />
/// <reference lib="es2022" />
export interface Holder {
  global: GlobalThing;
  spaced: Space.Inner;
}
