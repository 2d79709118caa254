"""The table of whom a change breaks, and why: readers, writers or code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from .report import Change, ChangeKind, Effect, Level, Relation, Side

__all__ = ["judged"]

_Verdict: TypeAlias = tuple[Level, str]
_Row: TypeAlias = Mapping[Side, _Verdict]

_R, _W, _C = Side.READERS, Side.WRITERS, Side.CODE
_BREAKS, _RISKY, _SAFE = Level.BREAKING, Level.RISKY, Level.SAFE

_TABLE: Final[Mapping[ChangeKind, _Row]] = {
    "group-added": {},
    "group-removed": {
        _R: (_BREAKS, "none of its events comes any longer"),
        _W: (_BREAKS, "none of its events is accepted any longer"),
        _C: (_BREAKS, "the union and its functions are gone"),
    },
    "group-renamed": {_C: (_BREAKS, "the union and its functions have another name")},
    "group-dispatcher-added": {},
    "group-dispatcher-removed": {
        _C: (_BREAKS, "the dispatcher and the type of its tags are gone"),
    },
    "event-added": {_R: (_RISKY, "code meets an event that it does not know")},
    "event-removed": {
        _R: (_BREAKS, "code that waits for it waits forever"),
        _W: (_BREAKS, "no longer accepted"),
    },
    "event-renamed": {
        _R: (_BREAKS, "code that looks for the old tag sees nothing"),
        _W: (_BREAKS, "the old tag is no longer accepted"),
    },
    "declaration-added": {},
    "declaration-removed": {_C: (_BREAKS, "the name is gone")},
    "declaration-renamed": {_C: (_BREAKS, "the old name is gone")},
    "declaration-inlined": {_C: (_RISKY, "the name is gone; what it stood for is not")},
    "field-removed": {
        _R: (_BREAKS, "no longer there"),
        _W: (_BREAKS, "no longer accepted"),
    },
    "field-renamed": {
        _R: (_BREAKS, "the old name is no longer there"),
        _W: (_BREAKS, "the old name is no longer accepted"),
    },
    "field-moved": {
        _R: (_BREAKS, "no longer in the old place"),
        _W: (_BREAKS, "no longer accepted in the old place"),
    },
    "field-required": {_W: (_BREAKS, "must be sent now")},
    "field-optional": {_R: (_BREAKS, "may be missing now")},
    "null-added": {_R: (_BREAKS, "may be null now")},
    "null-removed": {_W: (_BREAKS, "null is no longer accepted")},
    "class-changed": {_C: (_RISKY, "code that asks for the old class sees nothing")},
    "class-removed": {_C: (_BREAKS, "code that makes one of it, or asks for it, fails")},
    "index-added": {},
    "index-removed": {
        _R: (_BREAKS, "further fields no longer come"),
        _W: (_BREAKS, "further fields are no longer accepted"),
    },
    "values-opened": {_R: (_RISKY, "any other value may come")},
    "values-closed": {_W: (_BREAKS, "other values are no longer accepted")},
    "value-renamed": {
        _R: (_BREAKS, "code that looks for the old value sees nothing"),
        _W: (_BREAKS, "the old value is no longer accepted"),
    },
    "readonly-changed": {},
    "deprecated": {
        _R: (_RISKY, "it is going to be removed"),
        _W: (_RISKY, "it is going to be removed"),
    },
    "undeprecated": {},
    "doc-changed": {},
}

_BY_RELATION: Final[Mapping[ChangeKind, Mapping[Relation, _Row]]] = {
    "values-added": {"wider": {_R: (_RISKY, "code meets a value that it does not know")}},
    "values-removed": {
        "narrower": {_W: (_BREAKS, "no longer accepted")},
        "equal": {_W: (_RISKY, "still fits the type, but is no longer listed")},
    },
    "variants-added": {"wider": {_R: (_RISKY, "code meets an object that it does not know")}},
    "variants-removed": {"narrower": {_W: (_BREAKS, "no longer accepted")}},
    "type-changed": {
        "wider": {_R: (_BREAKS, "values of another type may come")},
        "narrower": {_W: (_BREAKS, "some values are no longer accepted")},
        "other": {
            _R: (_BREAKS, "values of another type may come"),
            _W: (_BREAKS, "some values are no longer accepted"),
        },
    },
}


def _row(change: Change) -> _Row:
    if change.kind == "field-added":
        required = change.new is not None and change.new.required
        return {_W: (_BREAKS, "must be sent")} if required else {}
    if change.kind in _BY_RELATION:
        return _BY_RELATION[change.kind].get(change.relation, {})
    return _TABLE[change.kind]


def judged(change: Change, directions: frozenset[Side]) -> Change:
    """Add to a change its effect on each side that it concerns.

    `directions` are the sides that meet the item on the wire: readers, writers or both. A side
    on which it has no effect gets a `SAFE` one without a reason.
    """
    row = _row(change)
    effects = []
    for side in (_R, _W, _C):
        if side is _C and side not in row:
            continue
        if side is not _C and side not in directions:
            continue
        level, why = row.get(side, (_SAFE, ""))
        effects.append(Effect(side, level, why))
    return replace(change, effects=tuple(effects))
