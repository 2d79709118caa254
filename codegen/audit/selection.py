"""Select the messages of a recording that count, by tag or by value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any, Final

from ..text.records import dataclass
from .recording import NOTHING, reached, steps_of
from .senders import UNTOLD

__all__ = ["Selection", "Selector", "selector"]

_SKIPPED: Final = "a message that --skip sets apart"
_NOT_ONLY: Final = "a message that --only sets apart"


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector of messages whose value at the end of `steps` matches `pattern`.

    Without a pattern, any value matches. Without `steps`, the pattern is for the tag.
    """

    steps: tuple[str, ...] | None
    pattern: str | None

    def matches(self, tag: str | None, *places: Any) -> bool:
        """Whether a message is selected; `places` are the message and its enclosing values."""
        if self.steps is None:
            return tag is not None and self._is_like(tag)
        return any(
            value is not NOTHING and self._is_like(value)
            for place in places
            for value, _ in reached(place, self.steps, UNTOLD)
        )

    def _is_like(self, value: Any) -> bool:
        if self.pattern is None:
            return True
        text = value if isinstance(value, str) else json.dumps(value)
        return fnmatchcase(text, self.pattern)


def selector(text: str) -> Selector:
    """Parse a selector: `/event`, `/event=media*`, or a tag, `response.*`.

    Raises ValueError for a malformed JSON Pointer.
    """
    if not text.startswith("/"):
        return Selector(None, text)
    pointer, equals, pattern = text.partition("=")
    return Selector(steps_of(pointer), pattern if equals else None)


@dataclass(frozen=True, slots=True)
class Selection:
    """The messages that match one of `only`, if there are any, and none of `skip`."""

    only: Sequence[Selector] = ()
    skip: Sequence[Selector] = ()

    def __bool__(self) -> bool:
        return bool(self.only or self.skip)

    def set_apart(self, tag: str | None, *places: Any) -> str:
        """The label of a message that does not count; "" for one that does."""
        if any(selector.matches(tag, *places) for selector in self.skip):
            return _SKIPPED
        if self.only and not any(selector.matches(tag, *places) for selector in self.only):
            return _NOT_ONLY
        return ""
