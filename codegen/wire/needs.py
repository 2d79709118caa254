"""The runtime modules that the shapes of a spec need."""

from __future__ import annotations

from collections.abc import Mapping

from ..runtime import _shapes as shapes
from .parts import all_parts

__all__ = ["needs_choice", "needs_templates"]


def needs_choice(declared: Mapping[str, shapes.Shape]) -> bool:
    """Whether some union is discriminated by contents.

    These are unions of untagged objects, and of arrays of several shapes.
    """
    arrays = (shapes.ListOf, shapes.TupleOf)
    for shape in all_parts(declared.values()):
        if isinstance(shape, shapes.ByKeys):
            return True
        if isinstance(shape, shapes.AnyOf):
            can_be_array = (shapes.can_be(declared, member, arrays) for member in shape.members)
            if sum(can_be_array) > 1 and shapes.holds_class(declared, shape):
                return True
    return False


def needs_templates(declared: Mapping[str, shapes.Shape]) -> bool:
    """Whether some value is of a template literal type."""
    return any(isinstance(shape, shapes.Pattern) for shape in all_parts(declared.values()))
