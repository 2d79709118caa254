"""The modules of this repository as syntax, which many laws look at: each is parsed once.

Tests that use it stand in the group GROUP, so that one process has what it keeps.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

__all__ = ["GROUP", "nodes_of", "tree_of_module"]

GROUP = pytest.mark.xdist_group("own sources")


@cache
def tree_of_module(path: Path) -> ast.Module:
    """The syntax of a module; nobody changes it."""
    return ast.parse(path.read_bytes(), str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module, as `ast.walk` gives them."""
    return tuple(ast.walk(tree_of_module(path)))
