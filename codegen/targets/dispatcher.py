"""The target `dispatcher`: a typed dispatcher for each event group of the spec.

What a dispatcher does at run time is in the runtime module `_dispatch`. What is generated
is the table of the events and, in a module that only type checkers read, the overloads that
tell from a tag which event the handler takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..layout import WIDTH, fold, literal
from ..model import EventGroup
from ..names import Names, unused
from .base import Emission, Export, Page, Request, Target

__all__ = ["TARGET"]

_ERROR_TAG = "error"  # The conventional tag of an event that reports a failure.


@dataclass(frozen=True, slots=True)
class _Events:
    """The tags that name the same classes: one class, unless a tag is shared by several.

    `by_class` tells whether the class stands for its tags in `on`; it does not if it shares
    one of them, since a handler of the class would then be given other classes' events.
    """

    tags: tuple[str, ...]
    classes: tuple[str, ...]
    by_class: bool

    @property
    def type(self) -> str:
        """The annotation of the event that a handler takes."""
        members = [f"models.{name}" for name in self.classes]
        return members[0] if len(members) == 1 else f"Union[{', '.join(members)}]"

    @property
    def key(self) -> str:
        """The annotation of what `on` takes for these events."""
        tags = f"Literal[{', '.join(map(literal, self.tags))}]"
        return f"Union[{tags}, type[{self.type}]]" if self.by_class else tags


@dataclass(frozen=True, slots=True)
class _Overload:
    """The two forms of `on` for some events, as text: `@d.on(key)` and `d.on(key, handler)`."""

    decorator: str
    call: str


@dataclass(frozen=True, slots=True)
class _Group:
    """What the template writes for one event group.

    `single` is the alias of the tags if there is but one; `entries` and `fields` are the
    lines of the tables, `discriminator` and `field` statements or empty.
    """

    union: str
    name: str
    tag: str
    tags: tuple[str, ...]
    single: str
    registrar: str
    protocol: str
    overloads: tuple[_Overload, ...]
    bases: str
    entries: tuple[str, ...]
    discriminator: str
    field: str
    fields: tuple[str, ...]
    raises: tuple[str, ...]
    decoder: str
    decode: str
    read: str


def _emit(request: Request) -> Emission:
    """The module `dispatcher`, or nothing at all for a spec that has no event group."""
    if not request.model.groups:
        return Emission(pages=())
    taken = set(request.names.declarations.values())
    handlers: dict[tuple[str, ...], str] = {}
    variables: dict[tuple[str, ...], str] = {}
    groups: list[_Group] = []
    for group in request.model.groups:
        events = _events(group, request.names)
        for entry in events:
            if entry.classes not in handlers:
                name = unused(f"_{entry.classes[0]}Handler", handlers.values())
                handlers[entry.classes] = name
                variables[entry.classes] = fold(
                    f'TypeVar("{name}", bound=Handler[{entry.type}])', f"{name} = "
                )
        groups.append(_group(group, events, handlers, taken, request.names))
    exported = tuple(sorted(name for group in groups for name in (group.name, group.tag)))
    values = {
        "header_lines": request.header,
        "names": exported,
        "variables": tuple(variables.values()),
        "groups": tuple(groups),
    }
    defined = {
        "dispatcher": frozenset(exported),
        "_dispatcher_types": frozenset((*handlers.values(), *(g.registrar for g in groups))),
    }
    error = {"UnhandledEventError"} - set(request.names.declarations.values())
    return Emission(
        pages=tuple(
            Page(f"{request.package}/{name}.py", f"dispatcher/{name}.py.j2", values, defines)
            for name, defines in defined.items()
        ),
        exports=(Export("dispatcher", exported), *(Export("_dispatch", (e,)) for e in error)),
        runtime=("_dispatch", "_peek"),
    )


def _events(group: EventGroup, names: Names) -> tuple[_Events, ...]:
    """The events of a group, in the order in which the union first names them."""
    classes: dict[str, list[str]] = {}
    for tag, id_ in group.members:
        found = classes.setdefault(tag, [])
        if names.declarations[id_] not in found:
            found.append(names.declarations[id_])
    tags: dict[tuple[str, ...], list[str]] = {}
    for tag, found in classes.items():
        tags.setdefault(tuple(found), []).append(tag)
    shared = {name for found in tags if len(found) > 1 for name in found}
    return tuple(
        _Events(tuple(own), found, by_class=shared.isdisjoint(found)) for found, own in tags.items()
    )


def _group(
    group: EventGroup,
    events: tuple[_Events, ...],
    handlers: dict[tuple[str, ...], str],
    taken: set[str],
    names: Names,
) -> _Group:
    union = names.declarations[group.id]
    name = unused(f"{union}Dispatcher", taken)
    tag = unused(f"{union}Tag", {*taken, name})
    # A class that looks private is one that nothing uses, to some checkers.
    registrar = unused(f"{union.lstrip('_')}On", {*taken, name, tag})
    taken.update((name, tag, registrar))
    on = literal(f"_dispatcher_types.{registrar}")
    tags = tuple(dict.fromkeys(tag for tag, _ in group.members))
    single = fold(f"Literal[{literal(tags[0])}]", f"{tag}: TypeAlias = ")
    field, others = _fields(group, names)
    stem = names.stems[group.id]
    return _Group(
        union=union,
        name=name,
        tag=tag,
        tags=tags,
        single=single if len(tags) == 1 else "",
        registrar=registrar,
        protocol=fold(f"class {registrar}(Protocol):"),
        overloads=tuple(_overload(entry, handlers[entry.classes]) for entry in events),
        bases=fold(f"class {name}(Dispatcher[models.{union}, {tag}, {on}]):"),
        entries=tuple(_entries(events, tags)),
        discriminator=_setting("_wire_tag", group.discriminator),
        field=_setting("_field", field),
        fields=tuple(fold(f"        models.{name}: {literal(f)},") for name, f in others),
        raises=tuple(tag for tag in tags if tag == _ERROR_TAG),
        decoder=_definition(
            "    def _decoder(",
            ("self", "strict: bool"),
            f") -> Callable[..., Union[models.{union}, UnknownEvent]]:",
        ),
        decode=fold(f"partial(codec.decode_{stem}, strict=True)", "            return "),
        read=fold(f"codec._next_{stem}", "        return "),
    )


def _overload(events: _Events, handler: str) -> _Overload:
    head = "    def __call__("
    key = f"tag: {events.key}"
    return _Overload(
        decorator=_definition(
            head, ("self", key, "/"), f") -> Callable[[{handler}], {handler}]: ..."
        ),
        call=_definition(
            head, ("self", key, f"handler: Handler[{events.type}]", "/"), ") -> None: ..."
        ),
    )


def _setting(name: str, value: str) -> str:
    """The statement that sets a name, where that is not what the base class has."""
    return fold(literal(value), f"    {name} = ") if value != "type" else ""


def _entries(events: tuple[_Events, ...], tags: tuple[str, ...]) -> Iterable[str]:
    """The lines of the table from each tag to its class or classes."""
    classes = {tag: entry.classes for entry in events for tag in entry.tags}
    for tag in tags:
        members = [f"models.{name}" for name in classes[tag]]
        value = members[0] if len(members) == 1 else f"({', '.join(members)})"
        yield fold(f"        {literal(tag)}: {value},")


def _definition(head: str, parameters: tuple[str, ...], tail: str) -> str:
    """The head of a function, laid out as the formatter does it: the parameters give way first."""
    indent = head[: len(head) - len(head.lstrip())]
    inside = ", ".join(parameters)
    if len(head + inside + tail) <= WIDTH:
        return head + inside + tail
    # What follows the closing bracket breaks like a statement of its own.
    end = f"{indent}){fold(f'{indent}_{tail[1:]}')[len(indent) + 1 :]}"
    if len(parameters) > 1 and len(f"{indent}    {inside}") <= WIDTH:
        return f"{head}\n{indent}    {inside}\n{end}"
    lines = (fold(f"{indent}    {parameter},") for parameter in parameters)
    return "\n".join((head, *lines, end))


def _fields(group: EventGroup, names: Names) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The Python name of the discriminator, and the classes that have to call it otherwise."""
    fields = {id_: names.fields[id_][group.discriminator] for _, id_ in group.members}
    usual = min(fields.values(), key=len)
    others = ((id_, field) for id_, field in fields.items() if field != usual)
    return usual, tuple((names.declarations[id_], field) for id_, field in others)


TARGET = Target(
    name="dispatcher",
    summary="Typed dispatchers, one for each group of events: dispatcher.py.",
    emit=_emit,
    requires=("dataclasses",),
)
