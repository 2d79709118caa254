"""What is offered to other repositories calls the command as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
WORKFLOW = ROOT / "docs" / "examples" / "workflow.yml"


def calls() -> list[tuple[str, str]]:
    """The calls of the command in the hooks and the workflow."""
    commands = [
        (path.name, call)
        for path, pattern in (
            (HOOKS, r"^ +entry: (realtime-codegen\b.*)$"),
            (WORKFLOW, r"^ +- run: (realtime-codegen\b[^>|\n]*)"),
        )
        for call in re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(commands) == 4
    return commands


@pytest.mark.parametrize(("file", "call"), calls())
def test_a_call_is_one_that_the_command_knows(file: str, call: str) -> None:
    arguments = call.split()[1:]
    done = CliRunner().invoke(main, [*arguments, "--help"])
    assert done.exit_code == 0, file
    assert f"Usage: main {arguments[0] if arguments else ''}".rstrip() in done.stdout


def test_the_documentation_names_hooks_that_there_are() -> None:
    offered = set(re.findall(r"^- id: (\S+)$", HOOKS.read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"- id: (\S+)", (ROOT / "docs" / "vendoring.md").read_text(encoding="utf-8"))
    assert named
    assert set(named) <= offered
