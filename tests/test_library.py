"""The page about the library: its types, and that it and the package docstring name the same."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import realtime_codegen

PAGE = Path(__file__).parents[1] / "docs" / "library.md"
TEXT = PAGE.read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.checkers
def test_the_page_has_types(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text("\n".join(BLOCKS), encoding="utf-8")
    root = PAGE.parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(tmp_path / "page.py")],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def imported() -> set[str]:
    """What the page imports of the tool, by full name."""
    return {
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse("\n".join(BLOCKS)))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("realtime_codegen")
        for alias in node.names
    }


def named() -> set[str]:
    """What the package docstring names, by full name."""
    words = re.findall(r"`([a-z_]+(?:\.\w+)+)`", realtime_codegen.__doc__ or "")
    return {f"realtime_codegen.{word}" for word in words}


def test_what_the_package_docstring_names_exists() -> None:
    """Law: each dotted name in it is one of the tool, and the page shows how it is used."""
    assert len(named()) >= 7
    for name in named():
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), name
    assert named() <= imported()


def test_what_the_page_shows_is_public() -> None:
    """Law: it imports nothing that its module does not offer, and each function is explained."""
    for name in imported():
        module, _, attribute = name.rpartition(".")
        offered = importlib.import_module(module)
        assert attribute in offered.__all__, name
        assert getattr(offered, attribute).__doc__ or attribute == "FORMATS", name
    headings = re.findall(r"^## .*`(\w+)`$", TEXT, re.MULTILINE)
    assert set(headings) == {name.rpartition(".")[2] for name in named()}
