"""Every package of the corpus imports, satisfies the type checkers and keeps the spec's names."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from realtime_codegen.frontend.parse import parse
from realtime_codegen.frontend.syntax import DeclarationNode
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, SourceFile
from tests.oracle.corpus import CORPUS, OWN, REST, VERSIONS, Entry
from tests.oracle.generate import Made, generate
from tests.oracle.introspect import import_module
from tests.tools.checkers import mypy_findings, pyright_findings
from tests.tools.node import require_node
from tests.tools.packages import share_runtime, write_tree

# The group keeps the packages, which all of these tests share, in one process.
pytestmark = [pytest.mark.network, pytest.mark.slow, pytest.mark.xdist_group("corpus packages")]

ENTRIES: Final = (OWN, *CORPUS, REST[8], VERSIONS[10])
TARGETS: Final = ("dataclasses", "typeddicts", "dispatcher")
REALTIME: Final = CORPUS[0]
WEBHOOKS: Final = CORPUS[6]
LARGE: Final = (*CORPUS[1:3], *CORPUS[6:])
"""What the night alone tries: to make and to import these takes most of the time."""
CHECKED: Final = (*CORPUS[3:6], REST[8])
"""What type checkers read in each push: not the four largest entries, which take most of their
time, nor the realtime files, whose committed packages they read in `test_typing`."""
TRIED: Final = [
    pytest.param(entry, id=str(entry), marks=pytest.mark.nightly if entry in LARGE else ())
    for entry in ENTRIES
]
BY_NIGHT: Final = [CHECKED, pytest.param(ENTRIES, marks=pytest.mark.nightly)]


@pytest.fixture(scope="module")
def packages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Entry, Made]:
    """The package of each entry that this run tries, all in one folder."""
    left_out = () if request.config.getoption("nightly") else LARGE
    folder = tmp_path_factory.mktemp("packages")
    return {
        entry: generate(entry.file(), folder, f"package_{number}", TARGETS)
        for number, entry in enumerate(ENTRIES)
        if entry not in left_out
    }


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


@pytest.mark.parametrize("entry", TRIED)
def test_it_imports(entry: Entry, packages: Mapping[Entry, Made]) -> None:
    made = packages[entry]
    for module in ("models", "typed_dicts"):
        imported = import_module(made.folder, made.package, module)
        assert imported.__all__
        assert all(hasattr(imported, name) for name in imported.__all__)


@pytest.mark.parametrize("entry", TRIED)
def test_its_names_are_those_of_the_spec(entry: Entry, packages: Mapping[Entry, Made]) -> None:
    """A name is the declaration's path, joined; any other is one that a diagnostic explains."""
    made = packages[entry]
    exported = set(import_module(made.folder, made.package, "typed_dicts").__all__)
    plain = {id_: name for id_, name in made.names.items() if all(map(_is_identifier, id_[1]))}
    assert plain
    for (_, path), name in plain.items():
        assert name in exported
        assert name == "".join(path) or f"{name!r}" in made.output, (path, name)


def _is_identifier(segment: str) -> bool:
    return re.fullmatch(r"[A-Za-z_]\w*", segment) is not None


@pytest.mark.checkers
@pytest.mark.parametrize("entries", BY_NIGHT, ids=["some", "all"])
def test_mypy_is_content(entries: Sequence[Entry], packages: Mapping[Entry, Made]) -> None:
    folder = packages[OWN].folder
    findings = mypy_findings(folder, [packages[entry].package for entry in entries])
    assert not findings, "\n".join([str(len(findings)), *findings[:40]])


@pytest.mark.checkers
@pytest.mark.nightly
def test_pyright_is_content(packages: Mapping[Entry, Made], tmp_path: Path) -> None:
    require_node()
    write_tree(tmp_path, {"checked/__init__.py": ""})
    for made in packages.values():
        modules = sorted((made.folder / made.package).glob("*.py"))
        files = {f"{made.package}/{path.name}": path.read_text("utf-8") for path in modules}
        assert len(files) > 5
        write_tree(tmp_path / "checked", share_runtime(files))
    findings = pyright_findings(tmp_path, ["checked"])
    assert not findings, "\n".join([str(len(findings)), *findings[:40]])


@pytest.mark.checkers
def test_the_formatter_would_change_nothing(packages: Mapping[Entry, Made]) -> None:
    folder = packages[OWN].folder
    done = _run(folder, "ruff", "format", "--isolated", "--no-cache", "--diff", ".")
    assert done.returncode == 0, done.stdout[:3000] + done.stderr[-3000:]


# ------------------------------------------------------------------------- stable names


@dataclass(frozen=True)
class _Edited:
    """The files of a folder, one of them with another text."""

    files: DiskFiles
    path: str
    text: bytes

    def read(self, path: str) -> bytes | None:
        return self.text if path == self.path else self.files.read(path)

    def canonical(self, path: str) -> str:
        return self.files.canonical(path)

    def lacks(self, folder: str) -> bool:
        return self.files.lacks(folder)


def _names(entry: Entry, text: bytes) -> dict[tuple[str, ...], str]:
    """The names of what a file declares, if this were its text."""
    file = entry.file()
    loaded = load_model(_Edited(DiskFiles(file.parent), file.name, text), file.name, Options())
    assert loaded.model is not None, loaded.diagnostics
    names, _ = package_names(loaded.model, file.name)
    return {id_.path: name for id_, name in names.declarations.items()}


def _types(entry: Entry) -> tuple[bytes, list[DeclarationNode]]:
    file = entry.file()
    syntax = parse(SourceFile(file.name, file.read_bytes()))
    statements = [node for node in syntax.statements if isinstance(node, DeclarationNode)]
    return syntax.source.data, [node for node in statements if node.kind in ("interface", "alias")]


@pytest.mark.parametrize("entry", [REALTIME, WEBHOOKS], ids=str)
def test_another_order_renames_nothing(entry: Entry) -> None:
    text, nodes = _types(entry)
    assert len(nodes) > 100
    pieces = [text[slice(*node.at)] for node in nodes]
    shuffled = pieces[:]
    random.Random(5).shuffle(shuffled)
    ends = [0, *(node.at[1] for node in nodes)]
    between = [text[end : node.at[0]] for end, node in zip(ends, nodes, strict=False)]
    joined = b"".join(part for pair in zip(between, shuffled, strict=True) for part in pair)
    joined += re.sub(rb"(?<=export \{ ).*?(?=,? \};)", _reversed, text[ends[-1] :])
    assert _names(entry, joined) == _names(entry, text)


def _reversed(clause: re.Match[bytes]) -> bytes:
    return b", ".join(reversed(clause[0].split(b", ")))


def test_adding_and_removing_declarations_renames_no_other() -> None:
    text, nodes = _types(REALTIME)
    before = _names(REALTIME, text)
    for node in random.Random(6).sample(nodes, 6):
        # What others still refer to comes from a module that is not there.
        name = node.name.encode()
        added = b"export interface Added { type: 'added'; session: { id: string; at: number } }\n"
        taken = b"import { %b } from './absent';\nexport { %b };\n" % (name, name)
        start, end = node.at
        after = _names(REALTIME, added + taken + text[:start] + text[end:])
        kept = before.keys() & after.keys()
        assert len(kept) > 200
        assert {path: after[path] for path in kept} == {path: before[path] for path in kept}
        assert {("Added",), ("Added", ".session")} <= after.keys() - before.keys()
