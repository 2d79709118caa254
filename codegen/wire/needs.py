"""The runtime modules that the shapes of a spec need."""

from __future__ import annotations

from collections.abc import Mapping

from ..runtime import _shapes as shapes
from .holding import arrays_in, holding
from .parts import all_parts

__all__ = ["needs_choice", "needs_templates"]


def needs_choice(declared: Mapping[str, shapes.Shape]) -> bool:
    """Whether some union is discriminated by contents.

    These are unions of untagged objects, and of arrays of several shapes.
    """
    holds_class, can_be_array = holding(declared), arrays_in(declared)
    for shape in all_parts(declared.values()):
        if isinstance(shape, shapes.ByKeys):
            return True
        if not isinstance(shape, shapes.AnyOf):
            continue
        if sum(map(can_be_array, shape.members)) > 1 and holds_class(shape):
            return True
    return False


def needs_templates(declared: Mapping[str, shapes.Shape]) -> bool:
    """Whether some value is of a template literal type."""
    return any(isinstance(shape, shapes.Pattern) for shape in all_parts(declared.values()))
