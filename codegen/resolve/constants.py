"""The types of values: declared constants, members of enums, what `typeof` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import UNKNOWN, DeclId, Literal
from ..syntax import EnumBody, FunctionBody, QueryType, VariableBody
from .enums import enum_literal, enum_object
from .operators import property_type
from .scopes import Symbol, Unresolved
from .semantics import Env, ObjectShape, Placeholder, ShapeProperty, Signature, TypeTerm

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = ["constant", "enum_member", "placeholder", "query"]


def placeholder(entity: Unresolved) -> Placeholder:
    """What stands for a name from a module that cannot be read."""
    path = tuple(part for part in entity.name.split(".") if part not in ("*", "default", "export="))
    name = path or (entity.specifier.rsplit("/", 1)[-1].split(".")[0],)
    text = f"import({entity.specifier!r}).{entity.name}"
    return Placeholder(DeclId(entity.specifier, name), text, entity.at)


def enum_member(evaluator: Evaluator, name: tuple[str, ...], env: Env) -> TypeTerm | None:
    """The literal type that `Enum.Member` names; None if the name is no such."""
    if len(name) < 2:
        return None
    symbol = evaluator.program.lookup_path(env.scope, name[:-1], "value")
    if isinstance(symbol, Unresolved):
        return placeholder(Unresolved(symbol.specifier, ".".join(name[-2:]), symbol.at))
    if not isinstance(symbol, Symbol):
        return None
    for node in symbol.of_kind("enum"):
        assert isinstance(node.body, EnumBody)
        for entry in node.body.entries:
            if entry.name == name[-1]:
                return enum_literal(symbol, entry.value)
    return None


def constant(evaluator: Evaluator, name: tuple[str, ...], env: Env) -> TypeTerm | None:
    """The type of the constant or the enum member that a dotted name stands for, if any."""
    member = enum_member(evaluator, name, env)
    if member is not None:
        return member
    symbol = evaluator.program.lookup_path(env.scope, name, "value")
    for node in symbol.of_kind("variable") if isinstance(symbol, Symbol) else ():
        if isinstance(node.body, VariableBody) and node.body.type is not None:
            assert isinstance(symbol, Symbol)
            return evaluator.peel(evaluator.term(node.body.type, Env(symbol.scope)))
    return None


def query(evaluator: Evaluator, node: QueryType, env: Env) -> TypeTerm:
    """`typeof name`: the type of a constant, an enum, a function or a namespace of constants."""
    if node.module is not None:
        return _imported(evaluator, node, node.module, env)
    for length in range(len(node.name), 0, -1):
        entity = evaluator.program.lookup_path(env.scope, node.name[:length], "value")
        if isinstance(entity, Symbol):
            return _value_type(evaluator, entity, node.name[length:], node, env)
        if isinstance(entity, Unresolved):
            return placeholder(entity)
    member = enum_member(evaluator, node.name, env)
    return member or evaluator.opaque(env, node.at, "what it asks the type of is not a constant")


def _imported(evaluator: Evaluator, node: QueryType, specifier: str, env: Env) -> TypeTerm:
    importer = env.scope.module
    target = evaluator.program.module(importer, specifier, node.at)
    if target is None:
        name = ".".join(node.name) or "*"
        return placeholder(Unresolved(specifier, name, importer.source.span(*node.at)))
    entity = evaluator.program.member(target, node.name[0], "value") if node.name else None
    if isinstance(entity, Symbol):
        return _value_type(evaluator, entity, node.name[1:], node, env)
    return evaluator.opaque(env, node.at, "what it asks the type of is not a constant")


def _value_type(
    evaluator: Evaluator, symbol: Symbol, path: tuple[str, ...], node: QueryType, env: Env
) -> TypeTerm:
    for declared in symbol.of_kind("variable"):
        body = declared.body
        if isinstance(body, VariableBody) and body.type is not None:
            term = evaluator.term(body.type, Env(symbol.scope))
            for name in path:
                term = property_type(evaluator, term, Literal("string", name)) or UNKNOWN
            return term
    if symbol.of_kind("enum"):
        if path:
            return enum_member(evaluator, (*node.name,), env) or UNKNOWN
        return enum_object(symbol)
    functions = symbol.of_kind("function")
    if functions:
        # TypeScript: of overloads, the last one is what types are inferred from.
        body = functions[-1].body
        assert isinstance(body, FunctionBody)
        return Signature(body.type, Env(symbol.scope))
    if symbol.namespace is not None and not symbol.of_kind("class"):
        return _namespace_object(evaluator, symbol)
    return evaluator.opaque(env, node.at, "what it asks the type of is not a constant")


def _namespace_object(evaluator: Evaluator, symbol: Symbol) -> TypeTerm:
    shape = ObjectShape()
    assert symbol.namespace is not None
    for name, inner in symbol.namespace.symbols.items():
        for node in inner.of_kind("variable"):
            if isinstance(node.body, VariableBody) and node.body.type is not None:
                term = evaluator.deferred(node.body.type, Env(symbol.namespace))
                shape.properties[name] = ShapeProperty(name, term, False)
    return shape
