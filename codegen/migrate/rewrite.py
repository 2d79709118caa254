"""Migrate the files of a program from one version of a spec to the next."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..text.records import dataclass
from .edits import Edit, Note, apply, masked, outermost
from .ignoring import wanted
from .leftover_parts import PartsOfTags
from .needs import Needs
from .newer import newer_python
from .packages import ROOT, Packages, folder_parts
from .plan import Plan
from .schema import distinctive
from .text import (
    PythonText,
    UnreadableError,
    compiles,
    read_text,
    same_shape,
    syntax,
)

if TYPE_CHECKING:
    from .judge import Verdict
    from .reading import Parsed

__all__ = ["Options", "Outcome", "Words", "migrate"]


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a migration: proposals below `min_confidence` become notes."""

    min_confidence: float = 0.8
    packages: Packages = field(default_factory=Packages)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for a file: `after` equals `before` if the file stays as it is.

    `problem` is the reason why the file cannot be migrated, or "". `python` is the version that the
    file is written for if this one is older.
    """

    path: Path
    before: bytes
    after: bytes
    body: bytes = b""
    notes: tuple[Note, ...] = ()
    edits: int = 0
    problem: str = ""
    python: str = ""

    @property
    def changed(self) -> bool:
        """Whether the file changes."""
        return self.before != self.after


_NONE: Mapping[str, str] = MappingProxyType({})


def migrate(files: Iterable[tuple[Path, bytes]], plan: Plan, options: Options) -> list[Outcome]:
    """Migrate files; returns their outcomes in the same order. Paths are absolute.

    Nothing is written. A file that is no valid Python before or after the change is left as it
    is, and its outcome says why.
    """
    program = _Program(list(files), plan, options)
    outcomes = [program.outcome(path, data) for path, data in program.files]
    return [program.without_shown(outcome) for outcome in outcomes]


def _fault_of(data: bytes) -> str:
    """The reason why a file without uses is no valid Python; "" if it is."""
    try:
        syntax(read_text(data).body)
    except UnreadableError as fault:
        return str(fault)
    return ""


class _Program:
    """The files of a program, which may import from each other."""

    def __init__(self, files: list[tuple[Path, bytes]], plan: Plan, options: Options) -> None:
        self.files = files
        self.plan = plan
        self.options = options
        self.words = Words(plan, options.packages)
        self.trees: dict[Path, tuple[PythonText, ast.Module]] = {}
        self.parsed: dict[Path, Parsed] = {}
        self.problems: dict[Path, str] = {}
        self.pythons: dict[Path, str] = {}
        self.exports: dict[Path, Mapping[str, str]] = {}
        self.module_of = _by_module(path for path, _ in files)
        self.texts = self._kept_texts()
        self._keepers = frozenset(map(_module_name, self.texts))
        self.shown: set[str] = set()
        self._follow()

    def exports_of(self, module: tuple[str, ...]) -> Mapping[str, str]:
        """The symbols of the package that a module of the program exports."""
        path = self.module_of(module)
        return _NONE if path is None else self.exports.get(path, _NONE)

    def texts_of(self, module: tuple[str, ...]) -> Mapping[str, str]:
        """The string constants of a module of the program."""
        path = self.module_of(module)
        return _NONE if path is None else self.texts.get(path, _NONE)

    def _kept_texts(self) -> dict[Path, Mapping[str, str]]:
        """The string constants of the modules that have a tag among them."""
        from .constants import texts_in

        kept: dict[Path, Mapping[str, str]] = {}
        tags = self.plan.schema.tags.keys()
        for path, data in self.files if len(self.files) > 1 else ():
            if self.words.name_events(data) and self._compile(path, data):
                texts = texts_in(self.trees[path][1])
                if not tags.isdisjoint(texts.values()):
                    kept[path] = texts
        return kept

    def _imports_texts(self, data: bytes) -> bool:
        return bool(self._keepers) and self.words.name(data, self._keepers)

    def without_shown(self, outcome: Outcome) -> Outcome:
        """Drop the notes on payloads that another file shows."""
        left = tuple(
            note for note in outcome.notes if not note.unseen or note.unseen not in self.shown
        )
        return outcome if len(left) == len(outcome.notes) else replace(outcome, notes=left)

    def _follow(self) -> None:
        """Find the symbols of the package that modules export.

        A module may import them from another one, so this is repeated until nothing changes.
        Chains of such modules are short.
        """
        asked = {
            path
            for path, data in self.files
            if self.words.name_package(data) and self._is_imported(path)
        }
        while asked:
            changed: set[Path] = set()
            for path, data in self.files:
                if path in asked and self._parse(path, data):
                    symbols = self._exported_by(path)
                    if symbols != self.exports.get(path, _NONE):
                        self.exports[path] = symbols
                        changed.add(path)
            stems = set(map(_module_name, changed))
            asked = {
                path
                for path, data in self.files
                if path not in changed and self.words.name_symbols(data, stems)
            }

    def _is_imported(self, path: Path) -> bool:
        """Whether another file may import this one: it contains the module's name."""
        if len(self.files) == 1:
            return False
        name = re.escape(_module_name(path))
        pattern = re.compile(rb"(?<!\w)%b(?!\w)" % os.fsencode(name))
        return any(other != path and pattern.search(data) for other, data in self.files)

    def _exported_by(self, path: Path) -> Mapping[str, str]:
        from .reading import exported_by

        return exported_by(self.parsed[path], self.plan, self.options.packages, self.exports_of)

    def _parse(self, path: Path, data: bytes) -> bool:
        """Parse a file, once; returns whether it can be parsed."""
        from .reading import parse

        if path in self.parsed or not self._compile(path, data):
            return path in self.parsed
        try:
            text, tree = self.trees[path]
            self.parsed[path] = parse(text.body, tree, folder_parts(path.parent))
        except UnreadableError as fault:
            self.problems[path] = str(fault)
        return path in self.parsed

    def _compile(self, path: Path, data: bytes) -> bool:
        """Read the syntax tree of a file, once; returns whether it is Python."""
        if path in self.trees or path in self.problems:
            return path not in self.problems
        text: PythonText | None = None
        try:
            text = read_text(data)
            self.trees[path] = text, compiles(text.body)
        except UnreadableError as fault:
            self.problems[path] = str(fault)
            may_be_newer = text is not None and isinstance(fault.__cause__, SyntaxError)
            needed = newer_python(text.body) if text is not None and may_be_newer else ""
            if needed:
                here = ".".join(map(str, sys.version_info[:2]))
                self.pythons[path] = needed
                self.problems[path] += f"; it is written for Python {needed}, and this is {here}"
        return path not in self.problems

    def outcome(self, path: Path, data: bytes) -> Outcome:
        """Migrate a file."""
        if self.words.is_foreign(data):
            return Outcome(path, data, data, problem=_fault_of(data))
        concerned = self.words.name_events(data) or (
            self.words.may_need(data)
            and (
                self.words.name_package(data)
                or self._imports_exported(data)
                or self._imports_texts(data)
            )
        )
        if concerned and self._compile(path, data):
            concerned = self.words.may_need_by(data, self.trees[path][1])
        if not concerned and path not in self.problems:
            known = self.trees.pop(path, None)
            self.parsed.pop(path, None)
            return Outcome(path, data, data, problem="" if known else _fault_of(data))
        if not self._parse(path, data):
            python = self.pythons.get(path, "")
            return Outcome(path, data, data, problem=self.problems[path], python=python)
        text, tree = self.trees.pop(path)
        parsed = self.parsed.pop(path)
        try:
            verdict = wanted(self._verdict(parsed), text.body)
            body = apply(text.body, verdict.edits)
            if body != text.body:
                _prove(tree, text.body, body, verdict.edits)
            after = text.encoded(body)
        except (ValueError, UnreadableError) as fault:
            return Outcome(path, data, data, problem=f"it cannot be rewritten: {fault}")
        return Outcome(path, data, after, text.body, verdict.notes, len(verdict.edits))

    def _imports_exported(self, data: bytes) -> bool:
        stems = set(map(_module_name, self.exports))
        return bool(stems) and self.words.name_symbols(data, stems)

    def _verdict(self, parsed: Parsed) -> Verdict:
        from .judge import judge
        from .reading import read

        reading = read(parsed, self.plan, self.options.packages, self.exports_of, self.texts_of)
        least = self.options.min_confidence
        bound, other = reading.bound, reading.other
        self.shown |= reading.shown
        return judge(reading.collected, bound=bound, other=other, min_confidence=least)


class Words:
    """Recognizes files that a migration may concern by their bytes, without parsing them."""

    def __init__(self, plan: Plan, packages: Packages) -> None:
        tags = {tag for tag in plan.schema.tags if distinctive(tag)}
        concerned = {e.old for e in plan.events} | {e.tag for e in plan.event_notices}
        self._events = _any(sorted(tags | concerned))
        self._parts = PartsOfTags.of(plan).any
        moved = any(name.new for name in packages.names)
        self.needs = Needs(plan)
        self.is_moved = moved
        self._needed = re.compile(b"") if moved else _any(sorted(self.needs.names.all))
        others = (re.escape(text.encode()) for text in plan.other_dialects)
        self._others = re.compile(b"|".join(others) or rb"(?!)", re.IGNORECASE)
        own = (re.escape(text.encode()) for text in plan.own_texts)
        self._own = re.compile(b"|".join(own) or rb"(?!)")
        texts = (re.escape(notice.text.encode()) for notice in plan.text_notices)
        self._texts = re.compile(b"|".join(texts) or rb"(?!)")
        self._packages = _any(sorted(packages.last_parts()))
        self._symbols = _any(sorted(plan.schema.symbols))

    def name_events(self, data: bytes) -> bool:
        """Whether a file contains a tag, a part of a renamed one, or a text that is gone."""
        patterns = (self._events, self._parts, self._texts)
        return any(pattern.search(data) is not None for pattern in patterns)

    def may_need_by(self, data: bytes, tree: ast.Module) -> bool:
        """Whether a parsed file may need an edit or a note."""
        patterns = (self._parts, self._texts)
        mentions = any(pattern.search(data) is not None for pattern in patterns)
        return self.is_moved or mentions or self.needs.any_in(tree)

    def may_need(self, data: bytes) -> bool:
        """Whether a file contains a name that is renamed, or that has a notice."""
        return self._needed.search(data) is not None

    def is_foreign(self, data: bytes) -> bool:
        """Whether a file is for another vendor's protocol, and not for this one."""
        return self._others.search(data) is not None and self._own.search(data) is None

    def name_package(self, data: bytes) -> bool:
        """Whether a file contains the name of the package, and a symbol of it."""
        named = self._packages.search(data) is not None
        return named and self._symbols.search(data) is not None

    def name(self, data: bytes, modules: Iterable[str]) -> bool:
        """Whether a file contains the name of one of the modules."""
        return _any(sorted(modules)).search(data) is not None

    def name_symbols(self, data: bytes, modules: Iterable[str]) -> bool:
        """Whether a file contains a symbol, and the name of one of the modules."""
        return self._symbols.search(data) is not None and self.name(data, modules)


def _module_name(path: Path) -> str:
    """The last part of a file's module path."""
    return path.parent.name if path.stem == "__init__" else path.stem


def _any(words: Sequence[str]) -> re.Pattern[bytes]:
    """A pattern for any of these words; without words, one that never matches."""
    inside = "|".join(map(re.escape, words)).encode("utf-8", "surrogatepass")
    return re.compile(rb"(?<!\w)(?:%b)(?!\w)" % inside if words else rb"(?!)")


def _by_module(paths: Iterable[Path]) -> Callable[[tuple[str, ...]], Path | None]:
    """Make a look-up of a module's file, exactly or by the end of the file's path."""
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


def _prove(tree: ast.Module, before: bytes, body: bytes, edits: Sequence[Edit]) -> None:
    """Check that the new text differs in names and strings only. Raises UnreadableError.

    The ranges of edits with parts are left out of that.
    """
    made = compiles(body)
    reshaped = bool(outermost(edits))
    if reshaped:
        tree, made = (compiles(masked(before, edits, after=after)) for after in (False, True))
    if not same_shape(tree, made):
        raise UnreadableError("more than names would change")
