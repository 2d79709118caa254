"""Groups: the unions of a connection's messages, and reasons why a union is none.

Any union that a tag discriminates can be a group. By default those are groups that the spec uses
for nothing else: no property has one as a part of its message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..text.records import dataclass
from ..text.similar import similar_name
from . import (
    Alias,
    Array,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Literal,
    Model,
    Primitive,
    Property,
    Ref,
    Tag,
    TagPath,
    Template,
    Type,
    Union,
    leaves,
    references,
    refs,
    tag_value,
)
from .notation import notation
from .paths import path_text, properties_along

__all__ = [
    "MOST_MEMBERS",
    "Reason",
    "default_groups",
    "group_of",
    "named_groups",
    "possible_groups",
    "why_no_groups",
]

MOST_MEMBERS: Final = 5000
"""The limit of members in all default groups of a spec, plus two for each declaration.

Every member is a method of its dispatcher, so nested unions would take the square of their number.
"""

_SHOWN: Final = 3  # The number of declarations that a reason names.
_LONGEST_SHOWN: Final = 60
_SCALARS: Final = frozenset({"string", "number", "integer", "boolean", "null"})


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason why a declaration cannot be a group: `text` follows "... cannot be a group: ".

    `id` is the declaration's, if the reason is for one declaration alone.
    """

    text: str
    id: DeclId | None = None


def group_of(declarations: Mapping[DeclId, Declaration], id_: DeclId) -> EventGroup | Reason:
    """Make the group of a declared union, or give the reason why it cannot be one.

    `declarations` are all those of a model, whose unions have their decisions.
    """
    declared = declarations[id_]
    if isinstance(declared, Interface):
        return Reason("it is an interface, and no union of them")
    if isinstance(declared, Enum):
        return Reason("it is an enum, and no union of interfaces")
    union = declared.type
    if isinstance(union, Ref):
        return Reason(f"it is another name for {union.id}")
    if not isinstance(union, Union):
        return Reason("it is no union of interfaces")
    for member in _members(declarations, union):
        if not isinstance(
            declarations.get(member.id) if isinstance(member, Ref) else None, Interface
        ):
            return Reason(f"its member {_shown(notation(member, str))} is no interface")
    return _of_decision(declarations, id_, union)


def _of_decision(
    declarations: Mapping[DeclId, Declaration], id_: DeclId, union: Union
) -> EventGroup | Reason:
    """The group of a union whose members are interfaces."""
    decision = union.decision
    if decision is None:
        return Reason("it has one member only")
    if not isinstance(decision, ByTag):
        return Reason("no property has a value of its own in each of its members")
    if decision.absent is not None:
        lacking = _without_tag(declarations, decision.tag_path, _interfaces(decision.absent))
        if lacking:
            name = path_text(decision.tag_path)
            return Reason(f"its tag {name!r} is not required in {_names(lacking)}")
    members: list[tuple[Tag, DeclId]] = []
    for type_, inner in decision.branches:
        tag = tag_value(type_)
        if isinstance(tag, float):
            if not tag.is_integer():
                return Reason(f"its tag {tag!r} is no whole number, so no type can name it")
            tag = int(tag)
        members += ((tag, leaf) for leaf in _interfaces(inner))
    other = () if decision.other is None else _interfaces(decision.other)
    return EventGroup(id_, decision.tag_path, tuple(members), other)


def _without_tag(
    declarations: Mapping[DeclId, Declaration], path: TagPath, ids: Sequence[DeclId]
) -> list[DeclId]:
    """The members that may have no tag; those that require it may have null there."""
    return [id_ for id_ in ids if not _requires(declarations, path, id_)]


def _requires(declarations: Mapping[DeclId, Declaration], path: TagPath, id_: DeclId) -> bool:
    """Whether an interface requires all the properties along a path."""
    steps = properties_along(declarations, id_, path)
    return len(steps) == len(path) and all(item.required for _, item in steps)


def named_groups(
    model: Model, names: Sequence[str], entry: str = ""
) -> tuple[tuple[EventGroup, ...], tuple[Reason, ...]]:
    """Make the groups of the unions with some names, with a reason for each other name.

    If several modules declare a name, it means the declaration of the module `entry`. These reasons
    are whole sentences.
    """
    by_id = model.by_id()
    by_name: dict[str, DeclId] = {}
    for id_ in sorted(by_id, key=lambda id_: id_.module != entry):
        by_name.setdefault(str(id_), id_)
    groups: dict[DeclId, EventGroup] = {}
    reasons: list[Reason] = []
    for name in dict.fromkeys(names):
        if name not in by_name:
            reasons.append(Reason(f"no declaration is called {name!r}{_near(name, by_name)}"))
            continue
        id_ = by_name[name]
        group = group_of(by_id, id_)
        if isinstance(group, EventGroup):
            groups[id_] = group
        else:
            reasons.append(Reason(f"{name} cannot be a group: {group.text}", id_))
    return tuple(groups.values()), tuple(reasons)


def possible_groups(model: Model) -> tuple[tuple[EventGroup, ...], tuple[Reason, ...]]:
    """Make all possible groups of a model, with the reasons for its other unions.

    These reasons are whole sentences.
    """
    by_id = model.by_id()
    unions = [
        id_
        for id_, declared in by_id.items()
        if isinstance(declared, Alias)
        and isinstance(declared.type, Union)
        and any(isinstance(by_id.get(used), Interface) for used in refs(declared.type))
    ]
    groups: list[EventGroup] = []
    reasons: list[Reason] = []
    for id_ in unions:
        group = group_of(by_id, id_)
        if isinstance(group, EventGroup):
            groups.append(group)
        else:
            reasons.append(Reason(f"{id_} cannot be a group: {group.text}", id_))
    return tuple(groups), tuple(reasons)


def why_no_groups(model: Model) -> str:
    """The reason why a model has no groups: half a sentence, with advice."""
    groups, reasons = possible_groups(model)
    if groups:
        names = _names([group.id for group in groups])
        return (
            f"other declarations are made of the unions that a tag tells apart ({names}); "
            "--group NAME makes a group of one"
        )
    if reasons:
        return f"no union can be a group, as --group NAME asks for it: {reasons[0].text}"
    return "it has no union of interfaces that a tag tells apart, as --group NAME asks for one"


def default_groups(
    declarations: Sequence[Declaration], exported: Sequence[DeclId]
) -> tuple[tuple[EventGroup, ...], tuple[EventGroup, ...]]:
    """The default groups of a spec, and those beyond the limit.

    They are the `exported` aliases of unions that can be groups and that only lists, envelopes and
    other unions refer to, to which in turn nothing else refers. An envelope is an interface that is
    a member of no union, has no index signature, and has one property alone that is not of scalars:
    it is required, and it is the union, another envelope, or a list of them. Other interfaces may
    stand beside the union there, as answers stand beside events: `{ id: 1; body: Event | Ack }`.
    """
    by_id = {declaration.id: declaration for declaration in declarations}
    uses = _Uses(by_id)
    groups: list[EventGroup] = []
    for id_ in dict.fromkeys(exported):
        if isinstance(by_id.get(id_), Alias):
            group = group_of(by_id, id_)
            if isinstance(group, EventGroup) and uses.are_free(id_):
                groups.append(group)
    return _affordable(groups, MOST_MEMBERS + 2 * len(by_id))


def _affordable(
    groups: Sequence[EventGroup], most: int
) -> tuple[tuple[EventGroup, ...], tuple[EventGroup, ...]]:
    """Split groups into the largest that have at most so many members together, and the others."""
    kept: set[DeclId] = set()
    left = most
    for group in sorted(groups, key=lambda group: -len(group.members)):
        left -= len(group.members)
        if left < 0:
            break
        kept.add(group.id)
    return (
        tuple(group for group in groups if group.id in kept),
        tuple(group for group in groups if group.id not in kept),
    )


class _Uses:
    """The references between the declarations of a spec."""

    def __init__(self, by_id: Mapping[DeclId, Declaration]) -> None:
        self.by_id = by_id
        self._users: dict[DeclId, dict[DeclId, None]] = {}
        for declaration in by_id.values():
            for id_ in references(declaration):
                self._users.setdefault(id_, {})[declaration.id] = None
        self._scalar: dict[DeclId, bool] = {}

    def are_free(self, start: DeclId) -> bool:
        """Whether only lists, envelopes and unions contain a declaration."""
        seen = {(start, True)}
        pending = [(start, True)]
        while pending:
            id_, can_be_enveloped = pending.pop()
            for user in self._users.get(id_, ()):
                declared = self.by_id[user]
                if isinstance(declared, Alias):
                    carries, plain = self._carries(declared.type, id_)
                    can_go_on = can_be_enveloped and plain
                else:
                    carries = can_be_enveloped and self._is_envelope(declared, id_)
                    can_go_on = True
                if not carries:
                    return False
                if (user, can_go_on) not in seen:
                    seen.add((user, can_go_on))
                    pending.append((user, can_go_on))
        return True

    def _carries(self, type_: Type, id_: DeclId) -> tuple[bool, bool]:
        """Whether an alias may refer to a declaration, and whether an envelope may contain it.

        An envelope is no member of a union. An alias that is neither a list nor a union cannot be
        enveloped.
        """
        if _element(type_) == Ref(id_):
            return True, True
        is_envelope = isinstance(self.by_id[id_], Interface)
        return not is_envelope, isinstance(type_, Union) and Ref(id_) in type_.members

    def _is_envelope(self, interface: Declaration, id_: DeclId) -> bool:
        if not isinstance(interface, Interface):
            return False
        parts = [item for item in interface.properties if not self._is_scalar(item.type)]
        return interface.index is None and len(parts) == 1 and self._holds(parts[0], id_)

    def _holds(self, item: Property, id_: DeclId) -> bool:
        """Whether a property is a declaration, with other interfaces beside it, or a list of that.

        An envelope or a list within it has no others beside it.
        """
        element = _element(item.type)
        if not item.required or element == Ref(id_):
            return item.required
        if not (isinstance(element, Union) and Ref(id_) in element.members):
            return False
        return isinstance(self.by_id[id_], Alias) and all(
            isinstance(member, Ref) and isinstance(self.by_id.get(member.id), Interface)
            for member in _members(self.by_id, element)
        )

    def _is_scalar(self, type_: Type) -> bool:
        match type_:
            case Primitive(name):
                return name in _SCALARS
            case Literal() | Template():
                return True
            case Union(members):
                return all(map(self._is_scalar, members))
            case Ref(id_):
                if id_ not in self._scalar:
                    self._scalar[id_] = False  # A type that contains itself is no scalar.
                    declared = self.by_id.get(id_)
                    self._scalar[id_] = isinstance(declared, Enum) or (
                        isinstance(declared, Alias) and self._is_scalar(declared.type)
                    )
                return self._scalar[id_]
            case _:
                return False


def _element(type_: Type) -> Type:
    """The element type of nested lists; any other type as it is."""
    while isinstance(type_, Array):
        type_ = type_.element
    return type_


def _interfaces(decision: Decision) -> tuple[DeclId, ...]:
    """The interfaces in a decision, each once."""
    return tuple(dict.fromkeys(leaf.id for leaf in leaves(decision) if isinstance(leaf, Ref)))


def _members(declarations: Mapping[DeclId, Declaration], union: Union) -> Iterator[Type]:
    """The members of a union behind aliases, each declaration once."""
    seen: set[DeclId] = set()
    pending: list[Type] = [union]
    while pending:
        type_ = pending.pop()
        if isinstance(type_, Union):
            pending += reversed(type_.members)
        elif not isinstance(type_, Ref):
            yield type_
        elif type_.id not in seen:
            seen.add(type_.id)
            declared = declarations[type_.id]
            if isinstance(declared, Alias):
                pending.append(declared.type)
            else:
                yield type_


def _names(ids: Sequence[DeclId]) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return f"{', '.join(map(str, ids[:_SHOWN]))}{more}"


def _near(name: str, known: Iterable[str]) -> str:
    """The question for a name that is similar to an unknown one; "" if there is none."""
    close = similar_name(name, known)
    return "" if close is None else f": did you mean {close}?"


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
