"""`init` writes a first configuration, by options or after asking, and overwrites nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, strategies as st

from realtime_codegen.cli import main
from realtime_codegen.project.config import CONFIG_NAME, PYPROJECT, read_config
from realtime_codegen.project.starting import Start, added_to, configuration_text
from realtime_codegen.text.documents import DocumentError, read_toml
from tests.tools.packages import tree_of

SPEC = "export interface A { a: 'x' }\n"
OF_MINE = "[project]\nname = 'mine'\n\n[tool.other]\nx = 1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one spec, in a folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "my-types.d.ts").write_text(SPEC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


SOURCE = ("--source", "in/my-types.d.ts")


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ((), "generated/my_types/models.py"),
        (("--yes",), "generated/my_types/models.py"),
        (("--package", "other"), "generated/other/models.py"),
        (("-o", "src/vendored"), "src/vendored/my_types/models.py"),
        (("-t", "typeddicts", "--package", "_p"), "generated/_p/typed_dicts.py"),
        (("--pyproject", "-t", "typeddicts", "-t", "docs"), "generated/docs/my_types/README.md"),
    ],
)
def test_what_it_writes_generates(folder: Path, options: tuple[str, ...], written: str) -> None:
    """The input is no terminal here, so nothing is asked."""
    (folder / PYPROJECT).write_text(OF_MINE, encoding="utf-8")
    done = run("init", *SOURCE, *options)
    assert done.exit_code == 0, done.output
    place = PYPROJECT if "--pyproject" in options else CONFIG_NAME
    assert done.output.startswith(f"wrote {place}: the spec ")
    assert done.output.endswith("next: realtime-codegen\n")
    assert (folder / PYPROJECT).read_text("utf-8").startswith(OF_MINE)
    following = run()
    assert following.exit_code == 0, following.output
    assert (folder / written).exists()
    assert run("check").exit_code == 0


def test_it_overwrites_nothing(folder: Path) -> None:
    config = f"[specs.a]\nsource = '{SOURCE[1]}'\n"
    for place, text in (
        (CONFIG_NAME, config),
        (CONFIG_NAME, ""),
        (PYPROJECT, config.replace("[specs", "[tool.realtime-codegen.specs")),
    ):
        (folder / place).write_text(text, encoding="utf-8")
        before = tree_of(folder)
        for more in ((), ("--yes",), ("--pyproject",)):
            done = run("init", *SOURCE, *more)
            assert done.exit_code == 2, done.output
            assert "Traceback" not in done.output
            assert tree_of(folder) == before
        (folder / place).unlink()
    (folder / CONFIG_NAME).symlink_to(folder / "nowhere")
    assert run("init", *SOURCE).exit_code == 2
    assert not (folder / "nowhere").exists()


WRONG = {
    (): "there is no terminal to ask on",
    ("--yes",): "name the declarations with --source",
    ("--source", "none.d.ts"): "there is no file 'none.d.ts'",
    ("--source", "in"): "there is no file 'in'",
    ("--source", ""): "there is no file ''",
    ("--source", "npm:openai/x.d.ts"): "with one exact version",
    (*SOURCE, "--package", "class"): "no name for a package",
    (*SOURCE, "--package", ""): "no name for a package",
    (*SOURCE, "-t", "dataclases"): "did you mean dataclasses?",
    (*SOURCE, "-o", SOURCE[1]): "is a file",
    (*SOURCE, "--pyproject"): "there is no pyproject.toml here",
    (*SOURCE, "extra"): "unexpected extra argument",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_value_is_told_and_nothing_written(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    before = tree_of(folder)
    done = run("init", *arguments)
    assert done.exit_code == 2, done.output
    assert WRONG[arguments] in done.output
    assert tree_of(folder) == before


def asked(folder: Path, *arguments: str, answers: str) -> tuple[int, str]:
    """The exit code and the output of `init` on a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = "from realtime_codegen.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", command, "init", *arguments],
        cwd=folder,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        os.close(theirs)
        os.write(ours, answers.encode())
        output, _ = child.communicate(timeout=60)
    os.close(ours)
    return child.returncode, output


def test_on_a_terminal_it_asks(folder: Path) -> None:
    answers = "nothing.d.ts\nin/my-types.d.ts\n\nsrc\ndataclases\ntypeddicts\ny\n"
    code, output = asked(folder, answers=answers)
    assert code == 0, output
    assert "there is no file 'nothing.d.ts'" in output
    assert "Package [my_types]: " in output
    assert "did you mean dataclasses?" in output
    spec = read_config(folder / CONFIG_NAME, folder).specs[0].job
    assert (spec.package, spec.targets) == ("my_types", ("typeddicts",))
    assert run().exit_code == 0
    assert (folder / "src" / "my_types" / "typed_dicts.py").exists()


def test_options_are_not_asked_for(folder: Path) -> None:
    given = (*SOURCE, "--package", "p", "-o", "out", "-t", "docs")
    before = tree_of(folder)
    code, output = asked(folder, *given, answers="n\n")
    assert code == 1
    assert output.count(": ") == 1, output
    assert "nothing was written" in output
    code, output = asked(folder, *given, answers="\x04")
    assert code == 130, output
    assert "Traceback" not in output
    assert tree_of(folder) == before
    assert asked(folder, *given, "--yes", answers="")[0] == 0


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
STARTS = st.builds(Start, TEXTS, TEXTS, TEXTS, st.lists(TEXTS, unique=True).map(tuple))


@given(STARTS)
def test_what_is_written_is_what_was_said(start: Start) -> None:
    """Law: whatever the values are, the text is TOML and holds them, and a file keeps its own."""
    expected: dict[str, object] = {
        "source": start.source,
        "package": start.package,
        "output": start.output,
    }
    expected |= {"targets": list(start.targets)} if start.targets else {}
    own = read_toml(configuration_text(start, CONFIG_NAME))
    assert own == {"specs": {start.name: expected}}
    for before in ("", OF_MINE, OF_MINE.replace("\n", "\r\n") + "\r\n", "tool.x.y = 1\n"):
        text = added_to(before, start)
        assert text.startswith(before)
        assert "\r\n" not in before or "\n" not in text.replace("\r\n", "")
        assert read_toml(text)["tool"]["realtime-codegen"] == own


def test_a_file_that_has_no_place_for_a_table_is_left_alone(folder: Path) -> None:
    for text in ("tool = {}\n", "tool = 1\n", "[[tool]]\nx = 1\n"):
        with pytest.raises(DocumentError):
            added_to(text, Start("a", "b", "c"))
        (folder / PYPROJECT).write_text(text, encoding="utf-8")
        done = run("init", *SOURCE, "--pyproject")
        assert done.exit_code == 2, done.output
        assert "RC741" in done.output
        assert (folder / PYPROJECT).read_text("utf-8") == text
