"""One written place is one class, however many computations lead to it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from realtime_codegen.frontend.resolve.sharing import Groups, of_same_places
from realtime_codegen.model import (
    UNKNOWN,
    Array,
    Declaration,
    DeclId,
    Interface,
    Map,
    Model,
    Property,
    Ref,
    Tuple,
    Type,
    Union,
)
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles, Span
from tests.tools.night import share


def _model(text: str) -> Model:
    loaded = load_model(MemoryFiles({"input.d.ts": text.encode()}), "input.d.ts", Options())
    assert loaded.model is not None
    return loaded.model


# --------------------------------------------------------- equal declarations, the slow way


def _called(type_: Type, names: dict[DeclId, object]) -> object:
    match type_:
        case Ref(id=id_):
            return ("ref", names.get(id_, id_))
        case Array(element):
            return ("array", _called(element, names))
        case Map(key, value):
            return ("map", _called(key, names), _called(value, names))
        case Tuple(items):
            return ("tuple", *((_called(i.type, names), i.optional, i.rest) for i in items))
        case Union(members):
            return ("union", *dict.fromkeys(_called(member, names) for member in members))
        case _:
            return type_


def _is_named(id_: DeclId) -> bool:
    return not any(segment[0] in ".<" for segment in id_.path)


def _key(interface: Interface, names: dict[DeclId, object]) -> object:
    return (
        tuple(
            (replace(p, type=UNKNOWN), p.span, _called(p.type, names)) for p in interface.properties
        ),
        interface.index is not None and _called(interface.index, names),
    )


def _twins(model: Model) -> list[list[str]]:
    """Groups of interfaces without a name of their own that are equal and from one place."""
    anonymous = [
        declaration
        for declaration in model.declarations
        if isinstance(declaration, Interface)
        and not _is_named(declaration.id)
        and declaration.properties
    ]
    assert all(item.span is not None for inner in anonymous for item in inner.properties)
    names: dict[DeclId, object] = dict.fromkeys((id_.id for id_ in anonymous), 0)
    count = 0
    while True:
        groups: dict[object, list[DeclId]] = {}
        for inner in anonymous:
            groups.setdefault(_key(inner, names), []).append(inner.id)
        if len(groups) == count:
            return [list(map(str, group)) for group in groups.values() if len(group) > 1]
        count = len(groups)
        names = {id_: place for place, group in enumerate(groups.values()) for id_ in group}


_LEAVES = (
    "string",
    "number",
    "{ deep: { n: number } }",
    "{ l: string }[]",
    "Base0",
    "unknown",
    "Record<'x' | 'y', 1>",
)


def _spec(seed: int) -> str:
    """Declarations that reach each other through every computation that copies."""
    random_ = random.Random(seed)
    count = random_.randint(2, 5)

    def part(depth: int = 0) -> str:
        name = f"Base{random_.randrange(count)}"
        generic = f"Gen{random_.randrange(3)}"
        kinds = [
            lambda: name,
            lambda: f"Omit<{part(depth + 1)}, 'k{random_.randrange(4)}'>",
            lambda: f"Pick<{name}, 'k0' | 'k{random_.randrange(4)}'>",
            lambda: f"Partial<{part(depth + 1)}>",
            lambda: f"({part(depth + 1)} & {{ own{random_.randrange(3)}: {name} }})",
            lambda: f"({part(depth + 1)} & {name})",
            lambda: f"{generic}<{random_.choice(_LEAVES)}>",
            lambda: f"{generic}<{part(depth + 1)}>",
            lambda: f"({part(depth + 1)} | {part(depth + 1)})[]",
            lambda: f"Record<'r0' | 'r{random_.randrange(3)}', {part(depth + 1)}>",
        ]
        return random_.choice(kinds if depth < 2 else kinds[:1])()

    lines = []
    for n in range(count):
        keys = " ".join(
            f"k{k}{random_.choice(['', '?'])}: {random_.choice([part(), *_LEAVES])};"
            for k in range(4)
        )
        lines.append(f"export interface Base{n} {{ {keys} }}")
    for n in range(3):
        own = random_.choice(["v: T;", "", "v?: T[];"])
        lines.append(
            f"type Gen{n}<T> = {{ {own} fixed: {{ a: {{ b: string }} }}; more: {part()} }};"
        )
    uses = " ".join(f"u{n}: {part()};" for n in range(12))
    lines.append(f"export interface Uses {{ {uses} }}")
    return "\n".join(lines)


@pytest.mark.parametrize("start", range(0, 200, 40))
def test_no_two_declarations_are_the_same_written_type(start: int) -> None:
    for seed in range(start, start + share(40)):
        text = _spec(seed)
        assert _twins(_model(text)) == [], text


WAYS = {
    "Omit of a key that differs": "Omit<Node, 'none{n}'>",
    "an intersection with what adds nothing": "Node & {{}}",
    "an instance whose argument is not used": "Boxed<'{n}'>",
    "an intersection inside a mapped type": "{{ [K in 'a{n}']: Node & Other }}['a{n}']",
    "an intersection of instances": "Boxed<'{n}'> & Other",
    "lists inside an intersection": "(Node & Other)['list']",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_place_is_one_class_however_often_it_is_used(way: str) -> None:
    def classes(count: int) -> int:
        uses = " ".join(f"x{n}: {way.format(n=n)};" for n in range(count))
        model = _model(
            "type OrBySize<T> = T | Partial<Record<'xs' | 'xl', T>>;\n"
            "interface Node { a: { b: { c: string } }; list: { d: number }[]; next?: Node;\n"
            "  size: OrBySize<number>; sizes: OrBySize<string>[]; ids: Record<'x' | 1, Other> }\n"
            "interface Other { a: { z: string }; list: { y: number }[] }\n"
            "interface Boxed<T> { inner: { a: { c: string } }; never?: { [K in T as never]: 1 } }\n"
            f"export interface Uses {{ {uses} }}\n"
        )
        return len(model.declarations)

    assert classes(40) == classes(2)


def test_types_that_the_spec_names_stay_apart() -> None:
    text = (
        "export interface A { a: { b: string } } export interface B extends A {}\n"
        "export type C = Omit<A, 'none'>; export type D = A & {};\n"
        "export interface Uses { a: A; b: B; c: C; d: Omit<A, 'other'> }"
    )
    model = _model(text)
    names = {str(declaration.id) for declaration in model.declarations}
    assert {"A", "B", "C", "D", "Uses", "A.a"} <= names


def test_equal_types_of_two_places_stay_apart() -> None:
    model = _model("export interface Uses { a: { v: string }; b: { v: string } }")
    assert {str(declaration.id) for declaration in model.declarations} == {
        "Uses",
        "Uses.a",
        "Uses.b",
    }


# ---------------------------------------------------------------------- near-linear work


def _chain(count: int) -> Iterator[Declaration]:
    """Copies of one place, each of which refers to the next: no two are equal."""
    place = Span("input.d.ts", 1, 1, 1, 2)
    for n in range(count):
        to: Type = (
            Ref(DeclId("m", ("A", f".{n + 1}"))) if n + 1 < count else Ref(DeclId("m", ("E",)))
        )
        yield Interface(DeclId("m", ("A", f".{n}")), (Property("next", to, span=place),))


def _ring(count: int) -> Iterator[Declaration]:
    """The same in a ring: all are equal."""
    place = Span("input.d.ts", 1, 1, 1, 2)
    for n in range(count):
        to = Ref(DeclId("m", ("A", f".{(n + 1) % count}")))
        yield Interface(DeclId("m", ("A", f".{n}")), (Property("next", to, span=place),))


def _tree(count: int) -> Iterator[Declaration]:
    """The same in a tree: those of one height are equal."""
    place = Span("input.d.ts", 1, 1, 1, 2)
    for n in range(1, count):
        to = Ref(DeclId("m", ("A", f".{n // 2}" if n > 1 else ".end")))
        yield Interface(DeclId("m", ("A", f".{n}")), (Property("next", to, span=place),))


def _counted(declarations: Sequence[Declaration]) -> tuple[int, int]:
    groups = Groups(of_same_places(declarations))
    return len(groups.divided()), groups.steps


@pytest.mark.parametrize(
    ("made", "expected"), [(_chain, 1024), (_ring, 1), (_tree, 10)], ids=["chain", "ring", "tree"]
)
def test_the_work_is_near_linear(made: object, expected: int) -> None:
    assert callable(made)
    count, small = _counted(list(made(1024)))
    assert count == expected
    _, large = _counted(list(made(8192)))
    assert large <= 16 * small


def test_a_type_without_a_parameter_is_one_object_in_all_instances() -> None:
    """What instances repeat costs little where their arguments do not matter."""
    model = _model(
        "interface Of<T> { same: ('a' | Other | null)[]; mine: T | null; both: (T | 'x')[] }"
        "interface Other { o: 1 }"
        "export interface Holder { one: Of<string>; two: Of<number> } export {};"
    )
    one, two = (d for d in model.declarations if d.id.path[0] == "Of")
    assert isinstance(one, Interface)
    assert isinstance(two, Interface)
    pairs = zip(one.properties, two.properties, strict=True)
    assert [(a.wire_name, a.type is b.type, a.type == b.type) for a, b in pairs] == [
        ("same", True, True),
        ("mine", False, False),
        ("both", False, False),
    ]


_COMPUTED = ("Omit<B, 'a'>", "Pick<B, 'b' | 'c'>", "{ x: B } & { y: 1 }", "Required<B>['c']")


@pytest.mark.parametrize("computed", _COMPUTED)
@pytest.mark.parametrize("depth", range(1, 5))
def test_the_name_in_a_namespace_stands_for_what_is_computed_elsewhere(
    computed: str, depth: int
) -> None:
    """A name of the spec stays, however many namespaces it is in, and however short a place is."""
    opened = "".join(f"namespace N{number} {{ " for number in range(depth))
    model = _model(
        "interface B { a: string; b?: number; c?: { d: 1; e: { f: 2 } } }"
        f"export interface X {{ c: {computed}; d: {{ e: {computed} }} }}"
        f"export declare {opened} export type R = {computed}; {'}' * depth}"
    )
    names = [str(item.id) for item in model.declarations]
    assert ".".join([*(f"N{number}" for number in range(depth)), "R"]) in names
