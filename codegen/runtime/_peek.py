"""A look at a message: whether its tag is one of some, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import AnyStr, Generic, cast

__all__ = ["Peek"]

_PATIENCE = 32
_PAUSE = 256
_WINDOW = 192


class Peek:
    """Knows the tag of a message that begins with it, as most servers write it.

    A look is cheap but not free: after a run of looks that found nothing it looks at no
    message for a while.
    """

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._text = _Look(tag, str)
        self._bytes = _Look(tag, _encoded)
        self._misses = 0
        # A key with other characters can be written with other escapes than `\u00`.
        self._pause = 0 if tag.isascii() and tag.isidentifier() else -1

    def finds(self, message: object, tags: frozenset[str]) -> bool:
        """Whether a message has one of these tags, as far as a look can tell.

        If so, to parse the message would give that tag, or find the message malformed.
        """
        if isinstance(message, dict):
            tag = cast("dict[str, object]", message).get(self._tag)
            return isinstance(tag, str) and tag in tags
        if self._pause:
            self._pause -= self._pause > 0
            return False
        if isinstance(message, bytes):
            found = self._bytes.finds(message, tags)
        elif isinstance(message, str):
            found = self._text.finds(message, tags)
        else:
            found = False
        if found:
            self._misses = 0
            return True
        self._misses += 1
        if self._misses >= _PATIENCE:
            self._misses = 0
            self._pause = _PAUSE
        return False


class _Look(Generic[AnyStr]):
    """The look at messages that are `str`, or at those that are `bytes`."""

    def __init__(self, tag: str, spell: Callable[[str], AnyStr]) -> None:
        space = r"[ \t\n\r]*"
        start = rf'{space}\{{{space}"{re.escape(tag)}"{space}:{space}"([^"\\]*)"'
        self._spell = spell
        self._start = re.compile(spell(start))
        self._prefix = spell(f'{{"{tag}":"')
        self._key = spell(f'"{tag}"')
        self._opening = spell('{"')
        self._closing = spell("}")
        self._quote = spell('"')
        self._backslash = spell("\\")
        self._escape = spell("\\u00")
        none: frozenset[str] = frozenset()
        self._known = none, self._heads(none)

    def finds(self, message: AnyStr, tags: frozenset[str]) -> bool:
        known, heads = self._known
        if known is not tags:
            heads = self._heads(tags)
            self._known = tags, heads
        end = message.find(self._quote, len(self._prefix)) + 1
        if message[:end] not in heads:
            match = self._start.match(message)
            if match is None or self._prefix + match[1] + self._quote not in heads:
                return False
            end = match.end()
        return self._is_last(message, end)

    def _heads(self, tags: frozenset[str]) -> frozenset[AnyStr]:
        """How compact messages with these tags begin; a tag with an escape is left out."""
        return frozenset(
            self._prefix + self._spell(tag) + self._quote
            for tag in tags
            if "\\" not in tag
        )

    def _is_last(self, message: AnyStr, end: int) -> bool:
        """Whether the object surely has no second key of the name, which would count.

        The search goes by windows, from one to the next quote after it: so it leaps over
        the rest of a long string.
        """
        if self._backslash in message and message.find(self._escape, end) >= 0:
            return False
        start = end
        while start >= 0:
            stop = start + _WINDOW
            at = message.find(self._key, start, stop + len(self._key) - 1)
            if at < 0:
                start = message.find(self._quote, stop)
            elif self._is_nested(message, at, max(end, at - _WINDOW)):
                start = at + 1
            else:
                return False
        return True

    def _is_nested(self, message: AnyStr, at: int, start: int) -> bool:
        """Whether a nested object surely begins after `start` and goes on beyond `at`.

        A bracket and a quote begin one, or else they end a string, and then what comes
        next is no letter. Any other bracket between may be of a string: not sure.
        """
        opening = message.rfind(self._opening, start, at + 1)
        return (
            opening >= 0
            and message[opening + 2 : opening + 3].isalnum()
            and message.find(self._closing, opening, at) < 0
        )


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
