"""Sources as `tsc` sees them, and the declarations that it writes of them, agree in full.

Each `emitted/*.ts` is read as it is, and as what `tsc --declaration` makes of it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.oracle.compare import compare
from tests.oracle.generate import generate_here
from tests.oracle.introspect import import_module
from tests.oracle.typescript import TYPESCRIPT, Oracle, ask
from tests.tools.node import node_modules, require_node

SOURCES = sorted((Path(__file__).parent / "emitted").glob("*.ts"))

# One process asks the compiler, once about all.
pytestmark = pytest.mark.xdist_group("emitted")


@pytest.fixture(scope="module")
def declarations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what `tsc` writes of the sources."""
    require_node()
    folder = tmp_path_factory.mktemp("emitted")
    compiler = node_modules([TYPESCRIPT]) / "typescript" / "lib" / "tsc.js"
    options = ["--declaration", "--emitDeclarationOnly", "--target", "es2022", "--strict"]
    options += ["--skipLibCheck"]
    subprocess.run(
        ["node", str(compiler), *options, "--outDir", str(folder), *map(str, SOURCES)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


@pytest.fixture(scope="module")
def oracles(declarations: Path) -> dict[Path, Oracle]:
    """What the compiler says of the declarations and of the sources."""
    files = [*(declarations / f"{path.stem}.d.ts" for path in SOURCES), *SOURCES]
    return dict(zip(files, ask(files), strict=True))


def _assert_it_agrees(file: Path, oracle: Oracle, folder: Path) -> None:
    package = f"emitted_{file.name.removesuffix('.ts').replace('.', '_')}"
    made = generate_here(file, folder, package)
    result = compare(oracle, import_module(folder, package), made.name)
    result.entry = file.name
    assert result.complete, result.report()


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in SOURCES])
def test_what_tsc_writes_agrees(
    source: Path, declarations: Path, oracles: dict[Path, Oracle], tmp_path: Path
) -> None:
    file = declarations / f"{source.stem}.d.ts"
    _assert_it_agrees(file, oracles[file], tmp_path)


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in SOURCES])
def test_a_source_agrees(source: Path, oracles: dict[Path, Oracle], tmp_path: Path) -> None:
    _assert_it_agrees(source, oracles[source], tmp_path)
