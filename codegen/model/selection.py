"""Select parts of a model: what some roots reach, no comments, or no internal items."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import NamedTuple, assert_never

from ..text.tsdoc import is_internal
from . import (
    Alias,
    ByTag,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Model,
    Ref,
    Type,
    Union,
    leaves,
    refs,
    tag_key,
    tag_value,
    types_of,
)

__all__ = ["reached_from", "root_names", "without_comments", "without_internal"]


def reached_from(model: Model, patterns: Sequence[str]) -> tuple[Model, tuple[str, ...]]:
    """Select the declarations that some roots reach; also the patterns that select none.

    A pattern, with the wildcards `*`, `?` and `[...]`, selects declarations by their names in the
    spec, such as `Session.Tool`, and events by their tags. A group stays if its union does;
    otherwise the groups of events selected by tag stay with the remaining events.
    """
    selected: dict[DeclId, None] = {}
    of_events: set[DeclId] = set()
    idle = []
    for pattern in patterns:
        by_name = [id_ for name, id_ in _declared(model) if fnmatchcase(name, pattern)]
        by_tag = [event for event in _tagged(model) if fnmatchcase(event.tag, pattern)]
        selected |= dict.fromkeys([*by_name, *(event.member for event in by_tag)])
        of_events |= {event.group for event in by_tag}
        if not by_name and not by_tag:
            idle.append(pattern)
    part = _with_what_they_reach(model, selected)
    left = {declaration.id for declaration in part.declarations}
    cut = of_events - left
    if cut:
        part = _with_what_they_reach(_cut_down(model, cut, left), [*selected, *cut])
    return part, tuple(idle)


def _cut_down(model: Model, cut: Container[DeclId], left: Container[DeclId]) -> Model:
    """Restrict the groups that are `cut` to the events that are `left`."""
    by_id = model.by_id()
    unions: dict[DeclId, Declaration] = {}
    groups: list[EventGroup] = []
    for group in model.groups:
        declaration = by_id[group.id]
        if group.id not in cut:
            groups.append(group)
            continue
        assert isinstance(declaration, Alias)
        assert isinstance(declaration.type, Union)
        decision = declaration.type.decision
        assert isinstance(decision, ByTag)
        kept = tuple(
            (tag, way) for tag, way in decision.branches if all(_has(left, m) for m in leaves(way))
        )
        members = dict.fromkeys(leaf for _, way in kept for leaf in leaves(way))
        union = Union(tuple(members), replace(decision, branches=kept, other=None))
        unions[group.id] = replace(declaration, type=union)
        tags = {tag_key(tag_value(tag)) for tag, _ in kept}
        events = tuple((tag, id_) for tag, id_ in group.members if tag_key(tag) in tags)
        groups.append(replace(group, members=events, other=()))
    declarations = tuple(unions.get(one.id, one) for one in model.declarations)
    return replace(model, declarations=declarations, groups=tuple(groups))


def _with_what_they_reach(model: Model, selected: Iterable[DeclId]) -> Model:
    """Some declarations, and all that they refer to."""
    by_id = model.by_id()
    reached: set[DeclId] = set()
    pending = list(selected)
    while pending:
        id_ = pending.pop()
        if id_ not in reached:
            reached.add(id_)
            pending += (to for type_ in types_of(by_id[id_]) for to in refs(type_))
    kept = tuple(declaration for declaration in model.declarations if declaration.id in reached)
    groups = tuple(group for group in model.groups if group.id in reached)
    return replace(model, declarations=kept, groups=groups)


def root_names(model: Model) -> tuple[str, ...]:
    """All names that a root can match: those of declarations, and the tags of events."""
    names = [name for name, _ in _declared(model)]
    return tuple(dict.fromkeys([*names, *(event.tag for event in _tagged(model))]))


def _has(ids: Container[DeclId], type_: Type) -> bool:
    return isinstance(type_, Ref) and type_.id in ids


class _Event(NamedTuple):
    group: DeclId
    tag: str
    member: DeclId


def _declared(model: Model) -> Iterator[tuple[str, DeclId]]:
    return ((str(declaration.id), declaration.id) for declaration in model.declarations)


def _tagged(model: Model) -> Iterator[_Event]:
    for group in model.groups:
        for tag, member in group.members:
            if isinstance(tag, str):
                yield _Event(group.id, tag, member)


def without_comments(model: Model) -> Model:
    """Remove the text of comments; deprecations stay."""
    return replace(model, declarations=tuple(map(_bare, model.declarations)))


def _bare(declaration: Declaration) -> Declaration:
    why = None if declaration.deprecated is None else ""
    match declaration:
        case Interface():
            properties = tuple(
                replace(
                    property_, doc=None, deprecated=None if property_.deprecated is None else ""
                )
                for property_ in declaration.properties
            )
            return replace(declaration, doc=None, deprecated=why, properties=properties)
        case Alias():
            return replace(declaration, doc=None, deprecated=why)
        case Enum():
            members = tuple(replace(member, doc=None) for member in declaration.members)
            return replace(declaration, doc=None, deprecated=why, members=members)
        case _:
            assert_never(declaration)


def _is_unnamed(id_: DeclId) -> bool:
    """Whether a declaration is an anonymous part of another one."""
    return any(segment.startswith((".", "<")) for segment in id_.path)


def without_internal(model: Model) -> Model:
    """Remove the items whose comments say `@internal`.

    These are properties, and declarations without a remaining reference. If all declarations are
    internal, all stay.
    """
    declarations = tuple(
        replace(
            declaration,
            properties=tuple(p for p in declaration.properties if not is_internal(p.doc)),
        )
        if isinstance(declaration, Interface)
        else declaration
        for declaration in model.declarations
    )
    bare = replace(model, declarations=declarations)
    shown = [
        declaration.id
        for declaration in declarations
        if not is_internal(declaration.doc) and not _is_unnamed(declaration.id)
    ]
    return _with_what_they_reach(bare, shown) if shown else bare
