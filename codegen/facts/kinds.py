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
    """One table of a facts file, `[[integers]]` for instance, as the reader of a kind sees it."""

    @property
    def table(self) -> Mapping[str, object]:
        """The keys and values, as TOML has them."""
        ...

    def text(self, key: str) -> str | None:
        """The text at a key; None if there is none, which is an error if something else is."""
        ...

    def pattern(self) -> str | None:
        """The required text at `match`; None, and an error, if there is none."""
        ...

    def span(self, key: str) -> Span:
        """The line of a key, or the head of the table."""
        ...

    def error(self, message: str, advice: str, key: str = "") -> None:
        """Report an RC502 at a key, or at the head of the table."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class FactKind(Generic[Fact, Value]):
    """A kind of fact: the entries `[[table]]` of a facts file, which may have these keys.

    `read` makes a record of an entry, or reports what is wrong with it and returns None.
    `check` holds all the records against the model: it returns the value that targets get,
    and an error for each record that does not apply. A kind that `corrects` what the spec
    declares has to cite a reason in each entry, as `why`.
    """

    table: str
    keys: tuple[str, ...]
    read: Callable[[Entry], Fact | None]
    check: Callable[[Model, Sequence[Fact]], tuple[Value, Sequence[Diagnostic]]]
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class SpecFacts:
    """What the spec is called; None where the file does not say.

    `package_span` is where the file names the package.
    """

    name: str | None = None
    version: str | None = None
    package: str | None = None
    package_span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class FactEntry:
    """One table of a facts file that could be read, with the record that its kind made of it.

    `about` is what it says first, such as its pattern; `head` is where the table begins and
    `span` the line of `about`.
    """

    table: str
    about: str
    why: str
    head: Span
    span: Span
    record: object


@dataclass(frozen=True, slots=True)
class Facts:
    """What a facts file says: of the spec, and the records of each kind by the kind's table.

    `entries` are the tables of the file, kind by kind, that the records were made of. `bases`
    are the files of the tool that it builds on; their records and entries come first.
    """

    spec: SpecFacts = SpecFacts()
    records: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    entries: tuple[FactEntry, ...] = ()
    bases: tuple[SourceFile, ...] = ()

    def of(self, kind: FactKind[Fact, Any]) -> tuple[Fact, ...]:
        """The records of a kind, in the order of the file."""
        return cast("tuple[Fact, ...]", self.records.get(kind.table, ()))

    def without(self, entries: Sequence[FactEntry]) -> Facts:
        """The facts with some of the file's entries left out."""
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
        """The value of a kind. Raises KeyError for a kind that no target of the run declares."""
        return cast("Value", self.values[kind.table])
