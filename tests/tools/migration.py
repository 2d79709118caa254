"""The folders below `tests/migrate`, and the results of migrating their programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from realtime_codegen.changes import Version, compare
from realtime_codegen.migrate.derive import derive
from realtime_codegen.migrate.packages import PackageName, Packages
from realtime_codegen.migrate.plan import Plan
from realtime_codegen.migrate.rewrite import Options, Outcome, migrate
from realtime_codegen.pipeline import Options as SpecOptions, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import DiskFiles, SourceFile

__all__ = ["CASES", "EVENTS", "FOLDER", "Case", "listing", "plan_between", "program"]

FOLDER = Path(__file__).parents[1] / "migrate"
EVENTS = Packages((PackageName(("events",)),))
"""The cases import the generated package as `events`, from anywhere."""


@dataclass(frozen=True)
class Case:
    """A case: the program `before.py` or the folder `before`, and the expected results."""

    folder: Path

    @property
    def id(self) -> str:
        return self.folder.relative_to(FOLDER).as_posix()

    @property
    def spec(self) -> Path:
        """The nearest folder that has the two specs."""
        return next(f for f in (self.folder, *self.folder.parents) if (f / "old.d.ts").is_file())

    @property
    def files(self) -> list[Path]:
        """The files of the program."""
        single = self.folder / "before.py"
        return [single] if single.is_file() else sorted((self.folder / "before").rglob("*.py"))

    def expected(self, path: Path) -> Path:
        """The path of a file's expected result."""
        inside = path.relative_to(self.folder).as_posix()
        return self.folder / inside.replace("before", "after", 1)


CASES = [
    Case(path.parent) for path in sorted((*FOLDER.rglob("before.py"), *FOLDER.rglob("before")))
]


@cache
def plan_between(old: Path, new: Path) -> Plan:
    """The plan of a migration from one file of declarations to another."""
    before, after = _version(old), _version(new)
    return derive(before, after, compare(before, after))


def _version(path: Path) -> Version:
    loaded = load_model(DiskFiles(path.parent), path.name, SpecOptions())
    assert loaded.model is not None, loaded.diagnostics
    return Version.of(loaded.model, path.name)


def program(
    files: Iterable[tuple[Path, bytes]],
    plan: Plan,
    packages: Packages = EVENTS,
    confidence: float = 0.75,
) -> list[Outcome]:
    """Migrate files."""
    return migrate(files, plan, Options(confidence, packages))


def listing(outcome: Outcome, name: str) -> str:
    """The notes for people, a line each."""
    source = SourceFile(name, outcome.body)
    lines = [f"{Severity.ERROR.value}: {outcome.problem}"] if outcome.problem else []
    for note in outcome.notes:
        line, column = source.position(note.start)
        advice = f" {note.advice}" if note.advice else ""
        lines.append(f"{name}:{line}:{column}: {note.code} {note.message}.{advice}")
    return "".join(f"{line}\n" for line in lines)
