"""A look at a message: whether its tag is one of some, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import cast

__all__ = ["Peek"]

_PATIENCE = 32
_PAUSE = 1000


class Peek:
    """Knows the tag of a message that begins with it, as most servers write it.

    A look is cheap but not free: after a run of messages whose tag it cannot tell it
    looks at none for a while.
    """

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._key = f'"{tag}"'
        self._key_bytes = self._key.encode("utf-8", "replace")
        space = r"[ \t\n\r]*"
        start = rf'{space}\{{{space}{re.escape(self._key)}{space}:{space}"([^"\\]*)"'
        self._start = re.compile(start)
        self._start_bytes = re.compile(start.encode("utf-8", "replace"))
        self._misses = 0
        # A key with other characters can be written with other escapes than `\u00`.
        self._pause = 0 if tag.isascii() and tag.isidentifier() else -1

    def finds(self, message: object, tags: Container[str]) -> bool:
        """Whether a message has one of these tags, as far as a look can tell.

        If so, to parse the message would give that tag, or find the message malformed.
        """
        if isinstance(message, dict):
            tag = cast("dict[str, object]", message).get(self._tag)
            return isinstance(tag, str) and tag in tags
        if self._pause:
            self._pause -= self._pause > 0
            return False
        if isinstance(message, str):
            if match := self._start.match(message):
                self._misses = 0
                end = match.end()
                return (
                    match[1] in tags
                    # A second key of the same name would be the one that counts.
                    and message.find(self._key, end) < 0
                    and message.find("\\u00", end) < 0
                )
        elif isinstance(message, bytes) and (found := self._start_bytes.match(message)):
            self._misses = 0
            end = found.end()
            return (
                found[1].decode("utf-8", "replace") in tags
                and message.find(self._key_bytes, end) < 0
                and message.find(b"\\u00", end) < 0
            )
        self._misses += 1
        if self._misses >= _PATIENCE:
            self._pause = _PAUSE
        return False
