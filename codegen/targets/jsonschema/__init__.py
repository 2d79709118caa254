"""The target `jsonschema`: all declarations as one JSON Schema."""

from __future__ import annotations

from ..base import Emission, Option, Request, Target

__all__ = ["TARGET"]


def _emit(request: Request) -> Emission:
    from .emission import emit

    return emit(request)


TARGET = Target(
    name="jsonschema",
    summary="The declarations as a JSON Schema (2020-12): jsonschema/PACKAGE.schema.json.",
    emit=_emit,
    options=(Option("id", "text", "The `$id` of the document; without one it has none.", ""),),
)
