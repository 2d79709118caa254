"""Report imports that lead to no file, or to no export, once for each place."""

from __future__ import annotations

from dataclasses import field

from ...text.diagnostics import Diagnostic, note, warning
from ...text.records import dataclass
from ..syntax import Range
from .library_node import is_module_of_node
from .symbols import Module

__all__ = ["MissingImports"]


@dataclass(eq=False)
class MissingImports:
    """Reports about imports, added to the `diagnostics` of a program."""

    diagnostics: list[Diagnostic]
    _reported: set[tuple[str, Range]] = field(default_factory=set)
    _of_node: set[str] = field(default_factory=set)

    def module(self, importer: Module, specifier: str, at: Range) -> None:
        """Report an import that cannot be resolved. A module of Node is noted once."""
        if is_module_of_node(specifier):
            self._reported.add((importer.path, at))
            self._note(importer, specifier.removeprefix("node:"), at)
            return
        message = f"the import {specifier!r} cannot be resolved"
        advice = "Put the imported file in its place; until then what it declares is Any."
        self._report(importer, at, "RC106", message, advice)

    def export(self, importer: Module, name: str, at: Range, target: Module) -> None:
        """Report a name that a module does not export."""
        message = f"{target.path!r} does not export {name!r}"
        advice = "It becomes Any; declare it there, or import another name."
        self._report(importer, at, "RC107", message, advice)

    def _note(self, importer: Module, name: str, at: Range) -> None:
        if name not in self._of_node:
            self._of_node.add(name)
            message = f"Node's module {name!r} is not declared: what only it exports becomes Any"
            self.diagnostics.append(note("RC204", message, importer.source.span(*at)))

    def has(self, importer: Module, at: Range) -> bool:
        """Whether the import at a place was reported."""
        return (importer.path, at) in self._reported

    def _report(self, importer: Module, at: Range, code: str, message: str, advice: str) -> None:
        if not self.has(importer, at):
            self._reported.add((importer.path, at))
            self.diagnostics.append(warning(code, message, importer.source.span(*at), advice))
