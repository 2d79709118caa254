"""Facts that a property can be null: in all that is generated, and errors where they are stale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import NULL, Interface, Model, Union
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.models import PLAIN, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

SPEC = """
export interface Inner { a?: string; b: number | null }
export interface Ping { type: 'ping'; inner?: Inner; text: string; either?: Inner | string }
export interface Pong { type: 'pong' }
export type Event = Ping | Pong;
"""


def facts(*patterns: str) -> SourceFile:
    """A facts file with an entry for each pattern."""
    entries = (
        f"[[nullable]]\nmatch = {json.dumps(pattern)}\nwhy = 'seen'\n" for pattern in patterns
    )
    return SourceFile("facts.toml", "".join(entries).encode())


def problems(text: str, *patterns: str) -> list[tuple[str, str]]:
    """The code and the message of each error in the facts."""
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options(facts=facts(*patterns)))
    return [(diagnostic.code, diagnostic.message) for diagnostic in loaded.diagnostics]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """A package with nulls in it that the spec does not declare."""
    files = MemoryFiles({ENTRY: SPEC.encode()})
    patterns = ("Ping.inner", "text", "Ping.either", "Inner.a")
    result = compiled(files, "nullable_facts", facts=facts(*patterns))
    assert not result.failed, result.diagnostics
    folder = tmp_path_factory.mktemp("nullable")
    package = import_package(folder, result.files, "nullable_facts")
    assert "`str` \\| `None`" in result.files["docs/nullable_facts/Ping.md"]
    [model] = (text for path, text in result.files.items() if path.startswith("model/"))
    assert model.count('"null"') == 5
    return package


@pytest.mark.parametrize(
    "fields",
    [{"inner": None}, {"text": None}, {"either": None}, {"inner": {"a": None, "b": None}}],
)
def test_null_passes_and_stays(package: ModuleType, fields: dict[str, Any]) -> None:
    message = {"type": "ping", "text": "t", **fields}
    event = package.decode_event(message, strict=True)
    assert type(event) is package.Ping
    assert package.to_dict(event) == message
    assert json.loads(package.encode(event)) == message


def test_annotations_have_null(package: ModuleType) -> None:
    assert package.Ping.__annotations__["text"] == "str | None"
    assert package.Ping.__annotations__["inner"] == "Maybe[Inner]"
    typed = package.typed_dicts.Ping.__annotations__
    assert "None" in str(typed["inner"])
    assert "None" in str(typed["text"])


def test_other_properties_are_as_declared(package: ModuleType) -> None:
    for message in ({"type": None, "text": "t"}, {"type": "ping"}):
        with pytest.raises(package.DecodeError):
            package.decode(package.Ping, message, strict=True)


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        (["Ping.nothing"], "'Ping.nothing' selects no property"),
        (["Inner.b"], "each property that 'Inner.b' selects is declared with null"),
    ],
)
def test_a_stale_fact_is_an_error(patterns: list[str], message: str) -> None:
    assert problems(SPEC, *patterns) == [("RC501", message)]


def test_a_misspelt_key_is_told() -> None:
    text = "[[nullable]]\nmatsch = 'text'\n[[nulable]]\nmatch = 'text'\n"
    source = SourceFile("facts.toml", text.encode())
    loaded = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options(facts=source))
    advice = {diagnostic.advice for diagnostic in loaded.diagnostics}
    assert {"Did you mean `match`?", "Did you mean `nullable`?"} <= advice


def nullable(model: Model) -> Iterator[tuple[str, bool]]:
    """The properties of a model, and whether they are declared with null."""
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for property_ in declaration.properties:
                has_null = isinstance(property_.type, Union) and NULL in property_.type.members
                yield f"{declaration.id}.{property_.wire_name}", has_null or property_.type == NULL


@examples(40)
@given(models(PLAIN), st.data())
def test_a_fact_changes_what_it_selects_alone(drawn: Model, data: st.DataObject) -> None:
    """For random models: the property gets null, and every other one stays what it was."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    before = load_model(files, ENTRY, Options()).model
    if before is None:
        return
    known = dict(nullable(before))
    choice = [name for name, has_null in known.items() if not has_null]
    if not choice:
        return
    path = data.draw(st.sampled_from(choice))
    loaded = load_model(files, ENTRY, Options(facts=facts(path)))
    if any(diagnostic.code == "RC501" for diagnostic in loaded.diagnostics):
        return  # `unknown`, which null is of already.
    assert loaded.model is not None
    after = dict(nullable(loaded.model))
    assert after == {**known, path: True}


def test_recorded_events_pass_strictly(realtime: ModuleType, events_dir: Path) -> None:
    """What OpenAI, Azure and a gateway send fits the GA package: none of it is refused."""
    passed = 0
    for path in sorted(events_dir.glob("pydantic-ai__*.jsonl")):
        if "xai" in path.name or "voice_live" in path.name:
            continue
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            side = "client" if record.get("dir") == "client" else "server"
            decode = getattr(realtime, f"decode_realtime_{side}_event")
            assert realtime.to_dict(decode(record["event"], strict=True)) == record["event"]
            passed += 1
    assert passed > 700


def test_settings_are_turned_off(realtime: ModuleType) -> None:
    for setting in ("noise_reduction", "transcription", "turn_detection"):
        session = {"type": "realtime", "audio": {"input": {setting: None}}, "instructions": None}
        message = {"type": "session.update", "session": session}
        event = realtime.decode_realtime_client_event(message, strict=True)
        assert getattr(event.session.audio.input, setting) is None
        assert json.loads(realtime.encode(event)) == message


@pytest.mark.parametrize("pattern", ["Ping.type", "Pi*.type", "type", "*.type"])
def test_a_tag_is_never_null(pattern: str) -> None:
    """A class without its tag could not be constructed, and a message without it is no event."""
    [(code, message)] = problems(SPEC, pattern)
    assert code == "RC501"
    assert "is the tag of an event" in message


def test_a_pattern_that_selects_more_leaves_tags_as_they_are() -> None:
    loaded = load_model(MemoryFiles({ENTRY: SPEC.encode()}), ENTRY, Options(facts=facts("*")))
    assert not loaded.diagnostics
    assert loaded.model is not None
    for declaration in loaded.model.declarations:
        if isinstance(declaration, Interface):
            for item in declaration.properties:
                assert (item.wire_name == "type") == (NULL not in getattr(item.type, "members", ()))
