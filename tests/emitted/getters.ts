type Ctor<T = {}> = new (...args: any[]) => T;

export function Named<B extends Ctor>(base: B) {
  return class extends base {
    name = "n";
    readonly kind = "named" as const;
    get upper() { return this.name; }
  };
}

export class Shown {
  readonly tag = "shown";
  count = 0;
  private _deep = { a: [1, "x"] };
  #own = "x";
  protected _maybe?: Date;

  constructor(private readonly at: Date | null, protected size = 3) {}

  get three() { return 3; }
  get title(): string { return "x"; }
  get two() { if (this.count) { return 1; } return "x" as const; }
  get deep() { return this._deep; }
  get own() { return this.#own; }
  get maybe() { return this._maybe; }
  get list() { return this._deep.a; }
  get widened() { return this.tag; }
  get self() { return this; }
  get when() { return this.at; }
  get length() { return this.size; }
  get either() { return this.count ? "a" : "b"; }
  get perhaps() { if (this.size) return null; return { a: this.size }; }
  get made() { return { at: this.at, tag: this.tag, many: this.count > 2 }; }
  get fails(): string { throw new Error("x"); }
  get thrown() { if (this.count) return true; throw new Error("x"); }
}

export class Heir extends Shown {
  readonly extra = 1 as const;
  get inherited() { return this.count; }
  get again() { return this.either; }
}

export function both(n: number) { if (n) return 1; return 2; }
export const arrow = (n: number) => n ? "yes" : "no";

declare const Mixed: { new (...args: any[]): { a: 1 } } & { new (...args: any[]): { b: 2 } };
declare const Based: { new (...args: any[]): { a: 1 } } & (new (id: string) => { c: 3 });

export interface Uses {
  named: InstanceType<ReturnType<typeof Named>>;
  shown: Shown;
  heir: InstanceType<typeof Heir>;
  mixed: InstanceType<typeof Mixed>;
  based: InstanceType<typeof Based>;
  both: ReturnType<typeof both>;
  arrow: ReturnType<typeof arrow>;
}
