"""The law of the runtime in a package: a module is there if the package's imports reach it.

The modules that are written for a spec import what its values need. Of the modules that are
copied, those that they reach through imports are there, and no others.
"""

from __future__ import annotations

import ast
import itertools
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.tools.cases import ALL, Case, made, over
from tests.tools.packages import RUNTIME, compiled_text, write_tree


@cache
def imported(text: str) -> list[str]:
    """The modules of its own package that a module imports, wherever the import stands."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return [
        name
        for node in nodes
        if node.level == 1
        for name in ([node.module] if node.module else [alias.name for alias in node.names])
    ]


def copied_and_reached(files: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The modules of the runtime that a package has, and those that its own modules reach."""
    modules = {Path(path).stem: text for path, text in files.items() if path.endswith(".py")}
    copied = modules.keys() & set(RUNTIME) - {"__init__"}
    reached: set[str] = set()
    stack = [name for name in modules if name not in copied]
    while stack:
        for name in imported(modules.get(stack.pop(), "")):
            if name in RUNTIME and name not in reached:
                reached.add(name)
                stack.append(name)
    return copied, reached


@over(ALL)
def test_the_modules_that_imports_reach_are_copied(case: Case) -> None:
    copied, reached = copied_and_reached(made(case).files)
    assert copied == reached


def test_the_package_of_the_beta_is_small(generated_dir: Path) -> None:
    """A package is read by those who vendor it (decision 0088): its lines have a bar."""
    modules = sorted((generated_dir / "openai_realtime_beta").rglob("*.py"))
    lines = {module.name: module.read_text("utf-8").count("\n") for module in modules}
    assert lines["models.py"] > 1_000
    assert sum(lines.values()) <= 8_800, lines


TEXT = "export interface A { type: 'a'; x: string }\n"
BY_KEYS = "export interface B { y: string }\nexport interface C { z: string }\n"


@pytest.mark.parametrize(
    ("spec", "chooses", "matches"),
    [
        (TEXT, False, False),
        (TEXT + "export interface D { type: 'd' }\nexport type U = A | D;", False, False),
        (TEXT + "export interface P { p: `x${number}` }", False, True),
        (BY_KEYS + "export type U = B | C;", True, False),
        (BY_KEYS + "export interface H { u: (B | C)[] }", True, False),
        (BY_KEYS + "export interface H { u: B[] | [C, C] }", True, False),
        (BY_KEYS + "export interface H { u: B[] | string }", False, False),
    ],
)
def test_a_package_has_the_modules_that_its_shapes_need(
    spec: str, chooses: bool, matches: bool
) -> None:
    files = compiled_text(spec, "made").files
    assert ("made/_choice.py" in files) is chooses
    assert ("made/_template.py" in files) is matches


MEMBERS = (
    *("string", "B", "B[]", "[string, ...string[]]", "[C, C]", "{ [key: string]: C }"),
    *("{ [key: string]: Record<`x_${string}`, boolean> }", "{ [key: string]: object[] }"),
    *("Record<string, string>", "{}", "object", "{ [key: number]: string } | null"),
)


def test_the_modules_that_unions_of_any_members_import_are_copied() -> None:
    for members in itertools.combinations(MEMBERS, 2):
        union = " | ".join((*members, "string[]"))
        files = compiled_text(f"{BY_KEYS}export type U = {union};", "made").files
        copied, reached = copied_and_reached(files)
        assert copied == reached, union


READING = """
import sys
import made
event = made.decode_u('{"type": "d"}')
assert type(event) is made.D
for name in sorted(sys.modules):
    if name.startswith("made."):
        print(name.removeprefix("made."))
assert issubclass(made.UDispatcher, object), made.UnhandledEventError
"""


IN_REACH = """
import made
before = dir(made)
assert "UDispatcher" in before and "dispatcher" in before, before
assert made.dispatcher.UDispatcher is made.UDispatcher
missing = {*made.__all__} - {*before}
assert not missing, missing
try:
    made.UDispacher
except AttributeError as error:
    print(error)
"""


def test_what_is_imported_when_asked_for_is_in_reach_before(tmp_path: Path) -> None:
    """`dir` and the completion of a shell name it, and its module is an attribute."""
    spec = TEXT + "export interface D { type: 'd' }\nexport type U = A | D;"
    write_tree(tmp_path, compiled_text(spec, "made").files)
    done = subprocess.run(
        [sys.executable, "-c", IN_REACH], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "module 'made' has no attribute 'UDispacher'\n"


def test_a_program_that_reads_imports_what_reading_needs(tmp_path: Path) -> None:
    spec = TEXT + "export interface D { type: 'd' }\nexport type U = A | D;"
    write_tree(tmp_path, compiled_text(spec, "made").files)
    done = subprocess.run(
        [sys.executable, "-c", READING],
        cwd=tmp_path,
        env={**os.environ, "REALTIME_NATIVE": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        *("_codec", "_compile", "_native", "_number", "_readers", "_record", "_runtime"),
        *("_schema", "_shapes", "_table", "_unset", "_wire", "codec", "models"),
    ]
