"""Random functions and classes of the kinds that real sources have, each on one line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

__all__ = ["BEFORE", "class_text", "function_text"]


def _pool(text: str) -> tuple[str, ...]:
    """Texts with `;;` or the end of a line between them."""
    return tuple(part.strip() for line in text.strip().split("\n") for part in line.split(" ;; "))


BEFORE: Final = """
interface Options { count?: number; label: string; kind: 'x' | 'y'; nested: { deep: number[]; flag?:
boolean } } interface Cat { kind: 'cat'; meow: 1 } interface Dog { kind: 'dog'; bark: 'b' } enum
Side { Left = 'l', Right = 'r' } enum Level { Low, High } declare const flag: boolean; declare const
given: Options; declare const listed: string[]; declare const pets: (Cat | Dog)[]; declare function
isText(value: unknown): value is string; declare function make(text: string): { made: string };
declare function load(id: number): Promise<Options>; declare function over(a: string): 'S'; declare
function over(a: number): 'N'; declare let changing: string | number; const three = 3; const texts =
['a', 'b'] as const; const table = { a: 1, b: 'x', c: { d: true } }; const frozen = { on: 'on', off:
0, list: [1, 2] } as const; let counter = 0; function box<T>(item: T) { return { item }; } const
wrap = <T,>(item: T) => [item]; abstract class Base { id = 'id'; size = 1; readonly tag = 'base';
abstract label: string; abstract area(): number; protected kept = 2; static count = 0; static
readonly kinds = ['a', 'b'] as const; constructor(name?: string) {} toJSON() { return { id: this.id,
size: this.size }; } clone() { return this; } static from(text: string) { return { text }; } get
double() { return this.size * 2; } static open<T extends typeof Base>(this: T) { return 1 as const;
} } class Item { id = 'i'; price = 1; tags: string[] = []; meta?: Options; constructor(public name:
string, readonly at: Date = new Date()) {} total(n: number) { return this.price * n; } rename(name:
string) { this.name = name; return this; } static empty = new Item(''); } class Box2<T> {
constructor(public value: T) {} map<U>(f: (v: T) => U) { return new Box2(f(this.value)); } get() {
return this.value; } }
"""
"""What they name."""
_TYPES: Final = _pool(
    r"""
string ;; number ;; boolean ;; string | number ;; string | undefined ;; number | null ;; Options
Options | undefined ;; Cat | Dog ;; unknown ;; 1 | 2 ;; 'a' | 'b' ;; string[] ;; number[]
Record<string, number> ;; [number, string] ;; Options[] ;; any ;; Item ;; Item[]
Map<string, number> ;; Set<string> ;; Partial<Options> ;; Side ;; () => number ;; Promise<string>
Box2<number> ;; keyof Options ;; readonly string[] ;; Date ;; Item | null ;; bigint
"""
)
_VALUES: Final = _pool(
    r"""
{0} ;; {1} ;; 'v' ;; 7 ;; null ;; undefined ;; true ;; [] ;; {{}} ;; -1 ;; `t` ;; `t${{{0}}}`
[{0}] ;; [{0}, {1}] ;; {{ p: {0} }} ;; {{ p: {0}, q: 'q' }} ;; {{ {0} }} ;; {0} ?? 'd' ;; {0} || 1
{0} && {1} ;; flag ? {0} : {1} ;; flag ? 'a' : 1 ;; flag ? 'a' : 'b'
flag ? {{ a: 1 }} : {{ b: 2 }} ;; flag ? {0} : null ;; flag ? {0} : undefined ;; !{0} ;; !!{0}
{0} + 1 ;; {0} + {1} ;; 's' + {0} ;; {0} as const ;; {0} as string ;; {0} as unknown as Options
{{ ...{0}, own: 1 }} ;; {{ own: 1, ...{0} }} ;; [...{0}, 1] ;; {0}[0] ;; {0}.map(item => item)
{0}.filter(Boolean) ;; {0}.filter(item => !!item) ;; {0}.map((item, i) => ({{ item, i }}))
{0}.map(item => item.id) ;; {0}.find(item => item) ;; {0}.reduce((a, b) => a + b, 0)
{0}.reduce((all, one) => ({{ ...all, [one]: 1 }}), {{}}) ;; {0}.join(',') ;; {0}.some(x => x)
{0}.at(-1) ;; {0}.concat({1}) ;; {0}.flat() ;; {0}.flatMap(x => [x, x]) ;; {0}.slice(1)
{0}.sort() ;; {0}.entries() ;; Object.keys({0}) ;; Object.values({0}) ;; Object.entries({0})
Object.fromEntries({0}) ;; Object.assign({{}}, {0}) ;; Object.freeze({{ a: {0} }})
Array.from({0}) ;; Array.isArray({0}) ;; new Array(3) ;; new Array<string>() ;; new Map({0})
new Map<string, number>() ;; new Set({0}) ;; new Set(['a']) ;; new Set<string>() ;; new Date()
new Error('e') ;; new Item('n') ;; new Item('n').rename('m') ;; new Item('n').total(3)
new Box2<string>('a').value ;; Item.empty ;; Item.empty.tags ;; JSON.parse('1')
JSON.stringify({0}) ;; Promise.resolve({0}) ;; Promise.all([{0}, {1}]) ;; Math.max(1, 2)
parseInt('1') ;; String({0}) ;; Number({0}) ;; Boolean({0}) ;; Date.now() ;; Symbol('s') ;; /re/
/re/.test('s') ;; /re/.exec('s') ;; typeof {0} ;; void 0 ;; make('a') ;; make('a').made
over('a') ;; over(1) ;; load(1) ;; box({0}) ;; box('x') ;; box({0}).item ;; wrap({0}) ;; wrap(1)
table ;; table.a ;; table.c.d ;; frozen ;; frozen.on ;; frozen.list ;; texts ;; texts[0] ;; three
counter ;; counter++ ;; counter += 1 ;; given ;; given.nested ;; given.nested.deep
given.nested.flag ;; given?.nested?.deep ;; given.nested?.deep[0] ;; pets ;; pets[0].kind
pets.map(p => p.kind) ;; pets.filter(p => p.kind === 'cat') ;; Side.Left ;; Level.High
[Side.Left] ;; {{ s: Side.Left }} ;; {0}! ;; {0}.kind ;; {0}.label ;; {0}.count ;; {0}.length
{0}.name ;; {0}?.name ;; {0}?.length ;; {0}.size ;; {0}.get('a') ;; {0}.has('a') ;; {0}.toString()
{0}.value ;; {0}() ;; async () => {0} ;; () => {0} ;; (x: number) => x
(x: number) => ({{ x, y: {0} }}) ;; function () {{ return {0}; }} ;; <T,>(x: T) => x
<T,>(x: T) => [x, {0}] ;; class {{ a = {0} }} ;; {0} satisfies unknown
['a', 1] satisfies unknown[] ;; {{ a: 'x' }} satisfies {{ a: 'x' | 'y' }} ;; [1, 'x'] as const
{{ a: 1, b: [1] }} as const ;; {{ get p() {{ return {0}; }} }} ;; {{ m() {{ return {0}; }} }}
{{ [three]: {0} }} ;; {{ ['k']: {0} }} ;; {{ [`a`]: 1 }} ;; {{ 1: {0}, 'a-b': 2 }}
{{ a: {{ b: {{ c: {0} }} }} }} ;; {{ a: [] }} ;; {{ a: null, b: undefined }} ;; [null, {0}]
[undefined] ;; [[]] ;; [1, 'a', true] ;; [{{ a: 1 }}, {{ b: 2 }}] ;; [{{ a: 1 }}, {{ a: 'x' }}]
({0}, {1}) ;; {0} === {1} ;; {0} instanceof Date ;; 'a' in given ;; 1 > 2 ;; 10n ;; 0.5 ;; 1e3
{0}.toUpperCase() ;; {0}.split(',') ;; {0}.trim().length ;; {0}.toFixed(2) ;; {0}.getTime()
{0}.toISOString() ;; await {0} ;; await load(1) ;; (await load(1)).label ;; yield {0}
delete {0}.count ;; {0} = {1} ;; structuredClone({0})
"""
)
_TESTS: Final = _pool(
    r"""
{0} ;; !{0} ;; typeof {0} === 'string' ;; {0} === 1 ;; {0} === 'a' ;; {0} == null
{0} instanceof Date ;; {0}.kind === 'cat' ;; 'meow' in {0} ;; Array.isArray({0}) ;; flag
flag && {0} ;; {0} || {1} ;; given.count ;; {0}.length > 0 ;; {0} === undefined
given.nested.flag ;; {0} instanceof Item ;; isText({0}) ;; !isText({0}) ;; {0} != 'a' ;; {0} !== 1
"""
)
_STATEMENTS: Final = _pool(
    r"""
if ({t}) return {v}; ;; if ({t}) {{ return {v}; }} else {{ return {w}; }}
if ({t}) throw new Error('e'); ;; const {l} = {v}; ;; let {l} = {v};
let {l} = {v}; if ({t}) {l} = {w}; ;; var {l} = {v}; ;; const {l}: {P} = {v};
let {l}: {P} = {v}; ;; let {l}: {P}; ;; const {l} = {v} as const; ;; const {l} = flag ? {v} : {w};
const {l} = {v} ?? {w}; ;; const {l} = {v} || {w}; ;; const {l} = await load(1);
const {{ label: {l} }} = given; ;; const {{ count: {l} = 5 }} = given;
const {{ nested: {{ deep: {l} }} }} = given; ;; const {{ label: x{l}, ...{l} }} = given;
const [{l}] = listed; ;; const [{l} = 'd'] = listed; ;; const [x{l}, ...{l}] = listed;
const {{ a: {l} }} = table; ;; const {{ on: {l} }} = frozen; ;; const [{l}] = texts;
const {{ {l} = 1 }}: {{ {l}?: number }} = {{}};
const {l}: string[] = []; for (const x of listed) {l}.push(x);
const {l}: Record<string, number> = {{}}; for (const x of listed) {l}[x] = 1;
const {l} = new Map<string, number>(); {l}.set('a', 1);
const e{l} = []; e{l}.push({v}); return e{l};
let {l} = 0; for (const x of listed) {l} += x.length;
let {l} = ''; for (let i = 0; i < 3; i++) {l} += i; ;; let {l} = null; if ({t}) {l} = {v};
let {l}; {l} = {v}; ;; let {l} = undefined; {l} = {v};
for (const x of listed) {{ if ({t}) return x; }} ;; for (const {l} of pets) return {l};
for (const [i, x] of listed.entries()) {{ if ({t}) return [i, x]; }}
for (const k in given) {{ return k; }} ;; for (let i = 0; i < 3; i++) {{ if ({t}) return i; }}
while ({t}) {{ return {v}; }}
switch ({0}) {{ case 1: return {v}; case 'a': return {w}; default: return null; }}
switch ({0}.kind) {{ case 'cat': return {v}; case 'dog': return {w}; }}
try {{ return {v}; }} catch (e) {{ return e; }}
try {{ return {v}; }} catch {{ return {w}; }} finally {{ counter++; }}
try {{ await load(1); }} catch (e) {{ return {v}; }} ;; const {l} = () => {v};
const {l} = (x: string) => x.length; ;; function {l}() {{ return {v}; }}
function {l}<T>(x: T) {{ return x; }} ;; const {l} = function (n = 1) {{ return n; }};
const {l} = async () => {v}; ;; class {l} {{ a = {v}; }}
if ({t}) {{ const inner = {v}; return inner; }} ;; {0} = {v}; ;; make('a');
{{ const {0} = 'hidden'; return {0}; }} ;; type {l}T = string; const {l} = {v} as {l}T;
label: for (;;) {{ break label; }} ;; do {{ counter++; }} while (flag); ;; if ({t}) return;
throw new Error('never'); ;; return {v}; ;; const {l} = {v}, y{l} = {w};
let {l} = {v}; {l} = {w}; ;; const {l} = {{ ...given, v: {v} }};
const {l} = {v}; const z{l} = {l}; if (flag) return z{l};
const {l} = Object.keys(given) as (keyof Options)[];
const {l} = listed.map(x => ({{ x, v: {v} }})); ;; enum {l} {{ A, B }}
"""
)
_DEFAULTS: Final = _pool(
    r"""
1 ;; 'x' ;; true ;; [] ;; {} ;; null ;; undefined ;; given ;; listed ;; Side.Left ;; [1]
{ a: 1 } ;; -1 ;; flag ? 1 : 'a' ;; three ;; frozen ;; new Item('a')
"""
)
_PARAMETERS: Final = _pool(
    r"""
{x}: {P} ;; {x}: {P} ;; {x}: {P} ;; {x}: {P} ;; {x}: {P} ;; {x} = {D} ;; {{ label: {x} }}: Options
{{ count: {x} = 3 }}: Options ;; {{ count: {x} = 3, nested }}: Partial<Options> = {{}}
[{x}]: [string, number] ;; {x}: {P} = undefined! ;; {x}: typeof table
"""
)
_MEMBERS: Final = _pool(
    r"""
{m} = {v}; ;; readonly {m} = {v}; ;; {m}: {P} = {v}; ;; {m}?: {P}; ;; {m}!: {P};
declare {m}: {P}; ;; static {m} = {v}; ;; static readonly {m} = {v}; ;; private {m} = {v};
#{m} = {v}; g{m} = this.#{m}; ;; #{m} = {v}; get g{m}() {{ return this.#{m}; }}
private {m} = {v}; get g{m}() {{ return this.{m}; }} ;; get {m}() {{ {b} }}
get {m}() {{ return this.id; }} ;; get {m}() {{ return this.{k}; }}
get {m}() {{ return this.{k}.{j}; }} ;; get {m}() {{ return {{ id: this.id, v: {v} }}; }}
get {m}() {{ return `${{this.id}}`; }} ;; get {m}() {{ return this.size * 2; }}
get {m}(): {P} {{ return null!; }} set {m}(x: {P}) {{}} ;; set {m}(x: {P}) {{}}
static get {m}() {{ return {v}; }} ;; static get {m}() {{ return this.count; }} ;; {m}() {{ {b} }}
{m}() {{ return this; }} ;; {m}() {{ return this.id; }} ;; {m}() {{ return this.{k}; }}
{m}() {{ return this.other(); }} other() {{ return {v}; }} ;; {m}() {{ return new Item('x'); }}
{m} = () => {v}; ;; {m} = () => this; ;; {m} = () => this.id;
{m} = (x: number) => {{ return x; }}; ;; async {m}() {{ {b} }} ;; static {m}() {{ {b} }}
static {m}() {{ return new this(); }} ;; static {m}() {{ return new {C}(); }}
static {m} = new {C}(); ;; static {m}() {{ return this; }}
static async {m}() {{ return new this(); }} ;; {m}; constructor() {{ {super} this.{m} = {v}; }}
constructor(public {m}: {P}) {{ {super} }} ;; constructor(readonly {m} = {v}) {{ {super} }}
constructor(private {m}: {P}, readonly n{m}?: {P}) {{ {super} }} get g{m}() {{ return this.{m}; }}
get {m}() {{ return super.toJSON(); }} ;; toJSON() {{ return {{ ...super.toJSON(), {m}: {v} }}; }}
[key: string]: any; ;; ['{m}'] = {v}; ;; [`{m}`] = {v}; ;; [three] = {v};
static {{ counter = 1; }} ;; accessor {m} = {v}; ;; {m} = {v} as const; ;; {m} = [] as string[];
{m}: string[] = []; ;; {m} = this.id; ;; {m} = this.size + 1; ;; {m} = {{ id: this.id }};
{m} = {C}.name; ;; {m} = new Map<string, Item>(); ;; override label = 'x';
label: string = ''; area() {{ return 1; }} ;; get label() {{ return 'l'; }} area() {{ return 2; }}
abstract {m}: {P}; ;; abstract {m}(): {P}; get g{m}() {{ return this.{m}(); }}
abstract get {m}(): {P}; get g{m}() {{ return this.{m}; }}
abstract {m}: string; get g{m}() {{ return this.{m}.toUpperCase(); }}
abstract {m}: Options; get g{m}() {{ return this.{m}.nested.deep; }} h{m}() {{ return 1; }}
{m}(x: string): 's'; {m}(x: number): 'n'; {m}(x: any): any {{ return x; }}
get {m}() {{ return {C}.count; }} ;; get {m}() {{ return this.label; }}
get {m}() {{ return this.area(); }} ;; get {m}() {{ return this.tags.map(t => t.length); }}
get {m}() {{ return this.meta?.label; }} ;; get {m}() {{ return this.meta ?? null; }}
get {m}() {{ const {{ id, size }} = this; return {{ id, size }}; }}
{m}() {{ const x = this.id; return [x]; }} ;; {m}() {{ const self = this; return () => self.id; }}
get {m}() {{ return this.{k} ? 'a' : 1; }} ;; get {m}() {{ return this['id']; }}
{m}<T>(x: T) {{ return {{ x, id: this.id }}; }} ;; get {m}() {{ return this.double; }}
get {m}() {{ return this.clone(); }} ;; get {m}() {{ return this.kept; }}
get {m}() {{ return (this.constructor as typeof {C}).count; }}
get {m}() {{ return {C}.kinds[0]; }} ;; *{m}() {{ yield 1; }} ;; {m} = class {{ a = 1 }};
protected {m} = {v}; get g{m}() {{ return this.{m}; }}
private get p{m}() {{ return {v}; }} get g{m}() {{ return this.p{m}; }}
private p{m}() {{ return {v}; }} get g{m}() {{ return this.p{m}(); }}
private p{m}(): {P} {{ return null!; }} get g{m}() {{ return this.p{m}(); }}
#p{m}(x: number): {P} {{ return null!; }} g{m}(x: number) {{ return this.#p{m}(x); }}
private get p{m}(): {P} {{ return null!; }} get g{m}() {{ return {{ v: this.p{m} }}; }}
{m}(n: number): any {{ return n ? this.{m}(n - 1) : 0; }}
{m}(n: number) {{ return this.{m}x(n); }} {m}x(n: number) {{ return [n]; }}
get {m}() {{ return [this.{k}, this.id] as const; }}
get {m}() {{ return this.{k}?.{j} ?? {v}; }} ;; get {m}() {{ return {{ ...this.{k} }}; }}
static {m}(x: number) {{ return new this({v}); }}
static {m} = new Map<string, {C}>(); static g{m}(k: string) {{ return this.{m}.get(k); }}
static #{m}: {C} | undefined; static get g{m}() {{ return this.#{m} ??= new {C}(); }}
static readonly {m} = {v}; static g{m} = {C}.{m}; ;; async {m}() {{ return this.{k}; }}
async {m}() {{ const r = await load(1); return r.{j}; }}
async {m}() {{ return {{ ...(await load(1)), id: this.id }}; }}
{m}(opts: {{ a?: number }} = {{}}) {{ return opts.a; }}
{m}(opts: Options) {{ return {{ ...opts, id: this.id }}; }}
{m}(cb: (x: number) => void) {{ cb(1); return this; }} ;; {m}(x = {v}) {{ return x; }}
{m}() {{ if (flag) return this; return null; }} ;; {m}() {{ const x = flag ? 'a' : 1; return x; }}
{m}() {{ throw new Error(); }} ;; {m} = (): never => {{ throw new Error(); }};
get {m}() {{ if (this.id) return {v}; return this.id; }}
get {m}() {{ if (!this.{k}) throw new Error(); return this.{k}; }}
static {m}(this: typeof {C}) {{ return this.count; }}
"""
)
_BASES: Final = (
    "",
    "Base",
    "Base",
    "Item",
    "Box2<string>",
    "Box2<Item>",
    "Map<string, number>",
    "Error",
)
_READ: Final = ("id", "size", "price", "name", "message", "meta", "label", "m0_{n}", "m1_{n}")
_GLOBALS: Final = ("given", "listed", "three", "table", "changing", "flag")
_BY_PLACE: Final = ("label", "length", "kind", "nested")


def _filled(rand: random.Random, text: str, names: Sequence[str], local: str = "") -> str:
    """A statement or a value with other values, tests and types in it."""

    def one(pool: Sequence[str]) -> str:
        return rand.choice(pool).format(rand.choice(names), rand.choice(names))

    filled = {"t": one(_TESTS), "v": one(_VALUES), "w": one(_VALUES), "P": rand.choice(_TYPES)}
    return text.format(rand.choice(names), rand.choice(names), l=local, **filled)


def _body(rand: random.Random, number: int, names: Sequence[str]) -> str:
    """Some statements, and most times a result at their end."""
    names, lines = list(names), list[str]()
    for place in range(rand.choice((0, 1, 1, 1, 2, 2, 3))):
        local = f"c{place}{number}"
        lines.append(_filled(rand, rand.choice(_STATEMENTS), names, local))
        names += [local, local] if local in lines[-1] else []
    if rand.random() < 0.93:
        lines.append(f"return {_filled(rand, rand.choice(_VALUES), names)};")
    return " ".join(lines)


def function_text(rand: random.Random, number: int) -> tuple[str, str]:
    """An exported function of two parameters, and a type that asks for it."""
    names = [f"a{number}", f"b{number}"]
    chosen = {name: rand.choice(_PARAMETERS) for name in names}
    if rand.random() < 0.2:
        chosen[names[1]] = rand.choice(("...{x}: string[]", "{x}?: {P}"))
    given = ", ".join(
        text.format(x=name, P=rand.choice(_TYPES), D=rand.choice(_DEFAULTS))
        for name, text in chosen.items()
    )
    body = _body(rand, number, names)
    is_async = "await" in body or rand.random() < 0.1
    before, star = "async " if is_async else "", "*" if "yield" in body else ""
    name = f"f{number}"
    forms = (
        f"export {before}function{star} {name}({given}) {{ {body} }}",
        f"export const {name} = {before}({given}) => {{ {body} }};",
        f"export const {name} = {before}function{star} ({given}) {{ {body} }};",
    )
    asked = f"Awaited<ReturnType<typeof {name}>>" if is_async else f"ReturnType<typeof {name}>"
    asked = f"Parameters<typeof {name}>" if rand.random() < 0.15 else asked
    return forms[0 if star else rand.choice((0, 0, 1, 1, 2))], asked


def class_text(rand: random.Random, number: int) -> tuple[str, str]:
    """An exported class, and a type that asks for it."""
    name, base = f"C{number}", rand.choice(_BASES)
    extends = f" extends {base}" if base else ""
    above = "" if not base else "super();" if base.startswith("Map") else "super('');"
    members = []
    for place in range(rand.choice((1, 2, 2, 3))):
        value = _filled(rand, rand.choice(_VALUES), _GLOBALS)
        members.append(
            rand.choice(_MEMBERS).format(
                m=f"m{place}_{number}",
                v=value,
                P=rand.choice(_TYPES),
                b=_body(rand, number, _GLOBALS),
                C=name,
                k=rand.choice(_READ).format(n=number),
                j=rand.choice(_BY_PLACE),
                super=above,
            )
        )
    text = " ".join(members)
    if base == "Base" and "abstract" not in text and "area()" not in text:
        text += " label = 'l'; area() { return 1; }"
    elif not base:
        text = f"id = 'i'; size = 1; static count = 1; {text}"
    abstract = "abstract " if "abstract" in text else ""
    # How the library makes a map is not asked.
    made = name if base.startswith("Map") else f"ConstructorParameters<typeof {name}>"
    asked = (
        *(name, name, name, made),
        f"Pick<typeof {name}, Exclude<keyof typeof {name}, 'prototype'>>",
        f"ReturnType<{name}['m0_{number}']>",
        f"ReturnType<typeof {name}['m0_{number}']>",
    )
    return f"export {abstract}class {name}{extends} {{ {text} }}", rand.choice(asked)
