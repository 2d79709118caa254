"""The `__init__` of a generated package: what it takes from its modules, and from where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from .printer import Printer, all_of
from .tree import Annotated, Assign, Dict, Entry, FromImport, Name, String

__all__ = ["LAZY", "LEFT_ALONE", "MAY_USE_DEPRECATED", "PRIVATE", "SPEC", "init_parts"]

LAZY: Final = "_LAZY"
"""The table of the names that are imported when they are first used."""
_ALL: Final = "__all__"
SPEC: Final = "SPEC"
LEFT_ALONE: Final = ("ruff: noqa", "isort: skip_file # autoflake: skip_file", "fmt: off")
"""The comments by which black, ruff, isort, autopep8, yapf and autoflake leave a module as it is,
however configured. yapf looks for `fmt: off` in the last line of a block of comments."""
PRIVATE: Final = "pyright: reportPrivateUsage=false"
"""The comment by which a module may use what the package's own modules keep to themselves."""
MAY_USE_DEPRECATED: Final = (
    "pyright: reportDeprecated=false",
    'mypy: disable-error-code="deprecated"',
)
"""The comments by which a module may use deprecated names, as the package itself has to."""


def init_parts(
    eager: Iterable[tuple[str, Sequence[str]]],
    lazy: Iterable[tuple[str, Sequence[str]]],
    modules: Sequence[str],
    spec: Iterable[tuple[str, str]],
    listed: str,
) -> dict[str, str]:
    """The statements of an `__init__`, printed, by what they are.

    `eager` and `lazy` are modules of the package, and the names that are taken from each; the
    lazy ones, and the `modules` that are taken as they are, only when they are asked for. `spec`
    is what the constant `SPEC` says. `listed` is an eager module whose `__all__` is the list of
    what is taken from it, so that it is not repeated; "" if there is none.
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
    """What is imported under its own name is meant for others, to linters and type checkers."""
    return FromImport(f".{module}", tuple((name, name) for name in names))


def _table(entries: Iterable[tuple[str, str]]) -> Dict:
    return Dict(tuple(Entry(String(key), String(value)) for key, value in entries), expanded=True)
