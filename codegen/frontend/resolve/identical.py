"""Identity of types, which is stricter than mutual assignability.

TypeScript tests it for the conditions in two generic functions, and libraries use that to compare
types: `(<G>() => G extends A ? 1 : 2) extends (<G>() => G extends B ? 1 : 2)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from ...model import UNKNOWN, Opaque
from ..syntax import ConditionalType, IntersectionType, ReferenceType, TypeNode, UnionType
from .closed import names_in
from .functions import parameters_of, result_of
from .protocol import Types
from .semantics import (
    ANY,
    NEVER,
    UNDEFINED,
    Env,
    LibraryClass,
    Named,
    ObjectShape,
    ShapeProperty,
    Signature,
    TArray,
    TTemplate,
    TTuple,
    TypeTerm,
    identity,
)
from .unions import union_of
from .variances import variances

__all__ = ["conditions_agree", "identical"]

_Busy = frozenset[tuple[object, object]]
_OWN: Final = Opaque("a type parameter", "")
"""An unconstrained type parameter of a function."""
_DEEPEST: Final = 50


def identical(types: Types, one: TypeTerm, other: TypeTerm, busy: _Busy = frozenset()) -> bool:
    """Whether two types are identical for TypeScript; structured types are compared by parts."""
    types.spend(1)
    left, right = list(types.members(one)), list(types.members(other))
    if len(left) == len(right) == 1:
        return _single(types, left[0], right[0], busy)
    return _same_set(types, left, right, busy)


def _same_set(
    types: Types, left: Sequence[TypeTerm], right: Sequence[TypeTerm], busy: _Busy
) -> bool:
    """Whether each member of one union is identical to a member of the other."""

    def covered(some: Sequence[TypeTerm], by: Sequence[TypeTerm]) -> bool:
        keys = set(map(identity, by))
        return all(
            identity(member) in keys or any(_single(types, member, them, busy) for them in by)
            for member in some
        )

    return covered(left, right) and covered(right, left)


def _single(types: Types, one: TypeTerm, other: TypeTerm, busy: _Busy) -> bool:
    """Like `identical`, for types that are no unions."""
    left, right = types.peel(one), types.peel(other)
    if left is right:
        return True
    match left, right:
        case TArray(a, readonly), TArray(b, again):
            return readonly == again and identical(types, a, b, busy)
        case TTuple(items, readonly), TTuple(others, again):
            return (readonly, len(items)) == (again, len(others)) and all(
                (a.optional, a.rest) == (b.optional, b.rest)
                and identical(types, a.type, b.type, busy)
                for a, b in zip(items, others, strict=True)
            )
        case TTemplate(), TTemplate():
            return left.texts == right.texts and all(
                identical(types, *pair, busy) for pair in zip(left.holes, right.holes, strict=True)
            )
        case LibraryClass(), LibraryClass():
            return left.name == right.name and _all(types, left.arguments, right.arguments, busy)
        case Signature(), Signature():
            return left is right or _signatures(types, left, right, busy)
    key = (identity(left), identity(right))
    if type(left) is type(right) and key[0] == key[1]:
        return True
    if key in busy or len(busy) > _DEEPEST:
        return True
    by_arguments = _by_arguments(types, left, right, busy | {key})
    if by_arguments is not None:
        return by_arguments
    shapes = types.shape(left), types.shape(right)
    if shapes[0] is None or shapes[1] is None:
        return False
    return _objects(types, shapes[0], shapes[1], busy | {key})


def _by_arguments(types: Types, one: TypeTerm, other: TypeTerm, busy: _Busy) -> bool | None:
    """Compare two instances of one generic type by their arguments; None if the members decide."""
    given, wanted = (
        types.instances.get(t) if isinstance(t, ObjectShape) else t for t in (one, other)
    )
    if not isinstance(given, Named) or not isinstance(wanted, Named):
        return None
    if given.symbol is not wanted.symbol or not given.arguments:
        return None
    measured = variances(types, given.symbol)
    if not all(variance.sure for variance in measured if variance.used):
        return None
    return all(
        identical(types, mine, theirs, busy)
        for variance, mine, theirs in zip(measured, given.arguments, wanted.arguments, strict=False)
        if variance.used
    )


def _all(types: Types, some: Sequence[TypeTerm], others: Sequence[TypeTerm], busy: _Busy) -> bool:
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(identical(types, *pair, busy) for pair in pairs)


def _signatures(types: Types, one: Signature, other: Signature, busy: _Busy) -> bool:
    same = one.node.constructs == other.node.constructs
    return (
        same
        and identical(types, parameters_of(types, one), parameters_of(types, other), busy)
        and identical(types, result_of(types, one), result_of(types, other), busy)
    )


def _objects(types: Types, one: ObjectShape, other: ObjectShape, busy: _Busy) -> bool:
    if one.merged != other.merged or len(one.calls) != len(other.calls):
        return False
    # TypeScript: a method is a property whose type is a function.
    mine, theirs = (
        {**shape.properties, **shape.methods, **shape.symbols} for shape in (one, other)
    )
    # TypeScript: private members of two classes are never the same.
    if mine.keys() != theirs.keys() or set(one.private) != set(other.private):
        return False
    if not all(_property(types, item, theirs[name], busy) for name, item in mine.items()):
        return False
    indexes = [
        {identity(types.peel(key)): value for key, value in shape.indexes} for shape in (one, other)
    ]
    return (
        indexes[0].keys() == indexes[1].keys()
        and all(identical(types, value, indexes[1][key], busy) for key, value in indexes[0].items())
        and all(
            _signatures(types, *pair, busy) for pair in zip(one.calls, other.calls, strict=True)
        )
    )


def _property(types: Types, one: ShapeProperty, other: ShapeProperty, busy: _Busy) -> bool:
    if (one.optional, one.readonly) != (other.optional, other.readonly):
        return False
    return identical(types, _with_absence(one), _with_absence(other), busy)


def _with_absence(item: ShapeProperty) -> TypeTerm:
    return union_of([item.type, UNDEFINED]) if item.optional else item.type


# -------------------------------------------------------- conditions on a type parameter


def conditions_agree(types: Types, one: Signature, other: Signature) -> bool | None:
    """Whether the conditional results of two generic functions are identical.

    None if they are not of that form: conditions on the function's own type parameter.
    """
    if len(one.node.parameters) != len(other.node.parameters):
        return None
    conditions = [signature.node.result for signature in (one, other)]
    if not all(isinstance(condition, ConditionalType) for condition in conditions):
        return None
    sides: list[_Side] = []
    for signature, condition in zip((one, other), conditions, strict=True):
        assert isinstance(condition, ConditionalType)
        name = _checked(condition, signature)
        if name is None:
            return None
        sides.append((condition, signature.env.bind({name: _OWN}), name))
    left, right = (
        [_alternatives(types, part, env, name) for part in _parts(node)]
        for node, env, name in sides
    )
    return all(_alike(types, mine, theirs) for mine, theirs in zip(left, right, strict=True))


def _parts(node: ConditionalType) -> tuple[TypeNode, ...]:
    return node.extends, node.then, node.otherwise


_Side = tuple[ConditionalType, Env, str]


def _checked(condition: ConditionalType, signature: Signature) -> str | None:
    """The function's own type parameter that its result is a condition on."""
    names = [parameter.name for parameter in signature.node.parameters]
    match condition.check:
        case ReferenceType(name=(name,), arguments=()) if name in names:
            return name
    return None


_Alternatives = list[list[TypeTerm]] | TypeTerm


def _alternatives(types: Types, node: TypeNode, env: Env, own: str) -> _Alternatives:
    """A type with the type parameter as a union of intersections; any other type as it is."""
    names = names_in(node)
    if names is not None and own not in names:
        return types.term(node, env)
    match node:
        case ReferenceType(name=(name,), arguments=()) if name == own:
            return [[_OWN]]
        case UnionType(members):
            parts = [_alternatives(types, member, env, own) for member in members]
            return _united(types, parts)
        case IntersectionType(members):
            parts = [_alternatives(types, member, env, own) for member in members]
            return _intersected(types, parts)
        case _:
            return types.term(node, env)


def _listed(types: Types, part: _Alternatives) -> list[list[TypeTerm]]:
    if isinstance(part, list):
        return part
    return [[member] for member in types.members(part) if member != NEVER]


def _united(types: Types, parts: Sequence[_Alternatives]) -> _Alternatives:
    alternatives = [choice for part in parts for choice in _listed(types, part)]
    for whole in (ANY, UNKNOWN):
        if [whole] in alternatives:
            return whole
    return alternatives


def _intersected(types: Types, parts: Sequence[_Alternatives]) -> _Alternatives:
    choices: list[list[TypeTerm]] = []
    for combination in product(*(_listed(types, part) for part in parts)):
        terms = [term for choice in combination for term in choice if term != UNKNOWN]
        choices.append([ANY] if ANY in terms else terms or [UNKNOWN])
    return choices


def _alike(types: Types, one: _Alternatives, other: _Alternatives) -> bool:
    if not isinstance(one, list) and not isinstance(other, list):
        return identical(types, one, other)
    left, right = _listed(types, one), _listed(types, other)

    def covered(some: list[list[TypeTerm]], by: list[list[TypeTerm]]) -> bool:
        return all(any(_same_terms(types, choice, them) for them in by) for choice in some)

    return covered(left, right) and covered(right, left)


def _same_terms(types: Types, one: list[TypeTerm], other: list[TypeTerm]) -> bool:
    """Whether two intersections have identical members."""
    return all(
        any(mine is theirs or identical(types, mine, theirs) for theirs in by)
        for some, by in ((one, other), (other, one))
        for mine in some
    )
