"""Programs, carried from one version of a spec to the next: files in, files out."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .edits import Note, apply
from .packages import ROOT, Packages, folder_parts
from .plan import Plan
from .schema import distinctive
from .text import PythonText, UnreadableError, compiles, read_text, same_shape

if TYPE_CHECKING:
    from .judge import Verdict
    from .reading import Parsed

__all__ = ["Options", "Outcome", "migrate"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a migration goes: renames that are less certain are left to a person."""

    min_confidence: float = 0.8
    packages: Packages = field(default_factory=Packages)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a file: `after` is `before` where nothing is to be changed.

    `problem` says why the file cannot be migrated, and is empty where it can.
    """

    path: Path
    before: bytes
    after: bytes
    body: bytes = b""
    notes: tuple[Note, ...] = ()
    edits: int = 0
    problem: str = ""

    @property
    def changed(self) -> bool:
        """Whether the file is to be changed."""
        return self.before != self.after


_NONE: Mapping[str, str] = MappingProxyType({})


def migrate(files: Iterable[tuple[Path, bytes]], plan: Plan, options: Options) -> list[Outcome]:
    """What becomes of these files, in their order. Their paths are absolute.

    Nothing is written. A file that Python does not read, or would not after the change, is
    left as it is, and its outcome says why.
    """
    program = _Program(list(files), plan, options)
    return [program.outcome(path, data) for path, data in program.files]


class _Program:
    """Files that may import from each other."""

    def __init__(self, files: list[tuple[Path, bytes]], plan: Plan, options: Options) -> None:
        self.files = files
        self.plan = plan
        self.options = options
        self.words = _Words(plan, options.packages)
        self.parsed: dict[Path, tuple[PythonText, ast.Module, Parsed]] = {}
        self.problems: dict[Path, str] = {}
        self.passed: dict[Path, Mapping[str, str]] = {}
        self.module_of = _by_module(path for path, _ in files)
        self._follow()

    def passed_on(self, module: tuple[str, ...]) -> Mapping[str, str]:
        """What a module of the program passes on of the package."""
        path = self.module_of(module)
        return _NONE if path is None else self.passed.get(path, _NONE)

    def _follow(self) -> None:
        """Find which modules pass on what.

        A module may have it from another one; this ends when nothing more is found, which is
        soon: chains of such modules are short.
        """
        asked = {path for path, data in self.files if self.words.name_package(data)}
        while asked:
            found: set[Path] = set()
            for path, data in self.files:
                if path in asked and self._parse(path, data):
                    symbols = self._passed_on_by(path)
                    if symbols != self.passed.get(path, _NONE):
                        self.passed[path] = symbols
                        found.add(path)
            stems = {p.parent.name if p.stem == "__init__" else p.stem for p in found}
            asked = {
                path
                for path, data in self.files
                if path not in found and self.words.name_symbols(data, stems)
            }

    def _passed_on_by(self, path: Path) -> Mapping[str, str]:
        from .reading import passed_on_by

        _, _, parsed = self.parsed[path]
        return passed_on_by(parsed, self.plan, self.options.packages, self.passed_on)

    def _parse(self, path: Path, data: bytes) -> bool:
        """Parse a file, once; whether that can be done."""
        from .reading import parse

        if path in self.parsed or path in self.problems:
            return path in self.parsed
        try:
            text = read_text(data)
            tree = compiles(text.body)
            self.parsed[path] = text, tree, parse(text.body, folder_parts(path.parent))
        except UnreadableError as fault:
            self.problems[path] = str(fault)
        return path in self.parsed

    def outcome(self, path: Path, data: bytes) -> Outcome:
        """What becomes of a file."""
        concerned = path in self.parsed or path in self.problems or self.words.name_events(data)
        if not concerned and not self._imports_passed(data):
            return Outcome(path, data, data)
        if not self._parse(path, data):
            return Outcome(path, data, data, problem=self.problems[path])
        text, tree, parsed = self.parsed.pop(path)
        try:
            verdict = self._verdict(parsed)
            body = apply(text.body, verdict.edits)
            if body != text.body:
                _prove(tree, body)
            after = text.encoded(body)
        except (ValueError, UnreadableError) as fault:
            return Outcome(path, data, data, problem=f"it cannot be rewritten: {fault}")
        return Outcome(path, data, after, text.body, verdict.notes, len(verdict.edits))

    def _imports_passed(self, data: bytes) -> bool:
        stems = {p.parent.name if p.stem == "__init__" else p.stem for p in self.passed}
        return bool(stems) and self.words.name_symbols(data, stems)

    def _verdict(self, parsed: Parsed) -> Verdict:
        from .judge import judge
        from .reading import read

        reading = read(parsed, self.plan, self.options.packages, self.passed_on)
        least = self.options.min_confidence
        bound, other = reading.bound, reading.other
        return judge(reading.found, bound=bound, other=other, min_confidence=least)


class _Words:
    """Tells the files that a migration may concern, without parsing them."""

    def __init__(self, plan: Plan, packages: Packages) -> None:
        tags = {tag for tag in plan.schema.tags if distinctive(tag)}
        concerned = {e.old for e in plan.events} | {e.tag for e in plan.event_notices}
        self._events = _any(sorted(tags | concerned))
        self._packages = _any(sorted(packages.last_parts()))
        self._symbols = _any(sorted(plan.schema.symbols))

    def name_events(self, data: bytes) -> bool:
        """Whether a tag stands in a file."""
        return self._events.search(data) is not None

    def name_package(self, data: bytes) -> bool:
        """Whether the package's name stands in a file, and that of something in it."""
        named = self._packages.search(data) is not None
        return named and self._symbols.search(data) is not None

    def name_symbols(self, data: bytes, modules: Iterable[str]) -> bool:
        """Whether a symbol stands in a file, and the name of one of these modules."""
        return (
            self._symbols.search(data) is not None
            and _any(sorted(modules)).search(data) is not None
        )


def _any(words: Sequence[str]) -> re.Pattern[bytes]:
    """Finds any of these words; nothing where there are none."""
    inside = "|".join(map(re.escape, words)).encode()
    return re.compile(rb"(?<!\w)(?:%b)(?!\w)" % inside if words else rb"(?!)")


def _by_module(paths: Iterable[Path]) -> Callable[[tuple[str, ...]], Path | None]:
    """Finds the file of a module by its path: exactly, or by the end of a file's path."""
    modules: dict[tuple[str, ...], Path] = {}
    for path in paths:
        parts = (*folder_parts(path.parent), path.stem)
        modules[parts[:-1] if path.stem == "__init__" else parts] = path

    @cache
    def find(module: tuple[str, ...]) -> Path | None:
        if module in modules or not module or module[0] == ROOT:
            return modules.get(module)
        ends = [path for parts, path in modules.items() if parts[-len(module) :] == module]
        return ends[0] if len(ends) == 1 else None

    return find


def _prove(tree: ast.Module, body: bytes) -> None:
    """Raise UnreadableError unless the new text is the old one with other names and texts."""
    import libcst as cst

    if not same_shape(tree, compiles(body)):
        raise UnreadableError("more than names would change")
    try:
        cst.parse_module(body.decode("utf-8"))
    except cst.ParserSyntaxError as fault:
        raise UnreadableError(str(fault)) from None
