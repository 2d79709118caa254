"""A page: one file that a target plans."""

from __future__ import annotations

from collections.abc import Mapping

from ..text.records import dataclass

__all__ = ["Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """One file to be: its path below the output folder, its template, and what fills it.

    `defines`, where given, are the only names that a Python file may define at its top;
    `data_only` says that its classes hold nothing but annotated fields and docstrings.
    """

    path: str
    template: str
    variables: Mapping[str, object]
    defines: frozenset[str] | None = None
    data_only: bool = False
