"""Which instances of a generic type are the same data: what their arguments change has no JSON."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from ...model import Literal, Primitive
from ...text.records import dataclass
from .absent import flat_members, is_left_out
from .budget import OUT_OF_BOUNDS
from .ids import Ids
from .places import Places
from .protocol import Types
from .semantics import Named, ObjectShape, Special, TArray, TUnion, TypeTerm, identity
from .shapes import list_base, primitive_base

__all__ = ["SameData"]

_MOST: Final = 20
"""The number of properties, or of members of a union, that are compared."""
_DEEPEST: Final = 5
_BEHAVIOUR: Final = "behaviour"


@dataclass(eq=False)
class SameData:
    """Finds the instance that stands for all those with the same properties in JSON."""

    types: Types
    ids: Ids
    places: Places
    """Has the names of all instances for the one that stands for them."""
    _first: dict[object, Named] = field(default_factory=dict)
    _stands_for: dict[Named, Named] = field(default_factory=dict)

    def of(self, term: Named, shape: ObjectShape) -> Named:
        """The instance that stands for this one, whose shape is given.

        It is this one if that is not seen at a glance: only types that have names in the spec, and
        lists and unions of these, are compared, and not many.
        """
        known = self._stands_for.get(term)
        if known is None:
            known = self._stands_for[term] = self._found(term, shape)
        return known

    def _found(self, term: Named, shape: ObjectShape) -> Named:
        id_ = self.ids.named(term)
        if id_ == term.symbol.id:
            return term  # An export has its own name.
        try:
            key = _key(self.types, term, shape)
        except OUT_OF_BOUNDS:
            return term
        first = term if key is None else self._first.setdefault(key, term)
        if first is not term:
            known = self.ids.named(first)
            self.places.add(known, known)
            self.places.add(known, id_)
        return first


def _key(types: Types, term: Named, shape: ObjectShape) -> object:
    """A key that is equal for instances of the same data; None if that is not known."""
    if shape.indexes or shape.home is not None or len(shape.properties) > _MOST:
        return None
    if list_base(types, term) or list_base(types, shape) or primitive_base(shape) is not None:
        return None
    properties: list[object] = []
    for item in shape.properties.values():
        if is_left_out(types, item.type):
            continue
        known = _type_key(types, item.type, 0)
        if known is None or item.span is None:
            return None
        texts = item.doc, item.deprecated
        properties.append((item.name, item.span, item.optional, item.readonly, texts, known))
    return (term.symbol, *properties)


def _type_key(types: Types, term: TypeTerm, depth: int) -> object:
    term = types.force(term)
    if is_left_out(types, term):
        return _BEHAVIOUR
    match term:
        case Primitive() | Literal() | Named(arguments=()):
            return identity(term)
        case Special(name) if name != "bigint":  # Its note is at the place.
            return identity(term)
        case TArray(element) if depth < _DEEPEST:
            inner = _type_key(types, element, depth + 1)
            return None if inner is None else ("list", inner)
        case TUnion(members) if len(members) <= _MOST and depth < _DEEPEST:
            keys = [_type_key(types, m, depth + 1) for m in flat_members(types, members, _DEEPEST)]
            return None if None in keys else ("union", *dict.fromkeys(keys))
        case _:
            return None
