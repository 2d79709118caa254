"""Find the aliases that fields of TypedDicts must not name, or mypy would not end.

For each recursive alias mypy follows every path through aliases and TypedDicts that visits each
node once (`detect_diverging_alias`, mypy 2.4). Their number grows exponentially with the TypedDicts
that refer to each other. It does not follow an alias outside of cycles.

In fields such an alias is replaced by its target. An alias that contains itself has no end to
write: it becomes a generic alias, whose parameters are what it refers to. From that, no path leads
to a TypedDict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import chain
from typing import Final

from ..model import Alias, Declaration, DeclId, Interface, Model, Type, referred, refs
from ..text.records import dataclass

__all__ = [
    "MOST_STEPS",
    "MOST_WRITTEN",
    "NO_TANGLES",
    "Tangles",
    "steps_of_mypy",
    "tangled_aliases",
]

MOST_STEPS: Final = 20_000
"""The number of steps that mypy can take; syntax trees have many billions."""

MOST_WRITTEN: Final = 500_000
"""The number of names that may replace aliases in fields.

Syntax trees need some 15,000, a vocabulary whose 900 classes inherit 100 properties 14 millions.
"""

_Graph = Mapping[DeclId, tuple[DeclId, ...]]


@dataclass(frozen=True, slots=True)
class Tangles:
    """The aliases that fields do not name.

    `inlined` have the types that stand in their place. `generic` are those that contain themselves,
    or each other, with the declarations that they refer to otherwise, in the order of the text.
    """

    inlined: Mapping[DeclId, Type] = field(default_factory=dict)
    generic: Mapping[DeclId, tuple[DeclId, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.inlined or self.generic)


NO_TANGLES: Final = Tangles()


def tangled_aliases(model: Model) -> Tangles:
    """The recursive aliases that fields must not name, if mypy would take too many steps.

    Those that contain each other without a TypedDict between are not inlined: they are generic if
    that can be. All keep their names if the inlined types would be unreadable.
    """
    aliases = {item.id: item.type for item in model.declarations if isinstance(item, Alias)}
    graph = {item.id: _referred(item) for item in model.declarations}
    recursive = _on_cycles(graph)
    starts = [id_ for id_ in aliases if id_ in recursive]
    if steps_of_mypy(graph, starts) <= MOST_STEPS:
        return NO_TANGLES
    among = {id_: tuple(i for i in graph[id_] if i in aliases) for id_ in aliases}
    endless = _on_cycles(among)
    inlined = {id_: aliases[id_] for id_ in starts if id_ not in endless}
    if _names_written(model, inlined) > MOST_WRITTEN:
        return NO_TANGLES
    return Tangles(inlined, _generic(graph, among, endless, inlined))


def _generic(
    graph: _Graph, among: _Graph, endless: _Graph, inlined: Mapping[DeclId, Type]
) -> dict[DeclId, tuple[DeclId, ...]]:
    """The aliases that contain themselves and that have to be generic, with their parameters.

    `among` are the references of aliases to aliases, `endless` the cycles of these.
    """
    left = {
        id_: targets if id_ in among else tuple(_behind(targets, inlined))
        for id_, targets in graph.items()
    }
    recursive = _on_cycles(left)
    starts = [id_ for id_ in among if id_ in recursive]
    if steps_of_mypy(left, starts) <= MOST_STEPS:
        return {}
    generic: dict[DeclId, tuple[DeclId, ...]] = {}
    for group in dict.fromkeys(endless[id_] for id_ in starts if id_ in endless):
        inside = set(group)
        outside = {one: tuple(i for i in graph[one] if i not in inside) for one in group}
        # The variables of each have to be those of all, in one order.
        if len({*outside.values()}) == 1:
            generic |= outside
    return {id_: generic[id_] for id_ in among if id_ in generic}


def _behind(targets: Iterable[DeclId], inlined: Mapping[DeclId, Type]) -> dict[DeclId, None]:
    """The ids in fields after inlining."""
    names: dict[DeclId, None] = {}
    waiting, seen = list(targets), set[DeclId]()
    while waiting:
        id_ = waiting.pop()
        if id_ not in inlined:
            names[id_] = None
        elif id_ not in seen:
            seen.add(id_)
            waiting += refs(inlined[id_])
    return names


def _names_written(model: Model, tangled: Mapping[DeclId, Type]) -> int:
    """The number of names in fields after inlining."""
    sizes: dict[DeclId, int] = {}

    def size(id_: DeclId) -> int:
        if id_ not in tangled:
            return 0
        if id_ not in sizes:
            sizes[id_] = sum(size(inner) or 1 for inner in refs(tangled[id_]))
        return sizes[id_]

    return sum(
        size(id_)
        for item in model.declarations
        if isinstance(item, Interface)
        for property_ in item.properties
        for id_ in refs(property_.type)
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

    Both are in the order of the graph (Tarjan, without recursion).
    """
    order: dict[DeclId, int] = {}
    lowest: dict[DeclId, int] = {}
    waiting: dict[DeclId, None] = {}
    components: dict[DeclId, list[DeclId]] = {}

    def enter(id_: DeclId) -> tuple[DeclId, Iterator[DeclId]]:
        order[id_] = lowest[id_] = len(order)
        waiting[id_] = None
        return id_, iter(graph.get(id_, ()))

    for root in graph:
        work = [] if root in order else [enter(root)]
        while work:
            id_, targets = work[-1]
            target = next(targets, None)
            if target is not None:
                if target not in order:
                    work.append(enter(target))
                elif target in waiting:
                    lowest[id_] = min(lowest[id_], order[target])
                continue
            work.pop()
            if work:
                above = work[-1][0]
                lowest[above] = min(lowest[above], lowest[id_])
            if lowest[id_] == order[id_]:
                component: list[DeclId] = []
                while id_ in waiting:
                    components[waiting.popitem()[0]] = component
    for id_ in graph:
        components[id_].append(id_)
    return {
        id_: tuple(components[id_])
        for id_, targets in graph.items()
        if len(components[id_]) > 1 or id_ in targets
    }
