"""Keep decisions and groups up to date where facts add tags to members of unions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ..model import (
    Alias,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    EventGroup,
    Interface,
    Member,
    Model,
    Ref,
    TagPath,
    TagType,
    Type,
    Union,
    leaves,
)
from ..model.groups import group_of
from ..model.paths import properties_along
from .selecting import with_unions

__all__ = ["joined", "regrouped", "tags_of", "told_by", "with_tag"]


def _with_unions(model: Model, change: Callable[[Union], Union]) -> Model:
    """Change the unions in the aliases and properties of a model."""

    def changed(declaration: Declaration) -> Declaration:
        match declaration:
            case Alias(type=type_):
                return replace(declaration, type=with_unions(type_, change))
            case Interface(properties=properties):
                items = (replace(item, type=with_unions(item.type, change)) for item in properties)
                return replace(declaration, properties=tuple(items))
            case _:
                return declaration

    return replace(model, declarations=tuple(map(changed, model.declarations)))


def tags_of(model: Model) -> Mapping[tuple[DeclId, str], bool]:
    """The properties on the tag paths of unions.

    The value is whether the union is a group.
    """
    by_id = model.by_id()
    members: dict[tuple[DeclId, TagPath], bool] = {}

    def seen(union: Union) -> Union:
        if isinstance(union.decision, ByTag):
            for member in leaves(union.decision):
                if isinstance(member, Ref):
                    members.setdefault((member.id, union.decision.tag_path), False)
        return union

    _with_unions(model, seen)
    for group in model.groups:
        members.update(((id_, group.tag_path), True) for _, id_ in group.members)
    tags: dict[tuple[DeclId, str], bool] = {}
    for (id_, path), of_group in members.items():
        for owner, item in properties_along(by_id, id_, path):
            place = owner.id, item.wire_name
            tags[place] = of_group or tags.get(place, False)
    return tags


def told_by(model: Model, tag: TagType) -> Sequence[tuple[Type, ...]]:
    """The members of each union that have a tag's value, in the order of the unions."""
    told: list[tuple[Type, ...]] = []

    def seen(union: Union) -> Union:
        if isinstance(union.decision, ByTag):
            ways = (way for value, way in union.decision.branches if value == tag)
            told.append(tuple(leaf for way in ways for leaf in leaves(way)))
        return union

    _with_unions(model, seen)
    return told


def regrouped(model: Model) -> Model:
    """Rebuild the groups of a model from the current members of their unions."""
    by_id = model.by_id()
    groups = (group_of(by_id, known.id) for known in model.groups)
    return replace(model, groups=tuple(known for known in groups if isinstance(known, EventGroup)))


def with_tag(before: Model, model: Model, tag: TagType) -> Model:
    """Add the tag that properties gained since `before` to the decisions of their unions.

    It is a new value of the tag of the members whose tag those properties are.
    """
    old, new = before.by_id(), model.by_id()

    def has_tag(by_id: Mapping[DeclId, Declaration], member: Type, path: TagPath) -> bool:
        way = properties_along(by_id, member.id, path) if isinstance(member, Ref) else ()
        return len(way) == len(path) and tag in _members(way[-1][1].type)

    def changed(union: Union) -> Union:
        decision = union.decision
        if not isinstance(decision, ByTag):
            return union
        retold: Decision = decision
        path = decision.tag_path
        members = {leaf for _, way in decision.branches for leaf in leaves(way)}
        for leaf in leaves(decision):
            if leaf in members and has_tag(new, leaf, path) and not has_tag(old, leaf, path):
                members.discard(leaf)
                retold = joined(retold, path, tag, leaf)
        return replace(union, decision=retold)

    told_anew = _with_unions(model, changed)
    return model if told_anew == model else regrouped(told_anew)


def _members(type_: Type) -> tuple[Type, ...]:
    return type_.members if isinstance(type_, Union) else (type_,)


def joined(decision: Decision, path: TagPath, tag: TagType, member: Type) -> Decision:
    """Add a member, or a tag of a member, to a decision by that property."""
    if not isinstance(decision, ByTag):
        return ByKeys((*leaves(decision), member))
    if decision.tag_path != path:
        other = () if decision.other is None else leaves(decision.other)
        return replace(decision, other=_either(*other, member))
    if all(value != tag for value, _ in decision.branches):
        return replace(decision, branches=(*decision.branches, (tag, Member(member))))
    branches = tuple(
        (value, _either(*leaves(way), member) if value == tag else way)
        for value, way in decision.branches
    )
    return replace(decision, branches=branches)


def _either(*members: Type) -> Decision:
    distinct = tuple(dict.fromkeys(members))
    return Member(distinct[0]) if len(distinct) == 1 else ByKeys(distinct)
