"""Assignability of primitives with brands, and of the operands of intersections."""

from __future__ import annotations

from abc import abstractmethod

from ...model import Primitive
from .apparent import primitive_kind
from .members import Members, nothing_in_common
from .semantics import (
    ANY,
    NEVER,
    OPEN_NUMBER,
    OPEN_STRING,
    Branded,
    Named,
    ObjectShape,
    Signature,
    TTemplate,
    TypeTerm,
    identity,
)
from .templates import is_hole

__all__ = ["Brands"]


class Brands(Members):
    """The part of a comparison that is about brands."""

    @abstractmethod
    def _single(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Whether a type is assignable to another, neither of which is a union."""

    def _infer_never(self, target: TTemplate) -> bool:
        """Infer never for each `infer` in a pattern without text: nothing fits it then."""
        for hole in filter(is_hole, target.holes):
            self.check(NEVER, hole)
        return False

    def _of_brand(self, source: TypeTerm, part: TypeTerm) -> bool | None:
        """Whether a type fits one operand of an intersection; a weak type asks for nothing."""
        wanted = self.types.shape(part)
        if wanted is not None:
            given = self._members_of_object(source, self.types.shape(source))
            if given is not None and nothing_in_common(given, wanted):
                return True
        return self.check(source, part)

    def _branded(self, source: Branded, target: TypeTerm) -> bool | None:
        """Whether a branded primitive fits a type: with its brand, or without it."""
        if primitive_kind(target) is not None:
            if self.inferring and isinstance(target, TTemplate) and any(map(is_hole, target.holes)):
                # TypeScript infers nothing here, and tests with what there may be; never where
                # there is no text beside the holes.
                return None if any(target.texts) else self._infer_never(target)
            # A pattern beside another one is a brand, too.
            patterns = [brand for brand in source.brands if primitive_kind(brand) is not None]
            return self._some(self.check(part, target) for part in (source.bare, *patterns))
        wanted = self.types.shape(target)
        if wanted is None:
            return self._some(self.check(part, target) for part in (source.bare, source.whole))
        if self.inferring and self._has_all_names(source.bare, wanted):
            return self._single(source, target)
        # TypeScript: a part of an intersection has no implicit index signature.
        is_open = all(self.types.peel(value) == ANY for _, value in wanted.indexes)
        by_brand = self.check(source.whole, target) if is_open else False
        return by_brand or self._some((by_brand, self._single(source, target)))

    def _has_all_names(self, bare: TypeTerm, wanted: ObjectShape) -> bool:
        """Whether a primitive has all members that a type asks for, so that no brand has to."""
        own = self._members_of_object(bare, None)
        names = wanted.properties.keys() | wanted.methods.keys()
        return own is not None and names <= own.properties.keys() | own.methods.keys()

    def _parts(self, source: TypeTerm) -> list[TypeTerm]:
        """The operands of an intersection; any other type is its own."""
        if isinstance(source, Branded):
            return [source.bare, *source.brands]
        if source in (OPEN_STRING, OPEN_NUMBER):
            return [Primitive("string" if source == OPEN_STRING else "number"), ObjectShape()]
        known = self.types.parts.get(source) if isinstance(source, ObjectShape) else None
        if known is None or not isinstance(source, ObjectShape):
            return [source]
        classes = {identity(base): base for base in source.library}
        parts = [
            part if isinstance(part, Named | ObjectShape | Signature) else classes.get(part)
            for part in known
        ]
        whole = [part for part in parts if part is not None]
        return whole if len(whole) == len(known) else [source]
