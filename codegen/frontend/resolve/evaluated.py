"""The texts that the compiler computes of constants, in templates of sources."""

from __future__ import annotations

from ...model import Literal
from ..syntax import LiteralType, OperationType, QueryType, TypeNode, UnionType, VariableBody
from .enums import member_of_enum
from .protocol import Types
from .semantics import EnumLiteral, Env, TypeTerm, property_name
from .symbols import Module, Scope, Symbol

__all__ = ["evaluated", "is_fresh", "is_widening"]

_NUMBERS = (("NaN",), ("Infinity",))
_OPERATION = "what an operation in a template gives is not computed"


def evaluated(types: Types, node: OperationType, env: Env) -> TypeTerm:
    """The type of a template: its text if all in it are constants."""
    *parts, whole = node.operands
    texts = [_text(types, part, env, frozenset()) for part in parts]
    if None in texts or not any(texts):
        return types.term(whole, env)  # TypeScript: an empty text is no constant.
    if any(isinstance(part, OperationType) and part.operator == "constant" for part in parts):
        return types.opaque(env, node.at, _OPERATION)
    text = "".join(text or "" for text in texts)
    types.spend_text(len(text))
    return Literal("string", text)


def _text(types: Types, node: object, env: Env, behind: frozenset[Symbol]) -> str | None:
    """The text of a constant, which is none of those `behind` it; None of any other value."""
    types.spend(1)
    match node:
        case LiteralType(kind="string" | "number" as kind, value=value):
            return property_name(Literal(kind, value))
        case OperationType(operator="constant" | "`" as operator, operands=operands):
            operands = operands if operator == "constant" else operands[:-1]
            texts = [_text(types, operand, env, behind) for operand in operands]
            return None if None in texts else "".join(text or "" for text in texts)
        case QueryType(name=name, module=None, arguments=()):
            return _text_of_name(types, name, env, behind)
        case _:
            return None


def _text_of_name(
    types: Types, name: tuple[str, ...], env: Env, behind: frozenset[Symbol]
) -> str | None:
    member = _member(types, name, env.scope)
    if member is not None:
        return property_name(member) if isinstance(member, EnumLiteral) else None
    entity = types.program.lookup_path(env.scope, name, "value")
    if entity is None and name in _NUMBERS:
        return name[0]
    body = _initializer(entity)
    if body is None or not isinstance(entity, Symbol) or entity in behind:
        return None
    return _text(types, body.type, Env(entity.scope), behind | {entity})


def _member(types: Types, name: tuple[str, ...], scope: Scope) -> TypeTerm | None:
    """The type of a member of an enum; None of any other name."""
    enum = types.program.lookup_path(scope, name[:-1], "value") if len(name) > 1 else None
    return member_of_enum(enum, name[-1]) if isinstance(enum, Symbol) else None


def _initializer(entity: object) -> VariableBody | None:
    """The body of a variable without an annotation, whose initializer may have a literal type."""
    declared = entity.of_kind("variable") if isinstance(entity, Symbol) else ()
    bodies = (node.body for node in declared)
    return next((b for b in bodies if isinstance(b, VariableBody) and b.widens), None)


def is_fresh(types: Types, node: TypeNode, env: Env, value: object = None) -> bool:
    """Whether the type of a value may have a literal type that is widened where it is inferred.

    With a `value`, whether that of this value is.
    """
    match node:
        case LiteralType():
            return value is None or value == node.value
        case UnionType(members=parts) | OperationType(operands=parts):
            return any(is_fresh(types, part, env, value) for part in parts)
        case QueryType(name=name, module=None):
            if _member(types, name, env.scope) is not None:
                return True
            entity = types.program.lookup_path(env.scope, name, "value")
            return isinstance(entity, Symbol) and is_widening(types, entity)
        case _:
            return False


def is_widening(types: Types, entity: Symbol | Module) -> bool:
    """Whether a literal type of a constant is widened: it is no annotation, nor what has one."""
    visited = set[Symbol]()
    while isinstance(entity, Symbol) and entity not in visited:
        visited.add(entity)
        body = _initializer(entity)
        if body is None or not isinstance(body.type, QueryType):
            return body is not None
        above = types.program.lookup_path(entity.scope, body.type.name, "value")
        if above is None:
            return _member(types, body.type.name, entity.scope) is not None
        if not isinstance(above, Symbol):
            return False
        entity = above
    return False
