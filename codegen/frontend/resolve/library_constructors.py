"""The constructors that classes inherit from those of the library."""

from __future__ import annotations

from collections.abc import Iterator

from ..syntax import FunctionType, KeywordType, ReferenceType, TupleElement, UnsupportedType
from .apparent import is_error
from .protocol import Types
from .semantics import Env, Signature

__all__ = ["library_constructor"]

_UNKNOWN = "nothing is known of the constructor that is inherited"


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
