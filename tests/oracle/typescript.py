"""What the TypeScript compiler says of declarations: `oracle.mjs`, run and read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.oracle.shapes import (
    UNKNOWN,
    Atom,
    Graph,
    ListOf,
    MapOf,
    ObjectOf,
    Prop,
    Shape,
    TupleOf,
    UnionOf,
    exact_literal,
    literal,
)
from tests.tools.node import node_modules, run_node

__all__ = ["TYPESCRIPT", "Declared", "Oracle", "ask"]

TYPESCRIPT = "typescript@5.9.3"
_SCRIPT = Path(__file__).parent / "oracle.mjs"
_AT_ONCE = 100
"""How many entries a process is asked about: of a thousand, a busy machine makes no end."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration, where it stands, and the node of its type (None: nothing of it is data)."""

    file: str
    path: tuple[str, ...]
    line: int
    kind: str
    exported: bool
    generic: bool
    node: int | None

    @property
    def name(self) -> str:
        """The path as TypeScript writes it."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Oracle:
    """The answer: declarations by file and line, their types in `graph`.

    `exact` has the same nodes with what no Python annotation can say. `errors` are those of
    the entry, if they were asked for, and `erring` the lines on which they are.
    """

    declarations: tuple[Declared, ...]
    graph: Graph
    exact: Graph
    files: int
    lines: int
    errors: tuple[str, ...] = ()
    erring: frozenset[int] = frozenset()


def ask(entries: Sequence[Path], *, errors: bool = False) -> list[Oracle]:
    """Ask the compiler about files, one answer each. Needs Node, and npm the first time."""
    modules = node_modules([TYPESCRIPT])
    asked = ["--errors"] if errors else []
    answers: list[Oracle] = []
    for start in range(0, len(entries), _AT_ONCE):
        some = map(str, entries[start : start + _AT_ONCE])
        text = run_node(_SCRIPT, *asked, *some, modules=modules)
        answers += map(_answer, json.loads(text))
    return answers


def _answer(answer: Mapping[str, Any]) -> Oracle:
    nodes = answer["nodes"]
    graph, exact = _graph(nodes, exact=False), _graph(nodes, exact=True)
    declarations = tuple(
        Declared(
            file=item["file"],
            path=tuple(item["path"]),
            line=item["line"],
            kind=item["kind"],
            exported=item["exported"],
            generic=item["generic"],
            node=item["node"],
        )
        for item in answer["declarations"]
    )
    return Oracle(
        declarations,
        graph,
        exact,
        len(answer["files"]),
        answer["lines"],
        (*answer["errors"],),
        frozenset(answer["erring"]),
    )


def _graph(nodes: Sequence[Mapping[str, Any]], *, exact: bool) -> Graph:
    graph = Graph()
    for _ in nodes:
        graph.reserve()
    for index, node in enumerate(nodes):
        shape = _exact_shape(node, nodes) if exact else None
        graph.nodes[index] = shape or _shape(node, nodes, graph)
    return graph


def _exact_shape(node: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]) -> Shape | None:
    """The shape of a node that has another one in a graph that is compared with Python."""
    match node["k"]:
        case "template" if node["v"] != "${string}":
            return Atom("template", node["v"])
        case "literal":
            return exact_literal(node["v"])
        case "infinite":
            return exact_literal(float(node["v"]))
        case "object" if node["index"]:
            # Of several index signatures a model has the one over all strings, or the first.
            index = next((i for i in node["index"] if i["key"] == "string"), node["index"][0])
            props = _props(node, nodes)
            if not props and index["key"] == "string":
                return MapOf(index["t"])
            return ObjectOf(props, node["name"], (index["key"], index["t"]))
        case _:
            return None


def _shape(node: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]], graph: Graph) -> Shape:
    match node["k"]:
        case "string" | "number" | "boolean" | "null" as name:
            return Atom(name)
        case "template":
            return Atom("string")
        case "unknown" | "defined":
            return UNKNOWN
        case "anyobject":
            anything = graph.add(UNKNOWN)
            return UnionOf((graph.add(ListOf(anything)), graph.add(MapOf(anything))))
        case "literal":
            return literal(node["v"])
        case "infinite":
            return literal(float(node["v"]))
        case "opaque":
            return Atom("unknown", opaque=f"{node['why']}: {node['text']}")
        case "array":
            return ListOf(node["e"])
        case "union":
            return UnionOf(tuple(member for member in node["m"]))
        case "tuple":
            return _tuple(node["items"], graph)
        case "object":
            return _object(node, nodes, graph)
        case other:
            raise ValueError(f"unknown shape {other!r}")


def _object(node: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]], graph: Graph) -> Shape:
    props = _props(node, nodes)
    index = node["index"]
    if props or not index:
        return ObjectOf(props, node["name"])
    whole = [item for item in index if item["key"] == "string"]
    if whole:
        return MapOf(whole[0]["t"])
    values = tuple(item["t"] for item in index)
    return MapOf(values[0] if len(values) == 1 else graph.add(UnionOf(values)))


def _props(
    node: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, Prop], ...]:
    """The properties, without optional ones that can hold nothing: they can be left away."""
    return tuple(
        (name, Prop(prop["t"], prop["optional"]))
        for name, prop in node["props"].items()
        if not (prop["optional"] and nodes[prop["t"]] == {"k": "union", "m": []})
    )


def _tuple(items: Sequence[Mapping[str, Any]], graph: Graph) -> Shape:
    """A tuple; optional elements make it a union of tuples of each length."""
    rest = [number for number, item in enumerate(items) if item["rest"]]
    if rest:
        (at,) = rest
        before = tuple(item["t"] for item in items[:at])
        after = tuple(item["t"] for item in items[at + 1 :])
        fewest = sum(not item["optional"] for item in items[:at])
        whole: list[Shape] = [TupleOf(before, items[at]["t"], after)]
        whole += [TupleOf(before[:length], None, ()) for length in range(fewest, len(before))]
    else:
        elements = tuple(item["t"] for item in items)
        fewest = sum(not item["optional"] for item in items)
        whole = [TupleOf(elements[:length]) for length in range(fewest, len(items) + 1)]
    if len(whole) == 1:
        return whole[0]
    return UnionOf(tuple(graph.add(shape) for shape in whole))
