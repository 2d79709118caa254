"""The names of declarations of other files that the entry exports under others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..syntax import ExportNode
from .symbols import Entity, Meaning, Module, Symbol

__all__ = ["Exports", "name_re_exports"]


class Exports(Protocol):
    """What modules export, and under which names."""

    def exported(self, module: Module, name: str, meaning: Meaning) -> Entity | None:
        """Resolve an export."""

    def exported_names(self, module: Module) -> Iterator[str]:
        """The names that a module exports."""


def name_re_exports(program: Exports, entry: Module) -> None:
    """Call what the entry has from another file, and exports under one other name, by that.

    `export { A as B } from './x'` gives `B`, as those who import it write. What is exported under
    its own name too keeps it, and so it does if its file has another declaration of that name.
    """
    renamed: dict[Symbol, str] = {}
    for name, node in entry.scope.exports.items():
        if not (isinstance(node, ExportNode) and name.isidentifier() and name != "default"):
            continue
        symbol = program.exported(entry, name, "type")
        if not isinstance(symbol, Symbol) or symbol.scope.path or symbol.scope is entry.scope:
            continue
        if name not in (symbol.name, *symbol.scope.symbols):
            renamed.setdefault(symbol, name)
    if not renamed:
        return
    for name in program.exported_names(entry):
        symbol = program.exported(entry, name, "type")
        if isinstance(symbol, Symbol) and name in (symbol.name, "default"):
            renamed.pop(symbol, None)
    for symbol, name in renamed.items():
        if name not in symbol.scope.public.values():
            symbol.scope.public = {**symbol.scope.public, symbol.name: name}
