"""The command as people run it: what it writes, what it says, how it exits."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from realtime_codegen import __version__
from realtime_codegen.cli import main
from realtime_codegen.output.manifest import MANIFEST
from realtime_codegen.targets import target_names
from tests.tools import started
from tests.tools.night import sampled
from tests.tools.packages import import_package, tree_of, write_tree

FULL: Final = Path("/dev/full")

ROOT = Path(__file__).parents[1]
REALTIME = Path("spec/openai-realtime-beta/resources/beta/realtime/realtime.d.ts")
SPEC = """\
/** A question. */
export interface Ping {
  type: 'ping';
  note?: string | null;
}
export interface Pong {
  type: 'pong';
}
export type Message = Ping | Pong;
"""
PYTHON = (sys.executable, "-m", "realtime_codegen")


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Done:
    """Run the command in this process; an exception that is no exit fails the test."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    assert "RC901" not in result.output
    return Done(result.exit_code, result.stdout, result.stderr)


def run_alone(*command: str | Path, cwd: Path) -> Done:
    """Run a command in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = started.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A small spec in a folder of its own."""
    path = tmp_path / "spec.d.ts"
    path.write_text(SPEC)
    return path


# ------------------------------------------------------------------------- what it writes


def test_a_path_alone_generates(spec: Path, tmp_path: Path) -> None:
    done = run_alone(*PYTHON, spec.name, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"generated/spec: \d+ files, \d+ changed\n", done.out)
    made = tree_of(tmp_path / "generated")
    assert {path.split("/")[0] for path in made} == {"spec", "docs"}
    again = run_alone(*PYTHON, "generate", spec.name, cwd=tmp_path)
    assert again.out.endswith("files, all fresh\n")
    assert tree_of(tmp_path / "generated") == made


def test_the_command_and_the_module_are_one(spec: Path, tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("realtime-codegen")
    assert command.is_file(), "the tool is not installed in this environment"
    assert run_alone(command, spec.name, "-o", "a", cwd=tmp_path).code == 0
    assert run_alone(*PYTHON, spec.name, "-o", "b", cwd=tmp_path).code == 0
    assert tree_of(tmp_path / "a") == tree_of(tmp_path / "b")
    for program in ((command,), PYTHON):
        done = run_alone(*program, "--version", cwd=tmp_path)
        assert done == Done(0, f"realtime-codegen, version {__version__}\n", "")


def test_help_says_what_there_is() -> None:
    done = run("--help")
    assert done.code == 0
    for word in ("generate", "targets", "Exit codes"):
        assert word in done.out
    assert "--check" in run("generate", "--help").out
    assert run("-h").out == done.out
    lines = run("targets").out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(target_names())


_ALONE = """
import sys, importlib, pathlib
sys.path.insert(0, {folder!r})
import {package}
for path in sorted(pathlib.Path({folder!r}, {package!r}).glob("*.py")):
    if path.stem != "__init__":
        importlib.import_module("{package}." + path.stem)
for name in {package}.__all__:
    getattr({package}, name)
foreign = {{"click", "jinja2", "realtime_codegen"}} & {{name.split(".")[0] for name in sys.modules}}
assert not foreign, foreign
"""


@pytest.mark.parametrize("target", target_names())
def test_each_target_alone_works(target: str, spec: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    done = run(spec, "-t", target, "-o", output, "--package", "alone")
    assert done.code == 0
    made = tree_of(output)
    assert made
    if any(path.endswith(".py") for path in made):
        assert {"alone/__init__.py", "alone/py.typed"} <= set(made)
        use = _ALONE.format(folder=str(output), package="alone")
        used = run_alone(sys.executable, "-I", "-W", "error", "-c", use, cwd=tmp_path)
        assert used == Done(0, "", "")
    else:
        assert not (output / "alone").exists()


def test_targets_add_up(spec: Path, tmp_path: Path) -> None:
    run(spec, "-t", "dispatcher", "-o", tmp_path / "one", "--package", "p")
    both = ("-t", "dispatcher", "-t", "dataclasses")
    run(spec, *both, "-o", tmp_path / "two", "--package", "p")
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")
    reverse = ("-t", "dataclasses", "-t", "dispatcher", "-t", "dispatcher")
    run(spec, *reverse, "-o", tmp_path / "three", "--package", "p")
    assert tree_of(tmp_path / "three") == tree_of(tmp_path / "two")


def test_the_package_works_under_any_name(spec: Path, tmp_path: Path) -> None:
    for name in ("any_name", "json_of_mine", "Ünicode"):
        assert run(spec, "-o", tmp_path / name, "--package", name).code == 0
        package = import_package(tmp_path / name, {}, name)
        event = package.decode_message('{"type": "ping", "note": null}')
        assert event == package.Ping(note=None)
    nested = tmp_path / "outer" / "vendored"
    write_tree(tmp_path / "outer", {"__init__.py": "", "vendored/__init__.py": ""})
    assert run(spec, "-o", nested, "--package", "inner").code == 0
    use = 'from outer.vendored import inner; print(inner.decode_message(\'{"type": "pong"}\'))'
    assert run_alone(sys.executable, "-c", use, cwd=tmp_path).out == ("Pong(type='pong')\n")


def test_other_files_of_the_output_folder_are_left_alone(spec: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    others = {"README.md": "mine\n", "docs/mine.md": "# Mine\n", "else/where.py": "x = 1\n"}
    write_tree(output, others)
    assert run(spec, "-o", output).code == 0
    tree = tree_of(output)
    for path, text in others.items():
        assert tree[path] == text.encode()
    assert run(spec, "-o", output, "--check") == Done(0, "", "")


def test_what_a_spec_no_longer_has_is_removed(spec: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert run(spec, "-o", output).code == 0
    assert (output / "docs" / "spec" / "Pong.md").exists()
    spec.write_text("export interface Ping { type: 'ping' }\n")
    assert run(spec, "-o", output).code == 0
    assert not (output / "docs" / "spec" / "Pong.md").exists()
    assert run(spec, "-o", output, "--check") == Done(0, "", "")


def test_a_fresh_tree_is_not_written_again(spec: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run(spec, "-o", output)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    time.sleep(0.01)
    run(spec, "-o", output)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


# --------------------------------------------------------------------------------- --check


@pytest.fixture
def fresh(spec: Path, tmp_path: Path) -> Path:
    """An output folder that is as it should be."""
    output = tmp_path / "out"
    assert run(spec, "-o", output).code == 0
    return output


def check(spec: Path, output: Path) -> Done:
    """Check a folder, which never changes it."""
    before = tree_of(output) if output.exists() else None
    done = run(spec, "-o", output, "--check")
    assert (tree_of(output) if output.exists() else None) == before
    return done


def test_check_is_silent_when_fresh(spec: Path, fresh: Path) -> None:
    assert check(spec, fresh) == Done(0, "", "")


def test_check_shows_a_changed_file(spec: Path, fresh: Path) -> None:
    models = fresh / "spec" / "models.py"
    text = models.read_text()
    models.write_text(text.replace("class Ping:", "class Ring:"))
    done = check(spec, fresh)
    assert done.code == 1
    assert done.out.startswith("--- a/spec/models.py\n+++ b/spec/models.py\n@@ ")
    assert "\n-class Ring:\n+class Ping:\n" in done.out
    assert "1 changed" in done.err
    assert "spec/models.py: error[RC403]: edited since it was generated" in done.err
    run(spec, "-o", fresh, "--force")
    assert models.read_text() == text


def test_check_reads_text(spec: Path, fresh: Path) -> None:
    models = fresh / "spec" / "models.py"
    models.write_bytes(models.read_bytes().replace(b"\n", b"\r\n"))
    assert check(spec, fresh).code == 0
    models.write_bytes(b"\xff\xfe not text")
    assert check(spec, fresh).code == 1


def test_check_shows_a_missing_file(spec: Path, fresh: Path) -> None:
    (fresh / "spec" / "models.py").unlink()
    done = check(spec, fresh)
    assert done.code == 1
    assert done.out.startswith("--- /dev/null\n+++ b/spec/models.py\n@@ -0,0 +1,")
    assert "\n+class Ping:\n" in done.out
    assert "1 missing" in done.err


def test_check_shows_a_missing_empty_file(spec: Path, fresh: Path) -> None:
    (fresh / "spec" / "py.typed").unlink()
    done = check(spec, fresh)
    assert done.code == 1
    assert "b/spec/py.typed" in done.out


def test_check_shows_a_stale_file(spec: Path, fresh: Path) -> None:
    done = run(spec, "-o", fresh, "-t", "typeddicts", "--check")
    assert done.code == 1
    assert "--- a/spec/models.py\n+++ /dev/null\n@@ -1," in done.out
    assert re.search(r"\d+ changed, \d+ stale", done.err)
    assert run(spec, "-o", fresh, "-t", "typeddicts").code == 0
    assert not (fresh / "spec" / "models.py").exists()
    assert run(spec, "-o", fresh, "-t", "typeddicts", "--check") == Done(0, "", "")


def test_a_foreign_file_in_the_package_is_left_alone_and_named(spec: Path, fresh: Path) -> None:
    (fresh / "spec" / "mine.py").write_text("x = 1\n")
    (fresh / "spec" / "copied.py").write_bytes((fresh / "spec" / "models.py").read_bytes())
    done = check(spec, fresh)
    assert (done.code, done.out) == (0, "")
    assert "left alone: spec/copied.py, spec/mine.py\n" in done.err
    before = tree_of(fresh)
    spec.write_text(SPEC.replace("A question.", "Another question."))
    assert run(spec, "-o", fresh).code == 0
    assert {path for path in before if tree_of(fresh)[path] == before[path]} >= {
        "spec/mine.py",
        "spec/copied.py",
    }


def test_generating_settles_what_check_found(spec: Path, fresh: Path) -> None:
    good = tree_of(fresh)
    (fresh / "spec" / "models.py").write_text("changed\n")
    (fresh / "spec" / "codec.py").unlink()
    done = check(spec, fresh)
    assert done.code == 1
    assert "1 changed, 1 missing" in done.err
    assert run(spec, "-o", fresh, "--force").code == 0
    assert tree_of(fresh) == good


def test_without_a_manifest_the_mark_tells_what_is_ours(spec: Path, fresh: Path) -> None:
    good = tree_of(fresh)
    for folder in ("spec", "docs/spec"):
        (fresh / folder / MANIFEST).unlink()
    stale = "# Generated by realtime-codegen 0.0.1: do not edit.\n"
    (fresh / "spec" / "models.py").write_text(f"{stale}x = 1\n")
    (fresh / "spec" / "old.py").write_text(stale)
    (fresh / "spec" / "empty.py").write_text("")
    (fresh / "docs" / "spec" / "Old.md").write_text(f"<!--\n{stale}-->\n")
    done = check(spec, fresh)
    assert done.code == 1
    assert "1 changed, 2 missing;" in done.err
    assert "left alone: spec/empty.py, spec/old.py\n" in done.err
    assert run(spec, "-o", fresh).code == 0
    # To overwrite is one thing: only what a manifest lists is removed.
    kept = {"spec/empty.py", "spec/old.py", "docs/spec/Old.md"}
    assert {path: data for path, data in tree_of(fresh).items() if path not in kept} == good
    assert tree_of(fresh).keys() - good.keys() == kept


# ----------------------------------------------------------------- edited and foreign files


def test_an_edited_file_is_not_overwritten(spec: Path, fresh: Path) -> None:
    edited = fresh / "spec" / "models.py"
    edited.write_text(f"{edited.read_text()}\n\nMINE = 1\n")
    page = fresh / "docs" / "spec" / "Pong.md"
    page.write_text(f"{page.read_text()}Mine.\n")
    before = tree_of(fresh)
    done = run(spec, "-o", fresh)
    assert (done.code, done.out) == (1, "")
    assert "docs/spec/Pong.md: error[RC403]: edited since it was generated (also " in done.err
    assert "Own code belongs in a module outside the package" in done.err
    assert "--force" in done.err
    # Not even by a run that would remove it.
    spec.write_text("export interface Ping { type: 'ping' }\n")
    assert run(spec, "-o", fresh).code == 1
    assert tree_of(fresh) == before
    assert run(spec, "-o", fresh, "--force").code == 0
    assert run(spec, "-o", fresh, "--check") == Done(0, "", "")
    assert not page.exists()


def test_other_line_ends_are_no_edit(spec: Path, fresh: Path) -> None:
    good = tree_of(fresh)
    for path in (fresh / "spec").glob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = tree_of(fresh)
    assert run(spec, "-o", fresh).code == 0
    assert tree_of(fresh) == before
    (fresh / "spec" / "codec.py").unlink()
    assert run(spec, "-o", fresh).code == 0
    assert tree_of(fresh) == before | {"spec/codec.py": good["spec/codec.py"]}


def test_a_file_in_the_way_is_not_overwritten(spec: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    write_tree(output, {"spec/models.py": "mine = 1\n", "spec/__init__.py": "", "docs/x.md": "x"})
    before = tree_of(output)
    done = run(spec, "-o", output)
    assert (done.code, done.out) == (1, "")
    assert "spec/models.py: error[RC404]: in the way, and not generated" in done.err
    assert tree_of(output) == before
    assert run(spec, "-o", output, "--force").code == 0
    assert "class Ping" in (output / "spec" / "models.py").read_text()
    assert (output / "docs" / "x.md").read_text() == "x"


@pytest.mark.parametrize(
    "damage",
    [
        "<<<<<<< ours\n",
        "[]",
        '{"package": "spec"}',
        '{"package": "spec", "files": {"../../elsewhere.txt": "0"}}',
        '{"package": "spec", "files": {"models.py": null}}',
    ],
)
def test_a_damaged_manifest_is_not_trusted(damage: str, spec: Path, fresh: Path) -> None:
    manifest = fresh / "spec" / MANIFEST
    good = tree_of(fresh)
    manifest.write_text(damage)
    done = run(spec, "-o", fresh)
    assert done.code == 1
    assert "error[RC405]: not readable as a manifest" in done.err
    assert manifest.read_text() == damage
    assert run(spec, "-o", fresh, "--force").code == 0
    assert tree_of(fresh) == good


def test_packages_share_a_folder(spec: Path, fresh: Path) -> None:
    before = tree_of(fresh)
    assert run(spec, "-o", fresh, "--package", "other").code == 0
    assert before.items() <= tree_of(fresh).items()
    assert "docs/other/README.md" in tree_of(fresh)


def test_the_files_of_another_package_are_not_replaced(spec: Path, fresh: Path) -> None:
    manifest = fresh / "docs" / "spec" / MANIFEST
    manifest.write_text(manifest.read_text().replace('"package": "spec"', '"package": "other"'))
    before = tree_of(fresh)
    done = run(spec, "-o", fresh)
    assert done.code == 1
    assert "error[RC405]: the manifest of another package" in done.err
    assert tree_of(fresh) == before


def test_a_run_leaves_the_folders_that_it_does_not_write(spec: Path, fresh: Path) -> None:
    before = tree_of(fresh)
    assert run(spec, "-o", fresh, "-t", "docs").code == 0
    assert tree_of(fresh) == before
    assert run(spec, "-o", fresh, "-t", "docs", "--check") == Done(0, "", "")


def test_check_of_nothing_finds_all_missing(spec: Path, tmp_path: Path) -> None:
    done = check(spec, tmp_path / "nowhere")
    assert done.code == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_diff_can_be_applied(spec: Path, fresh: Path, tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    good = tree_of(fresh)
    (fresh / "spec" / "models.py").write_text("a\nb")
    (fresh / "spec" / "codec.py").unlink()
    (tmp_path / "it.diff").write_text(check(spec, fresh).out)
    applied = run_alone("git", "apply", "--unsafe-paths", tmp_path / "it.diff", cwd=fresh)
    assert applied.code == 0, applied.err
    assert tree_of(fresh) == good


# ------------------------------------------------------------------------------- bad input

BAD: Mapping[str, tuple[str | bytes, str, str]] = {
    # What is wrong: the file, where it is found, and a code.
    "not UTF-8": (b"export interface A {\n  // \xe9\n  x: string;\n}\n", ":2:6", "RC102"),
    "UTF-16": (SPEC.encode("utf-16"), ":1:1", "RC102"),
    "empty": ("", ":1:1", "RC103"),
    "blank": (" \n\n", ":1:1", "RC103"),
    "a syntax error": (
        "// Nothing else.\n\n\nexport interface B {\n  y: Array<string;\n}\n",
        ":5:",
        "RC104",
    ),
    "no end": ("export interface A {\n  x: string;\n", ":", "RC104"),
    "nothing declared": ("declare const x: number;\nexport {};\n", ":1:1", "RC105"),
    "not TypeScript": ('{"type": "object"}\n', ":1:1", "RC105"),
}


ANY = {
    "an undeclared name": ("export interface A {\n  x: Missing;\n}\n", ":2:6", "RC201"),
    "a missing export": (
        "import { Gone } from './other.js';\nexport interface A {\n  x: Gone;\n}\n",
        ":1:10",
        "RC107",
    ),
    "too few arguments": (
        "export interface A<T, U> { t: T; u: U }\nexport interface B {\n  a: A<string>;\n}\n",
        ":3:6",
        "RC202",
    ),
    "an alias of itself": (
        "export interface A { x: string }\nexport type Loop = Loop | string;\n",
        ":2:13",
        "RC206",
    ),
    "two types of a property": (
        "export interface A { x: string }\nexport interface A { x: number }\n",
        ":2:22",
        "RC207",
    ),
    "a missing re-export": (
        "export { Gone } from './other.js';\nexport interface A { x: string }\n",
        ":1:10",
        "RC107",
    ),
}


@pytest.mark.parametrize("name", ANY)
def test_what_stands_for_one_type_costs_one_any(name: str, fresh: Path, tmp_path: Path) -> None:
    content, place, code = ANY[name]
    path = tmp_path / "spec.d.ts"
    path.write_text(content)
    (tmp_path / "other.d.ts").write_text("export interface Other { x: string }\n")
    done = run(path, "-o", fresh)
    assert done.code == 0
    assert re.search(rf"{re.escape(str(path))}{place}\d*: warning\[{code}\]", done.err), done.err
    assert done.err.count("warning[") == 1, "what follows from it is not said again"
    strict = run(path, "-o", fresh, "--strict")
    assert strict.code == 3
    assert f"error[{code}]" in strict.err


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused(name: str, fresh: Path, tmp_path: Path) -> None:
    content, place, code = BAD[name]
    folder = tmp_path / "bad"
    folder.mkdir()
    path = folder / "spec.d.ts"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "other.d.ts").write_text("export interface Other { x: string }\n")
    before = tree_of(tmp_path)
    done = run(path, "-o", fresh)
    assert done.code == 3
    assert done.out == ""
    shown = re.escape(str(path))
    match = re.search(rf"^{shown}(:\d+:\d+): error\[{code}\]: (.+)\n", done.err, re.MULTILINE)
    assert match, done.err
    assert match[1].startswith(place)
    assert_has_frame_and_advice(done.err, match.start())
    assert tree_of(tmp_path) == before
    assert run(path, "-o", fresh, "--check").code == 3
    assert run(path, "-o", tmp_path / "new").code == 3
    assert tree_of(tmp_path) == before


def assert_has_frame_and_advice(text: str, start: int) -> None:
    """The diagnostic at a place shows its line and says what to do."""
    _, gutter, line, carets, *rest = text[start:].split("\n")
    assert re.fullmatch(r" +\|", gutter)
    assert re.match(r" \d+ \|", line)
    assert re.fullmatch(r" +\| *\^+", carets)
    advice = next((line for line in rest if not line.startswith(" ") or "help: " in line), "")
    assert advice.startswith("  help: "), text[start:]


def test_a_file_that_does_not_exist(fresh: Path, tmp_path: Path) -> None:
    before = tree_of(tmp_path)
    for path in (tmp_path / "none.d.ts", tmp_path, tmp_path / "no" / "folder.d.ts"):
        done = run(path, "-o", fresh)
        assert done.code == 3
        assert done.out == ""
        assert f"{path}: error[RC101]: " in done.err
        assert "help: " in done.err
        assert ("this is a folder" in done.err) is path.is_dir()
    assert tree_of(tmp_path) == before


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["targets"], ["diff", "--help"]], ids=str)
def test_an_output_without_space_is_an_error_in_words(arguments: list[str]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "realtime_codegen", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error[RC903]: the standard output: No space left"), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the streams are closed by a shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_run(closed: str, spec: Path, tmp_path: Path) -> None:
    """A program that a service starts may have no input, no output, or neither."""
    other, log = tmp_path / "other.d.ts", tmp_path / "log.jsonl"
    other.write_text("export interface Other { a: 1 }\n", encoding="utf-8")
    log.write_text("{}\n", encoding="utf-8")
    runs: list[list[object]] = [["diff", spec, other], ["audit", spec, log], ["-"]]
    runs.append([spec, "-o", tmp_path, "--check"])
    for arguments in runs:
        command = [sys.executable, "-m", "realtime_codegen", *map(str, arguments)]
        whole = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        closing = ["sh", "-c", f'exec "$@" {closed}', "sh", *command]
        done = subprocess.run(closing, capture_output=True, text=True, check=False)
        assert done.returncode == whole.returncode
        assert done.stdout in (whole.stdout, "")
        assert done.stderr in (whole.stderr, "")


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_run_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is a difference that was found."""
    command = "realtime_codegen.cli.targets.discover"
    for fault, code in ((KeyboardInterrupt(), 130), (BrokenPipeError(), 141)):
        monkeypatch.setattr(command, Mock(side_effect=fault))
        assert CliRunner().invoke(main, ["targets"]).exit_code == code


def test_a_type_that_cannot_be_expressed_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "spec.d.ts"
    path.write_text("export interface A {\n  what: Date['nosuch'];\n}\n")
    done = run(path, "-o", tmp_path / "out", "--package", "opaque_spec")
    assert done.code == 0
    assert re.search(r"spec\.d\.ts:2:9: warning\[RC204\]: ", done.err)
    assert run(path, "-o", tmp_path / "strict", "--strict").code == 3
    assert not (tmp_path / "strict").exists()


def test_a_type_of_the_library_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "spec.d.ts"
    path.write_text("export interface A {\n  what: Promise<string>;\n}\n")
    done = run(path, "-o", tmp_path / "out", "--strict", "--verbose", "--package", "library_spec")
    assert done.code == 0
    assert re.search(r"spec\.d\.ts:2:9: note\[RC204\]: ", done.err)


UNRESOLVED = """\
import { Gone } from './gone.js';
import * as Lost from '../lost/index.js';
export interface A {
  gone: Gone;
  lost?: Lost.Thing;
  list: Array<Gone>;
}
"""


def test_an_unresolved_import_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "spec.d.ts"
    path.write_text(UNRESOLVED)
    output = tmp_path / "out"
    done = run(path, "-o", output, "--package", "unresolved")
    assert done.code == 0
    for place, module in ((":1:", "'./gone.js'"), (":2:", "'../lost/index.js'")):
        match = re.search(
            rf"^{re.escape(str(path))}{place}\d+: warning\[RC106\]: .*{re.escape(module)}",
            done.err,
            re.MULTILINE,
        )
        assert match, done.err
        assert_has_frame_and_advice(done.err, match.start())
    models = (output / "unresolved" / "models.py").read_text()
    typed = (output / "unresolved" / "typed_dicts.py").read_text()
    for text in (models, typed):
        assert "Any" in text
        assert "Gone" in text, "the placeholder is not visible"
    package = import_package(output, {}, "unresolved")
    value = {"gone": {"x": [1]}, "list": [1, "two"]}
    assert package.to_dict(package.decode(package.A, value, strict=True)) == value
    before = tree_of(output)
    strict = run(path, "-o", output, "--package", "unresolved", "--strict")
    assert strict.code == 3
    assert strict.err.count("error[RC106]") == 2
    assert tree_of(output) == before


def test_paths_are_shown_as_they_were_given(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "spec.d.ts").write_text("export interface A { x: Missing }\n")
    relative = run_alone(*PYTHON, "in/spec.d.ts", cwd=tmp_path)
    assert relative.err.startswith("in/spec.d.ts:1:25: warning[RC201]")
    upward = run_alone(*PYTHON, "../in/spec.d.ts", cwd=folder)
    assert upward.err.startswith("../in/spec.d.ts:1:25: warning[RC201]")


def test_a_fault_in_another_file_is_cited_there(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "spec.d.ts").write_text(
        "import { B } from './sub/b.js';\nexport interface A { b: B }\n"
    )
    (tmp_path / "sub" / "b.d.ts").write_text("export interface B {\n  x: Array<;\n}\n")
    done = run_alone(*PYTHON, "spec.d.ts", "--strict", cwd=tmp_path)
    assert done.code == 3
    assert "sub/b.d.ts:2:" in done.err
    assert "2 |   x: Array<;" in done.err
    assert not (tmp_path / "generated").exists()


# ----------------------------------------------------------------------------------- usage


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--no-such-option",),
        ("SPEC", "--no-such-option"),
        ("SPEC", "another.d.ts"),
        ("SPEC", "-t", "no_such_target"),
        ("SPEC", "-t", "base"),
        ("SPEC", "--package", "not a name"),
        ("SPEC", "--package", "class"),
        ("SPEC", "--package", "../up"),
        ("SPEC", "--package", ""),
        ("SPEC", "--facts", "no_such_facts.toml"),
        ("SPEC", "--target-path", "no_such_folder"),
        ("generate",),
        ("targets", "extra"),
    ],
    ids=" ".join,
)
def test_usage_errors(
    arguments: tuple[str, ...],
    spec: Path,
    fresh: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = tree_of(tmp_path)
    filled = [str(spec) if argument == "SPEC" else argument for argument in arguments]
    if "SPEC" in arguments:
        filled += ["-o", str(fresh)]
    done = run(*filled)
    assert done.code == 2
    assert done.err
    assert tree_of(tmp_path) == before


def test_a_target_that_does_not_exist_is_named_with_those_that_do(spec: Path) -> None:
    done = run(spec, "-t", "dataclass")
    assert done.code == 2
    assert "dataclass" in done.err
    for name in target_names():
        assert name in done.err


def test_bad_facts_are_an_error(spec: Path, fresh: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    for text in ("[[integers\n", "unknown = 1\n", '[[integers]]\nmatch = "*_ms"\nwhy = "whole"\n'):
        facts.write_text(text)
        before = tree_of(fresh)
        done = run(spec, "-o", fresh, "--facts", facts)
        assert done.code == 3
        assert "error[RC50" in done.err
        assert "facts.toml" in done.err
        assert tree_of(fresh) == before


def test_an_output_that_cannot_be_written(spec: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, no folder")
    done = run(spec, "-o", tmp_path / "out")
    assert done.code == 2
    assert "error[RC402]" in done.err
    assert (tmp_path / "out").read_text() == "a file, no folder"
    blocked = tmp_path / "blocked"
    write_tree(blocked, {"spec/models.py/in_the_way": "x"})
    before = tree_of(blocked)
    done = run(spec, "-o", blocked)
    assert done.code == 2
    assert "error[RC402]" in done.err
    assert tree_of(blocked) == before


def test_nothing_is_left_of_an_output_that_could_not_be_finished(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    run(spec, "-o", output)
    spec.write_text(SPEC.replace("A question.", "Another question."))
    before = tree_of(output)
    real = os.write
    calls = iter(range(100))

    def full_disk(handle: int, data: bytes) -> int:
        if next(calls) == 9:
            raise OSError(28, "No space left on device", "some file")
        return real(handle, data)

    monkeypatch.setattr(os, "write", full_disk)
    done = run(spec, "-o", output)
    assert done.code == 2
    assert "No space left on device" in done.err
    assert tree_of(output) == before


# --------------------------------------------------------------------------------- mutations


def mutations(data: bytes) -> list[tuple[str, bytes]]:
    """Damaged copies of a file: cut off, with bytes changed, lines lost, moved or doubled."""
    chance = random.Random(20_250_101)
    damaged = []
    for number in range(8):
        damaged.append((f"cut {number}", data[: chance.randrange(len(data))]))
        changed = bytearray(data)
        for _ in range(chance.choice([1, 3, 30])):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        damaged.append((f"bytes {number}", bytes(changed)))
        marks = bytearray(data)
        for _ in range(chance.choice([1, 3, 30])):
            marks[chance.randrange(len(data))] = chance.choice(b"{}[]<>()|&;:,?.'\"`*/\\ \n\0")
        damaged.append((f"marks {number}", bytes(marks)))
        lines = data.splitlines(keepends=True)
        for _ in range(chance.choice([1, 5, 50])):
            lines.pop(chance.randrange(len(lines)))
        damaged.append((f"lost {number}", b"".join(lines)))
        lines = data.splitlines(keepends=True)
        place, length = chance.randrange(len(lines)), chance.choice([1, 4, 40])
        moved = lines[place : place + length]
        del lines[place : place + length]
        other = chance.randrange(len(lines))
        damaged.append((f"moved {number}", b"".join([*lines[:other], *moved, *lines[other:]])))
        words = re.split(rb"(\w+)", data)
        for _ in range(chance.choice([1, 10])):
            one, two = (2 * chance.randrange(len(words) // 2) + 1 for _ in range(2))
            words[one] = words[two]
        damaged.append((f"words {number}", b"".join(words)))
    return damaged


ORIGINAL = (ROOT / REALTIME).read_bytes()
MUTATIONS = mutations(ORIGINAL)


@pytest.mark.parametrize(
    "damaged", sampled([pytest.param(data, id=name) for name, data in MUTATIONS], 3)
)
def test_a_damaged_spec_is_refused_or_used(damaged: bytes, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree((ROOT / REALTIME).parents[2], tree)
    path = tree / "beta" / "realtime" / "realtime.d.ts"
    path.write_bytes(damaged)
    output = tmp_path / "out"
    write_tree(output, {"damaged/models.py": "# Generated by realtime-codegen 0: do not edit.\n"})
    before = tree_of(output)
    arguments = (path, "-o", output, "--package", "damaged", "-t", "dispatcher", "-t", "typeddicts")
    done = run(*arguments)
    assert done.code in (0, 3), done.err
    if done.code == 3:
        assert re.search(r"^\S+:\d+:\d+: error\[RC\d\d\d\]: ", done.err, re.MULTILINE)
        assert tree_of(output) == before
    else:
        assert tree_of(output) != before
        for name, data in tree_of(output / "damaged").items():
            compile(data, name, "exec", dont_inherit=True)
