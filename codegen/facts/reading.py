"""Read facts about a spec from a TOML file.

A facts file has entries of several kinds, such as `[[integers]]`, and in `[spec]` the name of the
spec itself. Each kind has a module, and targets add further kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from ..text.diagnostics import Diagnostic, error, summed_up
from ..text.documents import MARK, DocumentError, read_toml
from ..text.records import dataclass
from ..text.similar import similar_name
from ..text.source import SourceFile, Span
from .adding import MEMBERS
from .answers import ANSWERS
from .audio import AUDIO, AUDIO_FORMATS
from .defaults import DEFAULTS
from .events import EVENTS
from .grouping import GROUPS
from .history import CHANGED
from .integers import INTEGERS
from .kinds import FactEntry, FactKind, Facts, SpecFacts
from .movement import MOVEMENT
from .nullable import NULLABLE
from .renaming import RENAMES
from .shipped import SHIPPED, shipped_source

__all__ = ["NO_FACTS", "OWN_KINDS", "SPEC_TABLE", "read"]

NO_FACTS: Final = Facts()

OWN_KINDS: Final[tuple[FactKind[Any, Any], ...]] = (
    MEMBERS,
    EVENTS,
    DEFAULTS,
    GROUPS,
    INTEGERS,
    NULLABLE,
    RENAMES,
    AUDIO,
    AUDIO_FORMATS,
    ANSWERS,
    *MOVEMENT,
    CHANGED,
)
"""The kinds that every facts file may have, whatever the targets."""

SPEC_TABLE: Final = "spec"
_SPEC_KEYS: Final = ("name", "version", "package", "extends")


def read(
    source: SourceFile, kinds: Iterable[FactKind[Any, Any]] = OWN_KINDS
) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """Read a facts file that may have entries of these kinds.

    Returns the facts that could be read, and an error for everything that could not:
    RC502 for text that is not TOML and values of the wrong kind, RC503 for unknown keys.
    """
    try:
        tables = read_toml(source.data.decode("utf-8"))
    except UnicodeDecodeError as failure:
        span = source.span(failure.start, failure.start + 1)
        advice = "Save the file as UTF-8."
        return NO_FACTS, (error("RC502", "the facts file is not UTF-8", span, advice),)
    except DocumentError as failure:
        advice = "A facts file is TOML: `[spec]`, `[[integers]]`, `[[audio]]` and others."
        message = f"the facts file is not TOML: {failure}"
        return NO_FACTS, (error("RC502", message, _toml_span(source, failure), advice),)
    reader = _Reader(source)
    known = tuple(kinds)
    content = reader.checked(tables, (SPEC_TABLE, *(kind.table for kind in known)), "", "")
    spec, base = reader.spec(content.get(SPEC_TABLE, {}))
    entries = {
        kind.table: tuple(reader.entries(kind, content.get(kind.table, []))) for kind in known
    }
    records = {table: tuple(entry.record for entry in read) for table, read in entries.items()}
    facts = Facts(spec, records, tuple(entry for read in entries.values() for entry in read))
    if base is None:
        return facts, summed_up(reader.diagnostics)
    base_facts, problems = read(base, known)
    return _on(base, base_facts, facts), (*problems, *summed_up(reader.diagnostics))


def _on(base: SourceFile, base_facts: Facts, facts: Facts) -> Facts:
    """Add the facts of a file to those of the file that it extends."""
    own, given = facts.spec, base_facts.spec
    spec = (
        own
        if own.package is not None
        else replace(own, package=given.package, package_span=given.package_span)
    )
    return Facts(
        replace(spec, name=own.name or given.name, version=own.version or given.version),
        {table: base_facts.records[table] + own for table, own in facts.records.items()},
        base_facts.entries + facts.entries,
        (base, *base_facts.bases),
    )


def _toml_span(source: SourceFile, failure: DocumentError) -> Span:
    """The place of a syntax error in the TOML, or the end of the file."""
    if failure.line is None or failure.column is None:
        return source.span(len(source.data), len(source.data))
    return Span(source.path, failure.line, failure.column, failure.line, failure.column + 1)


class _Reader:
    """Checks the tables of one facts file and collects the errors."""

    def __init__(self, source: SourceFile) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.places = _Places(source)

    def checked(
        self, table: Mapping[str, object], known: Sequence[str], name: str, place: str
    ) -> Mapping[str, object]:
        """Report the unknown keys of a table.

        Returns the table with misspelt keys corrected, so that a mistake is reported once.
        """
        meant: dict[str, object] = {}
        for key, value in table.items():
            if key in known:
                meant[key] = value
                continue
            where = f"[{name}]" if name else "the facts file"
            message = f"unknown key {key!r} in {where}"
            self.error("RC503", message, self.places.key(place, key), _suggest(key, known))
            close = similar_name(key, known)
            if close is not None and close not in table and close not in meant:
                meant[close] = value
                self.places.is_written(place, close, key)
        return meant

    def spec(self, table: object) -> tuple[SpecFacts, SourceFile | None]:
        """Read the table `[spec]`, and the shipped file that its `extends` names."""
        if not isinstance(table, dict):
            advice = "Write it as a table: `[spec]`."
            self.error("RC502", "`spec` is not a table", self.places.key("", SPEC_TABLE), advice)
            return SpecFacts(), None
        table = self.checked(table, _SPEC_KEYS, SPEC_TABLE, SPEC_TABLE)
        entry = _Entry(self, table, SPEC_TABLE)
        name, version, package = (entry.text(key) for key in ("name", "version", "package"))
        return SpecFacts(name, version, package, entry.span("package")), self._base(entry)

    def _base(self, entry: _Entry) -> SourceFile | None:
        name = entry.text("extends")
        if name is None:
            return None
        try:
            return shipped_source(name)
        except KeyError:
            message = f"the tool has no facts {name!r}"
            names = [facts.name for facts in SHIPPED]
            self.error("RC502", message, entry.span("extends"), _suggest(name, names, "names"))
        except OSError as fault:
            message = f"the facts {name!r} cannot be read: {fault.strerror}"
            self.error("RC502", message, entry.span("extends"), "Install the tool anew.")
        return None

    def entries(self, kind: FactKind[Any, Any], tables: object) -> Iterator[FactEntry]:
        """The valid entries of a kind."""
        name = kind.table
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            advice = f"Write each entry as a table of its own: `[[{name}]]`."
            message = f"`{name}` is not a list of tables"
            self.error("RC502", message, self.places.key("", name), advice)
            return
        for number, written in enumerate(tables):
            place = f"{name}.{number}"
            table = self.checked(written, kind.keys, name, place)
            entry = _Entry(self, table, place)
            if kind.corrects:
                entry.check_reason()
            record = kind.read(entry)
            if record is not None:
                first, why = next(iter(kind.keys), ""), table.get("why", "")
                about, head = str(table.get(first, "")), self.places.table(place)
                yield FactEntry(name, about, str(why), head, entry.span(first), record)

    def error(self, code: str, message: str, span: Span, advice: str) -> None:
        """Report an error."""
        self.diagnostics.append(error(code, message, span, advice))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One table of the file; `place` is its name in `_Places`."""

    reader: _Reader
    table: Mapping[str, object]
    place: str

    def text(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        message = f"the value of `{key}` is not a string, or empty"
        self.error(message, f'Write `{key} = "..."`.', key)
        return None

    def pattern(self) -> str | None:
        match = self.text("match")
        if match is None and "match" not in self.table:
            message = f"an entry of [[{self.place.partition('.')[0]}]] has no `match`"
            self.error(message, 'Say which properties it is about: `match = "*_index"`.')
        return match

    def check_reason(self) -> None:
        """Report a blank or missing `why`; `text` reports one that is not a string."""
        why = self.table.get("why", " ")
        if isinstance(why, str) and why and not why.strip():
            message = f"an entry of [[{self.place.partition('.')[0]}]] does not say why"
            advice = 'Cite what the spec gets wrong, and where it is seen: `why = "..."`.'
            self.error(message, advice, "why" if "why" in self.table else "")

    def span(self, key: str) -> Span:
        return self.reader.places.key(self.place, key)

    def error(self, message: str, advice: str, key: str = "") -> None:
        span = self.span(key) if key else self.reader.places.table(self.place)
        self.reader.error("RC502", message, span, advice)


class _Places:
    """Finds the lines of tables and keys, which `tomllib` does not give.

    A table is named `spec`, `integers.0`, `audio.2`, or "" for the top. Where the notation is
    unusual (an inline table), the nearest line is cited.
    """

    _HEADER: Final = re.compile(rf"{MARK}?\s*(\[\[?)\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*\]")
    _KEY: Final = re.compile(rf"{MARK}?\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*[=.]")

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._tables: dict[str, int] = {"": 1}
        self._keys: dict[tuple[str, str], int] = {}
        self._written: dict[tuple[str, str], str] = {}
        counts: dict[str, int] = {}
        table = ""
        for line in range(1, source.data.count(b"\n") + 2):
            text = source.line_text(line)
            if header := self._HEADER.match(text):
                name = header[2].strip("\"'")
                self._keys.setdefault(("", name), line)
                table = name
                if header[1] == "[[":
                    table = f"{name}.{counts.get(name, 0)}"
                    counts[name] = counts.get(name, 0) + 1
                self._tables.setdefault(table, line)
            elif key := self._KEY.match(text):
                self._keys.setdefault((table, key[1].strip("\"'")), line)

    def is_written(self, table: str, key: str, wrong: str) -> None:
        """Map a key of a table to the wrong spelling that the file has."""
        self._written[self._own(table), key] = wrong

    def _own(self, table: str) -> str:
        """The name of a table in the file's spelling."""
        name, dot, number = table.partition(".")
        return f"{self._written.get(('', name), name)}{dot}{number}"

    def table(self, table: str) -> Span:
        """The head of a table."""
        table = self._own(table)
        name = table.partition(".")[0]
        return self._line(self._tables.get(table, self._keys.get(("", name), 1)))

    def key(self, table: str, key: str) -> Span:
        """The line that sets a key of a table; the table's head where no line does."""
        own = self._own(table)
        line = self._keys.get((own, self._written.get((own, key), key)))
        return self.table(table) if line is None else self._line(line)

    def _line(self, line: int) -> Span:
        text = self._source.line_text(line)
        start = len(text) - len(text.lstrip())
        return Span(self._source.path, line, start + 1, line, max(start, len(text.rstrip())) + 1)


def _suggest(wrong: str, known: Sequence[str], plural: str = "keys") -> str:
    """Advice for an unknown key: a similar key, or all of them."""
    close = similar_name(wrong, known)
    if close is not None:
        return f"Did you mean `{close}`?"
    return f"The {plural} are {', '.join(f'`{name}`' for name in known)}."
