"""Facts, configurations and lock files of anybody: what comes of them is a package or a diagnostic.

Files are made of the tables and keys that there are, with values that are right, nearly right or
absurd, so that they come further than a file that is no TOML: `test_hostile_files` has those.
"""

from __future__ import annotations

import json
import math
import random
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.facts.of_changes import CHANGE_KINDS
from realtime_codegen.facts.reading import OWN_KINDS, read as read_facts
from realtime_codegen.pipeline import Options, compile_spec, load_model
from realtime_codegen.project.config import CONFIG_NAME
from realtime_codegen.project.lock import LOCK_NAME
from realtime_codegen.text.diagnostics import Diagnostic, Severity, format_diagnostic
from realtime_codegen.text.paths import path_fault
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.test_hostile_paths import snapshot
from tests.tools.night import sampled, share
from tests.tools.packages import write_tree

SPEC: Final = """
export type Effort = 'low' | 'high';
export interface Part { text: string; effort?: Effort; n?: number }
export interface Box { kind: 'box'; size: number }
export interface Bag { kind: 'bag'; weight: number }
export type Holder = Box | Bag;
export interface Ask { type: 'ask'; event_id?: string; part?: Part; holder: Holder; text: string }
export interface Stop { type: 'stop'; event_id?: string; audio: string }
export interface Told { type: 'told'; event_id: string; to: string; parts: Part[]; delta: string }
export interface Failed { type: 'failed'; event_id: string; cause?: { id: string; words: string } }
export type ClientEvent = Ask | Stop;
export type ServerEvent = Told | Failed;
"""
NAMES: Final = (
    *("Effort", "Part", "Box", "Holder", "Ask", "Stop", "Told", "Failed", "ClientEvent"),
    *("ServerEvent", "Missing", "Event", "UNSET", "None", "type", "class", "models", "x-y", "Ä"),
)
PATHS: Final = (
    *("Ask.text", "Ask.part", "Ask.holder", "Told.parts", "Told.parts[]", "Failed.cause.id", "*"),
    *("*_id", "Part.n", "event_id", "cause.id", "text", "delta", "to", "part.effort", "..", "*.*"),
    *("[", "[!", "a[b]c", "Ask.", ".text", "Ask..text", "a" * 2000, "*" * 300 + "x"),
)
TYPES: Final = (
    *("string", "Part[] | null", "integer", "Missing", "{ a: 1 }", "Ping", "string[][][]", "<"),
    *("'a' | 'b'", "Record<string, Part>", "(" * 500, "Ask['text']", "keyof Ask", "/* ", "A<B<C>>"),
)
TEXTS: Final = (
    *("", " ", "a", "\0", "\x1b[31m", "\u202e", "\ud7ff", "'''", '"""', "\\", "{message}", "{id}"),
    *("{", "{}", "{0.__class__}", "../../x", "/etc/passwd", "con", "a\nb", "ping", "low", "none"),
    *(
        "input",
        "output",
        "absent",
        "audio/pcm",
        "openai-realtime-ga",
        "1.0.0",
        "x" * 5000,
        "event_id",
    ),
)
ODD: Final[tuple[Any, ...]] = (
    *(0, 1, -1, 2, 2**62, -(2**63), 1.5, math.nan, math.inf, True, False, [], {}, [[]], [{}]),
    *({"": ""}, {"a.b": "c"}, {"error.type": 1}, ["a", 1], [None], {"a": {"a": {"a": []}}}),
)
KEYS: Final = ("", "a.b", "why", "match", "name", "__class__", "\0", "x" * 300, "type?", "ä", "é")


def any_value(rand: random.Random, depth: int = 0) -> Any:
    way = rand.random()
    if way < 0.25:
        return rand.choice(NAMES)
    if way < 0.5:
        return rand.choice(PATHS)
    if way < 0.6:
        return rand.choice(TYPES)
    if way < 0.75:
        return rand.choice(TEXTS)
    if way < 0.85 or depth > 2:
        return rand.choice(ODD)
    if way < 0.92:
        return [any_value(rand, depth + 1) for _ in range(rand.randrange(4))]
    keys = (*KEYS, *PATHS[:10], "item.type", "{id}")
    return {rand.choice(keys): any_value(rand, depth + 1) for _ in range(rand.randrange(4))}


RIGHT: Final[Mapping[str, tuple[dict[str, Any], ...]]] = {
    # Entries that apply to the spec, by the kind.
    "member": (
        {"match": "Effort", "value": "none", "why": "w"},
        {"match": "Part", "property": "p", "type": "Part[] | null", "optional": True, "why": "w"},
    ),
    "event": (
        {
            "name": "Ping",
            "tag": "ping",
            "group": "ServerEvent",
            "fields": {"a?": "Part"},
            "why": "w",
        },
        {"name": "Pong", "tag": "pong", "group": "ClientEvent", "like": "Stop", "why": "w"},
    ),
    "default": ({"match": "Ask.holder", "member": "Box", "why": "w"},),
    "group": ({"match": "Holder", "why": "w"},),
    "integers": ({"match": "Part.n", "why": "w"}, {"match": "*.size"}),
    "nullable": ({"match": "Ask.text", "why": "w"}, {"match": "Told.parts", "why": "w"}),
    "rename": (
        {"match": "Part", "name": "Piece", "why": "w"},
        {"match": "Ask", "property": "text", "name": "words", "why": "w"},
    ),
    "audio": ({"match": "Stop.audio", "format": "input", "why": "w"},),
    "audio_formats": ({"name": "audio/pcm", "sample_bytes": 2, "why": "w"},),
    "answers": ({"event": "Failed", "cause": "event_id", "fields": {"cause.id": "{cause}"}},),
    "reply": (
        {"event": "Told", "to": "Ask", "fields": {"to": "text"}, "why": "w"},
        {"event": "Told", "to": "Stop", "end": "Failed", "same": ["event_id"], "why": "w"},
    ),
    "failure": ({"event": "Failed", "path": "cause.id", "cause": "event_id", "why": "w"},),
    "call": (
        {
            "event": "Told",
            "id": "event_id",
            "name": "to",
            "arguments": "delta",
            "why": "w",
            "result": "Ask",
            "fields": {"text": "{result}", "part.text": "{id}"},
        },
    ),
    "delta": (
        {"event": "Told", "name": "words", "field": "delta", "item": "to", "why": "w"},
        {
            "event": "Told",
            "name": "a",
            "field": "delta",
            "item": "to",
            "keys": ["event_id"],
            "end": "Failed",
            "whole": "cause.words",
            "why": "w",
        },
    ),
    "order": ({"event": "Told", "id": "to", "after": "delta", "why": "w"},),
    "merge": ({"event": "Ask", "field": "part", "why": "w"},),
    "total": ({"event": "Ask", "field": "part", "why": "w"},),
    "changed": ({"match": "Part.n", "version": "1.0.0", "why": "w"},),
    "field": ({"match": "*.text", "is": "words", "why": "w"},),
    "gone": ({"match": "*.n", "why": "w"},),
    "value": ({"match": "Part.effort", "value": "low", "form": "none", "why": "w"},),
    "list": ({"match": "Part.tags", "values": ["low"], "form": ["none"], "why": "w"},),
    "text": ({"text": "v=1", "why": "w", "advice": "a"},),
    "dialect": ({"name": "D", "texts": ["t"]},),
    "spec": ({"name": "n", "version": "v", "package": "pk"},),
}


def bent(rand: random.Random, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry, as it is or with some things in it that are others."""
    if rand.random() < 0.5:
        return entry
    made = dict(entry)
    for key in entry:
        way = rand.random()
        if way < 0.08:
            del made[key]
        elif way < 0.3:
            made[key] = any_value(rand)
    if rand.random() < 0.1:
        made[rand.choice(KEYS)] = any_value(rand)
    return made


def facts_of(rand: random.Random, kinds: Any) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if rand.random() < 0.2:
        content["spec"] = bent(rand, RIGHT["spec"][0])
    for _ in range(rand.randrange(1, 5)):
        kind = rand.choice(kinds).table
        content.setdefault(kind, []).append(bent(rand, rand.choice(RIGHT[kind])))
    if rand.random() < 0.05:
        content[rand.choice((*KEYS, "spec", "event"))] = any_value(rand)
    return content


def toml_of(value: Any) -> str:
    """A value in a line of TOML."""
    match value:
        case bool():
            return str(value).lower()
        case float() | int():
            return str(value)
        case str():
            return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(toml_of(item) for item in value if item is not None)}]"
        case dict():
            inner = ", ".join(f"{toml_of(key)} = {toml_of(item)}" for key, item in value.items())
            return f"{{{inner}}}"
    raise TypeError(value)


def document_of(content: Mapping[str, Any]) -> str:
    """A document whose tables are inline: how one is written is not what is tried here."""
    return "".join(f"{toml_of(key)} = {toml_of(value)}\n" for key, value in content.items())


# -------------------------------------------------------------------------------- facts

TARGETS: Final = ("dataclasses", "session", "audio", "peer")


def with_facts(seed: int) -> bool:
    """Compile a spec with facts of a seed, or only load it; whether there was no error."""
    rand = random.Random(seed)
    data = document_of(facts_of(rand, OWN_KINDS)).encode()
    files = MemoryFiles({"spec.d.ts": SPEC.encode()})
    options = Options(facts=SourceFile("facts.toml", data), targets=TARGETS, package="pk")
    diagnostics: tuple[Diagnostic, ...]
    if seed % 8:
        loaded = load_model(files, "spec.d.ts", options)
        diagnostics, made = loaded.diagnostics, loaded.model is not None
    else:
        result = compile_spec(files, "spec.d.ts", options)
        diagnostics, made = result.diagnostics, bool(result.files)
        assert not any(map(path_fault, result.files)), seed
        for path, text in result.files.items():
            if path.endswith(".py"):
                compile(text, path, "exec")
    wrong = [error for error in diagnostics if error.severity is Severity.ERROR]
    assert made or wrong, seed
    assert len(diagnostics) < 200, seed
    for diagnostic in wrong:
        assert diagnostic.span is not None or diagnostic.file, (seed, diagnostic)
        assert len(diagnostic.message) < 20_000, (seed, diagnostic.message[:200])
    return not wrong


@pytest.mark.parametrize("start", sampled(range(40), 40))
def test_any_facts_are_applied_or_refused(start: int) -> None:
    right = sum(with_facts(seed) for seed in range(200 * start, 200 * (start + 1)))
    assert right > 20, "nothing is shown by facts that are all refused"


@pytest.mark.parametrize("kind", [kind.table for kind in OWN_KINDS])
def test_a_long_file_of_facts_has_a_short_report(kind: str) -> None:
    """Whatever is wrong in each of many entries: nobody reads megabytes of it."""
    entries = [
        *(
            {"match": f"Missing{number}", "event": f"M{number}", "why": "w"}
            for number in range(320)
        ),
        *({**RIGHT[kind][0], f"key{number}": number} for number in range(320)),
        *({**dict.fromkeys(RIGHT[kind][0], f"{number}" * 9000)} for number in range(6)),
        *({"why": number} for number in range(320)),
    ]
    lines = [document_of(entry) for entry in entries]
    source = SourceFile("facts.toml", "".join(f"[[{kind}]]\n{text}" for text in lines).encode())
    loaded = load_model(
        MemoryFiles({"spec.d.ts": SPEC.encode()}), "spec.d.ts", Options(facts=source)
    )
    assert len(loaded.diagnostics) <= 1200
    text = "".join(format_diagnostic(error, {"facts.toml": source}) for error in loaded.diagnostics)
    assert 1000 < len(text) < 2_000_000


def test_a_long_configuration_has_a_short_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = (f"[specs.a{number}]\nsource = 'a.d.ts'\nkey{number} = 1\n" for number in range(1000))
    (tmp_path / CONFIG_NAME).write_text("".join(tables))
    code, said = run("check")
    assert code == 2
    assert 1000 < len(said) < 1_000_000


def test_any_facts_of_a_change_are_read_or_refused() -> None:
    for seed in range(share(3000)):
        data = document_of(facts_of(random.Random(seed), CHANGE_KINDS)).encode()
        _, diagnostics = read_facts(SourceFile("facts.toml", data), CHANGE_KINDS)
        assert all(diagnostic.span is not None for diagnostic in diagnostics), seed


# --------------------------------------------------------- configurations and lock files

CONFIG: Final[dict[str, Any]] = {
    "output": "out",
    "targets": ["dataclasses"],
    "roots": [],
    "groups": [],
    "large": False,
    "facts": "none",
    "options": {},
    "diff": {"severity": {"values-added": "safe"}, "accepted": "accepted.toml"},
    "specs": {
        "a": {"source": "a.d.ts", "package": "pk", "output": "out", "facts": "facts.toml"},
        "b": {"source": "a.d.ts", "targets": ["typeddicts"], "integers": ["*.n"]},
    },
}
PLACES: Final = (
    *("a.d.ts", "out", "..", "../..", ".", "", "/", "/dev/null", "/proc/self/mem", "nul", "a\0b"),
    *(
        "npm:a@1.0.0/x.d.ts",
        "npm:../x",
        "npm:a@../x",
        "git:HEAD:a.d.ts",
        "git:--output=x:a",
        "NPM:",
    ),
    *("file:///etc/passwd", "~/x", "$HOME", "out/../..", "x" * 300, "a/" * 3000, "\ud7ff", "-o"),
)


def bent_deeply(rand: random.Random, value: Any) -> Any:
    """A value with a change somewhere in it."""
    if isinstance(value, dict) and value and rand.random() < 0.85:
        key = rand.choice([*value])
        way = rand.random()
        if way < 0.1:
            return {name: inner for name, inner in value.items() if name != key}
        if way < 0.2:
            return {**value, rand.choice((*KEYS, *PLACES, *CONFIG)): rand.choice((*ODD, *PLACES))}
        if way < 0.3:
            return {**{n: i for n, i in value.items() if n != key}, rand.choice(PLACES): value[key]}
        return {**value, key: bent_deeply(rand, value[key])}
    place = rand.choice(PLACES)
    return rand.choice((any_value(rand), place, place, [place]))


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments)
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert "RC901" not in done.output, done.output
    assert done.exit_code in (0, 1, 2, 3)
    return done.exit_code, done.output


VICTIMS: Final = tuple(
    f"{folder}{name}"
    for folder in ("", "a/", "a/out/", "a/project/")
    for name in ("victim.py", "pk/__init__.py", "pk/models.py", "a/__init__.py")
)
"""Files of others, some of them where a configuration may ask for a package."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration that was generated, in a folder with files of others."""
    root = tmp_path / "a" / "project"
    write_tree(tmp_path, dict.fromkeys(VICTIMS, "mine"))
    write_tree(root, {"a.d.ts": SPEC, "facts.toml": "", "accepted.toml": ""})
    (root / CONFIG_NAME).write_text(document_of(CONFIG))
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", "")
    monkeypatch.setenv("HOME", str(root / "home"))
    assert run()[0] == 0
    return root


@pytest.mark.parametrize("start", sampled(range(10), 10))
def test_any_configuration_is_followed_or_refused(start: int, project: Path) -> None:
    """Nothing is written but below the folders that it names, and never over what is not ours."""
    codes = set()
    for seed in range(50 * start, 50 * (start + 1)):
        rand = random.Random(seed)
        content = bent_deeply(rand, bent_deeply(rand, CONFIG) if seed % 3 == 0 else CONFIG)
        (project / CONFIG_NAME).write_text(
            document_of(content if isinstance(content, dict) else {"specs": content})
        )
        code, said = run(*rand.choice([("check",), (), ("--check",), ("update", "--dry-run")]))
        codes.add(code)
        assert code == 0 or said, seed
        assert not code or "error" in said.lower() or code == 1, (seed, said)
        for path in VICTIMS:
            assert (project.parents[1] / path).read_text() == "mine"
    assert {0, 2} <= codes


@pytest.mark.parametrize("output", [".", "..", "../..", "../out", "../../a/out"])
def test_a_configuration_overwrites_nothing_of_others(output: str, project: Path) -> None:
    """Whatever output it names, there or elsewhere: files that are in the way are told."""
    (project / CONFIG_NAME).write_text(
        document_of({"specs": {"a": {"source": "a.d.ts", "package": "pk", "output": output}}})
    )
    before = snapshot(project.parents[1])
    code, said = run()
    assert snapshot(project.parents[1]) == before
    assert code == 1
    assert "pk/__init__.py" in said


@pytest.mark.parametrize("start", sampled(range(10), 10))
def test_any_lock_file_is_held_against_or_refused(start: int, project: Path) -> None:
    (project / CONFIG_NAME).write_text(document_of(CONFIG))
    lock = tomllib.loads((project / LOCK_NAME).read_text())
    before = snapshot(project.parents[1], project)
    for seed in range(50 * start, 50 * (start + 1)):
        rand = random.Random(seed)
        content = bent_deeply(rand, lock)
        (project / LOCK_NAME).write_text(
            document_of(content if isinstance(content, dict) else {"specs": content})
        )
        code, said = run(*rand.choice([("check",), ("--check",), (), ("update", "--dry-run")]))
        assert code == 0 or said, seed
        assert snapshot(project.parents[1], project) == before
