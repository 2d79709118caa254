"""Intersections: `A & B`, unions distributed, object types merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Opaque, Primitive
from ...text.source import Span
from ..syntax import IntersectionType, ObjectType, TypeNode
from .apparent import kind_of, primitive_kind
from .assignability import assignable
from .closed import closed_term
from .enums import is_enum, spread
from .protocol import Types
from .semantics import (
    ANY,
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
    TTupleItem,
    TUnion,
    TypeTerm,
    identity,
)
from .templates import is_hole
from .unions import union_of

__all__ = ["intersect", "intersection"]

_STRING: Final = Primitive("string")
_ABSENT: Final = (NULL, UNDEFINED, NEVER)
_OPEN: Final[dict[TypeTerm, TypeTerm]] = {
    Primitive("string"): OPEN_STRING,
    Primitive("number"): OPEN_NUMBER,
}
"""What a primitive is beside `{}`: a union keeps literals beside it."""
_CLOSED: Final[dict[TypeTerm, TypeTerm]] = {opened: bare for bare, opened in _OPEN.items()}
_LARGEST_PRODUCT: Final = 20_000


def intersect(types: Types, terms: Sequence[TypeTerm]) -> TypeTerm:
    """The intersection of types: unions are distributed, object types merged.

    TypeScript: it is `any` if one of them is, unless another one is `never`.
    """
    distinct: dict[object, list[TypeTerm]] = {}
    for term in terms:
        members = _choices(types, term)
        distinct.setdefault(_members_key(members), members)
    if any(_is_any(members) for members in distinct.values()):
        return NEVER if any(map(_is_never, distinct.values())) else ANY
    choices = _without_shared_units(list(distinct.values()))
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > _LARGEST_PRODUCT:
        return Opaque("an intersection of too many alternatives", "&")
    return union_of(_intersect_simple(types, combination) for combination in product(*choices))


def intersection(types: Types, node: IntersectionType, env: Env) -> TypeTerm:
    """The type of `A & B`."""
    return intersect(types, [_operand(types, member, env) for member in node.members])


def _operand(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """An operand: one that does not depend on `this` is the same in all heirs."""
    if env.this is None or not isinstance(node, ObjectType):
        return types.term(node, env)
    return closed_term(types.closed, node, env, types.term)


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
    result: TypeTerm = UNKNOWN
    for place, term in enumerate(terms):
        result = _intersect_two(types, result, term)
        if result == NEVER:
            return NEVER
        if isinstance(result, TUnion):
            return intersect(types, [result, *terms[place + 1 :]])
    return result


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
        parts = dict.fromkeys((*_parts(types, left), *_parts(types, right)))
        key = frozenset(parts)
        if key not in types.merged:
            types.merged[key] = _merged_once(types, left, right, tuple(parts))
        return types.merged[key]
    one, other = types.peel(left), types.peel(right)
    if type(one) is type(other) and identity(one) == identity(other):
        return left
    for shape, library in ((left_shape, other), (right_shape, one)):
        if shape is not None and isinstance(library, LibraryClass):
            return _with_class(types, left, right, shape, library)
    for term, named, library in ((one, left, other), (other, right, one)):
        kind = primitive_kind(term) if isinstance(library, LibraryClass) else None
        if kind is not None:
            # A library class only brands a text; it has no common value with null.
            return _branded(types, named, library)
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
    """An object type beside a library class: as for an interface that extends it, it is data."""
    parts = dict.fromkeys((*_parts(types, left), *_parts(types, right)))
    key = frozenset(parts)
    if key not in types.merged:
        whole = replace(shape, library=[*shape.library, library])
        types.merged[key] = whole
        types.parts[whole] = tuple(parts)
    return types.merged[key]


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
        if is_enum(one) and not isinstance(wide, EnumLiteral | EnumNumber):
            kept = [m for m in spread([one]) if assignable(types, m, wide)]
            whole = len(kept) == len(list(spread([one])))
            return named if whole else union_of(kept)
        if wide in _CLOSED and one != wide and primitive_kind(one) == primitive_kind(wide):
            return other if one in _OPEN else named
    for named, other in ((left, right), (right, left)):
        if assignable(types, named, other):
            return named
    one, wide = types.peel(left), types.peel(right)
    patterns = TTemplate | StringMapping
    # TypeScript keeps the intersection of two patterns, which the model cannot express.
    return left if isinstance(one, patterns) and isinstance(wide, patterns) else NEVER


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
    if one in (NULL, UNDEFINED) or other == Primitive("object"):
        return NEVER
    if isinstance(other, TArray | TTuple):
        return NEVER
    if other == Primitive("defined"):
        return primitive
    shape = types.shape(other)
    if shape is not None and shape.is_empty:
        return _OPEN.get(one, primitive)
    parts = HALVES if one == Primitive("boolean") else spread([one])
    return union_of(with_brands(types, part, [brand]) for part in parts)


def with_brands(types: Types, term: TypeTerm, brands: Sequence[TypeTerm]) -> TypeTerm:
    """A primitive or a date with further brands; never if they exclude each other."""
    known = term.brands if isinstance(term, Branded) else ()
    bare = term.bare if isinstance(term, Branded) else _CLOSED.get(term, term)
    distinct = tuple({identity(brand): brand for brand in (*known, *brands)}.values())
    whole = intersect(types, distinct)
    opened = _OPEN.get(bare, bare)
    name = opened.name if isinstance(opened, Special) else "unit"
    name = OPEN_STRING.name if isinstance(bare, StringMapping) else name
    return NEVER if whole == NEVER else Branded(name, bare, distinct, whole)


def _both_objects(types: Types, left: TypeTerm, right: TypeTerm) -> TypeTerm:
    """The intersection of two object types at least one of which has no mergeable properties."""
    match types.peel(left), types.peel(right):
        case TArray(one), TArray(other):
            return TArray(_later(types, [one, other], "[]", None))
        case TTuple(items), TTuple(others) if _lengths_differ(items, others):
            return NEVER
        case TTuple(items), TTuple(others) if _are_alike(items, others):
            return _both_tuples(types, items, others)
        case (TTuple(), TArray() | TTuple()):
            return left
        case TArray(), TTuple():
            return right
        case Signature() as one, Signature() as other:
            return ObjectShape(callable=True, calls=[one, other])
    sides = ((left, right), (right, left))
    for named, other in sides:
        one, shape = types.peel(named), types.shape(other)
        if isinstance(one, Special) and one.name in ("date", "url"):
            # JSON has a text for it, whatever it is beside.
            has_more = shape is not None and not shape.is_empty
            return with_brands(types, one, [other]) if has_more else named
    for named, other in sides:
        if types.peel(other) in (Primitive("object"), Primitive("defined")):
            own = types.shape(named)
            return other if own is not None and own.is_empty else named
    for named, other in sides:
        one, wide = types.peel(named), types.peel(other)
        shape = types.shape(wide)
        if isinstance(one, Signature) and shape is not None:
            return named if shape.is_empty else _called(shape, one)
        if shape is not None:
            # A list, or a library class, with a brand.
            return named
    return left


def _lengths_differ(one: Sequence[TTupleItem], other: Sequence[TTupleItem]) -> bool:
    """Whether no tuple has the length of both."""
    if any(item.rest for item in (*one, *other)):
        return False
    fewest = max(sum(not item.optional for item in items) for items in (one, other))
    return fewest > min(len(one), len(other))


def _are_alike(items: Sequence[TTupleItem], others: Sequence[TTupleItem]) -> bool:
    """Whether the elements at one place of two tuples are both what is there."""
    return len(items) == len(others) or not any(item.rest for item in (*items, *others))


def _both_tuples(
    types: Types, items: Sequence[TTupleItem], others: Sequence[TTupleItem]
) -> TypeTerm:
    """The intersection of two tuples; elements exclude each other as properties do."""
    pairs = list(zip(items, others, strict=False))
    if any(_no_item_is_both(types, *pair) for pair in pairs):
        return NEVER
    both = [_both_items(types, *pair) for pair in pairs]
    return TTuple((*both, *items[len(both) :]))


def _no_item_is_both(types: Types, one: TTupleItem, other: TTupleItem) -> bool:
    if one.rest or other.rest or (one.optional and other.optional):
        return False
    sides = [_with_absence(item.type, optional=item.optional) for item in (one, other)]
    return _exclude_each_other(types, sides, "[]", None)


def _both_items(types: Types, one: TTupleItem, other: TTupleItem) -> TTupleItem:
    term = _later(types, [one.type, other.type], "[]", None)
    return replace(one, type=term, optional=one.optional and other.optional)


def _called(shape: ObjectShape, signature: Signature) -> ObjectShape:
    """A callable object."""
    return replace(shape, callable=True, calls=[*shape.calls, signature], merged=True)


def _parts(types: Types, term: TypeTerm) -> tuple[object, ...]:
    """The operands of an intersection, as keys; of any other type, its key."""
    peeled = types.peel(term)
    known = types.parts.get(peeled) if isinstance(peeled, ObjectShape) else None
    return (identity(term),) if known is None else known


def _later(types: Types, terms: Sequence[TypeTerm], text: str, span: Span | None) -> TypeTerm:
    """A lazy intersection of types."""
    if _is_same(terms[0], terms[1]):
        return terms[0]
    return Lazy(lambda: intersect(types, terms), lambda: text, span or _nowhere())


def _merged_once(
    types: Types, left: TypeTerm, right: TypeTerm, parts: tuple[object, ...]
) -> TypeTerm:
    """Merge two object types, with their operands. TypeScript: `this` in them is both."""
    shapes = types.shape(left), types.shape(right)
    for term, shape in zip((right, left), shapes, strict=True):
        if shape is not None and shape.is_empty:
            return term
    whole = ObjectShape(merged=True)
    if types.members_with_this(left) or types.members_with_this(right):
        types.merged[frozenset(parts)] = whole
        types.parts[whole] = parts
        shapes = types.bound(left, whole), types.bound(right, whole)
    else:
        types.parts[whole] = parts
    one, other = shapes
    assert one is not None and other is not None
    return _merged(types, one, other, whole)


def remerged(types: Types, parts: Sequence[TypeTerm], this: TypeTerm) -> ObjectShape | None:
    """Merge object types anew, with another `this` in their members."""
    merged = types.bound(parts[0], this)
    for part in parts[1:]:
        other = types.bound(part, this)
        assert merged is not None and other is not None
        merged = types.shape(_merged(types, merged, other, ObjectShape(merged=True)))
    return merged


def _merged(types: Types, left: ObjectShape, right: ObjectShape, merged: ObjectShape) -> TypeTerm:
    """Merge two object types into one; never, if a required property would need two literals."""
    types.spend(len(left.properties) + len(right.properties))
    hints = [shape.hint for shape in (left, right) if shape.hint is not None]
    merged.properties.update(left.properties)
    merged.indexes += left.indexes
    merged.hint = "".join(dict.fromkeys(hints)) or None
    merged.skipped += left.skipped + right.skipped
    merged.callable = left.callable or right.callable
    merged.span = left.span or right.span
    merged.mapped = all(shape.mapped for shape in (left, right) if shape.indexes)
    merged.methods |= left.methods | right.methods
    merged.calls += left.calls + right.calls
    merged.symbols.update(left.symbols)
    merged.library += left.library + right.library
    for members, added in (
        (merged.properties, right.properties),
        (merged.symbols, right.symbols),
    ):
        for name, item in added.items():
            known = members.get(name)
            both = item if known is None else _both(types, known, item)
            if both is None:
                return NEVER
            members[name] = both
    _add_indexes(types, merged, right)
    return merged


def _add_indexes(types: Types, merged: ObjectShape, other: ObjectShape) -> None:
    """Merge index signatures: values of equal keys are intersected."""
    places = {identity(types.peel(key)): place for place, (key, _) in enumerate(merged.indexes)}
    for key, value in other.indexes:
        place = places.get(identity(types.peel(key)))
        if place is None:
            merged.indexes.append((key, value))
        else:
            both = [merged.indexes[place][1], value]
            merged.indexes[place] = (key, _later(types, both, "[key]", other.span))


def _both(types: Types, left: ShapeProperty, right: ShapeProperty) -> ShapeProperty | None:
    """Merge one property; None if its literal types are disjoint."""
    if left is right or _is_same(left.type, right.type):
        term: TypeTerm = left.type
    else:
        sides = [_with_absence(side.type, optional=side.optional) for side in (left, right)]
        span = left.span or right.span
        term = _later(types, sides, left.name, span)
        is_required = not (left.optional and right.optional)
        if is_required and _exclude_each_other(types, sides, left.name, span):
            return None
    return ShapeProperty(
        left.name,
        term,
        left.optional and right.optional,
        left.readonly and right.readonly,
        left.doc or right.doc,
        left.deprecated or right.deprecated,
        left.span,
        left.numeric and right.numeric,
        left.key if left.key == right.key else None,
    )


def _is_same(left: TypeTerm, right: TypeTerm) -> bool:
    """Whether two types are one; a member of an enum and the literal that it has are two."""
    is_literal = isinstance(left, Literal) or isinstance(right, Literal)
    return identity(left) == identity(right) and not (is_literal and type(left) is not type(right))


def _with_absence(term: TypeTerm, *, optional: bool) -> TypeTerm:
    """The type of a property or an element that is read, with undefined if it is optional."""
    return union_of([term, UNDEFINED]) if optional else term


def _exclude_each_other(
    types: Types, both: Sequence[TypeTerm], text: str, span: Span | None
) -> bool:
    """Whether two types of a property, one of them of literals, are disjoint.

    TypeScript: such a required property makes the whole intersection never. A text and a list do
    not, though nothing is both.
    """
    known = [side for term in both if (side := types.settled(term)) is not None]
    if NEVER in known or not any(_all_units(types, side) for side in known):
        return False
    members = [types.peel(member) for side in known for member in types.members(side)]
    others = [member for member in members if not isinstance(member, TArray | TTuple)]
    if len(others) < len(members) and any(one not in _ABSENT for one in others):
        return False
    return len(known) == len(both) and types.settled(_later(types, known, text, span)) == NEVER


def _all_units(types: Types, term: TypeTerm) -> bool:
    """Whether all members of a type are single values, or the type is a template.

    A type that is being computed is none of these. A union has no member that is `never`.
    """
    settled = types.settled(term)
    if isinstance(settled, TUnion):
        return all(_all_units(types, member) for member in settled.members)
    one_each = (UNDEFINED, NULL, NEVER, Primitive("boolean"))
    known = isinstance(settled, Literal | TTemplate) or settled in one_each
    return known or (settled is not None and is_enum(settled))


def _nowhere() -> Span:
    return Span("", 1, 1, 1, 1)
