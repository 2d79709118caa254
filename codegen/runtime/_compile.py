"""What functions are compiled from: lines of Python, and values that names stand for.

The function of a class is made of lines, one or more for each field, the first time that the
class is met. A line consists of the names of attributes and of names that are bound here:
keys, texts and literals of the spec are values, and never part of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from json.encoder import encode_basestring_ascii
from typing import Any, Protocol, TypeAlias

from ._runtime import Reader, Writer
from ._shapes import Constant, Shape, Shapes, variants

__all__ = [
    "Check",
    "Checks",
    "Codec",
    "Lines",
    "later",
    "one_text",
    "quote",
]

quote = encode_basestring_ascii

Check: TypeAlias = Callable[[Any], bool]
"""Whether a value as it was read fits; it may say no to what does, and never the opposite."""


class Checks(Protocol):
    """What a check needs of the others."""

    @property
    def shapes(self) -> Shapes:
        """The shapes of all declarations."""
        ...

    def check(self, shape: Shape) -> Check:
        """Checks a value of a shape."""
        ...


class Codec(Checks, Protocol):
    """What the functions of a class need of the others."""

    @property
    def declared(self) -> dict[str, str]:
        """The texts that events share."""
        ...

    @property
    def quoted(self) -> dict[str, str]:
        """The same texts as JSON."""
        ...

    @property
    def text(self) -> Callable[[Any], str]:
        """Writes any value."""
        ...

    def class_of(self, name: str) -> Any:
        """The class of an interface."""
        ...

    def fields_of(self, name: str) -> Mapping[str, str]:
        """The attributes of a class by the names of the fields on the wire, in order.

        Each is an identifier, as it becomes part of a line.
        """
        ...

    def reader(self, shape: Shape) -> Reader:
        """Reads a value of a shape."""
        ...

    def writer(self, name: str) -> Writer:
        """Writes an object of a class."""
        ...


class Lines:
    """The lines of one function, and the values that the names in them stand for."""

    def __init__(self, title: str, head: str, **names: Any) -> None:
        self._title = title
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
        name = f"_{len(self.names)}"
        later(self.names, name, make)
        return name

    def function(self, name: str) -> Any:
        """The function. A traceback shows its lines, which `linecache` asks of the loader."""
        source = "\n".join(self._lines)
        self.names["__name__"] = self._title
        self.names["__loader__"] = _Source(source)
        exec(compile(source, self._title, "exec"), self.names)
        return self.names[name]


class _Source:
    """The loader of a module that has no file."""

    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, name: str) -> str:
        return self._source


def later(names: dict[Any, Any], key: Any, make: Callable[[], Any]) -> None:
    """Let a name stand for a function that is made when it is first called."""

    def first(value: Any) -> Any:
        function = names[key] = make()
        return function(value)

    names[key] = first


def declared_texts(shapes: Shapes, shape: Shape) -> tuple[str, ...]:
    """The texts that a value of a shape may be, as far as they are declared."""
    return tuple(
        value
        for each_ in variants(shapes, shape)
        if isinstance(each_, Constant)
        for value in each_.values
        if isinstance(value, str)
    )


def one_text(shape: Shape) -> str | None:
    """The text of a shape that is one text, as a tag is."""
    if isinstance(shape, Constant) and len(shape.values) == 1:
        value = shape.values[0]
        return value if isinstance(value, str) else None
    return None
