"""Verify generated Python: it parses, and defines the planned names and no others.

It is not compiled: tests verify that for any output of the printer.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..text.diagnostics import Diagnostic, error
from .page import Page
from .thinning import thinned

__all__ = ["verify"]

_ADVICE: Final = "This is a bug of the generator: please report it with the declarations."
_GAP: Final = re.compile(r"\n\n\n")
"""Two empty lines, as the formatter puts them between definitions."""
_ALIAS: Final = re.compile(r"\n\n\n|\n(?=\w+: \w+ = )")
"""The same, or the end of a line before a constant with an annotation, as aliases of types are."""
_PART: Final = 16_000
"""The least length of a part that is parsed at once."""


def verify(pages: Sequence[Page], texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """A diagnostic for each Python text that does not parse or differs from its plan."""
    return tuple(
        error("RC401", f"{page.path}: {fault}", advice=_ADVICE, file=page.path)
        for page in pages
        if page.path.endswith(".py")
        for fault in _faults(page, texts[page.path])
    )


def _faults(page: Page, text: str) -> Iterator[str]:
    try:
        defined, acting = _read_in_parts(page, text)
        if acting:  # Lines are counted in the whole text.
            defined, acting = _read(page, (text,))
    except (SyntaxError, ValueError) as fault:
        yield str(fault)
        return
    if page.defines is None:
        return
    unplanned = sorted(defined - page.defines)
    missing = sorted(page.defines - defined)
    if unplanned:
        yield f"defines {', '.join(unplanned)}, which was not planned"
    if missing:
        yield f"does not define {', '.join(missing)}"
    if page.data_only:
        yield from acting


def _read_in_parts(page: Page, text: str) -> tuple[set[str], list[str]]:
    """As `_read`, in the shortest parts that parse; in one if the module is at fault."""
    for end in (_ALIAS, _GAP):
        try:
            return _read(page, map(thinned, _parts(text, end)))
        except SyntaxError:
            pass  # Such an end is within a statement, as in a docstring.
    return _read(page, (text,))


def _parts(text: str, ends: re.Pattern[str]) -> Iterator[str]:
    """The text of a module in parts that end where `ends` says, each of a least length."""
    start = 0
    while start < len(text):
        match = ends.search(text, start + _PART)
        end = len(text) if match is None else match.end()
        yield text[start:end]
        start = end


def _read(page: Page, parts: Iterable[str]) -> tuple[set[str], list[str]]:
    """Parse a module in parts: the names that it defines, and the statements that act.

    Parts that parse one by one are a module that parses, with the same statements. The tree of a
    part is freed before that of the next is made: the tree of a whole module has many times the
    size of its text, and making it takes half as long again. Raises SyntaxError or ValueError if a
    part does not parse.
    """
    defined: set[str] = set()
    acting: list[str] = []
    for part in parts:
        body = ast.parse(part).body
        defined.update(_definitions(body))
        if page.data_only:
            acting += _statements_that_act(body)
    return defined - {"__all__"}, acting


def _definitions(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def _statements_that_act(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Statements that are neither import, definition, assignment nor text, by their lines.

    Imports may be for type checkers alone.
    """
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.AnnAssign() | ast.Assign():
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.ClassDef(body=body) if all(map(_is_field, body)):
                pass
            case ast.If(test=ast.Name("TYPE_CHECKING"), body=body, orelse=[]) if all(
                isinstance(inner, ast.ImportFrom) for inner in body
            ):
                pass
            case _:
                yield f"line {node.lineno} is no plain definition"


def _is_field(node: ast.stmt) -> bool:
    if isinstance(node, (ast.AnnAssign, ast.Pass)):
        return True
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)
