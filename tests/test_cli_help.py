"""A command that helps: what a wrong use says, what the help lists, what a shell completes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from realtime_codegen import cli
from realtime_codegen.cli import main
from realtime_codegen.project.job import settings
from realtime_codegen.sources.npm_source import split_npm
from realtime_codegen.targets import target_names
from tests.tools import started

NAME = "realtime-codegen"
SPEC = "export interface A { a: 'x' }\n"

WRONG = {
    "chek": "did you mean the command check?",
    "gnerate a.d.ts": "did you mean the command generate?",
    "https://example.org/a.d.ts": "a URL is not read",
    "http://example.org/a.d.ts": "npm:PACKAGE@VERSION/PATH.d.ts",
    "a.d.ts -t dataclases": "did you mean dataclasses?",
    "a.d.ts -t zzz": "the targets are asyncapi, audio, dataclasses",
    "a.d.ts b.d.ts": "name one file of declarations",
    "model a.d.ts": "'model' is no command and no file",
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
    "ab.d.ts": "Did you mean a.d.ts?",
    "a.d.ts check": "did you mean the command check?",
    "a.d.ts -o a.d.ts": "File exists",
    "a.d.ts --field-case camel": "is not one of 'wire', 'snake'",
    "a.d.ts -t": "Option '-t' requires an argument",
    "a.d.ts -t docs,model": "there is no target 'docs,model'",
    "a.d.ts -O model.x=1": "Add --target model.",
    "a.d.ts -O modle.x=1": "Did you mean 'model'?",
    "a.d.ts --facts a.d.ts": "the facts file is not TOML",
    "a.d.ts --package a.b": "'a.b' is no name for a package",
    "a.d.ts --root": "Option '--root' requires an argument",
    "- --watch": "standard input does not change",
    "--hlep": "'--help'",
    "--verison": "Did you mean 'realtime-codegen --version'?",
    "generate a.d.ts --version": "Did you mean 'realtime-codegen --version'?",
    "a.d.ts --no-doc": "Did you mean '--no-docs'?",
    "npm:openai@1.0.0": "names no file in the package",
    "help": "did you mean --help?",
    "version": "did you mean --version?",
    "init": "there is no terminal to ask on",
    "init a.d.ts": "did you mean --source a.d.ts?",
    "audit a.d.ts --propose a.d.ts": "a.d.ts is no facts file, but declarations",
    "audit a.d.ts --propose new.d.ts": "name a TOML file: new.facts.toml",
    "audit a.d.ts --facts a.d.ts --propose a.d.ts": "a.d.ts is no facts file",
    "audit a.d.ts --propose f.toml -j 2": "--propose goes without",
    "init --source none.d.ts": "there is no file 'none.d.ts'",
    "init --source https://example.org/a.d.ts": "a URL is not read",
    "diff a.d.ts none.d.ts": "there is no file 'none.d.ts'",
    "diff a.d.ts a.d.ts --level high": "is not one of 'breaking', 'risky', 'safe'",
    "diff a.d.ts a.d.ts --read Nope": "'Nope' is no union of events",
    "diff https://example.org/a.d.ts a.d.ts": "a URL is not read",
    "diff --since none.lock": "the lock file cannot be used",
    "migrate a.d.ts a.d.ts none.py": "none.py: No such file or directory",
    "migrate a.d.ts a.d.ts . --package 1x": "'1x' is no dotted name",
    "migrate a.d.ts a.d.ts . --min-confidence 7": "is not in the range 0<=x<=1",
    "migrate https://example.org/a.d.ts a.d.ts .": "a URL is not read",
    "adapt a.d.ts": "Missing argument",
    "adapt a.d.ts none.d.ts": "there is no file 'none.d.ts'",
    "adapt a.d.ts a.d.ts --check": "--check needs -o FILE",
    "adapt a.d.ts a.d.ts --read Nope": "'Nope' is no union of events",
    "adapt a.d.ts a.d.ts --min-confidence 7": "is not in the range 0<=x<=1",
    "adapt a.d.ts a.d.ts -o none.py": "--read UNION --written UNION",
    "audit a.d.ts none.jsonl": "the spec declares no events",
    "audit a.d.ts --pointer event": "'event' is no JSON Pointer",
    "audit a.d.ts --ignore nulls": "'nulls' is not one of",
    "audit https://example.org/a.d.ts": "a URL is not read",
    "replay a.d.ts": "Missing argument",
    "replay a.d.ts none.jsonl": "the spec declares no events",
    "replay a.d.ts a.jsonl --pointer event": "'event' is no JSON Pointer",
    "replay a.d.ts a.jsonl --drop 2": "is not in the range 0<=x<=1",
    "replay none.d.ts a.jsonl": "there is no file 'none.d.ts'",
    "record": "Missing argument",
    "record wss://example.org": "Missing option '-o'",
    "record example.org -o a.jsonl": "it begins with ws:// or wss://",
    "record wss://example.org -o a.jsonl --header key": "it is NAME:VALUE",
    "facts none.d.ts": "there is no file 'none.d.ts'",
    "facts https://example.org/a.d.ts": "a URL is not read",
    "facts --format toml": "name the SPEC that the facts are about",
    "facts a.d.ts --facts openai-lve": "did you mean openai-live?",
    "a.d.ts --facts nnoe": "did you mean none?",
    "check --config a.d.ts": "the configuration is not TOML",
    "check a.d.ts": "realtime-codegen FILE --check",
    "update a": "no configuration is found that names 'a'",
    "update --to": "Option '--to' requires an argument",
    "targets extra": "unexpected extra argument",
    "completion": "The shells are bash, zsh, fish.",
    "completion csh": "is not one of 'bash', 'zsh', 'fish'",
    "completions bash": "did you mean the command completion?",
    "compltion bash": "did you mean the command completion?",
    "gen a.d.ts": "did you mean the command generate?",
    "npm:openai/": "npm:",
    "NPM:openai@7.57.0/index.d.ts": "Did you mean npm:openai@7.57.0/index.d.ts?",
    "nmp:openai@7.57.0/index.d.ts": "Did you mean npm:openai@7.57.0/index.d.ts?",
    "file:///tmp/a.d.ts": "Name the file by its path alone.",
    "ftp://example.org/a.d.ts": "a URL is not read",
    "s3://bucket/a.d.ts": "Download the file, or name a published package",
    "git+https://example.org/a.git": "a repository elsewhere is not read",
    "git@example.org:owner/name.git": "Clone it and name the file by its path",
    "ssh://example.org/a.d.ts": "a repository elsewhere is not read",
    "github:owner/name": "a repository elsewhere is not read",
    "jsr:@a/b": "no SPEC begins with jsr:",
    "diff s3://bucket/a.d.ts a.d.ts": "a URL is not read",
    "migrate a.d.ts git@example.org:a.git .": "a repository elsewhere is not read",
    "audit ftp://example.org/a.d.ts": "a URL is not read",
    "facts jsr:@a/b": "no SPEC begins with jsr:",
    "init --source git@example.org:a.git": "a repository elsewhere is not read",
    "openai": "a file of a published package is npm:PACKAGE@VERSION/PATH.d.ts",
    "A.D.TS": "Did you mean a.d.ts?",
    "a.d.ts/b": "a.d.ts is a file, and no folder.",
    "none/a.d.ts": "There is no folder none, either.",
    "a.d.ts -O dataclasses.foo=1": "The target 'dataclasses' has no options at all.",
    "a.d.ts --pakage x": "Did you mean '--package'?",
    "a.d.ts --output=": "is empty",
    "a.d.ts --facts=": "the empty name",
    "-": "standard input is empty",
    "diff a.d.ts ab.d.ts": "Did you mean a.d.ts?",
    "diff - a.d.ts": "Standard input is read by generate alone",
    "facts ab.d.ts": "Did you mean a.d.ts?",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one spec."""
    (tmp_path / "a.d.ts").write_text(SPEC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_enough_of_them() -> None:
    assert len(WRONG) >= 45
    assert {text.split()[0] for text in WRONG} >= set(COMMANDS) - {""}


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_use_ends_in_a_line_that_helps(folder: Path, arguments: str) -> None:
    """Law: one line says what is wrong, and the rest is how to use it and what to do."""
    done = CliRunner().invoke(main, arguments.split(), prog_name=NAME)
    said = [line for line in done.output.splitlines() if re.search(r"(^|: )(Error:|error\[)", line)]
    assert len(said) == 1, done.output
    around = r"Usage: |Try |  help: | +\d* \||[^ ]+: note\[|$"
    others = [line for line in done.output.splitlines() if not re.match(around, line)]
    assert others == said, done.output
    assert not done.stdout
    assert done.exit_code in (2, 3), done.output
    assert WRONG[arguments] in done.output
    assert "Traceback" not in done.output
    assert "RC901" not in done.output
    assert [path.name for path in folder.iterdir()] == ["a.d.ts"]


FAR = ["a.d.ts --no-such", "a.d.ts --bogus", "nosuch.d.ts", "lint a.d.ts", "diff a.d.ts other.d.ts"]


@pytest.mark.parametrize("arguments", FAR)
def test_what_is_far_is_not_suggested(folder: Path, arguments: str) -> None:
    done = CliRunner().invoke(main, arguments.split())
    assert done.exit_code in (2, 3)
    assert "did you mean" not in done.output.lower()


def test_an_unpinned_package_is_pinned_with_a_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: what the advice for a SPEC names is itself a SPEC of the right form."""
    monkeypatch.setattr("realtime_codegen.sources.npm_source.newest", lambda _wanted: "1.2.3")
    for given in ("foo", "foo@latest", "foo@^1", "foo/index.d.ts", "@own/foo"):
        done = CliRunner().invoke(main, [f"npm:{given}"])
        named = re.findall(r"npm:(\S+)", done.output.partition("help:")[2])
        assert named, done.output
        assert split_npm(named[-1].rstrip(".")) or "PACKAGE" in named[0], done.output
        assert done.exit_code == 2


def test_a_link_that_leads_nowhere_is_told(folder: Path) -> None:
    try:
        (folder / "link.d.ts").symlink_to("nowhere")
    except OSError:
        pytest.skip("links need a right")
    done = CliRunner().invoke(main, ["link.d.ts"])
    assert "It is a link to a file that does not exist." in done.output


def test_a_folder_is_one_with_a_slash_too(folder: Path) -> None:
    (folder / "inner").mkdir()
    for given in ("inner", "inner/", "./inner/"):
        assert "inner: error[RC101]: this is a folder" in CliRunner().invoke(main, [given]).output


def test_a_misspelt_source_is_one_error(folder: Path) -> None:
    (folder / "realtime-codegen.toml").write_text('[specs.x]\nsorce = "a.d.ts"\n', "utf-8")
    done = CliRunner().invoke(main, [])
    assert done.output.count("error[") == 1
    assert "Did you mean 'source'?" in done.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell], prog_name=NAME)
    assert done.exit_code == 0
    assert f"_REALTIME_CODEGEN_COMPLETE={shell}_complete" in done.output
    path = shutil.which(shell)
    if path is not None and sys.platform != "win32":
        check = subprocess.run([path, "-n"], input=done.output, text=True, timeout=60, check=False)
        assert check.returncode == 0


def commands() -> dict[str, click.Command]:
    """All that have a help: the commands, and the program itself as ""."""
    assert isinstance(main, click.Group)
    ctx = click.Context(main)
    named = {name: main.get_command(ctx, name) for name in main.list_commands(ctx)}
    return {"": main, **{name: own for name, own in named.items() if own is not None}}


COMMANDS = commands()


def test_each_command_is_looked_at() -> None:
    files = {path.stem for path in Path(cli.__file__).parent.glob("*.py")}
    assert {
        "generate",
        "init",
        "check",
        "update",
        "diff",
        "migrate",
        "audit",
        "facts",
        "targets",
        "completion",
    } <= {*COMMANDS}
    assert set(COMMANDS) - {""} <= files


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_has_examples_that_parse(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: below each help are command lines, each of the command and each right."""
    (tmp_path / "my_targets").mkdir()
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*filter(None, [name]), "--help"])
    assert done.exit_code == 0
    assert done.output.startswith("Usage: ")
    _, heading, section = done.output.partition("\nExamples:\n")
    assert heading
    lines = [line for line in section.splitlines() if line.strip()]
    assert len(lines) >= 2
    for line in lines:
        assert len(line) <= 100
        before, _, arguments = line.strip().partition(NAME)
        assert not before or (before.startswith("cat ") and before.endswith(" | ")), line
        context = main.make_context(NAME, shlex.split(arguments))
        assert isinstance(main, click.Group)
        called, command, rest = main.resolve_command(context, context._protected_args)
        assert command is not None
        assert name in ("", called), line
        command.make_context(called, [*rest, *context.args], parent=context)


def default_of(name: str, option: click.Option) -> object:
    """What an option means where it is not given, as far as that is a value."""
    of_job = {own.name: own.default for own, _ in settings()}
    if name == "generate" and option.name in of_job:
        return of_job[option.name]
    return option.default if isinstance(option.default, str | int | float) else None


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_shows_the_defaults(name: str) -> None:
    """Law: an option with a default says so; a plain switch is off without a word."""
    for option in COMMANDS[name].params:
        if not isinstance(option, click.Option):
            continue
        default = default_of(name, option)
        shown = option.get_help_record(click.Context(COMMANDS[name]))
        assert shown is not None, option.name
        assert option.help, option.name
        if option.secondary_opts or default not in (None, (), False):
            said = re.search(r"\[default: ([^\]]+)\]", shown[1])
            assert said, (name, option.name)
            if option.secondary_opts:
                opts = option.opts if default else option.secondary_opts
                assert said[1].removeprefix("--") in [text.removeprefix("--") for text in opts]
            else:
                assert said[1].split(";")[0] == str(default), (name, option.name)


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
    assert "standard input is empty" in empty.output
    bad = CliRunner().invoke(main, ["-"], input="export interface {")
    assert "stdin.d.ts:1:1: error" in bad.output


def completed(folder: Path, words: str, place: int) -> list[str]:
    """What bash is offered for the word at a place."""
    done = started.run(
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
    offered: list[str] = done.stdout.split()
    return offered


COMPLETED = [
    ("realtime-codegen che", 1, {"plain,check"}),
    ("realtime-codegen g", 1, {"plain,generate", "plain,golf", "file,g"}),
    ("realtime-codegen generate s", 2, {"file,s"}),
    *((f"realtime-codegen {name} g", 2, {"plain,golf"}) for name in ("check", "update")),
    *((f"realtime-codegen {name} g", 2, {"plain,golf", "file,g"}) for name in ("diff", "audit")),
    ("realtime-codegen migrate a.d.ts g", 3, {"plain,golf", "file,g"}),
    ("realtime-codegen migrate a.d.ts b.d.ts s", 4, {"file,s"}),
    ("realtime-codegen init --source s", 3, {"file,s"}),
    ("realtime-codegen s.d.ts -o o", 3, {"dir,o"}),
    ("realtime-codegen generate --target da", 3, {"plain,dataclasses"}),
    ("realtime-codegen a.d.ts --target mo", 3, {"plain,model"}),
    ("realtime-codegen generate --pack", 2, {"plain,--package"}),
]


IN_BASH = [
    ("realtime-codegen che", {"check"}),
    ("realtime-codegen g", {"generate", "golf", "g.d.ts"}),
    ("realtime-codegen generate g", {"golf", "g.d.ts"}),
    ("realtime-codegen a.d.ts --target mo", {"model"}),
    ("realtime-codegen a.d.ts --facts op", {"openai-live", "openai-realtime-ga"}),
    ("realtime-codegen a.d.ts --facts ./g", {"./g.d.ts"}),
    ("realtime-codegen targets --target-path in", {"in ner"}),
    ("realtime-codegen completion z", {"zsh"}),
]


@pytest.mark.skipif(
    shutil.which("bash") is None or sys.platform == "win32", reason="there is no bash"
)
@pytest.mark.parametrize(
    ("words", "expected", "source"),
    [
        pytest.param(*given, source, marks=pytest.mark.nightly if (row + column) % 2 else ())
        for row, given in enumerate(IN_BASH)
        for column, source in enumerate(("completion bash", "click"))
    ],
)
def test_bash_offers_words_and_files(
    folder: Path, words: str, expected: set[str], source: str
) -> None:
    """What a shell makes of the answer: click's script drops the words where a file may stand."""
    (folder / "realtime-codegen.toml").write_text('[specs.golf]\nsource = "a.d.ts"\n', "utf-8")
    (folder / "g.d.ts").touch()
    (folder / "in ner").mkdir()
    own = folder / NAME
    run = f"from realtime_codegen.cli import main; main(prog_name={NAME!r})"
    own.write_text(f'#!/bin/sh\nexec {sys.executable} -c {shlex.quote(run)} "$@"\n', "utf-8")
    own.chmod(0o755)
    call = f"{NAME} completion bash"
    if source == "click":
        call = f"_REALTIME_CODEGEN_COMPLETE=bash_source {NAME}"
    script = f"""
        eval "$({call})"
        COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _realtime_codegen_completion {NAME}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not done.stderr
    assert expected <= {*done.stdout.splitlines()}


OF_THE_USER = {
    *("package", "roots", "groups", "to", "read", "written", "packages", "excluded", "pointer"),
    *("group", "only", "skip", "host", "url", "headers", "secrets"),
}
"""The values that only the user can know: names of a spec, a version, a pattern."""


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_a_shell_offers_something_for_each_value(name: str) -> None:
    """Law: what is a file, or one of known words, is completed."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for parameter in command.params:
        is_free = isinstance(
            parameter.type, click.types.StringParamType | click.types.FuncParamType
        )
        if getattr(parameter, "is_flag", False) or not is_free:
            continue
        completes = parameter._custom_shell_complete is not None
        assert completes != (parameter.name in OF_THE_USER), parameter.name


def test_a_shell_offers_options_and_rules(folder: Path) -> None:
    options = completed(folder, "realtime-codegen s.d.ts -O asyncapi.", 3)
    assert "plain,asyncapi.application=" in options
    rules = completed(folder, "realtime-codegen diff a b --severity values-a", 5)
    assert "plain,values-added=" in rules
    levels = completed(folder, "realtime-codegen diff a b --severity values-added=", 5)
    assert {"plain,values-added=off", "plain,values-added=safe"} <= {*levels}


@pytest.mark.parametrize(("words", "place", "expected"), COMPLETED)
def test_a_shell_completes(folder: Path, words: str, place: int, expected: set[str]) -> None:
    (folder / "realtime-codegen.toml").write_text('[specs.golf]\nsource = "a.d.ts"\n', "utf-8")
    offered = set(completed(folder, words, place))
    assert expected <= offered, offered


@pytest.mark.parametrize(
    ("word", "meant"),
    [("chek", "the command check"), ("gnerate", "the command generate"), ("mian", "main")],
)
def test_a_misspelt_command_is_told_beside_a_configuration(
    folder: Path, word: str, meant: str
) -> None:
    text = '[specs.main]\nsource = "a.d.ts"\n'
    (folder / "realtime-codegen.toml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, [word])
    assert done.exit_code == 2
    assert f"help: Did you mean {meant}?" in done.output
