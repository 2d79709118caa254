"""Tools of servers and proxies: the tag of a message, and answers to refused messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from json.encoder import encode_basestring_ascii
from typing import Final, NamedTuple, TypeAlias, Union

from ._native import CORE, NATIVE
from ._peek import Look
from ._runtime import Json, UnknownEvent
from ._shapes import TagPath, tag_at
from ._wire import DecodeError, Message, cut, read_object

_LONGEST_CAUSE: Final = 1024  # As JSON.
_look_for = cache(Look[str])

Received: TypeAlias = Union[Message, UnknownEvent, None]
"""A message that does not fit, as it came or as it was decoded; None if it is not at hand."""


class Misfit(NamedTuple):
    """The content of an answer: a text, the place of the first problem, the event with it."""

    message: str
    param: str | None
    cause: str | None


def misfit(error: DecodeError, received: Received, cause: str) -> Misfit:
    """Describe a refused message in less than 3 KB; `cause` is the field to quote of it."""
    if not error.problems:
        return Misfit(_fitting(str(error), 1500), None, _quoted(received, cause))
    path, text = error.problems[0]
    place = _fitting(path.removeprefix("$").removeprefix("."), 400)
    more = len(error.problems) + error.more - 1
    others = f" (and {more:,} more problem{'s' if more > 1 else ''})" if more else ""
    text = _fitting(text, 1000)
    message = f"{place}: {text}{others}" if place else f"{text}{others}"
    return Misfit(message, place or None, _quoted(received, cause))


def _fitting(text: str, room: int) -> str:
    """A text, without its middle if it would be longer than `room` as JSON."""
    longest = room
    while len(encode_basestring_ascii(text := cut(text, longest))) > room:
        longest //= 2
    return text


def _quoted(received: Received, field: str) -> str | None:
    if isinstance(received, UnknownEvent):
        received = received.data
    try:
        value: Json = None if received is None else read_object(received).get(field)
    except DecodeError:
        return None
    if not isinstance(value, str) or len(value) > _LONGEST_CAUSE:
        return None
    return value if len(encode_basestring_ascii(value)) <= _LONGEST_CAUSE else None


def tag_of(message: Message, tag: str | TagPath, check: bool) -> str | None:
    """As `any_tag_of`, but None where the tag is no text."""
    value = any_tag_of(message, tag, check)
    return value if isinstance(value, str) else None


def any_tag_of(
    message: Message, tag: str | TagPath, check: bool
) -> Union[str, int, float, None]:
    """The text, number or boolean that a message has for `tag`, a field or the keys to it.

    Raises `DecodeError` for a message that is no JSON object. Without `check` a look at
    the message is enough where that tells for sure; what is wrong further on goes unseen.
    """
    if isinstance(tag, str) and not isinstance(message, dict):
        text = _native_look(tag)(message) if NATIVE else None
        if text is None and not check:
            text = _look(message, tag)
        if text is not None:
            return text
    path = (tag,) if isinstance(tag, str) else tag
    value: Json = tag_at(read_object(message), path)
    return value if isinstance(value, (str, int, float)) else None


@cache
def _native_look(tag: str) -> Callable[[object], str | None]:
    look: Callable[[object], str | None] = CORE.Look(tag, True).tag_of
    return look


def _look(message: str | bytes | bytearray | memoryview, tag: str) -> str | None:
    try:
        text = message if isinstance(message, str) else str(message, "utf-8")
    except (UnicodeDecodeError, TypeError):
        return None
    return _look_for(tag, str).tag_of(text)
