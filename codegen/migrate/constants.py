"""String constants of programs: of a module, a class, or an enum."""

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
"""Maps a module of the program to its string constants."""

_OF_ENUMS: Final = "value"


def texts_in(tree: ast.Module) -> dict[str, str]:
    """The string constants of a module by name, `Class.NAME` for those of a class.

    A name with two bindings is no constant.
    """
    texts = dict(_texts_of(tree.body))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            texts.update((f"{node.name}.{name}", text) for name, text in _texts_of(node.body))
    return texts


def _texts_of(body: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    """The names whose only binding is a string literal, with their texts."""
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
    """The string constants that a file can use: its own, and those of other modules.

    `own` are the constants of the file, `texts_of` looks up those of another module.
    """

    def __init__(self, own: Mapping[str, str], texts_of: TextsOf, bindings: Bindings) -> None:
        self._own = own
        self._texts_of = texts_of
        self._bindings = bindings

    def text(self, node: cst.BaseExpression) -> str | None:
        """Resolve `NAME`, `Class.NAME`, `Enum.NAME.value` or `module.NAME` to a string constant."""
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
        if bound and bound[0].scope.kind == "module":  # All of them are of one scope.
            return _under(self._own, parts)
        return None

    def _of_module(self, parts: tuple[str, ...]) -> str | None:
        """The constant at a dotted path that begins with the path of a module."""
        for size in range(len(parts) - 1, 0, -1):
            text = _under(self._texts_of(parts[:size]), parts[size:])
            if text is not None:
                return text
        return None


def _under(texts: Mapping[str, str], parts: Sequence[str]) -> str | None:
    """The constant of a name; a `.value` behind the name of an enum's member is dropped."""
    text = texts.get(".".join(parts))
    if text is None and len(parts) > 1 and parts[-1] == _OF_ENUMS:
        text = texts.get(".".join(parts[:-1]))
    return text
