"""What an audit finds in a value: kinds of misfits, where they are, and how they are worded.

The wording is that of strict decoding in generated packages.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..runtime._problems import Key, Steps, kind_alone
from ..runtime._wire import describe, pieces, write_json

__all__ = ["Found", "Key", "Kind", "Misfit", "Steps", "excerpt", "pattern", "shortened"]

_HIDDEN: Final = object()
_LONGEST_NAME: Final = 120
_LONGEST_VALUE: Final = 80


class Kind(enum.Enum):
    """How a value misfits; the value of a kind is its name in options and reports."""

    UNKNOWN_EVENT = "unknown-event"
    MISSING = "missing"
    NULL = "null"
    UNKNOWN_VALUE = "unknown-value"
    WRONG_TYPE = "wrong-type"
    UNDECLARED = "undeclared"

    @property
    def summary(self) -> str:
        """The kind in a few words."""
        return _SUMMARIES[self]


_SUMMARIES: Final = {
    Kind.UNKNOWN_EVENT: "an event that is not declared",
    Kind.MISSING: "a required field is missing",
    Kind.NULL: "null where a field is only optional",
    Kind.UNKNOWN_VALUE: "a value that is none of the declared ones",
    Kind.WRONG_TYPE: "a value of another type",
    Kind.UNDECLARED: "a field that is not declared",
}


class Misfit(NamedTuple):
    """One misfit of a value, wherever the value is.

    `expected` says what the spec wants and is empty for undeclared fields; `got` stands in
    for the description of the value where that would not say it.
    """

    kind: Kind
    expected: str
    value: Any
    got: str = ""

    @property
    def absent(self) -> bool:
        """Whether there is no value that could be shown."""
        return self.value is _HIDDEN or self.got.startswith("but ")

    def without_value(self) -> Misfit:
        """The same misfit of a value that is not to be shown, since it is secret."""
        if self.absent:
            return self
        return self._replace(value=_HIDDEN, got=self.got or f"got {kind_alone(self.value)}")

    @property
    def message(self) -> str:
        """The misfit as strict decoding words it."""
        return f"expected {self.expected}, {self.got or f'got {describe(self.value)}'}"

    @property
    def summary(self) -> str:
        """The misfit without the value, but for a value that others do not have.

        Misfits that share a summary are counted together.
        """
        if self.kind is Kind.UNDECLARED:
            return "not declared"
        if self.kind is Kind.WRONG_TYPE:
            return f"expected {self.expected}, {self.got or f'got {_json_kind(self.value)}'}"
        return self.message


class Found(NamedTuple):
    """A misfit and the way to it."""

    steps: Steps
    misfit: Misfit

    @property
    def path(self) -> str:
        """Where the misfit is, `$.item.content[0]`."""
        return "$" + "".join(
            f"[{step}]" if isinstance(step, int) else _name(step) for step in _walk(self.steps)
        )


def pattern(steps: Steps) -> str:
    """A way with every index as `[]` and every free key as `*`, `$.item.content[]`."""
    return "$" + "".join(
        "[]" if isinstance(step, int) else ".*" if isinstance(step, Key) else _name(step)
        for step in _walk(steps)
    )


def _walk(steps: Steps) -> Iterator[str | int]:
    while steps is not None:
        yield steps[0]
        steps = steps[1]


def _name(name: str) -> str:
    """A property in a path."""
    if name.isascii() and name.isidentifier():
        return f".{shortened(name)}"
    return f"[{write_json(shortened(name))}]"


def shortened(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text with its end cut off if it is too long to be shown."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def excerpt(value: Any) -> str:
    """A JSON value as text, cut where it is too long to be shown."""
    text = ""
    for piece in pieces(value):
        text += piece[: _LONGEST_VALUE + 1]
        if len(text) > _LONGEST_VALUE:
            return f"{text[:_LONGEST_VALUE]}..."
    return text


def _json_kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else describe(value)
