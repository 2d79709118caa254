"""SECURITY.md names a test for each promise, and the workflow is as it says."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_git_source import git
from tests.tools import pinned
from tests.tools.own_sources import GROUP, tree_of_module

_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


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
        assert pinned.PINNED.fullmatch(line), line
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


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_hash_that_is_not_that_of_its_tag_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a tag that is a name alone, of one with a message, and of one that is not there."""
    action = tmp_path / "some" / "action"
    action.mkdir(parents=True)
    git(action, "init", "-q")
    commits = []
    for name, message in [("v1.0", ()), ("v1.1", ("-m", "message"))]:
        git(action, "commit", "-qm", name, "--allow-empty")
        git(action, "tag", name, *message)
        commits.append(git(action, "rev-parse", "HEAD"))
    first, second = commits

    def asked(*pins: tuple[str, str]) -> tuple[int, list[str]]:
        lines = [f"      - uses: some/action@{commit} # {tag}\n" for commit, tag in pins]
        (tmp_path / "some.yml").write_text("".join(lines), encoding="utf-8")
        code = pinned.main(["--from", str(tmp_path), "--workflows", str(tmp_path)])
        return code, capsys.readouterr().out.splitlines()

    right = (first, "v1.0"), (second, "v1.1")
    assert asked(*right, *right) == (0, ["2 pins are those of their tags."])
    code, lines = asked((second, "v1.0"), (first, "v1.1"))
    assert code == 1
    assert sorted(lines) == [
        f"some/action: v1.0 is {first}, not {second}",
        f"some/action: v1.1 is {second}, not {first}",
    ]
    assert asked((first, "v2.0")) == (1, [f"some/action: v2.0 is none, not {first}"])
    with pytest.raises(subprocess.CalledProcessError):
        pinned.faults([pinned.Pin("some/other", first, "v1.0")], str(tmp_path))


def test_each_pin_has_one_hash_and_the_weekly_workflow_asks_for_its_tag(workflow: str) -> None:
    pins = pinned.pins_of(pinned.WORKFLOWS)
    assert len(pins) > 5
    assert len({pin.commit for pin in pins}) == len({(pin.action, pin.tag) for pin in pins})
    content: Any = yaml.safe_load(workflow)
    steps = [step.get("run") for step in content["jobs"]["vulnerabilities"]["steps"]]
    assert "python -m tests.tools.pinned" in steps
