"""The terms that were reached, and wait for their declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from ...model import DeclId, Ref
from ...text.records import dataclass
from ...text.source import Span
from .semantics import Named, ObjectShape, Placeholder

__all__ = ["Path", "Reached", "Term"]

Path: TypeAlias = tuple[str, ...]
Term: TypeAlias = Named | ObjectShape | Placeholder
"""A term that becomes a declaration."""


@dataclass(eq=False)
class Reached:
    """The terms that types refer to, by the ids of their declarations."""

    named: dict[DeclId, Named] = field(default_factory=dict)
    """The named ones among them."""
    _ids: set[DeclId] = field(default_factory=set)
    _waiting: dict[DeclId, Term] = field(default_factory=dict)
    _late: dict[DeclId, Term] = field(default_factory=dict)

    def __contains__(self, id_: DeclId) -> bool:
        return id_ in self._ids

    def refer(self, term: Term, id_: DeclId, *, late: bool = False) -> Ref:
        """Make a reference to a term, which is declared by this id; `late` if after all others."""
        if id_ not in self._ids:
            self._ids.add(id_)
            (self._late if late else self._waiting)[id_] = term
            if isinstance(term, Named):
                self.named[id_] = term
        return Ref(id_)

    def hasten(self, id_: DeclId) -> None:
        """Let a declaration that was put off wait no longer."""
        if id_ in self._late:
            self._waiting[id_] = self._late.pop(id_)

    def put_off(self) -> None:
        """Let all that waits wait until the others are declared."""
        self._late |= self._waiting
        self._waiting.clear()

    def undeclared(self) -> Iterator[tuple[DeclId, Term]]:
        """The declarations to lift, in the order of references; more may be added meanwhile."""
        while self._waiting:
            yield _taken(self._waiting)

    def late(self) -> Iterator[tuple[DeclId, Term]]:
        """Those that wait until all others are declared; also what they refer to."""
        while self._waiting or self._late:
            yield _taken(self._waiting or self._late)

    def holder(self, module: str, path: Path) -> tuple[str, Span | None]:
        """The name and the place of the named type that contains a path."""
        for length in range(len(path), 0, -1):
            named = self.named.get(DeclId(module, path[:length]))
            if named is not None:
                return named.symbol.name, named.symbol.span()
        return path[0], None


def _taken(waiting: dict[DeclId, Term]) -> tuple[DeclId, Term]:
    """The first of what waits, taken out."""
    id_ = next(iter(waiting))
    return id_, waiting.pop(id_)
