"""The target `dispatcher`: a typed dispatcher for each event group of the spec.

What a dispatcher does at run time is in the runtime module `_dispatch`. What is generated
is the table of the events and, in a module that only type checkers read, the overloads that
tell from a tag which event the handler takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...model import EventGroup, Tag, tag_key
from ...model.groups import why_no_groups
from ...python.names import Names, unused
from ...python.package import PRIVATE
from ...python.printer import Printer, all_of
from ...python.tree import (
    ELLIPSIS,
    NONE,
    POSITIONAL_ONLY,
    TRUE,
    Annotated,
    Assign,
    Attribute,
    Call,
    Class,
    Dict,
    Display,
    Docstring,
    Entry,
    Expression,
    Function,
    If,
    Keyword,
    Name,
    Parameter,
    Quoted,
    Return,
    Statement,
    String,
    Subscript,
    number,
    set_of,
    tuple_of,
)
from ...text.records import dataclass
from ..base import Emission, Export, Page, Request

__all__ = ["emit"]

_ERROR_TAG: Final = "error"  # The conventional tag of an event that reports a failure.

_MODELS: Final = Name("models", ".")
_CODEC: Final = Name("codec", ".")
_DISPATCHER: Final = Name("Dispatcher", "._dispatch")
_HANDLER: Final = Name("Handler", "._registrations")
_UNKNOWN_EVENT: Final = Name("UnknownEvent", "._runtime")
_LITERAL: Final = Name("Literal", "typing")
_UNION: Final = Name("Union", "typing")
_CALLABLE: Final = Name("Callable", "collections.abc")
# The alias says that the name is meant to be there: what uses it is a text.
_TYPES: Final = Name("_dispatcher_types", ".", "_dispatcher_types")
_FOR_CHECKERS: Final = frozenset({_CALLABLE, _TYPES})
"""What the module `dispatcher` needs in annotations alone."""


@dataclass(frozen=True, slots=True)
class _Events:
    """What a handler is registered for: tags, or a class, and the classes of its events.

    The class of one tag or several stands for them, unless others share one of the tags. That
    class stands for its own events, and so does one of events with other tags; they have no
    `tags` here. `by_class` tells whether `on` takes the class.
    """

    tags: tuple[Tag, ...]
    classes: tuple[str, ...]
    by_class: bool

    @property
    def type(self) -> Expression:
        """The annotation of the event that a handler takes."""
        members = _classes(self.classes)
        return members[0] if len(members) == 1 else Subscript(_UNION, members)

    @property
    def key(self) -> Expression:
        """The annotation of what `on` takes for these events."""
        given = Subscript(Name("type"), (self.type,))
        if not self.tags:
            return given
        tags = _literal(self.tags)
        return Subscript(_UNION, (tags, given)) if self.by_class else tags


def _classes(names: Sequence[str]) -> tuple[Expression, ...]:
    return tuple(Attribute(_MODELS, name) for name in names)


def _literal(tags: Sequence[Tag]) -> Expression:
    return Subscript(_LITERAL, tuple(map(_spelled, tags)))


def _spelled(tag: Tag) -> Expression:
    return String(tag) if isinstance(tag, str) else number(tag)


def _key(tag: Tag) -> Expression:
    """The key of a tag in the table of events."""
    key = tag_key(tag)
    return String(key) if isinstance(key, str) else tuple_of(*map(_spelled, key))


def emit(request: Request) -> Emission:
    """The module `dispatcher`, or nothing at all for a spec that has no event group."""
    if not request.model.groups:
        return Emission(pages=(), why_empty=why_no_groups(request.model))
    taken = set(request.names.declarations.values())
    handlers: dict[tuple[str, ...], str] = {}
    keys: dict[_Events, str] = {}
    variables: list[Statement] = []
    exported: list[str] = []
    definitions: list[Statement] = []
    protocols: list[Class] = []
    for group in request.model.groups:
        events = _events(group, request.names)
        for entry in events:
            if entry.classes not in handlers:
                name = unused(f"_{entry.classes[0]}Handler", (*handlers.values(), *keys.values()))
                handlers[entry.classes] = name
                variables.append(_variable(name, entry.type))
            if entry not in keys:
                name = unused(f"_{entry.classes[0]}Key", (*handlers.values(), *keys.values()))
                keys[entry] = name
                variables.append(Annotated(name, Name("TypeAlias", "typing"), entry.key))
        name = unused(f"{request.names.declarations[group.id]}Dispatcher", taken)
        tag = unused(f"{request.names.declarations[group.id]}Tag", {*taken, name})
        taken.update((name, tag))
        exported += (name, tag)
        protocol = _protocol(group, events, (handlers, keys), request.names)
        protocols.append(protocol)
        definitions += _tag_alias(group, tag, request.names)
        definitions.append(_dispatcher(group, (name, tag, protocol.name), request.names))
    exported.sort()
    error = {"UnhandledEventError"} - set(request.names.declarations.values())
    return Emission(
        pages=(
            _module(request, exported, definitions),
            _types_module(request, variables, protocols, (*handlers.values(), *keys.values())),
        ),
        exports=(
            Export("dispatcher", tuple(exported)),
            *(Export("_dispatch", (e,)) for e in error),
        ),
    )


def _module(request: Request, exported: Sequence[str], definitions: Sequence[Statement]) -> Page:
    printer = Printer()
    # The docstring of an alias follows on the next line, all else is apart.
    parts = [printer.statement(definition) for definition in definitions]
    texts: list[str] = []
    for definition, part in zip(definitions, parts, strict=True):
        if isinstance(definition, Docstring):
            texts[-1] += f"\n{part}"
        else:
            texts.append(part)
    checkers = Printer()
    checkers.names.update(_FOR_CHECKERS)
    printer.names.difference_update(_FOR_CHECKERS)
    printer.names.add(Name("TYPE_CHECKING", "typing"))
    return Page(
        f"{request.package}/dispatcher.py",
        "dispatcher/dispatcher.py.j2",
        {
            "header_lines": request.header_with(PRIVATE),
            "imports": printer.imports(),
            "for_checkers": checkers.imports(4),
            "exported": all_of(exported),
            "definitions": texts,
        },
        frozenset(exported),
    )


def _types_module(
    request: Request,
    variables: Sequence[Statement],
    protocols: Sequence[Class],
    defined_names: Iterable[str],
) -> Page:
    printer = Printer()
    defined = printer.statements(variables)
    classes = [printer.statement(protocol) for protocol in protocols]
    return Page(
        f"{request.package}/_dispatcher_types.py",
        "dispatcher/_dispatcher_types.py.j2",
        {
            "header_lines": request.python_header,
            "imports": printer.imports(),
            "variables": defined,
            "protocols": classes,
        },
        frozenset((*defined_names, *(protocol.name for protocol in protocols))),
    )


def _events(group: EventGroup, names: Names) -> tuple[_Events, ...]:
    """The events of a group, in the order in which the union first names them.

    mypy takes `Literal[True]` for `Literal[1]`, so that the two have one handler type.
    """
    equal: dict[Tag, dict[str, None]] = {}
    for tag, members in _classes_by_tag(group, names):
        equal.setdefault(tag, {}).update(dict.fromkeys(members))
    tags: dict[tuple[str, ...], list[Tag]] = {}
    for tag, _ in _classes_by_tag(group, names):
        tags.setdefault(tuple(equal[tag]), []).append(tag)
    shared = dict.fromkeys(name for members in tags if len(members) > 1 for name in members)
    tagged = (
        _Events(tuple(own), members, by_class=shared.keys().isdisjoint(members))
        for members, own in tags.items()
    )
    alone = (*shared, *(names.declarations[id_] for id_ in group.other))
    return (*tagged, *(_Events((), (name,), by_class=True) for name in alone))


def _classes_by_tag(group: EventGroup, names: Names) -> Iterator[tuple[Tag, tuple[str, ...]]]:
    """The tags of a group in their order, each with its class, or with all that share it."""
    for tag, ids in group.by_tag:
        yield tag, tuple(names.declarations[id_] for id_ in ids)


# ------------------------------------------------------------- for type checkers alone


def _variable(name: str, event: Expression) -> Statement:
    """The type variable of the handlers of an event."""
    bound = Keyword("bound", Subscript(_HANDLER, (event,)))
    return Assign(Name(name), Call(Name("TypeVar", "typing"), (String(name),), (bound,)))


def _protocol(
    group: EventGroup,
    events: Iterable[_Events],
    defined: tuple[Mapping[tuple[str, ...], str], Mapping[_Events, str]],
    names: Names,
) -> Class:
    """What the type of `on` and `once` is: two overloads for each event.

    `defined` has the names of the type variables by classes, and of the keys by events.
    """
    handlers, keys = defined
    methods: list[Function] = []
    for entry in events:
        handler = Name(handlers[entry.classes])
        given = (Parameter("self"), Parameter("tag", Name(keys[entry])))
        called = Parameter("handler", Subscript(_HANDLER, (entry.type,)))
        methods += (
            _overload((*given, POSITIONAL_ONLY), _callable((handler,), handler)),
            _overload((*given, called, POSITIONAL_ONLY), NONE),
        )
    bases = (Name("Protocol", "typing"),)
    union = names.declarations[group.id]
    # A class whose name begins with an underscore counts as one that its module does not use.
    name = f"On{union}" if union.startswith("_") else f"{union}On"
    return Class(name, bases, tuple(methods))


def _overload(parameters: tuple[Parameter, ...], returns: Expression) -> Function:
    decorators = (Name("overload", "typing"),)
    return Function("__call__", parameters, returns, decorators=decorators)


def _callable(parameters: tuple[Expression, ...], returns: Expression) -> Expression:
    return Subscript(_CALLABLE, (Display("[", parameters), returns))


# ----------------------------------------------------------------------- dispatchers


def _tag_alias(group: EventGroup, tag: str, names: Names) -> tuple[Statement, ...]:
    """The alias of a group's tags, each on its own line if there are several."""
    items = tuple(map(_spelled, group.tags))
    value = Subscript(_LITERAL, items, expanded=len(items) > 1)
    return (
        Annotated(tag, Name("TypeAlias", "typing"), value),
        Docstring(f"The tag of each event of `{names.declarations[group.id]}`."),
    )


def _dispatcher(
    group: EventGroup,
    called: tuple[str, str, str],
    names: Names,
) -> Class:
    """The class of a group's dispatcher: its tables, and the function that decodes."""
    name, alias, protocol = called
    union = Attribute(_MODELS, names.declarations[group.id])
    entries = tuple(
        Entry(_key(tag), _one_or_more(classes)) for tag, classes in _classes_by_tag(group, names)
    )
    field, others = _fields(group, names)
    tables: list[tuple[str, Expression]] = [("_events", Dict(entries, expanded=True))]
    if group.other:
        classes = _classes([names.declarations[id_] for id_ in group.other])
        tables.append(("_others", tuple_of(*classes)))
    if group.discriminator != "type":
        tables.append(("_wire_tag", String(group.discriminator)))
    if field != "type":
        tables.append(("_field", String(field)))
    if others:
        fields = tuple(Entry(Attribute(_MODELS, name), String(own)) for name, own in others)
        tables.append(("_fields", Dict(fields, expanded=True)))
    if _ERROR_TAG in group.tags:
        raised = Call(Name("frozenset"), (set_of(String(_ERROR_TAG)),))
        tables.append(("_raise_unhandled", raised))
    own_type = Quoted(Attribute(_TYPES, protocol))
    return Class(
        name,
        (Subscript(_DISPATCHER, (union, Name(alias), own_type)),),
        (
            Docstring(
                f"Gives each event of `{names.declarations[group.id]}` to the handlers registered"
                " for it."
            ),
            *(Assign(Name(table), value) for table, value in tables),
            _decoder(union, names.stems[group.id]),
        ),
    )


def _decoder(union: Expression, stem: str) -> Function:
    strictly = Call(
        Name("partial", "functools"),
        (Attribute(_CODEC, f"decode_{stem}"),),
        (Keyword("strict", TRUE),),
    )
    event = Subscript(_UNION, (union, _UNKNOWN_EVENT))
    return Function(
        "_decoder",
        (Parameter("self"), Parameter("strict", Name("bool"))),
        Subscript(_CALLABLE, (ELLIPSIS, event)),
        (If(Name("strict"), (Return(strictly),)), Return(Attribute(_CODEC, f"_next_{stem}"))),
    )


def _one_or_more(names: Sequence[str]) -> Expression:
    """The class of a tag, or all of them."""
    members = _classes(names)
    return members[0] if len(members) == 1 else tuple_of(*members)


def _fields(group: EventGroup, names: Names) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The Python name of the discriminator, and the classes that have to call it otherwise."""
    fields = {id_: names.fields[id_][group.discriminator] for id_ in group.interfaces}
    usual = min(fields.values(), key=len)
    others = ((id_, field) for id_, field in fields.items() if field != usual)
    return usual, tuple((names.declarations[id_], field) for id_, field in others)
