"""Sources as `tsc` sees them, and the declarations that it writes of them, agree in full.

Each `emitted/*.ts` is read as it is, and as what `tsc --declaration` makes of it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.oracle.compare import compare
from tests.oracle.generate import generate
from tests.oracle.introspect import import_module
from tests.oracle.typescript import TYPESCRIPT, ask
from tests.tools.node import node_modules, require_node

SOURCES = sorted((Path(__file__).parent / "emitted").glob("*.ts"))
BY_CALLS = {"mixins"}
"""Sources with classes whose base is the result of a call: that takes a type checker."""


def _assert_it_agrees(file: Path, folder: Path) -> None:
    package = f"emitted_{file.name.removesuffix('.ts').replace('.', '_')}"
    made = generate(file, folder, package)
    (oracle,) = ask([file])
    result = compare(oracle, import_module(folder, package), made.name)
    result.entry = file.name
    assert result.complete, result.report()


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in SOURCES])
def test_what_tsc_writes_agrees(source: Path, tmp_path: Path) -> None:
    require_node()
    compiler = node_modules([TYPESCRIPT]) / "typescript" / "lib" / "tsc.js"
    options = ["--declaration", "--emitDeclarationOnly", "--target", "es2022", "--strict"]
    subprocess.run(
        ["node", str(compiler), *options, "--outDir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    _assert_it_agrees(tmp_path / f"{source.stem}.d.ts", tmp_path / "made")


@pytest.mark.parametrize(
    "source", [path for path in SOURCES if path.stem not in BY_CALLS], ids=lambda path: path.stem
)
def test_a_source_agrees(source: Path, tmp_path: Path) -> None:
    require_node()
    _assert_it_agrees(source, tmp_path)
