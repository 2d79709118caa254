"""Names and values of anybody, in all commands: each does its work, or says why it cannot.

What a spec calls its fields, tags and values comes into reports, facts, modules and programs. That
it is no code in a package, `test_hostile` shows; here no command may end in an error of the tool.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.facts.fitting import apply_fitting
from realtime_codegen.facts.reading import OWN_KINDS, read as read_facts
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.counting import calls_of, steps_of
from tests.tools.night import sampled
from tests.tools.packages import write_tree

NAMES = (
    *("", " ", ".", "*", "[]", "a.b", "a[b]", "a|b", "a`b", "#", "~1/", "-o", "%s", "{0}", "$x"),
    *("\0", "\n", "\r\n", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe"),
    *("\ud800", "a\udfff", "\udfff\ud800", "\U0001f600", "\U000e0041", "e\u0301", "\u00e9"),
    *("\u0410", "\uff21", "\U0001d400", "\u2160", "\u00b5", "\u03bc", "\ufb01", "\u0130", "\u1e9e"),
    *("__proto__", "__class__", "__dict__", "__init__", "constructor", "self", "cls", "_", "__"),
    *("None", "True", "class", "match", "type", "UNSET", "con", "NUL", "COM1", "lpt9.txt", "aux"),
    *("'", '"', "'''", '"""', "\\", "\\'", "</script>", "]]>", "-->", "*/", "```", "| x |", "<b>"),
    *("x" * 3_000, "A" * 300, "1", "-1", "1e999", "9" * 400, "null", "undefined", "NaN"),
)
FORMATS = ("table", "causes", "markdown", "json", "github", "junit")


def spec_of(name: str, other: str) -> str:
    """Declarations with a name as a field, a tag, a value and a key, and another one beside it."""
    text, beside = json.dumps(name), json.dumps(f"{other} of another")
    return (
        f"export interface Named {{ type: 'named'; {text}?: string; inner: {{ {text}: 1 }} }}\n"
        f"export interface Tagged {{ type: {text}; v: {text} | {beside}; {beside}: 1 }}\n"
        f"export interface Plain {{ type: 'plain'; in: Record<{text} | 'k', Named>; "
        f"t: [{text}] }}\n"
        "export type ServerEvent = Named | Tagged | Plain;\n"
    )


def program_of(name: str) -> str:
    """A program that names all of it."""
    return (
        "import pk\nfrom pk import Named, Tagged, decode_server_event\n"
        f"def f(text):\n    e = decode_server_event(text)\n    if e.type == {name!a}:\n"
        f"        return e.v == {name!a} and getattr(e, {name!a})\n"
        "    match e:\n"
        f"        case Tagged(v={name!a}):\n            return 1\n"
        f"        case Named(inner=i):\n            return i\n"
        f"    return Named(**{{{name!a}: 'x'}}), Tagged(v={name!a}), {{'type': {name!a}}}\n"
    )


def log_of(name: str) -> str:
    """Events that fit, and that do not."""
    events = (
        {"type": name, "v": name},
        {"type": "named", name: 1, "inner": {name: None}},
        {"type": f"{name}?", name: name},
        {"type": "plain", "in": {name: name}, "t": [name, name]},
        {"direction": name, "event": {"type": name}},
    )
    return "".join(f"{json.dumps(event)}\n" for event in events)


def commands() -> Iterator[tuple[str, ...]]:
    for form in FORMATS:
        yield "diff", "old.d.ts", "new.d.ts", "--format", form, "--docs"
    yield "diff", "old.d.ts", "new.d.ts", "--accept", "--accepted", "accepted.toml"
    yield "diff", "old.d.ts", "new.d.ts", "--accepted", "accepted.toml"
    for form in ("text", "json", "github"):
        yield "migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk", "--format", form
    yield "migrate", "new.d.ts", "old.d.ts", "app", "--package", "pk", "--write"
    for form in ("table", "markdown", "json", "github"):
        yield "audit", "old.d.ts", "log.jsonl", "--format", form, "--fields"
    yield "audit", "old.d.ts", "log.jsonl", "--propose", "facts.toml"
    yield "audit", "old.d.ts", "log.jsonl", "--facts", "facts.toml"
    yield "audit", "old.d.ts", "log.jsonl", "--partial", "made.part"
    yield "audit", "old.d.ts", "made.part", "--merge"
    yield "adapt", "old.d.ts", "new.d.ts", "-o", "made.py"
    yield "facts", "old.d.ts"


COMMANDS = tuple(commands())
MADE = ("accepted.toml", "facts.toml", "made.part", "made.py")
"""What the commands write, and those after them read."""


@pytest.mark.parametrize("number", sampled(range(len(NAMES)), 8))
def test_no_name_ends_a_command_in_an_error_of_the_tool(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", "")
    name, other = NAMES[number], NAMES[(number * 7 + 3) % len(NAMES)]
    files = {"old.d.ts": spec_of(name, other), "new.d.ts": spec_of(other, name)}
    files |= {"app/program.py": program_of(name), "log.jsonl": log_of(name)}
    write_tree(tmp_path, files)
    for words in COMMANDS:
        done = CliRunner().invoke(main, words)
        said = done.stdout + done.stderr
        assert isinstance(done.exception, SystemExit | None), (words, done.exception)
        assert "RC901" not in said, (words, said)
        assert done.exit_code in (0, 1), (words, said)
        assert not {"\x1b", "\u202e", "\ud800"} & {*said}, words
    compile((tmp_path / "made.py").read_text(encoding="utf-8"), "made.py", "exec")


ODD_FILES = (
    b"\xff.py",
    b"a\nb.py",
    b"a\x1b[31m.py",
    "caf\u00e9.py".encode(),
    b"-o.py",
    b"%s{0}.py",
)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name has to be text")
def test_a_program_may_have_files_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", "")
    write_tree(tmp_path, {"old.d.ts": spec_of("a", "b"), "new.d.ts": spec_of("b", "a")})
    (tmp_path / "app").mkdir()
    for name in ODD_FILES:
        (tmp_path / "app" / os.fsdecode(name)).write_text(program_of("a"), encoding="utf-8")
    for form in ("text", "json", "github"):
        words = ["migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk", "--format", form]
        done = CliRunner().invoke(main, words)
        assert isinstance(done.exception, SystemExit | None), done.exception
        assert "RC901" not in done.stderr
        assert done.exit_code in (0, 1)
        assert "\x1b" not in done.output


def facts_of(count: int) -> str:
    return "".join(f'[[integers]]\nmatch = "Plain.n{number}"\n' for number in range(count))


GROWING: dict[str, tuple[str, Callable[[int], str], tuple[str, ...]]] = {
    "assignments to one name": (
        "app/program.py",
        lambda count: program_of("a") + "x = 1\n" * count,
        ("migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk"),
    ),
    "assignments to as many names": (
        "app/program.py",
        lambda count: program_of("a") + "".join(f"x{one} = Tagged(v=x)\n" for one in range(count)),
        ("migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk"),
    ),
    "assignments to attributes of one name": (
        "app/program.py",
        lambda count: program_of("a") + "".join(f"x.y{one} = Tagged()\n" for one in range(count)),
        ("migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk"),
    ),
    "messages of a list": (
        "app/program.py",
        lambda count: (
            program_of("a") + "d = [" + "{'type': 'a', 'v': '{\"type\": \"a\"}'},\n" * count + "]\n"
        ),
        ("migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk"),
    ),
    "imports of one name": (
        "app/program.py",
        lambda count: program_of("a").replace("return 1", "return Tagged(v=1)") * (count // 4),
        ("migrate", "old.d.ts", "new.d.ts", "app", "--package", "pk"),
    ),
}


@pytest.mark.parametrize("kind", GROWING)
def test_twice_as_much_takes_twice_the_calls(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", "")
    write_tree(tmp_path, {"old.d.ts": spec_of("a", "b"), "new.d.ts": spec_of("b", "a")})
    path, text_of, words = GROWING[kind]
    calls = []
    for count in (4, 4, 150, 300):
        write_tree(tmp_path, {path: text_of(count)})
        calls.append(calls_of(lambda: CliRunner().invoke(main, words), in_c=True))
    _, least, once, twice = calls  # The first run imports modules.
    # What is done anew for each pair of bindings gives four.
    assert (twice - least) / (once - least) < 2.15, calls


def test_entries_of_facts_that_do_not_apply_take_a_time_by_their_number() -> None:
    spec = MemoryFiles({"old.d.ts": spec_of("a", "b").encode()})
    model = load_model(spec, "old.d.ts", Options()).model
    assert model is not None

    def steps(count: int) -> int:
        facts, problems = read_facts(SourceFile("facts.toml", facts_of(count).encode()), OWN_KINDS)
        assert not problems
        return steps_of(lambda: apply_fitting(model, facts, OWN_KINDS))

    least, once, twice = map(steps, (4, 400, 800))
    assert (twice - least) / (once - least) < 2.1, (least, once, twice)
