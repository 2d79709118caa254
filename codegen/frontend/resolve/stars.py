"""Which `export *` of a module leads to a name.

A package may have thousands of files behind one `export *` after the other. So the modules behind
a star are not asked one by one for each of their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final, Protocol

from ...text.records import dataclass
from ..syntax import ExportAllNode
from .symbols import Module

__all__ = ["Stars"]


class Loaded(Protocol):
    """The modules that are loaded already."""

    def behind(self, module: Module, node: ExportAllNode) -> tuple[Module, ...] | None:
        """The target of an `export *`, if there is one. None if that is not known yet."""
        ...


_MOST_NAMES: Final = 1_000_000
"""The number of names that are kept for all modules together."""


@dataclass(eq=False)
class Stars:
    """Where the names behind the `export *` statements of modules are declared.

    All is of one `state` of the program; it is forgotten when a statement is bound.
    """

    program: Loaded
    _state: int = -1
    _asked: set[Module] = field(default_factory=set)
    _known: dict[Module, _Leading] = field(default_factory=dict)
    _names: int = 0

    def leading_to(
        self, module: Module, name: str, state: int
    ) -> Sequence[tuple[ExportAllNode, Module | None]]:
        """The `export *` of a module that may lead to a name, in source order.

        Each has the module behind it that may export the name itself, or None if it is not known.
        So it is of all of them the first time: what is behind them may have to be loaded.
        """
        stars = module.scope.export_all
        if len(stars) == 0:
            return ()
        if state != self._state:
            self._state = state
            self._asked.clear()
            self._forget()
        if module not in self._asked:
            self._asked.add(module)
            return [(star, None) for star in stars]
        known = self._known.get(module)
        if known is None:
            if self._names > _MOST_NAMES:
                self._forget()
            known = self._known[module] = self._leading(module)
            self._names += len(known.by_name)
        places = known.by_name.get(name, [])
        if known.anywhere:
            anywhere = [(position, None) for position in known.anywhere]
            places = sorted([*places, *anywhere], key=lambda place: place[0])
        return [(stars[position], owner) for position, owner in places]

    def _forget(self) -> None:
        self._known.clear()
        self._names = 0

    def _leading(self, module: Module) -> _Leading:
        """Walk through the modules behind a module once, in source order.

        What two `export *` lead to counts for the first of them.
        """
        leading = _Leading({}, set())
        met = {module}
        for position, node in enumerate(module.scope.export_all):
            further = self._further(module, node, met)
            if further is None:
                leading.anywhere.add(position)
                continue
            for target in further:
                for name in _own(target):
                    leading.by_name.setdefault(name, []).append((position, target))
        return leading

    def _further(
        self, module: Module, node: ExportAllNode, met: set[Module]
    ) -> list[Module] | None:
        """The modules behind an `export *` that were not met, which they are then.

        None if it is not known which they are.
        """
        further: list[Module] = []
        waiting = [(module, node)]
        while waiting:
            targets = self.program.behind(*waiting.pop())
            # The members of what `export =` assigns are exported.
            if targets is None or any("export=" in target.scope.exports for target in targets):
                met.difference_update(further)
                return None
            for target in targets:
                if target not in met:
                    met.add(target)
                    further.append(target)
                    waiting += [(target, star) for star in reversed(target.scope.export_all)]
        return further


@dataclass(frozen=True, slots=True)
class _Leading:
    """The positions of `export *` statements: by name, and those that may lead to any.

    A name has the module that declares it beside the position.
    """

    by_name: dict[str, list[tuple[int, Module | None]]]
    anywhere: set[int]


def _own(module: Module) -> set[str]:
    scope = module.scope
    return {*scope.symbols, *scope.exports, *scope.aliases}
