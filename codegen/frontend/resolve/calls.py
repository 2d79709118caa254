"""The result types of function calls, in sources with values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from ...model import Literal
from ..syntax import (
    CallType,
    FunctionBody,
    QueryType,
    ReferenceType,
    SkippedNode,
    TypeNode,
    VariableBody,
)
from .evaluated import is_fresh
from .functions import signature_of
from .library_calls import result_of_library
from .protocol import Types
from .semantics import Env, TypeTerm
from .symbols import Symbol

__all__ = ["called", "result_of_call"]


def called(types: Types, node: CallType, env: Env) -> tuple[TypeNode, Env] | str:
    """The result type of a call as a node with its environment, or the reason why it is unknown.

    A type parameter is inferred from the arguments whose type it is.
    """
    asked = node.function
    function = None
    if isinstance(asked, QueryType):
        function = types.program.lookup_path(env.scope, asked.name, "value")
    if isinstance(function, Symbol):
        if len(function.of_kind("function")) > 1:
            return "a function of several signatures is called"
        if _needs_itself(types, function):
            return "computing it needs its own result"
    signature = signature_of(types, types.term(node.function, env), constructs=False)
    if signature is None or signature.node.result is None:
        return "nothing is known of what that function returns"
    bound: dict[str, TypeTerm] = {}
    names = {parameter.name for parameter in signature.node.parameters}
    kept = {parameter.name for parameter in signature.node.parameters if parameter.constant}
    for element, argument in zip(signature.node.elements, node.arguments, strict=False):
        match element.type:
            case ReferenceType(name=(name,), arguments=()) if name in names and not element.rest:
                if name not in kept and not _is_widened(types, argument, env):
                    bound.setdefault(name, types.deferred(argument, env))
    if bound.keys() != names:
        return "its type parameters cannot be told from the arguments"
    limits = {one.name: one.constraint for one in signature.node.parameters if one.constraint}
    return signature.node.result, signature.env.bind(bound, limits)


def _is_widened(types: Types, argument: TypeNode, env: Env) -> bool:
    """Whether an argument has a literal type that TypeScript may widen where it infers from it."""
    if not is_fresh(types, argument, env):
        return False
    members = types.members(types.term(argument, env))
    return any(isinstance(types.peel(member), Literal) for member in members)


def result_of_call(types: Types, node: CallType, env: Env) -> TypeTerm:
    """The type of a call's result."""
    of_library = result_of_library(types, node.function, node.arguments, env)
    if of_library is not None:
        return of_library
    made = called(types, node, env)
    return types.opaque(env, node.at, made) if isinstance(made, str) else types.term(*made)


def _needs_itself(types: Types, start: Symbol) -> bool:
    """Whether a function's result depends on its own calls, directly or through constants."""
    known = types.self_calling.get(start)
    if known is None:
        known = types.self_calling[start] = start in _reached(types, start)
    return known


def _reached(types: Types, start: Symbol) -> set[Symbol]:
    """The functions and constants that the type of one depends on."""
    reached: set[Symbol] = set()
    pending = [start]
    while pending:
        symbol = pending.pop()
        for declared in symbol.of_kind("function", "variable"):
            body = declared.body
            result = body.type.result if isinstance(body, FunctionBody) else None
            written = body.type if isinstance(body, VariableBody) else result
            for name in _values_in(written):
                types.spend(1)
                for length in range(len(name), 0, -1):
                    other = types.program.lookup_path(symbol.scope, name[:length], "value")
                    if isinstance(other, Symbol) and other not in reached:
                        reached.add(other)
                        pending.append(other)
    return reached


def _values_in(part: object) -> Iterator[tuple[str, ...]]:
    """The names in the `typeof` queries of a syntax node."""
    if isinstance(part, QueryType):
        yield part.name
    elif isinstance(part, tuple):
        for item in part:
            yield from _values_in(item)
    elif is_dataclass(part) and not isinstance(part, type | SkippedNode):
        for field in fields(part):
            yield from _values_in(getattr(part, field.name))
