"""A look at a message: whether its tag is one of some, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from ._native import CORE

_PATIENCE = 32
_PAUSE = 256
_LONGEST_PAUSE = 2**12
_WINDOW = 192
_LONG = 1024

TextT = TypeVar("TextT", str, bytes)
MethodT = TypeVar("MethodT", bound=Callable[..., object])


class Peek:
    """Knows the tag of a message that begins with it, as most servers write it.

    A look costs something: after a run of looks that found nothing there should be none at
    the next `pause` messages, twice as many each time. In the end `pause` is -1 for good.
    """

    def __init__(self, tag: str) -> None:
        self.pause = 0
        self._tag = tag
        # In one place: threads that look for other tags must not mix up each other's.
        self._looks = _looks(tag, frozenset())
        self._misses = 0
        self._next_pause = _PAUSE

    def finds(self, message: object, tags: frozenset[str]) -> bool:
        """Whether a message has one of these tags, as far as a look can tell.

        If so, to parse the message would give that tag, or find the message malformed.
        """
        known, characters, data = self._looks
        if known is not tags:
            _, characters, data = self._looks = _looks(self._tag, tags)
        has_tag = False
        if isinstance(message, bytes):
            if len(message) >= _LONG:
                has_tag = data.tells(message)
            else:  # To search a string is quicker than to search bytes.
                try:
                    text = message.decode()
                except UnicodeDecodeError:
                    text = ""
                has_tag = characters.tells(text)
        elif isinstance(message, str):
            has_tag = characters.tells(message)
        elif isinstance(message, dict):
            tag = cast("dict[str, object]", message).get(self._tag)
            return isinstance(tag, str) and tag in tags
        return self._counted(has_tag)

    def _counted(self, has_tag: bool) -> bool:
        if has_tag:
            self._misses = 0
            self._next_pause = _PAUSE
            return True
        self._misses += 1
        if self._misses >= _PATIENCE:
            self._misses = 0
            self.pause = self._next_pause if self._next_pause <= _LONGEST_PAUSE else -1
            self._next_pause *= 2
        return False


def peek_for(tag: str, skips: bool) -> Peek | None:
    """Make what looks at messages before they are decoded, if it saves time.

    Without `skips` malformed messages are to be found: the native core, which makes sure
    that there are none, is quick enough to look there as well.
    """
    if CORE is not None:
        look: Peek = CORE.Look(tag, not skips)
        return look
    return Peek(tag) if skips else None


def routed(dispatch: MethodT) -> MethodT:
    """Decorates the method that dispatches: the core looks at `_route` before it."""
    if CORE is None:
        return dispatch
    method: MethodT = CORE.Dispatch("_route", "_give", dispatch)
    return method


def route_of(
    peek: Peek | None,
    decode: Callable[..., object],
    skipped: frozenset[Any],
    by_class: dict[Any, tuple[Any, ...]],
) -> Any:
    """What the core needs to look at messages, decode them and drop the unhandled."""
    if CORE is None or isinstance(peek, Peek):
        return None
    return CORE.Route(peek, skipped, decode, by_class)


def _looks(
    tag: str, tags: frozenset[str]
) -> tuple[frozenset[str], Look[str], Look[bytes]]:
    data = Look(tag, lambda text: text.encode("utf-8", "surrogatepass"), tags)
    return tags, Look(tag, str, tags), data


def _is_plain(tag: str) -> bool:
    """Whether a key can be written with no other escapes than `\\u00`."""
    return tag.isascii() and tag.isidentifier()


class Look(Generic[TextT]):
    """The beginnings of messages with some tags, for the type of text that `spelled` makes.

    `tag` is the discriminator's name. Of the `tags` those with an escape are left out.
    """

    def __init__(
        self, tag: str, spelled: Callable[[str], TextT], tags: Iterable[str] = ()
    ) -> None:
        prefix = f'{{"{tag}":"'
        plain = [value for value in tags if "\\" not in value and _is_plain(tag)]
        heads = (spelled(f'{prefix}{value}"') for value in plain)
        self._heads: frozenset[TextT] = frozenset(heads)
        self._tags: frozenset[TextT] = frozenset(spelled(f'"{v}"') for v in plain)
        self._prefix_length = len(prefix)
        self._key: TextT = spelled(f'"{tag}"')
        self._quote: TextT = spelled('"')
        # To search bytes for a number is quicker than to search them for a byte.
        backslash: Any = spelled("\\")
        self._backslash = backslash[0]
        self._escape: TextT = spelled("\\u00")
        self._bracket: TextT = spelled('{"')
        self._end_bracket: TextT = spelled("}")
        space = r"[ \t\n\r]*"
        key = re.escape(f'"{tag}"')
        start = rf'{space}\{{{space}{key}{space}:{space}("[^"\\\x00-\x1f]*")'
        if not _is_plain(tag):
            start = "(?!)"
        self._start: re.Pattern[TextT] = re.compile(spelled(start))

    def tells(self, text: TextT) -> bool:
        """Whether a message surely has one of the tags."""
        end = text.find(self._quote, self._prefix_length) + 1
        if text[:end] not in self._heads:
            match = self._start.match(text)
            if match is None or match[1] not in self._tags:
                return False
            end = match.end()
        is_short = len(text) < _LONG and self._backslash not in text
        if is_short and text.find(self._key, end) < 0:
            return True
        return self._is_only(text, end)

    def tag_of(self, text: TextT) -> TextT | None:
        """The tag of a message, if it surely is the text that the message begins with."""
        match = self._start.match(text)
        if match is None or not self._is_only(text, match.end()):
            return None
        return match[1][1:-1]

    def _is_only(self, text: TextT, end: int) -> bool:
        """Whether the rest of the message surely has the key in nested objects alone.

        A second one would count. The search leaps from a window to the next quote, and so
        over most of a long string.
        """
        if self._backslash in text and text.find(self._escape, end) >= 0:
            return False
        key = self._key
        start = end
        while start >= 0:
            stop = start + _WINDOW
            at = text.find(key, start, stop + len(key) - 1)
            if at >= 0:
                if not self._is_nested(text, at, max(end, at - _WINDOW)):
                    return False
                start = at + 1
            elif stop < len(text):
                start = text.find(self._quote, stop)
            else:
                break
        return True

    def _is_nested(self, text: TextT, at: int, start: int) -> bool:
        """Whether a nested object surely begins after `start` and goes on beyond `at`.

        A bracket and a quote begin one, or end a string: then no letter comes next. Any
        other bracket between may be of a string.
        """
        opening = text.rfind(self._bracket, start, at + 1)
        return (
            opening >= 0
            and text[opening + 2 : opening + 3].isalnum()
            and text.find(self._end_bracket, opening, at) < 0
        )
