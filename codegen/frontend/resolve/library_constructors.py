"""The constructors that classes inherit from those of the library, and their static members."""

from __future__ import annotations

from collections.abc import Iterator

from ..syntax import FunctionType, KeywordType, ReferenceType, TupleElement, UnsupportedType
from .apparent import is_error
from .protocol import Types
from .semantics import ANY, Env, ObjectShape, Signature

__all__ = ["added_statics", "library_constructor"]

_UNKNOWN = "nothing is known of the constructor that is inherited"


def added_statics(types: Types, base: ReferenceType, env: Env) -> Iterator[ObjectShape]:
    """What the spec, or Node, adds to the class of the library that a class extends.

    The library's own static members are functions, and known nowhere.
    """
    name = base.name[-1]
    if types.program.lookup_path(env.scope, base.name, "value") is not None:
        return
    for heir in ("Error", name) if is_error(name) and name != "Error" else (name,):
        symbol = types.program.added_to_library(f"{heir}Constructor")
        if symbol is not None and symbol.of_kind("interface"):
            shape = types.shape(types.named(symbol, [ANY for _ in symbol.parameters]))
            if shape is not None:
                yield shape


def library_constructor(types: Types, base: ReferenceType, env: Env) -> Iterator[Signature]:
    """The constructor of a library class; none of a class that the spec declares.

    That of an error takes a message and options, that of most classes is not known.
    """
    if types.program.lookup_path(env.scope, base.name, "value") is not None:
        return
    at, name = base.at, base.name[-1]
    if is_error(name):
        options = ReferenceType(("ErrorOptions",), (), at)
        yield Signature(
            FunctionType(
                at,
                elements=(
                    TupleElement(KeywordType("string", at), True, False, "message"),
                    TupleElement(options, True, False, "options"),
                ),
            ),
            env,
        )
    elif name != "EventTarget":
        unknown = TupleElement(UnsupportedType(_UNKNOWN, at, _UNKNOWN), False, True, None)
        yield Signature(FunctionType(at, elements=(unknown,)), env)
