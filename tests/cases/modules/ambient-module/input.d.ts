/// <reference path="./ambient.d.ts" />
import { Inside } from 'some-ambient-module';
export interface Holder {
  inside: Inside;
}
declare global {
  interface Everywhere {
    x: 1;
  }
}
export interface Uses {
  global: Everywhere;
}
