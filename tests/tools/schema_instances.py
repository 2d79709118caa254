"""Instances of a JSON Schema, as `hypothesis-jsonschema` makes them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import hypothesis_jsonschema._from_schema as of_schema
from hypothesis import strategies as st
from hypothesis.internal.conjecture.utils import many
from hypothesis_jsonschema import from_schema

from realtime_codegen.wire.json_schema import Dialect

__all__ = ["DRAFT_7", "instances", "with_definitions"]

DRAFT_7 = Dialect("#/definitions/", is_draft_7=True)
"""The version of JSON Schema that `hypothesis-jsonschema` reads."""


class _Many:
    """A collection as `hypothesis-jsonschema` 0.23.1 fills it, by that of newer Hypothesis."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._many: Any = many(*arguments, **options)
        self._items: Iterator[None] | None = None

    def more(self) -> bool:
        if self._items is None:
            self._items = iter(self._many.__enter__())
        for _ in self._items:
            return True
        self._many.__exit__(None, None, None)
        return False

    def reject(self) -> None:
        self._many.reject()


if not hasattr(many, "more"):
    internals = vars(of_schema)
    internals["cu"] = SimpleNamespace(**{**vars(internals["cu"]), "many": _Many})


def with_definitions(name: str, definitions: dict[str, Any]) -> dict[str, Any] | None:
    """The schema of a declaration with all its references resolved; None for a recursive one.

    `definitions` are in the dialect `DRAFT_7`. The tool cannot make instances of a recursive
    schema.
    """
    reached: dict[str, Any] = {}
    open_: list[str] = []

    def has_itself(current: str) -> bool:
        if current in open_:
            return True
        if current in reached:
            return False
        reached[current] = definitions[current]
        open_.append(current)
        inner = any(has_itself(referred) for referred in _references(definitions[current]))
        open_.pop()
        return inner

    if has_itself(name):
        return None
    return {"$ref": DRAFT_7.prefix + name, "definitions": reached}


def instances(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The instances of a schema of draft 7."""
    strategy: st.SearchStrategy[Any] = from_schema(schema)
    return strategy


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(DRAFT_7.prefix)
        for part in schema.values():
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)
