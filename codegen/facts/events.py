"""The kind of fact `[[event]]`: an event that the spec does not declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ..model import (
    Alias,
    Declaration,
    DeclId,
    EventGroup,
    Interface,
    Model,
    Property,
    Ref,
    Rename,
    Tag,
    TagPath,
    Type,
    Union,
    tag_text,
    tag_type,
)
from ..model.groups import group_of
from ..model.paths import properties_along
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .adding import NOTHING, type_fault, written
from .kinds import Entry, FactKind
from .selecting import by_full_name, with_unions
from .tagging import joined, regrouped

__all__ = ["EVENTS", "EventFact", "declared_by", "event_faults", "with_event"]

_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event `name` with a tag, in the union `group`.

    It has the properties of the declared event `like`, if one is named, and `fields`: types in
    the notation of TypeScript by the name on the wire, which ends with `?` if optional.
    """

    name: str
    tag: Tag
    group: str
    like: str | None
    fields: tuple[tuple[str, str], ...]
    why: str
    span: Span


def _read(entry: Entry) -> EventFact | None:
    name, group, like, why = (entry.text(key) for key in ("name", "group", "like", "why"))
    tag, fields = entry.table.get("tag"), entry.table.get("fields", {})
    for key in ("name", "tag", "group"):
        if key not in entry.table:
            entry.error(f"an entry of [[event]] has no `{key}`", f"Write `{key} = ...`.")
    if name is not None and not _NAME.fullmatch(name):
        entry.error("`name` is no name of a declaration", 'Write `name = "PingEvent"`.', "name")
        return None
    if "tag" in entry.table and (isinstance(tag, bool) or not isinstance(tag, str | int)):
        entry.error("`tag` is no text and no whole number", 'Write `tag = "ping"`.', "tag")
        return None
    if not isinstance(fields, dict) or not all(isinstance(text, str) for text in fields.values()):
        advice = 'Write the types as texts: `fields = { "at?" = "integer" }`.'
        entry.error("`fields` is no table of types", advice, "fields")
        return None
    twice = [field for field in fields if f"{field}?" in fields]
    if twice:
        advice = f"Keep one of `{twice[0]}` and `{twice[0]}?`, which is optional."
        entry.error(f"the field {twice[0]!r} is given twice", advice, "fields")
        return None
    if name is None or group is None or tag is None:
        return None
    assert isinstance(tag, str | int)
    pairs = tuple((str(field), str(type_)) for field, type_ in fields.items())
    return EventFact(name, tag, group, like, pairs, why or "", entry.span("name"))


def _check(
    model: Model, facts: Sequence[EventFact]
) -> tuple[tuple[EventFact, ...], Sequence[Diagnostic]]:
    return tuple(facts), tuple(
        error("RC501", problem, fact.span, advice)
        for fact in facts
        for problem, advice in event_faults(model, fact)
    )


EVENTS: Final = FactKind(
    "event", ("name", "tag", "group", "like", "fields", "why"), _read, _check, corrects=True
)


def declared_by(model: Model, facts: Sequence[EventFact]) -> Mapping[str, Interface]:
    """The events of facts by name, without properties: enough to resolve references to them."""
    groups = ((fact, _group(model, fact.group)) for fact in facts)
    return {
        fact.name: Interface(_id(fact, group), ()) for fact, group in groups if group is not None
    }


def _id(fact: EventFact, group: EventGroup) -> DeclId:
    return DeclId(group.id.module, (fact.name,))


def event_faults(
    model: Model, fact: EventFact, promised: Mapping[str, Declaration] = NOTHING
) -> Iterator[tuple[str, str]]:
    """The reasons why a fact does not apply to a model, each with advice.

    Types may also name a `promised` declaration, which another fact is going to add.
    """
    drop = "Remove the entry, or correct it."
    ids = by_full_name(model)
    if fact.name in ids:
        yield f"{fact.name!r} is declared", drop
        return
    group = _group(model, fact.group)
    if group is None:
        yield f"{fact.group!r} is no group of events", drop
        return
    if tag_text(fact.tag) in map(tag_text, group.tags):
        yield f"{fact.group!r} has an event {tag_text(fact.tag)!r}", drop
    if fact.like is not None and not isinstance(ids.get(fact.like), Interface):
        yield f"{fact.like!r} is no event of the spec", drop
    for field, text in fact.fields:
        if field.removesuffix("?") == group.tag_path[0]:
            verb = "is" if len(group.tag_path) == 1 else "has"
            yield f"the field {field!r} {verb} the tag of {fact.group!r}", "Give it as `tag`."
        else:
            yield from type_fault(text, {**promised, **ids})


def _group(model: Model, name: str) -> EventGroup | None:
    """The group of the union with this name; None if the union is not a group."""
    declaration = by_full_name(model).get(name)
    if declaration is None:
        return None
    group = group_of(model.by_id(), declaration.id)
    return group if isinstance(group, EventGroup) else None


def with_event(
    model: Model, fact: EventFact, promised: Mapping[str, Declaration] = NOTHING
) -> Model:
    """Add the event of a fact for which `event_faults` has found nothing.

    The unions that contain its group get a branch for it.
    """
    group = _group(model, fact.group)
    assert group is not None
    by_id = model.by_id()
    event, inner = _event(model, fact, group, promised)
    ref, tag = Ref(event.id), tag_type(fact.tag)

    def change(union: Union) -> Union:
        if union.decision is None or not _reaches(union, group.id, by_id):
            return union
        return replace(union, decision=joined(union.decision, group.tag_path, tag, ref))

    declarations: list[Declaration] = []
    for declaration in model.declarations:
        match declaration:
            case Alias(id=id_, type=Union() as union) if id_ == group.id:
                assert union.decision is not None
                decision = joined(union.decision, group.tag_path, tag, ref)
                union = Union((*union.members, ref), decision)
                declarations += (*inner, event, replace(declaration, type=union))
            case Alias(type=type_):
                declarations.append(replace(declaration, type=with_unions(type_, change)))
            case Interface(properties=properties):
                changed = tuple(
                    replace(item, type=with_unions(item.type, change)) for item in properties
                )
                declarations.append(replace(declaration, properties=changed))
            case _:
                declarations.append(declaration)
    changed_model = replace(model, declarations=tuple(declarations))
    name = Rename(event.id, None, fact.name, fact.span)
    return replace(regrouped(changed_model), added=(*model.added, name))


def _event(
    model: Model, fact: EventFact, group: EventGroup, promised: Mapping[str, Declaration]
) -> tuple[Interface, tuple[Interface, ...]]:
    """Make the event of a fact, and the inner objects on the path to its tag."""
    ids = by_full_name(model)
    like = None if fact.like is None else ids[fact.like]
    id_ = _id(fact, group)
    first, *path = group.tag_path
    inner: tuple[Interface, ...] = ()
    tag: Type = tag_type(fact.tag)
    if path:
        models = (like.id,) if isinstance(like, Interface) else group.interfaces
        inner = tuple(_inner(model.by_id(), models, group.tag_path, id_, tag))
        tag = Ref(inner[0].id)
    properties = {first: Property(first, tag)}
    index = None
    if isinstance(like, Interface):
        index = like.index
        copied = {item.wire_name: item for item in like.properties}
        properties = {**copied, **properties} if first in copied else {**properties, **copied}
    for field, text in fact.fields:
        type_ = written(text, {**promised, **ids})
        assert type_ is not None
        name = field.removesuffix("?")
        properties[name] = Property(name, type_, not field.endswith("?"))
    return Interface(id_, tuple(properties.values()), index, fact.why or None), inner


def _inner(
    by_id: Mapping[DeclId, Declaration],
    models: Sequence[DeclId],
    path: TagPath,
    owner: DeclId,
    tag: Type,
) -> Iterator[Interface]:
    """The inner objects on the path to a tag, from the outside in.

    They have the properties that the inner objects of all `models` have in common.
    """
    for depth, name in enumerate(path[1:], 1):
        ways = [properties_along(by_id, id_, path) for id_ in models]
        owners = [way[depth][0] for way in ways if len(way) > depth]
        alike = [
            item
            for first in owners[:1]
            for item in first.properties
            if all(item in other.properties for other in owners) and item.wire_name != name
        ]
        own = DeclId(owner.module, (*owner.path, f".{path[depth - 1]}"))
        is_last = depth == len(path) - 1
        type_ = tag if is_last else Ref(DeclId(own.module, (*own.path, f".{name}")))
        yield Interface(own, (Property(name, type_), *alike))
        owner = own


def _reaches(type_: Type, id_: DeclId, by_id: Mapping[DeclId, Declaration]) -> bool:
    """Whether a type has a declaration among its members, also behind aliases."""
    seen: set[DeclId] = set()
    pending = [type_]
    while pending:
        current = pending.pop()
        if isinstance(current, Union):
            pending += current.members
        elif isinstance(current, Ref) and current.id not in seen:
            if current.id == id_:
                return True
            seen.add(current.id)
            declaration = by_id.get(current.id)
            if isinstance(declaration, Alias):
                pending.append(declaration.type)
    return False
