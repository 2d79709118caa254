"""Types without a JSON form: undefined, functions and symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ...model import NULL, UNKNOWN, Literal, Primitive
from .budget import DEEPEST, OUT_OF_BOUNDS, SpentError
from .protocol import Types
from .semantics import (
    ANY,
    FUNCTION,
    NEVER,
    SYMBOL,
    UNDEFINED,
    Branded,
    Lazy,
    Named,
    ObjectShape,
    Signature,
    Special,
    TUnion,
    TypeTerm,
)

__all__ = [
    "absorbed",
    "flat_members",
    "includes_left_out",
    "includes_null",
    "includes_null_in_lists",
    "includes_undefined",
    "is_function",
    "is_left_out",
]


_BEHAVIOUR: Final = (FUNCTION, SYMBOL, Special("module"))


def is_left_out(types: Types, term: TypeTerm) -> bool:
    """Whether a type has no JSON form: a function, a symbol, or a union of these and undefined."""
    if isinstance(term, Literal):
        return False  # Returned early: there may be thousands of literals.
    if not isinstance(term, Named):
        return _is_left_out(types, term)
    # Cached, as a type may be a member of hundreds of unions.
    key = (is_left_out, term)
    if key not in types.absent:
        types.absent[key] = _is_left_out(types, term)
    return types.absent[key]


def _is_left_out(types: Types, term: TypeTerm) -> bool:
    peeled = types.peel(term)
    if isinstance(peeled, TUnion):
        return not _includes(types, peeled, _is_data) and _includes(types, peeled, _is_behaviour)
    return _is_behaviour(types, peeled)


def _is_data(types: Types, member: TypeTerm) -> bool:
    if isinstance(member, TUnion) or member in (UNDEFINED, NEVER):
        return False
    return not _is_behaviour(types, member)


def _is_behaviour(types: Types, peeled: TypeTerm) -> bool:
    if isinstance(peeled, Branded):
        peeled = types.peel(peeled.bare)
    if isinstance(peeled, Signature) or (isinstance(peeled, Special) and peeled in _BEHAVIOUR):
        return True
    shape = types.shape(peeled)
    return shape is not None and is_function(types, shape)


def is_function(types: Types, shape: ObjectShape) -> bool:
    """Whether an object type is callable and has no properties with a JSON form."""
    if not shape.callable or types.list_base(shape) is not None:
        return False
    if shape not in types.functions:
        # Assumed during the recursion: a property may be of the type itself.
        types.functions[shape] = False
        properties = shape.properties.values()
        types.functions[shape] = all(is_left_out(types, item.type) for item in properties)
    return types.functions[shape]


def includes_undefined(types: Types, term: TypeTerm) -> bool:
    """Whether undefined is a member of a type: the property may then be absent."""
    return _includes(types, term, _is_undefined)


def includes_null(types: Types, term: TypeTerm) -> bool:
    """Whether null is a member of a type."""
    return _includes(types, term, _is_null)


def includes_null_in_lists(types: Types, term: TypeTerm) -> bool:
    """Whether JSON writes null for some members of a type as an element of a list."""
    return _includes(types, term, _is_null_in_lists)


def includes_left_out(types: Types, term: TypeTerm) -> bool:
    """Whether a member of a type is left out in an object: JSON writes null for it in a list."""
    return _includes(types, term, is_left_out)


def _is_undefined(_: Types, term: TypeTerm) -> bool:
    return isinstance(term, Special) and term == UNDEFINED


def _is_null(_: Types, term: TypeTerm) -> bool:
    return isinstance(term, Primitive) and term == NULL


def _is_null_in_lists(types: Types, term: TypeTerm) -> bool:
    return _is_undefined(types, term) or is_left_out(types, term)


_Wanted = Callable[[Types, TypeTerm], bool]


def _includes(types: Types, term: TypeTerm, wanted: _Wanted) -> bool:
    """Whether the test holds for a member of a type, or for the type itself."""
    if not isinstance(term, (Lazy, Named)):
        return _finds_in_bounds(types, term, wanted)
    # These are shared objects, so the look-up is by identity.
    key = (wanted, term)
    if key not in types.absent:
        types.absent[key] = _finds_in_bounds(types, term, wanted)
    return types.absent[key]


def _finds_in_bounds(types: Types, term: TypeTerm, wanted: _Wanted) -> bool:
    try:
        return _finds(types, term, wanted)
    except OUT_OF_BOUNDS:
        return False


def _finds(types: Types, term: TypeTerm, wanted: _Wanted) -> bool:
    whole = types.peel(term)
    if not isinstance(whole, TUnion):
        return wanted(types, whole)
    if wanted not in (_absorbs, _is_any) and _includes(types, whole, _absorbs):
        return wanted(types, ANY)
    known = types.unions_with.setdefault(wanted, {})
    pending: list[tuple[TypeTerm, TUnion | None]] = [(whole, None)]
    # The unions visited, each with the union that it is a member of: there may be many paths to
    # one.
    holders: dict[int, tuple[TUnion, TUnion | None]] = {}
    # A generic alias can be a union with a longer instance of itself, without an end.
    while pending and len(holders) <= DEEPEST:
        peeled, holder = pending.pop()
        answer = known.get(id(peeled)) if isinstance(peeled, TUnion) else None
        if wanted(types, peeled) if answer is None else answer[1]:
            while holder is not None:  # A member of a union is one of all enclosing unions.
                known[id(holder)] = holder, True
                holder = holders[id(holder)][1]
            return True
        if isinstance(peeled, TUnion) and answer is None and id(peeled) not in holders:
            holders[id(peeled)] = peeled, holder
            members = flat_members(types, peeled.members)
            pending += [(types.peel(member), peeled) for member in members]
    if not pending:
        known.update((key, (union, False)) for key, (union, _) in holders.items())
    return False


def _absorbs(_: Types, term: TypeTerm) -> bool:
    """TypeScript: `unknown` and `any` absorb all other members of a union, however deep."""
    return isinstance(term, (Primitive, Special)) and term in (UNKNOWN, ANY)


def _is_any(_: Types, term: TypeTerm) -> bool:
    return isinstance(term, Special) and term == ANY


def absorbed(types: Types, term: TypeTerm) -> TypeTerm:
    """A union as it is, but `any` or `unknown` if one of them absorbs all of it."""
    whole = types.peel(term)
    if not isinstance(whole, TUnion) or not _includes(types, whole, _absorbs):
        return whole
    return ANY if _includes(types, whole, _is_any) else UNKNOWN


def flat_members(
    types: Types, members: Sequence[TypeTerm], deepest: int = DEEPEST
) -> Iterator[TypeTerm]:
    """The members of a union, with inner unions flattened. Raises SpentError if too deep."""
    waiting = [iter(members)]
    while waiting:
        member = next(waiting[-1], None)
        if member is None:
            waiting.pop()
            continue
        forced = types.force(member)
        if not isinstance(forced, TUnion):
            yield forced
        elif len(waiting) > deepest:
            raise SpentError
        else:
            waiting.append(iter(forced.members))
