"""Verify generated Python: it parses, and defines the planned names and no others.

It is not compiled: tests verify that for any output of the printer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from ..text.diagnostics import Diagnostic, error
from .page import Page

__all__ = ["verify"]

_ADVICE = "This is a bug of the generator: please report it with the declarations."


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
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as fault:
        yield str(fault)
        return
    if page.defines is None:
        return
    defined = set(_definitions(tree.body)) - {"__all__"}
    unplanned = sorted(defined - page.defines)
    missing = sorted(page.defines - defined)
    if unplanned:
        yield f"defines {', '.join(unplanned)}, which was not planned"
    if missing:
        yield f"does not define {', '.join(missing)}"
    if page.data_only:
        yield from _statements_that_act(tree)


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


def _statements_that_act(tree: ast.Module) -> Iterator[str]:
    """Statements that are neither import, definition, assignment nor text."""
    for node in tree.body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.AnnAssign() | ast.Assign():
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.ClassDef(body=body) if all(
                type(inner) is ast.AnnAssign or _is_field(inner) for inner in body
            ):
                pass
            case _:
                yield f"line {node.lineno} is no plain definition"


def _is_field(node: ast.stmt) -> bool:
    match node:
        case ast.AnnAssign() | ast.Pass() | ast.Expr(value=ast.Constant(value=str())):
            return True
        case _:
            return False
