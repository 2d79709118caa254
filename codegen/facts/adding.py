"""The kind of fact `[[member]]`: a value or a property that the spec does not declare."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias

from ..model import (
    UNKNOWN,
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Literal,
    Model,
    Primitive,
    Property,
    Ref,
    Rename,
    Type,
    Union,
)
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import by_full_name, properties, with_objects, with_properties
from .tagging import tags_of, told_by, with_tag

__all__ = [
    "MEMBERS",
    "NOTHING",
    "MemberFact",
    "member_faults",
    "type_fault",
    "with_member",
    "with_type",
    "written",
]

Value: TypeAlias = str | int | float | bool

_PRIMITIVES: Final[Mapping[str, Type]] = {
    name: Primitive(name)
    for name in ("string", "number", "integer", "boolean", "null", "object", "unknown")
}
NOTHING: Final[Mapping[str, Declaration]] = {}
"""The promised declarations if no fact declares an event."""

_MEMBER: Final = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^|"']+?)\s*(?:\||$)""")
_TYPES: Final = f"a name of the spec, {', '.join(_PRIMITIVES)}, a literal"


@dataclass(frozen=True, slots=True)
class MemberFact:
    """A value, or a property of an object, that the spec lacks at `match`.

    `value` extends the union, the enumeration or the property that `match` names, or with `[]` at
    its end the elements of the list there. Otherwise `property` is added with the type `type` in
    TypeScript's notation or, without a type, a declared required property becomes optional.
    """

    match: str
    value: Value | None
    property: str | None
    type: str
    optional: bool
    why: str
    span: Span


def _read(entry: Entry) -> MemberFact | None:
    match, name, type_, why = (entry.text(key) for key in ("match", "property", "type", "why"))
    value, optional = entry.table.get("value"), entry.table.get("optional", True)
    if match is None:
        if "match" not in entry.table:
            entry.error("an entry of [[member]] has no `match`", 'Say of what: `match = "Status"`.')
        return None
    if value is not None and not isinstance(value, Value):
        entry.error("`value` is no text, number or boolean", 'Write `value = "..."`.', "value")
        return None
    if not isinstance(optional, bool):
        entry.error("`optional` is not true or false", "Write `optional = false`.", "optional")
        return None
    may_be_missing = type_ is None and name is not None and entry.table.get("optional") is True
    is_typed = (name is None) == (type_ is None)
    if (value is None) == (name is None) or not (is_typed or may_be_missing):
        advice = "Give `value`, or `property` with a `type`, or `property` with `optional = true`."
        entry.error("an entry of [[member]] is about a value or about a property", advice)
        return None
    return MemberFact(match, value, name, type_ or "", optional, why or "", entry.span("match"))


def _check(
    model: Model, facts: Sequence[MemberFact]
) -> tuple[tuple[MemberFact, ...], Sequence[Diagnostic]]:
    return tuple(facts), tuple(
        error("RC501", problem, fact.span, advice)
        for fact in facts
        for problem, advice in member_faults(model, fact)
    )


MEMBERS: Final = FactKind(
    "member",
    ("match", "value", "property", "type", "optional", "why"),
    _read,
    _check,
    corrects=True,
)


def member_faults(
    model: Model, fact: MemberFact, promised: Mapping[str, Declaration] = NOTHING
) -> Iterator[tuple[str, str]]:
    """The reasons why a fact does not apply to a model, each with advice.

    Its type may also name a `promised` declaration, which another fact is going to add.
    """
    drop = "Remove the entry, or correct it: the spec does not have what it is about."
    ids = by_full_name(model)
    declaration = ids.get(fact.match)
    if fact.property is not None:
        if not isinstance(declaration, Interface):
            yield f"{fact.match!r} is no object type of the spec", drop
        elif not fact.type:
            required = {item.wire_name: item.required for item in declaration.properties}
            if not required.get(fact.property, False):
                state = "optional" if fact.property in required else "not declared"
                yield f"{fact.match}.{fact.property} is {state}", drop
            elif (declaration.id, fact.property) in (tags := tags_of(model)):
                place = f"{fact.match}.{fact.property}"
                if tags[declaration.id, fact.property]:
                    advice = "Remove the entry: without its tag a message is no event."
                    yield f"{place!r} is the tag of an event, by which it is known", advice
                else:
                    advice = "Say with a `[[default]]` what an object without it is."
                    yield f"{place!r} tells the members of a union apart", advice
        elif any(item.wire_name == fact.property for item in declaration.properties):
            yield f"the spec declares {fact.match}.{fact.property}", drop
        else:
            yield from type_fault(fact.type, {**promised, **ids})
        return
    changed = with_member(model, fact)
    holder = _holder(model, changed, fact)
    if holder is not None:
        advice = "Remove the entry: a value of a tag tells one object."
        yield f"{fact.value!r} is the tag of {holder} already", advice
    elif changed == model:
        names = {fact.match, fact.match.rstrip("[]")}
        known = not names.isdisjoint(ids) or any(
            _name_of(id_, item) in names for id_, item in properties(model)
        )
        state = "has the value already, or takes none" if known else "is not declared"
        yield f"{fact.match!r} {state}", drop


def _holder(model: Model, changed: Model, fact: MemberFact) -> str | None:
    """The object that already has a fact's value as its tag, so that no other object can."""
    tag = _literal(fact.value) if fact.value is not None else None
    if tag is None or changed == model:
        return None
    for old, new in zip(told_by(model, tag), told_by(changed, tag), strict=True):
        if old and len(new) > len(old):
            return str(old[0].id) if isinstance(old[0], Ref) else "another member"
    return None


def type_fault(text: str, ids: Mapping[str, Declaration]) -> Iterator[tuple[str, str]]:
    """The reason why text is no type that a fact can give, with advice; empty if it is one."""
    if written(text, ids) is not None:
        return
    members = _members_of(text, ids)
    if members is None:
        advice = f"Known are {_TYPES}; lists of them with `[]`, and unions with `|`."
        yield f"the type {text!r} is not known", advice
    else:
        advice = "Nothing tells them apart: name one of them, or a union that the spec declares."
        yield f"the type {text!r} has more than one name of the spec", advice


def written(text: str, ids: Mapping[str, Declaration]) -> Type | None:
    """Parse a type. None for other text, and for a union with more than one object."""
    members = _members_of(text, ids)
    if members is None or sum(isinstance(member, Ref) for member in members) > 1:
        return None
    return members[0] if len(members) == 1 else Union(members)


def _members_of(text: str, ids: Mapping[str, Declaration]) -> tuple[Type, ...] | None:
    """Parse a union in TypeScript's notation into its distinct members; None for other text."""
    members: list[Type] = []
    end = 0
    if text.rstrip().endswith("|"):  # A literal ends in its quote.
        return None
    while end < len(text):
        match = _MEMBER.match(text, end)
        if match is None:
            return None
        member = _member_of(match[1], ids)
        if member is None:
            return None
        members.append(member)
        end = match.end()
    return tuple(dict.fromkeys(members)) or None


def _member_of(text: str, ids: Mapping[str, Declaration]) -> Type | None:
    if text.endswith("[]"):
        element = _member_of(text[:-2].rstrip(), ids)
        return None if element is None else Array(element)
    if text in _PRIMITIVES:
        return _PRIMITIVES[text]
    if text in ids:
        return Ref(ids[text].id)
    try:
        value = text[1:-1] if text.startswith("'") else json.loads(text)
    except ValueError:
        return None
    return _literal(value) if isinstance(value, Value) else None


def _literal(value: Value) -> Literal:
    if isinstance(value, bool):
        return Literal("boolean", value)
    return Literal("string" if isinstance(value, str) else "number", value)


def with_member(
    model: Model, fact: MemberFact, promised: Mapping[str, Declaration] = NOTHING
) -> Model:
    """Add the value or the property of a fact to a model; unchanged where it does not apply.

    Its type may name a `promised` declaration, as in `member_faults`.
    """
    if fact.value is not None:
        literal = _literal(fact.value)
        changed = _with_values(model, fact.match, partial(_with_value, literal))
        return model if changed == model else with_tag(model, changed, literal)
    return model if fact.property is None else _with_property(model, fact, promised)


def _with_values(model: Model, match: str, change: Callable[[Type], Type]) -> Model:
    """Change the type that `match` names; `[]` at its end names the elements of its lists.

    A property whose own name ends in `[]` takes precedence.
    """
    changed = with_type(model, match, change)
    if changed != model or not match.endswith("[]"):
        return changed
    return _with_values(model, match.removesuffix("[]"), partial(_with_elements, change))


def _with_elements(change: Callable[[Type], Type], type_: Type) -> Type:
    """Change the elements of the lists in a type; references are not followed."""
    match type_:
        case Array(element):
            return Array(change(element))
        case Union(members):
            changed = tuple(
                _with_elements(change, m) if isinstance(m, Array) else m for m in members
            )
            return replace(type_, members=changed)
        case _:
            return type_


def with_type(model: Model, match: str, change: Callable[[Type], Type]) -> Model:
    """Change the type of the alias, the enumeration or the property that `match` names."""

    def changed(id_: DeclId, item: Property) -> Property:
        return replace(item, type=change(item.type)) if _name_of(id_, item) == match else item

    model = with_properties(model, changed)
    return replace(
        model,
        declarations=tuple(
            _with_other_type(declaration, change) if str(declaration.id) == match else declaration
            for declaration in model.declarations
        ),
    )


def _name_of(id_: DeclId, item: Property) -> str:
    """The full name of a property: the declaration, a dot and the name on the wire."""
    return f"{id_}.{item.wire_name}"


def _with_other_type(declaration: Declaration, change: Callable[[Type], Type]) -> Declaration:
    match declaration:
        case Alias(type=type_):
            return replace(declaration, type=change(type_))
        case Enum():
            return _with_enum_member(declaration, change)
        case Interface():
            return declaration


def _with_enum_member(declaration: Enum, change: Callable[[Type], Type]) -> Enum:
    values = [member.value for member in declaration.members if member.value is not None]
    changed = change(Union(tuple(values)))
    assert isinstance(changed, Union)
    added = [value for value in changed.members if value not in values]
    names = {member.name for member in declaration.members}
    members = list(declaration.members)
    for value in added:
        assert isinstance(value, Literal)
        name = re.sub(r"\W+", "_", str(value.value)) or "empty"
        while name in names:
            name += "_"
        members.append(EnumMember(name, value))
    return replace(declaration, members=tuple(members))


def _with_value(value: Literal, type_: Type) -> Type:
    """Add a literal to a type, unless the type accepts it already."""
    members = type_.members if isinstance(type_, Union) else (type_,)
    if value in members or any(member in (Primitive(value.kind), UNKNOWN) for member in members):
        return type_
    return Union((*members, value), type_.decision if isinstance(type_, Union) else None)


def _with_property(model: Model, fact: MemberFact, promised: Mapping[str, Declaration]) -> Model:
    ids = {**promised, **by_full_name(model)}
    type_ = written(fact.type, ids) if fact.type else None
    if fact.type and type_ is None:
        return model

    def changed(declaration: Interface) -> tuple[Property, ...]:
        if str(declaration.id) != fact.match:
            return declaration.properties
        return tuple(_properties_with(declaration, fact, type_))

    changed_model = with_objects(model, changed)
    if type_ is None or fact.property is None:
        return changed_model
    added = [
        Rename(declaration.id, fact.property, fact.property, fact.span)
        for declaration in changed_model.declarations
        if str(declaration.id) == fact.match
    ]
    return replace(changed_model, added=(*model.added, *added))


def _properties_with(
    declaration: Interface, fact: MemberFact, type_: Type | None
) -> Iterator[Property]:
    """The properties with a fact's property added or, without a type, made optional."""
    is_declared = False
    for item in declaration.properties:
        if item.wire_name != fact.property:
            yield item
            continue
        is_declared = True
        yield replace(item, required=False) if type_ is None else item
    if not is_declared and type_ is not None and fact.property is not None:
        yield Property(fact.property, type_, not fact.optional, doc=fact.why or None)
