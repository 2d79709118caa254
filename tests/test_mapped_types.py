"""Mapped types: which properties they have, and which of these may be absent."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from realtime_codegen.model import Interface, Literal, Opaque
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import values_beside, wrong_types
from tests.tools.night import share
from tests.tools.node import require_node

_DECLARED = """
interface A { k: 'a'; m?: unknown; n?: string; o: 1; p: any; q(): void; r: 1 | undefined }
interface B { k: 'b'; m?: unknown; n: string; o?: 2; p?: any; r?: 2 }
type U = A | B; type Alone = A; type Key = 'm' | 'o';
type Mapped<T> = { [P in keyof T]: T[P] };
type Chosen<T, K extends keyof T> = { [P in K]: T[P] };
type Handed<T, K extends keyof T> = Chosen<T, K>;
type Both<T, K> = { [P in K & keyof T]: T[P] };
type Left<T> = { [P in Exclude<keyof T, 'k'>]: T[P] };
type Each<T, K extends string> = { [P in K]: P extends keyof T ? T[P] : never };
type Of<T> = { [P in 'm' | 'o' | 'p']: P extends keyof T ? T[P] : 0 };
"""
_SOURCES = ("A", "B", "U", "Alone", "A | { k: 'c'; m: 3; o: 3 }", "A | B | undefined", "U & {}")
_FORMS = (
    "Omit<#, 'k'>",
    "Mapped<#>",
    "Both<#, 'm' | 'o' | 'gone'>",
    "Left<#>",
    "Each<#, 'm' | 'o' | 'gone'>",
    "Of<#>",
    "Partial<#>",
    "{ [P in keyof (#)]: (#)[P] }",
    "{ [P in keyof (#)]?: 1 }",
    "{ readonly [P in keyof (#)]-?: P }",
    "{ [P in keyof (#) as `x-${P & string}`]: (#)[P] }",
)
_OF_SOME = (
    "Pick<#, 'k'>",
    "Pick<#, Key>",
    "Required<Pick<#, 'r'>>",
    "Chosen<#, Key>",
    "Handed<#, 'm'>",
    "{ [P in Key]: (#)[P] }",
)


@pytest.mark.network
def test_mapped_properties_are_present_as_in_what_is_mapped(tmp_path: Path) -> None:
    """Law: each form of mapped type, of objects and of unions of them."""
    types = [form.replace("#", source) for form in _FORMS for source in _SOURCES]
    types += [form.replace("#", source) for form in _OF_SOME for source in _SOURCES[:5]]
    assert _wrong(tmp_path, _DECLARED, types) == []


def _wrong(folder: Path, before: str, types: Sequence[str]) -> list[str]:
    """Those of some types that are read otherwise than the compiler does."""
    require_node()
    result = values_beside(folder, before, types)
    assert result.matched >= len(types)
    return wrong_types(result, types)


def test_what_is_picked_and_is_not_there_is_told() -> None:
    text = "interface A { a: 1 }\nexport type P = Pick<A, 'a' | 'gone'>;\n"
    result = load_model(MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options())
    assert result.model is not None
    (declaration,) = (item for item in result.model.declarations if item.id.path == ("P",))
    assert isinstance(declaration, Interface)
    kinds = {item.wire_name: (item.required, type(item.type)) for item in declaration.properties}
    assert kinds == {"a": (True, Literal), "gone": (True, Opaque)}
    (told,) = result.diagnostics
    assert (told.code, told.span and told.span.line) == ("RC204", 2)
    assert "'gone'" in told.message


_OPEN = """
type T = { type?: 't'; cross?: boolean; mark: 1; y: 2 } & Record<`cross${string}`, any>
  & Record<`mark${any}`, any>;
interface I { xa: 1; b: 2; [key: `x${string}`]: 1 }
interface J { xa: 1; xb: 2; b: 3 }
interface Set { set a(value: 1); get b(): 2; set b(value: 2); c: 1 }
type Mul = (boolean | Readonly<{ type?: 'a' | readonly 'a'[]; o?: 1 }>) & { type: readonly 'a'[] };
type R = Record<string, 1> & { a?: 1 };
interface S { [key: string]: 1; a: 1 }
type Same<X> = { [K in keyof X]: X[K] };
type Kept<X> = { [K in keyof X as K extends 'type' ? never : K]: X[K] };
"""
_OF_OPEN = (
    *(f"keyof {form}" for form in ("R", "Same<R>", "Partial<R>", "Omit<R, 'a'>", "(R & S)")),
    *(
        f"keyof {form}"
        for form in ("S", "Same<S>", "Required<S>", "Omit<S, 'a'>", "Pick<R, keyof R>")
    ),
    *(
        f"keyof {form}"
        for form in ("Same<Same<R> & { b?: 1 }>", "Record<string, 1>", "(S & { b: 1 })")
    ),
    "Omit<T, 'type'>",
    "keyof T",
    "Exclude<keyof T, 'type'>[]",
    "Partial<T>",
    "Kept<T>",
    "keyof (I | J)",
    "keyof (J | I)",
    "Omit<I | J, 'b'>",
    "Omit<boolean | J, 'b'> & { z: 1 }",
    "Pick<I, keyof I>",
    "{ [K in keyof I]: I[K] }",
    "Set",
    "keyof Set",
    "Pick<Set, 'a' | 'b'>",
    "{ type: 'a' } extends Mul ? 1 : 2",
    "{ type: ['a'] } extends Mul ? 1 : 2",
    "('a' & string[]) | { t?: 'a' & [1]; u: ('a' | 'b'[]) & string[] }",
    "'a' extends string & string[] ? 1 : 2",
    "keyof ({ [k: string]: 1; q: 1 } | J)",
    "keyof ({ [k: number]: 1; 1: 1; q: 1 } | { 1: 1; q: 2 })",
)


@pytest.mark.network
def test_a_key_that_a_pattern_has_is_no_key_beside_it(tmp_path: Path) -> None:
    """Law: TypeScript has no texts beside a template that they fit, also in `keyof`."""
    assert _wrong(tmp_path, _OPEN, _OF_OPEN) == []


_INDEXES = ("number", "string", "`x${string}`", "`x${number}`", "number | `x${string}`")
_OF_INDEXES = (
    *("Omit<#, 'a'>", "Pick<#, keyof #>", "Partial<Omit<#, 'a' | 'c'>>", "Omit<#, never>[]"),
    *(
        "Pick<#, 'a'>",
        "keyof Omit<#, 'a'>",
        "Omit<#, 'a'> & { z: 1 }",
        "Required<Pick<#, keyof #>>",
    ),
    *("Pick<#, Exclude<keyof #, 'a'>>", "Omit<# | J, 'b'>", "Omit<Omit<#, 'a'>, 'b'>"),
)


@pytest.mark.network
def test_what_is_picked_keeps_index_signatures(tmp_path: Path) -> None:
    """Law: of each kind of key, alone and beside properties."""
    sources = [f"{{ [key: {key}]: 1 | 3 }}" for key in _INDEXES[:-1]]
    sources += [f"{{ [key in {key}]: 1 | 3 }} & {{ a: 1; b?: 3 }}" for key in _INDEXES]
    types = [form.replace("#", f"({source})") for form in _OF_INDEXES for source in sources]
    assert _wrong(tmp_path, _OPEN, types) == []


_RENAMING = """
enum Hue { Red, Blue }
interface A { a: string; b_c: number | null }
type Same<X> = { [K in keyof X as K]: X[K] };
type Marked<X> = { [K in keyof X as K extends string ? `x_${K}` : never]: X[K] };
type Deep<X> = { [K in keyof X as K extends string ? `x_${K}` : never]: Deep<X[K]> };
type Fewer<X> = { [K in keyof X as Exclude<K, 'a'>]?: X[K] };
type Held<X> = { v: { readonly [K in keyof X as `${K & string}`]-?: Same<X[K]> } };
type Taken<Y, X extends Y> = { [K in keyof X as K]: X[K] };
"""
_OF_ALL_KINDS = (
    *("string", "number", "boolean", "bigint", "symbol", "null", "undefined", "never", "unknown"),
    *("any", "'x'", "7", "true", "1n", "`a${string}`", "Uppercase<string>", "Hue", "Hue.Red", "A"),
    *("A | 'x' | null", "string | { a: 1 }", "{ a: 1 | 'x'; n: { d?: boolean | { e: Hue } } }"),
    *("{ a: unknown; b: any; c: string & {} }", "void", "object", "Record<string, number>"),
    *("{ u?: undefined | 'y'; t: `a${number}`; f(): void }", "number | bigint | A"),
)
_RENAMED = ("Same<#>", "Marked<#>", "Deep<#>", "Fewer<#>", "Held<{ k: # }>", "Taken<#, #>")


@pytest.mark.network
def test_renamed_keys_of_a_primitive_leave_it_as_it_is(tmp_path: Path) -> None:
    """Law: TypeScript maps the object types of a type parameter; others are what they are."""
    types = [
        f"{{ v: {form.replace('#', source)} }}" for form in _RENAMED for source in _OF_ALL_KINDS
    ]
    assert _wrong(tmp_path, _RENAMING, types) == []


_INDEXED = ("string", "number", "`a${string}`", "'x' | `b${string}`", "string & {}")
_VALUED = (
    "1",
    "() => void",
    "1 | undefined",
    "{ f?: () => void }",
    "any",
    "symbol",
    "1 | (() => 2)",
)
_PRESENCES = (
    *("Partial<Record<{0}, {1}>>", "{{ [K in {0}]?: {1} }}", "Required<Record<{0}, {1}>>"),
    *("Required<Partial<Record<{0}, {1}>>>", "Same<Record<{0}, {1}>>", "Maybe<Record<{0}, {1}>>"),
    *("Sure<Partial<Record<{0}, {1}>>>", "{{ [K in {0} as `z${{K & string}}`]?: {1} }}"),
)
_LOOKED_INTO = (
    *("{0}", "[({0})[keyof {0}]]", "{0} extends Record<string, infer V> ? [V] : 0"),
    *("undefined extends ({0})[keyof {0}] ? 1 : 2", "Record<string, 1> extends {0} ? 1 : 2"),
    "{{ a: {0} }}['a'] | null",
)


@pytest.mark.network
def test_index_signatures_are_present_as_what_maps_them_says(tmp_path: Path) -> None:
    """Law: for TypeScript, `?` adds undefined to the values of an index signature."""
    require_node()
    before = """
type Same<T> = { [K in keyof T]: T[K] };
type Maybe<T> = { [K in keyof T]?: T[K] };
type Sure<T> = { [K in keyof T]-?: T[K] };
"""
    rand = random.Random("indexes")
    made = [
        looked.format(mapped.format(key, f"({value})"))
        for key in _INDEXED
        for value in _VALUED
        for mapped in _PRESENCES
        for looked in _LOOKED_INTO
    ]
    types = rand.sample(made, share(len(made), 6))
    wrong = wrong_types(values_beside(tmp_path, before, types), types)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])


_MAPPERS = (
    *("Partial<#>", "Required<#>", "Readonly<#>", "Pick<#, 'a'>", "Omit<#, 'a'>", "Mapped<#>"),
    *("{ [P in keyof #]?: 1 }", "{ [P in keyof #]: #[P] | null }", "Pick<#, keyof #>"),
)


@pytest.mark.network
def test_keys_of_what_maps_a_record_over_any_are_the_compilers(tmp_path: Path) -> None:
    """Law: they are any, whatever maps it, and those of any other record are not."""
    require_node()
    rand = random.Random("keys of any")
    types: dict[str, None] = {}
    while len(types) < share(400):
        whole = rand.choice(("Record<any, 1>", "Record<any, 1>", "Record<string, 1>", "A"))
        for _ in range(rand.randint(1, 3)):
            whole = rand.choice(_MAPPERS).replace("#", whole)
        asked = rand.choice(("true", "'k'", "symbol", "never"))
        types[f"{asked} extends keyof {whole} ? 1 : 0"] = None
    wrong = wrong_types(values_beside(tmp_path, _DECLARED, [*types]), [*types])
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:20]])
