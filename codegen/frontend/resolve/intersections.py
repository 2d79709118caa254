"""Intersections: `A & B`, unions distributed, object types merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Opaque, Primitive
from ...text.source import Span
from ..syntax import (
    IntersectionType,
    KeyofType,
    MappedType,
    ObjectType,
    ReferenceType,
    TypeNode,
)
from .apparent import kind_of, primitive_kind
from .assignability import assignable
from .both_lists import both_lists, list_beside
from .budget import DECISION
from .checked import checked_parameter
from .closed import closed_term
from .enums import is_enum, spread
from .library_additions import added_above
from .library_lookup import bases_of
from .library_wholes import data_mapped_of, whole_of_function
from .merging import is_impossible, key_of, merged_once, parts_of, tags_exclude
from .mixed_constructors import joined_calls
from .protocol import Types
from .semantics import (
    ANY,
    EXCLUDED,
    FUNCTION,
    HALVES,
    NEVER,
    OPEN_NUMBER,
    OPEN_STRING,
    UNDEFINED,
    Branded,
    EnumLiteral,
    EnumNumber,
    Env,
    HoleBeside,
    Lazy,
    LibraryClass,
    LibraryFunction,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Signature,
    Special,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
    partly,
)
from .templates import is_hole
from .unions import union_of

__all__ = ["intersect", "intersection"]

_STRING: Final = Primitive("string")
_OBJECT: Final = Primitive("object")
_DEFINED: Final = Primitive("defined")
_ABSENT: Final = (NULL, UNDEFINED, NEVER)
_SOME_OBJECT: Final = "some object"
_NOT_ASKED: Final = frozenset(("boolean", "null"))
_ABSENT_KINDS: Final = frozenset(("null", "undefined"))
_OF_FUNCTION: Final[dict[str, TypeTerm]] = {
    "prototype": ANY,
    "arguments": ANY,
    "name": _STRING,
    "length": Primitive("number"),
}
"""The properties of every function for the library."""
_OPEN: Final[dict[TypeTerm, TypeTerm]] = {
    Primitive("string"): OPEN_STRING,
    Primitive("number"): OPEN_NUMBER,
}
"""What a primitive is beside `{}`: a union keeps literals beside it."""
_CLOSED: Final[dict[TypeTerm, TypeTerm]] = {opened: bare for bare, opened in _OPEN.items()}
_LARGEST_PRODUCT: Final = 20_000
_PLAIN: Final = (Signature, Special)
"""Types of which a library class beside them says nothing that JSON has."""


def intersect(types: Types, terms: Sequence[TypeTerm]) -> TypeTerm:
    """The intersection of types: unions are distributed, object types merged.

    TypeScript: it is `any` if one of them is, unless the others are `never` by their kinds.
    """
    distinct: dict[object, list[TypeTerm]] = {}
    for term in terms:
        members = _choices(types, term)
        distinct.setdefault(_members_key(members), members)
    if any(_is_any(members) for members in distinct.values()):
        return NEVER if _no_kind_is_all(types, distinct.values()) else ANY
    choices = _without_shared_units(list(distinct.values()))
    if any(map(_is_hole, choices)):
        # TypeScript: each member of an enum, or of boolean, is beside the `infer`.
        choices = [_units(choice) for choice in choices]
    if all(len(choice) == 1 for choice in choices):
        return _intersect_simple(types, [choice for [choice] in choices])
    if len(choices) == 2 and (same := _beside_nothing(types, *choices)) is not None:
        return union_of(same)
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > _LARGEST_PRODUCT:
        return Opaque("an intersection of too many alternatives", "&")
    if size > 1:
        types.spend(size * len(choices))
    return union_of(_intersect_simple(types, combination) for combination in product(*choices))


def intersection(types: Types, node: IntersectionType, env: Env) -> TypeTerm:
    """The type of `A & B`.

    TypeScript leaves `{}` out beside an object type before it knows what its type parameters are:
    of null, `{ [K in keyof T]: T[K] } & {}` is null. `T & T` is T.
    """
    parameter = checked_parameter(types, node, env)
    if parameter is not None:
        return env.parameters[parameter]
    members: Sequence[TypeNode] = node.members
    if any(_maps_parameter(types, member, env) for member in members):
        members = [one for one in members if not isinstance(one, ObjectType) or one.members]
    return intersect(types, [_operand(types, member, env) for member in members])


_MAPPING: Final = ("Partial", "Required", "Readonly")


def _maps_parameter(types: Types, node: TypeNode, env: Env) -> bool:
    """Whether a type maps the members of a type parameter, whatever it is."""
    match node:
        case MappedType(constraint=KeyofType(type=ReferenceType(name=(name,), arguments=()))):
            return name in env.parameters
        case ReferenceType(name=(mapping,), arguments=(ReferenceType(name=(name,)),)):
            is_library = types.program.lookup_path(env.scope, node.name, "type") is None
            return mapping in _MAPPING and is_library and name in env.parameters
    return False


def _operand(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """An operand: one that does not depend on `this` is the same in all heirs."""
    if env.this is None or not isinstance(node, ObjectType):
        return types.term(node, env)
    return closed_term(types.closed, node, env, types.term)


def _beside_nothing(
    types: Types, one: list[TypeTerm], other: list[TypeTerm]
) -> list[TypeTerm] | None:
    """The texts of a union beside `{}`, which are what they were: `T & {}` of hundreds of texts."""
    for texts, rest in ((one, other), (other, one)):
        shape = types.shape(rest[0]) if len(rest) == 1 else None
        if shape is not None and shape.is_empty:
            return texts if all(type(text) in (Literal, TTemplate) for text in texts) else None
    return None


def _without_shared_units(choices: list[list[TypeTerm]]) -> list[list[TypeTerm]]:
    """Intersect unions of literals by set operations instead of pairwise."""
    units, others = list[list[TypeTerm]](), list[list[TypeTerm]]()
    for choice in choices:
        is_plain = all(type(literal) is Literal for literal in choice)
        (units if is_plain else others).append(choice)
    if len(units) < 2:
        return choices
    shared = frozenset.intersection(*(frozenset(map(identity, choice)) for choice in units))
    kept = [literal for literal in units[0] if identity(literal) in shared]
    return [kept, *others]


def _members_key(choices: Sequence[TypeTerm]) -> frozenset[object]:
    """A key that is equal for unions of the same members, in any order."""
    halves = [Literal("boolean", True), Literal("boolean", False)]
    return frozenset(
        (identity(member), isinstance(member, EnumLiteral))
        for choice in choices
        for member in (halves if choice == Primitive("boolean") else [choice])
    )


def _choices(types: Types, term: TypeTerm) -> list[TypeTerm]:
    """The members of a union; aliases of single types stay named, for their hint.

    TypeScript: a text beside `string` is no member of its own, also where each of the two is
    intersected with something.
    """
    choices = _alternatives(types, term)
    whole = [bare for choice in choices if (bare := types.peel(choice)) in (ANY, UNKNOWN)]
    if whole:
        return [next((bare for bare in whole if bare != UNKNOWN), UNKNOWN)]
    if _STRING not in choices:
        return choices
    return [choice for choice in choices if not _is_plain_text(choice)]


def _is_any(choices: Sequence[TypeTerm]) -> bool:
    """Whether a type is an `any` that somebody wrote."""
    return len(choices) == 1 and choices[0] is ANY


def _is_hole(choices: Sequence[TypeTerm]) -> bool:
    """Whether a type is an `infer`, or one beside other types."""
    return len(choices) == 1 and (isinstance(choices[0], HoleBeside) or is_hole(choices[0]))


def _units(choices: Sequence[TypeTerm]) -> list[TypeTerm]:
    """The members of a union, with those of enums and of `boolean`."""
    return [
        unit
        for choice in spread(choices)
        for unit in (HALVES if choice == Primitive("boolean") else (choice,))
    ]


def _no_kind_is_all(types: Types, operands: Iterable[Sequence[TypeTerm]]) -> bool:
    """Whether operands beside `any` exclude each other, as far as the compiler asks there.

    TypeScript: it compares kinds, single values and patterns, and looks into no union or object.
    """
    kinds = set[str]()
    units, patterns = list[TypeTerm](), list[TypeTerm]()
    for choices in operands:
        if _is_never(choices):
            return True
        members = list(spread(map(types.peel, choices)))
        term = members[0]
        if len(members) > 1 or term in (ANY, UNKNOWN):
            continue
        if isinstance(term, Literal) or term in _ABSENT:
            units.append(term)
        elif isinstance(term, TTemplate | StringMapping):
            patterns.append(term)
        kind = primitive_kind(term)
        if kind is not None:
            kinds.add(kind)
        elif term == _DEFINED or not isinstance(term, Opaque | Placeholder):
            kinds.add("object" if term == _OBJECT else _SOME_OBJECT)
    apart = kinds - {_SOME_OBJECT}
    if len(units) > 1 or (len(apart) > 1 and apart != _NOT_ASKED):
        return True
    if _SOME_OBJECT in kinds and not kinds.isdisjoint(_ABSENT_KINDS):
        return True
    return any(assignable(types, unit, one) is False for unit in units for one in patterns)


def _is_never(choices: Sequence[TypeTerm]) -> bool:
    return all(choice == NEVER for choice in choices)


def _is_plain_text(term: TypeTerm) -> bool:
    return isinstance(term, Literal | TTemplate) and kind_of(term) == "string"


def _alternatives(types: Types, term: TypeTerm) -> list[TypeTerm]:
    forced = types.force(term)
    peeled = types.peel(forced)
    if isinstance(peeled, TUnion):
        return [choice for member in peeled.members for choice in _alternatives(types, member)]
    return [forced if isinstance(forced, Named) else peeled]


def _intersect_simple(types: Types, terms: Sequence[TypeTerm]) -> TypeTerm:
    if _no_value_is_all(types, terms) or _tuples_exclude(types, terms):
        return NEVER
    if tags_exclude(types, terms):
        return EXCLUDED
    result: TypeTerm = UNKNOWN
    for place, term in enumerate(terms):
        result = _intersect_two(types, result, term)
        if result == NEVER:
            return NEVER
        if isinstance(result, TUnion):
            return intersect(types, [result, *terms[place + 1 :]])
    # Only of what was merged here: the types of an interface may be being computed.
    whole = types.peel(result)
    if isinstance(whole, ObjectShape) and whole in types.parts and is_impossible(types, whole):
        return EXCLUDED
    return result


def _tuples_exclude(types: Types, terms: Sequence[TypeTerm]) -> bool:
    """Whether two of several tuples exclude each other, which `any` in a third one would hide."""
    tuples = [term for term in terms if isinstance(types.peel(term), TTuple)]
    if len(tuples) < 3:
        return False
    types.spend(DECISION * len(tuples) ** 2)
    return any(both_lists(types, *pair) == NEVER for pair in combinations(tuples, 2))


def _no_value_is_all(types: Types, terms: Sequence[TypeTerm]) -> bool:
    """Whether a list, or `object`, is beside a primitive: only together are they known to be."""
    bare = [types.peel(term) for term in terms]
    is_object = any(isinstance(term, TArray | TTuple) or term == _OBJECT for term in bare)
    return is_object and any(primitive_kind(term) is not None for term in bare)


def _intersect_two(types: Types, left: TypeTerm, right: TypeTerm) -> TypeTerm:
    sides = types.peel(left), types.peel(right)
    if NEVER in sides:
        return NEVER
    if ANY in sides:
        # Where nobody wrote it, the known part of an object type is more useful to readers then.
        other = left if sides[1] == ANY else right
        return ANY if types.shape(other) is None else other
    if sides[0] == UNKNOWN:
        return right
    if sides[1] == UNKNOWN or (type(left) is type(right) and identity(left) == identity(right)):
        return left
    left_shape, right_shape = types.shape(left), types.shape(right)
    for named, hole in ((right, sides[0]), (left, sides[1])):
        if isinstance(hole, HoleBeside) or is_hole(hole):
            assert isinstance(hole, Opaque)
            before = hole.beside if isinstance(hole, HoleBeside) else ()
            return HoleBeside("infer beside another type", hole.text, (*before, named))
    if left_shape is not None and right_shape is not None:
        # One object for equal operands, so that recursive intersections end.
        own, others = parts_of(types, left), parts_of(types, right)
        types.spend_items(len(own) + len(others))
        parts = tuple(dict.fromkeys((*own, *others)))
        key = key_of(left_shape, right_shape, parts)
        if key not in types.merged:
            types.merged[key] = merged_once(types, left, right, parts, key)
        return types.merged[key]
    one, other = types.peel(left), types.peel(right)
    if type(one) is type(other) and identity(one) == identity(other):
        return left
    for shape, library in ((left_shape, other), (right_shape, one)):
        if shape is not None and isinstance(library, LibraryClass):
            if (mapped := data_mapped_of(library)) is not None:
                return _intersect_two(types, shape, mapped)
            return _with_class(types, left, right, shape, library)
    for term, named, library in ((one, left, other), (other, right, one)):
        kind = primitive_kind(term) if isinstance(library, LibraryClass) else None
        if kind is not None:
            # A library class only brands a text; it has no common value with null.
            return _branded(types, named, library)
        if isinstance(library, LibraryClass) and isinstance(term, TArray | TTuple):
            return list_beside(types, term, (left, right), ObjectShape(library=[library]))
        if isinstance(library, LibraryClass) and isinstance(term, _PLAIN):
            return named
    if isinstance(one, LibraryClass) and isinstance(other, LibraryClass):
        return _both_classes(one, other)
    for term in (one, other):
        if isinstance(term, Opaque | Placeholder):
            return term
    kinds = primitive_kind(one), primitive_kind(other)
    if all(kinds):
        return _both_primitive(types, left, right)
    if any(kinds):
        return _branded(types, *((left, right) if kinds[0] else (right, left)))
    return _both_objects(types, left, right)


def _with_class(
    types: Types, left: TypeTerm, right: TypeTerm, shape: ObjectShape, library: LibraryClass
) -> TypeTerm:
    """An object type beside a library class: as for an interface that extends it, it is data.

    So is what the spec adds to the bases of that class.
    """
    parts = dict.fromkeys((*parts_of(types, left), *parts_of(types, right)))
    key = frozenset(parts)
    if key not in types.merged:
        whole = replace(shape, library=[*shape.library, library])
        types.merged[key] = whole
        types.parts[whole] = tuple(parts)
    result: TypeTerm = types.merged[key]
    for added in added_above(types, library.name):
        result = _intersect_two(types, result, added)
    return result


def _both_classes(one: LibraryClass, other: LibraryClass) -> LibraryClass:
    """The intersection of two library classes: an heir, or a class of the names of both."""
    if one.name == other.name or one.name in bases_of(other.name):
        return one if one.name == other.name else other
    if other.name in bases_of(one.name):
        return one
    return replace(partly(one), name=f"{one.name} & {other.name}", keys=())


def _both_primitive(types: Types, left: TypeTerm, right: TypeTerm) -> TypeTerm:
    """The intersection of two primitive types."""
    for named, other in ((left, right), (right, left)):
        one, wide = types.peel(named), types.peel(other)
        if isinstance(one, Branded):
            return _both_branded(types, named, one, wide)
    for named, other in ((left, right), (right, left)):
        one, wide = types.peel(named), types.peel(other)
        if type(wide) is Literal and _is_of_enum(one):
            # TypeScript: a member of an enum and the literal that it has are disjoint.
            return NEVER
        if isinstance(one, EnumLiteral | EnumNumber) and not _is_of_enum(wide):
            return named if assignable(types, named, other) else NEVER
        if is_enum(one) and not isinstance(wide, EnumLiteral | EnumNumber):
            kept = [m for m in spread([one]) if assignable(types, m, wide)]
            whole = len(kept) == len(list(spread([one])))
            return named if whole else union_of(kept)
        if wide in _CLOSED and one != wide and primitive_kind(one) == primitive_kind(wide):
            return other if one in _OPEN else named
    patterns = all(isinstance(types.peel(t), TTemplate | StringMapping) for t in (left, right))
    for named, other in ((left, right), (right, left)):
        if assignable(types, named, other):
            return with_brands(types, types.peel(named), [other]) if patterns else named
    if patterns:
        # The model has the first of the two; conditions ask both.
        return with_brands(types, types.peel(left), [right])
    return NEVER


def _both_branded(types: Types, named: TypeTerm, one: Branded, other: TypeTerm) -> TypeTerm:
    """The intersection of a branded primitive and another primitive: it has the brands of both."""
    brands = other.brands if isinstance(other, Branded) else ()
    bare = other.bare if isinstance(other, Branded) else _CLOSED.get(other, other)
    both = one.bare if one.bare == bare else _both_primitive(types, one.bare, bare)
    if both is one.bare and not brands:
        return named
    members = [] if both == NEVER else types.members(both)
    return union_of(with_brands(types, member, (*one.brands, *brands)) for member in members)


def _is_of_enum(term: TypeTerm) -> bool:
    return is_enum(term) or isinstance(term, EnumLiteral | EnumNumber)


def _branded(types: Types, primitive: TypeTerm, brand: TypeTerm) -> TypeTerm:
    """A primitive with a phantom property (a brand) is the primitive; none is a list as well."""
    one, other = types.peel(primitive), types.peel(brand)
    if one in (NULL, UNDEFINED):
        return NEVER
    if other == _DEFINED:
        return primitive
    shape = types.shape(other)
    if shape is not None and shape.is_empty:
        return _OPEN.get(one, primitive)
    parts = HALVES if one == Primitive("boolean") else spread([one])
    return union_of(with_brands(types, part, [brand]) for part in parts)


def with_brands(types: Types, term: TypeTerm, brands: Sequence[TypeTerm]) -> TypeTerm:
    """A primitive or a date with further brands; never if they exclude each other.

    A pattern beside another one is a brand of it; a text fits it or not.
    """
    known = term.brands if isinstance(term, Branded) else ()
    bare = term.bare if isinstance(term, Branded) else _CLOSED.get(term, term)
    if isinstance(bare, Literal):
        patterns = [b for b in brands if isinstance(types.peel(b), TTemplate | StringMapping)]
        if not all(assignable(types, bare, pattern) for pattern in patterns):
            return NEVER
        brands = [brand for brand in brands if brand not in patterns]
        if not brands:
            return term
    distinct = tuple({identity(brand): brand for brand in (*known, *brands)}.values())
    types.spend(DECISION * len(distinct))
    whole = intersect(types, distinct)
    opened = _OPEN.get(bare, bare)
    name = opened.name if isinstance(opened, Special) else "unit"
    name = OPEN_STRING.name if isinstance(bare, StringMapping) else name
    return NEVER if whole == NEVER else Branded(name, bare, distinct, whole)


def _both_objects(types: Types, left: TypeTerm, right: TypeTerm) -> TypeTerm:
    """The intersection of two object types at least one of which has no mergeable properties."""
    one, other = types.peel(left), types.peel(right)
    if (listed := both_lists(types, left, right)) is not None:
        return listed
    if isinstance(one, Signature) and isinstance(other, Signature):
        calls = joined_calls(types, [one], [other])
        return _of_parts(types, ObjectShape(callable=True, calls=calls), left, right)
    sides = ((left, right), (right, left))
    for named, beside in sides:
        written = types.peel(named)
        if isinstance(written, Special) and written.name in ("date", "url"):
            # JSON has a text for it, whatever it is beside.
            shape = types.shape(beside)
            has_more = shape is not None and not shape.is_empty
            return with_brands(types, written, [beside]) if has_more else named
    for named, beside in sides:
        if types.peel(beside) in (_OBJECT, _DEFINED):
            own = types.shape(named)
            return beside if own is not None and own.is_empty else named
    for named, beside in sides:
        listed = types.peel(named)
        if isinstance(listed, TArray | TTuple):
            # JSON writes a list as one, also if it has a brand or can be called.
            return _listed(types, listed, named, beside)
    for named, beside in sides:
        shape, function = types.shape(named), types.peel(beside)
        if isinstance(function, Signature) or function == FUNCTION:
            if shape is None:
                return named
            whole = _called(types, shape, function, beside is right)
            return _of_parts(types, whole, left, right) if whole not in (shape, function) else whole
    return left if types.shape(left) is None else right


def _of_parts(types: Types, whole: TypeTerm, left: TypeTerm, right: TypeTerm) -> TypeTerm:
    """An intersection with its operands."""
    if isinstance(whole, ObjectShape):
        types.parts[whole] = tuple(dict.fromkeys((*parts_of(types, left), *parts_of(types, right))))
    return whole


def _listed(types: Types, listed: TArray | TTuple, named: TypeTerm, beside: TypeTerm) -> TypeTerm:
    """A list beside an object type or a function."""
    shape, function = types.shape(beside), types.peel(beside)
    if isinstance(function, Signature):
        shape = ObjectShape(callable=True, calls=[function])
    if shape is None or shape.is_empty:
        return named
    own = types.list_base(function)
    if own is None:
        return list_beside(types, listed, (named, beside), shape)
    both = types.intersection([own, listed])
    whole = types.peel(both)
    one = whole if isinstance(whole, TArray | TTuple) else types.list_base(whole)
    if one is None:
        return both
    more = types.shape(whole)
    kept: list[TypeTerm] = [b for b in shape.library if not isinstance(b, TArray | TTuple)]
    indexes = [*shape.indexes, *(more.indexes if more is not None else ())]
    return list_beside(types, one, (named, beside), replace(shape, library=kept, indexes=indexes))


def _of_both(types: Types, item: ShapeProperty, other: TypeTerm) -> ShapeProperty:
    """A property that a function has, too: the library has `prototype` of any type."""
    sides = [item.type, other]
    span = item.span or Span("", 1, 1, 1, 1)
    return replace(item, type=Lazy(lambda: intersect(types, sides), lambda: item.name, span))


def _beside_function(types: Types, shape: ObjectShape, function: LibraryFunction) -> ObjectShape:
    """An object type with the members of a function of the library, which are no data."""
    whole = whole_of_function(types, function)
    if whole is None:
        return shape
    members = {**whole.properties, **whole.methods}
    own = {
        name: _of_both(types, item, members[name].type) if name in members else item
        for name, item in shape.properties.items()
    }
    inner = {name: item for name, item in members.items() if name not in own}
    return replace(shape, properties=own, methods={**inner, **shape.methods})


def _called(types: Types, shape: ObjectShape, function: TypeTerm, is_last: bool) -> TypeTerm:
    """An object type that can be called; `{}` is only the function."""
    if shape.is_empty:
        return function
    if isinstance(function, LibraryFunction) and function.of:
        shape = _beside_function(types, shape, function)
    elif function == FUNCTION and not shape.properties.keys().isdisjoint(_OF_FUNCTION):
        both = {
            name: _of_both(types, item, _OF_FUNCTION[name]) if name in _OF_FUNCTION else item
            for name, item in shape.properties.items()
        }
        shape = replace(shape, properties=both)
    given = [function] if isinstance(function, Signature) else []
    sides = (shape.calls, given) if is_last else (given, shape.calls)
    return replace(shape, callable=True, calls=joined_calls(types, *sides), merged=True)
