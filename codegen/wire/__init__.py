"""The shapes of a model, and what is derived from them: schemas, samples."""

from .lowering import (
    Lowering,
    decoded_unions,
    has_objects_only,
    lower,
    lowering_of,
    pattern,
    reads_events,
    tag_of_stream,
    tags_of_classes,
)
from .needs import needs_choice, needs_templates, needs_unions
from .unknown import Unknowns

__all__ = [
    "Lowering",
    "Unknowns",
    "decoded_unions",
    "has_objects_only",
    "lower",
    "lowering_of",
    "needs_choice",
    "needs_templates",
    "needs_unions",
    "pattern",
    "reads_events",
    "tag_of_stream",
    "tags_of_classes",
]
