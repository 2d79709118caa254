"""The kinds of fact `[[reply]]`, `[[failure]]` and `[[call]]`: which event answers which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...model.movement import Call, Failure, Path, Reply, Scalar
from ...text.records import dataclass
from ...text.source import Span
from ..kinds import Entry, FactKind
from .spec import Spec, StaleError, checking, path_of, read_paths, read_text, shown

__all__ = ["CALLS", "FAILURES", "REPLIES"]

_PLACES: Final = ("{id}", "{name}", "{result}")


@dataclass(frozen=True, slots=True)
class ReplyFact:
    """The event that answers the messages `to`, by name; `Reply` has them resolved."""

    event: str
    to: str
    fields: tuple[tuple[Path, Path], ...]
    end: str | None
    same: tuple[Path, ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class FailureFact:
    """The event that refuses a message, by name; `Failure` has it resolved."""

    event: str
    path: Path
    cause: Path
    where: tuple[tuple[Path, Scalar], ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class CallFact:
    """The event that asks for a result, by name; `Call` has it resolved."""

    event: str
    id: Path
    name: Path
    arguments: Path
    where: tuple[tuple[Path, Scalar], ...]
    result: str
    fields: tuple[tuple[Path, str], ...]
    why: str
    span: Span


def _read_reply(entry: Entry) -> ReplyFact | None:
    event = read_text(entry, "reply", "event", "SessionUpdatedEvent")
    to = read_text(entry, "reply", "to", "SessionUpdateEvent")
    end, why = entry.text("end"), entry.text("why")
    fields = _read_texts(entry, "fields", '{ "item.id" = "item_id" }')
    same = read_paths(entry, "same")
    if event is None or to is None or fields is None or same is None:
        return None
    if end is None and same:
        entry.error("`same` is about the event `end`, and there is none", "Name `end`.", "same")
        return None
    paths = tuple((path_of(path), path_of(text)) for path, text in fields.items())
    return ReplyFact(event, to, paths, end, same, why or "", entry.span("event"))


def _reply(spec: Spec, fact: ReplyFact) -> Reply:
    event, messages = spec.event(fact.event), spec.events(fact.to)
    for path, of_message in fact.fields:
        spec.scalar(event, path)
        for message in messages:
            spec.scalar(message, of_message)
    end = None if fact.end is None else spec.event(fact.end)
    for path in fact.same:
        spec.scalar(event, path)
        if end is not None:
            spec.scalar(end, path)
    ids = tuple(message.id for message in messages)
    ends = None if end is None else end.id
    return Reply(event.id, ids, fact.fields, ends, fact.same, fact.why)


def _read_failure(entry: Entry) -> FailureFact | None:
    event = read_text(entry, "failure", "event", "ErrorEvent")
    path = read_text(entry, "failure", "path", "error.event_id")
    cause = read_text(entry, "failure", "cause", "event_id")
    where, why = _read_where(entry), entry.text("why")
    if event is None or path is None or cause is None or where is None:
        return None
    return FailureFact(event, path_of(path), path_of(cause), where, why or "", entry.span("event"))


def _read_where(entry: Entry) -> tuple[tuple[Path, Scalar], ...] | None:
    """The required values of an event; None, with an error, if they are no table."""
    where = entry.table.get("where", {})
    if isinstance(where, dict) and all(
        isinstance(value, Scalar) and value == value for value in where.values()
    ):
        return tuple((path_of(key), value) for key, value in where.items())
    entry.error("`where` is no table of values", "Write `where = { ok = false }`.", "where")
    return None


def _failure(spec: Spec, fact: FailureFact) -> Failure:
    event = spec.event(fact.event)
    spec.scalar(event, fact.path)
    for path, value in fact.where:
        spec.value(event, path, value)
    if not any(spec.has(message, fact.cause) for message in spec.messages if message != event):
        raise StaleError(f"no message has a property {shown(fact.cause)!r}")
    return Failure(event.id, fact.path, fact.cause, fact.where, fact.why)


def _read_call(entry: Entry) -> CallFact | None:
    event = read_text(entry, "call", "event", "FunctionCallDoneEvent")
    id_ = read_text(entry, "call", "id", "call_id")
    name = read_text(entry, "call", "name", "name")
    arguments = read_text(entry, "call", "arguments", "arguments")
    result = read_text(entry, "call", "result", "ConversationItemCreateEvent")
    fields = _read_texts(entry, "fields", '{ "item.output" = "{result}" }')
    where, why = _read_where(entry), entry.text("why")
    if event is None or result is None or id_ is None or name is None or arguments is None:
        return None
    if fields is None or where is None:
        return None
    if "{result}" not in fields.values():
        advice = 'Write `"item.output" = "{result}"` in its table `[call.fields]`.'
        entry.error("an entry of [[call]] does not say where the result goes", advice)
        return None
    given = tuple((path_of(path), text) for path, text in fields.items())
    paths = path_of(id_), path_of(name), path_of(arguments)
    return CallFact(event, *paths, where, result, given, why or "", entry.span("event"))


def _call(spec: Spec, fact: CallFact) -> Call:
    event, result = spec.event(fact.event), spec.event(fact.result)
    places = fact.id, fact.name, fact.arguments
    for path in places:
        spec.text(event, path)
    for path, value in fact.where:
        spec.value(event, path, value)
    for path, text in fact.fields:
        if text in _PLACES:
            spec.text(result, path)
        else:
            spec.value(result, path, text)
    return Call(event.id, *places, fact.where, result.id, fact.fields, fact.why)


def _read_texts(entry: Entry, key: str, example: str) -> Mapping[str, str] | None:
    """A table of texts; empty if the key is missing, None with an error for another value."""
    given = entry.table.get(key, {})
    if isinstance(given, dict) and all(isinstance(v, str) and v for v in given.values()):
        return given
    entry.error(f"`{key}` is no table of texts", f"Write `{key} = {example}`.", key)
    return None


REPLIES: Final = FactKind(
    "reply", ("event", "to", "fields", "end", "same", "why"), _read_reply, checking(_reply)
)
FAILURES: Final = FactKind(
    "failure", ("event", "path", "cause", "where", "why"), _read_failure, checking(_failure)
)
CALLS: Final = FactKind(
    "call",
    ("event", "id", "name", "arguments", "where", "result", "fields", "why"),
    _read_call,
    checking(_call),
)
