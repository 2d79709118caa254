"""Twice the declarations take twice the work, and far too many are refused with what they cost.

Work is counted: calls of functions, in Python and in C, with all targets of the default.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.crafted import KINDS as KINDS_OF_A_MEGABYTE
from realtime_codegen import extent, pipeline
from realtime_codegen.cli import main
from realtime_codegen.frontend.parse.cursor import LONGEST_TEXT
from realtime_codegen.frontend.resolve import (
    absent,
    assignability,
    budget,
    closed,
    conditional,
    constants,
    decisions,
    endings,
    evaluate,
    mapped,
    operators,
    reporting,
    semantics,
    sequences,
    templates,
    utilities,
)
from realtime_codegen.frontend.resolve.ids import Ids
from realtime_codegen.frontend.resolve.lift import Lifter
from realtime_codegen.frontend.resolve.members import nothing_in_common
from realtime_codegen.frontend.resolve.reporting import Reporter
from realtime_codegen.frontend.resolve.semantics import ObjectShape, ShapeProperty
from realtime_codegen.model import UNKNOWN, groups
from realtime_codegen.pipeline import Options, Result, compile_spec
from realtime_codegen.project.freshness import RecordedFiles
from realtime_codegen.python import document, printer
from realtime_codegen.targets.docs import meanings, tree, types
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from realtime_codegen.wire import lowering, samples
from tests.oracle.introspect import import_module
from tests.tools.counting import calls_of, counted
from tests.tools.night import sampled
from tests.tools.packages import write_tree

_BAR = 2.3
_COUNTS = (25, 50, 100)


def _compiled(text: str, **options: Any) -> Result:
    return compile_spec(MemoryFiles({"spec.d.ts": text.encode()}), "spec.d.ts", Options(**options))


def _calls(text: str, **options: Any) -> int:
    """How many functions are called while a text is compiled."""
    results: list[Result] = []
    count = calls_of(lambda: results.append(_compiled(text, **options)), in_c=True)
    assert not results[0].failed
    return count


def _lines(text: str, module: ModuleType) -> int:
    """How many lines of a module are run while the model of a text is made."""
    count = 0

    def trace(frame: Any, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename == module.__file__ else None

    threading.settrace(trace)
    try:
        result = _compiled(text, targets=("model",))
    finally:
        threading.settrace(None)
    assert not result.failed
    return count


def _each(count: int, text: str, between: str = "") -> str:
    """A text for each number, which stands for `#` in it, and the number before for `@`."""
    return between.join(text.replace("#", str(n)).replace("@", str(n - 1)) for n in range(1, count))


def _inside_each_other(depth: int, generic: str) -> str:
    """Instances of the generic type `P` in each other."""
    return f"{generic} export interface A {{ x: {'P<' * depth}string{'>' * depth} }}"


KINDS: dict[str, Callable[[int], str]] = {
    "interfaces": lambda n: _each(n, "export interface I# { v: string }"),
    "interfaces in a chain": lambda n: (
        "export interface T0 { a: 1 }" + _each(n, "export interface T# extends T@ { f#: string }")
    ),
    "exports that name the one before": lambda n: (
        "interface A0 { a: 1 }" + _each(n, "export import A# = A@;")
    ),
    "classes in a chain": lambda n: (
        "export declare class C0 { a: 1 }" + _each(n, "export declare class C# extends C@ {}")
    ),
    "aliases that name each other": lambda n: (
        "export type T0 = 1;" + _each(n, "export type T# = string | T@[] | null;")
    ),
    "elements that may be absent": lambda n: (
        f"export interface A {{ a: [{_each(8 * n, '#?', ', ')}] }}"
    ),
    "unions that name the next": lambda n: (
        _each(n, "export type T@ = T#[] | ['x#'];") + f"export type T{n - 1} = string[];"
    ),
    "interfaces that need the next": lambda n: (
        _each(n, "export interface I@ { n: I# }") + f"export interface I{n - 1} {{ a: 1 }}"
    ),
    "lists of lists": lambda n: "export type T0 = string;" + _each(n, "export type T# = T@[];"),
    "maps of maps": lambda n: (
        "export type T0 = string;" + _each(n, "export type T# = { [key: string]: T@ };")
    ),
    "unions of literals in a chain": lambda n: (
        "export type T0 = 'a';" + _each(n, "export type T# = T@ | 'x#';")
    ),
    "unions with a tag in a chain": lambda n: (
        "export type T0 = { t: 'a' };" + _each(n, "export type T# = T@ | { t: 'x#' };")
    ),
    "a union with a tag": lambda n: (
        _each(n, "interface I# { type: 'x#' }") + f"export type U = {_each(n, 'I#', ' | ')};"
    ),
    "a union without a tag": lambda n: (
        _each(n, "interface I# { f#: 1 }") + f"export type U = {_each(n, 'I#', ' | ')};"
    ),
    "families of tags": lambda n: (  # `families.d.ts` of the hostile cases.
        _each(n, "interface On# { k#: 'on'; a#: string } interface Off# { k#: 'off'; b#: 1 }")
        + f"export type U = {_each(n, 'On# | Off#', ' | ')};"
    ),
    "conditions": lambda n: (
        "type C<T> = T extends string ? { a: T } : T extends number ? [T] : never;"
        + _each(n, "export type X# = C<'v#' | #>;")
    ),
    "an intersection of unions": lambda n: f"export type U = {_each(n, '(0 | #)', ' & ')};",
    "index signatures": lambda n: (
        f"export interface A {{ {_each(n, '[k#: `a#${string}`]: #;')} }} export interface B {{}}"
    ),
    "properties": lambda n: (
        f"export interface A {{ {_each(n, 'p#?: string; q#: I;')} }} type I = 1;"
    ),
    "objects of properties": lambda n: f"export interface A {{ {_each(n, 'p#: { a: 1 };')} }}",
    "overloads of intersections in a chain": lambda n: (
        "type C0 = { m(a: 0): 0 };"
        + _each(n, "type C# = C@ & { m(a: #): # };")
        + f"export type P = Parameters<C{n - 1}['m']>; export interface A {{ a: 1 }}"
    ),
    "what is there and a method in a chain": lambda n: (
        "type C0 = { a: 1 };"
        + _each(n, "type C# = C@ & { m#(): # };")
        + f"export interface A {{ a: C{n - 1}['a']; m: ReturnType<C{n - 1}['m1']> }}"
    ),
    "heirs of a class with defaults": lambda n: (
        "declare class G<T, U = [T], V = [U]> { m(a: U): V; t: T }"
        + _each(n, "export declare class H# extends G<#> { h#: # }")
        + "export interface A { a: H1 }"
    ),
    "keys of a union": lambda n: (
        f"interface A {{ {_each(n, 'p#: 1;')} }} interface B {{ {_each(n, 'p#: 2;')} }}"
        " export interface K { k: keyof (A | B) }"
    ),
    "what is inferred from a union": lambda n: (
        "type U = "
        + _each(n, "'k#'", " | ")
        + "; export type A = [U] extends [`k${infer N}`] ? N : 0;"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_declarations_take_twice_the_calls(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.endswith("in a chain"):
        # Each has all of the one before, up to a budget, which texts of this length spend.
        monkeypatch.setattr(budget, "MOST_COPIED", 20)
        monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)
        monkeypatch.setattr(groups, "MOST_MEMBERS", 20)
    _calls(KINDS[kind](3))  # What the first run makes and keeps is made.
    one, two, four = (_calls(KINDS[kind](count)) for count in _COUNTS)
    assert four - two <= _BAR * (two - one), (one, two, four)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("[1, ", "]"), ("{ a?: 1; b: ", "}"), ("(1 | ", ")[]"), ("Record<string, ", ">")],
)
def test_twice_the_depth_takes_twice_the_calls(opening: str, closing: str) -> None:
    def calls(depth: int) -> int:
        return _calls(f"export interface A {{ x: {opening * depth}string{closing * depth} }}")

    calls(3)  # What the first run makes and keeps is made.
    one, two, four = map(calls, (12, 24, 48))
    assert four - two <= _BAR * (two - one), (one, two, four)


def test_what_is_too_wide_for_a_line_is_not_opened_to_be_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = counted(monkeypatch, document.Flat, "opened")
    depth = 40
    text = f"export interface A {{ x: {'[1, ' * depth}string{']' * depth} }}"
    _compiled(text, targets=("typeddicts",))
    assert depth < len(opened) <= 2 * depth


def test_the_head_of_a_function_that_fits_on_a_line_is_not_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A dispatcher has two overloads for each event."""
    count = 30
    laid_out = counted(monkeypatch, printer, "layout")
    events = _each(count, "interface I# { type: 'x#' }")
    text = f"{events} export type U = {_each(count, 'I#', ' | ')};"
    files = _compiled(text, targets=("dispatcher",)).files
    assert sum(text.count("@overload") for text in files.values()) >= 2 * (count - 1)
    assert len(laid_out) < count


@pytest.mark.parametrize(("opening", "closing", "deep"), [("[1, ", "]", 50), ("(1 | ", ")[]", 28)])
def test_deep_types_have_a_number_of_bytes_together(
    opening: str, closing: str, deep: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is nested is written line by line, so it is indented by the square of its depth."""
    monkeypatch.setattr(budget, "MOST_COPIED", 500)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)

    def of_depth(depth: int) -> tuple[int, str]:
        nested = f"{opening * depth}string{closing * depth}"
        properties = _each(1200 // depth, f"p#: {nested}; ")
        text = f"export interface A {{ {properties} z: {nested} }}"
        result = _compiled(text, targets=("typeddicts",))
        told = [item.message for item in result.diagnostics if item.code == "RC206"]
        return sum(map(len, result.files.values())), " ".join(told)

    (small, _), (large, told) = of_depth(8), of_depth(deep)
    assert large <= small
    assert re.search(r"with 'p\d+', the spec repeats the parts of its types too often", told)


@pytest.mark.parametrize(
    "small", ["'a' | 'b'", "string | 1", "{ a: 1 } | { b: 2 }", "Own | null", "Own[]", "string"]
)
def test_what_repeats_nothing_is_written_however_much_a_spec_repeats(
    small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MOST_COPIED", 100)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)
    large = f"export interface A {{ {_each(40, 'p#: Record<string, [1, 2, 3]>; ')} }}"
    heirs = _each(20, "export interface B# extends A { b: # } ")
    text = f"{large} {heirs} interface Own {{ own: 1 }} export type Z = {small};"
    result = _compiled(text, targets=("typeddicts",))
    told = [item.message for item in result.diagnostics if item.code == "RC206"]
    assert told
    assert not any("'Z'" in message for message in told)
    assert "Z: TypeAlias = Any" not in "".join(result.files.values())


@pytest.mark.parametrize(
    "chain",
    [
        "interface I# { t: '#' } export type T# = I# | T@;",
        "interface I# { t: '#' } export type T# = T@ | I#;",
        "export type T# = undefined | T@;",
    ],
)
@pytest.mark.parametrize("is_first_last", [False, True])
def test_the_unions_in_unions_are_looked_into_once(
    chain: str, is_first_last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a union has a JSON form is not asked again down to the last one in it."""
    looks = counted(monkeypatch, absent, "flat_members")
    count = 60
    lines = ["export type T0 = { t: 'a' };", *_each(count, chain, "\n").split("\n")]
    text = "\n".join(reversed(lines) if is_first_last else lines)
    _compiled(text, targets=("typeddicts",))
    assert count / 2 < len(looks) <= 6 * count


def test_a_chain_of_aliases_is_followed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "_ALL_LINKS", 300)
    monkeypatch.setattr(samples, "_LONGEST_CHAIN", 20)

    def calls(count: int) -> int:
        chain = "".join(f"export type A{n} = A{n + 1};\n" for n in range(count))
        return _calls(f"{chain}export type A{count} = 1;\nexport interface Use {{ it: A0 }}\n")

    calls(3)
    few, many = calls(150), calls(300)
    assert many <= _BAR * few


def test_arguments_inside_each_other_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether one is the same in all instances is known of those inside it when it is asked."""
    read = counted(monkeypatch, closed, "_parts")

    def of_depth(depth: int) -> int:
        read.clear()
        _compiled(_inside_each_other(depth, "interface P<T> { a?: T }"))
        return len(read)

    small, large = of_depth(20), of_depth(40)
    assert 0 < large <= _BAR * small


@pytest.mark.parametrize(
    "condition",
    [
        "T extends string ? [T, N] : never",
        " : ".join(f"T extends {number} ? [N]" for number in range(60)) + " : never",
    ],
)
def test_a_condition_is_decided_for_a_number_of_members(
    condition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many instances of one condition, each for the same large union or with as many branches."""
    decided = counted(monkeypatch, conditional, "_decide")
    steps, left = 8_000, 20
    monkeypatch.setattr(budget, "_LEFT", left)
    monkeypatch.setattr(budget, "_ALL", steps)
    monkeypatch.setattr(budget, "_EACH", steps)
    literals = _each(60, "'k#'", " | ")
    types = f"type D<T, N> = {condition};"
    result = _compiled(
        f"type K = {literals};{types}{_each(60, 'export type X# = D<K, #>;')}", targets=("model",)
    )
    assert any(item.message.startswith("'D' takes too many steps") for item in result.diagnostics)
    # A computation that begins when the steps are spent has some left.
    assert steps / 20 < len(decided) <= (steps + 60 * left) / (budget.DECISION + 1)


def test_the_text_of_a_condition_is_not_read_for_each_of_its_branches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The text of a branch has all that follow, and only diagnostics need it."""
    read = counted(monkeypatch, Reporter, "text", lambda _, __, at: at[1] - at[0])
    branches = " : ".join(f"T extends {number} ? 'v{number}'" for number in range(60))
    fields = _each(50, "p#: D<#>;")
    spec = f"type D<T> = {branches} : never; export interface A {{ {fields} }}"
    assert not _compiled(spec, targets=("model",)).failed
    assert sum(read) <= len(spec)


_LARGE: dict[str, tuple[str, str]] = {
    "keys": ("interface B { % }", "q#: keyof B;"),
    "keys behind aliases": ("interface B { % } type K = keyof B;", "q#: K | # ;"),
    "aliases of keys": ("interface B { % }", "q#: T#;"),
    "values": ("interface B { % }", "q#: B[keyof B];"),
    "unions with it": ("interface B { % }", "q#: B | { a: # };"),
    "unions with two of them": ("interface B { % } interface C { % }", "q#: B | C | { a: # };"),
    "what is made of it": ("interface B { % }", "q#: Required<B>[];"),
}
"""A type with many properties, and a property that asks for it."""


@pytest.mark.parametrize("kind", _LARGE)
def test_a_large_type_is_looked_into_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many properties ask the same of it, and each takes as long as if it were small."""
    monkeypatch.setattr(budget, "MOST_COPIED", 20)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)
    monkeypatch.setattr(decisions, "_MOST_SPLITS", 20)
    declared, asking = _LARGE[kind]

    def calls(count: int) -> int:
        large = declared.replace("%", _each(count, "p#?: #;"))
        aliases = _each(count, "type T# = keyof B;") if "T#" in asking else ""
        text = f"{large}{aliases} export interface A {{ {_each(count, asking)} }}"
        return _calls(text, targets=("model",))

    calls(3)  # What the first run makes and keeps is made.
    one, two, four = map(calls, (100, 200, 400))
    assert four - two <= _BAR * (two - one), (one, two, four)


def test_the_properties_of_anonymous_members_are_compared_up_to_a_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Many unions have one type without a name that has many properties."""
    monkeypatch.setattr(budget, "MOST_COPIED", 200)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)
    read = counted(monkeypatch, Ids, "literals", lambda _ids, shape, _kind: len(shape.properties))
    count = 300
    asking = _each(count, "q#: Required<B> | { a: # };")
    text = f"interface B {{ {_each(count, 'p#: #;')} }} export interface A {{ {asking} }}"
    _compiled(text, targets=("model",))
    assert count <= sum(read) <= 30 * count


@pytest.mark.parametrize(
    "asking", ["q#: U['t'];", "q#: B[keyof B];", "q#: B[K];", "q#: G<1>['g'];"]
)
def test_what_is_looked_up_again_is_worked_out_once(
    asking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is written from one type, which further steps know again."""
    looked_up = counted(monkeypatch, operators, "property_type")
    lowered = counted(monkeypatch, lowering.Lowering, "_union")
    count = 30
    types = (
        f"interface B {{ {_each(count, 'p#: #;')} }} type K = keyof B;"
        f"type U = {_each(count, '{ t: # }', ' | ')}; interface G<T> {{ g: T | 'x' | 2 }}"
    )
    result = _compiled(f"{types} export interface A {{ {_each(count, asking)} }}")
    assert not [item for item in result.diagnostics if item.code != "RC307"]
    assert len(looked_up) <= count
    assert len(lowered) <= 8


def test_a_large_type_is_not_copied_to_be_compared() -> None:
    """Whether it has a property of another is asked for each of thousands of others."""

    class Unread(dict[str, ShapeProperty]):
        def __iter__(self) -> Iterator[str]:
            raise AssertionError

        def __getitem__(self, name: str) -> ShapeProperty:
            raise AssertionError

    def shape(names: Iterable[str], optional: bool) -> ObjectShape:
        return ObjectShape({name: ShapeProperty(name, UNKNOWN, optional) for name in names})

    large = ObjectShape(Unread(shape("abc", optional=False).properties))
    verdicts = {
        names: nothing_in_common(large, shape(names, optional))
        for names, optional in {"xy": True, "xc": True, "zw": False}.items()
    }
    assert verdicts == {"xy": True, "xc": False, "zw": False}


@pytest.mark.parametrize("target", ["G", "(...p: number[]) => infer R"])
@pytest.mark.parametrize("rest", ["", "...p: 1[]"])
def test_the_parameters_of_functions_are_compared_one_by_one(rest: str, target: str) -> None:
    """Not looked through for each of them for the place of a rest parameter."""

    def lines(count: int) -> int:
        taken = _each(count, "p#: number, ") + rest
        return _lines(
            f"type F = ({taken}) => 1; type G = ({taken}) => 1 | 2;"
            f"export interface A {{ a: F extends {target} ? 1 : 2 }}",
            sequences,
        )

    assert lines(400) <= _BAR * lines(200)


def test_a_member_of_an_enum_is_found_by_its_name() -> None:
    def lines(count: int) -> int:
        keys = _each(count, "[E.M#]: #;")
        text = f"enum E {{ {_each(count, 'M# = `m#`', ', ')} }} export interface A {{ {keys} }}"
        return _lines(text, constants)

    one, two, four = map(lines, (25, 50, 100))
    assert 0 < four - two <= _BAR * (two - one), (one, two, four)


@pytest.mark.parametrize(
    ("asking", "made"),
    [
        ("q#: Record<K, #>;", (utilities, "ShapeProperty")),
        ("q#: U['t' | 'u'];", (operators, "property_type")),
        ("q#: Uppercase<K | 'x#'>;", (templates, "_mapped")),
        ("q#: { [P in E]: # };", (mapped, "_mapped_property")),
    ],
)
def test_what_is_made_of_each_key_is_a_number_of_steps(
    asking: str, made: tuple[ModuleType, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many properties ask for something else of as many keys."""
    made_of_keys = counted(monkeypatch, *made)
    count, steps, left = 100, 2_000, 20
    monkeypatch.setattr(budget, "_LEFT", left)
    monkeypatch.setattr(budget, "_ALL", steps)
    keys, union = _each(count, "'p#'", " | "), _each(count, "{ t: #; u: # }", " | ")
    enum = f"enum E {{ {_each(count, 'M# = `m#`', ', ')} }}"
    types = f"type K = {keys}; type U = {union}; {enum}"
    text = f"{types} export interface A {{ {_each(count, asking)} }}"
    result = _compiled(text, targets=("model",))
    told = [item.message for item in result.diagnostics if item.code == "RC206"]
    assert "takes too many steps" in " ".join(told), told
    assert steps / 10 < len(made_of_keys) <= steps + len(text) // 4 + count * left


@pytest.mark.parametrize(
    "asking",
    [
        "q#: Exclude<E, E.M#>;",
        "q#: Extract<E, E.M#>;",
        "q#: Exclude<K, V>;",
        "q#: Exclude<K, 'p#'>;",
        "q#: Omit<B, 'p#'>;",
        "q#: Exclude<P, 'p#'>;",
        "q#: Exclude<K, `q#${string}`>;",
    ],
)
def test_literals_are_not_compared_one_by_one(asking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = counted(monkeypatch, assignability, "_Comparison")
    count = 20
    types = (
        f"enum E {{ {_each(count, 'M# = `m#`', ', ')} }} type K = {_each(count, '`p#`', ' | ')};"
        f"type V = `p1` | `p2`; interface B {{ {_each(count, 'p#: #;')} }}"
    ).replace("`", "'")
    types += f"type P = {_each(count, '`p#-${string}`', ' | ')};"
    result = _compiled(f"{types} export interface A {{ {_each(count, asking)} }}")
    assert not [item for item in result.diagnostics if item.code != "RC307"]
    assert not compared


def test_objects_with_other_tags_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    union = f"type U = {_each(200, '{ a: #; t: `t#` }', ' | ').replace('`', chr(39))};"
    named = _each(200, "interface I# { t: 't#' }\n") + f"type V = {_each(200, 'I#', ' | ')};"
    enum = f"enum E {{ {_each(200, 'M# = #', ', ')} }}"
    members = f"{enum} type W = {_each(200, '{ t: E.M#; a: # }', ' | ')};"
    compared = counted(monkeypatch, assignability, "_Comparison")
    result = _compiled(
        f"{union}{named}{members} export interface A {{ a: Extract<U, {{ t: 't5' }}>['a'];"
        " b: Exclude<V, { t: 't6' }>; c: Extract<V, I7>;"
        " d: Extract<W, { t: E.M8 }>; e: Exclude<W, { t: E.M9 }>['t'] }",
        targets=("model",),
    )
    assert not result.failed
    assert len(compared) <= 10


@pytest.mark.parametrize("uses", ["import { B } from 'm0';", "import * as N from 'm0';"])
def test_modules_behind_many_ways_are_asked_once(uses: str) -> None:
    def calls(depth: int) -> int:
        stars = "export * from 'm#'; export * from 'n#';"
        both = f"declare module 'm@' {{ {stars} }} declare module 'n@' {{ {stars} }}"
        last = f"declare module 'm{depth - 1}' {{ export interface A {{ a: 1 }} }}"
        asked = "B" if "B" in uses else "keyof typeof N"
        return _calls(
            f"{_each(depth, both)}{last}{uses} export interface X {{ x: {asked}; y: 1 }}",
            targets=("model",),
        )

    assert calls(14) < _BAR * calls(7)


def test_what_is_mapped_from_an_enum_again_has_the_same_literals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is spelled once, and a row of a table is made once for all objects that have it."""
    cells = counted(monkeypatch, types.Types, "_cell")
    rows = counted(monkeypatch, tree.Trees, "_presence")
    said = counted(monkeypatch, meanings.Meanings, "of")
    members = _each(20, "M# = `m#`", ", ").replace("`", "'")
    text = f"enum E {{ {members} }} export interface A {{ {_each(8, 'q#: { [K in E]: K };')} }}"
    assert not [item for item in _compiled(text).diagnostics if item.code != "RC307"]
    assert 4 * len(cells) < len(rows) > 4 * len(said)


def test_a_row_that_objects_share_says_nothing_of_an_event() -> None:
    """An inherited tag tells an event in the event alone."""
    text = (
        "export interface P { type: 'p'; a: 1 } export interface Q { type: 'q'; a: 1 }"
        " export type U = P | Q; export interface N extends P { b: 1 }"
        " export interface R extends P { b: 1 }"
    )
    files = _compiled(text).files
    tells = {name: "Tells which event" in str(files[f"docs/spec/{name}.md"]) for name in "PQNR"}
    assert tells == {"P": True, "Q": True, "N": False, "R": False}
    assert all("Always `p`." in str(files[f"docs/spec/{name}.md"]) for name in "NR")


def test_literals_are_compared_by_their_keys_as_by_a_whole_comparison(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = ["E.A", "E.B", "F.A", "N.X", "N.Y", "M.X", "'a'", "'b'", "1", "2", "true"]
    units += ["`a${string}`", "`${string}b`", "`${number}`", "`a${number}b`", "'a1b'", "'1'", "''"]
    units += ["'\\u{1f600}'", "`\\ud83d${string}`", "`${string}\\ude00`"]
    unions = ["E", "N", "'a' | E.B", "N.Y | 1", "F.A | 'b'", "1 | 'a' | true", "`a${string}` | 'b'"]
    pairs = [(one, other) for one in units for other in (*units, *unions)]
    fields = [
        f"c{place}: {one} extends {other} ? 1 : 0; x{place}: Exclude<{one} | 'z', {other}>;"
        for place, (one, other) in enumerate(pairs)
    ]
    text = (
        "export enum E { A = 'a', B = 'b' } export enum F { A = 'a', B = 'c' }"
        " export enum N { X = 1, Y = 2 } export enum M { X = 1, Z = 3 }"
        f" export interface T {{ {' '.join(fields)} }}"
    )
    quick = _compiled(text, targets=("model",)).files
    monkeypatch.setattr(assignability, "_at_once", lambda *_: None)
    assert quick == _compiled(text, targets=("model",)).files


def test_a_union_that_has_all_before_it_is_not_looked_through_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each property is a union with the property before: it has as many members as its number."""
    monkeypatch.setattr(budget, "MOST_COPIED", 20)
    monkeypatch.setattr(budget, "BYTES_OF_A_COPY", 10**6)

    def lines(count: int) -> int:
        fields = _each(count, "q#: A['q@'] | 'b#';").replace("A['q0']", "'a'")
        text = f"export interface A {{ {fields} }}"
        return _lines(text, endings) + _lines(text, semantics)

    one, two, four = map(lines, (100, 200, 400))
    assert 0 < four - two <= _BAR * (two - one), (one, two, four)


def test_of_an_alias_without_an_end_not_each_instance_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each may take a few steps when all are spent: thousands of them are many again."""
    monkeypatch.setattr(budget, "_ALL", 100)
    monkeypatch.setattr(evaluate, "MOST_FAILED", 5)
    decided = counted(monkeypatch, conditional, "_decide")
    split = "type S<T> = T extends `${infer A}.${infer R}` ? [A, ...S<R>] : [T];"
    fields = _each(100, f"p#: S<'{'a.' * 30}#'>;")
    result = _compiled(f"{split} export interface A {{ {fields} }}", targets=("model",))
    assert any("'S' takes too many steps" in item.message for item in result.diagnostics)
    assert 0 < len(decided) <= 5 * budget._LEFT // budget.DECISION


def test_arguments_of_an_alias_without_hope_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once many instances of an alias took too many steps, no further one is made."""
    monkeypatch.setattr(budget, "_ALL", 100)
    monkeypatch.setattr(evaluate, "MOST_FAILED", 5)
    monkeypatch.setattr(reporting, "MOST_FAILED", 5)
    monkeypatch.setattr(budget, "_LEFT", 40)
    made = counted(monkeypatch, evaluate.Evaluator, "named")
    counts = []
    for places in (100, 200):
        made.clear()
        asked = _each(places, "q#: F<[[[[#]]]]>;", " ")
        result = _compiled(
            "type F<T> = T extends [infer A] ? F<A> : T; interface Box<T> { v: T }\n"
            f"export interface A {{ {asked} kept: string; box: Box<1> }}\n"
        )
        assert not result.failed
        told = [d.message for d in result.diagnostics if d.code == "RC206"]
        assert any(message.startswith("'F") for message in told), told
        counts.append(len(made))
    assert counts[1] - counts[0] < 40


def test_instances_inside_each_other_are_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of one has the words of its argument, which is an instance too."""
    words = counted(monkeypatch, Ids, "_word")

    def of_depth(depth: int) -> int:
        words.clear()
        _compiled(_inside_each_other(depth, "interface P<T> { a: T }"))
        return len(words)

    small, large = of_depth(20), of_depth(40)
    assert 0 < large <= _BAR * small


@pytest.mark.parametrize("start", sampled(range(8), 8))
def test_each_crafted_text_ends_in_a_package_or_an_error(start: int) -> None:
    """A few lines of each that `benchmarks.bounds` measures at a megabyte."""
    for kind in [*KINDS_OF_A_MEGABYTE][start::8]:
        text = KINDS_OF_A_MEGABYTE[kind](3000)
        result = _compiled(text, targets=("model",))
        errors = [item for item in result.diagnostics if item.severity is Severity.ERROR]
        assert bool(result.files) != bool(errors), kind


def test_unions_inside_each_other_do_not_make_dispatchers_of_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count, most = 40, 50
    monkeypatch.setattr(groups, "MOST_MEMBERS", most)
    tagged = "export type T0 = { t: 'a' };" + _each(count, "export type T# = T@ | { t: 'x#' };")
    result = _compiled(tagged, package="pk")
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["RC308"]
    overloads = sum(text.count("@overload") for text in result.files.values())
    # Two of each member for `on`, and each class and union has some of its own.
    assert 0 < overloads <= 2 * (most + 4 * count) + 4 * count
    assert count * (count - 1) > 2 * (most + 4 * count) + 4 * count
    # The largest is one that is kept, and any other can be had by its name.
    assert f"T{count - 1}Dispatcher" in result.files["pk/dispatcher.py"]
    named = _compiled(tagged, package="pk", groups=("T1",))
    assert not named.diagnostics
    assert "T1Dispatcher" in named.files["pk/dispatcher.py"]


def test_the_samples_of_a_spec_have_a_size_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects that each have the next one twice: any sample of them is as large as it may be."""
    made = counted(monkeypatch, samples.Sampler, "_make")
    monkeypatch.setattr(samples, "_MOST_VALUES", 100)
    monkeypatch.setattr(samples, "_ALL_VALUES", 1000)
    monkeypatch.setattr(samples, "_FEW_VALUES", 20)
    monkeypatch.setattr(samples, "_FURTHER_VALUES", 400)
    monkeypatch.setattr(samples, "_LEAST_VALUES", 5)
    count = 200
    objects = _each(count, "export interface I@ { l: I#; r: I#; }")
    result = _compiled(f"{objects} export interface I{count - 1} {{ end: 1 }}", targets=("docs",))
    assert not result.failed
    assert 1000 <= len(made) <= 1400 + samples._MOST_VALUES + 6 * count


def test_far_more_declarations_than_a_spec_of_its_size_has_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(extent, "MOST_DECLARATIONS", 10)
    short = KINDS["interfaces"](40)
    result = _compiled(short)
    assert not result.files
    [told] = result.diagnostics
    assert told.code == "RC309"
    assert "39 classes" in told.message
    assert "MB" in told.message
    assert "--root" in told.advice
    # Whoever names roots has asked for them, all of them too.
    assert _compiled(short, roots=("*",)).files
    assert _compiled(short, roots=("I1",)).files
    assert _compiled(short, large=True).files
    # Text of the usual length pays for its declarations.
    assert _compiled(short.replace("v:", f"/** {'x' * 300} */ v:")).files


EXPORTED: dict[str, tuple[str, int]] = {
    "interfaces": ("export interface I# { v: I0 }", 0),
    "objects": ("export type T# = { v: T0 }", 0),
    "enums": ("export enum E# { A = 1 }", 0),
    "instances": ("export type G# = Partial<Record<'a#', string>>;", 11),
    "objects in objects": (f"export interface O# {{ x: {'{ a: ' * 20}1{' }' * 20} }}", 11),
    "heirs": ("export interface H# extends Pick<Own, 'a'> { v# : 1 }", 11),
}
"""Declarations, and how many of them are worked out before it is known that they are too many."""


@pytest.mark.parametrize("kind", EXPORTED)
def test_of_far_too_many_declarations_hardly_any_is_made(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extent, "MOST_DECLARATIONS", 10)
    monkeypatch.setattr(extent, "BYTES_OF_A_DECLARATION", 10_000)
    made = counted(monkeypatch, Lifter, "_declare")
    text, most = EXPORTED[kind]
    result = _compiled("interface Own { a: 1 }\n" + _each(60, f"{text}\n"))
    [told] = result.diagnostics
    assert told.code == "RC309"
    assert "at least" in told.message
    assert len(made) <= most


def test_texts_of_an_enum_have_a_length_together() -> None:
    """Each has all of the one before; there are 45,000 in a megabyte."""
    result = _compiled(
        f"export enum E {{ M0 = 'x', {_each(6000, 'M# = M@ + `x`', ', ')} }}", targets=("model",)
    )
    assert sum(map(len, result.files.values())) < 3_000_000


def test_the_first_message_of_a_class_is_read_in_the_time_of_its_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fields whose types name each other: what is in one is looked into once for all of them."""
    parts = 0

    def looks(count: int) -> int:
        nonlocal parts
        types = "export type T0 = 1;" + _each(count, "export type T# = string | T@[] | null;")
        text = f"{types} export interface E {{ {_each(count, 'v#?: T#;')} }}"
        package = f"holding{count}"
        made = _compiled(text, targets=("dataclasses",), package=package)
        write_tree(tmp_path, made.files)
        module = import_module(tmp_path, package, "codec")
        shapes = sys.modules[f"{package}._shapes"]
        looked_into = counted(monkeypatch, shapes, "parts")
        module.decode(sys.modules[f"{package}.models"].E, "{}")
        return len(looked_into)

    small, large = looks(50), looks(200)
    assert small > 0
    assert large <= 2 * _BAR * small


def test_only_what_becomes_a_declaration_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions, what has no JSON form, and what is internal are none."""
    monkeypatch.setattr(extent, "MOST_DECLARATIONS", 10)
    monkeypatch.setattr(extent, "BYTES_OF_A_DECLARATION", 10_000)
    none = (
        "export interface F# { (): void; a(): 1 }\n"
        "export type U# = () => void;\n"
        "export type S# = symbol;\n"
    )
    data = "export interface A { v: 1 }\nexport type B = string;\n"
    assert _compiled(data + _each(30, none)).files
    internal = "".join(
        f"/** @internal */ export interface I{number} {{ v: 1 }}\n" for number in range(30)
    )
    assert not _compiled(data + internal).files
    assert _compiled(data + internal, internal=False).files


def test_the_largest_published_specs_are_not_refused() -> None:
    """`@octokit/openapi-types` has 13,126 declarations in more than four megabytes."""
    assert extent.MOST_DECLARATIONS + 4_000_000 // extent.BYTES_OF_A_DECLARATION > 20_000


@pytest.mark.parametrize("literal", ["'#'", "`#`", "`#${string}`", "`${string}#`"])
def test_a_literal_of_megabytes_is_any(literal: str) -> None:
    """Python's compiler takes a hundred bytes for each character of one."""
    text = f"export interface A {{ x: {literal.replace('#', 'y' * (LONGEST_TEXT + 1))}; z: 'y' }}"
    result = _compiled(text, package="pk", targets=("dataclasses",))
    [told] = result.diagnostics
    assert (told.code, told.severity.name) == ("RC204", "WARNING")
    assert "1,048,576 characters" in told.message
    assert len(told.message) < 500
    assert sum(map(len, result.files.values())) < 200_000
    assert not _compiled(text.replace("y" * 100, "y"), targets=("dataclasses",)).diagnostics
    constant = f"export const c = {literal.replace('#', 'y' * (LONGEST_TEXT + 1))};"
    result = _compiled(f"{constant} export interface A {{ x: typeof c }}", targets=("typeddicts",))
    assert sum(map(len, result.files.values())) < 200_000


@pytest.mark.parametrize("fault", [OSError("the reason"), OSError(2, "the reason", "the file")])
def test_an_error_of_the_system_says_why(
    fault: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some have a text and no `strerror`: that of a template that is missing has been "None"."""

    def failing(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(pipeline, "resolve", failing)
    monkeypatch.chdir(tmp_path)
    Path("s.d.ts").write_text("export interface A { a: 1 }")
    done = CliRunner().invoke(main, ["s.d.ts"])
    assert done.exit_code == 2
    assert "the reason" in done.stderr


def test_a_module_that_is_declared_is_not_sought_in_folders_that_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders without `node_modules` are known after the first name."""
    read = counted(monkeypatch, DiskFiles, "read")

    def reads(count: int) -> int:
        read.clear()
        text = "export {};" + _each(count, "declare module 'm#' { export interface A { a: 1 } }\n")
        (tmp_path / "spec.d.ts").write_text(text)
        files = RecordedFiles(DiskFiles(tmp_path), tmp_path)
        compile_spec(files, "spec.d.ts", Options(targets=("model",)))
        return len(read)

    small, large = reads(20), reads(40)
    assert small > 0
    assert large <= small + 20
