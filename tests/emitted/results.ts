/** Functions whose results nobody wrote, and what calls of them give. */
export class Model {
  id: string = "";
  size: number = 1;
}

export function plain() {
  return { a: 1, b: "x", c: true, list: ["a"], inner: { deep: 1 } };
}
export const arrow = () => ({ b: "x" });
export const block = () => {
  return { c: true };
};
export const literal = () => "x";
export async function later(model: Model) {
  return { model, id: model.id, count: 5 };
}
export async function promised(): Promise<{ q: 1 }> {
  return { q: 1 };
}
export function nothing() {
  plain();
}
export function pair<T extends { id: string }>(item: T, count: number) {
  return { item, count: count };
}
export function same<T>(item: T) {
  return item;
}
export const made = pair(new Model(), 5);
export const called = plain();
export const twice = same(made);

export function Mixed<B extends new (...a: any[]) => {}>(Base: B) {
  return class extends Base {
    mixed: boolean = true;
  };
}
const Second = <B extends new (...a: any[]) => {}>(Base: B) =>
  class extends Base {
    second: string = "s";
  };
const Inner = Second(Model);
const Both = Mixed(Inner);
export class Child extends Mixed(Model) {
  own: number = 1;
}
export class Grand extends Both {
  grand?: string;
}

export interface All {
  plain: ReturnType<typeof plain>;
  arrow: ReturnType<typeof arrow>;
  block: ReturnType<typeof block>;
  literal: ReturnType<typeof literal>;
  later: Awaited<ReturnType<typeof later>>;
  promised: Awaited<ReturnType<typeof promised>>;
  made: typeof made;
  called: typeof called;
  twice: typeof twice;
  child: Child;
  grand: Grand;
}

const built = (n: number, s = "x", on = true) => ({
  n,
  s,
  on,
  both: n > 1 ? n : s,
  perhaps: on ? { deep: s } : undefined,
});

export type Built = ReturnType<typeof built>;
export interface OfBuilt {
  built: Built;
  both: Built["both"];
}
