"""The folders `audit/<case>/`: a spec, a recording, and the report on it in every format."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main

FOLDER = Path(__file__).parent / "audit"
CASES = sorted(path.parent for path in FOLDER.glob("*/spec.d.ts"))
FORMATS = {
    "table": "expected.txt",
    "markdown": "expected.md",
    "json": "expected.json",
    "github": "expected.github.txt",
}
Golden = Callable[[Path, str], None]


def audit(case: Path, *options: str) -> tuple[int, str]:
    """The exit code and the output of the command in a case's folder."""
    more = case / "arguments.txt"
    arguments = shlex.split(more.read_text()) if more.is_file() else []
    done = CliRunner().invoke(main, ["audit", "spec.d.ts", "log.jsonl", *arguments, *options])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert done.stderr == ""
    return done.exit_code, done.stdout


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder: Path = request.param
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_as_expected(case: Path, name: str, golden: Golden) -> None:
    code, out = audit(case, "--format", name)
    golden(case / FORMATS[name], out)
    assert code == (0 if case.name == "fits" else 1)
    assert audit(case, "--format", name, "--exit-zero") == (0, out)


def test_no_report_lets_a_recording_act(case: Path) -> None:
    """No control character, no bidirectional mark, no command of a workflow gets through."""
    for name in FORMATS:
        _, out = audit(case, "--format", name)
        assert all(char.isprintable() or char == "\n" for char in out)
        assert "##[" not in out or name == "json"
        commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
        assert bool(commands) == (name == "github" and case.name != "fits")
        for line in commands:
            assert re.fullmatch(r"::error file=log\.jsonl,line=\d+,title=[^:,]*::.*", line)
        if name == "markdown":
            outside = re.sub(r"(`+) ?.*? ?\1|<code>[^<]*</code>", "", out)
            assert not re.search(r"[<`*]|!\[|\]\(", outside), outside
        if name == "json":
            json.loads(out)
            assert out.isascii()
