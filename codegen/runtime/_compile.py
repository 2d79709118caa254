"""Compile functions from lines of Python and the values that names are bound to.

A line consists of Python's own words, attributes of the class, and names that are bound to
values. The keys, texts and literals of the spec are such values, never part of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from json.encoder import encode_basestring_ascii
from types import SimpleNamespace
from typing import Any, Protocol, TypeAlias

from ._runtime import Reader, Writer
from ._shapes import AnyOf, Constant, Object, Shape, Shapes, variants

quote = encode_basestring_ascii
_numbers = count(1)

Check: TypeAlias = Callable[[Any], bool]
"""Whether a value as it was read fits; it may say no to what does, and never the opposite."""

Choice: TypeAlias = Callable[
    [Shapes, tuple[Shape, ...], Mapping[int, Reader], type[Any]], Reader
]
"""Makes the reader of a value of one kind that is one of some members, as `_choice` does."""


class Checks(Protocol):
    """What a check needs for the checks of its parts."""

    shapes: Shapes
    unions: Unions | None

    def check(self, shape: Shape) -> Check: ...
    # The type of the objects of a declaration.
    def class_of(self, name: str) -> Any: ...
    # Whether a value of that type may be of a declaration, by what is not nested.
    def outline(self, name: str) -> Check: ...


class Unions(Protocol):
    """The module `_unions`, for the packages that need it."""

    def union_reader(self, codec: Codec, shape: Shape, /) -> Reader: ...
    def told_apart(
        self, checks: Checks, shape: AnyOf, /
    ) -> tuple[tuple[Shape, ...], Check | None]: ...


class Codec(Checks, Protocol):
    """What the functions of a class need for those of its parts."""

    declared: dict[str, str]
    """The string literals that were met, so that events share them."""
    quoted: dict[str, str]
    """The JSON text of string literals that were met."""
    text: Callable[[Any], str]
    """Writes any value."""
    choose: Choice

    def holds_class(self, shape: Shape) -> bool: ...
    # The attributes of a class, each an identifier, by their names on the wire, in order.
    def fields_of(self, name: str) -> Mapping[str, str]: ...

    def reader(self, shape: Shape) -> Reader: ...
    def writer(self, name: str) -> Writer: ...


class Lines:
    """The lines of one function, and the values that the names in them stand for.

    `title` says in tracebacks what the function is for; a number makes it the only one.
    """

    def __init__(self, title: str, head: str, **names: Any) -> None:
        self._title = f"{title} ({next(_numbers)})"
        self._lines = [head]
        self.names = names

    def add(self, *lines: str) -> None:
        self._lines += lines

    def bind(self, value: Any) -> str:
        """A new name for a value."""
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name

    def bind_later(self, make: Callable[[], Any]) -> str:
        """A new name for a function that is made when it is first called."""
        name = self.bind(None)
        later(self.names, name, make)
        return name

    def function(self, name: str) -> Any:
        """Compile the function of a name; `linecache` gets its lines from the loader."""
        source = "\n".join(self._lines)
        self.names["__name__"] = self._title
        self.names["__loader__"] = SimpleNamespace(get_source=lambda name="": source)
        exec(compile(source, self._title, "exec"), self.names)
        return self.names[name]


def later(functions: dict[Any, Any], key: Any, make: Callable[[], Any]) -> None:
    """Put a function of one argument into a table, which is made when it is first called.

    Who took it from the table before may go on calling it, as for the elements of an array.
    Threads that call it at once may each make one; the last stays.
    """

    def first(value: Any) -> Any:
        function = functions[key]
        if function is first:
            function = functions[key] = make()
        return function(value)

    functions[key] = first


def declared_texts(shapes: Shapes, shape: Shape) -> tuple[str, ...]:
    """The string literals that a value of a shape can be."""
    return tuple(
        value
        for variant in variants(shapes, shape)
        if isinstance(variant, Constant)
        for value in variant.values
        if isinstance(value, str)
    )


def leading_fields(shape: Object) -> set[str]:
    """The fields that are written first: required ones of one literal, as tags are."""
    return {
        wire
        for wire, field in shape.required.items()
        if isinstance(field, Constant) and len(field.values) == 1
    }


def one_text(shape: Shape) -> str | None:
    """The string that is the only value of a shape, as of a tag; otherwise None."""
    if isinstance(shape, Constant) and len(shape.values) == 1:
        value = shape.values[0]
        return value if isinstance(value, str) else None
    return None
