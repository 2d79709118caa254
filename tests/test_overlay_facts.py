"""Facts that build on others: those of servers that speak the API with differences of their own."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.facts.reading import read
from realtime_codegen.facts.shipped import shipped_source
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from tests.tools.packages import compiled_folder, import_package

BASE = "openai-realtime-ga"
RECORDINGS = {"xai": ("*xai*", 77), "azure-voicelive": ("*voice_live*", 47)}
"""The recordings of each server, and how many events they have."""


@pytest.fixture(scope="module", params=list(RECORDINGS))
def overlay(request: pytest.FixtureRequest) -> str:
    """The name of facts that build on those of the API."""
    return str(request.param)


@pytest.fixture(scope="module")
def package(overlay: str, repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of the API as a server speaks it."""
    name = overlay.replace("-", "_") + "_of_facts"
    result = compiled_folder(
        repo_root / "spec" / BASE, name, entry="realtime.d.ts", facts=shipped_source(overlay)
    )
    assert not result.failed, result.diagnostics
    return import_package(tmp_path_factory.mktemp("overlay"), result.files, name)


def classes(value: Any) -> set[str]:
    """The names of all classes in a value."""
    if isinstance(value, list):
        return set().union(*map(classes, value)) if value else set()
    if dataclasses.is_dataclass(value):
        inner = [getattr(value, field.name) for field in dataclasses.fields(value)]
        return {type(value).__name__}.union(*map(classes, inner))
    return {type(value).__name__} if type(value).__name__ == "UnknownEvent" else set()


def test_recorded_events_are_of_declared_classes(
    package: ModuleType, overlay: str, events_dir: Path
) -> None:
    """Strictly: none is refused, none is unknown, and each is sent as it came."""
    pattern, count = RECORDINGS[overlay]
    passed = 0
    for path in sorted(events_dir.glob(f"pydantic-ai__{pattern}.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            side = "client" if record.get("dir") == "client" else "server"
            decode = getattr(package, f"decode_realtime_{side}_event")
            event = decode(record["event"], strict=True)
            assert "UnknownEvent" not in classes(event)
            assert json.loads(package.encode(event)) == record["event"]
            passed += 1
    assert passed == count


def test_a_session_without_a_type_is_one(package: ModuleType) -> None:
    event = package.decode_realtime_client_event(
        {"type": "session.update", "session": {"instructions": "be brief"}}, strict=True
    )
    assert type(event.session) is package.RealtimeSessionCreateRequest
    assert event.session.type is package.UNSET


def test_an_overlay_has_what_it_builds_on(overlay: str) -> None:
    facts, problems = read(shipped_source(overlay))
    base, _ = read(shipped_source(BASE))
    assert problems == ()
    about = [(entry.table, entry.about, entry.span) for entry in facts.entries]
    assert about[: len(base.entries)] == [(e.table, e.about, e.span) for e in base.entries]
    assert facts.spec.version == base.spec.version
    assert facts.spec.name != base.spec.name


def test_a_file_of_ones_own_builds_on_facts_of_the_tool(repo_root: Path) -> None:
    text = (
        '[spec]\nextends = "xai"\n[[nullable]]\nmatch = "RealtimeErrorEvent.event_id"\n'
        'why = "seen"\n'
    )
    loaded = load_model(
        DiskFiles(repo_root / "spec" / BASE),
        "realtime.d.ts",
        Options(facts=SourceFile("mine.toml", text.encode())),
    )
    assert loaded.model is not None, loaded.diagnostics
    assert "PingEvent" in {str(declaration.id) for declaration in loaded.model.declarations}
    assert {"mine.toml", "facts:xai", f"facts:{BASE}"} <= {s.path for s in loaded.sources}


@pytest.mark.parametrize(
    ("value", "message", "advice"),
    [
        ('"xia"', "the tool has no facts 'xia'", "Did you mean `xai`?"),
        ("1", "the value of `extends` is not a string, or empty", 'Write `extends = "..."`.'),
    ],
)
def test_what_is_built_on_nothing_is_an_error(value: str, message: str, advice: str) -> None:
    source = SourceFile("mine.toml", f"[spec]\nextends = {value}\n".encode())
    _, [problem] = read(source)
    assert (problem.code, problem.message, problem.advice) == ("RC502", message, advice)
    assert problem.span is not None
    assert problem.span.line == 2


def test_an_entry_below_that_does_not_apply_is_cited_where_it_is() -> None:
    source = SourceFile("mine.toml", b'[spec]\nextends = "openai-live"\n')
    files = MemoryFiles({"a.d.ts": b"export type Event = string;"})
    loaded = load_model(files, "a.d.ts", Options(facts=source))
    spans = [problem.span for problem in loaded.diagnostics if problem.code == "RC501"]
    assert {span.file for span in spans if span is not None} == {"facts:openai-live"}


def test_overlays_are_used_by_name_alone(tmp_path: Path, repo_root: Path, overlay: str) -> None:
    spec = repo_root / "spec" / BASE / "realtime.d.ts"
    arguments = [str(spec), "--facts", overlay, "-o", str(tmp_path), "-t", "typeddicts"]
    ran = CliRunner().invoke(main, arguments)
    assert ran.exit_code == 0, ran.output
    assert f"facts: {overlay}, " in ran.stderr


def test_audits_know_an_overlay(overlay: str, repo_root: Path, events_dir: Path) -> None:
    """Nothing misfits in the recordings of its server but fields that no fact declares."""
    logs = sorted(map(str, events_dir.glob(f"pydantic-ai__{RECORDINGS[overlay][0]}.jsonl")))
    spec = repo_root / "spec" / BASE / "realtime.d.ts"
    arguments = ["audit", str(spec), *logs, "--ignore", "undeclared", "--facts"]
    ran = CliRunner().invoke(main, [*arguments, overlay])
    assert ran.exit_code == 0, ran.output
    assert CliRunner().invoke(main, [*arguments, BASE]).exit_code == 1
