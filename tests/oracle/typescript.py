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
    literal,
)
from tests.tools.node import node_modules, run_node

__all__ = ["TYPESCRIPT", "Declared", "Oracle", "ask"]

TYPESCRIPT = "typescript@5.9.3"
_SCRIPT = Path(__file__).parent / "oracle.mjs"


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
    """The answer: declarations by file and line, their types in `graph`."""

    declarations: tuple[Declared, ...]
    graph: Graph
    files: int
    lines: int


def ask(entries: Sequence[Path]) -> list[Oracle]:
    """Ask the compiler about files, one answer each. Needs Node, and npm the first time."""
    modules = node_modules([TYPESCRIPT])
    text = run_node(_SCRIPT, *map(str, entries), modules=modules)
    return [_answer(answer) for answer in json.loads(text)]


def _answer(answer: Mapping[str, Any]) -> Oracle:
    graph = Graph()
    nodes = answer["nodes"]
    for _ in nodes:
        graph.reserve()
    for index, node in enumerate(nodes):
        graph.nodes[index] = _shape(node, nodes, graph)
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
    return Oracle(declarations, graph, len(answer["files"]), answer["lines"])


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
    props = tuple(
        (name, Prop(prop["t"], prop["optional"]))
        for name, prop in node["props"].items()
        # An optional property that can hold nothing can be left away.
        if not (prop["optional"] and nodes[prop["t"]] == {"k": "union", "m": []})
    )
    index = node["index"]
    if props or not index:
        return ObjectOf(props, node["name"])
    whole = [item for item in index if item["key"] == "string"]
    if whole:
        return MapOf(whole[0]["t"])
    values = tuple(item["t"] for item in index)
    return MapOf(values[0] if len(values) == 1 else graph.add(UnionOf(values)))


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
