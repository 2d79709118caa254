"""The syntax trees of this repository's modules, parsed once for all laws.

Tests that use it are in the group GROUP, so that one process has the cache.
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
    """The syntax tree of a module, which must not be changed."""
    return ast.parse(path.read_bytes(), str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module, as `ast.walk` gives them."""
    return tuple(ast.walk(tree_of_module(path)))
