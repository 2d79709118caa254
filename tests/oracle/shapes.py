"""Types as a graph, in one form for what TypeScript and what Python say of them.

A graph's nodes are shapes that refer to other nodes by index, so recursive types are cycles.
Two types are equal where their graphs are: `classes` puts the nodes of a graph into classes of
equal structure (the coarsest bisimulation, found by refinement), which makes names, aliases and
the order of union members disappear.

What the form does not tell apart: `any`, `unknown`, `{}` and an object type without properties.
In a graph that is compared with Python, where no annotation can, neither a template literal and
`string`, a literal with a fraction and `number`, an index signature beside properties and none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias, assert_never

__all__ = [
    "UNKNOWN",
    "Atom",
    "Graph",
    "ListOf",
    "MapOf",
    "Normal",
    "ObjectOf",
    "Prop",
    "Shape",
    "TupleOf",
    "UnionOf",
    "classes",
    "describe",
    "differences",
    "exact_literal",
    "literal",
    "literals",
    "normal",
    "opaque_reasons",
]


@dataclass(frozen=True, slots=True)
class Atom:
    """A primitive (`string`, `number`, `boolean`, `null`, `unknown`) or a literal."""

    name: str
    value: str | float | bool | None = None
    opaque: str | None = None
    """Why an `unknown` stands for a type that JSON has no form for."""

    def __str__(self) -> str:
        return repr(self.value) if self.name.startswith("literal") else self.name


UNKNOWN = Atom("unknown")


def literal(value: str | float | bool) -> Atom:
    """A literal's atom: `1` and `1.0` are one, `True` is another, `1.5` is just a number."""
    atom = exact_literal(value)
    fraction = atom.name == "literal number" and not float(value).is_integer()
    return Atom("number") if fraction else atom


def exact_literal(value: str | float | bool) -> Atom:
    """A literal's atom, also of a fraction."""
    if isinstance(value, bool):
        return Atom("literal boolean", value)
    if isinstance(value, str):
        return Atom("literal string", value)
    return Atom("literal number", float(value))


@dataclass(frozen=True, slots=True)
class ListOf:
    element: int


@dataclass(frozen=True, slots=True)
class TupleOf:
    """A tuple: fixed elements, then any number of `rest`, then fixed elements again."""

    before: tuple[int, ...]
    rest: int | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MapOf:
    value: int


@dataclass(frozen=True, slots=True)
class Prop:
    type: int
    optional: bool


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """An object type with its index signature by the pattern of its keys; `name` is for reports."""

    props: tuple[tuple[str, Prop], ...]
    name: str = field(default="", compare=False)
    index: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class UnionOf:
    members: tuple[int, ...]


Shape: TypeAlias = Atom | ListOf | TupleOf | MapOf | ObjectOf | UnionOf


@dataclass
class Graph:
    """Nodes by index; a node may be reserved first and filled in later."""

    nodes: list[Shape] = field(default_factory=list)

    def add(self, shape: Shape) -> int:
        """Add a node; its index."""
        self.nodes.append(shape)
        return len(self.nodes) - 1

    def reserve(self) -> int:
        """A node whose shape follows."""
        return self.add(UNKNOWN)


# A node's normal form: atoms, and structured alternatives.
_Structured: TypeAlias = ListOf | TupleOf | MapOf | ObjectOf


@dataclass(frozen=True, slots=True)
class Normal:
    """A type as a set of alternatives: no unions in unions, nothing that another includes."""

    atoms: frozenset[Atom]
    structured: tuple[_Structured, ...]


def normal(nodes: Sequence[Shape], index: int) -> Normal:
    """The normal form of a node."""
    atoms: set[Atom] = set()
    structured: dict[_Structured, None] = {}
    seen: set[int] = set()

    def collect(node: int) -> None:
        if node in seen:
            return
        seen.add(node)
        shape = nodes[node]
        match shape:
            case UnionOf(members):
                for member in members:
                    collect(member)
            case Atom():
                atoms.add(Atom(shape.name, shape.value))
            case ObjectOf(props=(), index=None):
                atoms.add(UNKNOWN)
            case ListOf() | TupleOf() | MapOf() | ObjectOf():
                structured[shape] = None
            case _:
                assert_never(shape)

    collect(index)
    if UNKNOWN in atoms:
        return Normal(frozenset({UNKNOWN}), ())
    if {literal(True), literal(False)} <= atoms:
        atoms.add(Atom("boolean"))
    for name in ("string", "number", "boolean"):
        if Atom(name) in atoms:
            atoms = {atom for atom in atoms if atom.name != f"literal {name}"}
    if Atom("string") in atoms:
        atoms = {atom for atom in atoms if atom.name != "template"}
    atoms -= _matched(atoms)
    return Normal(frozenset(atoms), tuple(structured))


def _matched(atoms: set[Atom]) -> set[Atom]:
    """The texts that a template beside them matches: the compiler drops them, now and then."""
    templates = [_hole(str(atom.value)) for atom in atoms if atom.name == "template"]
    texts = [atom for atom in atoms if atom.name == "literal string"] if templates else []
    return {text for text in texts if any(one.fullmatch(str(text.value)) for one in templates)}


_NUMBER = (
    r"\s*(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
    r"|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)\s*|\s+"
)
"""What JavaScript makes a number of: white space is 0."""


@cache
def _hole(template: str) -> re.Pattern[str]:
    """The texts of a template of strings, or of one number; one with other holes matches none."""
    of_number = template.count("${") == 1 and "${number}" in template
    hole, inside = ("${number}", f"(?:{_NUMBER})") if of_number else ("${string}", ".*")
    if "${" in template.replace(hole, ""):
        return re.compile("(?!)")
    return re.compile(inside.join(map(re.escape, template.split(hole))), re.DOTALL)


def _children(shape: _Structured) -> tuple[object, tuple[int, ...]]:
    """What a shape is apart from its children, and its children."""
    match shape:
        case ListOf(element):
            return "list", (element,)
        case MapOf(value):
            return "map", (value,)
        case TupleOf(before, rest, after):
            kinds = ("tuple", len(before), rest is not None, len(after))
            return kinds, (*before, *([] if rest is None else [rest]), *after)
        case ObjectOf(props, index=index):
            ordered = sorted(props)
            keys = tuple((name, prop.optional) for name, prop in ordered)
            types = tuple(prop.type for _, prop in ordered)
            if index is None:
                return ("object", keys), types
            return ("object", keys, index[0]), (*types, index[1])
        case _:
            assert_never(shape)


def classes(nodes: Sequence[Shape]) -> list[int]:
    """For each node the number of its class: equal numbers mean equal types.

    Only classes with a node that refers to one whose class was split are looked at again, and
    the largest part of a class keeps its number.
    """
    forms = [normal(nodes, index) for index in range(len(nodes))]
    parts = [(form.atoms, [_children(shape) for shape in form.structured]) for form in forms]
    parents: list[set[int]] = [set() for _ in nodes]
    for index, (_, structured) in enumerate(parts):
        for _, children in structured:
            for child in children:
                parents[child].add(index)
    current = [0] * len(nodes)
    members = [set(range(len(nodes)))]
    dirty = {0}
    while dirty:
        moved: list[int] = []
        renumbered: list[tuple[int, list[list[int]]]] = []
        for number in sorted(dirty):
            split: dict[object, list[int]] = {}
            for index in members[number]:
                atoms, structured = parts[index]
                key = (
                    atoms,
                    frozenset(
                        (kind, tuple(current[child] for child in children))
                        for kind, children in structured
                    ),
                )
                split.setdefault(key, []).append(index)
            if len(split) > 1:
                largest = max(split.values(), key=len)
                renumbered.append((number, [part for part in split.values() if part != largest]))
        for number, others in renumbered:
            for part in others:
                members[number].difference_update(part)
                for index in part:
                    current[index] = len(members)
                members.append(set(part))
                moved += part
        affected = {current[parent] for index in moved for parent in parents[index]}
        dirty = {number for number in affected if len(members[number]) > 1}
    return current


def literals(nodes: Sequence[Shape], index: int) -> frozenset[Atom]:
    """The string literals beside an open `string`, in a type and in the lists in it.

    Those that a template beside them matches say nothing more.
    """
    texts: set[Atom] = set()
    seen: set[int] = set()

    def collect(node: int) -> None:
        if node in seen:
            return
        seen.add(node)
        shape = nodes[node]
        match shape:
            case UnionOf(members):
                for member in members:
                    collect(member)
            case Atom(name="literal string" | "template"):
                texts.add(Atom(shape.name, shape.value))
            case ListOf(element):
                collect(element)
            case _:
                pass

    collect(index)
    said = texts - _matched(texts)
    return frozenset(text for text in said if text.name != "template")


def opaque_reasons(nodes: Sequence[Shape], index: int) -> frozenset[str]:
    """Why parts of a type are opaque; the properties of objects in it speak for themselves."""
    reasons: set[str] = set()
    seen: set[int] = set()

    def collect(node: int) -> None:
        if node in seen:
            return
        seen.add(node)
        shape = nodes[node]
        match shape:
            case Atom(opaque=str(reason)):
                reasons.add(reason)
            case UnionOf(members):
                for member in members:
                    collect(member)
            case ListOf() | MapOf() | TupleOf():
                for child in _children(shape)[1]:
                    collect(child)
            case _:
                pass

    collect(index)
    return frozenset(reasons)


# ----------------------------------------------------------------------------- reports


_LONGEST = 4_000
"""The most characters that a type's text has; a syntax tree would have billions."""


def describe(nodes: Sequence[Shape], index: int, depth: float = 2) -> str:
    """A type in canonical text: objects written out to a depth, lists to four times as deep."""
    return _Texts(nodes).of(index, depth)


class _Texts:
    """The texts of a graph's types, each made once for a depth: lists may lead back to it."""

    def __init__(self, nodes: Sequence[Shape]) -> None:
        self.nodes = nodes
        self.known: dict[tuple[int, float], str] = {}

    def of(self, index: int, depth: float) -> str:
        """The text of a node."""
        if (text := self.known.get((index, depth))) is None:
            form = normal(self.nodes, index)
            words = sorted(str(atom) for atom in form.atoms)
            words += sorted(self.of_shape(shape, depth) for shape in form.structured)
            text = " | ".join(dict.fromkeys(words)) or "never"
            text = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
            self.known[index, depth] = text
        return text

    def of_shape(self, shape: _Structured, depth: float) -> str:
        """The text of one form."""

        def inner(index: int) -> str:
            return self.of(index, depth - 0.25)

        match shape:
            case ObjectOf(props, name, index):
                if depth <= 0:
                    return "{" + (name[:40] or "...") + "}"
                items = (
                    f"{key}{'?' if prop.optional else ''}: {self.of(prop.type, depth - 1)}"
                    for key, prop in sorted(props)
                )
                more = [] if index is None else [f"[{index[0]}]: {inner(index[1])}"]
                return "{" + "; ".join([*items, *more]) + "}"
            case _ if depth <= -1:
                return "..."
            case ListOf(element):
                return f"[{inner(element)}]"
            case MapOf(value):
                return "{*: " + inner(value) + "}"
            case TupleOf(before, rest, after):
                words = [inner(item) for item in before]
                words += [] if rest is None else ["..." + inner(rest)]
                words += [inner(item) for item in after]
                return "(" + ", ".join(words) + ",)"
            case _:
                assert_never(shape)


def differences(
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    expected: int,
    got: int,
    path: str,
    seen: set[tuple[int, int]],
) -> Iterator[tuple[str, str, str]]:
    """Where two types that differ begin to differ: (path, expected, got), nearest causes only.

    `seen` holds pairs that were looked at before; sharing it among calls reports each cause once.
    """
    if numbers[expected] == numbers[got] or (expected, got) in seen:
        return
    seen.add((expected, got))
    left, right = normal(nodes, expected), normal(nodes, got)
    if left.atoms != right.atoms:
        yield path, describe(nodes, expected, 1), describe(nodes, got, 1)
        return
    known = {_number(shape, numbers) for shape in right.structured}
    missing = [shape for shape in left.structured if _number(shape, numbers) not in known]
    known = {_number(shape, numbers) for shape in left.structured}
    extra = [shape for shape in right.structured if _number(shape, numbers) not in known]
    if len(missing) != len(extra):
        yield path, describe(nodes, expected, 1), describe(nodes, got, 1)
        return
    for shape in missing:
        partner = max(extra, key=lambda other: _likeness(shape, other))
        extra.remove(partner)
        yield from _between(nodes, numbers, shape, partner, path, seen)


def _number(shape: _Structured, numbers: Sequence[int]) -> object:
    kind, children = _children(shape)
    return kind, tuple(numbers[child] for child in children)


def _likeness(left: _Structured, right: _Structured) -> float:
    if type(left) is not type(right):
        return -1
    if isinstance(left, ObjectOf) and isinstance(right, ObjectOf):
        mine, other = {name for name, _ in left.props}, {name for name, _ in right.props}
        return len(mine & other) / max(1, len(mine | other))
    return 1


def _between(
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    left: _Structured,
    right: _Structured,
    path: str,
    seen: set[tuple[int, int]],
) -> Iterator[tuple[str, str, str]]:
    match left, right:
        case ObjectOf(mine, index=one), ObjectOf(other, index=another):
            yield from _between_objects(nodes, numbers, dict(mine), dict(other), path, seen)
            yield from _between_indexes(nodes, numbers, one, another, path)
        case ListOf(mine), ListOf(other):
            yield from differences(nodes, numbers, mine, other, f"{path}[]", seen)
        case MapOf(mine), MapOf(other):
            yield from differences(nodes, numbers, mine, other, f"{path}{{}}", seen)
        case _:
            texts = _Texts(nodes)
            yield path, texts.of_shape(left, 1), texts.of_shape(right, 1)


def _between_objects(
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    left: Mapping[str, Prop],
    right: Mapping[str, Prop],
    path: str,
    seen: set[tuple[int, int]],
) -> Iterator[tuple[str, str, str]]:
    for name in {**left, **right}:
        mine, other = left.get(name), right.get(name)
        inner = f"{path}.{name}"
        if mine is None or other is None or mine.optional != other.optional:
            yield inner, _describe_prop(nodes, mine), _describe_prop(nodes, other)
        else:
            yield from differences(nodes, numbers, mine.type, other.type, inner, seen)


def _between_indexes(
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    left: tuple[str, int] | None,
    right: tuple[str, int] | None,
    path: str,
) -> Iterator[tuple[str, str, str]]:
    said = [
        "no index signature" if index is None else f"[{index[0]}]: {describe(nodes, index[1], 1)}"
        for index in (left, right)
    ]
    keys = [None if index is None else (index[0], numbers[index[1]]) for index in (left, right)]
    if keys[0] != keys[1]:
        yield f"{path}[]", said[0], said[1]


def _describe_prop(nodes: Sequence[Shape], prop: Prop | None) -> str:
    if prop is None:
        return "no such property"
    return ("optional " if prop.optional else "required ") + describe(nodes, prop.type, 1)
