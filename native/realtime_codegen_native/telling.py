"""Tell the objects of a union apart in the native core, without a text under a key.

The core looks at some places in an object and writes a *signature*: one letter for what stands
at each, which is the kind of a value, or one of the declared literals. What objects with some
signature are the functions of this package say, of a sample. The core asks once for each.

A sample has objects and arrays that nobody may look into: what does so raises `UntoldError`, as
the signature does not tell then, and each such object has to be looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from realtime_codegen.runtime._shapes import ByKeys, Scalar, Shape, Shapes, TagPath

    from .interface import ShapesModule

__all__ = ["Telling", "UntoldError", "told_by_fields", "told_by_literals"]

_FIRST_LITERAL: Final = 128  # The letters of literals.
_MOST_LITERALS: Final = 128
_MOST_PLACES: Final = 128
_ABSENT: Final = ord("-")
_LOOKS: Final = (
    *("__contains__", "__eq__", "__getitem__", "__iter__", "__len__", "__ne__"),
    *("__reversed__", "copy", "get", "items", "keys", "values"),
)


class UntoldError(Exception):
    """Raised if the member of an object depends on more than its signature."""


def _look(*_: Any) -> NoReturn:
    raise UntoldError


def _closed(kind: type[Any]) -> Any:
    """An object or array that cannot be looked into; it lives for ever, as walks keep `id`s."""
    return type("Closed", (kind,), dict.fromkeys(_LOOKS, _look))()


_OBJECT: Final = _closed(dict)
_ARRAY: Final = _closed(list)


class Telling:
    """The places in objects that the core looks at, and the literals that count there."""

    def __init__(self, paths: Iterable[TagPath], literals: Iterable[Scalar]) -> None:
        self.paths = tuple(paths)
        self.literals: dict[Any, int] = {}
        for literal in literals:
            if not isinstance(literal, bool):
                self.literals.setdefault(literal, len(self.literals))
        texts = [value for value in self.literals if isinstance(value, str)]
        other = next(
            number for number in count(2) if self.literals.keys().isdisjoint((number, number + 0.5))
        )
        self._samples: dict[int, Any] = {
            ord("s"): "-" + max(texts, key=len, default=""),
            ord("i"): other,
            ord("f"): other + 0.5,
            ord("T"): True,
            ord("F"): False,
            ord("n"): None,
            ord("a"): _ARRAY,
            ord("o"): _OBJECT,
        }
        for literal, number in self.literals.items():
            self._samples[_FIRST_LITERAL + number] = literal

    def can_be_told(self) -> bool:
        """Whether the core can be told of it.

        A float that is a whole number equals an integer, and is another kind of value.
        """
        return (
            len(self.literals) <= _MOST_LITERALS
            and len(self.paths) <= _MOST_PLACES
            and not any(isinstance(value, float) and value.is_integer() for value in self.literals)
        )

    def value(self, letter: int, missing: Any = None) -> Any:
        """A sample of what a letter stands for; `missing` for nothing."""
        return missing if letter == _ABSENT else self._samples[letter]

    def sample(self, signature: bytes) -> dict[str, Any]:
        """An object with a signature, whose places are keys of its own."""
        return {
            path[0]: self.value(letter)
            for path, letter in zip(self.paths, signature, strict=True)
            if letter != _ABSENT
        }


def told_by_literals(path: TagPath, literals: Iterable[Scalar]) -> Telling | None:
    """Tell objects by the literal at one path; None if the core cannot do that."""
    telling = Telling((path,), literals)
    return telling if telling.can_be_told() else None


def told_by_fields(sh: ShapesModule, shapes: Shapes, union: ByKeys) -> Telling | None:
    """Tell the members of a union by their declared fields.

    None where other fields may matter, or the text of a value.
    """
    fields: dict[str, list[Shape]] = {}
    for member in union.members:
        target = sh.resolved(shapes, member)
        if not isinstance(target, sh.Object) or target.extra is not None:
            return None
        for name, field in (*target.required.items(), *target.optional.items()):
            fields.setdefault(name, []).append(field)
    literals: list[Scalar] = []
    for field in (field for of_name in fields.values() for field in of_name):
        for variant in sh.variants(shapes, field):
            if isinstance(variant, sh.Pattern):
                return None
            if isinstance(variant, sh.Constant):
                literals += variant.values
    telling = Telling(((name,) for name in fields), literals)
    return telling if telling.can_be_told() else None
