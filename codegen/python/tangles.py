"""Find the declarations that TypedDicts must not simply name, or mypy would not end.

For each recursive alias mypy follows every path through aliases and TypedDicts that visits each
alias once (`detect_diverging_alias`, mypy 2.4), and TypedDicts are aliases there. The number of
paths grows exponentially with the TypedDicts that refer to each other. It does not follow an alias
outside of cycles.

Such a declaration is named as the argument of one generic alias, `Ref["Node"]`, which is the type
itself. A path that has visited `Ref` ends at the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from ..model import Alias, Declaration, DeclId, Interface, Model, Type, referred, refs
from ..model.components import components

__all__ = ["MOST_STEPS", "endless", "steps_of_mypy", "tangled"]

MOST_STEPS: Final = 20_000
"""The number of steps that mypy can take; syntax trees have many billions."""

_OFTEN: Final = 20
"""The number of times that an alias may contain itself and be evaluated where it is named."""

_Graph = Mapping[DeclId, tuple[DeclId, ...]]


def tangled(model: Model) -> frozenset[DeclId]:
    """The declarations that are to be named by `Ref`, if mypy would take too many steps.

    They are those that paths from recursive aliases lead to and that lead further, not only to
    themselves and to ends.
    """
    graph = {item.id: _referred(item) for item in model.declarations}
    recursive = _on_cycles(graph)
    starts = [
        item.id for item in model.declarations if isinstance(item, Alias) and item.id in recursive
    ]
    if steps_of_mypy(graph, starts) <= MOST_STEPS:
        return frozenset()
    reached, waiting = set(starts), starts
    while waiting:
        fresh = [id_ for id_ in graph[waiting.pop()] if id_ not in reached]
        reached.update(fresh)
        waiting += fresh
    return frozenset(
        id_ for id_ in reached if any(other != id_ and graph[other] for other in graph[id_])
    )


def endless(model: Model) -> frozenset[DeclId]:
    """The aliases that contain themselves often, by no other declarations than aliases.

    `typing.get_type_hints` puts such an alias once more into each place where it contains itself,
    unless it comes to it by a name in quotes.
    """
    aliases = {item.id: item.type for item in model.declarations if isinstance(item, Alias)}
    graph = {
        id_: tuple(inner for inner in refs(type_) if inner in aliases)
        for id_, type_ in aliases.items()
    }
    return frozenset(
        id_
        for id_, cycle in _on_cycles(graph).items()
        if sum(inner in cycle for inner in graph[id_]) > _OFTEN
    )


def steps_of_mypy(graph: _Graph, starts: list[DeclId]) -> int:
    """The number of steps along simple paths from each start, up to one more than the limit."""
    steps = 0
    for start in starts:
        path = {start: iter(graph[start])}
        while path:
            last = next(reversed(path))
            target = next(path[last], None)
            if target is None:
                del path[last]
            elif target not in path:
                path[target] = iter(graph.get(target, ()))
                steps += 1
                if steps > MOST_STEPS:
                    return steps
    return steps


def _referred(declaration: Declaration) -> tuple[DeclId, ...]:
    """The ids that a declaration refers to, each once."""
    types: list[Type] = []
    if isinstance(declaration, Alias):
        types = [declaration.type]
    elif isinstance(declaration, Interface):
        types = [item.type for item in declaration.properties]
    return tuple(dict.fromkeys(chain.from_iterable(map(referred, types))))


def _on_cycles(graph: _Graph) -> dict[DeclId, tuple[DeclId, ...]]:
    """The nodes on cycles of a graph, each with those that are on cycles with it.

    Both are in the order of the graph.
    """
    circles: dict[DeclId, list[DeclId]] = {}
    for group in components(graph, lambda id_: graph.get(id_, ())):
        circle: list[DeclId] = []
        for id_ in group:
            circles[id_] = circle
    for id_ in graph:
        circles[id_].append(id_)
    # Those of one circle have one tuple: there may be thousands of them.
    wholes = {id(circle): tuple(circle) for circle in circles.values()}
    return {
        id_: wholes[id(circles[id_])]
        for id_, targets in graph.items()
        if len(circles[id_]) > 1 or id_ in targets
    }
