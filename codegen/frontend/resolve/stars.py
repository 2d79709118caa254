"""Which `export *` of a module leads to a name.

A package may have thousands of files behind one `export *` after the other. So the modules behind
a star are not asked one by one for each of their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Protocol

from ...text.records import dataclass
from ..syntax import ExportAllNode
from .symbols import Module

__all__ = ["Stars"]


class Loaded(Protocol):
    """The modules that are loaded already."""

    def behind(self, module: Module, node: ExportAllNode) -> tuple[Module, ...] | None:
        """The target of an `export *`, if there is one. None if that is not known yet."""
        ...


@dataclass(eq=False)
class Stars:
    """The `export *` statements by the names that they may lead to, for each module.

    All is of one `state` of the program; it is forgotten when a statement is bound.
    """

    program: Loaded
    _state: int = -1
    _asked: set[Module] = field(default_factory=set)
    _known: dict[Module, _Leading] = field(default_factory=dict)

    def leading_to(self, module: Module, name: str, state: int) -> Sequence[ExportAllNode]:
        """The `export *` of a module that may lead to a name, in source order.

        The first time that is all of them: what is behind them may have to be loaded.
        """
        stars = module.scope.export_all
        if len(stars) == 0:
            return stars
        if state != self._state:
            self._state = state
            self._asked.clear()
            self._known.clear()
        if module not in self._asked:
            self._asked.add(module)
            return stars
        known = self._known.get(module)
        if known is None:
            known = self._known[module] = self._leading(module)
        positions = known.by_name.get(name, [])
        if known.anywhere:
            positions = sorted({*positions, *known.anywhere})
        return [stars[position] for position in positions]

    def _leading(self, module: Module) -> _Leading:
        leading = _Leading({}, [])
        for position, node in enumerate(module.scope.export_all):
            names = self._names(module, node)
            if names is None:
                leading.anywhere.append(position)
                continue
            for name in names:
                leading.by_name.setdefault(name, []).append(position)
        return leading

    def _names(self, module: Module, node: ExportAllNode) -> set[str] | None:
        """All names that the modules behind an `export *` may export; None if not known."""
        names: set[str] = set()
        waiting, met = [(module, node)], {module}
        while waiting:
            targets = self.program.behind(*waiting.pop())
            if targets is None:
                return None
            for target in targets:
                if "export=" in target.scope.exports:
                    return None  # The members of what it assigns are exported.
                if target not in met:
                    met.add(target)
                    names.update(_own(target))
                    waiting += ((target, star) for star in target.scope.export_all)
        return names


@dataclass(frozen=True, slots=True)
class _Leading:
    """The positions of `export *` statements: by name, and those that may lead to any."""

    by_name: dict[str, list[int]]
    anywhere: list[int]


def _own(module: Module) -> Iterator[str]:
    scope = module.scope
    for names in (scope.symbols, scope.exports, scope.aliases):
        yield from names
