"""Layouts of recordings: how messages are separated, detected from the first lines.

A layout splits a source into the texts of its messages, each with its line number. The text is None
if it is too long; a layout that has parsed it already yields the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from .unpacking import Source, UnreadableError
from .values import LONGEST, end_of_value, values

__all__ = ["BLOCKS", "LINES", "Layout", "Lines", "Message", "layout_of"]

Message: TypeAlias = tuple[int, Any]
"""A line number and its content: text as bytes, a value, or None if it is too long."""

_SSE: Final = re.compile(rb"(?:(?:event|data|id|retry):|:[^:\s]*\s|data\s*$)")
_YAML: Final = re.compile(
    rb"""%YAML |---\s*$|-\s+(?:[\w.-]+:(?:\s|$)|["'{\[])"""
    rb"""|["']?[\w.-]+["']?:\s*(?:[|>]?-?|[\w."'-]+|&.*)\s*$"""
)
_YAML_BELOW: Final = re.compile(rb"\s+\S|- |---|[\w.\"'-]+:(?:\s|$)|#|$")
_OPENED: Final = re.compile(rb"[{\[](?=\s*(?:['\"{\[]|$))")
"""The possible beginning of a value."""
_TOKENS: Final = re.compile(
    rb"""'[^'\\]*+(?:\\.[^'\\]*+)*+'|"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]""", re.DOTALL
)
_OBJECT: Final = re.compile(rb"\{\s*['\"]")
_MOST_LINES: Final = 12
_MOST_YAML: Final = 16 * 2**20


class Layout(NamedTuple):
    """A layout by its name in reports."""

    name: str
    messages: Callable[[Source], Iterator[Message]]


class Lines:
    """The lines of a file as bytes; None for a line above the limit of memory.

    `read` is the number of bytes read so far.
    """

    def __init__(self, stream: Any, longest: int = LONGEST) -> None:
        self._stream = stream
        self._longest = longest
        self.read = 0

    def __iter__(self) -> Iterator[bytes | None]:
        stream, longest = self._stream, self._longest
        while data := stream.readline(longest + 1):
            size = len(data)
            self.read += size
            if size <= longest or data.endswith(b"\n"):
                yield data
                continue
            while data and not data.endswith(b"\n"):
                data = stream.readline(2**20)
                self.read += len(data)
            yield None


def layout_of(source: Source) -> Layout:
    """Detect the layout of a source by its first line that is not blank, and the next one.

    Raises UnreadableError for YAML if no parser is installed.
    """
    text = source.head.lstrip()
    first = text.split(b"\n", 1)[0]
    if text.startswith(b"\x1e"):
        return _SEQUENCE
    if text[:1] in (b"{", b"["):
        return _of_json(source, text)
    if _SSE.match(first):
        return _EVENTS
    if _YAML.match(first) and source.extend() and _YAML_BELOW.match(_second(source)):
        return _YAML_LAYOUT
    return _of_text(source)


def _of_text(source: Source) -> Layout:
    """The layout of plain text: a value in its first lines may continue on the next line."""
    for _ in range(_MOST_LINES):
        lines = source.head.lstrip().split(b"\n")
        for line, after in pairwise(lines):
            if _begins_value(line) and after[:1].isspace():
                return BLOCKS
            if _OBJECT.search(line) and not _begins_value(line):
                return LINES
        if not source.extend():
            break
    return LINES


def _begins_value(line: bytes) -> bool:
    """Whether an object or array in a line is still open at its end."""
    start = _OPENED.search(line)
    while start is not None:
        depth = 0
        for token in _TOKENS.finditer(line, start.start()):
            depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(token[0], 0)
            if not depth:
                break
        else:
            return True
        start = _OPENED.search(line, token.end())
    return False


def _of_json(source: Source, text: bytes) -> Layout:
    if text[:1] == b"{" and text[1:].lstrip()[:1] not in (b'"', b"}", b""):
        return _of_text(source)  # In the notation of Python.
    end = end_of_value(text, 0)
    if end is not None:
        rest = text[end:].split(b"\n", 1)[0].strip()
        joined = rest[:1] == b"{" and text[:1] == b"{"
        return _CONCATENATED if joined else LINES
    array = text[:1] == b"["
    if b"\n" not in text:
        # The buffer ends within the line.
        return _ARRAY if array and text[1:].lstrip()[:1] in (b"{", b"[", b'"') else LINES
    before = text.rstrip()
    if not source.extend() or not _goes_on(before, _second(source).lstrip()):
        return LINES
    return _ARRAY if array else _CONCATENATED


def _second(source: Source) -> bytes:
    """The second line of a head of two lines."""
    return source.head.lstrip().split(b"\n", 1)[1]


def _goes_on(before: bytes, after: bytes) -> bool:
    """Whether a JSON value that is open at the end of a line may continue in the next one."""
    if before.count(b'"') % 2 and b"\\" not in before:
        return False
    last, begun = before[-1:], after[:1]
    if last == b"{":
        return begun in (b'"', b"}", b"")
    if last == b"[":
        return True
    if last == b",":
        return begun == b'"' if before.lstrip()[:1] == b"{" and b"[" not in before else True
    if last == b":":
        return begun not in (b",", b"}", b"]")
    return begun in (b",", b"}", b"]", b":")


# -------------------------------------------------------------------------- the layouts


def _lines(source: Source) -> Iterator[Message]:
    lines = Lines(source)
    source.taken = lambda: lines.read
    return enumerate(lines, 1)


def _blocks(source: Source) -> Iterator[Message]:
    """Lines, joined with the indented lines that continue a value."""
    held: list[bytes] = []
    begun = size = 0
    for number, line in enumerate(Lines(source), 1):
        if line is not None and held and line[:1] in b" \t}]":
            held.append(line)
            size += len(line)
            if size > LONGEST:
                yield begun, None
                held = []
            elif line[:1] in b"}]":
                yield begun, b"".join(held)
                held = []
            continue
        if held:
            yield begun, b"".join(held)
            held = []
        if line is not None and _begins_value(line):
            held, begun, size = [line], number, len(line)
        else:
            yield number, line
    if held:
        yield begun, b"".join(held)


def _array(source: Source) -> Iterator[Message]:
    return values(source.read, in_array=True)


def _concatenated(source: Source) -> Iterator[Message]:
    return values(source.read, in_array=False)


def _sequence(source: Source) -> Iterator[Message]:
    """Texts that begin with a record separator, as in RFC 7464."""
    text, begun, size, too_long = [b""], 1, 0, False
    for number, line in enumerate(Lines(source), 1):
        parts = [b"", b""] if line is None else line.split(b"\x1e")
        for index, part in enumerate(parts):
            if index:
                yield from _joined(text, begun, too_long)
                text, begun, size, too_long = [], number, 0, line is None
            size += len(part)
            too_long = too_long or size > LONGEST
            if not too_long:
                text.append(part)
    yield from _joined(text, begun, too_long)


def _joined(text: list[bytes], number: int, too_long: bool) -> Iterator[Message]:
    whole = b"".join(text)
    if too_long or whole.strip():
        yield number, None if too_long else whole


def _events(source: Source) -> Iterator[Message]:
    """The data of server-sent events, one text an event."""
    data: list[bytes] = []
    begun = size = 0
    too_long = False
    for number, line in enumerate(Lines(source), 1):
        field, _, value = (line or b"data:").rstrip(b"\r\n").partition(b":")
        if line is not None and not field and not value:
            if data or too_long:
                yield begun, None if too_long else b"\n".join(data)
            data, size, too_long = [], 0, False
        elif field == b"data":
            begun = begun if data else number
            size += len(value)
            too_long = too_long or line is None or size > LONGEST
            if not too_long:
                data.append(value.removeprefix(b" "))
        elif field not in (b"", b"event", b"id", b"retry"):
            yield number, line
    if data or too_long:
        yield begun, None if too_long else b"\n".join(data)


def _yaml(source: Source) -> Iterator[Message]:
    try:
        from .cassettes import documents
    except ImportError:
        raise UnreadableError(
            "it is YAML, which the package PyYAML reads", "Install PyYAML beside this."
        ) from None
    text = b""
    while len(text) <= _MOST_YAML and (data := source.read(2**20)):
        text += data
    if len(text) > _MOST_YAML:
        raise UnreadableError(f"it is YAML of more than {_MOST_YAML // 2**20} MiB")
    return documents(text)


LINES: Final = Layout("JSON Lines", _lines)
BLOCKS: Final = Layout("lines of text", _blocks)
_ARRAY: Final = Layout("a JSON array", _array)
_CONCATENATED: Final = Layout("JSON values", _concatenated)
_SEQUENCE: Final = Layout("RFC 7464", _sequence)
_EVENTS: Final = Layout("server-sent events", _events)
_YAML_LAYOUT: Final = Layout("YAML", _yaml)
