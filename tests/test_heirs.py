"""Conditions on heirs and on values of classes are what TypeScript says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from pathlib import Path
from random import Random

import pytest

from realtime_codegen.model import Interface, Primitive
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

BEFORE = """
declare class Box<T> { value: T; list: T[]; take(item: T): void; find(key: string): T | null }
declare class Pair<K, V> extends Box<V> { key: K; both(): [K, V]; constructor(key: K, value: V) }
declare class Named extends Pair<string, { n: 1 }> { name: string; static made: number }
declare class Narrowed extends Box<string> { value: 'a' | 'b' }
declare class Chained extends Pair<'k', Chained> { own: 1; next: Chained | null }
declare function several(a: 1): 2; declare function several<T>(a: T): [T];
declare function several<T, U = 3>(a: T, u: U): { t: T; u: U };
declare class Bound<K extends string, V extends { a: K }, W = K> { k: K; v: V; w: W; of(k: K): V }
declare class Bounded extends Bound<'b', { a: 'b'; b: 1 }> { constructor(k: 'b') }
declare abstract class Guard { at: 1; protected static of(): 1; private static own: 2 }
declare class Guarded extends Guard { more: 2; private static mine: 3 }
declare class Twice extends Guarded { most: 3 }
declare class Other { at: 1; more: 2; protected static of(): 1; private static own: 2 }
declare class Fluent<T> extends Box<T> { with(item: T): this; self: this | null }
declare class Loud extends Fluent<number> { loud: true }
interface Reader<T> { read(): T; last?: T }
interface Writer<T> { write(item: T): void }
interface Stream extends Reader<string>, Writer<number> { open: boolean }
interface Mixed<T> extends Reader<T>, Writer<T> { mixed: T }
declare class Private<T> { private secret: T; open: T }
declare class Kept extends Private<boolean> { kept: 1 }
interface Late<T> extends Reader<T[]> { late: T }
interface Failure extends Error { code: 'x' }
interface Held<V> extends Map<string, V> { held: V }
declare class Wrong extends TypeError { wrong: 1 }
declare class Worse extends Wrong { worse: 1 }
declare class Target extends EventTarget { target: 1 }
declare function make<T>(item: T, other: string): { made: T };
"""
SOURCES = (
    "Box<1>",
    "Box<any>",
    "Pair<'a', 2>",
    "Named",
    "Narrowed",
    "Chained",
    "Fluent<boolean>",
    "Loud",
    "Stream",
    "Mixed<1 | 2>",
    "Kept",
    "Late<string>",
    "(typeof Named)['prototype']",
    "typeof Pair.prototype",
    "InstanceType<typeof Box<7>>",
    "InstanceType<typeof Narrowed>",
)
CONDITIONS = (
    "{0} extends Box<infer V> ? [V] : 'none'",
    "{0} extends Box<any> ? 'is' : 'not'",
    "{0} extends Box<string> ? 'is' : 'not'",
    "{0} extends Box<unknown> ? 'is' : 'not'",
    "{0} extends Pair<infer K, any> ? [K] : 'none'",
    "{0} extends Pair<infer K, infer V> ? [K, V] : 'none'",
    "{0} extends Fluent<infer V> ? [V] : 'none'",
    "{0} extends Reader<infer R> ? [R] : 'none'",
    "{0} extends Writer<infer W> ? [W] : 'none'",
    "{0} extends Reader<string> ? 'is' : 'not'",
    "{0} extends Mixed<infer M> ? [M] : 'none'",
    "{0} extends Private<infer P> ? [P] : 'none'",
    "{0} extends Reader<(infer E)[]> ? [E] : 'none'",
    "{0} extends {{ value: infer V }} ? V : 'none'",
    "Extract<{0}, Box<any> | Reader<any>>",
)
ALONE = (
    *(
        f"typeof {heir} extends typeof {base} ? 1 : 0"
        for heir, base in product(("Guard", "Guarded", "Twice", "Other"), repeat=2)
    ),
    "InstanceType<Extract<typeof Guarded | typeof Twice | typeof Other, typeof Guard>>",
    "InstanceType<typeof Bound>",
    "[ReturnType<typeof several<9>>, Parameters<typeof several<9, 8>>]",
    "typeof several<7> extends { (...a: infer A): any; (...b: infer B): any } ? [A, B] : 0",
    "InstanceType<typeof Bound>['k' | 'v']",
    "typeof Bound extends new (...a: any) => infer I ? [I] : 0",
    "typeof Bound extends { prototype: infer P } ? [P] : 0",
    "[InstanceType<typeof Bounded>, InstanceType<typeof Bound<'c', { a: 'c' }>>]",
    "keyof typeof Named",
    "{ [K in keyof typeof Named]: (typeof Named)[K] }",
    "{ [K in keyof typeof Named]?: 1 }",
    "typeof Named extends { prototype: infer P } ? P : 0",
    "(typeof Pair)['prototype']",
    "ConstructorParameters<typeof Pair<1, 2>>",
    "InstanceType<typeof Pair<'x', 1>>",
    "ReturnType<typeof make<9>>",
    "Parameters<typeof make<'p'>>",
    "Failure extends Error ? 1 : 0",
    "Failure extends Map<any, any> ? 1 : 0",
    "Failure extends { message: infer M; code: infer C } ? [M, C] : 0",
    "Failure extends { code: 'x'; stack?: infer S } ? [NonNullable<S>] : 0",
    "Failure extends { code: 'x'; absent?: 1 } ? 1 : 0",
    "Failure extends { absent: any } ? 1 : 0",
    "Failure extends { absent?: infer A } ? [A] : 0",
    "Failure extends { absent?: 1; message?: infer M } ? [M] : 0",
    "Failure extends { message: number } ? 1 : 0",
    "Failure['message']",
    "Exclude<Failure | 'other', Error>",
    "Held<7> extends Map<string, infer V> ? V : 0",
    "Held<7> extends Map<number, infer V> ? V : 0",
    "Held<7> extends { size: infer S } ? [S] : 0",
    "Worse extends TypeError ? 1 : 0",
    "Worse extends { name: infer N; wrong: infer W; worse: 1 } ? [N, W] : 0",
    "Worse extends Failure ? 1 : 0",
    "Target extends EventTarget ? 1 : 0",
    "[typeof Named, holds: 1][0]['prototype'] extends Pair<infer K, infer V> ? [K, V] : 0",
)


MEMBERS = ("f: any;", "readonly f?: any;", "f(): any;", "f?(): any;", "get f(): any;")
REPLACED = (*MEMBERS, "f(): 1;", "f: 2;", "f?: 3;", "get f(): 4;", "")
OF_HEIRS = ("#", "keyof #", "{ [K in keyof #]: K }", "Pick<#, 'f'>")


@pytest.mark.network
def test_a_member_replaces_one_of_another_kind(tmp_path: Path) -> None:
    """Law: a method hides the property of the base, and a property its method."""
    before, types = "", []
    for number, (own, above) in enumerate(product(REPLACED, MEMBERS)):
        for kind, word in (("I", "interface"), ("C", "declare class")):
            name = f"{kind}{number}"
            before += f"{word} A{name} {{ g: 1; {above} }}\n"
            before += f"{word} {name} extends A{name} {{ h: 2; {own} }}\n"
            types += [text.replace("#", name) for text in OF_HEIRS]
        static = own and f"static {own}"
        before += f"declare class AS{number} {{ static g: 1; static {above} }}\n"
        before += f"declare class S{number} extends AS{number} {{ {static} }}\n"
        types += [f"keyof typeof S{number}", f"Pick<typeof S{number}, 'f' | 'g'>"]
    assert _wrong(tmp_path, before, types) == []


MIXINS = """
type Constructor<T> = new (...args: any[]) => T;
interface Stamped { stamp: number }
interface Named { name?: string }
declare class Box<T = { d: 1 }> { get value(): T; list: T[] }
declare class Pair<K, V = K[]> extends Box<V> { key: K; constructor(key: K, value: V) }
declare class Plain { plain: true }
interface Maker { new <T = 5>(item: T): Box<T>; readonly made: number }
"""
OF_ONE = ("<1>", "<{ a: 1; b: string }>", "<Box<2>>", "<Heir#>")
OF_TWO = ("<1, 2>", "<string, Named[]>", "<Heir#, null>")
BASES = (
    ("typeof Box", ("", *OF_ONE)),
    ("Constructor<Stamped> & typeof Box", ("", *OF_ONE)),
    ("Constructor<Stamped> & Constructor<Named> & typeof Pair", (*OF_ONE, *OF_TWO)),
    ("typeof Pair & Constructor<Named>", OF_TWO),
    ("new <A>(item: A) => Box<A[]>", OF_ONE),
    ("new <A, B>(item: A, other: B) => Pair<A, B>", OF_TWO),
    ("Maker", OF_ONE),
    ("Constructor<Stamped> & typeof Plain", ("",)),
)


@pytest.mark.network
def test_a_base_that_is_a_value_takes_the_arguments_of_its_heir(tmp_path: Path) -> None:
    """Law: `extends Base<X>`, where `Base` is a constant or a mixin of generic classes."""
    before, types = MIXINS, []
    given_to = [(base, given) for base, several in BASES for given in several]
    for number, (base, given) in enumerate(given_to):
        arguments = given.replace("#", str(number))
        before += f"declare const Base{number}: {base};\n"
        before += (
            f"declare class Heir{number} extends Base{number}{arguments} {{ own: {number} }}\n"
        )
        types += [f"Heir{number}", f"Pick<Heir{number}, keyof Heir{number}>"]
    assert _wrong(tmp_path, before, types) == []


def _wrong(folder: Path, before: str, types: Sequence[str]) -> list[str]:
    """The types that differ from what the compiler says."""
    require_node()
    result = values_beside(folder, before, types)
    assert result.properties >= len(types)
    return wrong_types(result, types)


SIGNATURES = ("(a: 1): 2", "(b: 'x'): 3", "(a: 1, then: (it: 2) => void): void", "(): string")
ASKED = (
    "(a: 1) => 2",
    "(b: 'x') => 3",
    "(a: 1) => unknown",
    "() => string",
    "(a: boolean) => any",
    "(...all: any[]) => any",
    "Function",
    "{ (a: 1): 2; (b: 'x'): 3 }",
)
INFERRED = (
    "{0} extends {{ (...a: infer A): infer B; (...c: infer C): infer D }} ? [A, B, C, D] : 0",
    "{0} extends {{ (): any; (...b: infer B): any; (c: 1): any }} ? B : 0",
    "{{ m: {0} }} extends {{ m: {{ (...a: infer A): any; (...b: infer A): any }} }} ? A : 0",
)


@pytest.mark.network
def test_a_method_of_several_signatures_is_any_of_them(tmp_path: Path) -> None:
    """Law: what TypeScript says of overloads, in conditions and where several are inferred."""
    before, types = "", []
    several = [way for count in (1, 2) for way in permutations(SIGNATURES, count)]
    for number, way in enumerate(several):
        methods, calls = "; ".join(f"m{one}" for one in way), "; ".join(way)
        before += f"interface I{number} {{ {methods} }} type F{number} = {{ {calls} }};\n"
        before += f"declare class C{number} extends Above {{ {methods}; own: {number} }}\n"
        before += "".join(f"declare function f{number}{one};" for one in way)
        given = f"C{number}['m']", f"F{number}", f"typeof f{number}"
        types += [f"[{', '.join(given)}] extends [{one}, {one}, {one}] ? 1 : 0" for one in ASKED]
        types += [f"[ReturnType<I{number}['m']>, Parameters<F{number}>]", f"keyof C{number}"]
        types += [f"[ReturnType<typeof f{number}>, Parameters<typeof f{number}>]"]
        types += [one.format(of) for one in INFERRED for of in given]
        types += [f"{name}{number} extends Above ? 1 : 0" for name in "CI"]
        types += [f"C{number} extends I{(number + 3) % len(several)} ? 1 : 0"]
        types += [f"C{number} extends {{ m(a: 1): 2; m(b: 'x'): 3 }} ? 1 : 0", f"F{number}[]"]
    assert _wrong(tmp_path, f"declare class Above {{ m(a: 1): 2; is: 1 }}\n{before}", types) == []


@pytest.mark.network
def test_conditions_on_heirs_are_what_the_compiler_says(tmp_path: Path) -> None:
    require_node()
    types = [text.format(source) for source in SOURCES for text in CONDITIONS] + [*ALONE]
    result = values_beside(tmp_path, BEFORE, types, is_sound=True)
    wrong = wrong_types(result, types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])
    assert result.properties >= len(types)


def test_an_heir_of_a_large_class_is_told_by_its_base() -> None:
    """What a class inherits is not compared: 60 classes of 60 members that lead to each other."""
    fields = " ".join(f"p{n}: C{n}<T>; m{n}(it: C{n}<T>): T;" for n in range(60))
    classes = "\n".join(
        f"declare class C{n}<T> extends Base<T> {{ {fields} own{n}: T }}" for n in range(60)
    )
    text = (
        f"declare class Base<T> {{ {fields} }}\n{classes}\n"
        "declare class Heir extends C1<string> { heir: 1 }\n"
        "export interface U { is: Heir extends Base<infer T> ? T : never }"
    )
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    assert not [d for d in loaded.diagnostics if d.code == "RC206"]
    (uses,) = (d for d in loaded.model.declarations if d.id.path == ("U",))
    assert isinstance(uses, Interface)
    assert uses.properties[0].type == Primitive("string")


_OF_LIBRARY = (
    *("String", "Number", "Boolean", "Object", "Function", "Date", "URL", "Error", "RegExp"),
    *("Promise<1>", "Map<1, 2>", "Array<1>", "ReadonlyArray<{ a: 1 }>", "Uint8Array", "Symbol"),
)
_OWN = ("", "a: 1", "a?: string", "own(): 1", "get(): 1; a: 2", "[Symbol.toStringTag]: any")
_OF_HEIRS = ("#", "#[]", "# | null", "{ x?: # }", "[#, 1]", "Record<string, #>", "# | { z: 1 }")


@pytest.mark.network
def test_heirs_of_the_library_are_what_they_add_to(tmp_path: Path) -> None:
    """Law: one that adds nothing to the interface of a primitive is the primitive."""
    before, types = "", []
    for number, (base, own) in enumerate(product(_OF_LIBRARY, _OWN)):
        before += f"interface H{number} extends {base} {{ {own} }}\n"
        before += f"interface J{number}<T = 1> extends H{number} {{ }}\n"
        forms = _OF_HEIRS if own else (*_OF_HEIRS, "# extends string ? 1 : 2")
        types += [form.replace("#", f"H{number}") for form in forms]
        types += [f"J{number}", f"J{number}<2>[]"]
    assert _wrong(tmp_path, before, types) == []


_BEHIND = """
type Query<K extends string, S> = { [k in K]?: { [query: string]: Omit<S, K> } };
type Media<S> = Query<"m", S>;
type Plain<S> = { plain?: Omit<S, 'plain'> };
type Inner<S> = { inner?: { deep: S } };
type Whole<S> = { whole?: S; own?: 'whole' };
interface Face<S> { face?: S }
type Listed<S> = { listed: S[] };
export interface Given { given: string }
"""
_BASES = ("Query<'q', {}>", "Query<'r', {}>", *(f"{name}<{{}}>" for name in ("Plain", "Inner")))
_BASES += ("Media<{}>", "Whole<{}>", "Face<{}>", "Listed<{}>")
_MERGED = (
    *("S & X<S>", "X<S> & { x: 1 }", "X<S>", "S & X<S> & { x?: 2 }", "S", "{ k: X<S> }"),
    *("S & { d: X<S> }", "Face<S & X<S>>", "Plain<S & X<S>>", "null | (S & X<S>)"),
    *("S & (null | X<S>)", "S & Face<X<S>>", "S & Partial<X<S>>"),
)


@pytest.mark.network
def test_bases_that_merge_their_heir_have_all_of_it(tmp_path: Path) -> None:
    """Law: an argument of a base may merge the interface whose members are being read."""
    require_node()
    rand, text, types = Random("merged"), _BEHIND, list[str]()
    for number in range(share(240, 6)):
        some = rand.sample(_BASES, rand.randint(1, 3))
        bases = ", ".join(base.format(rand.choice(_MERGED)) for base in some)
        text += f"interface X<S> extends {bases} {{ mine?: 1 }}\n".replace("X<", f"X{number}<")
        types += [f"X{number}<Given>", f"Given & X{number}<Given>"]
    wrong = wrong_types(values_beside(tmp_path, text, types, is_sound=True), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
