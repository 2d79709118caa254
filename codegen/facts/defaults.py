"""The kind of fact `[[default]]`: the member of a union that an object without a tag is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ..model import (
    Alias,
    Array,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    EventGroup,
    Map,
    Member,
    Model,
    Property,
    Ref,
    Type,
    Union,
    leaves,
    tag_text,
    tag_value,
)
from ..model.paths import path_text, properties_along
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .adding import with_type
from .kinds import Entry, FactKind
from .selecting import with_properties

__all__ = ["DEFAULTS", "DefaultFact", "with_defaults"]


@dataclass(frozen=True, slots=True)
class DefaultFact:
    """An object without the tag, in the union that `match` names, is `member`.

    `match` is an alias or a property; `member` is the name of a declaration, or a value of the tag
    as text.
    """

    match: str
    member: str
    why: str
    span: Span


def _read(entry: Entry) -> DefaultFact | None:
    match, member, why = (entry.text(key) for key in ("match", "member", "why"))
    for key, advice in (
        ("match", 'Say of which union: `match = "Ping.session"`.'),
        ("member", 'Say what is meant: `member = "Session"`, or a value of the tag.'),
    ):
        if key not in entry.table:
            entry.error(f"an entry of [[default]] has no `{key}`", advice)
    if match is None or member is None:
        return None
    return DefaultFact(match, member, why or "", entry.span("match"))


def _check(
    model: Model, facts: Sequence[DefaultFact]
) -> tuple[tuple[DefaultFact, ...], Sequence[Diagnostic]]:
    advice = "Remove the entry, or correct it: the spec does not have what it is about."
    diagnostics: list[Diagnostic] = []
    for fact in facts:
        problems = list(_problems(model, fact))
        diagnostics += (error("RC501", problem, fact.span, advice) for problem in problems)
        model = model if problems else _with_default(model, fact)
    return tuple(facts), tuple(diagnostics)


DEFAULTS: Final = FactKind("default", ("match", "member", "why"), _read, _check, corrects=True)


def _problems(model: Model, fact: DefaultFact) -> Iterator[str]:
    if any(str(group.id) == fact.match for group in model.groups):
        yield f"{fact.match!r} is a group of events, which need their tags"
        return
    unions: list[Union] = []

    def collect(union: Union) -> Union:
        unions.append(union)
        return union

    _with_decided(model, fact.match, collect)
    tagged = [union.decision for union in unions if isinstance(union.decision, ByTag)]
    if not tagged:
        yield f"{fact.match!r} is no union whose members a tag tells apart"
    elif all(isinstance(decision.absent, Member) for decision in tagged):
        tag = path_text(tagged[0].tag_path)
        yield f"the spec says what an object of {fact.match!r} without {tag!r} is"
    elif all(_meant(decision, fact.member) is None for decision in tagged):
        yield f"{fact.member!r} is no member of {fact.match!r}, and no value of its tag"
    else:
        yield from _events_meant(model, tagged, fact)


def _events_meant(model: Model, tagged: Iterable[ByTag], fact: DefaultFact) -> Iterator[str]:
    """A problem for each member that is an event: events need their tags."""
    by_id = model.by_id()
    groups: dict[tuple[DeclId, str], EventGroup] = {}
    for group in model.groups:
        for id_ in group.interfaces:
            owner, item = properties_along(by_id, id_, group.tag_path)[-1]
            groups[owner.id, item.wire_name] = group
    meant = {place for decision in tagged for place in _tags_of(by_id, decision, fact.member)}
    for id_, tag in sorted(meant & groups.keys(), key=str):
        yield f"{id_} is an event of {groups[id_, tag].id}, which needs its tag {tag!r}"


def with_defaults(model: Model, facts: Iterable[DefaultFact]) -> Model:
    """Apply facts about missing tags.

    The decisions of the unions get the branch for an absent tag, and the tag of the members that it
    selects becomes optional.
    """
    for fact in facts:
        model = _with_default(model, fact)
    return model


def _with_default(model: Model, fact: DefaultFact) -> Model:
    optional: set[tuple[DeclId, str]] = set()
    by_id = model.by_id()

    def change(union: Union) -> Union:
        decision = union.decision
        if not isinstance(decision, ByTag) or isinstance(decision.absent, Member):
            return union
        meant = _meant(decision, fact.member)
        if meant is None:
            return union
        optional.update(_tags_of(by_id, decision, fact.member))
        return replace(union, decision=replace(decision, absent=meant))

    changed = _with_decided(model, fact.match, change)
    return _with_optional(_with_docs(changed, fact.match, optional), optional)


def _with_decided(model: Model, match: str, change: Callable[[Union], Union]) -> Model:
    """Change the decided unions in the type that `match` names, aliases of unions included."""
    by_id = model.by_id()

    def at_unions(type_: Type) -> Type:
        match type_:
            case Ref(id=id_):
                decision = _decision_of(id_, by_id)
                union = Union((type_,), decision)
                changed = union if decision is None else change(union)
                return type_ if changed == union else changed
            case Union(members, None):
                return replace(type_, members=tuple(map(at_unions, members)))
            case Union():
                return change(type_)
            case Array(element):
                return Array(at_unions(element))
            case Map(key, value):
                return Map(key, at_unions(value))
            case _:
                return type_

    return with_type(model, match, at_unions)


def _decision_of(id_: DeclId, by_id: Mapping[DeclId, Declaration]) -> ByTag | None:
    """The decision of the union behind an alias, if it is by tag; aliases are followed."""
    seen: set[DeclId] = set()
    while id_ not in seen:
        seen.add(id_)
        match by_id.get(id_):
            case Alias(type=Union(decision=ByTag() as decision)):
                return decision
            case Alias(type=Ref(id=other)):
                id_ = other
    return None


def _meant(decision: ByTag, member: str) -> Decision | None:
    """The branch of a decision that a name of a member, or a value of the tag, selects."""
    for leaf in leaves(decision):
        if isinstance(leaf, Ref) and str(leaf.id) == member:
            return Member(leaf)
    for value, branch in decision.branches:
        tag = tag_value(value)
        if not isinstance(tag, float) and tag_text(tag) == member:
            return branch
    return None


def _tags_of(
    by_id: Mapping[DeclId, Declaration], decision: ByTag, member: str
) -> Iterator[tuple[DeclId, str]]:
    """The tag properties, with their interfaces, of the members that `member` selects."""
    meant = _meant(decision, member)
    for leaf in () if meant is None else leaves(meant):
        if isinstance(leaf, Ref):
            owner, tag = properties_along(by_id, leaf.id, decision.tag_path)[-1]
            yield owner.id, tag.wire_name


def _with_docs(model: Model, match: str, tags: set[tuple[DeclId, str]]) -> Model:
    """Document the default at the property that `match` names, if it is a property."""
    if not tags:
        return model
    names = " or ".join(f"`{name}`" for name in sorted({name for _, name in tags}))
    members = " or ".join(f"`{name}`" for name in sorted(str(id_) for id_, _ in tags))
    said = f"An object without {names} is {members}."

    def with_doc(id_: DeclId, item: Property) -> Property:
        if f"{id_}.{item.wire_name}" != match:
            return item
        return replace(item, doc=said if item.doc is None else f"{item.doc}\n\n{said}")

    return with_properties(model, with_doc)


def _with_optional(model: Model, optional: set[tuple[DeclId, str]]) -> Model:
    """Make these properties optional."""

    def changed(id_: DeclId, item: Property) -> Property:
        return replace(item, required=False) if (id_, item.wire_name) in optional else item

    return with_properties(model, changed)
