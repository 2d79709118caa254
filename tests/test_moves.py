"""Fields that moved between objects: found after a random move, and not seen where none was."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from realtime_codegen.changes import ChangeReport, Version, compare
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles

WORDS = (
    *("amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "haven", "inlet", "jetty"),
    *("knoll", "ledge", "maple", "nook", "oasis", "pearl", "quarry", "ridge", "shoal", "tarn"),
)
TYPES = (
    "string",
    "number",
    "boolean",
    "'a' | 'b' | 'c'",
    "string[]",
    "{ from?: number; to?: number }",
)
COMMON = ("id", "name", "type_of", "status", "object")


@dataclass
class Tree:
    """An object type: fields with their types and comments, and the objects in it."""

    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    inner: dict[str, Tree] = field(default_factory=dict)

    def text(self) -> str:
        fields = (f"/** {doc} */ {name}?: {type_};" for name, (type_, doc) in self.fields.items())
        inner = (f"{name}?: {tree.text()};" for name, tree in self.inner.items())
        return f"{{ {' '.join((*fields, *inner))} }}"

    def copy(self) -> Tree:
        return Tree(dict(self.fields), {name: tree.copy() for name, tree in self.inner.items()})


class Maker:
    """Makes random objects, whose names are never used twice."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        pairs = [f"{one}_{other}" for one in WORDS for other in WORDS if one != other]
        self.names = self.random.sample(pairs, len(pairs))
        self.holders = self.random.sample(WORDS, len(WORDS))

    def name(self) -> str:
        return self.names.pop()

    def field(self) -> tuple[str, str]:
        words = (f"{self.random.choice(WORDS)}-{self.random.choice(WORDS)}" for _ in range(6))
        doc = " ".join(words)
        return self.random.choice(TYPES), doc

    def tree(self, size: int, depth: int = 1) -> Tree:
        tree = Tree({self.name(): self.field() for _ in range(size)})
        if depth:
            inner = range(self.random.randint(1, 2))
            tree.inner = {self.holders.pop(): self.tree(2, depth - 1) for _ in inner}
        return tree


def report(old: Tree, new: Tree) -> ChangeReport:
    versions = []
    for tree in (old, new):
        files = {f"{name}.d.ts": _spec(tree).encode() for name in ("a",)}
        loaded = load_model(MemoryFiles(files), "a.d.ts", Options())
        assert loaded.model is not None, loaded.diagnostics
        versions.append(Version.of(loaded.model, "a.d.ts"))
    return compare(*versions)


def _spec(tree: Tree) -> str:
    return (
        f"export interface Setup {{ type: 'setup'; body: {tree.text()} }}\n"
        "export interface Stop { type: 'stop'; reason?: string }\n"
        "export type ClientEvent = Setup | Stop;\n"
    )


def moves(report: ChangeReport) -> set[tuple[str, str]]:
    """The moves, as paths below `body`, wherever they were seen from."""
    seen = set()
    for change in report.of_kind("field-moved"):
        assert change.move is not None
        ends = (change.move.old_path, change.move.new_path)
        old, new = (tuple(name for name in path if name != "body") for path in ends)
        seen.add((".".join(old), ".".join(new)))
    return seen


def mutate(maker: Maker, tree: Tree, way: str) -> set[tuple[str, str]]:
    """Move fields of a tree in place; returns the old and new paths."""
    choose = maker.random
    if way == "out":
        holder = choose.choice(sorted(tree.inner))
        name = choose.choice(sorted(tree.inner[holder].fields))
        outer = choose.choice((name, f"{holder}_{name}"))
        tree.fields[outer] = tree.inner[holder].fields.pop(name)
        return {(f"{holder}.{name}", outer)}
    if way == "across":
        one = choose.choice(sorted(tree.inner))
        other = maker.holders.pop()
        tree.inner[other] = maker.tree(1, 0)
        name = choose.choice(sorted(tree.inner[one].fields))
        tree.inner[other].fields[name] = tree.inner[one].fields.pop(name)
        return {(f"{one}.{name}", f"{other}.{name}")}
    made: set[tuple[str, str]] = set()
    holder = maker.holders.pop()
    tree.inner[holder] = maker.tree(choose.randint(0, 1), 0)
    for name in choose.sample(sorted(tree.fields), choose.randint(1, 3)):
        tree.inner[holder].fields[name] = tree.fields.pop(name)
        made.add((name, f"{holder}.{name}"))
    return made


@pytest.mark.parametrize("way", ["into", "out", "across"])
@pytest.mark.parametrize("seed", range(12))
def test_a_field_that_moved_is_found(way: str, seed: int) -> None:
    maker = Maker(seed)
    old = maker.tree(5)
    new = old.copy()
    expected = mutate(maker, new, way)
    changes = report(old, new)
    assert moves(changes) == expected
    assert not list(changes.of_kind("field-removed"))


@pytest.mark.parametrize("seed", range(12))
def test_a_prefix_that_became_an_object_is_found(seed: int) -> None:
    maker = Maker(seed)
    old = maker.tree(3, 0)
    holder = maker.holders.pop()
    ends = [maker.name() for _ in range(maker.random.randint(1, 3))]
    new = old.copy()
    new.inner[holder] = Tree()
    for end in ends:
        old.fields[f"{holder}_{end}"] = new.inner[holder].fields[end] = maker.field()
    assert moves(report(old, new)) == {(f"{holder}_{end}", f"{holder}.{end}") for end in ends}


@pytest.mark.parametrize("seed", range(24))
def test_what_is_unrelated_is_no_move(seed: int) -> None:
    maker = Maker(seed)
    old = maker.tree(5)
    for name in maker.random.sample(COMMON, 3):
        old.fields[name] = maker.field()
        for inner in old.inner.values():
            inner.fields[name] = maker.field()
    new = old.copy()
    for name in maker.random.sample(sorted(new.fields), 4):
        del new.fields[name]
    new.fields[maker.name()] = maker.field()
    added = new.inner[maker.holders.pop()] = maker.tree(2, 0)
    # A name that every object has says nothing: what it holds is described otherwise.
    for name in maker.random.sample(COMMON, 2):
        added.fields[name] = maker.field()
    assert moves(report(old, new)) == set()


def test_of_two_places_that_are_equally_likely_none_is_chosen() -> None:
    old, new = Tree({"amber": ("string", "a")}), Tree()
    for holder in ("left", "right"):
        new.inner[holder] = Tree({"amber": ("string", "a")})
    changes = report(old, new)
    assert moves(changes) == set()
    assert [change.subject for change in changes.of_kind("field-removed")] == ["Setup.body.amber"]


def test_a_move_breaks_as_a_removal_does() -> None:
    old, new = (
        Tree({"amber": ("string", "a")}),
        Tree(inner={"left": Tree({"amber": ("string", "a")})}),
    )
    changes = report(old, new)
    assert changes.breaks
    (change,) = changes.of_kind("field-moved")
    assert change.move is not None
    assert 0.75 < change.move.confidence < 1
    assert change.subject == "Setup.body.amber"
