"""The `__init__` of a generated package: its imports from the package's modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from .printer import Printer, all_of
from .tree import Annotated, Assign, Dict, Entry, FromImport, Name, String

__all__ = ["LAZY", "LEFT_ALONE", "MAY_USE_DEPRECATED", "PRIVATE", "SPEC", "init_parts"]

LAZY: Final = "_LAZY"
"""The table of lazily imported names."""
_ALL: Final = "__all__"
SPEC: Final = "SPEC"
LEFT_ALONE: Final = ("ruff: noqa", "isort: skip_file # autoflake: skip_file", "fmt: off")
"""Comments that turn off black, ruff, isort, autopep8, yapf and autoflake for a module.

They work in any configuration. yapf searches for `fmt: off` in the last line of a block of
comments.
"""
PRIVATE: Final = "pyright: reportPrivateUsage=false"
"""The comment that allows a module to use private names of the package's modules."""
MAY_USE_DEPRECATED: Final = (
    "pyright: reportDeprecated=false",
    'mypy: disable-error-code="deprecated"',
)
"""The comments that allow a module to use deprecated names, as the package itself does."""


def init_parts(
    eager: Iterable[tuple[str, Sequence[str]]],
    lazy: Iterable[tuple[str, Sequence[str]]],
    modules: Sequence[str],
    spec: Iterable[tuple[str, str]],
    listed: str,
) -> dict[str, str]:
    """Print the statements of an `__init__`, by their part of it.

    `eager` and `lazy` are modules of the package with the names that are imported from each; the
    lazy ones, and the `modules` that are exported themselves, are imported on first use. `spec` are
    the entries of the constant `SPEC`. `listed` is an eager module whose `__all__` is the list of
    the names imported from it, so that it is not repeated; "" if there is none.
    """
    eager, lazy = list(eager), list(lazy)
    printer = Printer()
    later = [(name, module) for module, names in lazy for name in names]
    later += [(module, "") for module in modules]
    later += [(module, "") for module, _ in lazy if not module.startswith("_")]
    imported = [_import(module, names) for module, names in eager]
    checked = [FromImport(".", ((module, module),)) for module in modules]
    checked += [_import(module, names) for module, names in lazy]
    if listed:
        imported.insert(0, FromImport(".", ((listed, ""),)))
        checked.insert(0, _import(listed, (_ALL,)))
    named = [names for module, names in (*eager, *lazy) if module != listed]
    public = {name for names in named for name in names} | {*modules, SPEC}
    return {
        "listed": listed,
        "exports": printer.statements(imported),
        "for_checkers": printer.statements(checked, 4),
        "exported": all_of(sorted(public), "+=" if listed else "="),
        "spec_table": printer.statement(Annotated(SPEC, Name("Final", "typing"), _table(spec))),
        "lazy_table": printer.statement(Assign(Name(LAZY), _table(sorted(later)))) if later else "",
    }


def _import(module: str, names: Sequence[str]) -> FromImport:
    """For linters and type checkers, a name imported as itself is a re-export."""
    return FromImport(f".{module}", tuple((name, name) for name in names))


def _table(entries: Iterable[tuple[str, str]]) -> Dict:
    return Dict(tuple(Entry(String(key), String(value)) for key, value in entries), expanded=True)
