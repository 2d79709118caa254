"""The constructors that classes inherit from those of the library, and their static members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..syntax import FunctionType, ReferenceType, TupleElement, TypeNode, UnsupportedType
from .apparent import is_error
from .library import global_name
from .library_declarations import calls_of_library
from .protocol import Types
from .semantics import ANY, Env, LibraryFunction, ObjectShape, Signature

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


def library_constructor(types: Types, base: ReferenceType, env: Env) -> Sequence[Signature]:
    """The constructors of a library class; none of a class that the spec declares.

    TypeScript: those that take as many type arguments as are given.
    """
    if types.program.lookup_path(env.scope, base.name, "value") is not None:
        return ()
    function = LibraryFunction("function", ".".join(global_name(base.name)))
    known = [call for call in calls_of_library(types, function) if call.node.constructs]
    if known:
        given = base.arguments
        return [_applied(types, call, given, env) for call in known if _takes(call, len(given))]
    unknown = TupleElement(UnsupportedType(_UNKNOWN, base.at, _UNKNOWN), False, True, None)
    return [Signature(FunctionType(base.at, elements=(unknown,)), env)]


def _takes(call: Signature, given: int) -> bool:
    parameters = call.node.parameters
    return sum(one.default is None for one in parameters) <= given <= len(parameters)


def _applied(types: Types, call: Signature, given: Sequence[TypeNode], env: Env) -> Signature:
    """A generic constructor with type arguments, which are written in another place."""
    inside = call.env
    for position, parameter in enumerate(call.node.parameters):
        if position < len(given):
            term = types.deferred(given[position], env)
        else:
            assert parameter.default is not None
            term = types.deferred(parameter.default, inside)
        inside = inside.bind({parameter.name: term})
    return Signature(replace(call.node, parameters=()), inside)
