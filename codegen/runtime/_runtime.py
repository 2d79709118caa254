"""The base of the generated modules: reading and writing, whatever the spec."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial
from json import encoder as _json_encoder
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, Union, cast

from ._number import LONGEST, LongInteger
from ._record import dataclass
from ._shapes import TagPath, tag_at
from ._unset import UNSET, UnsetType
from ._wire import (
    DecodeError,
    Message,
    Problem,
    enter,
    member_name,
    pieces,
    read_object,
    read_value,
    scalar_text,
    scan,
    scan_long,
    too_deep,
)

__all__ = ["UNSET", "DecodeError", "Message", "Problem", "UnknownEvent", "UnsetType"]

_LONG = 1024  # From this length on it pays to look whether a string needs no escape.
_WINDOW = 2**16  # A text that is searched repeatedly should stay in the cache.
_ESCAPED = ('"', "\\", "\x7f", *map(chr, range(32)))
_SHORT = 10**18
_INFINITY = float("inf")
_SCALARS = frozenset((int, float, bool, type(None), LongInteger))
_T = TypeVar("_T")

Maybe = Union[_T, None, UnsetType]
"""An optional field: its value, `None` for null, `UNSET` for absent."""

Json: TypeAlias = Union[
    dict[str, Any], list[Any], str, int, float, bool, UnsetType, None
]
"""A parsed JSON value, or `UNSET` where there is none."""

if TYPE_CHECKING:
    Undeclared: TypeAlias = Literal["(undeclared)"]
else:
    Undeclared = str


@dataclass(slots=True)
class UnknownEvent:
    """An object of no declared type, as it came.

    `type` is its tag, or "" where it has no string for a tag; `data` is the whole object.

    To type checkers `type` is a literal that no declared tag is, so `event.type == "..."` tells
    declared classes from this one; compare `tag`, the same text, with an undeclared tag.
    """

    type: Undeclared
    data: dict[str, Any]

    if TYPE_CHECKING:

        def __init__(self, type: str, data: dict[str, Any]) -> None:  # noqa: A002
            ...

    @property
    def tag(self) -> str:
        """The same as `type`, as any text."""
        return self.type


def unknown(data: Any, tag: str | TagPath = "type") -> UnknownEvent:
    """An object of no declared type; `tag` is the field of its tag, or the path."""
    name: Any = data.get(tag) if isinstance(tag, str) else tag_at(data, tag)
    event = object.__new__(UnknownEvent)  # As instances of other classes are made.
    text: Any = name if isinstance(name, str) else ""
    event.type = text
    event.data = data
    return event


Reader: TypeAlias = Callable[[Json], Any]
Writer: TypeAlias = Callable[[Any], str]
EventReader: TypeAlias = Callable[[Message], Any]
Opener: TypeAlias = Callable[[Any, Callable[[Any], Any]], Any]
"""Makes the JSON value of an event, with its fields' values by a function; others stay."""


def raw(value: Json) -> Any:
    return value


def read_elements(reader: Reader, value: Json) -> Any:
    if isinstance(value, list):
        return [reader(item) for item in value]
    return value


def read_values(reader: Reader, value: Json) -> Any:
    if isinstance(value, dict):
        return {key: reader(item) for key, item in value.items()}
    return value


def with_missing(data: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    whole = dict(data)
    for name in fields:
        whole.setdefault(name, UNSET)
    return whole


def others(data: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    if len(fields) > len(data):
        return {name: value for name, value in data.items() if name not in fields}
    # Copied as one: a dict that grows looks at each key more than once.
    rest = dict(data)
    for name in fields:
        rest.pop(name, None)
    return rest


def read_as(reader: Reader, message: Any, objects_only: bool = True) -> Any:
    """Read a message; raises what `read_object` does."""
    value = read_object(message) if objects_only else read_value(message)
    try:
        return reader(value)
    except RecursionError:
        raise too_deep(message) from None


def event_reader(
    tag: str,
    branch: Callable[[Any], Any],
    make: Callable[[Any], Reader],
    other: Any = None,
) -> EventReader:
    """The function that reads a message by its tag, which is a text.

    `branch` finds what a tag stands for, `other` stands for other tags, and `make` makes
    the reader of one when a tag is first met. Without `other` they are `UnknownEvent`s.
    `read_slowly` defines what it does, and does all that is out of the ordinary.
    """
    readers: dict[Any, Reader] = {}

    @cache
    def other_reader() -> Reader:
        return partial(unknown, tag=tag) if other is None else make(other)

    def find(key: Any) -> Reader | None:
        try:
            reader = readers.get(key)
            if reader is None:
                target = branch(key)
                if target is not None:
                    reader = readers[key] = make(target)
        except TypeError:  # The tag is an array or an object.
            return None
        return reader

    def read_slowly(message: Message) -> Any:
        value = read_object(message)
        reader = find(value.get(tag)) or other_reader()
        try:
            return reader(value)
        except RecursionError:
            raise too_deep(message) from None

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
            value, end = scan(text, 0) if len(text) <= LONGEST else scan_long(text)
            if end == len(text):
                try:
                    reader = readers[value[tag]]
                except KeyError:
                    reader = find(value.get(tag)) or other_reader()
                return reader(value)
        except Exception:
            pass
        return read_slowly(message)

    return read


def text_writer(
    writers: Mapping[Any, Writer],
    opener: Opener,
    classes: Collection[Any],
    make: Callable[[Any], Writer],
) -> Callable[[Any], str]:
    """The function that writes a value as compact JSON text.

    `writers` has what `make` made for some of the `classes`. The function raises
    `ValueError` for NaN, `TypeError` for what is no JSON value, and `RecursionError` where
    `write_deep` has to take over.
    """
    chunks = _chunk_writer(opener)

    def write(value: Any) -> str:
        kind = value.__class__
        if kind is str:
            if len(value) >= _LONG and _is_verbatim(value):
                return f'"{value}"'
            return encode_basestring_ascii(value)
        writer = writers.get(kind)
        if writer is not None:
            return writer(value)
        if kind is int and -_SHORT < value < _SHORT:
            return int.__repr__(value)
        if kind is float and -_INFINITY < value < _INFINITY:
            return float.__repr__(value)
        if kind is list and (len(value) <= 8 or value[0].__class__ in classes):
            return f"[{','.join([write(item) for item in value])}]"
        if kind in _SCALARS:
            return scalar_text(value)
        if kind in classes:
            return make(kind)(value)
        if chunks is not None:
            try:
                return "".join(chunks(value, 0))
            except ValueError:
                pass  # NaN, an infinity or a very long integer.
        return write_deep(opener, value)

    return write


def write_deep(opener: Opener, value: Any) -> str:
    """A value as compact JSON text, however deep; `ValueError` where it contains itself."""
    return "".join(pieces(value, lambda item: opener(item, raw)))


def add_others(
    parts: list[str],
    more: dict[str, Any] | None,
    write: Callable[[Any], str],
    declared: Collection[str] = (),
) -> None:
    """Add undeclared fields to an object's text; a declared field of the same name wins."""
    for name, value in (more or {}).items():
        key = f"{member_name(name)}:"
        if name not in declared or not any(part.startswith(key) for part in parts):
            parts.append(key + write(value))


def event_opener(
    classes: Collection[Any], renamed: Mapping[Any, Mapping[str, str]]
) -> Opener:
    """The opener of `classes`; `renamed` has the wire names of renamed fields."""

    def opened(value: Any, member: Callable[[Any], Any]) -> Any:
        if isinstance(value, UnknownEvent):
            return member(value.data)
        for base in value.__class__.__mro__:
            if base in classes:
                return as_dict(value, base, member)
        return value

    def as_dict(event: Any, kind: Any, member: Callable[[Any], Any]) -> dict[str, Any]:
        wire = renamed.get(kind, {})
        data: dict[str, Any] = {}
        for name in kind.__slots__[:-1]:  # The last one holds the undeclared fields.
            value = getattr(event, name)
            if value is not UNSET:
                data[wire.get(name, name)] = member(value)
        more: dict[str, Any] = event.unknown_fields or {}
        for name, value in more.items():
            data.setdefault(name, member(value))
        return data

    return opened


def plain_maker(opener: Opener) -> Callable[[Any], Any]:
    """The function that makes the JSON value of one with events, however deep.

    It raises `ValueError` for a value that contains itself.
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
        return opener(value, plain)

    def make(value: Any) -> Any:
        try:
            return plain(value)
        except RecursionError:
            return _plain_deep(opener, value)

    return make


def _plain_deep(opener: Opener, value: Any) -> Any:
    """`plain` without recursion: a container is filled after it has its place."""
    top: list[Any] = [value]
    stack: list[tuple[int, Any, Iterator[tuple[Any, Any]]]] = [(0, top, enumerate(top))]
    inside: set[int] = set()
    while stack:
        identity, target, items = stack[-1]
        for key, item in items:
            made: Json = opener(item, raw)
            inner: Iterator[tuple[Any, Any]]
            if isinstance(made, dict):
                target[key] = {}
                inner = iter(made.items())
            elif isinstance(made, (list, tuple)):
                target[key] = [None] * len(made)
                inner = enumerate(made)
            else:
                target[key] = made
                continue
            enter(inside, id(item))
            stack.append((id(item), target[key], inner))
            break
        else:
            inside.discard(identity)
            stack.pop()
    return top[0]


def _is_verbatim(text: str) -> bool:
    """Whether a string needs no escape; a search for each character is quickest."""
    if len(text) > _WINDOW:
        starts = range(0, len(text), _WINDOW)
        return all(_is_verbatim(text[start : start + _WINDOW]) for start in starts)
    if not text.isascii():
        return False
    for character in _ESCAPED:  # noqa: SIM110  # A generator takes twice as long.
        if character in text:
            return False
    return True


def _chunk_writer(opener: Opener) -> Callable[[Any, int], tuple[str, ...]] | None:
    """The C accelerator of `json`, if the interpreter has it."""

    def convert(value: Any) -> Any:
        made = opener(value, raw)
        if made is value:
            raise TypeError(f"{type(value).__name__} is not a JSON value")
        return made

    make: Callable[..., Callable[[Any, int], tuple[str, ...]]] | None
    make = getattr(_json_encoder, "c_make_encoder", None)
    quote = encode_basestring_ascii
    return make and make(None, convert, quote, None, ":", ",", False, False, False)
