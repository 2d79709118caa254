"""SECURITY.md names a test for each promise, and the workflow is as it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tools.own_sources import GROUP, tree_of_module

_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+)+$")


def promises(root: Path) -> list[str]:
    """The rows of the tables of promises."""
    text = (root / "SECURITY.md").read_text(encoding="utf-8")
    promised = text.partition("## What is promised")[2].partition("## What is not promised")[0]
    rows = [line for line in promised.splitlines() if line.startswith("| ")]
    return [row for row in rows if not row.startswith(("| promise |", "| --- |"))]


@GROUP
def test_each_promise_names_a_test_that_is_there(repo_root: Path) -> None:
    rows = promises(repo_root)
    assert len(rows) > 25
    for row in rows:
        named = _TEST.findall(row)
        assert named, row
        for path, name in named:
            tree = tree_of_module(repo_root / path)
            functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
            [test] = [node for node in functions if node.name == name]
            marks = {ast.unparse(mark) for mark in test.decorator_list}
            assert not marks & {"pytest.mark.nightly", "pytest.mark.skip"}, row


@pytest.fixture(scope="module")
def workflow(repo_root: Path) -> str:
    return (repo_root / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


_MORE_RIGHTS = {
    ("release", "attest"): {"id-token": "write", "attestations": "write"},
    ("release", "publish"): {"id-token": "write"},
    ("release", "announce"): {"contents": "write"},
}
"""The jobs that may do more than read the repository. None of them runs code of the project."""


WORKFLOWS = [path.stem for path in (Path(__file__).parents[1] / ".github/workflows").iterdir()]


def test_all_that_workflows_run_is_in_them(repo_root: Path) -> None:
    """There is no action of the project's own, and no workflow that another one calls."""
    assert {"ci", "release"} <= {*WORKFLOWS}
    assert not [*(repo_root / ".github").rglob("action.y*ml")]
    for path in (repo_root / ".github" / "workflows").iterdir():
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert path.suffix == ".yml"
        assert not {"workflow_call", "pull_request_target"} & {*content[True]}
        for job in content["jobs"].values():
            assert "uses" not in job
            installed = [
                word.strip("\"'")
                for step in job["steps"]
                for line in step.get("run", "").splitlines()
                if "pip install" in line
                for word in line.split("pip install")[1].split()
            ]
            for word in installed:
                options = "--constraint", "constraints.txt", "--editable", ".[dev]"
                assert word in options or "==" in word, word


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_the_workflows_run_only_what_is_pinned(repo_root: Path, name: str) -> None:
    text = (repo_root / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    content: Any = yaml.safe_load(text)
    assert content["permissions"] == {"contents": "read"}
    used = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line]
    assert len(used) > 5
    for line in used:
        assert _PINNED.fullmatch(line), line
    for job, body in content["jobs"].items():
        assert body.get("permissions") == _MORE_RIGHTS.get((name, job))
        assert body["timeout-minutes"]
        actions = [step["uses"].split("@")[0] for step in body["steps"] if "uses" in step]
        assert "permissions" not in body or "actions/checkout" not in actions


def test_the_workflow_asks_for_known_vulnerabilities(workflow: str) -> None:
    content: Any = yaml.safe_load(workflow)
    assert "schedule" in content[True]  # YAML takes the word `on` for that.
    steps = [step.get("run", "") for job in content["jobs"].values() for step in job["steps"]]
    assert any(re.fullmatch(r"pip-audit .*--requirement constraints\.txt", run) for run in steps)
    assert any(re.search(r"pip install .*pip-audit==[\d.]+", run) for run in steps)
