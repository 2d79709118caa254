"""Programs that others wrote against the beta of the Realtime API, carried to its GA.

`docs/migrate.md` has the numbers for these and for more programs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from realtime_codegen.changes import Version, compare
from realtime_codegen.migrate.derive import derive
from realtime_codegen.migrate.packages import Packages
from realtime_codegen.migrate.plan import Plan
from realtime_codegen.migrate.rewrite import Outcome
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles
from tests.tools.migration import program
from tests.tools.node import npm_package
from tests.tools.pypi import python_package

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("published programs")]

BETA = Path(__file__).parents[1] / "spec" / "openai-realtime-beta"
BETA_ENTRY = "resources/beta/realtime/realtime.d.ts"
GA_ENTRY = "resources/realtime/realtime.d.ts"

# What each program has: renamed tags, other edits, and places left to a person.
PROGRAMS = {
    ("livekit-plugins-openai", "0.12.3"): (17, 4, 24),
    ("pipecat-ai", "0.0.70"): (15, 0, 17),
    ("openai-agents", "0.2.0"): (4, 0, 8),
    ("streamlit-voice-pipeline", "1.0.0"): (2, 2, 4),
}
LARGE = "pipecat-ai"
"""The one that takes longest, for the night."""
over_programs = pytest.mark.parametrize(
    ("name", "version"),
    [
        pytest.param(*one, id="-".join(one), marks=[pytest.mark.nightly] * (one[0] == LARGE))
        for one in PROGRAMS
    ],
)


@cache
def plan() -> Plan:
    before = _version(BETA, BETA_ENTRY)
    after = _version(npm_package("openai", "7.57.0"), GA_ENTRY)
    return derive(before, after, compare(before, after))


def _version(folder: Path, entry: str) -> Version:
    loaded = load_model(DiskFiles(folder), entry, Options())
    assert loaded.model is not None, loaded.diagnostics
    return Version.of(loaded.model, entry)


@cache
def outcomes(name: str, version: str) -> list[Outcome]:
    folder = python_package(name, version)
    files = [(path, path.read_bytes()) for path in sorted(folder.rglob("*.py"))]
    return program(files, plan(), Packages())


def code_strings(data: bytes) -> Iterator[str]:
    """The strings of a file that are values, and not documentation."""
    tree = ast.parse(data)
    statements = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    constants = (n for n in ast.walk(tree) if isinstance(n, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and id(node) not in statements:
            yield node.value


@over_programs
def test_no_renamed_tag_is_left(name: str, version: str) -> None:
    old = {event.old for event in plan().events}
    assert len(old) == 6
    for outcome in outcomes(name, version):
        assert not outcome.problem, outcome.path
        assert old.isdisjoint(code_strings(outcome.after)), outcome.path


class _WithoutDisplays(ast.NodeTransformer):
    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        return ast.Constant(0)


@over_programs
def test_nothing_but_names_and_displays_changes(name: str, version: str) -> None:
    pairs = {event.old: event.new for event in plan().events}
    pairs |= {field.old: field.new for field in plan().fields}
    word = re.compile("|".join(sorted(map(re.escape, {*pairs, *pairs.values()}), reverse=True)))
    for outcome in outcomes(name, version):
        trees = (_WithoutDisplays().visit(ast.parse(d)) for d in (outcome.before, outcome.after))
        before, after = map(ast.dump, trees)
        assert word.split(before) == word.split(after), outcome.path
        for old, new in zip(word.findall(before), word.findall(after), strict=True):
            assert new in (old, pairs.get(old)), outcome.path


@over_programs
def test_the_numbers_are_those_of_the_table(name: str, version: str) -> None:
    everything = outcomes(name, version)
    old = re.compile("|".join(re.escape(event.old) for event in plan().events).encode())
    tags = sum(len(old.findall(o.before)) - len(old.findall(o.after)) for o in everything)
    others = sum(o.edits for o in everything) - tags
    left = sum(len(o.notes) for o in everything)
    assert (tags, others, left) == PROGRAMS[name, version]


@over_programs
def test_a_second_run_changes_nothing(name: str, version: str) -> None:
    changed = [
        (outcome.path, outcome.after) for outcome in outcomes(name, version) if outcome.changed
    ]
    assert changed
    assert not any(outcome.changed for outcome in program(changed, plan(), Packages()))
