"""A tag of null in what reads the groups of a spec: reports, recordings, facts and files.

That it is a tag like any other for reading, dispatching and the targets is in the laws of groups,
of tags in inner objects and of unions, whose random specs have it.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Final

import pytest

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.changes import Version, compare
from realtime_codegen.changes.as_json import to_json
from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.replay.protocol import Protocol
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles
from tests.tools.packages import ENTRY, compiled_text, import_package

SPEC: Final = """
export interface Say { kind: 'say'; text: string }
export interface Idle { kind: null; since: number }
export interface Twice { kind: 'twice' | 1; n: number }
export type ServerEvent = Say | Idle | Twice;
"""


def model_of(text: str) -> Model:
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())
    assert loaded.model is not None, loaded.diagnostics
    return loaded.model


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        (SPEC, ("say", None, "twice", 1)),
        ("export type E = { k: null; a: 1 } | { k: 'x'; b: 1 };", (None, "x")),
        ("export type E = { k: 'n' | null; a: 1 } | { k: 'x'; b: 1 };", ("n", None, "x")),
        (
            "export enum K { A = 'a' }\nexport type E = { k: K | null; a: 1 } | { k: 'x'; b: 1 };",
            ("a", None, "x"),
        ),
        (
            "export type E = { k: null; ok: true } | { k: null; ok: false } | { k: 'x' };",
            (None, "x"),
        ),
        ("export type E = { h: { k: null } } | { h: { k: true } };", (None, True)),
        ("export type E = { k: null; a: 1 } | { k: 'x' } | { k: string; b: 1 };", (None, "x")),
        (
            f"{SPEC}export interface Frame {{ id: number; body: ServerEvent }}",
            ("say", None, "twice", 1),
        ),
    ],
)
def test_null_is_one_of_the_tags_of_a_group_by_default(text: str, tags: tuple[Any, ...]) -> None:
    [group] = model_of(text).groups
    assert group.tags == tags


@pytest.mark.parametrize(
    "text",
    [
        "export type E = { a: null } | { a: string };",
        "export type E = { k: null; a: 1 } | { k?: 'x'; b: 1 };",
        "export type E = { h: { t: 'a' | null }; x: 1 } | { h: { t: 'b' | null }; y: 1 };",
    ],
)
def test_null_alone_or_for_all_is_no_tag_and_neither_is_what_may_be_absent(text: str) -> None:
    assert not model_of(text).groups


def test_a_better_tag_goes_before_one_that_may_be_null_for_several() -> None:
    text = "export type E = { s: 'a' | null; t: 'x' } | { s: 'b' | null; t: 'y' };"
    [group] = model_of(text).groups
    assert group.tag_path == ("t",)


def test_null_is_of_who_may_have_it_and_what_is_missing_of_who_may_lack_it(tmp_path: Path) -> None:
    text = (
        "export interface A { k?: 'a'; n: number }\nexport interface N { k: null; n: number }\n"
        "export interface B { k: 'b'; n: number }\nexport type E = A | N | B;\n"
    )
    made = compiled_text(text, "null_or_missing", targets=("dataclasses", "pydantic"))
    package: Any = import_package(tmp_path, made.files, "null_or_missing")
    for value, owner in (
        ({"k": None, "n": 1}, "N"),
        ({"n": 1}, "A"),
        ({"k": "a", "n": 1}, "A"),
        ({"k": "b", "n": 1}, "B"),
    ):
        for given in (value, json.dumps(value)):
            assert type(package.decode_e(given, strict=True)).__name__ == owner
            assert type(package.decode_e(given)).__name__ == owner
    with pytest.raises(package.DecodeError, match=r'\$\.k: expected "a" \| null \| "b"'):
        package.decode_e({"k": 5, "n": 1}, strict=True)


def test_diff_keeps_null_and_its_text_apart() -> None:
    old = Version.of(model_of(SPEC), ENTRY)
    for there, kinds in (
        (SPEC.replace("kind: null", "kind: 'null'"), {"event-renamed"}),
        (SPEC.replace("| Idle ", ""), {"event-removed"}),
        (SPEC, set[str]()),
    ):
        new = Version.of(model_of(there), ENTRY)
        for report in (compare(old, new), compare(new, old)):
            told = {change.kind for change in report.changes if change.kind.startswith("event")}
            assert told in (kinds, {kind.replace("removed", "added") for kind in kinds})
            assert report.changes or not kinds
    gone = compare(old, Version.of(model_of(SPEC.replace("| Idle ", "")), ENTRY))
    events = [change.get("old", {}).get("event") for change in json.loads(to_json(gone))["changes"]]
    assert {"group": "ServerEvent", "tag": None} in events


def test_an_audit_counts_the_events_of_null() -> None:
    model = model_of(SPEC)
    auditor = Auditor(model, package_names(model, ENTRY)[0], Settings())
    messages: list[Any] = [
        {"kind": None, "since": 1},
        {"kind": None, "since": "x"},
        {"since": 1},
        {"kind": "say", "text": "t"},
        {"kind": "null", "since": 1},
    ]
    auditor.read("log", io.BytesIO(b"".join(json.dumps(m).encode() + b"\n" for m in messages)))
    report = auditor.report()
    counts = sorted((event.tag, event.count) for event in report.events)
    # The text "null" is a tag that nobody declares.
    assert counts == [("(without a tag)", 1), ("null", 1), ("null", 2), ("say", 1)]


def test_a_replay_knows_the_events_of_null() -> None:
    loaded = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options())
    assert loaded.model is not None
    protocol = Protocol(loaded.model, package_names(loaded.model, ENTRY)[0], loaded.facts)
    known = protocol.known({"kind": None, "since": 1}, "server")
    assert (str(known.event), known.findings) == ("Idle", ())
    assert protocol.tag({"kind": None, "since": 1}) == "null"
    assert protocol.tag({"since": 1}) == ""
    assert protocol.known({"since": 1}, "server").event is None


def test_fixtures_and_documents_tell_null_from_any_other_tag(tmp_path: Path) -> None:
    text = f"{SPEC.replace(' | 1', '')}export interface Other {{ kind: string }}\n".replace(
        "| Twice", "| Twice | Other"
    )
    targets = ("dataclasses", "fixtures", "docs", "asyncapi")
    made = compiled_text(text, "null_in_files", targets=targets)
    index = json.loads(made.files["fixtures/null_in_files/index.json"])["events"]
    told = [(entry["tag"], entry.get("other"), entry["class"]) for entry in index]
    assert told == [
        ("say", None, "Say"),
        (None, None, "Idle"),
        ("twice", None, "Twice"),
        (None, True, "Other"),
    ]
    sample = json.loads(made.files["fixtures/null_in_files/Idle.json"])
    assert sample["kind"] is None
    overview = next(text for path, text in made.files.items() if path.endswith("README.md"))
    assert "[`null`](Idle.md)" in overview
    assert "[any other](Other.md)" in overview
