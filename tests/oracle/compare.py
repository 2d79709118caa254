"""The proof of types: what TypeScript's compiler says against what the TypedDicts say.

    python -m tests.oracle.compare ENTRY.d.ts ...

generates a package of TypedDicts from each file and prints how its properties compare.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from realtime_codegen.model import DeclId, Model
from tests.oracle.introspect import Introspection, import_module
from tests.oracle.modelled import Modelled
from tests.oracle.shapes import (
    Graph,
    ObjectOf,
    Prop,
    Shape,
    classes,
    describe,
    differences,
    literals,
    normal,
    opaque_reasons,
)
from tests.oracle.typescript import Declared, Oracle, ask

__all__ = ["Comparison", "Mismatch", "compare", "compare_model", "table"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A property (or a whole alias) that differs; `at` is where the difference begins."""

    declaration: str
    property: str
    expected: str
    got: str
    at: str = ""

    def __str__(self) -> str:
        where = f"{self.declaration}.{self.property}" if self.property else self.declaration
        place = f" (at {self.at})" if self.at and self.at != where else ""
        return f"{where}{place}\n    TypeScript: {self.expected}\n    Python:     {self.got}"


@dataclass
class Comparison:
    """How a package compares with its declarations.

    `declarations` and `properties` count what the compiler says is exported or reached, generic
    declarations aside; an alias of something else than an object counts as one property.
    `opaque` properties agree, but the type is one that JSON has no form for. `causes` are the
    places where the differences of the `mismatches` begin, each once.
    """

    entry: str = ""
    declarations: int = 0
    properties: int = 0
    matched: int = 0
    opaque: dict[str, str] = field(default_factory=dict)
    mismatches: list[Mismatch] = field(default_factory=list)
    causes: list[Mismatch] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    lines: int = 0
    seconds: float = 0.0
    mebibytes: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether everything agrees."""
        return not self.mismatches and not self.missing and self.matched == self.properties

    def report(self, most: int = 40) -> str:
        """The differences as text, those that cause others first."""
        lines = [f"{self.entry}: {self.matched} of {self.properties} properties agree"]
        lines += [f"missing: {name}" for name in self.missing[:most]]
        lines += [str(cause) for cause in self.causes[:most]]
        if len(self.causes) > most:
            lines.append(f"... and {len(self.causes) - most} more")
        return "\n".join(lines)


def joined(declared: Declared) -> str:
    """The Python name of a declaration as the design has it: the path, joined."""
    return "".join(declared.path)


def compare(
    oracle: Oracle, module: ModuleType, name: Callable[[Declared], str | None] = joined
) -> Comparison:
    """Compare what the compiler says with a module of TypedDicts.

    `name` gives a declaration's Python name, or None where it is known to have none: a
    declaration that is only reached, never exported, may be written in place.
    """
    graph = Graph(list(oracle.graph.nodes))
    python = Introspection(module, graph)

    def node(declared: Declared) -> int | None:
        called = name(declared)
        return None if called is None else python.node(called)

    return _compared(oracle, graph, node)


def compare_model(
    oracle: Oracle, model: Model, name: Callable[[Declared], DeclId | None]
) -> Comparison:
    """Compare what the compiler says with a model, which says more than Python's types can."""
    graph = Graph(list(oracle.exact.nodes))
    modelled = Modelled(model, graph)

    def node(declared: Declared) -> int | None:
        id_ = name(declared)
        return None if id_ is None else modelled.node(id_)

    return _compared(oracle, graph, node)


def _compared(
    oracle: Oracle, graph: Graph, node_of: Callable[[Declared], int | None]
) -> Comparison:
    result = Comparison(lines=oracle.lines)
    pairs: list[tuple[Declared, int, int]] = []
    for declared in oracle.declarations:
        if declared.generic or declared.node is None:
            continue
        node = node_of(declared)
        if node is not None:
            pairs.append((declared, declared.node, node))
        elif declared.exported:
            result.missing.append(f"{declared.name} ({declared.file}:{declared.line})")
        else:
            result.unnamed.append(f"{declared.name} ({declared.file}:{declared.line})")

    nodes = graph.nodes
    numbers = classes(nodes)
    seen: set[tuple[int, int]] = set()
    result.declarations = len(pairs) + len(result.missing)
    result.properties = len(result.missing)
    for declared, expected, got in pairs:
        _declaration(result, declared, nodes, numbers, expected, got, seen)
    return result


def _only_object(nodes: Sequence[Shape], index: int) -> ObjectOf | None:
    form = normal(nodes, index)
    if form.atoms or len(form.structured) != 1 or not isinstance(form.structured[0], ObjectOf):
        return None
    return form.structured[0]


def _declaration(
    result: Comparison,
    declared: Declared,
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    expected: int,
    got: int,
    seen: set[tuple[int, int]],
) -> None:
    left, right = _only_object(nodes, expected), _only_object(nodes, got)
    if left is None or right is None:
        result.properties += 1
        agree = _agree(result, declared, "", nodes, numbers, expected, got)
        if not agree:
            result.causes += _causes(nodes, numbers, declared, "", expected, got, seen)
        return
    mine, other = dict(left.props), dict(right.props)
    for key in {**mine, **other}:
        a, b = mine.get(key), other.get(key)
        result.properties += 1
        if a is None or b is None or a.optional != b.optional:
            said, actual = _prop(nodes, a), _prop(nodes, b)
            mismatch = Mismatch(declared.name, key, said, actual)
            result.mismatches.append(mismatch)
            result.causes.append(mismatch)
        elif not _agree(result, declared, key, nodes, numbers, a.type, b.type):
            result.causes += _causes(nodes, numbers, declared, key, a.type, b.type, seen)


def _agree(
    result: Comparison,
    declared: Declared,
    key: str,
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    expected: int,
    got: int,
) -> bool:
    open_literals = literals(nodes, expected)
    same = numbers[expected] == numbers[got]
    if same and open_literals and open_literals != literals(nodes, got):
        same = False
    if same:
        result.matched += 1
        for reason in sorted(opaque_reasons(nodes, expected)):
            result.opaque[f"{declared.name}.{key}".rstrip(".")] = reason
    else:
        said, actual = describe(nodes, expected), describe(nodes, got)
        result.mismatches.append(Mismatch(declared.name, key, said, actual))
    return same


def _causes(
    nodes: Sequence[Shape],
    numbers: Sequence[int],
    declared: Declared,
    key: str,
    expected: int,
    got: int,
    seen: set[tuple[int, int]],
) -> list[Mismatch]:
    where = f"{declared.name}.{key}".rstrip(".")
    if numbers[expected] == numbers[got]:
        return [Mismatch(declared.name, key, _hints(nodes, expected), _hints(nodes, got), where)]
    return [
        Mismatch(declared.name, key, said, actual, at)
        for at, said, actual in differences(nodes, numbers, expected, got, where, seen)
    ]


def _hints(nodes: Sequence[Shape], index: int) -> str:
    return " | ".join(["string", *sorted(str(atom) for atom in literals(nodes, index))])


def _prop(nodes: Sequence[Shape], prop: Prop | None) -> str:
    if prop is None:
        return "no such property"
    return ("optional " if prop.optional else "required ") + describe(nodes, prop.type, 1)


def table(rows: Sequence[Comparison]) -> str:
    """The comparisons as a Markdown table."""
    heads = (
        "file, lines, declarations, properties, matched, of these opaque, unmatched, seconds, MiB"
    )
    columns = heads.split(", ")
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for row in rows:
        reasons = sorted({reason.partition(":")[0] for reason in row.opaque.values()})
        opaque = f"{len(row.opaque)}" + (f" ({', '.join(reasons)})" if reasons else "")
        lines.append(
            f"| {row.entry} | {row.lines:,} | {row.declarations:,} | {row.properties:,} "
            f"| {row.matched:,} | {opaque} | {row.properties - row.matched} "
            f"| {row.seconds:.2f} | {row.mebibytes:.0f} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Generate, compare, print; 0 where everything agrees."""
    from tests.oracle.generate import generate

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", type=Path, nargs="+")
    results = []
    for path in parser.parse_args(arguments).entries:
        entry = path.resolve()
        with tempfile.TemporaryDirectory() as folder:
            made = generate(entry, Path(folder), "compared")
            (oracle,) = ask([entry])
            result = compare(oracle, import_module(Path(folder), "compared"), made.name)
        result.entry = str(path)
        result.seconds, result.mebibytes = made.seconds, made.mebibytes
        results.append(result)
    reports = [result.report() for result in results if not result.complete]
    sys.stdout.write("\n".join([table(results), *reports]) + "\n")
    return 0 if all(result.complete for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
