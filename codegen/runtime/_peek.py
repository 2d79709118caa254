"""A look at a message: whether its tag is one of some, without parsing it."""

from __future__ import annotations

import re
from typing import cast

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
        self._key = f'"{tag}"'
        self._prefix = f'{{"{tag}":"'
        self._prefix_length = len(self._prefix)
        space = r"[ \t\n\r]*"
        start = rf'{space}\{{{space}"{re.escape(tag)}"{space}:{space}"([^"\\]*)"'
        self._start = re.compile(start)
        none: frozenset[str] = frozenset()
        self._known = none, none
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
            try:
                message = message.decode()
            except UnicodeDecodeError:
                return False
        if isinstance(message, str) and self._tells(message, tags):
            self._misses = 0
            return True
        self._misses += 1
        if self._misses >= _PATIENCE:
            self._misses = 0
            self._pause = _PAUSE
        return False

    def _tells(self, text: str, tags: frozenset[str]) -> bool:
        known, heads = self._known
        if known is not tags:
            heads = self._heads(tags)
            self._known = tags, heads
        end = text.find('"', self._prefix_length) + 1
        if text[:end] not in heads:
            match = self._start.match(text)
            if match is None or f'{self._prefix}{match[1]}"' not in heads:
                return False
            end = match.end()
        # A second key of the same name would be the one that counts. The search goes by
        # windows, from one to the next quote: so it leaps over most of a long string.
        if "\\" in text and text.find("\\u00", end) >= 0:
            return False
        key = self._key
        start = end
        while start >= 0:
            stop = start + _WINDOW
            at = text.find(key, start, stop + len(key) - 1)
            if at < 0:
                start = text.find('"', stop)
            elif _is_nested(text, at, max(end, at - _WINDOW)):
                start = at + 1
            else:
                return False
        return True

    def _heads(self, tags: frozenset[str]) -> frozenset[str]:
        """How compact messages with these tags begin; a tag with an escape is left out."""
        return frozenset(f'{self._prefix}{tag}"' for tag in tags if "\\" not in tag)


def _is_nested(text: str, at: int, start: int) -> bool:
    """Whether a nested object surely begins after `start` and goes on beyond `at`.

    A bracket and a quote begin one, or else they end a string, and then what comes next
    is no letter. Any other bracket between may be of a string: not sure.
    """
    opening = text.rfind('{"', start, at + 1)
    return (
        opening >= 0
        and text[opening + 2 : opening + 3].isalnum()
        and text.find("}", opening, at) < 0
    )
