"""`realtime-codegen diff` as people run it: what it prints, how it exits, what it lets through."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.cli import main, project
from realtime_codegen.project.config import Config, read_config
from tests.tools import started
from tests.tools.archives import package_archive
from tests.tools.fake_npm import FakeNpm, integrity_of

CASES = Path(__file__).parent / "changes"
COMMAND = (sys.executable, "-m", "realtime_codegen", "diff")
BREAKING = ("fields/null", "events/renamed", "values/closed")
FINE = ("none/reordered", "events/added", "values/of-an-open-set")


def diff(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def pair(case: str) -> tuple[Path, Path]:
    return CASES / case / "old.d.ts", CASES / case / "new.d.ts"


@pytest.mark.parametrize("case", BREAKING)
def test_it_exits_with_one_if_something_breaks(case: str) -> None:
    assert diff(*pair(case)).exit_code == 1
    assert diff(*pair(case), "--exit-zero").exit_code == 0


@pytest.mark.parametrize("names", [("old", "new"), ("old.d.ts", "new.d.ts"), ("old", "new.d.ts")])
def test_it_reads_the_configuration_once(
    names: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, path in zip(("old", "new"), pair("fields/null"), strict=True):
        (tmp_path / f"{name}.d.ts").write_bytes(path.read_bytes())
    specs = (f'[specs.{name}]\nsource = "{name}.d.ts"\n' for name in ("old", "new"))
    (tmp_path / "realtime-codegen.toml").write_text("".join(specs))
    monkeypatch.chdir(tmp_path)
    read: list[Path] = []

    def reading(path: Path, here: Path) -> Config:
        read.append(path)
        return read_config(path, here)

    monkeypatch.setattr(project, "read_config", reading)
    assert diff(*names).exit_code == 1
    assert len(read) == 1


@pytest.mark.parametrize("case", FINE)
def test_it_exits_with_zero_if_nothing_breaks(case: str) -> None:
    assert diff(*pair(case)).exit_code == 0


@pytest.mark.parametrize("form", ["table", "markdown", "json", "github"])
def test_identical_specs_have_no_changes(form: str) -> None:
    old = pair("hostile")[0]
    done = diff(old, old, "--format", form)
    assert done.exit_code == 0
    assert '"changes": []' in done.stdout if form == "json" else "no changes" in done.stdout
    assert done.stderr == ""


def test_formats_agree_on_what_changed() -> None:
    old, new = pair("fields/null")
    value = json.loads(diff(old, new, "--format", "json").stdout)
    assert value["breaking"] is True
    assert value["summary"] == {"breaking": 3, "risky": 0, "safe": 3}
    assert len(value["changes"]) == 6
    assert diff(old, new).stdout.count("BREAKS") == 3
    assert diff(old, new, "--format", "markdown").stdout.count("**breaks**") == 3
    github = diff(old, new, "--format", "github").stdout.splitlines()
    assert [line.split(" ")[0] for line in github] == ["::error"] * 3 + ["::notice"]
    assert f"file={new}".replace(":", "%3A") in github[0]


def test_the_least_level_can_be_chosen() -> None:
    old, new = pair("values/added-and-removed")
    counts = {
        level: len(json.loads(diff(old, new, "--format=json", "--level", level).stdout)["changes"])
        for level in ("breaking", "risky", "safe")
    }
    assert counts == {"breaking": 1, "risky": 3, "safe": 6}
    assert "safe  " not in diff(old, new, "--level", "risky").stdout
    assert diff(old, new, "--level", "risky").exit_code == 1


def test_documentation_is_shown_if_asked_for() -> None:
    old, new = pair("fields/readonly-deprecated-docs")
    assert "The first." not in diff(old, new).stdout
    assert "6 changes of documentation (--docs)" in diff(old, new).stdout
    assert "documentation: The first. -> The second." in diff(old, new, "--docs").stdout


def test_who_reads_and_who_writes_can_be_said() -> None:
    old, new = pair("groups/direction-unknown")
    assert diff(old, new).stdout.count("BREAKS") == 2
    read = diff(old, new, "--read", "Message")
    assert read.stdout.count("BREAKS") == 1
    assert "readers: may be missing now" in read.stdout
    written = diff(old, new, "--written", "Message")
    assert written.stdout.count("BREAKS") == 1
    assert "writers: must be sent now" in written.stdout
    wrong = diff(old, new, "--read", "Massage")
    assert wrong.exit_code == 2
    assert "'Massage' is no union of events; there are: Message" in wrong.stderr


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    old, new = pair("fields/null")
    broken = tmp_path / "broken.d.ts"
    broken.write_text("export interface {")
    for arguments in ((tmp_path / "none.d.ts", new), (old, tmp_path / "none.d.ts")):
        done = diff(*arguments)
        assert done.exit_code == 3
        assert "RC101" in done.stderr
        assert done.stdout == ""
    done = diff(old, broken)
    assert done.exit_code == 3
    assert "RC104" in done.stderr
    assert diff(old).exit_code == 2
    assert diff(old, new, "--format", "html").exit_code == 2
    assert diff(old, "npm:openai/index.d.ts@").exit_code == 2
    assert "RC604" in diff(old, "npm:openai@^7/").stderr


@pytest.mark.parametrize("form", ["table", "markdown", "json", "github"])
def test_nothing_of_a_spec_acts_on_a_terminal_or_a_runner(form: str) -> None:
    for case in ("hostile", "hostile-names"):
        text = diff(*pair(case), "--format", form, "--docs", "--level", "safe").stdout
        assert text
        hidden = [char for char in text if not char.isprintable() and char != "\n"]
        assert hidden == []
        commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
        if form == "github":
            changes = json.loads(diff(*pair(case), "--format", "json").stdout)["changes"]
            assert len(commands) == len(text.splitlines()) == len(changes) + 1
            for line in commands:
                assert re.match(r"::(error|warning|notice) ([a-zA-Z]+=[^:,\n]*,?)+::", line)
        else:
            assert commands == []


def on_a_terminal(*arguments: Path, **environment: str) -> str:
    """What the command prints where its output is a terminal."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals")
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    clean |= {"TERM": "xterm-256color", "COLUMNS": "80", **environment}
    command = [*COMMAND, *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=clean) as process:
        os.close(theirs)
        output = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            output += data
        process.wait(60)
    os.close(ours)
    return output.decode()


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_colour_is_for_terminals() -> None:
    files = pair("events/renamed")
    assert "\x1b[" in on_a_terminal(*files)
    assert "\x1b[" not in on_a_terminal(*files, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal(*files, TERM="dumb")
    piped = started.run([*COMMAND, *files], capture_output=True, text=True, check=False)
    assert piped.returncode == 1
    assert "\x1b[" not in piped.stdout


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_lines_fit_the_terminal() -> None:
    text = on_a_terminal(*pair("events/renamed"), NO_COLOR="1")
    assert max(map(len, text.splitlines())) <= 80
    assert "renamed to" in text


def test_a_plain_run_does_not_load_it() -> None:
    code = (
        "import sys; from realtime_codegen.cli import main\n"
        "try: main(['generate', 'nothing.d.ts'])\n"
        "except SystemExit: pass\n"
        "print(*[name for name in sys.modules if '.changes' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# ------------------------------------------------------------------- against a lock file

WORDS = (
    "export interface Hello { type: 'hello'; note?: string }\n"
    "export interface Bye { type: 'bye' }\n"
    "export type ServerEvent = Hello | Bye;\n"
)
LOCK = """\
format = 1
generator = "0.1.0"

[specs.house]
source = "npm:@house/proto@1.2.3/events.d.ts"
version = "1.2.3"
integrity = "{integrity}"

[specs.house.files]

[specs.house.output]

[specs.local]
source = "local.d.ts"

[specs.local.files]

[specs.local.output]
"""


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock file that pins the older of two versions."""
    fake = FakeNpm(tmp_path / "fake")
    monkeypatch.setenv("PATH", str(fake.home / "bin"))
    old = package_archive({"events.d.ts": WORDS})
    fake.package("@house/proto", "1.2.3", old)
    new = package_archive({"events.d.ts": WORDS.replace("note?: string", "at: number")})
    fake.package("@house/proto", "1.10.0", new)
    fake.answer("view @house/proto@latest version", stdout='"1.10.0"')
    place = tmp_path / "realtime-codegen.lock"
    place.write_text(LOCK.format(integrity=integrity_of(old)))
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_what_is_pinned_is_compared_with_the_newest(lock: Path) -> None:
    done = diff("--since", lock)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "house",
        "old: npm:@house/proto@1.2.3/events.d.ts",
        "new: npm:@house/proto@1.10.0/events.d.ts",
    ]
    assert lines[-1] == "2 changes: 1 breaking, 0 risky, 1 safe"
    value = json.loads(diff("--since", lock, "house", "--format", "json").stdout)
    assert [change["subject"] for change in value["house"]["changes"]] == ["Hello.note", "Hello.at"]
    assert diff("--since", lock, "--exit-zero").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_a_lock_file_that_cannot_be_compared_is_refused(lock: Path, tmp_path: Path) -> None:
    for place, names, said in (
        (lock, ["hause"], "Did you mean house?"),
        (lock, ["local"], "RC711"),
        (tmp_path / "none.lock", [], "RC751"),
        (Path(__file__), [], "RC751"),
    ):
        done = diff("--since", place, *names)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
    lock.write_text(LOCK.format(integrity="sha512-AAAA"))
    done = diff("--since", lock)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "RC752" in done.stderr
