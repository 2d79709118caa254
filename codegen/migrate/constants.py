"""Texts that programs keep under a name: constants of a module, of a class, of an enum."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from .bindings import Bindings
from .paths import dotted
from .tree import nodes as cst

__all__ = ["Constants", "TextsOf", "texts_in"]

TextsOf: TypeAlias = Callable[[tuple[str, ...]], Mapping[str, str]]
"""The texts that a module of the same program keeps under names."""

_OF_ENUMS: Final = "value"


def texts_in(tree: ast.Module) -> dict[str, str]:
    """The texts of a module by the names that keep them, `Class.NAME` in a class.

    A name that is bound twice keeps none.
    """
    texts = dict(_texts_of(tree.body))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            texts.update((f"{node.name}.{name}", text) for name, text in _texts_of(node.body))
    return texts


def _texts_of(body: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    """The names that statements bind to a text, and to nothing else."""
    bound = Counter(name for statement in body for name in _bound_by(statement))
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text)))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text)))
            ) if bound[name] == 1:
                yield name, text


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


class Constants:
    """The texts that names of a file stand for: its own, and those of other modules.

    `own` are the texts of the file, `texts_of` tells those of another module of the program.
    """

    def __init__(self, own: Mapping[str, str], texts_of: TextsOf, bindings: Bindings) -> None:
        self._own = own
        self._texts_of = texts_of
        self._bindings = bindings

    def text(self, node: cst.BaseExpression) -> str | None:
        """The text that `NAME`, `Class.NAME`, `Enum.NAME.value` or `module.NAME` stands for."""
        parts = dotted(node)
        first = node
        while isinstance(first, cst.Attribute):
            first = first.value
        if not parts or not isinstance(first, cst.Name):
            return None
        bound = first.scope.assignments(parts[0])
        imported = self._bindings.imported(parts[0], first.scope)
        if imported is not None and imported.symbol is None:
            return self._of_module((*imported.parts, *parts[1:]))
        if bound and all(one.scope.kind == "module" for one in bound):
            return _under(self._own, parts)
        return None

    def _of_module(self, parts: tuple[str, ...]) -> str | None:
        """The text under a dotted path, which begins with the path of a module."""
        for size in range(len(parts) - 1, 0, -1):
            text = _under(self._texts_of(parts[:size]), parts[size:])
            if text is not None:
                return text
        return None


def _under(texts: Mapping[str, str], parts: Sequence[str]) -> str | None:
    """The text under a name, or under the name of a member whose value is asked for."""
    text = texts.get(".".join(parts))
    if text is None and len(parts) > 1 and parts[-1] == _OF_ENUMS:
        text = texts.get(".".join(parts[:-1]))
    return text
