"""The result types of function calls, in sources with values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from ...model import Literal
from ...model.components import components
from ..syntax import (
    CallType,
    FunctionBody,
    KeywordType,
    QueryType,
    ReferenceType,
    SkippedNode,
    TypeNode,
    UnsupportedType,
    VariableBody,
)
from .closed import THIS, closed_argument
from .evaluated import is_fresh
from .functions import signatures_of
from .library_calls import result_of_library
from .protocol import Types
from .semantics import Env, Signature, TypeTerm, identity
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
    signature = _chosen(types, node, env)
    if signature is None or isinstance(signature, str):
        return signature or "nothing is known of what that function returns"
    result = signature.node.result
    if result is None:
        return "nothing is known of what that function returns"
    bound = _inferred(types, signature, node, env)
    asked_for = closed_argument(types.closed, result).names
    names = {parameter.name for parameter in signature.node.parameters}
    if asked_for is None:
        if names:
            return "its type parameters cannot be told from the arguments"
    elif not names & asked_for <= bound.keys():
        return "its type parameters cannot be told from the arguments"
    elif THIS in asked_for and signature.env.this is None:
        return "what is called returns its own object"
    limits = {one.name: one.constraint for one in signature.node.parameters if one.constraint}
    return result, signature.env.bind(bound, limits)


def _chosen(types: Types, node: CallType, env: Env) -> Signature | str | None:
    """The signature that a call has, or the reason why it is unknown; None for no function.

    Of several, those count that take so many arguments. Which of these it is depends on more than
    is followed here, unless all return the same.
    """
    signatures = signatures_of(types, types.term(node.function, env), constructs=False)
    if len(signatures) < 2:
        return next(iter(signatures), None)
    taking = [one for one in signatures if _takes(one, node.arguments)]
    plain = [one for one in taking if not one.node.parameters]
    results = {identity(types.term(one.node.result, one.env)) for one in plain if one.node.result}
    if len(taking) > 1 and (len(plain) < len(taking) or len(results) != 1):
        return "a function of several signatures is called"
    return next(iter(taking), None)


def _takes(signature: Signature, arguments: Sequence[TypeNode]) -> bool:
    """Whether a function may take so many arguments: one that is not known may be several."""
    if any(isinstance(argument, UnsupportedType) for argument in arguments):
        return True
    elements = signature.node.elements
    needed = [
        place
        for place, element in enumerate(elements, 1)
        if not (element.optional or element.rest or _may_be_left_out(element.type))
    ]
    has_rest = any(element.rest for element in elements)
    return max(needed, default=0) <= len(arguments) and (
        has_rest or len(arguments) <= len(elements)
    )


def _may_be_left_out(node: TypeNode) -> bool:
    """Whether a parameter may be void, and needs no argument then."""
    return not isinstance(node, KeywordType) or node.name == "void"


def _inferred(types: Types, signature: Signature, node: CallType, env: Env) -> dict[str, TypeTerm]:
    """The type parameters that a single argument tells, as it is one's own type."""
    parameters = {parameter.name: parameter for parameter in signature.node.parameters}
    pairs = list(zip(signature.node.elements, node.arguments, strict=False))
    named = [closed_argument(types.closed, element.type).names for element, _ in pairs]
    bound: dict[str, TypeTerm] = {}
    for place, (element, argument) in enumerate(pairs):
        match element.type:
            case ReferenceType(name=(name,), arguments=()) if name in parameters:
                others = [*named[:place], *named[place + 1 :]]
                is_sole = all(names is not None and name not in names for names in others)
                is_kept = parameters[name].constant or _is_widened(types, argument, env)
                if is_sole and not element.rest and not is_kept:
                    bound[name] = types.deferred(argument, env)
    return bound


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
    known = types.self_calling
    needed: dict[Symbol, tuple[Symbol, ...]] = {}

    def targets(symbol: Symbol) -> tuple[Symbol, ...]:
        return needed.setdefault(symbol, tuple(_needed(types, symbol)))

    if start not in known:
        for circle in components([start], targets, known):
            needs = len(circle) > 1 or circle[0] in needed[circle[0]]
            known.update(dict.fromkeys(circle, needs))
    return known[start]


def _needed(types: Types, symbol: Symbol) -> Iterator[Symbol]:
    """The functions and constants that the type of one names."""
    for declared in symbol.of_kind("function", "variable"):
        body = declared.body
        result = body.type.result if isinstance(body, FunctionBody) else None
        written = body.type if isinstance(body, VariableBody) else result
        for name in _values_in(written):
            types.spend(1)
            for length in range(len(name), 0, -1):
                other = types.program.lookup_path(symbol.scope, name[:length], "value")
                if isinstance(other, Symbol):
                    yield other


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
