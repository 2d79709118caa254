"""The law of the runtime in a package: a module is there if the package's imports reach it.

The modules that are written for a spec import what its values need. Of the modules that are
copied, those that they reach through imports are there, and no others.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.tools.packages import RUNTIME, compiled_folder, compiled_text, write_tree

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/*/input.d.ts"))


def imported(text: str) -> Iterator[str]:
    """The modules of its own package that a module imports, wherever the import stands."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            yield from [node.module] if node.module else [alias.name for alias in node.names]


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


@pytest.mark.parametrize("folder", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_modules_that_imports_reach_are_copied(folder: Path) -> None:
    result = compiled_folder(folder, "made")
    copied, reached = copied_and_reached(result.files)
    assert copied == reached


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


def test_a_program_that_reads_imports_what_reading_needs(tmp_path: Path) -> None:
    spec = TEXT + "export interface D { type: 'd' }\nexport type U = A | D;"
    write_tree(tmp_path, compiled_text(spec, "made").files)
    done = subprocess.run(
        [sys.executable, "-c", READING], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        *("_codec", "_compile", "_number", "_readers", "_record", "_runtime", "_schema"),
        *("_shapes", "_table", "_unset", "_wire", "codec", "models"),
    ]
