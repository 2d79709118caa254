// Classes that extend what a function returns: its statics and constructor are theirs.

type Constructor<T = {}> = new (...args: any[]) => T;

export class Model {
  static made = 1;
  static of: 'model' = 'model';
  readonly kind = 'model';
  constructor(public id: string, rev = 0) {}
}

declare function model(): typeof Model;
declare function either(): typeof Model & { extra: 'more' };
declare function generic<T>(of: T): new (of: T) => { of: T };
declare function anything(): any;

export function Stamped<B extends Constructor>(Base: B) {
  return class extends Base {
    stamp = 1;
    static stamped = true;
  };
}

export function Sized<B extends Constructor<{ id: string }>>(Base: B) {
  abstract class Inner extends Base {
    size = 1;
    static sized = 'yes';
  }
  return Inner;
}

export class FromCall extends model() {
  name = '';
}
export class FromBoth extends either() {
  static own = 2;
}
export class FromGeneric extends generic('text' as string) {}
export class FromAnything extends anything() {
  own = 1;
}
export class FromMixin extends Stamped(Model) {
  roles: ('a' | 'b')[] = [];
}
export class FromMixins extends Sized(Stamped(Model)) {
  pages = [1, 2];
}
export class WithOwn extends Stamped(Model) {
  constructor(flag: boolean) {
    super('', 1);
  }
}
export class Heir extends FromMixin {}

export interface All {
  p0: ConstructorParameters<typeof FromCall>;
  p1: ConstructorParameters<typeof FromBoth>;
  p2: ConstructorParameters<typeof FromGeneric>;
  p3: ConstructorParameters<typeof FromMixin>;
  p4: ConstructorParameters<typeof FromMixins>;
  p5: ConstructorParameters<typeof WithOwn>;
  p6: ConstructorParameters<typeof Heir>;
  p7: (typeof FromCall)['made'];
  p8: (typeof FromBoth)['extra'];
  p9: (typeof FromMixin)['stamped'];
  p10: (typeof FromMixins)['sized'];
  p11: (typeof FromMixins)['of'];
  p12: keyof typeof FromCall;
  p13: keyof typeof FromBoth;
  p14: keyof typeof FromMixins;
  p15: InstanceType<typeof FromMixins>;
  p16: InstanceType<typeof FromGeneric>;
  p17: typeof FromCall extends typeof Model ? 1 : 2;
  p18: (typeof Heir)['stamped'];
  p19: (typeof FromAnything)['prototype'];
  p20: FromAnything['own'];
  p21: keyof typeof WithOwn;
}
