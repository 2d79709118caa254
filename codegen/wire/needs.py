"""The runtime modules that the shapes of a spec need."""

from __future__ import annotations

from collections.abc import Iterable

from ..runtime import _shapes as shapes
from ..runtime._apart import has_several_ways
from .holding import arrays_in, holding
from .lowering import reads_events
from .parts import all_parts

__all__ = ["needs_choice", "needs_templates", "needs_unions"]


def needs_choice(declared: shapes.Shapes, parts: Iterable[shapes.Shape]) -> bool:
    """Whether some union is discriminated by contents.

    These are unions of untagged objects, and of arrays of several shapes. `parts` are all parts of
    the declared shapes.
    """
    holds_class, can_be_array = holding(declared), arrays_in(declared)
    for shape in parts:
        if isinstance(shape, shapes.ByKeys):
            return True
        if not isinstance(shape, shapes.AnyOf):
            continue
        if sum(map(can_be_array, shape.members)) > 1 and holds_class(shape):
            return True
    return False


def _needs_apart(declared: shapes.Shapes, parts: Iterable[shapes.Shape]) -> bool:
    """Whether some value might be looked into as more than one member of a union."""
    return any(
        isinstance(part, shapes.AnyOf) and has_several_ways(declared, part) for part in parts
    )


def needs_unions(declared: shapes.Shapes) -> bool:
    """Whether unions or tuples have to be read that have classes in them, or be told apart.

    The unions of events that a text tells are read as messages. They count where another shape
    refers to one. A union of one shape and scalars is read as that shape.
    """
    kinds = (shapes.Tagged, shapes.AnyOf, shapes.ByKeys, shapes.TupleOf)
    parts: list[shapes.Shape] = []
    for shape in declared.values():
        parts += shapes.parts(shape) if _is_read_by_text(shape) else (shape,)
    holds_class = holding(declared)
    meant = (
        declared[part.name] if isinstance(part, shapes.Named) else part for part in all_parts(parts)
    )
    if _needs_apart(declared, all_parts(declared.values())):
        return True
    return any(
        isinstance(part, kinds)
        and not (isinstance(part, shapes.AnyOf) and shapes.but_for_scalars(part))
        and holds_class(part)
        for part in meant
    )


def _is_read_by_text(shape: shapes.Shape) -> bool:
    """Whether a union is read as messages, by a text under one key."""
    return (
        isinstance(shape, shapes.Tagged)
        and reads_events(shape)
        and not shape.other_tags
        and len(shape.path) == 1
        and all(isinstance(key, str) for key in shape.branches)
    )


def needs_templates(parts: Iterable[shapes.Shape]) -> bool:
    """Whether some value is of a template literal type; `parts` are all parts of some shapes."""
    return any(
        isinstance(part, shapes.Pattern)
        for shape in parts
        for part in (shape, *(shape.other_tags if isinstance(shape, shapes.Tagged) else ()))
    )
