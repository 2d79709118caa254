"""TypeScript's utility types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from ...model import NULL, UNKNOWN, Literal, Opaque, Primitive
from .absent import absorbed
from .apparent import apparent, primitive_kind
from .assignability import assignable
from .enums import enum_key, enum_object, folded, is_enum, spread
from .library_wholes import NO_DATA, members_alone, whole_of_function
from .mapped import distinct_keys, inherits_list, map_properties
from .operators import MISSING, is_set_alone, keyof, note_keys, property_of_union, property_type
from .protocol import Types
from .semantics import (
    ANY,
    ERASED,
    NEVER,
    OPEN_STRING,
    UNDEFINED,
    Branded,
    LibraryClass,
    LibraryFunction,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Special,
    TArray,
    TTuple,
    TypeTerm,
    UniqueSymbol,
    partly,
    property_name,
)
from .templates import STRING_MAPPINGS, string_mapping
from .unions import alternatives, union_of, without

__all__ = ["UTILITIES"]

_STRING: Final = Primitive("string")

Utility: TypeAlias = Callable[[Types, Sequence[TypeTerm]], TypeTerm]


def _partial(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return map_properties(types, arguments[0], optional=True)


def _required(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return map_properties(types, arguments[0], optional=False)


def _record(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    keys, value = arguments
    shape = ObjectShape(mapped=True)
    flat = _flat_keys(types, keys)
    types.spend(len(flat))
    for key in distinct_keys(types, flat):
        if isinstance(key, Literal):
            name = property_name(key)
            numeric = key.kind == "number"
            shape.properties[name] = ShapeProperty(
                name, value, False, numeric=numeric, key=enum_key(key)
            )
        elif isinstance(key, UniqueSymbol) and key.of:
            shape.symbols[key.of] = ShapeProperty(key.of, value, False)
        elif key != Primitive("never") and not _is_unit(key):
            shape.indexes.append((_STRING if key == ANY else key, value))
    if ANY in flat:
        note_keys(types, shape, flat)
    return shape


def _is_unit(key: TypeTerm) -> bool:
    """Whether a key is a literal with a brand. TypeScript: it names no property."""
    return isinstance(key, Branded) and isinstance(key.bare, Literal)


def _flat_keys(types: Types, keys: TypeTerm) -> list[TypeTerm]:
    key_types: list[TypeTerm] = []
    for key in types.members(keys):
        if isinstance(key, Named) and key.symbol.of_kind("enum"):
            key_types += [item.type for item in enum_object(key.symbol).properties.values()]
        else:
            key_types.append(key)
    return key_types


def _picked(types: Types, term: TypeTerm, keys: Sequence[TypeTerm]) -> TypeTerm:
    """Pick these keys of a type, with their presence and documentation."""
    whole = absorbed(types, term)
    if isinstance(whole, LibraryClass):
        literals = tuple(key for key in keys if isinstance(key, Literal))
        return replace(partly(whole), keys=literals) if len(literals) == len(keys) else whole
    unknown = next((key for key in keys if isinstance(key, Opaque | Placeholder)), None)
    if unknown is not None:
        # Without known keys, any result would be a guess.
        return unknown
    shape = types.shape(term)
    result = ObjectShape(mapped=shape is not None and shape.mapped)
    if whole == NEVER:
        names = [property_name(key) for key in keys if isinstance(key, Literal)]
        result.properties = {name: ShapeProperty(name, NEVER, False) for name in names}
        result.indexes = [(key, NEVER) for key in keys if key == _STRING]
        return result
    types.spend(len(keys))
    shapes = [one for member in types.members(term) if (one := types.shape(member)) is not None]
    # The numbers beside all texts are of the same index signature.
    without = (NEVER, Primitive("number")) if _STRING in keys else (NEVER,)
    for key in keys:
        if isinstance(key, UniqueSymbol) and shape is not None and key.of in shape.symbols:
            result.symbols[key.of] = shape.symbols[key.of]
            continue
        if not isinstance(key, Literal):
            value = property_type(types, whole, key)
            if value is not None and key not in without:
                result.indexes.append((key, value))
            continue
        name = property_name(key)
        known = shape.properties.get(name) if shape is not None else None
        if known is not None:
            result.properties[name] = known
            continue
        if shape is not None and name in shape.methods:
            result.methods[name] = shape.methods[name]
            result.skipped += [left_out for left_out in shape.skipped if left_out[1] == name]
            continue
        if shape is not None and any(skipped == name for _, skipped, _ in shape.skipped):
            continue  # It is there, and no data.
        shared = property_of_union(types, term, key)
        if shared is None:
            result.properties[name] = ShapeProperty(name, Opaque(MISSING, ""), False)
        elif any(is_set_alone(member, name) for member in shapes):
            result.methods[name] = shared  # What can only be set is no data.
        elif _is_of_library(whole) or (shape is not None and shape.library):
            result.methods[name] = shared  # Nor is what is inherited from the library.
        else:
            result.properties[name] = shared
    return result


def _is_of_library(whole: TypeTerm) -> bool:
    """Whether the library declares all members of a type, so that none of them is data."""
    return isinstance(whole, Special) and not isinstance(whole, Branded) and whole != ANY


def _pick(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    if types.peel(arguments[1]) is ERASED:
        return arguments[0]
    keys = [*distinct_keys(types, _flat_keys(types, arguments[1]))]
    return _picked_of_any(types, arguments[0], keys)


def _omit(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    if all(primitive_kind(m) == "string" for m in spread(types.members(arguments[0]))):
        # The members of a text, which TypeScript gives to any text: `T | Omit<T, T>`.
        return OPEN_STRING
    # Beside an object type, only a field of it is a key of all.
    dropped = union_of(_flat_keys(types, arguments[1]))
    if all(_has_no_fields(types, member) for member in spread(types.members(arguments[0]))):
        return _omitted_members(types, types.peel(arguments[0]), dropped)
    keys = [
        key
        for key in types.members(keyof(types, arguments[0]))
        if key == ANY or not assignable(types, key, dropped)
    ]
    return _picked_of_any(types, arguments[0], keys)


def _omitted_members(types: Types, term: TypeTerm, dropped: TypeTerm) -> TypeTerm:
    """The members of a text, a function or the like without some, which are no data."""
    if isinstance(term, LibraryFunction):
        whole = whole_of_function(types, term)
    else:
        whole = apparent(types, term)
    if whole is None:
        return Opaque(NO_DATA, "")
    members = {**whole.properties, **whole.methods}
    kept = {
        name: item
        for name, item in members.items()
        if not assignable(types, Literal("string", name), dropped)
    }
    return members_alone(types, ObjectShape(methods=kept, indexes=whole.indexes))


def _picked_of_any(types: Types, term: TypeTerm, keys: Sequence[TypeTerm]) -> TypeTerm:
    """Pick keys of a type, which may be any. TypeScript: those of the result are any, too."""
    picked = _picked(types, term, [_STRING if key == ANY else key for key in keys])
    if isinstance(picked, ObjectShape):
        note_keys(types, picked, keys)
    return picked


def _has_no_fields(types: Types, term: TypeTerm) -> bool:
    """Whether a type has members of the library, whose names `Omit` does not take as fields."""
    shape = types.shape(term)
    if shape is not None:
        return inherits_list(shape)
    has_members = primitive_kind(term) in ("string", "number", "boolean", "bigint")
    return has_members or (
        isinstance(term, TArray | TTuple | Special) and term not in (ANY, UNDEFINED)
    )


def _exclude(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return _selected(types, arguments[0], arguments[1], False)


def _extract(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return _selected(types, arguments[0], arguments[1], True)


def _selected(types: Types, term: TypeTerm, target: TypeTerm, wanted: bool) -> TypeTerm:
    """The members of a union that are, or are not, assignable to a type."""
    members = alternatives(types, term)
    enums = [member for member in members if is_enum(member)]
    target = types.peel(target)
    # For `any` both branches of a condition count, so it stays.
    stays = ANY if target not in (ANY, UNKNOWN) else None
    unresolved = _is_unresolved(target)
    selected: list[TypeTerm] = []
    for member in spread(members) if enums else members:
        verdict = assignable(types, member, target)
        if verdict is None and not unresolved and not _is_unresolved(member):
            return Opaque("the condition cannot be decided", "")
        if bool(verdict) == wanted or (isinstance(member, Special) and member == stays):
            selected.append(member)
    return folded(union_of(selected), enums)


def _is_unresolved(term: TypeTerm) -> bool:
    """Whether nothing is known of a type, which is told where it is."""
    return isinstance(term, Opaque | Placeholder) and not isinstance(term, LibraryClass)


def _non_nullable(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    """A type without null and undefined. TypeScript: of `unknown`, `{}` is left."""
    left = without(types, arguments[0], NULL, UNDEFINED)
    return ObjectShape() if absorbed(types, left) == UNKNOWN else left


def _string_mapper(name: str) -> Utility:
    return lambda types, arguments: string_mapping(types, name, arguments[0])


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
