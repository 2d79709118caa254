"""TypeScript's utility types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from ...model import NULL, UNKNOWN, Literal, Primitive
from .assignability import assignable
from .enums import enum_object, folded, spread
from .mapped import map_properties
from .operators import keyof, property_type
from .semantics import UNDEFINED, Named, ObjectShape, ShapeProperty, TypeTerm, property_name
from .templates import STRING_MAPPINGS, string_mapping
from .unions import union_of, without

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = ["UTILITIES"]

Utility: TypeAlias = "Callable[[Evaluator, Sequence[TypeTerm]], TypeTerm]"


def _partial(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return map_properties(evaluator, arguments[0], optional=True)


def _required(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return map_properties(evaluator, arguments[0], optional=False)


def _record(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    keys, value = arguments
    shape = ObjectShape(mapped=True)
    for key in _flat_keys(evaluator, keys):
        if isinstance(key, Literal):
            name = property_name(key)
            numeric = key.kind == "number"
            shape.properties[name] = ShapeProperty(name, value, False, numeric=numeric)
        elif key != Primitive("never"):
            shape.indexes.append((key, value))
    return shape


def _flat_keys(evaluator: Evaluator, keys: TypeTerm) -> list[TypeTerm]:
    found: list[TypeTerm] = []
    for key in evaluator.members(keys):
        if isinstance(key, Named) and key.symbol.of_kind("enum"):
            found += [item.type for item in enum_object(key.symbol).properties.values()]
        else:
            found.append(key)
    return found


def _picked(evaluator: Evaluator, term: TypeTerm, keys: Sequence[TypeTerm]) -> TypeTerm:
    """The object type with these keys of a type, presence and text kept."""
    result = ObjectShape()
    shape = evaluator.shape(term)
    evaluator.spend(len(keys))
    for key in keys:
        if not isinstance(key, Literal):
            value = property_type(evaluator, term, key)
            if value is not None and key != Primitive("number"):
                result.indexes.append((key, value))
            continue
        name = property_name(key)
        known = shape.properties.get(name) if shape is not None else None
        if known is not None:
            result.properties[name] = known
            continue
        if shape is not None and name in shape.methods:
            result.methods[name] = shape.methods[name]
            result.skipped += [each for each in shape.skipped if each[1] == name]
            continue
        found = [property_type(evaluator, member, key) for member in evaluator.members(term)]
        present = [value for value in found if value is not None]
        if present:
            result.properties[name] = ShapeProperty(name, union_of(present), False)
    return result


def _pick(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return _picked(evaluator, arguments[0], _flat_keys(evaluator, arguments[1]))


def _omit(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    dropped = union_of(_flat_keys(evaluator, arguments[1]))
    keys = [
        key
        for key in evaluator.members(keyof(evaluator, arguments[0]))
        if not assignable(evaluator, key, dropped)
    ]
    return _picked(evaluator, arguments[0], keys)


def _exclude(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return _selected(evaluator, arguments[0], arguments[1], False)


def _extract(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return _selected(evaluator, arguments[0], arguments[1], True)


def _selected(evaluator: Evaluator, term: TypeTerm, target: TypeTerm, wanted: bool) -> TypeTerm:
    """The members of a union that are, or are not, assignable to a type."""
    members = list(evaluator.members(term))
    # Of `any` a condition has both branches, so all of it stays.
    stays = UNKNOWN if evaluator.peel(target) != UNKNOWN else None
    found = [
        member
        for member in spread(members)
        if member == stays or bool(assignable(evaluator, member, target)) == wanted
    ]
    return folded(union_of(found), members)


def _non_nullable(evaluator: Evaluator, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return without(evaluator, arguments[0], NULL, UNDEFINED)


def _string_mapper(name: str) -> Utility:
    return lambda evaluator, arguments: string_mapping(evaluator, name, arguments[0])


UTILITIES: Final[dict[str, tuple[int, Utility]]] = {
    "Partial": (1, _partial),
    "Required": (1, _required),
    "Record": (2, _record),
    "Pick": (2, _pick),
    "Omit": (2, _omit),
    "Exclude": (2, _exclude),
    "Extract": (2, _extract),
    "NonNullable": (1, _non_nullable),
    **{name: (1, _string_mapper(name)) for name in STRING_MAPPINGS},
}
"""Utility types by name, with the number of arguments that each takes."""
