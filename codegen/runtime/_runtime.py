"""What every module of the package stands on: `UNSET`, `UnknownEvent`, `DecodeError`, JSON.

Standard library only; nothing here knows the declarations of the spec.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from json import encoder as _json_encoder, scanner as _json_scanner
from json.decoder import JSONDecodeError, JSONDecoder
from json.encoder import encode_basestring_ascii
from typing import (
    Any,
    Final,
    Literal,
    NamedTuple,
    NoReturn,
    TypeAlias,
    TypeVar,
    Union,
    cast,
)

from ._record import dataclass

__all__ = [
    "UNSET",
    "DecodeError",
    "Maybe",
    "Message",
    "Problem",
    "UnknownEvent",
    "UnsetType",
]


class UnsetType(Enum):
    """The type of `UNSET`, the value of a field that the message does not have."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __copy__(self) -> UnsetType:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> UnsetType:
        return self


UNSET: Final = UnsetType.UNSET

_T = TypeVar("_T")

Maybe = Union[_T, None, UnsetType]
"""An optional field: its value, `None` for null, `UNSET` for absent."""

Message: TypeAlias = Union[str, bytes, bytearray, memoryview, dict[str, Any]]
"""What can be decoded: JSON text, or an object that is parsed already."""

Json: TypeAlias = Union[
    dict[str, Any], list[Any], str, int, float, bool, UnsetType, None
]
"""A parsed JSON value, or `UNSET` where there is none."""


class Problem(NamedTuple):
    """One misfit that strict decoding found: where, and what."""

    path: str
    message: str


class DecodeError(ValueError):
    """A message that is not a JSON object, or that strict decoding refuses.

    `line` and `column` (from 1) and `offset` (from 0) tell where the text stops being
    JSON: they count characters, or bytes where the bytes are not UTF-8; None where there
    is no text. `problems` lists every misfit with the spec, and is empty for bad JSON.
    """

    message: str
    offset: int | None
    line: int | None
    column: int | None
    problems: tuple[Problem, ...]

    def __init__(
        self,
        message: str,
        *,
        offset: int | None = None,
        line: int | None = None,
        column: int | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        place = (
            ""
            if offset is None
            else f" at line {line} column {column} (offset {offset})"
        )
        details = "".join(f"\n  {path}: {text}" for path, text in problems)
        super().__init__(f"{message}{place}{details}")
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column
        self.problems = problems

    def __reduce__(self) -> tuple[Callable[..., DecodeError], tuple[Any, ...]]:
        state = (self.message, self.offset, self.line, self.column, self.problems)
        return _decode_error, state


def _decode_error(
    message: str,
    offset: int | None,
    line: int | None,
    column: int | None,
    problems: tuple[Problem, ...],
) -> DecodeError:
    return DecodeError(
        message, offset=offset, line=line, column=column, problems=problems
    )


@dataclass(slots=True)
class UnknownEvent:
    """An object that none of the declared types is, as it came.

    `type` is its tag, or "" where it has no string for a tag; `data` is the whole object.
    """

    type: str
    data: dict[str, Any]


def unknown(data: dict[str, Any], tag: str = "type") -> UnknownEvent:
    """An object that fits no member of a union whose discriminator is `tag`."""
    name: Any = data.get(tag)
    return UnknownEvent(name if isinstance(name, str) else "", data)


# ------------------------------------------------------------------------- reading


def read_object(message: Message) -> dict[str, Any]:
    """A message as a JSON object; a `dict` is taken as it is.

    Raises `DecodeError` for anything but one JSON object, `TypeError` for a message that
    is neither text nor a dict.
    """
    if isinstance(message, dict):
        return message
    text = message if isinstance(message, str) else _text(message)
    value: Json
    try:
        value, end = _scan(text, 0)
    except (StopIteration, ValueError, RecursionError, _ConstantError):
        end = -1
        value = None
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
        before = bytes(message[: error.start])
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


class _ConstantError(Exception):
    """NaN or Infinity, which Python's scanner knows and JSON does not."""


def _refuse_constant(name: str) -> NoReturn:
    raise _ConstantError(name)


def _parse_int(digits: str) -> int:
    """An integer of any length; `int` alone refuses more than some thousand digits."""
    if len(digits) <= _DIGITS:
        return int(digits)
    if digits[0] == "-":
        return -_parse_int(digits[1:])
    half = len(digits) // 2
    power: int = 10**half
    return _parse_int(digits[:-half]) * power + _parse_int(digits[-half:])


_DIGITS = 640  # The lowest limit that sys.set_int_max_str_digits accepts.
_WHITESPACE = " \t\n\r"


def _scanner(decoder: JSONDecoder) -> Callable[[str, int], tuple[Any, int]]:
    """What `decoder.raw_decode` calls: the value at an index, and the index after it."""
    scan: Callable[[str, int], tuple[Any, int]]
    scan = cast(Any, _json_scanner).make_scanner(decoder)
    return scan


_scan = _scanner(JSONDecoder(parse_constant=_refuse_constant))
_scan_any_int = _scanner(
    JSONDecoder(parse_constant=_refuse_constant, parse_int=_parse_int)
)


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(_WHITESPACE))


def _read_slowly(text: str) -> Any:
    """The same as the quick path, with leading white space, long integers and errors."""
    start = _start(text)
    value: Any
    try:
        value, end = _scan_any_int(text, start)
    except StopIteration as error:
        raise _expected_value(text, int(error.value)) from None
    except JSONDecodeError as error:
        raise _error(error.msg, text, error.pos) from None
    except RecursionError:
        raise too_deep(text) from None
    except _ConstantError as error:
        raise _error(f"{error} is not JSON", text, _find_constant(text)) from None
    rest = text[end:].lstrip(_WHITESPACE)
    if rest:
        raise _error("extra data after the JSON value", text, len(text) - len(rest))
    return value


def _expected_value(text: str, offset: int) -> DecodeError:
    if offset >= len(text):
        return _error("the text ends where a value is expected", text, len(text))
    if text.startswith("\ufeff"):
        return _error(
            "the text begins with a byte order mark, which is not JSON", text, 0
        )
    return _error(f"expected a value, got {text[offset]!a}", text, offset)


def _error(message: str, text: str, offset: int) -> DecodeError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return DecodeError(message, offset=offset, line=line, column=column)


def _tokens(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """The matches of `pattern` outside strings."""
    for match in re.finditer(rf'"(?:[^"\\]|\\.)*+"|({pattern})', text, re.DOTALL):
        if match.group(1):
            yield match


def _find_constant(text: str) -> int:
    return next((match.start() for match in _tokens(text, "NaN|-?Infinity")), 0)


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
        text = _number(value) if isinstance(value, int) else float.__repr__(value)
        return f"number {text}" if len(text) <= 40 else f"number {text[:20]}..."
    if isinstance(value, str):
        text = encode_basestring_ascii(value[:40])
        return f"string {text}" if len(value) <= 40 else f"string {text[:-1]}..."
    if isinstance(value, (list, tuple)):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    return f"a Python {type(value).__name__}"


# ------------------------------------------------- values, as generated code reads them

Reader: TypeAlias = Callable[[Json], Any]
Writer: TypeAlias = Callable[[Any], str]
EventReader: TypeAlias = Callable[[Message], Any]


def raw(value: Json) -> Any:
    """The reader of what needs no reading."""
    return value


def each(reader: Reader, value: Json) -> Any:
    """The elements of an array read; anything else as it is."""
    if isinstance(value, list):
        return [reader(item) for item in value]
    return value


def each_value(reader: Reader, value: Json) -> Any:
    """The values of an object read; anything else as it is."""
    if isinstance(value, dict):
        return {key: reader(item) for key, item in value.items()}
    return value


def each_at(
    value: list[Any],
    before: tuple[Reader, ...],
    rest: Reader,
    after: tuple[Reader, ...] = (),
) -> list[Any]:
    """The elements of a tuple read, each by the reader of its place."""
    middle = max(len(value) - len(before) - len(after), 0)
    readers = (*before, *[rest] * middle, *after)
    return [reader(item) for reader, item in zip(readers, value, strict=False)]


def with_missing(data: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """An object that has all the fields: those that were missing are `UNSET`."""
    return {**dict.fromkeys(fields, UNSET), **data}


def others(data: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """The fields of an object that are not declared."""
    return {name: value for name, value in data.items() if name not in fields}


def tag_key(value: Json) -> Any:
    """A literal as a key of a table: `1` and `true` differ, `1` and `1.0` do not."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, (int, float)):
        return ("number", value)
    return value if isinstance(value, str) else None


def read_as(reader: Reader, message: Any, objects_only: bool = True) -> Any:
    """A message read by one reader. Raises `DecodeError` as `read_object` does."""
    value = read_object(message) if objects_only else read_value(message)
    try:
        return reader(value)
    except RecursionError:
        raise too_deep(message) from None


def event_reader(readers: dict[str, Reader], tag: str) -> EventReader:
    """The function that reads a message by its tag, or as an `UnknownEvent`.

    It goes the way that nearly every message can go. Whatever is out of the ordinary,
    errors above all, is left to `_read_event`, which is the definition of what it does.
    """

    def read(message: Message) -> Any:
        try:
            if isinstance(message, bytes):
                text = message.decode()
            elif isinstance(message, str):
                text = message
            elif isinstance(message, dict):
                return readers[message[tag]](message)
            else:
                text = str(message, "utf-8")
            value, end = _scan(text, 0)
            if end == len(text):
                try:
                    reader = readers[value[tag]]
                except KeyError:
                    return unknown(value, tag)
                return reader(value)
        except Exception:
            pass
        return _read_event(readers, tag, message)

    return read


def _read_event(readers: dict[str, Reader], tag: str, message: Message) -> Any:
    value = read_object(message)
    try:
        reader = readers[value[tag]]
    except (KeyError, TypeError):
        return unknown(value, tag)
    try:
        return reader(value)
    except RecursionError:
        raise too_deep(message) from None


# ------------------------------------------------------------------------- writing

_LONG = 1024  # From this length on it pays to look whether a string needs no escape.
_ESCAPED = ('"', "\\", "\x7f", *map(chr, range(32)))
_SHORT = 10**18
_SCALARS = frozenset((int, float, bool, type(None)))


def text_writer(
    writers: Mapping[Any, Writer], plain: Callable[[Any], Any]
) -> Callable[[Any], str]:
    """The function that writes a value as compact JSON text.

    `writers` has for each class the function that writes an instance of it, `plain` makes
    a JSON value of anything that holds such instances. The function that is returned
    raises `ValueError` for NaN, which JSON cannot say, and `TypeError` for a value that is
    no JSON value.
    """
    chunks = _chunk_writer(plain)

    def write(value: Any) -> str:
        kind = value.__class__
        if kind is str:
            if len(value) >= _LONG and _is_verbatim(value):
                return f'"{value}"'
            return encode_basestring_ascii(value)
        writer = writers.get(kind)
        if writer is not None:
            return writer(value)
        if kind is list and (len(value) <= 8 or value[0].__class__ in writers):
            return f"[{','.join([write(item) for item in value])}]"
        if kind is int and -_SHORT < value < _SHORT:
            return int.__repr__(value)
        if kind in _SCALARS:
            return _scalar(value)
        if chunks is not None:
            try:
                return "".join(chunks(value, 0))
            except (ValueError, RecursionError):
                pass  # NaN, an infinity, a very long integer or very deep nesting.
        return "".join(_pieces(plain(value)))

    return write


def close(parts: list[str]) -> str:
    """The text of an object, from its opening bracket and a comma after each field."""
    if len(parts) == 1:
        return "{}"
    parts[-1] = "}"
    return "".join(parts)


def add_others(
    parts: list[str], more: dict[str, Any], write: Callable[[Any], str]
) -> None:
    """Add undeclared fields to the text of an object; a declared one of the name wins."""
    for name, value in more.items():
        key = f"{write(name)}:"
        if key not in parts:
            parts += (key, write(value), ",")


def plain_maker(
    writers: Mapping[Any, Any], renamed: Mapping[Any, Mapping[str, str]]
) -> Callable[[Any], Any]:
    """The function that turns a value, at any depth, into the JSON value that it stands for.

    `writers` has the classes of events for keys. `renamed` has the wire names of the fields
    that Python calls something else.
    """

    def plain(value: Any) -> Any:
        kind = value.__class__
        if kind is str or value is None:
            return value
        if isinstance(value, (list, tuple)):
            items: list[Any] = cast(Any, value)
            return [plain(item) for item in items]
        if isinstance(value, dict):
            fields: dict[Any, Any] = cast(Any, value)
            return {key: plain(item) for key, item in fields.items()}
        if isinstance(value, UnknownEvent):
            return plain(value.data)
        for base in kind.__mro__:
            if base in writers:
                return as_dict(value, base)
        return value

    def as_dict(event: Any, kind: Any) -> dict[str, Any]:
        wire = renamed.get(kind, {})
        data: dict[str, Any] = {}
        for name in kind.__slots__[:-1]:  # The last one holds the undeclared fields.
            value = getattr(event, name)
            if value is not UNSET:
                data[wire.get(name, name)] = plain(value)
        more: dict[str, Any] = event.unknown_fields or {}
        for name, value in more.items():
            data.setdefault(name, plain(value))
        return data

    return plain


def _is_verbatim(text: str) -> bool:
    """Whether JSON text has a string as it is; a search for each character is quickest."""
    if not text.isascii():
        return False
    for character in _ESCAPED:  # noqa: SIM110 (a generator takes twice as long)
        if character in text:
            return False
    return True


def _chunk_writer(
    plain: Callable[[Any], Any],
) -> Callable[[Any, int], tuple[str, ...]] | None:
    """The C accelerator of `json`, if the interpreter has it."""

    def convert(value: Any) -> Any:
        made = plain(value)
        if made is value:
            raise TypeError(f"{type(value).__name__} is not a JSON value")
        return made

    make: Callable[..., Callable[[Any, int], tuple[str, ...]]] | None
    make = getattr(_json_encoder, "c_make_encoder", None)
    quote = encode_basestring_ascii
    return make and make(None, convert, quote, None, ":", ",", False, False, False)


def write_json(value: Json) -> str:
    """A JSON value as compact JSON text, the plain way."""
    return "".join(_pieces(value))


def _pieces(value: Json) -> Iterator[str]:
    """The text piece by piece, without recursion."""
    stack: list[tuple[int, str, Iterator[tuple[str, Json]]]] = [
        (0, "", iter([("", value)]))
    ]
    inside: set[int] = set()
    while stack:
        identity, closing, items = stack[-1]
        for lead, item in items:
            yield lead
            if isinstance(item, dict):
                yield "{"
                entry = (id(item), "}", _members(item))
            elif isinstance(item, (list, tuple)):
                yield "["
                entry = (id(item), "]", _elements(item))
            else:
                yield _scalar(item)
                continue
            if id(item) in inside:
                raise ValueError("a value that contains itself is not JSON")
            inside.add(id(item))
            stack.append(entry)
            break
        else:
            yield closing
            inside.discard(identity)
            stack.pop()


def _members(mapping: dict[Any, Any]) -> Iterator[tuple[str, Json]]:
    comma = ""
    for key, value in mapping.items():
        name = key if isinstance(key, str) else _scalar(key)
        yield f"{comma}{encode_basestring_ascii(name)}:", value
        comma = ","


def _elements(items: list[Any]) -> Iterator[tuple[str, Json]]:
    comma = ""
    for item in items:
        yield comma, item
        comma = ","


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, float):
        if value != value:
            raise ValueError("NaN cannot be written as JSON")
        # JSON has no infinity, but a number too large for a float reads as one.
        text = float.__repr__(value)
        return text.replace("inf", "1e999")
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _number(value: int) -> str:
    """An integer in decimal digits, however many."""
    bits = value.bit_length()
    if bits <= 3 * _DIGITS:
        return int.__repr__(value)
    if value < 0:
        return "-" + _number(-value)
    half = bits * 3 // 20  # About half of its digits: a bit is three tenths of a digit.
    high, low = divmod(value, 10**half)
    return _number(high) + _number(low).zfill(half)
