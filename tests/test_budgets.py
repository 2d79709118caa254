"""Every spec ends: with its right result, or with a warning where a budget was spent.

What could hang runs in a child process whose time of the processor is limited, so that a hang
fails its test, and a slow machine does not. The bars themselves are counts of steps.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve import budget, evaluate, semantics
from realtime_codegen.model import Interface, Opaque, Primitive
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools.counting import calls_of
from tests.tools.declarations import written
from tests.tools.growing_types import recursive_spec
from tests.tools.night import share

_CPU = 30  # Seconds that one text may take of the processor, whatever else runs on the machine.
_TIMEOUT = 300  # Seconds on the wall for one text, where it waits and computes nothing.
_MEMORY = 3 * 2**30

_CHILD = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.frontend.resolve import budget, evaluate, semantics
from realtime_codegen.model import Interface, Primitive
from realtime_codegen.text.source import MemoryFiles

share = int(sys.argv[3])
budget._ALL //= share
budget._EACH //= share
budget._AFTER //= share
spent = [0]
end = budget.Budget.end

def counted(self):
    end(self)
    spent[0] = self.spent

budget.Budget.end = counted
answers = []
for text in json.load(sys.stdin):
    spent[0] = 0
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    answers.append({
        "steps": spent[0],
        "declarations": None if loaded.model is None else len(loaded.model.declarations),
        "kept": loaded.model is not None and any(
            item.wire_name == "kept" and item.type == Primitive("string")
            for declaration in loaded.model.declarations
            if isinstance(declaration, Interface)
            for item in declaration.properties
        ),
        "codes": [diagnostic.code for diagnostic in loaded.diagnostics],
        "placed": all(diagnostic.span is not None for diagnostic in loaded.diagnostics),
        "lines": [d.span.line for d in loaded.diagnostics if d.span is not None],
    })
print(json.dumps(answers))
"""


def _in_a_child(texts: list[str], share: int = 1) -> list[dict[str, object]]:
    """What became of each text, where a computation may spend one in `share` of its budget."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(_MEMORY), str(_CPU * len(texts)), str(share)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT * len(texts),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[dict[str, object]] = json.loads(done.stdout)
    return answers


def _bound(text: str, share: int = 1) -> int:
    """The most that all computations of a spec can spend, with what plain types need."""
    computations = 120 * len(text)
    return (
        (budget._ALL + budget._EACH + budget._AFTER) // share
        + len(text) // budget._BYTES_OF_A_STEP
        + computations
    )


def _assert_it_ends(texts: list[str], *, kept: bool = False, share: int = 1) -> None:
    """Each text ends within its budget; if `kept`, with what has nothing to do with what grows."""
    for text, answer in zip(texts, _in_a_child(texts, share), strict=True):
        assert answer["kept"] or not kept, text
        steps, declarations = answer["steps"], answer["declarations"]
        assert isinstance(steps, int)
        assert steps <= _bound(text, share), text
        assert declarations is not None, (answer["codes"], text)
        assert isinstance(declarations, int)
        assert declarations < 3 * budget.MOST_GROWING_IN_ALL + len(text) // 5, text
        assert answer["placed"], text


SHARES = pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.nightly)])
"""A push gives an eighth of the budget: what would not end does not end with that either."""


@SHARES
@pytest.mark.parametrize("start", [0, pytest.param(60, marks=pytest.mark.nightly)])
def test_recursive_declarations_end_within_their_budget(start: int, share: int) -> None:
    texts = [recursive_spec(seed) for seed in range(start, start + 60)]
    if share > 1:
        texts = texts[::2]
    _assert_it_ends(texts, kept=True, share=share)


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(1000, 3000, 100))
def test_more_recursive_declarations_end(start: int) -> None:
    _assert_it_ends([recursive_spec(seed) for seed in range(start, start + 100)])


def _doubled(count: int, step: str) -> str:
    lines = [f"type T{n} = {step.replace('$', f'T{n - 1}')};" for n in range(1, count)]
    last = f"export interface Plain {{ kept: string; x: T{count - 1} }}"
    return "\n".join(["type T0 = [string];", *lines, last])


def _generic(count: int, step: str) -> str:
    lines = [
        f"type T{n}<X> = {step.replace('$L', f'T{n - 1}<X[]>').replace('$', f'T{n - 1}<X>')};"
        for n in range(1, count)
    ]
    last = f"export interface Plain {{ kept: string; x: T{count - 1}<string> }}"
    return "\n".join(["type T0<X> = { v: X };", *lines, last])


_D = "0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9"
GROWING = {
    "a lookup of itself": "export interface Plain { kept: string; self: Plain['self'] }",
    "a lookup in a union": "export interface Plain { kept: string; self: Plain['self'] | null }",
    "lookups of each other": (
        "export interface Plain { kept: string; x: B['y'] } export interface B { y: Plain['x'] }"
    ),
    "a mapped type over itself": (
        "export type X = { [K in keyof X]: X[K] }; export interface Plain { kept: string; x: X }"
    ),
    "two arguments that grow": (
        "export interface R<T> { v: T; n?: R<R<T>>; m?: R<[T, T]> }"
        "export interface Plain { kept: string; x: R<string> }"
    ),
    "a part of itself that is made optional": (
        "export interface R<T> { a: T; b?: Partial<R<{ x: T }>> }"
        "export interface Plain { kept: string; x: R<string> }"
    ),
    "a part of itself in an intersection": (
        "export interface R<T> { a: Required<R<[T]> & { c?: string }>; b?: T }"
        "export interface Plain { kept: string; x: R<string> }"
    ),
    "a mapped type over a larger one of itself": (
        "export type R<T> = { [K in 'a' | 'b']: K extends 'a' ? T : Readonly<R<{ x: T }>> };"
        "export interface Plain { kept: string; x: R<string> }"
    ),
    "aliases that stand for each other through an argument": (
        "export type A<T> = Readonly<B<number>> & string;"
        "export type B<T> = A<[T]> & { c?: string };"
        "export interface Plain { kept: string; x: B<null> }"
    ),
    "the keys of a union with a longer one of itself": (
        "export type A<T> = A<[number, T]> | Omit<A<'a'>, 'a'>;"
        "export interface Plain { kept: string; x: Readonly<A<string>> }"
    ),
    "a tuple that doubles": _doubled(30, "[...$, ...$]"),
    "tuples of tuples": _doubled(30, "[$, $]"),
    "generic objects that double": _generic(30, "{ l: $; r: $L }"),
    "generic tuples that double": _generic(30, "[$, $]"),
    "generic tuples of two kinds": _generic(20, "[$, $L]"),
    "a text that doubles": (
        "type G<T extends string> = { v: T; n: G<`${T}${T}`> };"
        "export interface Plain { kept: string; x: G<'a'> }"
    ),
    "a text that doubles in a condition": (
        "type G<T extends string> = T extends `${infer H}${infer R}` ? G<`${R}${T}`> : T;"
        "export interface Plain { kept: string; x: G<'ab'> }"
    ),
    "a condition without end": (
        "type C<T> = T extends string ? C<`${T}x`> : T;"
        "export interface Plain { kept: string; x: C<'a'> }"
    ),
    "a union that grows inside": (
        "type G<T> = { v: T } | [G<[T]>]; export interface Plain { kept: string; x: G<string> }"
    ),
    "templates over and over": (
        f"type D = {_D}; export interface Plain {{ kept: string; "
        + " ".join(f"x{n}: `{n}${{D}}${{D}}${{D}}${{D}}`;" for n in range(200))
        + " }"
    ),
    "many conditions that run long": (
        "type C<T extends string> = T extends 'x' ? 1 : C<`${T}x`>;"
        "export interface Plain { kept: string; "
        + " ".join(f"x{n}: C<'a{n}'>;" for n in range(1000))
        + " }"
    ),
    "many generics that grow": (
        "".join(
            f"export interface R{n}<T> {{ v: T; n?: R{n}<R{n}<T>>; m?: R{n}<[T, T]> }}"
            f"export interface A{n} {{ x: R{n}<string> }}"
            for n in range(100)
        )
        + "export interface Plain { kept: string }"
    ),
    "texts of every order of some letters": (
        "export type P<S extends string> = S extends `${infer A}${infer B}`"
        " ? P<B> | `${A}${P<B>}` | `${P<B>}${A}` : S;"
        "export interface Plain { kept: string; x: P<'abcdefghijklmnopqrstuvwxyz'> }"
    ),
    "powers of powers in an enum": (
        "export enum E { A = 1 << 1e9, B = 2 ** 1e9, C = 10 ** 10 ** 10, D = 9 ** 9 ** 9 ** 9 }"
        "export interface Plain { kept: string; x: E }"
    ),
    "texts in an enum that double": (
        "export enum E { T0 = 'xxxxxxxx', "
        + ", ".join(f"T{n} = T{n - 1} + T{n - 1}" for n in range(1, 60))
        + " } export interface Plain { kept: string; x: E }"
    ),
    "an argument that holds the type many times": (
        "".join(f"type W{n}<T> = {{ v: T; w?: W{n}<W{n}<T> | W{n}<T[]>> }};" for n in range(3))
        + "export interface Plain { kept: string; x: W0<W1<W2<string>>> }"
    ),
    "a lookup of itself as an argument": (
        "interface B { k0: C; k1: G<B & C>; k2?: G<B['k2']> }"
        "interface C { k0: B; k1: G<(B & C) | C>; k2: Omit<C['k1'], 'z'> }"
        "type G<T> = { fixed: { a: string }; more: ((B & { own: C }) & { own: T }) | G<G<T>> };"
        "export interface Plain { kept: string; x: G<B['k2']>; y: G<B & { own: C }> }"
    ),
    "a tuple that holds itself through a lookup": (
        "export type T<P = string> = [{ b: P; c: T<P> }['b' | 'c'] | '', { t: T<4>; id: P }];"
        "export interface Plain { kept: string; x: { id: T<1> }; y: T<2> }"
    ),
    **{
        f"an alias of itself with {argument}": (
            f"export type T<P = string> = T<{argument}>; export type U = T<1>;"
            "export interface Plain { kept: string; x: T; y: U }"
        )
        for argument in (
            *("{ a?: P; b?: P }", "{ [K in 'a']: P }", "{ [K in 'a' | 'b']?: P | number }"),
            *("Record<'a' | 'b', P>", "[P]", "P[]", "() => P", "Partial<{ a: P }>", "T<P>[]"),
        )
    },
    "aliases of each other with objects": (
        "export type A<P = string> = B<{ a: P }>; export type B<P> = A<{ b: P } | 1>;"
        "export interface Plain { kept: string; x: A; y: B<1> }"
    ),
    "defaults of each other": (
        "export interface A<T = B> { x: T } export interface B<T = A> { y: T }"
        "export interface Plain { kept: string; x: A }"
    ),
}


@SHARES
@pytest.mark.parametrize("start", range(2))
def test_what_grows_ends_and_the_rest_stands(start: int, share: int) -> None:
    """Several texts in one process: to start one takes longer than most of them."""
    _assert_it_ends([*GROWING.values()][start::2], kept=True, share=share)


_TUPLES = recursive_spec(2747)
UNSETTLED = {
    "a union": _TUPLES,
    "an array": _TUPLES.replace("T0<[1 | 2, T]>", "T0<[(1 | 2)[], T]>"),
}
"""Tuples in tuples, each beside a type that nothing looks into."""


@pytest.mark.parametrize("text", UNSETTLED.values(), ids=UNSETTLED)
def test_what_keys_of_instances_are_made_of_is_counted(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key of a tuple is made again and again while a type in it is not computed."""
    monkeypatch.setattr(budget, "_ALL", share(24_000, 4))
    monkeypatch.setattr(budget, "_EACH", share(12_000, 4))
    parts = 0
    identity = semantics.identity

    def counted(term: semantics.TypeTerm) -> object:
        nonlocal parts
        parts += 1
        return identity(term)

    monkeypatch.setattr(semantics, "identity", counted)
    monkeypatch.setattr(evaluate, "identity", counted)
    steps = _steps_of(text, monkeypatch)
    assert 0 < parts <= 6 * steps


def test_each_alternative_of_an_intersection_is_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each level of an alias within itself has twice the alternatives, each with more brands."""
    monkeypatch.setattr(budget, "_ALL", 30_000)
    monkeypatch.setattr(budget, "_EACH", 15_000)
    text = written(141_477)
    assert calls_of(lambda: _load(text)) <= 50 * 30_000


def test_what_is_too_deep_is_not_tried_from_every_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    """A union of deeper ones of itself: whether each has null is asked at each depth."""
    assert _steps_of(written(131_040), monkeypatch) <= budget._ALL // 5


# ------------------------------------------------------------------- what has an end is taken


def _load(text: str) -> Loaded:
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


def _omits(count: int) -> str:
    keys = " ".join(f"f{n}: number;" for n in range(count))
    omits = "Omit<" * count + "T0" + "".join(f", 'f{n}'>" for n in range(count))
    return f"interface T0 {{ a: string; {keys} }} export interface Plain {{ x: {omits} }}"


def _aliases(count: int) -> str:
    lines = [f"type T{n} = T{n - 1};" for n in range(1, count)]
    return "\n".join(["type T0 = { a: string };", *lines, f"export type Plain = T{count - 1};"])


def _chain(count: int) -> str:
    lines = [f"export interface I{n} extends I{n - 1} {{}}" for n in range(1, count)]
    return "\n".join(["export interface I0 { a: string }", *lines])


_DEEP = "type Deep<T> = T extends string | number ? T : { readonly [K in keyof T]: Deep<T[K]> };"


def _graph(count: int, step: str) -> str:
    """Interfaces that lead to the next ones through boxes, and all of them made read-only."""
    lines = [
        f"interface I{n} {{ n{n}: 1; {step.replace('@', f'I{(n + 1) % count}')} }}"
        for n in range(count)
    ]
    boxes = "interface Box<T> { value: T } interface Pair<A, B> { a: A; b?: B }"
    return "\n".join([_DEEP, boxes, *lines, "export interface A { x: Deep<I0> }"])


ENDING = {
    "a graph behind boxes": _graph(40, "next: Box<Box<@>>"),
    "a graph behind several boxes": _graph(120, "next: Box<Pair<@, 1>>; all: Box<@>; own?: @"),
    "60 nested Omit": _omits(60),
    "100 intersections": (
        "".join(f"interface I{n} {{ f{n}: string }} " for n in range(100))
        + f"export interface Plain {{ x: {' & '.join(f'I{n}' for n in range(100))} }}"
    ),
    "400 aliases": _aliases(400),
    "500 nested objects": f"export interface A {{ x: {'{ a: ' * 500}string{'}' * 500} }}",
    "1000 interfaces that extend each other": _chain(1000),
    "instances in instances": (
        f"interface P<T> {{ a: T }} export interface A {{ x: {'P<' * 40}string{'>' * 40} }}"
    ),
    "a bound by itself": (
        "export interface G<T extends G<T>> { v: T } export interface A { x: G<any> }"
    ),
    "a bound on what comes later": (
        "export interface Ops { ping: 1; pong: 2 }"
        "export interface Call<K extends keyof M, M extends Ops> { key: K; map?: M }"
    ),
    "bounds on each other": (
        "interface B<T> { t: T } export interface A<T extends B<U>, U extends B<T>> { t: T; u: U }"
    ),
    "900 calls at the end": (
        "type N<T extends 0[] = []> = T['length'] extends 900 ? 'done' : N<[...T, 0]>;"
        "export interface A { x: N }"
    ),
    "60 units of text": (
        "type S<T extends string> = T extends `${infer A}${infer B}` ? `${A}_${S<B>}` : T;"
        f"export interface A {{ x: S<'{'ab' * 30}'> }}"
    ),
}


def test_the_names_of_deep_objects_count() -> None:
    """An object is called after its place: of thousands in each other, names take megabytes."""
    loaded = _load(f"export interface A {{ x: {'{ a: ' * 4000}string{'}' * 4000} }}")
    assert loaded.model is not None
    lengths = [sum(map(len, declaration.id.path)) for declaration in loaded.model.declarations]
    assert 2_000_000 < sum(lengths) < 6_000_000
    assert any(diagnostic.code == "RC206" for diagnostic in loaded.diagnostics)


@pytest.mark.parametrize("text", ENDING.values(), ids=ENDING)
def test_what_has_an_end_is_taken_without_a_word(text: str) -> None:
    loaded = _load(text)
    assert loaded.model is not None
    assert [
        diagnostic.message for diagnostic in loaded.diagnostics if diagnostic.code != "RC205"
    ] == []
    assert "Opaque" not in repr(loaded.model)


def test_a_bound_on_what_comes_later_is_read() -> None:
    model = _load(ENDING["a bound on what comes later"]).model
    assert model is not None
    call = next(
        declaration for declaration in model.declarations if declaration.id.path[-1] == "Call"
    )
    assert isinstance(call, Interface)
    assert "'ping'" in repr(call.properties[0].type)
    assert "'pong'" in repr(call.properties[0].type)


def test_a_budget_is_said_where_it_was_spent() -> None:
    text = (
        "export interface Plain { kept: string }\n"
        "\n"
        "type C<T> = T extends string ? C<`${T}x`> : T;\n"
        "export interface Spent {\n"
        "  x: C<'a'>;\n"
        "  y: string;\n"
        "}\n"
    )
    loaded = _load(text)
    assert loaded.model is not None
    (diagnostic,) = loaded.diagnostics
    assert diagnostic.code == "RC206"
    assert diagnostic.span is not None
    assert diagnostic.span.line == 3
    assert "'C'" in diagnostic.message
    spent = next(
        declaration
        for declaration in loaded.model.declarations
        if declaration.id.path == ("Spent",)
    )
    assert isinstance(spent, Interface)
    types = {property_.wire_name: property_.type for property_ in spent.properties}
    assert isinstance(types["x"], Opaque)
    assert types["y"] == Primitive("string")


# ----------------------------------------------------------------------- near-linear unions


def _steps_of(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    spent = 0
    end = budget.Budget.end

    def counted(self: budget.Budget) -> None:
        nonlocal spent
        end(self)
        spent = self.spent

    with monkeypatch.context() as patch:
        patch.setattr(budget.Budget, "end", counted)
        assert _load(text).model is not None
    return spent


UNIONS = {
    "Exclude": "Exclude<U, V>",
    "Extract": "Extract<U, V>",
    "an intersection": "U & V",
    "a condition": "Without<U, V>",
    "Omit of as many keys": "Omit<Record<U, string>, V>",
}


@pytest.mark.parametrize("use", UNIONS.values(), ids=UNIONS)
def test_unions_of_literals_cost_what_they_are_long(
    use: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(count: int) -> int:
        literals = [f"'m{n}'" for n in range(count)]
        text = (
            f"type U = {' | '.join(literals)};\ntype V = {' | '.join(literals[::2])};\n"
            "type Without<T, S> = T extends S ? never : T;\n"
            f"export interface A {{ x: {use} }}\n"
        )
        return _steps_of(text, monkeypatch)

    small, large = steps(200), steps(1600)
    assert small > 0
    assert large <= 8 * small + 200, "as long, so much more"


def test_the_type_of_a_constant_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mapped type over a table of texts asks for the type of the table for each of its keys."""

    def steps(count: int) -> int:
        texts = "".join(f"readonly k{n}: 'a {{0}} text {n}';" for n in range(count))
        text = (
            f"declare const table: {{ {texts} }};\n"
            "type Holes<T> = T extends `${string}{0}${infer R}` ? [R] : [];\n"
            "export type A = { [K in keyof typeof table]: Holes<(typeof table)[K]> };\n"
        )
        return _steps_of(text, monkeypatch)

    small, large = steps(50), steps(400)
    assert small > 0
    assert large <= 8 * small + 200, "as long, so much more"


def test_the_name_of_an_instance_is_bounded() -> None:
    """An argument that holds its parts many times is told in few words, and is not another one."""
    doubled = "".join(f"type P{n} = L<P{n - 1}, P{n - 1}>;" for n in range(1, 40))
    text = (
        f"interface L<A, B> {{ a?: A; b?: B; k: 1 }} type P0 = L<1, 2>; {doubled}"
        "interface R<A, B> { b?: B; a?: A; k: 2 }"
        "export interface Plain { kept: string; x: R<P39, 1>; y: R<P39, 2>; z: R<P39, 1> }"
    )
    (answer,) = _in_a_child([text])
    assert answer["kept"]
    model = _load(text.replace("P39", "P20")).model
    assert model is not None
    plain = next(
        declaration for declaration in model.declarations if declaration.id.path == ("Plain",)
    )
    assert isinstance(plain, Interface)
    x, y, z = (repr(item.type) for item in plain.properties if item.wire_name in "xyz")
    assert x == z != y
    assert max(len(str(declaration.id)) for declaration in model.declarations) < 20_000


def test_the_hostile_inputs_at_hand_are_among_those_that_end() -> None:
    folder = Path(__file__).parents[2] / "shared" / "cases" / "hostile"
    if not folder.is_dir():
        pytest.skip("the inputs are not here")
    names = ["hang-generic", "hang-index", "hang-mapped", "self-bound", "omit21"]
    _assert_it_ends([(folder / f"{name}.d.ts").read_text("utf-8") for name in names])
