"""Kinds of facts: a table of a facts file, its reader, and its check against a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any, Generic, Protocol, TypeVar, cast

from ..model import Model
from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from ..text.source import SourceFile, Span

__all__ = ["CheckedFacts", "Entry", "FactEntry", "FactKind", "Facts", "SpecFacts"]

Fact = TypeVar("Fact")
Value = TypeVar("Value")


class Entry(Protocol):
    """One table of a facts file, such as `[[integers]]`, for the reader of its kind."""

    @property
    def table(self) -> Mapping[str, object]:
        """The keys and values as parsed from TOML."""
        ...

    def text(self, key: str) -> str | None:
        """The text at a key; None if it is missing, and also, with an error, if it is no text."""
        ...

    def pattern(self) -> str | None:
        """The required text at `match`; None, with an error, if it is missing."""
        ...

    def span(self, key: str) -> Span:
        """The place of a key's line, or of the head of the table."""
        ...

    def error(self, message: str, advice: str, key: str = "") -> None:
        """Report an RC502 at a key, or at the head of the table."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class FactKind(Generic[Fact, Value]):
    """A kind of fact: the entries `[[table]]` of a facts file, which may have these keys.

    `read` makes a record of an entry, or reports its errors and returns None. `check` checks all
    the records against the model: it returns the value for the targets, and an error for each
    record that does not apply. A kind that `corrects` the spec has to cite a reason in each entry,
    as `why`.
    """

    table: str
    keys: tuple[str, ...]
    read: Callable[[Entry], Fact | None]
    check: Callable[[Model, Sequence[Fact]], tuple[Value, Sequence[Diagnostic]]]
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class SpecFacts:
    """The identity of the spec; None for a part that the file does not give.

    `package_span` is the place of the package's name.
    """

    name: str | None = None
    version: str | None = None
    package: str | None = None
    package_span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class FactEntry:
    """One valid table of a facts file, with the record that its kind made of it.

    `about` is its subject, such as its pattern; `head` is the place of the table's head and `span`
    that of the subject.
    """

    table: str
    about: str
    why: str
    head: Span
    span: Span
    record: object


@dataclass(frozen=True, slots=True)
class Facts:
    """The content of a facts file: of the spec, and the records of each kind by its table.

    `entries` are the tables of the records, kind by kind. `bases` are the shipped files that it
    extends; their records and entries come first.
    """

    spec: SpecFacts = SpecFacts()
    records: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    entries: tuple[FactEntry, ...] = ()
    bases: tuple[SourceFile, ...] = ()

    def of(self, kind: FactKind[Fact, Any]) -> tuple[Fact, ...]:
        """The records of a kind, in the order of the file."""
        return cast("tuple[Fact, ...]", self.records.get(kind.table, ()))

    def without(self, entries: Sequence[FactEntry]) -> Facts:
        """The facts without some of the file's entries."""
        gone = {id(entry) for entry in entries}
        records = {id(entry.record) for entry in entries}
        return Facts(
            self.spec,
            {
                table: tuple(record for record in known if id(record) not in records)
                for table, known in self.records.items()
            },
            tuple(entry for entry in self.entries if id(entry) not in gone),
            self.bases,
        )


@dataclass(frozen=True, slots=True)
class CheckedFacts:
    """The results of the checks, by the kind's table."""

    values: Mapping[str, object] = field(default_factory=dict)

    def __getitem__(self, kind: FactKind[Any, Value]) -> Value:
        """The result for a kind. Raises KeyError for a kind that no target of the run declares."""
        return cast("Value", self.values[kind.table])
