"""Generic interfaces and classes that extend instances of themselves, at once or through others.

TypeScript refuses them: each instance would need a further one, without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    if not symbol.parameters:
        return False  # It has one instance, which is found again.
    if symbol not in types.circles:
        _follow(types, symbol)
    own = types.circles[symbol]
    return any(types.circles.get(above) == own for above in _named(types, [base], scope))


def _follow(types: Types, start: Symbol) -> None:
    """Number the circles that lead to a type, or from it (Tarjan, without recursion)."""
    circles = types.circles
    order: dict[Symbol, int] = {start: 0}
    lowest: dict[Symbol, int] = {start: 0}
    opened, path = [start], [(start, _above(types, start))]
    while path:
        symbol, above = path[-1]
        base = next(above, None)
        if base is None:
            path.pop()
            if path:
                outer = path[-1][0]
                lowest[outer] = min(lowest[outer], lowest[symbol])
            if lowest[symbol] == order[symbol]:
                number = len(circles)
                while symbol not in circles:
                    circles[opened.pop()] = number
        elif base in circles:
            continue
        elif base in order:
            lowest[symbol] = min(lowest[symbol], order[base])
        else:
            order[base] = lowest[base] = len(order)
            opened.append(base)
            path.append((base, _above(types, base)))


def _above(types: Types, symbol: Symbol) -> Iterator[Symbol]:
    """The generic types that a type extends, or that an alias names."""
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
            if isinstance(entity, Symbol) and entity.parameters:
                yield entity
