"""The constructors of classes, and what they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..syntax import FunctionType, InterfaceBody, ReferenceType, SkippedNode
from .defaults import bare, completed
from .functions import result_of
from .protocol import Types
from .semantics import Env, Named, Signature, TypeTerm
from .symbols import Symbol

__all__ = ["constructor_of", "constructors", "made_by"]

_INSTANCE: Final = "new"
"""The type parameter that is the instance of a class: a reserved word hides no declared name."""


def constructors(
    types: Types, instance: Named, inherited: Sequence[Signature], *, is_generic: bool = False
) -> Iterator[Signature]:
    """The signatures of `new`: a class without a constructor has those of its base class.

    `inherited` are those of a base that is no class of the spec. TypeScript: they are abstract if
    the class is, whatever the base class is.
    """
    symbol = instance.symbol
    is_abstract = any(body.is_abstract for body, _ in _bodies(instance))
    implicit = [Signature(FunctionType(symbol.declarations[0].at), Env(symbol.scope))]
    known = _declared(types, instance) or inherited
    is_generic &= not known or any(_own(instance))
    for signature in known or implicit:
        node = replace(signature.node, constructs=True, is_abstract=is_abstract)
        generic = _generic(types, node, instance) if is_generic else None
        if generic is not None:
            yield Signature(generic, signature.env.bind({_INSTANCE: instance}))
        else:
            yield constructor_of(signature, instance, is_abstract)


def constructor_of(signature: Signature, instance: TypeTerm, is_abstract: bool) -> Signature:
    """The constructor of a class that takes what a signature does."""
    result = ReferenceType((_INSTANCE,), (), signature.node.at)
    node = replace(signature.node, constructs=True, is_abstract=is_abstract, result=result)
    return Signature(node, signature.env.bind({_INSTANCE: instance}))


def _generic(types: Types, node: FunctionType, instance: Named) -> FunctionType | None:
    """A constructor with the type parameters of its class; None for other classes."""
    symbol, at = instance.symbol, node.at
    bodies = [body for body, _ in _bodies(instance)]
    entity = types.program.lookup_path(symbol.scope, (symbol.name,), "type")
    if entity is not symbol or len(bodies) != 1 or not bodies[0].parameters:
        return None
    given = tuple(ReferenceType((one.name,), (), at) for one in bodies[0].parameters)
    result = ReferenceType((symbol.name,), given, at)
    return replace(node, parameters=bodies[0].parameters, result=result)


def _declared(types: Types, instance: Named) -> list[Signature]:
    """The constructors that a class declares, or the next class above it, with its arguments."""
    current: Named | None = instance
    visited = set[Symbol]()
    while current is not None and current.symbol not in visited:
        visited.add(current.symbol)
        own = list(_own(current))
        if own:
            return own
        current = _class_above(types, current)
    return []


def _own(named: Named) -> Iterator[Signature]:
    """The constructors that a class declares itself."""
    for body, env in _bodies(named):
        for member in body.members:
            if not isinstance(member, SkippedNode) or member.key != "constructor":
                continue
            if member.signature_of is not None:
                yield Signature(member.signature_of(), env)


def _class_above(types: Types, named: Named) -> Named | None:
    """The class that a class extends, with the arguments; None for a constant or the library's."""
    for body, env in _bodies(named):
        for base in body.extends:
            if not isinstance(base, ReferenceType) or base.module is not None:
                return None
            symbol = types.program.lookup_path(env.scope, base.name, "value")
            if not isinstance(symbol, Symbol) or not symbol.of_kind("class"):
                return None
            given = [types.deferred(node, env) for node in base.arguments[: len(symbol.parameters)]]
            return types.named(symbol, list(completed(types, symbol, given)))
    return None


def _bodies(named: Named) -> Iterator[tuple[InterfaceBody, Env]]:
    """The bodies of a class, with the environment inside."""
    for node in named.symbol.of_kind("class"):
        if isinstance(node.body, InterfaceBody):
            yield node.body, Env.inside(named, node.body.parameters, named.symbol.scope)


def made_by(types: Types, signature: Signature, arguments: Sequence[TypeTerm]) -> TypeTerm:
    """The instance of a base: of a generic class, the one with the arguments of the heir."""
    instance = signature.env.parameters.get(_INSTANCE)
    is_own = signature.node.result == ReferenceType((_INSTANCE,), (), signature.node.at)
    if isinstance(instance, Named) and (is_own or signature.node.parameters):
        symbol = instance.symbol
        given = arguments[: len(symbol.parameters)]
        return (
            types.named(symbol, completed(types, symbol, given)) if given else bare(types, symbol)
        )
    parameters = signature.node.parameters
    bound = {one.name: term for one, term in zip(parameters, arguments, strict=False)}
    node = replace(signature.node, parameters=parameters[len(bound) :])
    return result_of(types, Signature(node, signature.env.bind(bound)))
