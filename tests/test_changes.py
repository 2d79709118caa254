"""Comparing specs: the cases of `changes/`, and what holds for every comparison."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from realtime_codegen.changes import ChangeReport, Level, Version, compare
from realtime_codegen.changes.as_json import to_json
from realtime_codegen.changes.as_markdown import to_markdown
from realtime_codegen.changes.github import to_commands
from realtime_codegen.changes.judge import judged
from realtime_codegen.changes.meaning import Meaning
from realtime_codegen.changes.proofs import Proofs
from realtime_codegen.changes.report import Change, ChangeKind, RenameKind, Side, SpecItem
from realtime_codegen.changes.table import to_text
from realtime_codegen.model import Alias, DeclId, Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from tests.tools.cases import USABLE, Case, model_of as constructs, over
from tests.tools.counting import calls_of

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "changes"
CASES = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("old.d.ts"))
over_cases = pytest.mark.parametrize("case", CASES)


@cache
def model_of(case: str, name: str) -> Model:
    loaded = load_model(DiskFiles(FOLDER / case), f"{name}.d.ts", Options())
    assert loaded.model is not None, loaded.diagnostics
    return loaded.model


@cache
def report_of(case: str) -> ChangeReport:
    old, new = (Version.of(model_of(case, name), f"{name}.d.ts") for name in ("old", "new"))
    return compare(old, new)


@over_cases
def test_the_report_is_as_expected(case: str, golden: Callable[[Path, str], None]) -> None:
    report = report_of(case)
    golden(FOLDER / case / "expected.txt", to_text(report, docs=True))
    golden(FOLDER / case / "expected.json", to_json(report))
    if case in WRITTEN:
        golden(FOLDER / case / "expected.md", to_markdown(report, docs=True))
        golden(FOLDER / case / "expected.github", to_commands(report, level=Level.SAFE))


WRITTEN = (
    "events/renamed",
    "fields/renamed",
    "hostile",
    "hostile-names",
    "none/identical",
    "types/variants",
)


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("none/")])
def test_what_means_the_same_is_no_change(case: str) -> None:
    assert report_of(case).changes == ()
    assert to_text(report_of(case)).splitlines()[-1] == "no changes"


def test_twice_the_nodes_of_a_tree_take_few_more_steps() -> None:
    """Each node has fields of all nodes: that is the square, and their pairs would be the cube."""

    def steps(nodes: int) -> int:
        lines = [
            f'export interface N{n} {{ type: "n{n}"; of: Node; all: Node[] }}' for n in range(nodes)
        ]
        lines.append(f"export type Node = {' | '.join(f'N{n}' for n in range(nodes))};")
        files = MemoryFiles({"tree.d.ts": "\n".join(lines).encode()})
        model = load_model(files, "tree.d.ts", Options()).model
        assert model is not None
        version = Version.of(model, "tree.d.ts")
        return calls_of(lambda: compare(version, version))

    few, more = steps(20), steps(40)
    assert more < 5 * few, (few, more)


@over_cases
def test_a_spec_is_like_itself(case: str) -> None:
    for name in ("old", "new"):
        version = Version.of(model_of(case, name), f"{name}.d.ts")
        assert compare(version, version).changes == ()


@pytest.mark.parametrize(
    "case", [case for case in CASES if len([*(FOLDER / case).glob("*.ts")]) == 2]
)
def test_a_spec_with_each_name_in_two_modules_is_like_itself(case: str) -> None:
    """Versions of an API that are exported as two namespaces are such a spec."""
    text = (FOLDER / case / "old.d.ts").read_bytes()
    entry = b"export * as a from './one';\nexport * as b from './two';\n"
    versions = []
    for folder in ("", "", "lib/"):
        files = {"a.d.ts": entry.replace(b"./", b"./" + folder.encode())}
        files |= {f"{folder}{name}.d.ts": text for name in ("one", "two")}
        model = load_model(MemoryFiles(files), "a.d.ts", Options()).model
        assert model is not None
        versions.append(Version.of(model, "a.d.ts"))
    old, same, moved = versions
    assert compare(old, same).changes == ()
    assert compare(old, moved).changes == ()


_MEMBERS = ("Any", "Yes", "No", "Never", "Kinds", "string", "true", "false", "'a'", "1", "{ x: 1 }")


@pytest.mark.parametrize("seed", range(60))
def test_unions_with_aliases_of_all_kinds_are_like_themselves(seed: int) -> None:
    """What is in an alias may take another member into itself."""
    rand = random.Random(seed)
    fields = (" | ".join(rand.sample(_MEMBERS, rand.randint(2, 4))) for _ in range(6))
    text = (
        "export type Any = any; export type Yes = true; export type No = false;"
        "export type Never = never; export enum Kinds { A = 'a', B = 'b' }"
        f"export interface I {{ {' '.join(f'f{n}: {type_};' for n, type_ in enumerate(fields))} }}"
    )
    model = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options()).model
    assert model is not None
    version = Version.of(model, "a.d.ts")
    assert compare(version, version).changes == (), text


@pytest.mark.parametrize(
    ("old", "new"), [("true | No", "No"), ("string | Yes", "Yes"), ("'a' | No", "No")]
)
def test_a_member_beside_an_alias_is_seen_to_go(old: str, new: str) -> None:
    versions = []
    for type_ in (old, new):
        text = f"type Yes = true; type No = false; export interface I {{ f: {type_} }}"
        model = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options()).model
        assert model is not None
        versions.append(Version.of(model, "a.d.ts"))
    assert len(compare(*versions).changes) == 1


@over_cases
def test_order_decides_nothing(case: str) -> None:
    expected = [change.words for change in report_of(case).changes]
    shuffled = random.Random(5)
    for _ in range(3):
        mixed = []
        for name in ("old", "new"):
            model = model_of(case, name)
            declarations = shuffled.sample(model.declarations, len(model.declarations))
            model = replace(model, declarations=tuple(declarations))
            mixed.append(Version.of(model, f"{name}.d.ts"))
        assert [change.words for change in compare(*mixed).changes] == expected


def test_every_kind_of_change_has_a_case() -> None:
    kinds = {change.kind for case in CASES for change in report_of(case).changes}
    assert kinds == set(get_args(ChangeKind))


def test_each_side_that_breaks_is_told_why() -> None:
    for case in CASES:
        for change in report_of(case).changes:
            for effect in change.effects:
                assert bool(effect.why) == (effect.level is not Level.SAFE), change


def test_a_rename_says_how_sure_it_is() -> None:
    renames = [rename for case in CASES for rename in report_of(case).renames]
    assert {rename.kind for rename in renames} == set(get_args(RenameKind))
    for rename in renames:
        assert 0.5 < rename.confidence <= 1
        assert rename.why
        assert rename.old_name != rename.new_name


def test_what_unions_of_events_are_for_can_be_said() -> None:
    case = "groups/direction-unknown"
    sides = (("Message", Side.WRITERS),)
    versions = [Version.of(model_of(case, name), f"{name}.d.ts", sides) for name in ("old", "new")]
    effects = [effect for change in compare(*versions).changes for effect in change.effects]
    assert {effect.side for effect in effects} == {Side.WRITERS}


def test_markdown_stays_in_its_place() -> None:
    """Whatever the specs hold, each row of a table has its four cells, and no line is another's."""
    for case in ("hostile", "hostile-names"):
        lines = to_markdown(report_of(case), docs=True).splitlines()
        for line in lines:
            if line.startswith("|"):
                assert len(re.findall(r"(?<!\\)\|", line)) == 5, line
            else:
                assert re.match(r"(#{1,2} |\d+ |$)", line), line


def test_json_is_ascii_and_complete() -> None:
    for case in CASES:
        text = to_json(report_of(case))
        assert text.isascii()
        assert len(json.loads(text)["changes"]) == len(report_of(case).changes)


def chained(name: str, depth: int, last: str) -> Model:
    """A type that refers to the next one twice, and so on: as a tree it would have no end."""
    links = "".join(
        f"export interface {name}{i} {{ a: {name}{i + 1}; b: {name}{i + 1} }}\n"
        for i in range(depth)
    )
    text = f"{links}export interface {name}{depth} {{ a: {last} }}\nexport type Top = {name}0[];\n"
    loaded = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options())
    assert loaded.model is not None
    return loaded.model


@pytest.mark.parametrize(("last", "equal"), [("string", True), ("number", False)])
def test_what_is_used_often_is_compared_once(last: str, equal: bool) -> None:
    old = Version.of(chained("Here", 40, "string"), "a.d.ts")
    new = Version.of(chained("There", 40, last), "a.d.ts")
    top = [
        next(d for d in version.model.declarations if isinstance(d, Alias))
        for version in (old, new)
    ]
    meaning = Meaning(old, new, {})
    assert meaning.equal(top[0].type, top[1].type) is equal
    assert meaning.relation(top[0].type, top[1].type) == ("equal" if equal else "other")


def test_what_nests_too_deeply_is_told_apart() -> None:
    old, new = (Version.of(chained(name, 900, "string"), "a.d.ts") for name in ("A", "B"))
    top = [
        next(d for d in version.model.declarations if isinstance(d, Alias))
        for version in (old, new)
    ]
    assert Meaning(old, new, {}).equal(top[0].type, top[1].type) is False
    assert compare(old, old).changes == ()


def test_a_yes_that_rests_on_a_no_is_asked_again() -> None:
    proofs = Proofs()
    a, b = DeclId("", ("a",)), DeclId("", ("b",))

    def asks_a() -> bool:
        return proofs.prove(a, a, lambda: False)

    def asks_b() -> bool:
        assert proofs.prove(b, b, asks_a)  # As long as `a` is open, nothing speaks against it.
        return False

    assert not proofs.prove(a, a, asks_b)
    assert not proofs.prove(b, b, asks_a)
    assert proofs.prove(DeclId("", ("c",)), a, lambda: True)


def verdict(change: Change, side: Side) -> str:
    words = {Level.BREAKING: "**breaks**: ", Level.RISKY: "risky: ", Level.SAFE: ""}
    effects = judged(change, frozenset(Side)).effects
    return "".join(words[effect.level] + effect.why for effect in effects if effect.side is side)


CIRCUMSTANCES: dict[ChangeKind, dict[str, dict[str, Any]]] = {
    "field-added": {" (required)": {}, " (optional)": {"required": False}},
    "values-added": {"": {"relation": "wider"}, " (to an open set)": {}},
    "values-removed": {"": {"relation": "narrower"}, " (of an open set)": {}},
    "variants-added": {"": {"relation": "wider"}},
    "variants-removed": {"": {"relation": "narrower"}},
    "type-changed": {
        " (takes more)": {"relation": "wider"},
        " (takes less)": {"relation": "narrower"},
        " (takes others)": {"relation": "other"},
    },
}


def test_the_page_says_how_changes_are_judged() -> None:
    rows = []
    for kind in get_args(ChangeKind):
        for words, how in CIRCUMSTANCES.get(kind, {"": {}}).items():
            place = SpecItem(DeclId("a.d.ts", ("A",)), "A", required=how.get("required", True))
            change = Change(kind, place, place, (), relation=how.get("relation", "equal"))
            cells = (verdict(change, side) for side in Side)
            rows.append(f"| `{kind}`{words} | {' | '.join(cells)} |")
    table = "\n".join(rows)
    assert table in (ROOT / "docs" / "diff.md").read_text(encoding="utf-8"), f"write:\n{table}"


@over(USABLE)
def test_every_construct_is_like_itself_and_can_be_compared(case: Case) -> None:
    version = Version(*constructs(case))
    assert compare(version, version).changes == ()
    other = Version(*constructs(USABLE[USABLE.index(case) - 1]))
    to_text(compare(other, version))
    to_text(compare(version, other))


def tangled(count: int, values: str = "'kept'") -> Version:
    """Unions that contain lists of one another: there are as many paths as orders of them."""
    lists = " | ".join(f"T{n}[]" for n in range(count))
    lines = [f"export type T{n} = {{ at{n}: {lists} }} | {lists} | {n};" for n in range(count)]
    text = "\n".join([*lines, f"export type Last = T0[] | {values};"])
    loaded = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options())
    assert loaded.model is not None
    return Version.of(loaded.model, "a.d.ts")


@pytest.mark.parametrize("count", [3, 12])
def test_unions_that_contain_lists_of_each_other_are_compared(count: int) -> None:
    """mongoose is such a spec: its types contain each other through hundreds of others."""
    old, same, new = tangled(count), tangled(count), tangled(count, "'kept' | 'come'")

    def run() -> None:
        assert compare(old, same).changes == ()
        (change,) = compare(old, new).changes
        assert change.kind == "values-added"

    assert calls_of(run) < 1000 * count**2
