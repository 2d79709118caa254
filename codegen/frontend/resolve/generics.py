"""Generic functions, and constructors, beside others that a condition asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from ...model import UNKNOWN, Opaque
from ...text.source import Span
from ..syntax import KeywordType, ReferenceType, TypeNode, TypeParameter
from .functions import parameters_of, result_of, within_limits
from .protocol import Types
from .semantics import (
    ANY,
    Env,
    ObjectShape,
    Signature,
    TTupleItem,
    TypeTerm,
    tuple_of,
)

__all__ = ["constructs_as", "erased", "in_context", "takes_its_parameter", "with_rigid_parameters"]


class Asking(Protocol):
    """The comparison that two functions are a part of."""

    types: Types

    def infer_from(self, pairs: Iterable[tuple[TypeTerm, TypeTerm]]) -> Mapping[str, TypeTerm]:
        """The types that the targets of some pairs infer from their sources."""
        ...

    def check(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Whether one type is assignable to another; None if undecided."""
        ...


def constructs_as(given: Signature, target: Signature) -> bool:
    """Whether a constructor may stand for another, by the modifiers of both.

    TypeScript: an abstract one only for an abstract one, a private one only for a private one.
    """
    if given.node.is_abstract and not target.node.is_abstract:
        return False
    hidden = ("", "protected", "private")
    return hidden.index(given.node.access) <= hidden.index(target.node.access)


def takes_its_parameter(signature: Signature) -> bool:
    """Whether all arguments of a generic function are of a type parameter: `...all: A`."""
    names = {(parameter.name,) for parameter in signature.node.parameters}
    rests = [element.type for element in signature.node.elements if element.rest]
    return any(isinstance(rest, ReferenceType) and rest.name in names for rest in rests)


def with_rigid_parameters(types: Types, signature: Signature) -> Signature:
    """A function whose type parameters are types that nothing else is assignable to."""
    parameters = signature.node.parameters
    env = signature.env.bind({one.name: _rigid(types, one) for one in parameters})
    for parameter in parameters:
        if parameter.constraint is not None and not _is_any(parameter.constraint):
            limit = types.term(parameter.constraint, env)
            both = [limit, _rigid(types, parameter)]
            term = ANY if types.peel(limit) == ANY else types.intersection(both)
            env = env.bind({parameter.name: term})
    return _bound(signature, env)


def _rigid(types: Types, parameter: TypeParameter) -> ObjectShape:
    """A type for a type parameter: as a class with a private member, it is only itself."""
    known = types.rigid.get(id(parameter))
    if known is None:
        own = ("hidden member", f"{parameter.name} {id(parameter)}", Span("", 1, 1, 1, 1))
        # The parameter is kept, so that its `id()` is not reused.
        known = types.rigid[id(parameter)] = (parameter, ObjectShape(skipped=[own]))
    return known[1]


def erased(signature: Signature, any_type: TypeTerm) -> Signature:
    """A function whose type parameters are any type.

    TypeScript: so it compares overloads, and two instances of one method.
    """
    names = [parameter.name for parameter in signature.node.parameters]
    return _bound(signature, signature.env.bind(dict.fromkeys(names, any_type)))


def _is_any(constraint: TypeNode) -> bool:
    """Whether a type parameter extends anything. TypeScript: written `any` says nothing."""
    return isinstance(constraint, KeywordType) and constraint.name == "any"


def in_context(given: Signature, target: Signature, asking: Asking) -> Signature:
    """A generic function with the type arguments that it needs to stand for another function.

    TypeScript infers them from the parameters of the other, then from its result.
    """
    parameters, types = given.node.parameters, asking.types
    if not parameters:
        return given
    holes = {one.name: Opaque("infer", one.name) for one in parameters}
    opened = _bound(given, given.env.bind(holes))
    wanted, own = (parameters_of(types, one).items for one in (target, opened))
    known = dict(asking.infer_from(_pairs(wanted, own)))
    results = [(result_of(types, target), result_of(types, opened))]
    known = {**asking.infer_from(results), **known}
    # A constraint may name later parameters.
    taken = {one.name: known[one.name] for one in parameters if one.name in known}
    env = within_limits(types, parameters, given.env).bind(taken)
    for one in parameters:
        limit = UNKNOWN if one.constraint is None else types.deferred(one.constraint, env)
        term = known.get(one.name, limit)
        env = env.bind({one.name: limit if asking.check(term, limit) is False else term})
    return _bound(given, env)


def _pairs(
    wanted: Sequence[TTupleItem], own: Sequence[TTupleItem]
) -> Iterator[tuple[TypeTerm, TypeTerm]]:
    """The parameters of a function, each with the one of a generic function that gets it."""
    for place, item in enumerate(wanted):
        if not own or (place >= len(own) and not own[-1].rest):
            return
        mine = own[min(place, len(own) - 1)]
        if mine.variadic:
            yield tuple_of(wanted[place:]), mine.type
            return
        yield item.type, mine.type


def _bound(signature: Signature, env: Env) -> Signature:
    """A function without type parameters, in the environment that has them."""
    if not signature.node.parameters:
        return signature
    return Signature(replace(signature.node, parameters=()), env)
