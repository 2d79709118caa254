"""What the package index shows of the project."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from tests.tools.own_sources import GROUP, nodes_of

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~ \[;]", requirement)[0]


def test_the_metadata_is_complete() -> None:
    assert PROJECT["authors"]
    assert PROJECT["keywords"] == sorted(set(PROJECT["keywords"]))
    assert PROJECT["classifiers"] == sorted(set(PROJECT["classifiers"]))
    minors = [text for text in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", text)]
    assert minors[0].endswith(PROJECT["requires-python"].removeprefix(">="))
    assert PROJECT["description"]
    assert (ROOT / PROJECT["readme"]).exists()


@GROUP
def test_what_a_plain_install_needs_is_what_is_imported_everywhere() -> None:
    """Law: a library is a dependency if more than one command needs it, otherwise an extra."""
    imported: dict[str, set[str]] = {}
    for path in (ROOT / "codegen").rglob("*.py"):
        room = path.relative_to(ROOT / "codegen").parts[0]
        for node in nodes_of(path):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                imported.setdefault(name.split(".")[0], set()).add(room)
    needed = {name_of(text).replace("-", "_") for text in PROJECT["dependencies"]}
    extras = {
        extra: {name_of(text) for text in texts}
        for extra, texts in PROJECT["optional-dependencies"].items()
    }
    assert all(name in imported for name in needed)
    assert extras["migrate"] == set(), "it is kept for those who name it"
    assert "libcst" not in imported
    assert extras["watch"] == {"watchfiles"}
    assert extras["replay"] == {"websockets"}
    on_demand = extras["migrate"] | extras["watch"] | extras["replay"]
    assert on_demand <= extras["dev"], "make env installs all"
    assert not needed & on_demand
