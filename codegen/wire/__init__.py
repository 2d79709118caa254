"""The shapes of a model, and what is derived from them: schemas, samples."""

from .lowering import (
    Lowering,
    decoded_unions,
    has_objects_only,
    lower,
    lowering_of,
    may_be_unknown,
    pattern,
    reads_events,
    tag_of_stream,
    tags_of_classes,
)
from .needs import needs_choice, needs_templates, needs_unions

__all__ = [
    "Lowering",
    "decoded_unions",
    "has_objects_only",
    "lower",
    "lowering_of",
    "may_be_unknown",
    "needs_choice",
    "needs_templates",
    "needs_unions",
    "pattern",
    "reads_events",
    "tag_of_stream",
    "tags_of_classes",
]
