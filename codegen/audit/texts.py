"""Find the messages in a text: JSON, a line of a log with JSON in it, or Python's `repr`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..runtime._wire import DecodeError, read_object, read_value
from .senders import UNTOLD, Sender, sender_of, sender_of_words
from .values import end_of_value

__all__ = ["BASE64", "Broken", "NoEventError", "Opened", "Passed", "opened"]

BASE64: Final = ("ey", "ew")
"""The beginnings of an object in Base64: a brace, and a quote or a space."""

_WEBSOCKETS: Final = re.compile(r"(?:^|[\s:])([<>]) (TEXT|BINARY|CONT|PING|PONG|CLOSE)(?: |$)")
_SIDE: Final = re.compile(r"websockets\.(client|server)")
_OBJECT: Final = re.compile(r"\{\s*\"[^\"]*\"\s*:")
_LITERAL: Final = re.compile(r"""[bB]?(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")""", re.DOTALL)
_REPR_TOKENS: Final = re.compile(r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|[{}]""", re.DOTALL)
_CELL: Final = re.compile(r'\{\s*""(?:[^"]|"")*+')
"""An object in a cell of CSV with its quotes doubled, and the rest of the cell."""
_BEGINNING: Final = re.compile(r"[{\[]")
_MOST_BEGINNINGS: Final = 8
_LONGEST_REPR: Final = 2**22


class NoEventError(ValueError):
    """A text without an event; the message is the reason."""


class Opened(NamedTuple):
    """A value from a text, with the sender that the text around it implies."""

    value: Any
    sender: Sender = UNTOLD
    word: str = ""


class Broken(NamedTuple):
    """A place where a message was expected and is none, with the reason."""

    reason: str


class Passed(NamedTuple):
    """A text that is known to have no message, with a description."""

    label: str


def opened(data: bytes | str) -> list[Opened | Passed | Broken]:
    """The parts of a text that is not a JSON object. Raises NoEventError if there are none."""
    text = _text(data).strip().lstrip("\x1e").lstrip()
    frame = _WEBSOCKETS.search(text)
    if frame is not None:
        return [_frame(text, frame)]
    if text[:1] in ("[", '"'):
        try:
            return [Opened(read_value(text))]
        except DecodeError:
            pass
    parts = list(_values(text))
    if any(isinstance(part, Opened) for part in parts):
        return list(parts)
    if "{" not in text and not _is_json(text):
        return [Passed("a line of text")]
    raise NoEventError(_why(text if isinstance(data, str) else data))


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoEventError(_why(data)) from None


def _why(data: bytes | str) -> str:
    """The reason why a text is no JSON object."""
    if isinstance(data, bytes):
        data = data[:-1] if data.endswith(b"\n") else data
    try:
        read_object(data)
    except DecodeError as error:
        place = "" if error.column is None else f"column {error.column}: "
        return f"{place}{error.message}"
    return "there is no JSON object in it"


def _is_json(text: str) -> bool:
    try:
        read_value(text)
    except DecodeError:
        return False
    return True


def _values(text: str) -> Iterator[Opened | Broken]:
    """The objects and arrays in a line, each with the sender implied by the text before it."""
    data = text.encode("utf-8", "surrogatepass")
    at = offset = misses = 0
    sender, begun = UNTOLD, False
    while misses < _MOST_BEGINNINGS and (start := _BEGINNING.search(text, at)) is not None:
        offset += len(text[at : start.start()].encode("utf-8", "surrogatepass"))
        value, end = _value_at(text, data, start.start(), offset)
        if end is None:
            yield Broken("the message after this is cut off" if begun else "the message is cut off")
            return
        if not end:
            misses += 1
            at, offset = start.end(), offset + 1
            continue
        if not begun:
            begun = True
            sender = sender_of_words(text[: start.start()].split()[-3:])
        word = "lines with a prefix" if text[0] not in "{[" else ""
        if isinstance(value, _Repr):
            value, word = value.value, "Python's repr"
        elif isinstance(value, _Cell):
            value, word = value.value, "CSV"
        offset += len(text[start.start() : end].encode("utf-8", "surrogatepass"))
        at = end
        yield Opened(value, sender, word)


class _Repr(NamedTuple):
    value: Any


def _value_at(text: str, data: bytes, start: int, offset: int) -> tuple[Any, int | None]:
    """Parse the value at an index; return it and its end: 0 for no value, None for an open one.

    `offset` is the index in `data`, which is the text as UTF-8.
    """
    quoted = _quoted(text, start) or _cell(text, start)
    if quoted is not None:
        return quoted
    end = end_of_value(data, offset)
    if end is not None:
        piece = data[offset:end]
        try:
            value = read_value(piece)
        except DecodeError:
            value = None
        if isinstance(value, dict) or (isinstance(value, list) and _has_objects(value)):
            return value, start + len(piece.decode("utf-8", "surrogatepass"))
    if text[start] == "{" and "'" in text[start : start + 200]:
        return _repr_at(text, start)
    return None, None if end is None and _OBJECT.match(text, start) else 0


def _has_objects(value: list[Any]) -> bool:
    return any(isinstance(item, dict) for item in value)


def _quoted(text: str, start: int) -> tuple[Any, int] | None:
    """Parse the JSON in a Python literal that begins before an index."""
    if start == 0 or text[start - 1] not in "'\"":
        return None
    begun = start - 1
    if begun and text[begun - 1] in "bB":
        begun -= 1
    literal = _LITERAL.match(text, begun)
    if literal is None:
        return None
    try:
        inner = ast.literal_eval(literal[0]) if len(literal[0]) <= _LONGEST_REPR else ""
        return read_object(inner), literal.end()
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


class _Cell(NamedTuple):
    value: Any


def _cell(text: str, start: int) -> tuple[Any, int] | None:
    """Parse the value at an index of a cell of CSV."""
    cell = _CELL.match(text, start)
    if cell is None:
        return None
    written = cell[0].replace('""', '"')
    end = end_of_value(written.encode("utf-8", "surrogatepass"), 0)
    try:
        piece = written.encode("utf-8", "surrogatepass")[:end]
        return _Cell(read_object(piece)), cell.end()
    except DecodeError:
        return None


def _repr_at(text: str, start: int) -> tuple[Any, int]:
    """Parse a dictionary in Python's notation at an index."""
    depth = 0
    for token in _REPR_TOKENS.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            piece = text[start : token.end()]
            try:
                value = ast.literal_eval(piece) if len(piece) <= _LONGEST_REPR else None
            except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
                value = None
            if isinstance(value, dict) and _is_plain(value):
                return _Repr(value), token.end()
            break
    return None, 0


def _is_plain(value: Any) -> bool:
    """Whether a value can be expressed in JSON."""
    if isinstance(value, dict):
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or type(value) in (str, int, float, bool)


def _frame(text: str, frame: re.Match[str]) -> Opened | Passed:
    """Parse a frame in a log of the library `websockets`. Raises NoEventError if it is cut off."""
    mark, kind = frame.groups()
    if kind != "TEXT":
        return Passed(f"a {kind} frame")
    try:
        value = _framed(text, frame.end())
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        cut = "..." in text[frame.end() :]
        why = "the library has cut the message" if cut else "the frame holds no JSON object"
        raise NoEventError(why) from None
    side = _SIDE.search(text, 0, frame.start() + 1)
    sender = sender_of(mark, side[1] if side else "")
    return Opened(value, sender, "the log of websockets")


def _framed(text: str, start: int) -> dict[str, Any]:
    """The object in a quoted message. Raises ValueError, or an error of `literal_eval`."""
    literal = _LITERAL.match(text, start)
    if literal is not None and len(literal[0]) <= _LONGEST_REPR:
        try:
            return read_object(ast.literal_eval(literal[0]))
        except DecodeError:
            pass
    # Some programs add the quotes themselves, without escapes.
    end = text.rfind(text[start : start + 1])
    return read_object(text[start + 1 : end])
