"""The target `dispatcher`: a typed dispatcher for each event group of the spec.

What a dispatcher does at run time is in the runtime module `_dispatch`. What is generated
is the table of the events and, in a module that only type checkers read, the overloads that
tell from a tag which event the handler takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ...model import Declaration, DeclId, EventGroup, Tag, tag_key
from ...model.groups import why_no_groups
from ...model.paths import properties_along
from ...python.identifiers import unused
from ...python.names import Names
from ...python.package import PRIVATE
from ...python.printer import Printer, all_of
from ...python.tree import (
    NONE,
    POSITIONAL_ONLY,
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
    Keyword,
    Name,
    Parameter,
    Quoted,
    Statement,
    String,
    Subscript,
    literal,
    set_of,
    tuple_of,
)
from ...text.records import dataclass
from .._dispatchers import UNHANDLED, dispatcher_names
from ..base import Emission, Export, Page, Request

__all__ = ["emit"]

_ERROR_TAG: Final = "error"  # The conventional tag of an event that reports a failure.

_MODELS: Final = Name("models", ".")
_CODEC: Final = Name("codec", ".")
_DISPATCHER: Final = Name("Dispatcher", "._dispatch")
_HANDLER: Final = Name("Handler", "._registrations")
_KEY: Final = Name("Key", "._registrations")
_LITERAL: Final = Name("Literal", "typing")
_UNION: Final = Name("Union", "typing")
_CALLABLE: Final = Name("Callable", "collections.abc")
# The alias says that the name is meant to be there: what uses it is a text.
_TYPES: Final = Name("_dispatcher_types", ".", "_dispatcher_types")
_FOR_CHECKERS: Final = frozenset({_TYPES})
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

    def key(self, event: Expression) -> Expression:
        """The annotation of what `on` takes for these events, whose type is `event`."""
        if not self.tags:
            return Subscript(Name("type"), (event,))
        tags = _literal(self.tags)
        return Subscript(_KEY, (tags, event)) if self.by_class else tags


def _classes(names: Sequence[str]) -> tuple[Expression, ...]:
    return tuple(Attribute(_MODELS, name) for name in names)


def _literal(tags: Sequence[Tag]) -> Expression:
    return Subscript(_LITERAL, tuple(map(literal, tags)))


def _key(tag: Tag) -> Expression:
    """The key of a tag in the table of events."""
    key = tag_key(tag)
    return String(key) if isinstance(key, str) else tuple_of(*map(literal, key))


def emit(request: Request) -> Emission:
    """The module `dispatcher`, or nothing at all for a spec that has no event group."""
    if not request.model.groups:
        return Emission(pages=(), why_empty=why_no_groups(request.model))
    types = _Types()
    exported: list[str] = []
    definitions: list[Statement] = []
    named = dispatcher_names(request.model, request.names)
    by_id = request.model.by_id()
    for group in request.model.groups:
        name, tag = named[group.id].dispatcher, named[group.id].tag
        exported += (name, tag)
        protocol = types.add_protocol(group, request.names)
        definitions += _tag_alias(group, tag, request.names)
        definitions.append(_dispatcher(group, by_id, (name, tag, protocol), request.names))
    exported.sort()
    error = {UNHANDLED} - set(request.names.declarations.values())
    return Emission(
        pages=(
            _module(request, exported, definitions),
            _types_module(request, types),
        ),
        exports=(
            Export("dispatcher", tuple(exported), lazy=True),
            *(Export("_dispatch", (e,), lazy=True) for e in error),
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


def _types_module(request: Request, types: _Types) -> Page:
    printer = Printer()
    defined = printer.statements(types.aliases)
    classes = [printer.statement(protocol) for protocol in types.protocols]
    return Page(
        f"{request.package}/_dispatcher_types.py",
        "dispatcher/_dispatcher_types.py.j2",
        {
            "header_lines": request.python_header,
            "imports": printer.imports(),
            "aliases": defined,
            "protocols": classes,
        },
        frozenset(types.names),
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
    # A class may share a declared tag and have other tags too.
    alone = dict.fromkeys((*shared, *(names.declarations[id_] for id_ in group.other)))
    return (*tagged, *(_Events((), (name,), by_class=True) for name in alone))


def _classes_by_tag(group: EventGroup, names: Names) -> Iterator[tuple[Tag, tuple[str, ...]]]:
    """The tags of a group in their order, each with its class, or with all that share it."""
    for tag, ids in group.by_tag:
        yield tag, tuple(names.declarations[id_] for id_ in ids)


# ------------------------------------------------------------- for type checkers alone


class _Types:
    """What the module `_dispatcher_types` defines: aliases, type variables and protocols.

    The names that stand for an event are a letter and a number, so that an overload takes one
    line.
    """

    def __init__(self) -> None:
        self.aliases: list[Statement] = []
        self.protocols: list[Class] = []
        self.names: set[str] = set()
        self._events: dict[tuple[str, ...], tuple[Name, Name]] = {}
        self._keys: dict[_Events, Name] = {}

    def add_protocol(self, group: EventGroup, names: Names) -> str:
        """Add the type of `on` and `once`, with two overloads for each event; return its name."""
        methods: list[Function] = []
        for entry in _events(group, names):
            event, handler = self._event(entry)
            # As an alias, mypy would not bind the type variable to the decorator.
            decorator = Subscript(_CALLABLE, (Display("[", (handler,)), handler))
            given = (Parameter("self"), Parameter("tag", self._key(entry, event)))
            called = Parameter("handler", Subscript(_HANDLER, (event,)))
            methods += (
                _overload((*given, POSITIONAL_ONLY), decorator),
                _overload((*given, called, POSITIONAL_ONLY), NONE),
            )
        union = names.declarations[group.id]
        # A class whose name begins with an underscore counts as one that its module does not use.
        name = self._new(f"On{union}" if union.startswith("_") else f"{union}On")
        self.protocols.append(Class(name.id, (Name("Protocol", "typing"),), tuple(methods)))
        return name.id

    def _event(self, entry: _Events) -> tuple[Name, Name]:
        """The type of the events of an entry, and the type variable of their handlers."""
        defined = self._events.get(entry.classes)
        if defined is None:
            number = len(self._events) + 1
            event = self._alias(f"E{number}", entry.type)
            handler = self._new(f"H{number}")
            bound = Keyword("bound", Subscript(_HANDLER, (event,)))
            made = Call(Name("TypeVar", "typing"), (String(handler.id),), (bound,))
            self.aliases.append(Assign(handler, made))
            defined = self._events[entry.classes] = (event, handler)
        return defined

    def _key(self, entry: _Events, event: Name) -> Name:
        """The type of what `on` takes for the events of an entry."""
        if entry not in self._keys:
            self._keys[entry] = self._alias(f"K{len(self._keys) + 1}", entry.key(event))
        return self._keys[entry]

    def _alias(self, wanted: str, type_: Expression) -> Name:
        name = self._new(wanted)
        self.aliases.append(Annotated(name.id, Name("TypeAlias", "typing"), type_))
        return name

    def _new(self, wanted: str) -> Name:
        name = unused(wanted, self.names)
        self.names.add(name)
        return Name(name)


def _overload(parameters: tuple[Parameter, ...], returns: Expression) -> Function:
    decorators = (Name("overload", "typing"),)
    return Function("__call__", parameters, returns, decorators=decorators)


# ----------------------------------------------------------------------- dispatchers


def _tag_alias(group: EventGroup, tag: str, names: Names) -> tuple[Statement, ...]:
    """The alias of a group's tags, each on its own line if there are several."""
    items = tuple(map(literal, group.tags))
    value = Subscript(_LITERAL, items, expanded=len(items) > 1)
    return (
        Annotated(tag, Name("TypeAlias", "typing"), value),
        Docstring(f"The tag of each event of `{names.declarations[group.id]}`."),
    )


def _dispatcher(
    group: EventGroup,
    by_id: Mapping[DeclId, Declaration],
    called: tuple[str, str, str],
    names: Names,
) -> Class:
    """The class of a group's dispatcher, which has nothing but tables."""
    name, alias, protocol = called
    union = Attribute(_MODELS, names.declarations[group.id])
    entries = tuple(
        Entry(_key(tag), _one_or_more(classes)) for tag, classes in _classes_by_tag(group, names)
    )
    field, others = _fields(group, by_id, names)
    tables: list[tuple[str, Expression]] = [("_events", Dict(entries, expanded=True))]
    if group.other:
        classes = _classes([names.declarations[id_] for id_ in group.other])
        tables.append(("_others", tuple_of(*classes)))
    if group.tag_path != ("type",):
        path = tuple(map(String, group.tag_path))
        tables.append(("_wire_tag", path[0] if len(path) == 1 else tuple_of(*path)))
    if field != "type":
        tables.append(("_field", String(field)))
    if others:
        fields = tuple(Entry(Attribute(_MODELS, name), String(own)) for name, own in others)
        tables.append(("_fields", Dict(fields, expanded=True)))
    if _ERROR_TAG in group.tags:
        raised = Call(Name("frozenset"), (set_of(String(_ERROR_TAG)),))
        tables.append(("_raise_unhandled", raised))
    stem = names.stems[group.id]
    decoders = tuple(Attribute(_CODEC, f"{start}_{stem}") for start in ("_next", "decode"))
    tables.append(("_decoders", tuple_of(*decoders)))
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
        ),
    )


def _one_or_more(names: Sequence[str]) -> Expression:
    """The class of a tag, or all of them."""
    members = _classes(names)
    return members[0] if len(members) == 1 else tuple_of(*members)


def _fields(
    group: EventGroup, by_id: Mapping[DeclId, Declaration], names: Names
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The Python name of the discriminator, and the classes that have to call it otherwise.

    Of one in an inner object it has the attributes that lead there, with dots between them.
    """
    fields = {
        id_: ".".join(
            names.fields[owner.id][item.wire_name]
            for owner, item in properties_along(by_id, id_, group.tag_path)
        )
        for id_ in group.interfaces
    }
    usual = min(fields.values(), key=len)
    others = ((id_, field) for id_, field in fields.items() if field != usual)
    return usual, tuple((names.declarations[id_], field) for id_, field in others)
