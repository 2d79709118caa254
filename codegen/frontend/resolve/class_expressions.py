"""The types of class expressions, in sources: constructors with static members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..syntax import ClassType, FunctionType, QueryType, ReferenceType, SkippedNode, TypeNode
from .class_constructors import constructor_of
from .constants import base_instance, inherit_statics, instance_of_values
from .protocol import Types
from .references import heritage
from .semantics import Env, ObjectShape, ShapeProperty, Signature, TypeTerm
from .shapes import add_members, inherit, merge_into

__all__ = ["class_expression"]


def class_expression(types: Types, node: ClassType, env: Env) -> TypeTerm:
    """The type of a class expression.

    TypeScript: what extends a type parameter is of that type, too. The constraint says what the
    class itself inherits.
    """
    body, env = node.body, env.nowhere()
    instance = _instance(types, node, env)
    shape = ObjectShape(callable=True, span=types.span(env, node.at))
    inherited: Sequence[Signature] = ()
    variable: TypeTerm | None = None
    for base in body.extends:
        above = types.term(base, env)
        limit = _constraint(base, env)
        if limit is not None:
            variable, above = above, types.term(limit, env)
        inherited = inherit_statics(types, shape, above)
    own = ObjectShape()
    add_members(types, own, body.statics, env)
    shape.replace_members(own)
    shape.indexes += own.indexes
    shape.skipped += own.skipped
    shape.properties.pop("prototype", None)
    shape.methods["prototype"] = ShapeProperty("prototype", instance, False, span=shape.span)
    implicit = [Signature(FunctionType(node.at), env)]
    for signature in list(_own(node, env)) or inherited or implicit:
        shape.calls.append(constructor_of(signature, instance, body.is_abstract))
    return shape if variable is None else types.intersection([shape, variable])


def _constraint(base: TypeNode, env: Env) -> TypeNode | None:
    """The constraint of the type parameter that a class extends; None of any other base."""
    match base:
        case ReferenceType(name=(name,), module=None) if name in env.parameters:
            return env.constraints.get(name)
    return None


def _own(node: ClassType, env: Env) -> Iterator[Signature]:
    """The constructors that a class expression declares itself."""
    for member in node.body.members:
        if not isinstance(member, SkippedNode) or member.key != "constructor":
            continue
        if member.signature_of is not None:
            yield Signature(member.signature_of(), env)


def _instance(types: Types, node: ClassType, env: Env) -> TypeTerm:
    """The type of the instances, which is computed on demand: members may refer to it."""
    shape = ObjectShape(span=types.span(env, node.at), home=env.home)
    inside = replace(env, this=shape)

    def computed() -> TypeTerm:
        for base in node.body.extends:
            inherit(types, shape, _above(types, base, env), inside)
        own = ObjectShape()
        add_members(types, own, node.body.members, inside)
        merge_into(shape, own)
        return shape

    return types.lazy(node, env, computed)


def _above(types: Types, base: TypeNode, env: Env) -> TypeTerm:
    """The instance that a class expression extends."""
    if isinstance(base, QueryType) and base.module is None:
        named = ReferenceType(base.name, base.arguments, base.at)
        made = base_instance(types, named, env)
        return heritage(types, named, env) if made is None else made
    limit = _constraint(base, env)
    term = types.term(base if limit is None else limit, env)
    return instance_of_values(types, [term], (), types.text(env, base.at))
