"""Rewrite the imports of a package that is renamed."""

from __future__ import annotations

from ..python.identifiers import function_stem
from .paths import dotted
from .proposals import Strength
from .reader import Reader
from .tree import nodes as cst
from .uses import UNSURE

__all__ = ["move"]


def move(reader: Reader, statement: cst.Import | cst.ImportFrom) -> None:
    """Rename the package in an import statement."""
    if isinstance(statement, cst.Import):
        for alias in statement.names:
            _imported(reader, alias)
    elif not statement.relative and statement.module is not None:
        _from(reader, statement, statement.module)


def _imported(reader: Reader, alias: cst.ImportAlias) -> None:
    """Read `import a.b.c as d`; without the `as`, uses spell the path of the module as well."""
    parts = dotted(alias.name)
    new = _moved(reader, parts)
    if new is None:
        return
    if alias.asname is not None:
        reader.uses.rename_module(reader.span(alias.name), ".".join(parts), ".".join(new))
    else:
        message = f"the module {'.'.join(parts)!r} is {'.'.join(new)!r} now"
        advice = "Change the import and what names the module."
        reader.uses.note(reader.span(alias.name), message, advice, Strength.SURE, UNSURE)


def _from(reader: Reader, statement: cst.ImportFrom, module: cst.Attribute | cst.Name) -> None:
    """Read `from a.b.c import D` and `from a.b import c`."""
    parts = dotted(module)
    symbols = [
        import_.symbol
        for import_ in reader.bindings.by_statement[id(statement)].values()
        if import_.symbol is not None
    ]
    new = _moved(reader, parts, symbols)
    if new is not None:
        reader.uses.rename_module(reader.span(module), ".".join(parts), ".".join(new))
        return
    if isinstance(statement.names, cst.ImportStar):
        return
    for alias in statement.names:
        whole = (*parts, str(alias.name.value))
        moved = _moved(reader, whole)
        if moved is None:
            continue
        if len(statement.names) == 1 and moved[-1] == whole[-1] and len(moved) > 1:
            old, rest = ".".join(parts), ".".join(moved[:-1])
            if old != rest:
                reader.uses.rename_module(reader.span(module), old, rest)
        else:
            message = f"the module {'.'.join(whole)!r} is {'.'.join(moved)!r} now"
            advice = "Change the import."
            reader.uses.note(reader.span(alias), message, advice, Strength.SURE, UNSURE)


def _moved(
    reader: Reader, parts: tuple[str, ...], symbols: list[str] | None = None
) -> tuple[str, ...] | None:
    """The new path of a module; None if it stays."""
    inside = reader.bindings.packages.inside(parts)
    if inside is None or inside[1] is None or not inside[1].new:
        return None
    rest, name = inside[0], inside[1]
    end = len(parts) - len(rest)
    if parts[:end][-len(name.new) :] == name.new:
        return None
    return (*parts[: end - len(name.parts)], *name.new, *_submodule(reader, rest, symbols or []))


def _submodule(reader: Reader, rest: tuple[str, ...], symbols: list[str]) -> tuple[str, ...]:
    """Rename a module that is named after its class together with the class."""
    for symbol in symbols:
        rename = reader.uses.symbols.get(symbol)
        if rename is not None and rest == (function_stem(symbol, ()),):
            return (function_stem(rename.new, ()),)
    return rest
