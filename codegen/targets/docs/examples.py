"""Examples of a declaration's use: Python statements around a sample of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import lru_cache
from typing import Final

from ...model import DeclId, EventGroup, Interface
from ...python.names import Names
from ...python.printer import Printer
from ...python.tree import (
    ELLIPSIS,
    NONE,
    Annotated,
    Assert,
    Assign,
    Attribute,
    Call,
    Case,
    Compare,
    Dict,
    Entry,
    Evaluate,
    Expression,
    If,
    Import,
    Keyword,
    Match,
    Name,
    Statement,
    String,
    list_of,
    number,
)
from ...text.records import dataclass
from ...wire.samples import Sampled, SampledObject

__all__ = ["Examples"]

_PACKAGE: Final = Name("rt")
_EVENT: Final = Name("event")
_MESSAGE: Final = Name("message")
_VALUE: Final = Name("value")
_MOST_PRINTED: Final = 3


@dataclass(frozen=True, slots=True)
class Examples:
    """Makes code that uses a generated package.

    `package` is the package's name, `names` are those in it. With `as_dicts`, objects are
    dictionaries, as for the classes of `TypedDict`.
    """

    package: str
    names: Names
    as_dicts: bool = False
    _printed: dict[Assign, str] = field(default_factory=dict, repr=False, compare=False)

    def annotated(self, id_: DeclId, sampled: Sampled) -> str:
        """An assignment of a sample, for a type checker."""
        value = self.value(sampled)
        return self._text([Annotated(_VALUE.id, self._member(self._name(id_)), value)])

    def event(self, sampled: Sampled, group: EventGroup) -> str:
        """Code that decodes and encodes an event of a group."""
        decoded = Call(self._decoder(group), (_MESSAGE,))
        return self._there_and_back(_EVENT, sampled, decoded)

    def object(self, sampled: Sampled) -> str:
        """Code that constructs an object of a class."""
        return self._text([Assign(_VALUE, self.value(sampled))])

    def handled(self, sampled: Sampled, interface: Interface, group: EventGroup) -> str:
        """Code that reads a message, and handles the event of the page."""
        decoded = Call(self._decoder(group), (_MESSAGE,))
        class_ = self._member(self._name(interface.id))
        printed = Call(Name("print"), tuple(self._worth_reading(sampled, interface)))
        test = Call(Name("isinstance"), (_EVENT, class_))
        return self._text([Assign(_EVENT, decoded), If(test, (Evaluate(printed),))])

    def _worth_reading(self, sampled: Sampled, interface: Interface) -> Iterator[Attribute]:
        """The informative fields of an event: the last ones in the sample that are no ids."""
        fields = self.names.fields[interface.id]
        shown = sampled.members if isinstance(sampled, SampledObject) else {}
        tags = sampled.tags if isinstance(sampled, SampledObject) else frozenset()
        names = [name for name in shown if name in fields and name not in tags]
        informative = [
            name for name in names if name != "id" and not name.endswith(("_id", "_index", "Id"))
        ]
        for name in (informative or names)[:_MOST_PRINTED]:
            yield Attribute(_EVENT, fields[name])

    def matching(self, group: EventGroup) -> str:
        """Code that decodes a message as an event of a group, and narrows it by class."""
        unknown = Call(self._member("UnknownEvent"), (), (Keyword("type", Name("name")),))
        patterns = [Call(self._member(self._name(id_))) for _, id_ in group.members[:1]]
        cases = [Case(pattern, (Evaluate(ELLIPSIS),)) for pattern in (*patterns, unknown)]
        decoded = Call(self._decoder(group), (_MESSAGE,))
        return self._text([Assign(_EVENT, decoded), Match(_EVENT, tuple(cases))])

    def value(self, sampled: Sampled) -> Expression:
        """The expression that makes a sample."""
        match sampled:
            case str(text):
                return String(text)
            case SampledObject(interface, members):
                if interface is None or self.as_dicts:
                    return self._dict(members.items())
                return self._construction(interface, sampled)
            case list(items):
                return list_of(*map(self.value, items))
            case None:
                return NONE
            case _:
                return number(sampled)

    def _dict(self, members: Iterable[tuple[str, Sampled]]) -> Dict:
        return Dict(tuple(Entry(String(key), self.value(value)) for key, value in members))

    def _construction(self, interface: Interface, sampled: SampledObject) -> Call:
        """The constructor call of a class, whose tags are defaults."""
        fields = self.names.fields[interface.id]
        keywords = [
            Keyword(fields[key], self.value(value))
            for key, value in sampled.members.items()
            if key in fields and key not in sampled.tags
        ]
        others = [(key, value) for key, value in sampled.members.items() if key not in fields]
        if others:
            keywords.append(Keyword("unknown_fields", self._dict(others)))
        return Call(self._member(self._name(interface.id)), (), tuple(keywords))

    def _there_and_back(self, target: Name, sampled: Sampled, decoded: Expression) -> str:
        encoded = Call(self._member("encode"), (target,))
        printer = Printer(commas=True)
        return "\n".join(
            (
                f"{_head(self.package)}\n",
                printer.statement(Assign(target, self.value(sampled))),
                self._once(Assign(_MESSAGE, encoded)),
                printer.statement(Assert(Compare(decoded, "==", target))),
            )
        )

    def _decoder(self, group: EventGroup) -> Attribute:
        return self._member(f"decode_{self.names.stems[group.id]}")

    def _name(self, id_: DeclId) -> str:
        return self.names.declarations[id_]

    def _member(self, name: str) -> Attribute:
        return Attribute(_PACKAGE, name)

    def _text(self, statements: Iterable[Statement]) -> str:
        return f"{_head(self.package)}\n\n{Printer(commas=True).statements(statements)}"

    def _once(self, statement: Assign) -> str:
        """Format a statement, cached, as many examples share it."""
        if statement not in self._printed:
            self._printed[statement] = Printer(commas=True).statement(statement)
        return self._printed[statement]


@lru_cache(8)
def _head(package: str) -> str:
    """The import at the beginning of an example."""
    return Printer(commas=True).statement(Import(package, _PACKAGE.id))
