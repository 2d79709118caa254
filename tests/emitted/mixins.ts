/** Mixins, and classes whose base is a value. */
type Constructor<T = {}> = new (...args: any[]) => T;
declare function Stamped<B extends Constructor>(base: B): B & Constructor<{ stamp: number }>;
declare function Named<B extends Constructor>(base: B): B & Constructor<{ name: string; alias?: string }>;
export class Plain { id: string = "" }
export class Event extends Stamped(Named(Plain)) { readonly type = "event"; body: string[] = [] }
export class Wrapped extends Named(class { inner = 1 }) { outer = "o" }
export abstract class Shape {
  abstract readonly kind: string;
  parent?: this;
  children: this[] = [];
  abstract area(): number;
}
export class Circle extends Shape {
  readonly kind = "circle";
  radius = 1;
  area(): number { return this.radius; }
}
export class Ring extends Circle { width = 0 }
export interface Holder { event: Event; ring: Ring; wrapped: Wrapped }
