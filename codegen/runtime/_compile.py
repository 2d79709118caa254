"""Compile functions from lines of Python and the values that names are bound to.

The functions of a class are compiled when the class is first met. They have a few lines for
each field. A line consists of Python's own words, attributes of the class, and names that are
bound to values. The keys, texts and literals of the spec are such values, never part of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from json.encoder import encode_basestring_ascii
from typing import Any, Protocol, TypeAlias

from ._runtime import Reader, Writer
from ._shapes import Constant, Object, Shape, Shapes, variants

quote = encode_basestring_ascii

Check: TypeAlias = Callable[[Any], bool]
"""Whether a value as it was read fits; it may say no to what does, and never the opposite."""


Choice: TypeAlias = Callable[
    [Shapes, tuple[Shape, ...], Mapping[int, Reader], type[Any]], Reader
]
"""Makes the reader of a value of one kind that is one of some members, as `_choice` does."""


class Checks(Protocol):
    """The maker that a check calls for the checks of its parts."""

    shapes: Shapes
    """The shapes of all declarations."""

    def check(self, shape: Shape) -> Check:
        """Checks a value of a shape."""
        ...


class Unions(Protocol):
    """The module `_unions`, for the packages that need it."""

    def union_reader(self, codec: Codec, shape: Shape, /) -> Reader:
        """Reads a value of a union or a tuple."""
        ...


class Codec(Checks, Protocol):
    """The maker that the functions of a class call for those of its parts."""

    declared: dict[str, str]
    """The string literals that were met, so that events share them."""
    quoted: dict[str, str]
    """The JSON text of string literals that were met."""
    text: Callable[[Any], str]
    """Writes any value."""
    unions: Unions | None
    """Makes the readers of unions and tuples; None where there are none to be read."""
    choose: Choice
    """Makes the readers of unions whose members no tag tells apart."""

    def class_of(self, name: str) -> Any:
        """The class of an interface."""
        ...

    def holds_class(self, shape: Shape) -> bool:
        """Whether a value of a shape has an object in it that is read as a class."""
        ...

    def fields_of(self, name: str) -> Mapping[str, str]:
        """The attributes of a class, by the names of the fields on the wire, in order.

        Attributes become part of lines: each is an identifier.
        """
        ...

    def reader(self, shape: Shape) -> Reader:
        """Reads a value of a shape."""
        ...

    def writer(self, name: str) -> Writer:
        """Writes an object of a class."""
        ...


_numbers = count(1)


class Lines:
    """The lines of one function, and the values that the names in them stand for.

    `title` says in tracebacks what the function is for. It gets a number, as the lines of a
    function are looked up by its title.
    """

    def __init__(self, title: str, head: str, **names: Any) -> None:
        self._title = f"{title} ({next(_numbers)})"
        self._lines = [head]
        self.names = names

    def add(self, *lines: str) -> None:
        """Add lines, with their indentation."""
        self._lines += lines

    def bind(self, value: Any) -> str:
        """A new name for a value."""
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name

    def bind_later(self, make: Callable[[], Any]) -> str:
        """A new name for a function that is made when it is first called."""
        name = f"_{len(self.names)}"
        later(self.names, name, make)
        return name

    def function(self, name: str) -> Any:
        """Compile the lines, and return the function that they define under a name.

        A traceback shows the lines: `linecache` gets them from the loader.
        """
        source = "\n".join(self._lines)
        self.names["__name__"] = self._title
        self.names["__loader__"] = _Source(source)
        exec(compile(source, self._title, "exec"), self.names)
        return self.names[name]


class _Source:
    """The loader of a function that has no file: it knows the source."""

    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, name: str) -> str:
        return self._source


def later(functions: dict[Any, Any], key: Any, make: Callable[[], Any]) -> None:
    """Put a function of one argument into a table, which is made when it is first called.

    Who took it from the table before may go on calling it, as for each element of a long
    array: it makes the function once. Threads that call it at once may each make it; the
    one that is made last stays.
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
    """The only value of a shape, if it is one string, as a tag is; otherwise None."""
    if isinstance(shape, Constant) and len(shape.values) == 1:
        value = shape.values[0]
        return value if isinstance(value, str) else None
    return None
