"""The native core of packages that realtime-codegen makes, and how a package is bound to it.

A package asks for `ABI` alone. If that is the number it was made for, it hands itself to
`Binding`, and takes the rest from there.
"""

from __future__ import annotations

from ._core import (
    ABI,
    ANYTHING,
    BOOLEAN,
    DICT,
    FALSE,
    FLOAT,
    INTEGER,
    LIST,
    NULL,
    TEXT,
    TRUE,
    Checker,
    Choice,
    Decoder,
    Dispatch,
    Look,
    Place,
    Reader,
    Route,
    Sort,
    Tagged,
    Ways,
    Writer,
)
from .bind import KIND_BITS, Binding

__all__ = [
    "ABI",
    "ANYTHING",
    "BOOLEAN",
    "DICT",
    "FALSE",
    "FLOAT",
    "INTEGER",
    "KIND_BITS",
    "LIST",
    "NULL",
    "TEXT",
    "TRUE",
    "Binding",
    "Checker",
    "Choice",
    "Decoder",
    "Dispatch",
    "Look",
    "Place",
    "Reader",
    "Route",
    "Sort",
    "Tagged",
    "Ways",
    "Writer",
]
