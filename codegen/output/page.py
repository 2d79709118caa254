"""A page: one file as planned by a target."""

from __future__ import annotations

from collections.abc import Mapping

from ..text.records import dataclass

__all__ = ["Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A planned file: its path below the output folder, its template, and the variables.

    `defines`, if given, are the only names that a Python file may define at its top; `data_only`
    requires that its classes have nothing but annotated fields and docstrings.
    """

    path: str
    template: str
    variables: Mapping[str, object]
    defines: frozenset[str] | None = None
    data_only: bool = False
