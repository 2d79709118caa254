"""The target `session`: a class for the client's side of each protocol of the spec.

What a session does at run time is in the runtime module `_session`. What is generated is how
the protocol moves, as tables, and the types of what answers what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from ...facts.audio import AUDIO
from ...facts.movement import CALLS, DELTAS, FAILURES, MERGES, ORDERS, REPLIES, TOTALS
from ...facts.movement.spec import Spec
from ...model import ByTag, DeclId, EventGroup, Interface, Model, Ref, Union, nested, types_of
from ...model.movement import Call as CallFact, Delta, Failure, Order, Path, Reply, Total
from ...python.identifiers import unused
from ...python.names import Names
from ...python.printer import Printer, all_of
from ...python.tree import (
    KEYWORD_ONLY,
    NONE,
    POSITIONAL_ONLY,
    TRUE,
    Assign,
    Attribute,
    Call,
    Class,
    Dict,
    Docstring,
    Either,
    Entry,
    Expression,
    Function,
    Keyword,
    Name,
    Parameter,
    Return,
    Statement,
    String,
    Subscript,
    literal,
    set_of,
    tuple_of,
)
from ...text.records import dataclass
from .._derived import called_after, exported_if_free
from .._dispatchers import dispatcher_names
from .._sides import side_of, subject_of
from ..base import Derived, Emission, Export, Page, Request

__all__ = ["emit"]

_MODELS: Final = Name("models", ".")
_CODEC: Final = Name("codec", ".")
_DISPATCHER: Final = Name("dispatcher", ".")
_MOVES: Final = Name("moves", ".", "_moves")
_ANY: Final = Name("Any", "typing")
_SELF: Final = Parameter("self")
_SECONDS: Final = Parameter("timeout", Either((Name("float"), NONE), Name("Union", "typing")), NONE)
_ERRORS: Final = ("RequestError", "RequestLostError", "SessionClosedError")
_NO_PAIR: Final = (
    "no two groups are the two sides of a protocol by their names, and no fact [[reply]] says so"
)
_MERGE_DOC: Final = """Settings with what some changes say; the two stay as they are.

Objects change what they have, and so do the objects inside of them. An object with
another tag, a list and all else takes the place of what was there. A null is the new
value, or with `null="absent"` takes the old one away."""
_ENDS_DOC: Final = """Send a message, and return the event that ends its answers.

Raises what `request` does."""
_REQUEST_DOC: Final = """Send a message, and return the event that answers it.

Sets the identity by which an error names the message, if it has none. Raises
`RequestError` for such an error, `TimeoutError` after `timeout` seconds,
`RequestLostError` if the connection breaks before the answer comes, and
`SessionClosedError`."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The groups of a protocol: those of the client, and those of the server."""

    sent: EventGroup
    received: EventGroup


def emit(request: Request) -> Emission:
    """The module `session`; nothing for a spec without two groups that belong together."""
    pairs = tuple(_pairs(request))
    if not pairs:
        return Emission(pages=(), why_empty=_NO_PAIR)
    return _Module(request).emission(pairs)


def _pairs(request: Request) -> Iterator[_Pair]:
    """The pairs of groups of one protocol, by facts or else by names."""
    groups, names = request.model.groups, request.names
    for sent in groups:
        answers = {
            reply.event
            for reply in request.facts[REPLIES]
            if not set(reply.to).isdisjoint(sent.interfaces)
        }
        by_facts = [
            (len(answers.intersection(group.interfaces)), group)
            for group in groups
            if group is not sent and not answers.isdisjoint(group.interfaces)
        ]
        subject = subject_of(sent, names)
        by_name = [
            group
            for group in groups
            if side_of(sent, names) == "client"
            and side_of(group, names) == "server"
            and subject_of(group, names) == subject
        ]
        if by_name:
            yield _Pair(sent, by_name[0])
        elif by_facts:
            yield _Pair(sent, max(by_facts, key=lambda known: known[0])[1])


def derived(request: Request) -> Iterator[Derived]:
    """The names of sessions and of their helpers."""
    if not (pairs := list(_pairs(request))):
        return
    names = request.names
    taken = set(names.declarations.values())
    for pair in pairs:
        wanted = _session_name(names, pair)
        yield Derived(unused(wanted, taken), wanted, f"the session that sends {pair.sent.id}")
    for fact in request.facts[CALLS]:
        result = called_after(names, fact.event, "result_of_", "the function that answers")
        yield replace(result, name=unused(result.name, taken))
    yield Derived(unused("merge", taken), "merge", "the function that merges settings")
    yield from (exported_if_free(error, names) for error in _ERRORS)


def _session_name(names: Names, pair: _Pair) -> str:
    stem = names.declarations[pair.sent.id]
    for word in ("Events", "Event", "Messages", "Message"):
        stem = stem.removesuffix(word)
    return f"{stem}Session"


class _Module:
    """The module of one spec."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._names = request.names
        self._spec = Spec(request.model.by_id())
        self._taken = set(request.names.declarations.values())

    def emission(self, pairs: Iterable[_Pair]) -> Emission:
        """The page, and the exports of the package for it."""
        definitions: list[Statement] = []
        exported: list[str] = []
        for pair in pairs:
            class_ = self._session(pair)
            exported.append(class_.name)
            definitions.append(class_)
        results = {fact.event: self._result(fact) for fact in self._request.facts[CALLS]}
        merge = self._merge()
        definitions += (*results.values(), merge)
        exported += (*(function.name for function in results.values()), merge.name)
        exported.sort()
        printer = Printer()
        printed = tuple(map(printer.statement, definitions))
        printer.names.add(Name("TypeVar", "typing"))
        page = Page(
            f"{self._request.package}/session.py",
            "session/session.py.j2",
            {
                "header_lines": self._request.python_header,
                "exported": all_of(exported),
                "definitions": printed,
                "imports": printer.imports(),
            },
            frozenset((*exported, "_T")),
        )
        errors = tuple(name for name in _ERRORS if name not in self._taken)
        return Emission(
            (page,),
            (
                Export("session", tuple(exported), lazy=True),
                Export("_waiting", errors, lazy=True),
            ),
        )

    # ------------------------------------------------------------------ classes

    def _session(self, pair: _Pair) -> Class:
        """The class of a protocol's session."""
        name = unused(_session_name(self._names, pair), self._taken)
        self._taken.add(name)
        dispatchers = dispatcher_names(self._request.model, self._names)
        received = Attribute(_DISPATCHER, dispatchers[pair.received.id].dispatcher)
        union = self._class(pair.sent.id)
        sent, got = (self._names.declarations[group.id] for group in (pair.sent, pair.received))
        return Class(
            name,
            (Subscript(Name("Session", "._session"), (union,)), received),
            (
                Docstring(f"Sends each event of `{sent}`, and takes those of `{got}`."),
                Assign(Name("_moves"), self._moves(pair)),
                *self._requests(pair, "request", to_end=False),
                *self._requests(pair, "request_end", to_end=True),
                _method("_text", Parameter("event", union), Name("str"), "encode"),
                _method("_dict", Parameter("event", _ANY), _DICT, "to_dict"),
            ),
        )

    def _requests(self, pair: _Pair, name: str, *, to_end: bool) -> Iterator[Function]:
        """The method that sends a message and waits for its answer, overloaded by message."""
        answers: dict[DeclId, DeclId] = {}
        for reply in self._replies(pair):
            answer = reply.end if to_end else reply.event
            for message in reply.to if answer is not None else ():
                if answer is not None:
                    answers.setdefault(message, answer)
        ask = Call(Attribute(Name("self"), "_ask"), _ASKED + ((TRUE,) if to_end else (_FALSE,)))
        body = (Docstring(_ENDS_DOC if to_end else _REQUEST_DOC), Return(ask))
        typed: list[tuple[Expression, Expression]] = [
            (self._class(message), self._class(answer)) for message, answer in answers.items()
        ]
        if len(typed) == 1:
            [(asked, answered)] = typed
            yield Function(name, _asked(asked), _coroutine(answered), body)
            return
        for asked, answered in typed:
            overload = (Name("overload", "typing"),)
            yield Function(name, _asked(asked), _coroutine(answered), decorators=overload)
        if typed:
            yield Function(name, _asked(_ANY), _coroutine(_ANY), body)

    # ------------------------------------------------------------------- tables

    def _moves(self, pair: _Pair) -> Call:
        """The movement of the protocol, as the tables of `_moves`."""
        facts, got = self._request.facts, pair.received.interfaces
        tables: dict[str, list[Expression]] = {
            "replies": [self._reply(fact) for fact in self._replies(pair)],
            "failures": [
                failure
                for fact in facts[FAILURES]
                if fact.event in got
                for failure in self._failure(fact, pair)
            ],
            "deltas": [self._delta(fact) for fact in facts[DELTAS] if fact.event in got],
            "orders": [self._order(fact) for fact in facts[ORDERS] if fact.event in got],
            "totals": [self._total(fact) for fact in facts[TOTALS] if fact.event in got],
        }
        given = ((name, tuple_of(*rows)) for name, rows in tables.items() if rows)
        keywords = tuple(Keyword(name, rows._replace(expanded=True)) for name, rows in given)
        return Call(Attribute(_MOVES, "Moves"), (), keywords, expanded=bool(keywords))

    def _replies(self, pair: _Pair) -> list[Reply]:
        """The replies between messages and events of these groups."""
        return [
            fact
            for fact in self._request.facts[REPLIES]
            if fact.event in pair.received.interfaces
            and not set(fact.to).isdisjoint(pair.sent.interfaces)
        ]

    def _reply(self, fact: Reply) -> Call:
        first = fact.to[0]
        fields = (
            tuple_of(self._path(fact.event, path), self._path(first, of_message))
            for path, of_message in fact.fields
        )
        given: dict[str, Expression] = {
            "event": self._class(fact.event),
            "to": tuple_of(*map(self._class, fact.to)),
        }
        if fact.fields:
            given["fields"] = tuple_of(*fields)
        if fact.end is not None:
            given["end"] = self._class(fact.end)
        if fact.same:
            given["same"] = tuple_of(*(self._path(fact.event, path) for path in fact.same))
        return _row("Reply", given)

    def _failure(self, fact: Failure, pair: _Pair) -> Iterator[Call]:
        """The row of a failure, if a message has the field that it names."""
        for id_ in pair.sent.interfaces:
            interface = self._interface(id_)
            if not self._spec.has(interface, fact.cause):
                continue
            given: dict[str, Expression] = {
                "event": self._class(fact.event),
                "path": self._path(fact.event, fact.path),
                "cause": self._path(id_, fact.cause),
            }
            causes = self._spec.at(interface, fact.cause)
            if not any(getattr(type_, "name", "") == "string" for type_ in causes):
                given["counts"] = TRUE
            if fact.where:
                values = (
                    tuple_of(self._path(fact.event, path), _scalar(value))
                    for path, value in fact.where
                )
                given["where"] = tuple_of(*values)
            yield _row("Failure", given)
            return

    def _delta(self, fact: Delta) -> Call:
        given: dict[str, Expression] = {
            "event": self._class(fact.event),
            "name": String(fact.name),
            "field": self._path(fact.event, fact.field),
        }
        if fact.item is not None:
            given["item"] = self._path(fact.event, fact.item)
        if fact.keys:
            given["keys"] = tuple_of(*(self._path(fact.event, path) for path in fact.keys))
        if fact.end is not None:
            given["end"] = self._class(fact.end)
            if fact.whole is not None:
                given["whole"] = self._path(fact.end, fact.whole)
        audio = {(field.declaration, field.wire_name) for field in self._request.facts[AUDIO]}
        if len(fact.field) == 1 and (fact.event, fact.field[0]) in audio:
            given["audio"] = TRUE
        return _row("Delta", given)

    def _order(self, fact: Order) -> Call:
        given: dict[str, Expression] = {
            "event": self._class(fact.event),
            "id": self._path(fact.event, fact.id),
        }
        if fact.after is not None:
            given["after"] = self._path(fact.event, fact.after)
        if fact.removes:
            given["removes"] = TRUE
        return _row("Order", given)

    def _total(self, fact: Total) -> Call:
        given: dict[str, Expression] = {
            "event": self._class(fact.event),
            "field": self._path(fact.event, fact.field),
        }
        return _row("Total", given)

    def _path(self, event: DeclId, path: Path) -> Expression:
        """The attributes along a path."""
        interface = self._interface(event)
        attributes = [self._names.fields[event][path[0]]]
        for length in range(1, len(path)):
            owners = (
                self._names.fields[type_.id]
                for type_ in self._spec.at(interface, path[:length])
                if isinstance(type_, Ref) and type_.id in self._names.fields
            )
            attributes.append(
                next(own[path[length]] for own in owners if path[length] in own),
            )
        return tuple_of(*map(String, attributes))

    def _class(self, id_: DeclId) -> Attribute:
        return Attribute(_MODELS, self._names.declarations[id_])

    def _interface(self, id_: DeclId) -> Interface:
        declaration = self._spec.by_id[id_]
        assert isinstance(declaration, Interface)
        return declaration

    # ---------------------------------------------------------------- functions

    def _result(self, fact: CallFact) -> Function:
        """The function that makes the event for the result of a call."""
        name = unused(f"result_of_{self._names.stems[fact.event]}", self._taken)
        self._taken.add(name)
        value_at = Attribute(_MOVES, "value_at")
        values: dict[str, Expression] = {
            "{id}": Call(value_at, (Name("call"), self._path(fact.event, fact.id))),
            "{name}": Call(value_at, (Name("call"), self._path(fact.event, fact.name))),
            "{result}": Name("result"),
        }
        fields: dict[Path, Expression] = {
            path: values.get(text, String(text)) for path, text in fact.fields
        }
        for group in self._request.model.groups:
            for tag, ids in group.by_tag:
                if fact.result in ids and group.tag_path not in fields:
                    spelled = literal(tag)
                    fields = {group.tag_path: spelled, **fields}
        event = self._class(fact.result)
        read = Call(Attribute(_CODEC, "decode"), (event, _nested(fields)))
        doc = "The event that carries the result of a call."
        return Function(
            name,
            (
                Parameter("call", self._class(fact.event)),
                Parameter("result", Name("str")),
                POSITIONAL_ONLY,
            ),
            event,
            (Docstring(doc), Return(read)),
        )

    def _merge(self) -> Function:
        """The function that applies a partial update to settings."""
        name = unused("merge", self._taken)
        wanted = {fact.null for fact in self._request.facts[MERGES]}
        usual = wanted.pop() if len(wanted) == 1 else "value"
        given, changes = (
            Call(Attribute(_CODEC, "to_dict"), (Name(name),)) for name in ("settings", "changes")
        )
        tags = Call(Name("frozenset"), (set_of(*_tags(self._request.model)),))
        made = Call(Attribute(_MOVES, "merged"), (given, changes, tags, Name("null")))
        kind = Call(Name("type"), (Name("settings"),))
        return Function(
            name,
            (
                Parameter("settings", Name("_T")),
                Parameter("changes", Name("object")),
                POSITIONAL_ONLY,
                KEYWORD_ONLY,
                Parameter(
                    "null",
                    Subscript(Name("Literal", "typing"), (String("value"), String("absent"))),
                    String(usual),
                ),
            ),
            Name("_T"),
            (Docstring(_MERGE_DOC), Return(Call(Attribute(_CODEC, "decode"), (kind, made)))),
        )


_FALSE: Final = Name("False")
_ASKED: Final[tuple[Expression, ...]] = (Name("event"), Name("timeout"))
_DICT: Final = Subscript(Name("dict"), (Name("str"), _ANY))


def _asked(message: Expression) -> tuple[Parameter, ...]:
    return (_SELF, Parameter("event", message), POSITIONAL_ONLY, KEYWORD_ONLY, _SECONDS)


def _coroutine(answer: Expression) -> Expression:
    return Subscript(Name("Coroutine", "collections.abc"), (_ANY, _ANY, answer))


def _method(name: str, parameter: Parameter, returns: Expression, function: str) -> Function:
    """A method that passes its arguments to a function of the codec."""
    call = Call(Attribute(_CODEC, function), (Name(parameter.name),))
    return Function(name, (_SELF, parameter), returns, (Return(call),))


def _row(name: str, given: Mapping[str, Expression]) -> Call:
    """A row of a table."""
    keywords = tuple(Keyword(key, value) for key, value in given.items())
    return Call(Attribute(_MOVES, name), (), keywords)


def _scalar(value: str | float) -> Expression:
    return literal(value)


def _nested(fields: Mapping[Path, Expression]) -> Dict:
    """The dict with some values at some paths."""
    inner: dict[str, dict[Path, Expression]] = {}
    for path, value in fields.items():
        inner.setdefault(path[0], {})[path[1:]] = value
    return Dict(
        tuple(
            Entry(String(name), values[()] if () in values else _nested(values))
            for name, values in inner.items()
        )
    )


def _tags(model: Model) -> list[Expression]:
    """The discriminators of unions, or `type` if there are none.

    A nested one is a tuple of keys.
    """
    paths = {
        type_.decision.tag_path
        for declaration in model.declarations
        for own in types_of(declaration)
        for type_ in nested(own)
        if isinstance(type_, Union) and isinstance(type_.decision, ByTag)
    }
    return [
        String(path[0]) if len(path) == 1 else tuple_of(*map(String, path))
        for path in sorted(paths) or [("type",)]
    ]
