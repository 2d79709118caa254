"""A command that helps: what a wrong use says, what the help lists, what a shell completes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.targets import target_names

NAME = "realtime-codegen"
SPEC = "export interface A { a: 'x' }\n"

WRONG = {
    "chek": "did you mean the command check?",
    "gnerate a.d.ts": "did you mean the command generate?",
    "https://example.org/a.d.ts": "a URL is not read; download the file",
    "http://example.org/a.d.ts": "npm:PACKAGE@VERSION/PATH.d.ts",
    "a.d.ts -t dataclases": "did you mean dataclasses?",
    "a.d.ts -t zzz": "the targets are audio, dataclasses",
    "a.d.ts b.d.ts": "name one file of declarations",
    "a.d.ts --targt docs": "--target",
    "a.d.ts --root B": "the root 'B' selects no declaration",
    "a.d.ts --package class": "is no name for a package",
    "a.d.ts --facts none.toml": "none.toml",
    "a.d.ts -O docs": "is not TARGET.NAME=VALUE",
    "a.d.ts --config none.toml": "none.toml",
    "a.d.ts --target-path none": "none",
    "nofile.d.ts": "there is no file 'nofile.d.ts'",
    "npm:": "npm:",
    "npm:openai/resources/realtime/realtime.d.ts": "npm:",
    "generate": "no SPEC is named",
    "check": "no SPEC is named",
    "update": "no SPEC is named",
    "diff a.d.ts": "Name two specs",
    "migrate a.d.ts": "Missing argument",
    "audit": "Missing argument",
    "targets --target-path none": "none",
    ".": "this is a folder",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one spec."""
    (tmp_path / "a.d.ts").write_text(SPEC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_use_ends_in_a_line_that_helps(folder: Path, arguments: str) -> None:
    done = CliRunner().invoke(main, arguments.split())
    assert done.exit_code in (2, 3), done.output
    assert WRONG[arguments] in done.output
    assert "Traceback" not in done.output
    assert "RC901" not in done.output
    assert [path.name for path in folder.iterdir()] == ["a.d.ts"]


@pytest.mark.parametrize(
    "command", ["generate", "init", "check", "update", "diff", "migrate", "audit", "targets"]
)
def test_each_command_has_help(command: str) -> None:
    done = CliRunner().invoke(main, [command, "--help"])
    assert done.exit_code == 0
    assert done.output.startswith("Usage: ")


def test_the_help_lists_the_targets() -> None:
    done = CliRunner().invoke(main, ["generate", "--help"])
    assert all(f"\n  {name}" in done.output for name in target_names())
    assert "Examples:" in done.output


def test_declarations_come_from_standard_input(folder: Path) -> None:
    done = CliRunner().invoke(main, ["-", "--package", "mine"], input=SPEC)
    assert done.exit_code == 0, done.output
    assert "class A" in (folder / "generated" / "mine" / "models.py").read_text("utf-8")
    again = CliRunner().invoke(main, ["-", "--package", "mine", "--check"], input=SPEC)
    assert again.exit_code == 0, again.output
    changed = CliRunner().invoke(main, ["-", "--package", "mine", "--check"], input=SPEC * 2)
    assert changed.exit_code in (1, 3)
    empty = CliRunner().invoke(main, ["-"], input="")
    assert empty.exit_code == 3
    assert "stdin.d.ts" in empty.output


def completed(folder: Path, words: str, place: int) -> list[str]:
    """What bash is offered for the word at a place."""
    done = subprocess.run(
        [sys.executable, "-c", f"from realtime_codegen.cli import main; main(prog_name={NAME!r})"],
        cwd=folder,
        env={
            **os.environ,
            "COMP_WORDS": words,
            "COMP_CWORD": str(place),
            "_REALTIME_CODEGEN_COMPLETE": "bash_complete",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.split()


COMPLETED = [
    ("realtime-codegen che", 1, {"plain,check"}),
    ("realtime-codegen g", 1, {"plain,generate", "plain,golf", "file,g"}),
    ("realtime-codegen generate s", 2, {"file,s"}),
    ("realtime-codegen generate --target da", 3, {"plain,dataclasses"}),
    ("realtime-codegen a.d.ts --target mo", 3, {"plain,model"}),
    ("realtime-codegen generate --pack", 2, {"plain,--package"}),
]


@pytest.mark.parametrize(("words", "place", "expected"), COMPLETED)
def test_a_shell_completes(folder: Path, words: str, place: int, expected: set[str]) -> None:
    (folder / "realtime-codegen.toml").write_text('[specs.golf]\nsource = "a.d.ts"\n', "utf-8")
    found = set(completed(folder, words, place))
    assert expected <= found, found
