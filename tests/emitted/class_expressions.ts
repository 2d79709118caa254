/** Class expressions, mixins over any constructor, and the static side of classes. */
class Model { id: string = ''; static made = 1; }
class Sized { size: number = 1; constructor(a: string, b: number) {} }
declare const Anything: any;
function WithMixins<T extends new (...a: any[]) => any>(b: T) { return class extends b { extra = 1; static own = 's'; }; }
function WithObject<T extends new (...a: any[]) => {}>(b: T) { return class extends b { extra = 1; }; }
function WithShape<T extends new (...a: any[]) => { x: 1 }>(b: T) { return class extends b { extra = 1; }; }
type Ctor<T = any> = new (...args: any[]) => T;
function ByAlias<T extends Ctor>(b: T) { return class extends b { alias = 1; }; }
function ByAliasOf<T extends Ctor<Model>>(b: T) { return class extends b { aliasOf = 1; }; }
function Named<T extends Ctor>(b: T) { class Inner extends b { named = 1; } return Inner; }
const Arrow = <T extends Ctor>(b: T) => class extends b { arrow = 1; };
const ArrowBlock = <T extends Ctor>(b: T) => { return class extends b { arrow = 1; }; };
function Twice<T extends Ctor>(b: T) { return WithMixins(WithObject(b)); }
const BaseClazz = WithMixins(Model);
const BaseObject = WithObject(Model);
const BaseShape = WithShape(class { x = 1 as const; });
const BaseAlias = ByAlias(Model);
const BaseAliasOf = ByAliasOf(Model);
const BaseNamed = Named(Model);
const BaseArrow = Arrow(Model);
const BaseArrowBlock = ArrowBlock(Model);
const BaseTwice = Twice(Model);
const BaseSized = WithMixins(Sized);
const Plain = class extends Model { plain = 1; static stat = 2; };
const OfAny = class extends Anything { any = 1; static stat = 2; };
const Alone = class { alone = 1; static stat = 3; constructor(x: number) {} };
export class A extends BaseClazz { name: string = ''; }
export class B extends BaseObject { name: string = ''; }
export class C extends BaseShape { name: string = ''; }
export class D extends BaseAlias { name: string = ''; }
export class E extends BaseAliasOf { name: string = ''; }
export class F extends BaseNamed { name: string = ''; }
export class G extends BaseArrow { name: string = ''; }
export class H extends BaseArrowBlock { name: string = ''; }
export class I extends BaseTwice { name: string = ''; }
export class J extends BaseSized { name: string = ''; }
export class K extends WithMixins(Model) { name: string = ''; }
export class L extends Plain { name: string = ''; }
export class M extends OfAny { name: string = ''; }
export class N extends Anything { name: string = ''; static own = 1; }
export class O extends WithMixins(WithObject(Model)) { name: string = ''; }
export class P extends Alone { }
export class Q extends N { static q = 1 }
export interface Values {
  p0: A;
  p1: B;
  p2: C;
  p3: D;
  p4: E;
  p5: F;
  p6: G;
  p7: H;
  p8: I;
  p9: J;
  p10: K;
  p11: L;
  p12: M;
  p13: N;
  p14: O;
  p15: P;
  p16: Q;
  p17: InstanceType<typeof BaseClazz>;
  p18: InstanceType<typeof OfAny>;
  p19: InstanceType<typeof Plain>;
  p20: InstanceType<typeof Alone>;
  p21: (typeof Alone)['stat'];
  p22: (typeof Plain)['stat'];
  p23: (typeof OfAny)['stat'];
  p24: (typeof OfAny)['other'];
  p25: (typeof N)['own'];
  p26: (typeof N)['other'];
  p27: keyof typeof N;
  p28: keyof typeof OfAny;
  p29: keyof typeof Alone;
  p30: keyof typeof Plain;
  p31: (typeof BaseClazz)['own'];
  p32: keyof typeof BaseClazz;
  p33: (typeof Alone)['prototype'];
  p34: (typeof BaseClazz)['prototype'];
  p35: (typeof Plain)['prototype'];
  p37: keyof typeof Q;
  p38: (typeof OfAny)['prototype'];
  p39: ConstructorParameters<typeof Alone>;
  p40: ConstructorParameters<typeof BaseSized>;
  p41: ConstructorParameters<typeof Plain>;
  p42: (typeof A)['prototype'];
  p43: keyof typeof A;
  p44: (typeof A)['own'];
  p45: (typeof A)['made'];
  p46: (typeof BaseClazz)['made'];
  p47: typeof Alone extends { prototype: { alone: number } } ? 1 : 2;
  p49: A['anything'];
  p50: B['extra'];
  p51: keyof A;
  p52: keyof B;
  p53: ConstructorParameters<typeof J>;
  p54: typeof Plain extends typeof Model ? 1 : 2;
  p55: ConstructorParameters<typeof A>;
  p56: (typeof Plain)['made'];
  p57: keyof typeof Model;
  p58: typeof N extends { x: 1 } ? 1 : 2;
  p59: typeof OfAny extends { x: 1 } ? 1 : 2;
  p60: { [K in keyof typeof N]: 1 };
  p61: { [K in keyof typeof Alone]: 1 };
}
