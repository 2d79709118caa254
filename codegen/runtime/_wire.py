"""JSON text to values and back, exactly: what is malformed raises, and says where.

The standard library's C code does the work, but NaN and a byte order mark are refused, and
overlong integers stay text, see `_number`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from json import scanner as _json_scanner
from json.decoder import JSONDecodeError, JSONDecoder
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple, NoReturn, TypeAlias, Union, cast

from ._number import LONGEST, LongInteger, integer_text, is_overlong, parse_integer

Message: TypeAlias = Union[str, bytes, bytearray, memoryview, dict[str, Any]]
"""A message to decode: JSON text, or an object that is already parsed."""

_Value: TypeAlias = Union[dict[str, Any], list[Any], str, int, float, bool, None]
_Scan: TypeAlias = Callable[[str, int], tuple[Any, int]]

_LONGEST_LISTING = 6000  # Bytes.
_WHITESPACE = " \t\n\r"
_LARGE = 1024  # Half the length of a text that may well be one string.


class Problem(NamedTuple):
    """One misfit that strict decoding found: where, and what."""

    path: str
    message: str


class DecodeError(ValueError):
    """A message that is not a JSON object, or that strict decoding refuses.

    `line` and `column` (from 1) and `offset` (from 0) tell where the text stops being
    JSON: they count characters, or bytes where the bytes are not UTF-8; None where there
    is no text. `problems` lists misfits with the spec, and is empty for bad JSON; `more`
    counts those beyond. The text is at most some kilobytes long.
    """

    def __init__(
        self,
        message: str,
        *,
        offset: int | None = None,
        line: int | None = None,
        column: int | None = None,
        problems: tuple[Problem, ...] = (),
        more: int = 0,
    ) -> None:
        place = f" at line {line} column {column} (offset {offset})"
        place = "" if offset is None else place
        super().__init__(f"{cut(message, 500)}{place}{_listing(problems, more)}")
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column
        self.problems = problems
        self.more = more

    def __reduce__(self) -> tuple[Callable[..., DecodeError], tuple[Any, ...]]:
        place = (self.offset, self.line, self.column)
        return _decode_error, (self.message, *place, self.problems, self.more)


def _decode_error(message: str, *details: Any) -> DecodeError:
    """A pickled error; an earlier version left out the last of the details."""
    names = ("offset", "line", "column", "problems", "more")
    return DecodeError(message, **dict(zip(names, details, strict=False)))


def _listing(problems: tuple[Problem, ...], more: int) -> str:
    lines: list[str] = []
    room = _LONGEST_LISTING
    for path, text in problems:
        line = f"\n  {cut(path, 400)}: {cut(text, 1000)}"
        room -= len(line.encode("utf-8", "surrogatepass"))
        if room < 0:
            break
        lines.append(line)
    more += len(problems) - len(lines)
    if more:
        lines.append(f"\n  ... and {more:,} more")
    return "".join(lines)


def cut(text: str, longest: int) -> str:
    """A text without its middle, if it is longer than it may be."""
    if len(text) <= longest:
        return text
    half = (longest - 3) // 2
    return f"{text[:half]}...{text[-half:]}"


def read_object(message: Message) -> dict[str, Any]:
    """A message as a JSON object; a `dict` is taken as it is.

    Raises `DecodeError` for other JSON, and `TypeError` for what is no message.
    """
    if isinstance(message, dict):
        return message
    text = message if isinstance(message, str) else _text(message)
    value: _Value
    try:
        value, end = scan(text, 0) if len(text) <= LONGEST else scan_long(text)
    except (StopIteration, ValueError, RecursionError):
        value, end = None, -1
    if end != len(text):
        value = _read_slowly(text)
    if isinstance(value, dict):
        return value
    raise _error(f"expected a JSON object, got {describe(value)}", text, _start(text))


def read_value(message: Any) -> Any:
    """Any JSON value: text is parsed, anything else is taken as parsed already."""
    if isinstance(message, str):
        return _read_slowly(message)
    if isinstance(message, (bytes, bytearray, memoryview)):
        return _read_slowly(_text(message))
    return message


def _text(message: Any) -> str:
    try:
        return str(message, "utf-8")
    except UnicodeDecodeError as error:
        before = bytes(message)[: error.start]
        raise DecodeError(
            f"not UTF-8: {error.reason}",
            offset=error.start,
            line=before.count(b"\n") + 1,
            column=error.start - before.rfind(b"\n"),
        ) from None
    except TypeError:
        if isinstance(message, memoryview):  # It has gaps.
            return _text(message.tobytes())
        kind = type(message).__name__
        raise TypeError(f"a message is str, bytes or dict, not {kind}") from None


class _ConstantError(ValueError):
    """NaN or Infinity, which Python's scanner knows and JSON does not."""


def _refuse_constant(name: str) -> NoReturn:
    raise _ConstantError(name)


# The scanner of `decoder.raw_decode` gives the value at an index, and its end.
_scanner: Callable[[JSONDecoder], _Scan] = cast(Any, _json_scanner).make_scanner
scan = _scanner(JSONDecoder(parse_constant=_refuse_constant))


class _Integers(dict[str, int]):
    """Integers by their digits: the small ones are in it, which C code finds quickly."""

    def __missing__(self, digits: str) -> Any:
        return parse_integer(digits)


_integers = _Integers({str(number): number for number in range(100)})
_scan_any_int = _scanner(
    JSONDecoder(parse_constant=_refuse_constant, parse_int=_integers.__getitem__)
)


def scan_long(text: str) -> tuple[Any, int]:
    """The value that a text of more than `LONGEST` characters begins with, and its end.

    The scanner that takes any integer calls a function for each. It also reads what is nearly
    all one string, with no comma in its middle: to search that would take longer.
    """
    middle = len(text) // 2
    one_string = middle > _LARGE and "," not in text[middle : middle + 32]
    scanner = _scan_any_int if one_string or is_overlong(text) else scan
    return scanner(text, 0)


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(_WHITESPACE))


def _read_slowly(text: str) -> Any:
    """Parse with leading white space, long integers and errors."""
    start = _start(text)
    value: Any
    try:
        value, end = _scan_any_int(text, start)
    except StopIteration as error:
        raise _expected_value(text, int(error.value)) from None
    except JSONDecodeError as error:
        # The place comes behind it, or stands before it.
        said = error.msg.removesuffix(" at").removesuffix(" starting")
        raise _error(said, text, error.pos) from None
    except RecursionError:
        raise too_deep(text) from None
    except _ConstantError as error:
        places = (match.start() for match in _tokens(text, "NaN|-?Infinity"))
        raise _error(f"{error} is not JSON", text, next(places, 0)) from None
    rest = text[end:].lstrip(_WHITESPACE)
    if rest:
        raise _error("extra data after the JSON value", text, len(text) - len(rest))
    return value


def _expected_value(text: str, offset: int) -> DecodeError:
    if offset >= len(text):
        return _error("the text ends where a value is expected", text, len(text))
    if text.startswith("\ufeff"):
        message = "the text begins with a byte order mark, which is not JSON"
        return _error(message, text, 0)
    return _error(f"expected a value, got {text[offset]!a}", text, offset)


def _error(message: str, text: str, offset: int) -> DecodeError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return DecodeError(message, offset=offset, line=line, column=column)


def _tokens(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """The matches of `pattern` outside strings."""
    for match in re.finditer(rf'"(?:[^"\\]++|\\.)*+"?|({pattern})', text, re.DOTALL):
        if match.group(1):
            yield match


def too_deep(message: Any) -> DecodeError:
    """The error for a message that nests too deeply; its place is the deepest bracket."""
    if not isinstance(message, str):
        if not isinstance(message, (bytes, bytearray, memoryview)):
            return DecodeError("nested too deeply")
        message = _text(message)
    depth = deepest = place = 0
    for match in _tokens(message, r"[\[\]{}]"):
        depth += 1 if match.group() in "[{" else -1
        if depth > deepest:
            deepest, place = depth, match.start()
    return _error(f"nested too deeply ({deepest} levels)", message, place)


def describe(value: Any) -> str:
    """A JSON value in a few words, for an error message: `number 3`, `string "a"`."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "boolean true" if value else "boolean false"
    if isinstance(value, (int, float)):
        return f"number {_number_excerpt(value)}"
    if isinstance(value, str):
        text = encode_basestring_ascii(value[:40])
        return f"string {text}" if len(value) <= 40 else f"string {text[:-1]}..."
    if isinstance(value, (list, tuple)):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    return f"a Python {type(value).__name__}"


def _number_excerpt(value: float) -> str:
    if isinstance(value, LongInteger):
        return f"{value.digits[:20]}..."
    if isinstance(value, int) and value.bit_length() > 2048:
        return f"of about {int(value.bit_length() * 0.30103) + 1:,} digits"
    text = scalar_text(value) if isinstance(value, int) else float.__repr__(value)
    return text if len(text) <= 40 else f"{text[:20]}..."


def write_json(value: _Value) -> str:
    return "".join(pieces(value))


def pieces(value: Any, opened: Callable[[Any], Any] = lambda v: v) -> Iterator[str]:
    """JSON text piece by piece, without recursion; `opened` makes a JSON value of an object."""
    start = iter([("", value)])
    stack: list[tuple[int, str, Iterator[tuple[str, Any]]]] = [(0, "", start)]
    inside: set[int] = set()
    while stack:
        identity, closing, items = stack[-1]
        for lead, item in items:
            yield lead
            entry = id(item)
            made: _Value = opened(item)
            if isinstance(made, dict):
                yield "{"
                stack.append((entry, "}", _members(made)))
            elif isinstance(made, (list, tuple)):
                yield "["
                stack.append((entry, "]", _elements(made)))
            else:
                yield scalar_text(made)
                continue
            enter(inside, entry)
            break
        else:
            yield closing
            inside.discard(identity)
            stack.pop()


def enter(inside: set[int], identity: int) -> None:
    if identity in inside:
        raise ValueError("a value that contains itself is not JSON")
    inside.add(identity)


def _members(mapping: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    comma = ""
    for key, value in mapping.items():
        yield f"{comma}{member_name(key)}:", value
        comma = ","


def _elements(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    comma = ""
    for item in items:
        yield comma, item
        comma = ","


def member_name(key: Any) -> str:
    return encode_basestring_ascii(key if isinstance(key, str) else scalar_text(key))


def scalar_text(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if isinstance(value, int):
        return integer_text(value)
    if isinstance(value, LongInteger):
        return value.digits
    if isinstance(value, float):
        if value != value:
            raise ValueError("NaN cannot be written as JSON")
        # JSON has no infinity, but a number too large for a float reads as one.
        return float.__repr__(value).replace("inf", "1e999")
    raise TypeError(f"{type(value).__name__} is not a JSON value")
