"""A plan as JSON values, for the cache."""

from __future__ import annotations

from typing import Any, Final

from .. import model
from ..model import movement
from ..python.names import Names
from ..text.packing import pack, unpack
from ..text.source import Span
from . import plan as plans
from .plan import Plan
from .schema import Schema

__all__ = ["RECORDS", "packed", "unpacked"]

_MODULES: Final = (model, movement, plans)
_NAMED: Final = [vars(module)[name] for module in _MODULES for name in module.__all__]
RECORDS: Final = (
    Names,
    Schema,
    *(value for value in _NAMED if isinstance(value, type) and hasattr(value, "__match_args__")),
)
"""The classes of the records in a plan."""


def packed(plan: Plan) -> list[Any]:
    """Convert a plan to JSON values, without the places of declarations in their files.

    Raises RecursionError for some types that are nested very deeply.
    """
    return pack(plan, RECORDS, (Span,))


def unpacked(rows: list[Any]) -> Plan:
    """Convert JSON values back to a plan. Raises ValueError for any other values."""
    plan = unpack(rows, RECORDS)
    if not isinstance(plan, Plan):
        raise ValueError("this is no plan")  # noqa: TRY004 - whatever is wrong with the rows.
    return plan
