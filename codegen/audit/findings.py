"""The misfits that an audit finds in a value: their kinds, paths and messages.

The messages are those of strict decoding in generated packages.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..runtime._problems import Key, Steps, kind_alone, told_steps
from ..runtime._wire import describe, pieces, write_json
from .owners import Site

__all__ = ["Found", "Key", "Kind", "Misfit", "Steps", "excerpt", "pattern", "shortened"]

_HIDDEN: Final = object()
_LONGEST_NAME: Final = 120
_LONGEST_VALUE: Final = 80


class Kind(enum.Enum):
    """The kinds of misfits, by their names in options and reports."""

    UNKNOWN_EVENT = "unknown-event"
    MISSING = "missing"
    NULL = "null"
    UNKNOWN_VALUE = "unknown-value"
    WRONG_TYPE = "wrong-type"
    UNDECLARED = "undeclared"

    @property
    def summary(self) -> str:
        """A short description of the kind."""
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
    """A misfit of a value, without the path to it.

    `expected` is what the spec expects, empty for undeclared fields. `got` replaces the
    description of the value in the message, if it is set.
    """

    kind: Kind
    expected: str
    value: Any
    got: str = ""

    @property
    def absent(self) -> bool:
        """Whether there is no value to show: it is missing, or a secret."""
        return self.value is _HIDDEN or self.got.startswith("but ")

    def without_value(self) -> Misfit:
        """The misfit with its value hidden, as it is a secret."""
        if self.absent:
            return self
        return self._replace(value=_HIDDEN, got=self.got or f"got {kind_alone(self.value)}")

    @property
    def message(self) -> str:
        """The message of strict decoding for the misfit."""
        return f"expected {self.expected}, {self.got or f'got {describe(self.value)}'}"

    @property
    def summary(self) -> str:
        """The message without the value, for counting equal misfits.

        The value stays if it is what makes the misfits different.
        """
        if self.kind is Kind.UNDECLARED:
            return "not declared"
        if self.kind is Kind.WRONG_TYPE:
            return f"expected {self.expected}, {self.got or f'got {_json_kind(self.value)}'}"
        return self.message


class Found(NamedTuple):
    """A misfit and the path to it; `site` is its place in the declarations, if requested."""

    steps: Steps
    misfit: Misfit
    site: Site | None = None

    @property
    def path(self) -> str:
        """The path as text, without the keys of a map in a secret: `$.item.content[0]`."""
        steps, _ = told_steps(self.steps)
        return "$" + "".join(f"[{s}]" if isinstance(s, int) else _name(s) for s in steps)


def pattern(steps: Steps) -> str:
    """A path with `[]` for every index and `*` for every free key: `$.item.content[]`."""
    return "$" + "".join(
        "[]" if isinstance(step, int) else ".*" if isinstance(step, Key) else _name(step)
        for step in _walk(steps)
    )


def _walk(steps: Steps) -> Iterator[str | int]:
    while steps is not None:
        yield steps[0]
        steps = steps[1]


def _name(name: str) -> str:
    """A property as a part of a path."""
    if name.isascii() and name.isidentifier():
        return f".{shortened(name)}"
    return f"[{write_json(shortened(name))}]"


def shortened(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text, truncated if it is too long to show."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def excerpt(value: Any) -> str:
    """A value as JSON text, truncated if it is too long to show."""
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
