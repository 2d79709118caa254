"""What is left of a union by the value that a constant has from its declaration on."""

from __future__ import annotations

from typing import Final

from ...model import UNKNOWN, Literal, Opaque, Primitive
from ..flow import Flow
from ..syntax import FunctionType, OperationType, QueryType, VariableBody
from .assignability import assignable
from .enums import folded, spread
from .evaluated import is_fresh
from .protocol import Types
from .semantics import ANY, Env, Signature, TypeTerm
from .symbols import Symbol
from .unions import union_of

__all__ = ["as_assigned", "is_behind_flow"]

_MOST: Final = 200
"""The largest union that is narrowed."""


def is_behind_flow(
    types: Types, node: QueryType, symbol: Symbol, value: TypeTerm, env: Env
) -> bool:
    """Whether a value is read behind where its file tests or assigns it, which may leave less."""
    members = list(spread(types.members(value)))
    is_narrowed = len(members) != 1 or members[0] == UNKNOWN
    if is_narrowed and len(symbol.of_kind("variable")) > 1:
        return True
    return any(flow.reaches(node.at[0], narrowed=is_narrowed) for flow in _flows(symbol, env))


def _flows(symbol: Symbol, env: Env) -> list[Flow]:
    """Where the file of a type tests or assigns a variable that it declares."""
    if symbol.scope.module is not env.scope.module:
        return []
    bodies = [one.body for one in symbol.of_kind("variable")]
    return [b.flow_of() for b in bodies if isinstance(b, VariableBody) and b.flow_of is not None]


def as_assigned(
    types: Types, node: QueryType, symbol: Symbol, declared: TypeTerm, env: Env
) -> TypeTerm:
    """The type of a constant where it is read, behind its declaration and in its file.

    TypeScript: those members of a union stay that the initial value may be of.
    """
    bodies = [one.body for one in symbol.of_kind("variable")]
    body = bodies[0] if len(bodies) == 1 else None
    if not isinstance(body, VariableBody) or body.assigned_of is None:
        return declared
    if symbol.scope.module is not env.scope.module:
        return declared
    if body.assigned_again and node.reads == "inside":
        return declared
    if any(flow.reaches(node.at[0], narrowed=True) for flow in _flows(symbol, env)):
        return declared
    whole = list(types.members(declared))
    members = list(spread(whole))
    if not 1 < len(members) <= _MOST or ANY in members or UNKNOWN in members:
        return declared
    written = body.assigned_of()
    given = types.term(written, Env(symbol.scope))
    parts = list(spread(types.members(given)))
    if any(isinstance(part, Opaque) for part in parts):
        return declared
    kept = [
        member
        for member in members
        if any(assignable(types, part, member) is not False for part in parts)
    ]
    if not kept and isinstance(written, FunctionType):
        # What it gives is read for the function that the declaration asks for.
        kept = [member for member in members if isinstance(member, Signature)]
    elif kept and assignable(types, given, union_of(kept)) is False:
        return declared
    if not 0 < len(kept) < len(members):
        return declared
    left = folded(union_of(kept), whole)
    # Only a boolean is as it was written; other literal types of a declaration are not widened.
    is_boolean = isinstance(left, Literal) and left.kind == "boolean"
    is_made = isinstance(written, OperationType) or is_fresh(types, written, Env(symbol.scope))
    if is_boolean and node.widens and is_made:
        return Primitive("boolean")
    return left
