"""Extract the messages of a recording from envelopes, batches and exports of tools."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from ..runtime._number import LONGEST
from ..runtime._wire import DecodeError, describe, read_object, scan, scan_long
from .catalogue import Catalogue, tag_name
from .senders import UNTOLD, Sender, sender_beside, sender_of_words
from .texts import BASE64, Broken, NoEventError, Opened, Passed, opened
from .wrappers import Inner, wrapper_of

__all__ = [
    "NOTHING",
    "Envelopes",
    "Item",
    "Record",
    "check_pointer",
    "parsed",
    "reached",
    "steps_of",
]

_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_INDEX: Final = re.compile("0|[1-9][0-9]{0,8}")
_DEEPEST: Final = 8
_LINE_ENDS: Final = ("", "\n")


class Record(NamedTuple):
    """A message of a recording, its sender if known, and the formats it was unwrapped from.

    `time` is when it was sent according to the tool, in seconds.
    """

    value: dict[str, Any]
    sender: Sender = UNTOLD
    words: tuple[str, ...] = ()
    time: float | None = None


Item: TypeAlias = "Record | Passed | Broken"


def check_pointer(pointer: str) -> None:
    """Check that a text is a JSON Pointer (RFC 6901), with `*` steps too. Raises ValueError."""
    if _POINTER.fullmatch(pointer) is None:
        raise ValueError(f"{pointer!r} is no JSON Pointer, such as /event or /events/*/data")


def steps_of(pointer: str) -> tuple[str, ...]:
    """The steps of a JSON Pointer. Raises ValueError for any other text."""
    check_pointer(pointer)
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def parsed(data: bytes) -> dict[str, Any]:
    """Parse a line as an object. Raises NoEventError."""
    try:
        # The beginning of `read_object`, inlined. It keeps the line break, which spares a copy.
        text = str(data, "utf-8")
        value, end = scan(text, 0) if len(text) <= LONGEST else scan_long(text)
        if type(value) is dict and text[end:] in _LINE_ENDS:
            return value
    except (StopIteration, ValueError, RecursionError):
        pass
    try:
        return read_object(data[:-1] if data.endswith(b"\n") else data)
    except DecodeError as error:
        place = "" if error.column is None else f"column {error.column}: "
        raise NoEventError(f"{place}{error.message}") from None


class Envelopes:
    """Extracts the messages from the values of a recording.

    With a `pointer`, they are the values that it selects. Without one, an object with the tag of a
    declared event is that event. The wrappers of known tools are removed (`wrappers`). Any other
    object is an envelope if exactly one of its members is an event, as an object or as JSON text,
    and the event is declared or has a sender beside it; or if, deeper inside, one of its members
    alone has declared events. One with a tag of its own is an envelope of events deeper inside only
    if the tags there are no plain words, or a sender is given. All other objects are undeclared
    events. An array is an envelope if it has one object among other values, and else a batch.
    """

    def __init__(self, catalogue: Catalogue, pointer: str | None = None) -> None:
        self._catalogue = catalogue
        self._steps = None if pointer is None else steps_of(pointer)

    def open(self, data: bytes | str) -> list[Item]:
        """The items in a text. Raises NoEventError if there is no message in it."""
        try:
            value = read_object(data[:-1] if data[-1:] in (b"\n", "\n") else data)
        except DecodeError:
            return list(self._of_text(opened(data), 0))
        return self.find(value)

    def find(self, value: Any) -> list[Item]:
        """The items in a parsed value."""
        if self._steps is not None:
            return list(self._pointed(value, self._steps))
        return list(self._of(value, 0))

    # ------------------------------------------------------------------------- pointers

    def _pointed(self, line: Any, steps: tuple[str, ...]) -> Iterator[Item]:
        for value, sender in reached(line, steps, UNTOLD):
            if value is NOTHING:
                yield Broken("the pointer leads nowhere")
            elif isinstance(value, dict):
                yield Record(value, sender)
            elif isinstance(value, str):
                try:
                    yield Record(read_object(value), sender)
                except DecodeError as error:
                    yield Broken(f"the text at the pointer is not JSON: {error.message}")
            else:
                yield Broken(f"expected a JSON object at the pointer, got {describe(value)}")

    # ------------------------------------------------------------------------ envelopes

    def _of(self, value: Any, depth: int) -> Iterator[Item]:
        """The messages inside a value, or the value itself if it holds no message."""
        if isinstance(value, list):
            yield from self._of_list(value, depth)
        elif isinstance(value, str) and "{" in value and depth < _DEEPEST:
            yield from self._of_string(value, depth + 1)
        elif not isinstance(value, dict):
            yield Broken(f"expected a JSON object, got {describe(value)}")
        else:
            yield from self._inside(value, depth) or (Record(value),)

    def _inside(self, value: dict[str, Any], depth: int) -> list[Item]:
        """The messages in an object: itself if it is a declared event, none if it is undeclared."""
        tag = self._catalogue.tag(value)
        if self._catalogue.knows(tag):
            return [Record(value)]
        wrapped = wrapper_of(value)
        if wrapped is not None:
            word, inner = wrapped
            return list(_worded(word, self._unwrapped(inner, depth)))
        record = self._opened(value)
        if record is not None:
            return [record]
        if depth >= _DEEPEST:
            return []
        if tag is None and self._is_numbered(value):
            return [Record(item) for item in value.values()]
        lists = [items for member in value.values() if (items := self._deeper(member, depth + 1))]
        if len(lists) != 1 or (tag is not None and not self._are_telling(lists[0])):
            return []
        return list(_told(lists[0], sender_beside(value)))

    def _is_numbered(self, value: dict[str, Any]) -> bool:
        """Whether an object has a declared event under each of several numbers."""
        return len(value) > 1 and all(
            key.isdecimal()
            and isinstance(item, dict)
            and self._catalogue.knows(self._catalogue.tag(item))
            for key, item in value.items()
        )

    def _are_telling(self, items: list[Item]) -> bool:
        """Whether messages are unambiguous even inside of an object with a tag of its own."""
        records = (item for item in items if isinstance(item, Record))
        return all(
            record.sender.direction is not None or not tag_name(tag).isidentifier()
            for record in records
            if (tag := self._catalogue.tag(record.value)) is not None
        )

    def _deeper(self, member: Any, depth: int) -> list[Item]:
        """The messages in the members of an envelope, if one of the members has declared ones."""
        if isinstance(member, str):
            member = _as_event(member)[0] if "{" in member[:_SHOWN] else None
        if isinstance(member, dict):
            return self._inside(member, depth)
        if (
            isinstance(member, list)
            and depth < _DEEPEST
            and any(self._deeper(item, depth + 1) for item in member)
        ):
            return list(self._of_list(member, depth))
        return []

    def _of_list(self, value: list[Any], depth: int) -> Iterator[Item]:
        if depth >= _DEEPEST:
            yield Broken("nested too deeply")
            return
        events = [_as_event(item)[0] if isinstance(item, str) else item for item in value]
        objects = [event for event in events if isinstance(event, dict | list)]
        if len(objects) == 1 and len(value) > 1:
            sender = sender_of_words(item for item in value if isinstance(item, str))
            yield from _worded("lists", _told(self._of(objects[0], depth + 1), sender))
            return
        for item, event in zip(value, events, strict=True):
            yield from self._of(item if event is None else event, depth + 1)

    def _unwrapped(self, inner: Iterable[Inner | Passed], depth: int) -> Iterator[Item]:
        for part in inner:
            if isinstance(part, Passed):
                yield part
            elif depth >= _DEEPEST:
                yield Broken("nested too deeply")
            elif isinstance(part.value, str):
                items = self._of_string(part.value, depth + 1)
                yield from _told(items, part.sender, part.time)
            else:
                yield from _told(self._of(part.value, depth + 1), part.sender, part.time)

    def _of_string(self, text: str, depth: int) -> Iterator[Item]:
        """The messages in a text that is the value of a member."""
        try:
            yield from self._of(read_object(text.rstrip("\r\n")), depth)
        except DecodeError:
            if not text.strip():
                return
            try:
                yield from self._of_text(opened(text), depth)
            except NoEventError as fault:
                yield Broken(str(fault))

    def _of_text(self, parts: Iterable[Opened | Passed | Broken], depth: int) -> Iterator[Item]:
        for part in parts:
            if not isinstance(part, Opened):
                yield part
            elif self._steps is not None:
                yield from _worded(part.word, self._pointed(part.value, self._steps))
            else:
                yield from _worded(part.word, _told(self._of(part.value, depth), part.sender))

    def _opened(self, line: dict[str, Any]) -> Record | None:
        """The only event among the members of an envelope."""
        sender = sender_beside(line)
        known: list[Record] = []
        tagged: list[Record] = []
        for value in line.values():
            event, words = _as_event(value)
            tag = None if event is None else self._catalogue.tag(event)
            if event is not None and tag is not None:
                tagged.append(Record(event, sender, words))
                if self._catalogue.knows(tag):
                    known.append(tagged[-1])
        if len(known) == 1:
            return known[0]
        return tagged[0] if len(tagged) == 1 and sender.direction is not None else None


_SHOWN: Final = 20
NOTHING: Final = object()
"""The result of a pointer without a target."""


def reached(value: Any, steps: tuple[str, ...], sender: Sender) -> Iterator[tuple[Any, Sender]]:
    """The values that a pointer selects, each with its sender, if known."""
    if not steps:
        yield value, sender
        return
    if isinstance(value, str):
        value = _as_event(value)[0]
    step, rest = steps[0], steps[1:]
    if isinstance(value, dict):
        beside = sender_beside(value)
        sender = beside if beside.direction is not None else sender
    if (
        step == "*"
        and isinstance(value, dict | list)
        and not (isinstance(value, dict) and "*" in value)
    ):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from reached(inner, rest, sender)
    elif isinstance(value, dict) and step in value:
        yield from reached(value[step], rest, sender)
    elif isinstance(value, list) and _INDEX.fullmatch(step) and int(step) < len(value):
        yield from reached(value[int(step)], rest, sender)
    else:
        yield NOTHING, sender


def _told(items: Iterable[Item], sender: Sender, time: float | None = None) -> Iterator[Item]:
    """Add a sender and a time to items that have none."""
    for item in items:
        if isinstance(item, Record) and item.sender.direction is None:
            yield item._replace(sender=sender, time=time if item.time is None else item.time)
        elif isinstance(item, Record) and time is not None and item.time is None:
            yield item._replace(time=time)
        else:
            yield item


def _worded(word: str, items: Iterable[Item]) -> Iterator[Item]:
    """Add the name of a container to the formats of items."""
    for item in items:
        if word and isinstance(item, Record) and word not in item.words:
            yield item._replace(words=(word, *item.words))
        else:
            yield item


def _as_event(value: Any) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """Convert a value, or JSON text, also in Base64, to an object; None if it is none."""
    if isinstance(value, dict):
        return value, ()
    if not isinstance(value, str):
        return None, ()
    words: tuple[str, ...] = ()
    text: str | bytes = value
    if value.startswith(BASE64):
        try:
            text, words = base64.b64decode(value, validate=True), ("Base64",)
        except (binascii.Error, ValueError):
            return None, ()
    elif not (value.startswith("{") and value.rstrip().endswith("}")):
        return None, ()
    try:
        return read_object(text), words
    except DecodeError:
        return None, ()
