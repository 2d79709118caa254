"""Types that JSON does not carry, or that the model spells another way, without parts."""

from __future__ import annotations

from typing import Final, Literal as OneOf

from ...model import Primitive
from ...text.records import dataclass

__all__ = [
    "ANY",
    "BIGINT",
    "BOXES",
    "DATE",
    "ERASED",
    "FUNCTION",
    "OPEN_NUMBER",
    "OPEN_STRING",
    "SYMBOL",
    "UNDEFINED",
    "UNRESOLVED",
    "URL",
    "VOID",
    "LibraryFunction",
    "Special",
    "UniqueSymbol",
    "Void",
]


@dataclass(frozen=True, slots=True, eq=False)
class Special:
    """A type that JSON does not carry, or that the model spells another way.

    `open string` and `open number` are `string & {}` and `number & {}`: a union keeps literals
    beside them. `date` and `url` are library classes that JSON.stringify turns into a string. `any`
    is the model's `unknown`, but conditional types and intersections distinguish them. `unit` is a
    literal, a template or a member of an enum with a brand. `String`, `Number` and `Boolean` are
    interfaces of the library: no primitives for a condition, and primitives in JSON.

    Two of one name are equal: what a subclass adds counts for conditions and lookups alone.
    """

    name: OneOf[
        "any",
        "undefined",
        "symbol",
        "function",
        "bigint",
        "open string",
        "open number",
        "module",
        "date",
        "url",
        "unit",
        "String",
        "Number",
        "Boolean",
    ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Special) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


ANY: Final = Special("any")
UNRESOLVED: Final = Special("any")
"""`any` where nobody wrote it: a name that was not found, a type parameter without an argument.

It is equal to `ANY`. Intersections alone tell one from the other, by identity.
"""
ERASED: Final = Special("any")
"""`any` for a type parameter of a method, where two instances of its class are compared.

It is equal to `ANY`. Lookups, `Pick` and mapped types tell one from the other, by identity: `T[K]`
and `Pick<T, K>` stand for `T`, so that what is compared is the object types, as in TypeScript.
"""
UNDEFINED: Final = Special("undefined")
SYMBOL: Final = Special("symbol")
FUNCTION: Final = Special("function")
DATE: Final = Special("date")
URL: Final = Special("url")
BIGINT: Final = Special("bigint")
BOXES: Final = {
    Special("String"): Primitive("string"),
    Special("Number"): Primitive("number"),
    Special("Boolean"): Primitive("boolean"),
}
"""The interfaces of primitives, each with the primitive that has its members."""
OPEN_STRING: Final = Special("open string")
OPEN_NUMBER: Final = Special("open number")


@dataclass(frozen=True, slots=True, eq=False)
class Void(Special):
    """`void`: undefined in JSON, to which it is equal, but not for conditions."""

    def __repr__(self) -> str:
        return repr(UNDEFINED)


VOID: Final = Void("undefined")


@dataclass(frozen=True, slots=True, eq=False)
class UniqueSymbol(Special):
    """The type of one symbol, by the name `of` its constant, for conditions; a symbol otherwise."""

    of: str = ""

    def __repr__(self) -> str:
        return repr(SYMBOL)


@dataclass(frozen=True, slots=True, eq=False)
class LibraryFunction(Special):
    """A function of the library, or a class as a value, whose members are known by the name `of`.

    It is equal to `FUNCTION`: only lookups tell one from the other, and conditions on signatures,
    which nobody knows of it. No name is that of a method.
    """

    of: str
