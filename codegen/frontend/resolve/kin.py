"""Assignability by what types have in common: a generic type, a base, or an operand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Container

from .arguments import Arguments
from .semantics import (
    ANY,
    Named,
    ObjectShape,
    TypeTerm,
    identity,
)
from .templates import is_hole
from .variances import is_used

__all__ = ["Kin", "is_identical"]


class Kin(Arguments):
    """The part of a comparison that is about instances, heirs and operands of intersections."""

    @abstractmethod
    def _object(
        self, source: TypeTerm, target: TypeTerm, wanted: ObjectShape, *, is_operand: bool = False
    ) -> bool | None:
        """Whether a type has all members of an object type; an operand may ask for none of them."""

    def _by_kin(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Compare types by arguments or operands; None if their members decide."""
        by_arguments = self._by_arguments(source, target)
        if by_arguments is not None or self.inferring:
            return by_arguments
        if isinstance(target, ObjectShape):
            return self._by_operands(source, target)
        is_heir = isinstance(target, Named) and self._has_operand(source, target)
        return True if is_heir else None

    def _by_operands(self, source: TypeTerm, target: ObjectShape) -> bool | None:
        """Compare a type with each operand of an intersection; None of any other type."""
        parts = self._parts(target)
        if len(parts) < 2 or not all(isinstance(part, Named | ObjectShape) for part in parts):
            return None
        if self.types.members_with_this(target):
            return None  # It is the whole intersection in each of them.
        verdict = self._every(self._operand(source, part) for part in parts)
        if verdict is not True or all(map(self._is_plain, parts)):
            return verdict
        return None  # TypeScript: the whole has to fit as well.

    def _operand(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Compare a type with an operand of an intersection, or a base of an heir.

        TypeScript: only of the whole has it to have a member if all are optional.
        """
        if source is target:
            return True
        by_arguments = self._by_arguments(source, target)
        if by_arguments is not None:
            return by_arguments
        wanted = self.types.shape(target)
        return None if wanted is None else self._object(source, target, wanted, is_operand=True)

    def _has_operand(self, source: TypeTerm, target: Named) -> bool:
        """Whether an operand of an intersection, an heir of a class or interface, is one."""
        if not isinstance(source, ObjectShape):
            return False
        heirs = (part for part in self._parts(source) if isinstance(part, Named))
        return any(
            self.types.ancestor(part, target.symbol) is not None and self.check(part, target)
            for part in heirs
        )

    def _settled_by_bases(
        self, source: TypeTerm, target: TypeTerm, wanted: ObjectShape
    ) -> Container[int] | None:
        """The properties of an heir that its bases decide, by their `id()`.

        None if a type is not assignable to a base, of which the heir declares nothing anew.
        """
        settled = set[int]()
        if self.inferring or not isinstance(target, Named):
            return settled
        for base in self.types.bases(target):
            above = self.types.shape(base)
            items = above.properties if above is not None else {}
            same = [item for name, item in items.items() if wanted.properties.get(name) is item]
            verdict = self._operand(source, base) if same and self._is_plain(base) else None
            if verdict is False and len(same) == len(items):
                return None
            if verdict:
                settled.update(map(id, same))
        return settled

    def _inherited(self, source: TypeTerm, target: TypeTerm) -> ObjectShape | None:
        """The instance of the target's class that the source is, or inherits from.

        None unless the arguments alone show that it is assignable; an `infer` gets the argument.
        """
        if not isinstance(source, Named) or not isinstance(target, Named):
            return None
        base = self.types.ancestor(source, target.symbol)
        if base is None:
            return None
        if base is target:
            return self.types.shape(base)
        if base is not source and self._by_arguments(base, target, is_base=True):
            return self.types.shape(base)
        peel = self.types.peel
        pairs = [(peel(a), peel(b)) for a, b in zip(base.arguments, target.arguments, strict=True)]
        if not all(is_hole(b) or ANY in (a, b) or is_identical(a, b) for a, b in pairs):
            return None
        if base is not source and not all(
            is_used(self.types, base.symbol, position)
            for position, (_, hole) in enumerate(pairs)
            if is_hole(hole)
        ):
            return None  # TypeScript infers from the members of an heir, which may not show it.
        for argument, hole in pairs:
            if is_hole(hole):
                self.check(argument, hole)
        return self.types.shape(base)


def is_identical(source: TypeTerm, target: TypeTerm) -> bool:
    """Whether two types are identical by their keys."""
    if source is target:
        return True
    return type(source) is type(target) and identity(source) == identity(target)
