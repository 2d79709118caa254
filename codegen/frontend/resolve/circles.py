"""Interfaces and classes that extend themselves, at once or through others.

TypeScript refuses them: each instance of a generic one would need a further one, without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.components import components
from ..syntax import AliasBody, InterfaceBody, IntersectionType, ReferenceType, TypeNode
from .protocol import Types
from .references import entity_of
from .symbols import Scope, Symbol

__all__ = ["extends_itself"]


def extends_itself(types: Types, symbol: Symbol, base: TypeNode, scope: Scope) -> bool:
    """Whether a base of a type is an instance of that type, or extends one.

    `types.circles` has the number of the circle of each type whose bases were followed; a type
    outside of any circle has a number of its own.
    """
    if symbol not in types.circles:
        _follow(types, symbol)
    own = types.circles[symbol]
    return any(types.circles.get(above) == own for above in _named(types, [base], scope))


def _follow(types: Types, start: Symbol) -> None:
    """Number the circles that a type leads to."""
    circles = types.circles
    for circle in components([start], lambda symbol: _above(types, symbol), circles):
        number = len(circles)
        circles.update(dict.fromkeys(circle, number))


def _above(types: Types, symbol: Symbol) -> Iterator[Symbol]:
    """The types that a type extends, or that an alias names."""
    for node, scope in zip(symbol.declarations, symbol.places, strict=True):
        if isinstance(node.body, InterfaceBody):
            yield from _named(types, node.body.extends, scope)
        elif isinstance(node.body, AliasBody):
            yield from _named(types, [node.body.type], scope)


def _named(types: Types, nodes: Sequence[TypeNode], scope: Scope) -> Iterator[Symbol]:
    waiting = [*nodes]
    while waiting:
        node = waiting.pop()
        if isinstance(node, IntersectionType):
            waiting += node.members
        elif isinstance(node, ReferenceType):
            entity = entity_of(types, node, scope)
            if isinstance(entity, Symbol):
                yield entity
