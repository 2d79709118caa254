"""Random declarations: what is read is what the compiler says, or a diagnostic says why not.

What still is read otherwise has its seed in a list, or, at night, a share that it may have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from realtime_codegen.model import Alias, Interface, Literal, Map, Primitive, Union
from realtime_codegen.pipeline import Loaded, Options, compile_spec, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.paths import path_fault
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.compare import compare_model
from tests.oracle.generate import ids_of, placed
from tests.oracle.typescript import Oracle, ask
from tests.tools.declarations import broken, written
from tests.tools.night import sampled, share
from tests.tools.node import require_node

KNOWN: frozenset[int] = frozenset()
"""Seeds of files that are read otherwise without a word. One that is mended has to leave this."""
LEAST_TAKEN = 0.3
MOST_OTHERWISE = 0.03
"""Of the files that the compiler takes, the share that may be read otherwise."""


def loaded(text: str) -> Loaded:
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


_DECLARED = re.compile(r"^export [a-z ]+ (\w+)", re.MULTILINE)


def disagreement(text: str, oracle: Oracle) -> str:
    """How a file that the compiler takes is read otherwise without a word; "" if it is not.

    A word about a declaration, or about one that it names, is one about its properties.
    """
    if oracle.errors:
        return ""
    result = loaded(text)
    told = {
        diagnostic.span.line
        for diagnostic in result.diagnostics
        if diagnostic.span is not None and diagnostic.severity is not Severity.NOTE
    }
    assert result.model is not None
    ids = ids_of(result.model)
    compared = compare_model(oracle, result.model, lambda declared: placed(ids, declared))
    places = lines_of(text)
    silent = [
        mismatch
        for mismatch in compared.mismatches
        if told.isdisjoint(places[mismatch.declaration])
    ]
    if not told and not compared.complete:
        return compared.report(5)
    return "\n".join(map(str, silent))


def lines_of(text: str) -> dict[str, set[int]]:
    """The lines of each declaration of a file, and of those that it leads to."""
    starts = [(match.start(), match[1]) for match in _DECLARED.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    parts = {name: (start, end) for (start, name), end in zip(starts, ends, strict=True)}
    lines = {
        name: {*range(text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 2)}
        for name, (start, end) in parts.items()
    }
    reached: dict[str, set[int]] = {}
    for name in parts:
        names, waiting = {name}, [name]
        while waiting:
            start, end = parts[waiting.pop()]
            new = (set(re.findall(r"\w+", text[start:end])) & parts.keys()) - names
            names |= new
            waiting += new
        reached[name] = set().union(*(lines[other] for other in names))
    return reached


def disagreements(seeds: Sequence[int], folder: Path) -> tuple[dict[int, str], int]:
    """What is read otherwise, by seed, and how many of the files the compiler takes."""
    require_node()
    paths = []
    for seed in seeds:
        path = folder / f"f{seed}" / "input.d.ts"
        path.parent.mkdir()
        path.write_text(written(seed), encoding="utf-8")
        paths.append(path)
    oracles = ask(paths, errors=True)
    said = {
        seed: disagreement(written(seed), oracle)
        for seed, oracle in zip(seeds, oracles, strict=True)
    }
    wrong = {seed: text for seed, text in said.items() if text}
    return wrong, sum(not oracle.errors for oracle in oracles)


@pytest.mark.network
@pytest.mark.parametrize("most", [60, pytest.param(300, marks=pytest.mark.nightly)])
def test_what_is_read_is_what_the_compiler_says(most: int, tmp_path: Path) -> None:
    seeds = range(1, most + 1)
    wrong, taken = disagreements(seeds, tmp_path)
    told = "\n\n".join(f"seed {seed}: {text}" for seed, text in wrong.items())
    assert wrong.keys() == KNOWN & {*seeds}, told
    # Nothing would be shown by files that the compiler refuses.
    assert taken >= LEAST_TAKEN * len(seeds)


FOUND: dict[str, str] = {
    "an object type beside an interface that extends a list": (
        "{ a: { t: 1 } & (null | P); b: Q & { t?: 1 }; c: P & {}; d: { t: 1 } & P & { w: 2 } }"
        " export interface P extends L { u?: 3 } type L = [1, 'b'];"
        " export interface Q extends Array<'x'> { t?: 1 }"
    ),
    "object beside an interface without members": (
        "{ a: object & N; b: { t?: object } & { t?: N; u: 1 } } export interface N {}"
    ),
    "an interface that extends a tuple": (
        "{ a: P; b: P extends (infer I)[] ? I : 0; c: Q; d: Q extends (infer I)[] ? I : 0 }"
        " type L = [1, 'a'?]; export interface P extends L {}"
        " export interface Q extends Array<'x'> {} export interface R extends P {}"
    ),
    "readonly before a condition": (
        "{ a: readonly ('x')[] extends (infer I)[] ? I : 1; b: readonly 'x'[] extends string[]"
        " ? 1 : 2; c: readonly ['x'] | 'y' extends readonly string[] ? 1 : 2 }"
    ),
    "a boolean that excludes a number": (
        "{ a: { id?: number; x: 1 } & { id: boolean } | 'left'; b: { id: boolean } & { id: true } }"
    ),
    "a template that excludes a number": (
        "{ a: { id: `x-${string}` } & { id: number } | 'left';"
        " b: { id: `x${string}` } & { id: 'xy' } }"
    ),
    "a member of an enum and a number": (
        "{ a: 1 & E.B; b: { k: 1; x: 1 } & { k: E.B } | 'left'; c: E.A & E.B; d: (0 | 1) & E;"
        " e: [1, 'a'] & [E.B, string] | 'left' }"
        " export enum E { A = 0, B = 1 }"
    ),
    "any beside what excludes it": (
        "{ a: { x: 1 } & any; b: { x: 1 } & (any | 1); c: { x: 1 } & { x: 2 } & any;"
        " d: never & any; e: string & { x: 1 } & any; f: any[] & { x: 1 } }"
    ),
    "an optional element that JSON leaves out": (
        "{ a: [(keyof any)?]; b: [1, ((() => void) | 1)?]; c: [(undefined | 1)?] }"
    ),
    "a date with properties, and texts beside one": (
        "{ a: { x: 1 } & Date; b: { x: 1 } & (Date | { y: 2 }); c: Date | 'x' | `a-${string}`;"
        " d: ({ x: 1 } & Date) | 'x' }"
    ),
    "texts beside a template that has them": "{ a: `a-${string}` | 'a-b' | 'c' }",
    "objects of any properties": "{ a: ({} & object)[]; b: [{} & (object | 'x')] }",
    "the keys of never": "{ a: (keyof never)[]; b: [keyof never, keyof any]; c: keyof never }",
    "tuples of several lengths, and lists beside a date": (
        "{ a: [1[], { b?: 1 }, 'x'?] & [{ c: 1 }, { d: 1 }]; b: [1, 'b', 3] & [1, 'b'?] | 'x';"
        " c: [{ a: 1 }, string] & [{ b: 1 }, string?, number?]; d: number[] & Date;"
        " e: Date & [1]; f: [1, 'b'] & [1, 'b'?, 3?]; g: [1, 2?] & 1[] }"
    ),
    "a map over the keys of never": "{ a: { [K in keyof never]: 1 }[]; b: Pick<never, 'x'> }",
    "an optional property beside one that may be undefined": (
        "{ a: { k: 1 | undefined } extends { k?: 1 } ? 1 : 2; c: { k: 2 | undefined } extends"
        " { k?: infer I } ? [I] : 0; d: { k: undefined } extends { k?: infer I } ? [I] : 0 }"
    ),
    "a number and the members of enums": (
        "{ a: number extends E ? 1 : 2; b: number extends E.B ? 1 : 2; c: number extends F ? 1 : 2;"
        " d: E.A extends F ? 1 : 2 } export enum E { A = 0, B = 1 } export enum F { C = 'c' }"
    ),
    "the keys of a union with any": "{ a: (keyof (any | { b: 1 }))[] }",
    "a record of the keys of never": "{ a: Record<keyof never, 1> }",
    "object before an object type": (
        "{ a: object & { b?: 1 }; b: { c?: object } & { c?: { d?: 1 } }; c: object & {};"
        " d: (object & [1])[] }"
    ),
    "nothing in common once a lookup is worked out": (
        "{ a: { t: [1] } & { t?: {}[keyof {}] } | 'x'; b: { t: { k: 'x' | {}[keyof {}] }['k'] }"
        " & { t: [1] } | 'x' }"
    ),
    "elements that exclude each other": (
        "{ a: [1[], null] & [{}[], 1[]] | 'x'; b: [{ a: 1 }, 'x'] & [{ b: 1 }, 'y'?] | 'x';"
        " c: [{ a: 1 }, 'x'?] & [{ b: 1 }, 'y'?] }"
    ),
    "a text beside string, and a brand": (
        "{ a: '' | ({ t: 1 } & ('b' | string)) | 'c'; b: ({ t: 1 } & ('b' | string))[];"
        " c: ({ t: 1 } & 'b') | string; d: ({ t: 1 } & 'b') | `${string}`; e: ('x' | Date)[] }"
    ),
    "a type that the condition above it is of": (
        "{ a: 1_000 extends {} ? { b: 1_000; c: 1 } : 2 }"
    ),
    "any behind an alias, a lookup or an argument": (
        "{ a: { b: 1 } & (1 | X); b: { b: 1 } & X; c: G<any>; d: never & X; e: { b: X } & { b: 1 };"
        " f: { b: 1 } & { k: 1 | X }['k'] } type X = any; type G<P> = { a: 1 } & (P | 2);"
    ),
    "unknown in a union that is distributed": (
        "{ a: Extract<unknown | '', string>; b: Exclude<X | 1, string>; c: { b: 1 } & (X | 1);"
        " d: G<X> } type X = { k: 1 | unknown }['k']; type G<P> = P extends string ? 1 : 2;"
    ),
    "what extends an interface of a tuple": (
        "{ a: {} extends P ? 1 : 2; b: [-1] extends P ? 1 : 2; c: P extends [-1] ? 1 : 2;"
        " d: false extends P ? 1 : 2; e: P extends [1] ? 1 : 2; f: P extends {} ? 1 : 2 }"
        " type L = [-1]; export interface P extends L {}"
    ),
    "an interface that extends any": (
        "{ a: H; b: I['q']; c: keyof H } type X = any; interface H extends X { a: 1 }"
        " interface I extends H { b: 2 }"
    ),
    "any in a union that a condition asks about": (
        "{ a: { k: any }['k'] | 1 extends `${infer I}-x` ? I : 2 }"
    ),
    "a property that is never in one of three objects": (
        "{ a: ({ a?: `a-${number}` } & { a: { b: 1 } & { b: 2 } } & { a?: never }) | 'x';"
        " b: [T?] & [{ a?: never }?]; c: ({ k: 1 } & { k: 2 } & { k: never }) | 'x' }"
        " type T = { a?: 'a' } & { a: { b: 1 } & { b: 2 } };"
    ),
    "a property that is never beside a named intersection": (
        "{ a: T & { [K in 'a' | 'b']?: never } }"
        " type T = { a?: `a-${number}` } & { a: { b: 1 } & { b: -1 } };"
    ),
    "what several conditions ask about, in the branch of all": (
        "{ a: E.A extends string ? NonNullable<string | ({} extends 1[] ? 1 : E)> : 2 }"
        " export declare enum E { A = 'x' }"
    ),
    "what a condition asks about, in its branch and beside {}": (
        "{ a: E.A extends string ? NonNullable<string | E> : 2; b: 'x' extends string ? ('x' |"
        " string) & {} : 2 } export declare enum E { A = 'x' }"
    ),
    "a text that JavaScript makes a number of": "{ a: string & {} | '\\n' | `${number}` }",
}
"""What random declarations were read otherwise in."""


@pytest.mark.network
def test_what_was_found_is_read_as_the_compiler_does(tmp_path: Path) -> None:
    require_node()
    paths = []
    for number, text in enumerate(FOUND.values()):
        path = tmp_path / f"f{number}" / "input.d.ts"
        path.parent.mkdir()
        path.write_text(f"export interface A {text}\n", encoding="utf-8")
        paths.append(path)
    oracles = ask(paths, errors=True)
    said = {
        kind: disagreement(f"export interface A {text}\n", oracle)
        for (kind, text), oracle in zip(FOUND.items(), oracles, strict=True)
    }
    assert not any(oracle.errors for oracle in oracles)
    assert not any(said.values()), said


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("part", range(20))
def test_more_of_it_is_too(part: int, tmp_path: Path) -> None:
    start = 100_000 + 1_000 * part
    wrong, taken = disagreements(range(start, start + 1_000), tmp_path)
    assert taken >= LEAST_TAKEN * 1_000
    assert len(wrong) <= MOST_OTHERWISE * taken, sorted(wrong)


@pytest.mark.parametrize("other", ["", " | { a: 2 }", " | 'x'"])
@pytest.mark.parametrize(
    "member",
    [
        *("Date", "URL", "Map<string, 1>", "Promise<1>", "{ a: 1 } & string", "{ a: 1 } & 1"),
        *("{ a: 1 } & `x-${string}`", "{ a: 1 } & string[]", "Row", "Rows"),
    ],
)
def test_keys_of_the_library_are_told(member: str, other: str) -> None:
    """Not all of them are known, and so not which of them another type has, too."""
    lists = "interface Row extends Array<1> { a: 1 } interface Rows extends Row {}"
    result = loaded(f"{lists} export interface A {{ keys: keyof (({member}){other}) }}\n")
    assert "RC204" in [diagnostic.code for diagnostic in result.diagnostics]


@pytest.mark.parametrize(
    ("union", "keys"),
    [
        ("{ b: 1; c: 2 } | { [key: string]: 1 }", {"b", "c"}),
        ("{ [key: string]: 1; a: 1 } | { b: 1; c: 2 } | { b: 1; d: 1 }", {"b"}),
        ("{ b: 1 } | { [key: number]: 1; b: 1 }", {"b"}),
        ("{ b: 1 } | { [key: number]: 1 }", set()),
    ],
)
def test_keys_that_a_signature_covers_are_shared(union: str, keys: set[str]) -> None:
    result = loaded(f"export interface A {{ keys: keyof ({union}) }}\n")
    assert result.model is not None
    (declaration,) = result.model.declarations
    assert isinstance(declaration, Interface)
    shown = declaration.properties[0].type if declaration.properties else Union(())
    members = shown.members if isinstance(shown, Union) else (shown,)
    assert {member.value for member in members if isinstance(member, Literal)} == keys


@pytest.mark.parametrize("keys", ["keyof any", "string | number | symbol"])
def test_a_map_over_all_keys_has_what_texts_are_mapped_to(keys: str) -> None:
    result = loaded(f"export type A = {{ [K in {keys}]: K extends string ? 1 : 2 }};\n")
    assert result.model is not None
    (declaration,) = result.model.declarations
    assert isinstance(declaration, Alias)
    assert declaration.type == Map(Primitive("string"), Literal("number", 1))


@pytest.mark.parametrize("start", sampled([1, 2], 2))
def test_a_broken_file_ends_in_a_package_or_a_diagnostic(start: int) -> None:
    for seed in range(1_000 * start, 1_000 * start + share(100)):
        text = broken(seed)
        data = text.encode("utf-8", "surrogatepass")
        result = compile_spec(MemoryFiles({"input.d.ts": data}), "input.d.ts", Options())
        assert result.files or any(
            diagnostic.severity is Severity.ERROR for diagnostic in result.diagnostics
        ), seed
        assert not any(map(path_fault, result.files)), seed
