"""Assignability of object types, member by member."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain
from typing import Final, TypeAlias

from ...model import Literal, Primitive
from .apparent import apparent, functional, inherited, lacks, of_every_object
from .libraries import Libraries, classes_of
from .protocol import Types
from .semantics import (
    ANY,
    FUNCTION,
    NEVER,
    UNDEFINED,
    VOID,
    EnumLiteral,
    Lazy,
    Named,
    ObjectShape,
    ShapeProperty,
    Signature,
    TypeTerm,
)
from .templates import is_hole
from .unions import without

__all__ = ["Members", "Verdicts", "hides", "nothing_in_common", "tags_differ"]

Verdicts: TypeAlias = Iterator[bool | None]

_OF_OBJECTS: Final = (Primitive("object"), Primitive("defined"))
"""Types of which is known only that they have what each object has."""


class Members(Libraries):
    """The part of a comparison that is about the properties and methods of object types."""

    def _members_of_object(
        self, source: TypeTerm, declared: ObjectShape | None
    ) -> ObjectShape | None:
        """All known members of a type; None of what has none."""
        if declared is not None:
            return functional(self.types, declared)
        return ObjectShape() if source in _OF_OBJECTS else apparent(self.types, source)

    def _declares(self, source: TypeTerm, declared: ObjectShape | None) -> ObjectShape | None:
        """The members of what can be called, without those of every function."""
        if isinstance(source, Signature):
            return ObjectShape(calls=[source])
        is_callable = declared is not None and declared.callable
        return inherited(self.types, declared) if declared is not None and is_callable else None

    def _asks_unknown(self, given: ObjectShape, wanted: ObjectShape) -> bool:
        """Whether a type asks for the signature of a method whose own is not known."""
        asked = {**wanted.properties, **wanted.methods, **wanted.symbols}
        return any(
            isinstance(self.types.peel(asked[name].type), Signature)
            for name, item in (*given.methods.items(), *given.symbols.items())
            if name in asked and item.type == FUNCTION
        )

    def _has_names_of(self, given: ObjectShape, wanted: ObjectShape) -> bool:
        """Whether a type has all the properties and methods that another requires, by name."""
        return all(
            item.optional
            or name in given.properties
            or name in given.methods
            or of_every_object(self.types, name) is not None
            for name, item in (*wanted.properties.items(), *wanted.methods.items())
        ) and all(item.optional or name in given.symbols for name, item in wanted.symbols.items())

    def _properties(
        self,
        given: ObjectShape,
        wanted: ObjectShape,
        inherited: ObjectShape | None,
        settled: Container[int] | None,
    ) -> Verdicts:
        """Compare the members of object types, without those whose `id()` is among the settled."""
        for name, item in (*wanted.properties.items(), *wanted.methods.items()):
            if settled and id(item) in settled:
                continue
            own = given.properties.get(name) or given.methods.get(name)
            if inherited is not None and own is not None:
                # What no heir has declared anew is the same property.
                above = inherited.properties.get(name) or inherited.methods.get(name)
                if own is above:
                    yield True
                    continue
            own = own or of_every_object(self.types, name)
            if own is None:
                yield self._of_library(given, name, item)
            elif own.optional and not item.optional:
                yield False
            else:
                # TypeScript: an intersection asks for each of its types, which any would hide.
                asked = item.operands if item.operands and not self.inferring else (item,)
                for one in asked:
                    yield self.check(self._present(own, one), one.type)
        for place, item in wanted.hidden.items():
            if place in given.hidden:
                yield self.check(given.hidden[place].type, item.type)
        for name, item in wanted.symbols.items():
            own = given.symbols.get(name)
            if own is None:
                yield self._symbol_of_library(given, name, item)
            elif own.optional and not item.optional:
                yield False
            else:
                yield self.check(self._present(own, item), item.type)

    def _present(self, own: ShapeProperty, wanted: ShapeProperty) -> TypeTerm:
        """The type of a property beside one that may be absent, which may be undefined as well."""
        if not wanted.optional:
            return own.type
        if self.types.peel(own.type) == ANY and self.types.peel(wanted.type) == NEVER:
            return NEVER  # It may be undefined.
        if any(member is VOID for member in self.types.members(own.type)):
            return own.type  # It may be anything.
        present = without(self.types, own.type, UNDEFINED)
        is_asked = present == NEVER and is_hole(self.types.peel(wanted.type))
        return own.type if is_asked else present


def tags_differ(types: Types, source: ObjectShape | Named, target: TypeTerm) -> bool:
    """Whether two object types have literals in one property that differ: a verdict at once.

    `Exclude` and `Extract` ask it of each member of a union. It costs the steps of a comparison.
    """
    target = types.peel(target)
    if not isinstance(target, ObjectShape | Named):
        return False
    wanted = types.shape(target)
    given = None if wanted is None or wanted.library else types.shape(source)
    if wanted is None or given is None or given.library or given.callable:
        return False
    for place, (name, item) in enumerate(wanted.properties.items()):
        own = given.properties.get(name)
        if own is not None and _differ(own.type, item.type):
            types.spend(place + 2)
            return True
    return False


def _differ(own: TypeTerm, other: TypeTerm) -> bool:
    """Whether two types are different literals or members of an enum, as far as computed."""
    left = own.value if isinstance(own, Lazy) else own
    right = other.value if isinstance(other, Lazy) else other
    if isinstance(left, EnumLiteral) and isinstance(right, EnumLiteral):
        # Members of two enums are left to the comparison.
        return left.symbol is right.symbol and (left.kind, left.value) != (right.kind, right.value)
    if type(left) is not Literal or type(right) is not Literal:
        return False
    return (left.kind, left.value) != (right.kind, right.value)


def nothing_in_common(given: ObjectShape, wanted: ObjectShape) -> bool:
    """TypeScript: if all properties are optional, at least one of them has to be present."""
    asked = (wanted.properties, wanted.methods, wanted.symbols)
    own = (given.properties, given.methods, given.symbols)
    if not any(asked) or wanted.indexes or wanted.calls or not (any(own) or given.calls):
        return False
    if not all(item.optional for part in asked for item in part.values()):
        return False
    if any(not lacks(base.name, name) for base in classes_of(given) for name in chain(*asked)):
        return False
    # Of two views, the smaller one is walked through.
    return all(part.keys().isdisjoint(other.keys()) for part in asked for other in own)


def hides(given: ObjectShape, wanted: ObjectShape) -> bool:
    """TypeScript: a private member is only that of the same class, and of its heirs."""
    return any(member not in given.skipped for member in wanted.private)
