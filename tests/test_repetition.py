"""A model is not much larger than its text: what a spec repeats of its types has a budget."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from realtime_codegen.frontend.resolve import budget, lift
from realtime_codegen.model import (
    Interface,
    Literal,
    Model,
    Primitive,
    Tuple,
    Type,
    children,
    types_of,
)
from realtime_codegen.pipeline import Loaded, Options, load_model
from realtime_codegen.text.source import MemoryFiles, Span

_MOST = 600
"""Parts that the specs of these tests may repeat; a real limit would make them large."""
_PLAIN = "\nexport interface Plain { kept: string; also: 'a' | 'b'; list: string[] }\n"


def _fields(count: int, name: str = "p") -> str:
    return " ".join(f"{name}{n}: string;" for n in range(count))


def _literals(count: int) -> str:
    return " | ".join(f"'m{n}'" for n in range(count))


def _uses(count: int, use: str) -> str:
    fields = " ".join(f"x{n}: {use.replace('#', str(n))};" for n in range(count))
    return f"export interface A {{ {fields} }}"


def _words(count: int) -> str:
    return " ".join(f"word{n}" for n in range(count))


KINDS: dict[str, Callable[[int], str]] = {
    "heirs": lambda n: (
        f"interface B {{ {_fields(n)} }}"
        + "".join(f"export interface H{k} extends B {{ k{k}: 1 }}" for k in range(n))
    ),
    "heirs that a property names": lambda n: (
        f"interface B {{ {_fields(n)} }}"
        + "".join(f"interface H{k} extends B {{ k{k}: 1 }}" for k in range(n))
        + _uses(n, "H#")
    ),
    "heirs of a class": lambda n: (
        f"declare class B {{ {_fields(n)} }}"
        + "".join(f"export declare class H{k} extends B {{ k{k}: 1 }}" for k in range(n))
    ),
    "instances of an interface": lambda n: (
        f"interface G<T> {{ v: T; {_fields(n)} }}" + _uses(n, "G<#>")
    ),
    "instances of an object type": lambda n: (
        f"type G<T> = {{ v: T; {_fields(n)} }};" + _uses(n, "G<#>")
    ),
    "instances of a union of literals": lambda n: (
        f"type G<T> = T | {_literals(n)};{_uses(n, 'G<#>')}"
    ),
    "instances of a union of objects": lambda n: (
        f"type G<T> = {{ v: T }} | {' | '.join(f'{{ t: {k} }}' for k in range(n))};"
        + _uses(n, "G<#>")
    ),
    "instances of a tuple": lambda n: (
        f"type G<T> = [T, {', '.join(['string'] * n)}];{_uses(n, 'G<#>')}"
    ),
    "intersections in a chain": lambda n: (
        "export type T0 = { a: 1 };"
        + "".join(f"export type T{k} = T{k - 1} & {{ f{k}: 1 }};" for k in range(1, n))
    ),
    "interfaces in a chain": lambda n: (
        "export interface T0 { a: 1 }"
        + "".join(f"export interface T{k} extends T{k - 1} {{ f{k}: 1 }}" for k in range(1, n))
    ),
    "Omit in a chain": lambda n: (
        f"export interface T0 {{ {_fields(n)} }}"
        + "".join(f"export type T{k} = Omit<T{k - 1}, 'p{k}'>;" for k in range(1, n))
    ),
    "Exclude": lambda n: (
        f"type U = {_literals(n)};{_uses(n, chr(39).join(('Exclude<U, ', 'm#', '>')))}"
    ),
    "Partial": lambda n: f"interface B {{ {_fields(n)} }}{_uses(n, 'Partial<B & { own: # }>')}",
    "Pick": lambda n: f"interface B {{ {_fields(n)} }}{_uses(n, 'Pick<B, keyof B> & { own: # }')}",
    "Record": lambda n: f"type U = {_literals(n)};{_uses(n, 'Record<U, #>')}",
    "a mapped type": lambda n: f"type U = {_literals(n)};{_uses(n, '{ [K in U]: [K, #] }')}",
    "mapped types with names": lambda n: (
        f"type U = {_literals(n)};"
        + "".join(f"export type M{k} = {{ [K in U]: [K, {k}] }};" for k in range(n))
    ),
    "a mapped type of its own": lambda n: (
        f"interface B {{ {_fields(n)} }} type M<T, X> = {{ [K in keyof T]: [T[K], X] }};"
        + _uses(n, "M<B, #>")
    ),
    "spread tuples": lambda n: f"type T = [{', '.join(['string'] * n)}];{_uses(n, '[#, ...T]')}",
    "results of functions": lambda n: (
        f"declare function f<T>(x: T): {{ {_fields(n)} }};"
        f"interface G<T> {{ run: () => {{ v: T; {_fields(n)} }} }}"
        + _uses(n, "ReturnType<G<#>['run']>")
    ),
    "conditions": lambda n: (
        f"type C<T> = T extends string ? T : {{ v: T; {_fields(n)} }};{_uses(n, 'C<#>')}"
    ),
    "unions of unions": lambda n: f"type F<T> = T[] | [T, {_literals(n)}];{_uses(n, 'F<#>[]')}",
    "unions in a chain": lambda n: (
        "export type T0 = 'a';"
        + "".join(f"export type T{k} = T{k - 1} | 'x{k}';" for k in range(1, 4 * n))
    ),
    "aliases of a large union in unions": lambda n: (
        f"type U = {_literals(10 * n)};{_uses(n, chr(39).join(('U | ', 'y#', '')))}"
    ),
    "templates": lambda n: f"type U = {_literals(n)};{_uses(n, '`#-${U}`')}",
    "keys": lambda n: f"interface B {{ {_fields(n)} }}{_uses(n, 'keyof B | #')}",
    "members of a namespace": lambda n: (
        f"declare namespace N {{ interface B<T> {{ v: T; {_fields(n)} }} }}{_uses(n, 'N.B<#>')}"
    ),
}


def _parts(type_: Type) -> int:
    """The parts of a type; two literals count as one, as they do in the budget."""
    own = 0.5 if isinstance(type_, Literal) else 1
    return own + sum(map(_parts, children(type_)))  # type: ignore[return-value]


def _size(model: Model) -> float:
    return sum(
        1 + sum(1 + _parts(type_) for type_ in types_of(declaration))
        for declaration in model.declarations
    )


def _loaded(text: str) -> Loaded:
    return load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())


def _assert_bounded(text: str) -> Loaded:
    """The model is as large as its text and the budget, and what is plain stands."""
    loaded = _loaded(text + _PLAIN)
    assert loaded.model is not None, loaded.diagnostics
    # A part takes two bytes or more where it is written, and there each type has some for nothing.
    assert _size(loaded.model) <= len(text) / 2 + 4 * _MOST, text[:200]
    plain = next(
        declaration
        for declaration in loaded.model.declarations
        if isinstance(declaration, Interface) and declaration.id.path == ("Plain",)
    )
    assert [item.wire_name for item in plain.properties] == ["kept", "also", "list"]
    assert plain.properties[0].type == Primitive("string")
    assert "Opaque" not in repr(plain)
    return loaded


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_COPIED", _MOST)
    monkeypatch.setattr(budget, "MOST_READ_AGAIN", 10 * _MOST)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_repeated_has_a_budget(kind: str) -> None:
    loaded = _assert_bounded(KINDS[kind](80))
    told = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "RC206"]
    # One names what was too much, and whatever comes later is summed up.
    assert any(diagnostic.message.startswith("with '") for diagnostic in told), told
    assert all(diagnostic.span is not None for diagnostic in told)
    assert len(told) < 10


@pytest.mark.parametrize("seed", range(30))
def test_kinds_together_have_one_budget(seed: int) -> None:
    rand = random.Random(seed)
    texts = []
    for number, kind in enumerate(rand.sample(list(KINDS), k=3)):
        texts.append(f"export namespace N{number} {{ {KINDS[kind](rand.randint(20, 60))} }}")
    _assert_bounded("\n".join(texts))


@pytest.mark.parametrize("kind", KINDS)
def test_a_little_is_taken_without_a_word(kind: str) -> None:
    loaded = _loaded(KINDS[kind](8) + _PLAIN)
    assert not [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "RC206"]


@pytest.mark.parametrize("element", ["#", "'t#'", "#.5"])
def test_each_element_of_a_tuple_counts(element: str) -> None:
    """Each has a line of its own, where the literals of a union share some."""
    count = 100
    elements = ", ".join(element.replace("#", str(n)) for n in range(count))
    loaded = _assert_bounded(f"type T = [{elements}];{_uses(80, '[...T, #]')}")
    assert loaded.model is not None
    owner = next(d for d in loaded.model.declarations if d.id.path == ("A",))
    assert isinstance(owner, Interface)
    written = sum(isinstance(item.type, Tuple) for item in owner.properties)
    assert 1 < written <= 1 + _MOST // (count - budget.PLAIN_PARTS)


def test_a_base_stands_wherever_its_heirs_are() -> None:
    """What a declaration has itself is no copy, though its heirs have it already."""
    heirs = "".join(f"export interface H{k} extends B {{ k{k}: 1 }}" for k in range(80))
    loaded = _assert_bounded(f"{heirs} export interface B {{ {_fields(80)} }}")
    assert loaded.model is not None
    base = next(d for d in loaded.model.declarations if d.id.path == ("B",))
    assert isinstance(base, Interface)
    assert len(base.properties) == 80


def _documented(count: int, uses: int) -> dict[str, str]:
    """Specs that repeat a text of so many words at so many places."""
    text = f"/** {_words(count)} */"
    heirs = "".join(f"export interface H{n} extends B {{ h{n}: 1 }}" for n in range(uses))
    return {
        "of a property": f"interface B {{ {text} p: string }}{heirs}",
        "of why it is deprecated": (
            f"interface B {{ /** @deprecated {_words(count)} */ p: string }}{heirs}"
        ),
        "of a generic interface": f"{text} interface G<T> {{ v: T }}{_uses(uses, 'G<#>')}",
        "of a generic object type": f"{text} type G<T> = {{ v: T }};{_uses(uses, 'G<#>')}",
    }


@pytest.mark.parametrize("kind", _documented(1, 1))
def test_documentation_that_is_repeated_has_a_budget(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "_TEXT_LEFT", 1_000)
    text = _documented(200, 100)[kind] + _PLAIN
    loaded = _loaded(text)
    assert loaded.model is not None
    assert "Opaque" not in repr(loaded.model)
    # It is left out where it is too much, and stands where it is written.
    assert len(repr(loaded.model)) < 12 * len(text) + 400 * 200
    assert "word199" in repr(loaded.model)
    short = _documented(5, 4)[kind]
    assert repr(_loaded(short).model).count("word4") >= 4


@pytest.mark.parametrize(
    "base",
    [
        f"'{_words(1000)}': string",
        f"p: '{_words(1000)}'",
        f"p: {' | '.join(f'{chr(39)}{_words(100)}{n}{chr(39)}' for n in range(10))}",
    ],
    ids=["name", "literal", "literals"],
)
def test_long_texts_are_many_parts(base: str) -> None:
    heirs = "".join(f"export interface H{n} extends B {{ h{n}: 1 }}" for n in range(200))
    text = f"interface B {{ {base} }}{heirs}"
    loaded = _loaded(text + _PLAIN)
    assert loaded.model is not None
    assert len(repr(loaded.model)) < 20 * len(text) + 300 * 4 * _MOST
    assert [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "RC206"]


def test_notes_that_heirs_repeat_have_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each member that is no data is noted where it is written, and for some of the heirs."""
    monkeypatch.setattr(lift, "MOST_LEFT_OUT", 50)
    monkeypatch.setattr(budget, "MOST_COPIED", 10_000)
    noted: list[str] = []
    leave_out = lift.Lifter._leave_out

    def counted(lifter: lift.Lifter, description: str, span: Span | None) -> None:
        noted.append(description)
        leave_out(lifter, description, span)

    monkeypatch.setattr(lift.Lifter, "_leave_out", counted)
    count = 40
    heirs = (
        f"export declare class C{n} extends C{n - 1} {{ a{n}: 1; m{n}(): 1 }}\n"
        for n in range(1, count)
    )
    loaded = _loaded(f"export declare class C0 {{ a: 1; m0(): 1 }}\n{''.join(heirs)}")
    assert loaded.model is not None
    assert count + 50 == len(noted) < count * count / 2
    assert {f"the method m{n} of C{n}" for n in range(count)} <= {*noted}


def test_classes_that_inherit_too_much_leave_the_rest_of_a_file() -> None:
    """What is counted where the exports are looked for is told where it is declared."""
    members = " ".join(f"m{n}(): this;" for n in range(90))
    heirs = "".join(f"export declare class H{n} extends B {{ h: {n} }}\n" for n in range(400))
    plain = "export declare class Plain { kept: string; of(): 1 }\n"
    loaded = _loaded(f"declare class B {{ b: 1; {members} }}\n{plain}{heirs}")
    assert loaded.model is not None, loaded.diagnostics
    assert any(d.id.path == ("Plain",) and "kept" in repr(d) for d in loaded.model.declarations)
    told = [diagnostic for diagnostic in loaded.diagnostics if diagnostic.code == "RC206"]
    assert told[0].message.startswith("with 'H")
    assert len(told) < 10


def test_a_large_spec_is_written_out_if_it_is_asked_for() -> None:
    text = KINDS["heirs"](80)
    loaded = load_model(
        MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options(large=True)
    )
    assert loaded.model is not None
    assert "Opaque" not in repr(loaded.model)
    (told, *_) = [
        diagnostic for diagnostic in _loaded(text).diagnostics if diagnostic.code == "RC206"
    ]
    assert "--large" in (told.advice or "")


def test_what_is_inherited_is_one_object() -> None:
    """Whatever is worked out of a type is so once for all heirs, as it is known by its id."""
    heirs = "".join(f"export interface H{n} extends B {{ h{n}: 1 }}" for n in range(10))
    base = "u: R<string> | S<string>[]; y: M<G<1>>; w: [H1 | G<1>, G<number>]; x: H2[]"
    # The instances of R and S are one declaration, which all refer to in the end.
    generic = """
        interface K { a: 1; b: 2 }
        interface G<T> { v: T }
        type M<T> = T | readonly (T | G<T>)[];
        type R<T> = Omit<K, "a"> & { t: T };
        type S<T> = R<T>;
    """
    loaded = _loaded(f"{generic} interface B {{ {base} }} {heirs} export type P = Partial<B>;")
    assert loaded.model is not None
    types: dict[str, set[int]] = {}
    for declaration in loaded.model.declarations:
        for item in declaration.properties if isinstance(declaration, Interface) else ():
            if item.wire_name in "uwxy":
                types.setdefault(item.wire_name, set()).add(id(item.type))
    assert {name: len(ids) for name, ids in types.items()} == dict.fromkeys("uwxy", 1)
