"""The strongly connected components of a graph: what leads to each other, in circles."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from typing import TypeVar

__all__ = ["components"]

_Node = TypeVar("_Node", bound=Hashable)


def components(
    starts: Iterable[_Node],
    targets: Callable[[_Node], Iterable[_Node]],
    known: Container[_Node] = (),
) -> Iterator[list[_Node]]:
    """Group the nodes that paths from some nodes lead to; each may be asked for its targets once.

    A group comes after all groups that it leads to. Nodes that are `known` are left out, with what
    only they lead to. (Tarjan, without recursion.)
    """
    order: dict[_Node, int] = {}
    lowest: dict[_Node, int] = {}
    waiting: dict[_Node, None] = {}

    def enter(node: _Node) -> tuple[_Node, Iterator[_Node]]:
        order[node] = lowest[node] = len(order)
        waiting[node] = None
        return node, iter(targets(node))

    for start in starts:
        path = [] if start in order or start in known else [enter(start)]
        while path:
            node, following = path[-1]
            for target in following:
                if target in waiting:
                    lowest[node] = min(lowest[node], order[target])
                elif target not in order and target not in known:
                    path.append(enter(target))
                    break
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == order[node]:
                    group: list[_Node] = []
                    while node in waiting:
                        group.append(waiting.popitem()[0])
                    yield group
