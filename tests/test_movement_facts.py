"""Facts that say how a protocol moves: what no longer applies is told, and no output changes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.facts.kinds import FactKind, Facts
from realtime_codegen.facts.movement import (
    CALLS,
    DELTAS,
    FAILURES,
    MERGES,
    MOVEMENT,
    ORDERS,
    REPLIES,
    TOTALS,
)
from realtime_codegen.facts.reading import read
from realtime_codegen.facts.shipped import shipped_source
from realtime_codegen.model import Model
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import discover
from realtime_codegen.text.diagnostics import Diagnostic
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.packages import ENTRY, compiled

ROOT = Path(__file__).parents[1]
TABLES = {kind.table for kind in MOVEMENT}
SPECS = {
    "ga": (ROOT / "spec/openai-realtime-ga/realtime.d.ts", "openai-realtime-ga"),
    "dap": (ROOT / "tests/movement/dap/spec.d.ts", None),
    "enveloped": (ROOT / "tests/movement/enveloped/spec.d.ts", None),
}


def facts_text(name: str) -> str:
    path, shipped = SPECS[name]
    if shipped is not None:
        return shipped_source(shipped).data.decode()
    return (path.parent / "facts.toml").read_text("utf-8")


@cache
def model_of(name: str) -> Model:
    files = MemoryFiles({ENTRY: SPECS[name][0].read_bytes()})
    model = load_model(files, ENTRY, Options()).model
    assert model is not None
    return model


def entries_of(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries about movement, each with its table."""
    for table, entries in tomllib.loads(facts_text(name)).items():
        if table in TABLES:
            yield from ((table, entry) for entry in entries)


def written(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(k)} = {written(v)}' for k, v in value.items())} }}"
    return json.dumps(value)


def toml(table: str, entry: Mapping[str, Any]) -> str:
    return "\n".join([f"[[{table}]]", *(f"{k} = {written(v)}" for k, v in entry.items()), ""])


def said_of(text: str, model: Model) -> list[Diagnostic]:
    """What the reader and the checks say of a facts file."""
    facts, problems = read(SourceFile("facts.toml", text.encode()))
    return [
        *problems,
        *(problem for kind in MOVEMENT for problem in kind.check(model, facts.of(kind))[1]),
    ]


def spoilt(entry: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entry with one of the names or paths in it changed to what nobody declares."""
    for key, value in entry.items():
        match value:
            case str() if key not in ("why", "name", "null"):
                yield key, {**entry, key: f"{value}_gone"}
            case [*paths]:
                for index, path in enumerate(paths):
                    yield key, {**entry, key: [*paths[:index], f"{path}_gone", *paths[index + 1 :]]}
            case dict() as table:
                for path, inner in table.items():
                    rest = {other: kept for other, kept in table.items() if other != path}
                    yield key, {**entry, key: {**rest, f"{path}_gone": inner}}
                    if key == "fields" and "result" not in entry:
                        yield key, {**entry, key: {**rest, path: f"{inner}_gone"}}
                    elif "{" not in str(inner):
                        yield key, {**entry, key: {**rest, path: "gone"}}


@pytest.mark.parametrize("name", SPECS)
def test_what_is_not_declared_any_more_is_told_at_the_entry(name: str) -> None:
    """Whichever name or path of an entry the spec lacks."""
    model, count = model_of(name), 0
    for table, entry in entries_of(name):
        assert said_of(toml(table, entry), model) == []
        for key, bad in spoilt(entry):
            text = f"# a line\n{toml(table, bad)}"
            [told] = said_of(text, model)
            assert told.code == "RC501", (key, told)
            assert told.advice
            assert told.span is not None
            assert (told.span.file, told.span.line) == ("facts.toml", 3), (key, bad)
            count += 1
    assert count > (100 if name == "ga" else 8)


@pytest.mark.parametrize("name", SPECS)
def test_each_entry_says_why(name: str) -> None:
    entries = list(entries_of(name))
    tables = {table for table, _ in entries}
    assert tables >= {"reply", "failure", "delta"}
    assert name != "ga" or tables == TABLES
    assert all(entry["why"] for _, entry in entries)


def test_facts_of_movement_change_nothing_in_the_package() -> None:
    """They say what happens, not what messages are; the documentation says it too."""
    path, _ = SPECS["dap"]
    files = MemoryFiles({ENTRY: path.read_bytes()})
    text = facts_text("dap")
    integers = text[: text.index("[[reply]]")]
    by_default = tuple(name for name, target in discover(()).items() if target.by_default)
    told, plain = (
        compiled(
            files, "debugger", facts=SourceFile("facts.toml", facts.encode()), targets=by_default
        )
        for facts in (text, integers)
    )
    assert not told.failed, told.diagnostics
    assert told.files.keys() == plain.files.keys()
    changed = {path for path, text in told.files.items() if text != plain.files[path]}
    assert changed
    assert all(path.startswith("docs/") for path in changed)


def read_facts(text: str) -> tuple[Facts, list[tuple[str, str]]]:
    facts, problems = read(SourceFile("facts.toml", text.encode()))
    return facts, [(told.code, told.message) for told in problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[reply]]\nevent = 'A'", "an entry of [[reply]] has no `to`"),
        ("[[reply]]\nto = 'A'", "an entry of [[reply]] has no `event`"),
        ("[[reply]]\nevent = 'A'\nto = 'B'\nfields = 'x'", "`fields` is no table of texts"),
        (
            "[[reply]]\nevent = 'A'\nto = 'B'\nsame = ['x']",
            "`same` is about the event `end`, and there is none",
        ),
        ("[[reply]]\nevent = 'A'\nto = 'B'\nend = 'C'\nsame = 'x'", "`same` is no list of paths"),
        ("[[reply]]\nevent = 7\nto = 'B'", "the value of `event` is not a string, or empty"),
        ("[[failure]]\nevent = 'A'\npath = 'b'", "an entry of [[failure]] has no `cause`"),
        (
            "[[failure]]\nevent = 'A'\npath = 'b'\ncause = 'c'\nwhere = 1",
            "`where` is no table of values",
        ),
        (
            "[[failure]]\nevent = 'A'\npath = 'b'\ncause = 'c'\nwhere = { d = nan }",
            "`where` is no table of values",
        ),
        ("[[delta]]\nevent = 'A'\nname = 'a b'\nfield = 'c'", "`name` is no word: 'a b'"),
        (
            "[[delta]]\nevent = 'A'\nname = 'a'\nfield = 'c'\nwhole = 'd'",
            "`whole` is in the event `end`, and there is none",
        ),
        (
            "[[delta]]\nevent = 'A'\nname = 'a'\nfield = 'c'\nkeys = [1]",
            "`keys` is no list of paths",
        ),
        ("[[order]]\nevent = 'A'\nid = 'c'\nremoves = 1", "`removes` is not true or false"),
        (
            "[[order]]\nevent = 'A'\nid = 'c'\nremoves = true\nafter = 'x'",
            "an event that removes an item places none",
        ),
        ("[[merge]]\nevent = 'A'\nfield = 'c'\nnull = 'off'", '`null` is not "value" or "absent"'),
        ("[[total]]\nevent = 'A'", "an entry of [[total]] has no `field`"),
        (
            "[[call]]\nevent = 'A'\nid = 'i'\nname = 'n'\narguments = 'a'\nresult = 'R'",
            "an entry of [[call]] does not say where the result goes",
        ),
    ],
)
def test_an_entry_that_says_too_little_or_something_else(text: str, message: str) -> None:
    facts, problems = read_facts(text)
    assert problems == [("RC502", message)]
    assert facts.entries == ()


@pytest.mark.parametrize("kind", MOVEMENT, ids=lambda kind: kind.table)
def test_a_key_that_means_nothing_suggests_the_right_one(kind: Any) -> None:
    _, problems = read_facts(f"[[{kind.table}]]\nevnt = 'x'")
    assert ("RC503", f"unknown key 'evnt' in [{kind.table}]") in problems


@pytest.mark.parametrize("name", SPECS)
def test_the_model_has_them_and_its_json_too(name: str) -> None:
    """Another program reads from the JSON alone which event answers which."""
    path, shipped = SPECS[name]
    source = SourceFile("facts.toml", facts_text(name).encode())
    options = Options(facts=source, facts_found=shipped is not None)
    loaded = load_model(MemoryFiles({ENTRY: path.read_bytes()}), ENTRY, options)
    assert loaded.model is not None
    again = from_json(to_json(loaded.model))
    assert again.movement == loaded.model.movement
    assert again.movement.replies == loaded.facts[REPLIES] != ()
    count = sum(len(loaded.facts[kind]) for kind in MOVEMENT)
    assert count == len(list(entries_of(name)))
    told = json.loads(to_json(loaded.model))["movement"]
    assert sum(map(len, told.values())) == count
    assert told["replies"][0]["event"][1:] == [str(loaded.facts[REPLIES][0].event)]


def test_the_model_has_none_of_what_no_root_reaches() -> None:
    source = SourceFile("facts.toml", facts_text("dap").encode())
    options = Options(facts=source, roots=("EvaluateRequest", "Response"))
    loaded = load_model(MemoryFiles({ENTRY: SPECS["dap"][0].read_bytes()}), ENTRY, options)
    assert loaded.model is not None
    declared = loaded.model.by_id()
    [reply] = loaded.model.movement.replies
    assert [str(id_) for id_ in reply.to] == ["EvaluateRequest"]
    assert {reply.event, *reply.to} <= declared.keys()
    assert loaded.model.movement.deltas == ()


def test_a_cause_that_only_an_inner_object_has_is_none() -> None:
    """A session would look for it in the message itself, and find nothing, without a word."""
    entry = {"event": "OopsMessage", "path": "header.ref", "cause": "id"}
    [told] = said_of(toml("failure", entry), model_of("enveloped"))
    assert (told.code, told.message) == ("RC501", "no message has a property 'id'")
    assert said_of(toml("failure", {**entry, "cause": "header.id"}), model_of("enveloped")) == []


def test_what_targets_get() -> None:
    """The records have declarations for names, and paths in steps."""
    facts, _ = read(SourceFile("facts.toml", facts_text("dap").encode()))
    model = model_of("dap")
    [reply], _ = REPLIES.check(model, facts.of(REPLIES))
    assert (str(reply.event), [str(id_) for id_ in reply.to]) == (
        "Response",
        ["InitializeRequest", "LaunchRequest", "EvaluateRequest"],
    )
    assert (reply.fields, reply.end, reply.same) == (((("request_seq",), ("seq",)),), None, ())
    [failure], _ = FAILURES.check(model, facts.of(FAILURES))
    assert (failure.path, failure.cause, failure.where) == (
        ("request_seq",),
        ("seq",),
        ((("success",), False),),
    )
    [delta], _ = DELTAS.check(model, facts.of(DELTAS))
    assert (str(delta.event), delta.name, delta.keys, delta.end) == ("Event", "output", (), None)
    ga, _ = read(shipped_source("openai-realtime-ga"))
    kinds: tuple[FactKind[Any, Any], ...] = (CALLS, MERGES, ORDERS, TOTALS)
    counts = {kind.table: len(kind.check(model_of("ga"), ga.of(kind))[0]) for kind in kinds}
    assert counts == {"call": 1, "merge": 2, "order": 8, "total": 1}
