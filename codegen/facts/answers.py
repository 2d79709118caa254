"""The kind of fact `[[answers]]`: the event that answers an invalid message.

A fact names the event and the values of its fields. The check against the model makes sure that
every path leads to a text and that the event is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..model import (
    NULL,
    Declaration,
    DeclId,
    ErrorAnswer,
    Interface,
    Literal,
    Model,
    Primitive,
    Property,
    Ref,
    Type,
    Union,
)
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind

__all__ = ["ANSWERS", "AnswerFact", "object_of"]

_TEXT: Final = Primitive("string")
_PLACES: Final = ("{message}", "{param}", "{cause}")
_NOT_ALWAYS: Final = ("{param}", "{cause}")


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """The event that answers an invalid message; `fields` has its values by path.

    A value is a fixed text, or "{message}", "{param}" or "{cause}" for parts of the refusal;
    `cause` is the field of the refused message whose value the last one quotes.
    """

    event: str
    cause: str
    fields: tuple[tuple[str, str], ...]
    why: str
    span: Span


def _read(entry: Entry) -> AnswerFact | None:
    event, why, cause = entry.text("event"), entry.text("why"), entry.text("cause")
    given = entry.table.get("fields")
    fields: Mapping[str, object] = given if isinstance(given, dict) else {}
    if event is None or cause is None or not fields:
        message = "an entry of [[answers]] lacks its `event`, `cause` or `fields`"
        advice = 'Write `"error.message" = "{message}"` in its table `[answers.fields]`.'
        entry.error(message, advice)
        return None
    known: list[tuple[str, str]] = []
    for path, value in fields.items():
        if isinstance(value, str) and value:
            known.append((path, value))
        else:
            message = f"the value of `{path}` is not a string, or empty"
            entry.error(message, f'Write `{path} = "..."`.', path)
    if len(known) < len(fields):
        return None
    return AnswerFact(event, cause, tuple(known), why or "", entry.span("event"))


class _StaleError(Exception):
    """A fact that does not apply; the text gives the reason."""


def _check(
    model: Model, facts: Sequence[AnswerFact]
) -> tuple[tuple[ErrorAnswer, ...], tuple[Diagnostic, ...]]:
    """The answers of the facts that apply, and an RC501 for each other one."""
    made: list[ErrorAnswer] = []
    stale: list[Diagnostic] = []
    by_id = model.by_id()
    for fact in facts:
        try:
            made.append(_answer(by_id, fact))
        except _StaleError as reason:
            advice = "Mend the entry, or remove it: the spec does not have what it is about."
            stale.append(error("RC501", str(reason), fact.span, advice))
    return tuple(made), tuple(stale)


def _answer(by_id: Mapping[DeclId, Declaration], fact: AnswerFact) -> ErrorAnswer:
    event = next((d for d in by_id.values() if str(d.id) == fact.event), None)
    if not isinstance(event, Interface):
        raise _StaleError(f"no interface is called {fact.event!r}")
    values = {tuple(path.split(".")): value for path, value in fact.fields}
    given = tuple(_checked(by_id, event, values))
    return ErrorAnswer(event.id, tuple(values.items()), given, fact.cause)


def _checked(
    by_id: Mapping[DeclId, Declaration],
    interface: Interface,
    values: Mapping[tuple[str, ...], str],
    above: tuple[str, ...] = (),
) -> Iterator[str]:
    """The required properties that get no value. Raises `_StaleError` for an invalid path."""
    properties = {property_.wire_name: property_ for property_ in interface.properties}
    nested: dict[str, dict[tuple[str, ...], str]] = {}
    for path, value in values.items():
        here = ".".join((*above, path[0]))
        if path[0] not in properties:
            raise _StaleError(f"{interface.id} has no property {path[0]!r}")
        if path[1:]:
            nested.setdefault(path[0], {})[path[1:]] = value
        else:
            _check_value(here, properties[path[0]], value)
    for name, inner in nested.items():
        target = object_of(by_id, properties[name].type)
        if target is None or (name,) in values:
            raise _StaleError(f"{'.'.join((*above, name))!r} is not an object")
        missing = list(_checked(by_id, target, inner, (*above, name)))
        if missing:
            raise _StaleError(f"{target.id} requires {missing[0]!r}, which gets no value")
    for name, property_ in properties.items():
        if property_.required and not isinstance(property_.type, Literal):
            if name in nested or (name,) in values:
                continue
            if [member for member in _members(property_.type) if member != NULL] != [_TEXT]:
                raise _StaleError(f"{interface.id} requires {name!r}, which is no string")
            yield name


def _check_value(path: str, property_: Property, value: str) -> None:
    members = _members(property_.type)
    if _TEXT not in members and (value in _PLACES or Literal("string", value) not in members):
        raise _StaleError(f"{path!r} cannot be {value!r}")
    if value in _NOT_ALWAYS and property_.required and NULL not in members:
        raise _StaleError(f"{path!r} is required, and not every refusal has a {value!r}")


def object_of(by_id: Mapping[DeclId, Declaration], type_: Type) -> Interface | None:
    """The interface that a property's type refers to, null aside; None for any other type."""
    members = [member for member in _members(type_) if member != NULL]
    declaration = by_id.get(members[0].id) if isinstance(members[0], Ref) else None
    return declaration if len(members) == 1 and isinstance(declaration, Interface) else None


def _members(type_: Type) -> tuple[Type, ...]:
    return type_.members if isinstance(type_, Union) else (type_,)


ANSWERS: Final = FactKind("answers", ("event", "cause", "fields", "why"), _read, _check)
