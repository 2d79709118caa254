"""Resolve the names of events, and paths in them, of facts about the movement of a protocol.

A path is wire names with dots between them, `response.usage`. In a union it leads through each
member that has the property.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Final, Literal as OneOf, Protocol, TypeAlias, TypeVar

from ...model import (
    NULL,
    Alias,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Model,
    Primitive,
    Ref,
    Template,
    Type,
    Union,
)
from ...model.movement import Path
from ...text.diagnostics import Diagnostic, error
from ...text.records import dataclass
from ...text.source import Span
from ..kinds import Entry
from ..selecting import by_full_name

__all__ = ["Spec", "StaleError", "checking", "path_of", "read_paths", "read_text", "shown"]


class HasSpan(Protocol):
    """A record of a facts file."""

    @property
    def span(self) -> Span:
        """The place of the record in the facts file."""


Fact = TypeVar("Fact", bound=HasSpan)
Value = TypeVar("Value")
Check: TypeAlias = Callable[
    [Model, Sequence[Fact]], tuple[tuple[Value, ...], tuple[Diagnostic, ...]]
]

_TEXT: Final = frozenset({"string"})
_WHOLE: Final = frozenset({"number", "integer"})
_ADVICE: Final = "Mend the entry, or remove it: the spec does not have what it is about."


class StaleError(Exception):
    """A fact that does not apply; the text gives the reason."""


@dataclass(frozen=True, slots=True)
class Spec:
    """The declarations of a model, by id and by full name.

    `messages` are the events of its groups or, without a group, all interfaces.
    """

    by_id: Mapping[DeclId, Declaration]
    by_name: Mapping[str, Declaration] = field(default_factory=dict)
    messages: tuple[Interface, ...] = ()

    def event(self, name: str) -> Interface:
        """The interface of a name. Raises `StaleError` where there is none."""
        declaration = self.by_name.get(name)
        if not isinstance(declaration, Interface):
            raise StaleError(f"no interface is called {name!r}")
        return declaration

    def events(self, pattern: str) -> tuple[Interface, ...]:
        """The interfaces that a pattern selects. Raises `StaleError` where it selects none."""
        selected = tuple(
            declaration
            for name, declaration in self.by_name.items()
            if isinstance(declaration, Interface) and fnmatchcase(name, pattern)
        )
        if not selected:
            raise StaleError(f"{pattern!r} selects no interface")
        return selected

    def at(self, owner: Interface, path: Path) -> tuple[Type, ...]:
        """The types at a path, unions taken apart and null left out. Raises `StaleError`."""
        types: tuple[Type, ...] = (Ref(owner.id),)
        for step in path:
            types = tuple(self._stepped(types, step))
            if not types:
                raise StaleError(f"{owner.id} has no {shown(path)!r}")
        return types

    def has(self, owner: Interface, path: Path) -> bool:
        """Whether a path resolves to a type."""
        try:
            return bool(self.at(owner, path))
        except StaleError:
            return False

    def scalar(self, owner: Interface, path: Path) -> None:
        """Check that a path leads to a text or a number. Raises `StaleError`."""
        self._of_kind(owner, path, _TEXT | _WHOLE, "text and no number")

    def text(self, owner: Interface, path: Path) -> None:
        """Check that a path leads to a text. Raises `StaleError`."""
        self._of_kind(owner, path, _TEXT, "text")

    def object(self, owner: Interface, path: Path) -> None:
        """Check that a path leads to an object. Raises `StaleError`."""
        if not any(self._interface(type_) for type_ in self.at(owner, path)):
            raise StaleError(f"{shown(path)!r} of {owner.id} is no object")

    def value(self, owner: Interface, path: Path, wanted: str | float) -> None:
        """Raise `StaleError` unless a path leads to something that can have a value."""
        kind = _kind_of(wanted)
        for type_ in self.at(owner, path):
            if type_ == Literal(kind, wanted) or _takes(type_, kind):
                return
        raise StaleError(f"{shown(path)!r} of {owner.id} cannot be {wanted!r}")

    def _of_kind(self, owner: Interface, path: Path, kinds: frozenset[str], noun: str) -> None:
        if not any(_is_of(type_, kinds) for type_ in self.at(owner, path)):
            raise StaleError(f"{shown(path)!r} of {owner.id} holds no {noun}")

    def _interface(self, type_: Type) -> Interface | None:
        declaration = self.by_id.get(type_.id) if isinstance(type_, Ref) else None
        return declaration if isinstance(declaration, Interface) else None

    def _stepped(self, types: Sequence[Type], step: str) -> Iterator[Type]:
        """The types that a property of objects leads to."""
        for type_ in types:
            interface = self._interface(type_)
            for property_ in () if interface is None else interface.properties:
                if property_.wire_name == step:
                    yield from self._members(property_.type)

    def _members(self, type_: Type, above: frozenset[DeclId] = frozenset()) -> Iterator[Type]:
        """The members of a type, with aliases followed and null left out."""
        match type_:
            case Union(members=members):
                for member in members:
                    yield from self._members(member, above)
            case Ref(id=id_) if isinstance(alias := self.by_id.get(id_), Alias):
                if id_ not in above:
                    yield from self._members(alias.type, above | {id_})
            case Ref(id=id_) if isinstance(enum := self.by_id.get(id_), Enum):
                yield from (member.value for member in enum.members if member.value is not None)
            case _:
                if type_ != NULL:
                    yield type_


def shown(path: Path) -> str:
    """A path as facts write it."""
    return ".".join(path)


def path_of(text: str) -> Path:
    """The steps of a path."""
    return tuple(text.split("."))


def _kind_of(value: str | float) -> OneOf["string", "number", "boolean"]:
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def _takes(type_: Type, kind: str) -> bool:
    return isinstance(type_, Primitive) and type_.name in (kind, "unknown", "object", "defined")


def _is_of(type_: Type, kinds: frozenset[str]) -> bool:
    match type_:
        case Primitive(name=name):
            return name in kinds
        case Literal(kind=kind):
            return kind in kinds
        case Template():
            return "string" in kinds
        case _:
            return False


def _messages(model: Model) -> Iterator[Interface]:
    by_id = model.by_id()
    members = [id_ for group in model.groups for id_ in group.interfaces]
    for id_ in dict.fromkeys(members) or by_id:
        declaration = by_id[id_]
        if isinstance(declaration, Interface):
            yield declaration


def checking(resolved: Callable[[Spec, Fact], Value]) -> Check[Fact, Value]:
    """Make the check of a kind: `resolved` makes the result of a record, or raises for an RC501."""

    def check(
        model: Model, facts: Sequence[Fact]
    ) -> tuple[tuple[Value, ...], tuple[Diagnostic, ...]]:
        values: list[Value] = []
        stale: list[Diagnostic] = []
        if facts:
            spec = Spec(model.by_id(), by_full_name(model), tuple(_messages(model)))
            for fact in facts:
                try:
                    values.append(resolved(spec, fact))
                except StaleError as reason:
                    stale.append(error("RC501", str(reason), fact.span, _ADVICE))
        return tuple(values), tuple(stale)

    return check


def read_text(entry: Entry, kind: str, key: str, example: str) -> str | None:
    """The required text at a key; None, with an error, if it is missing."""
    text = entry.text(key)
    if text is None and key not in entry.table:
        entry.error(f"an entry of [[{kind}]] has no `{key}`", f'Write `{key} = "{example}"`.')
    return text


def read_paths(entry: Entry, key: str) -> tuple[Path, ...] | None:
    """The paths in a list of texts; empty if the key is missing, None for another value."""
    given = entry.table.get(key, [])
    if isinstance(given, list) and all(isinstance(text, str) and text for text in given):
        return tuple(path_of(text) for text in given)
    entry.error(f"`{key}` is no list of paths", f'Write `{key} = ["item_id"]`.', key)
    return None
