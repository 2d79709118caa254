"""Comparing published versions of the Realtime declarations: pairs that were checked by hand."""

from __future__ import annotations

from functools import cache

import pytest

from realtime_codegen.changes import ChangeReport, Level, compare
from realtime_codegen.changes.report import Change, ChangeKind, Side
from realtime_codegen.model import tag_value
from tests.tools import node
from tests.tools.night import sampled
from tests.tools.spec_history import BETA, GA, PAGE, Step, section, spec_of

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("spec-history")]


@cache
def report(old: str, new: str, old_path: str = BETA, new_path: str = BETA) -> ChangeReport:
    node.require_node()
    before, after = spec_of(old, old_path), spec_of(new, new_path)
    assert before is not None
    assert after is not None
    return compare(before, after)


def subjects(report: ChangeReport, *kinds: ChangeKind) -> list[str]:
    return sorted(change.subject for change in report.of_kind(*kinds))


def only(report: ChangeReport, kind: ChangeKind, subject: str) -> Change:
    [change] = [change for change in report.of_kind(kind) if change.subject == subject]
    return change


def levels(change: Change) -> dict[str, str]:
    return {effect.side.value: effect.level.label for effect in change.effects}


def said(report: ChangeReport) -> list[Change]:
    """The changes of more than documentation."""
    return [change for change in report.changes if change.kind != "doc-changed"]


def test_the_model_of_a_session_became_optional() -> None:
    changes = report("4.79.1", "4.80.0")
    assert [(change.kind, change.subject) for change in said(changes)] == [
        ("field-optional", "SessionCreateParams.model"),
        ("field-optional", "SessionUpdateEvent.Session.model"),
    ]
    assert levels(said(changes)[1]) == {"writers": "safe"}
    assert not changes.breaks


def test_voices_opened_and_five_events_came() -> None:
    changes = report("4.85.0", "4.90.0")
    assert subjects(changes, "event-added") == [
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.retrieve",
        "conversation.item.retrieved",
        "transcription_session.update",
        "transcription_session.updated",
    ]
    by_group = [str(change.events[0].group) for change in changes.of_kind("event-added")]
    assert by_group.count("RealtimeClientEvent") == 2
    assert by_group.count("RealtimeServerEvent") == 3
    opened = {change.subject: levels(change) for change in changes.of_kind("values-opened")}
    assert opened == {
        "RealtimeResponse.voice": {"readers": "risky"},
        "ResponseCreateEvent.Response.voice": {"writers": "safe"},
        "Session.voice": {"readers": "risky"},
        "SessionCreateParams.voice": {"writers": "safe"},
        "SessionCreateResponse.voice": {"readers": "risky"},
        "SessionUpdateEvent.Session.voice": {"writers": "safe"},
    }
    voices = only(changes, "values-added", "Session.voice")
    assert [tag_value(value) for value in voices.values] == ["fable", "onyx", "nova"]


def test_a_union_in_another_order_is_no_change() -> None:
    old, new = spec_of("4.85.0", BETA), spec_of("4.90.0", BETA)
    assert old is not None
    assert new is not None
    for group in old.model.groups:
        [there] = [declared for declared in new.model.groups if declared.id == group.id]
        kept = [tag for tag, _ in there.members if tag in dict(group.members)]
        assert sorted(map(str, kept)) == sorted(str(tag) for tag, _ in group.members)
    tags = [tag for tag, _ in old.model.groups[1].members]
    assert tags != [tag for tag, _ in new.model.groups[1].members if tag in tags]
    changes = report("4.85.0", "4.90.0")
    assert subjects(changes, "event-removed", "event-renamed", "type-changed") == []
    assert subjects(changes, "variants-added", "variants-removed", "declaration-removed") == []


def test_previous_item_id_may_be_null_voices_went_and_a_field_was_renamed() -> None:
    changes = report("5.0.1", "5.12.0")
    places = [
        "ConversationItemCreatedEvent.previous_item_id",
        "InputAudioBufferCommittedEvent.previous_item_id",
    ]
    assert subjects(changes, "null-added") == subjects(changes, "field-optional") == places
    assert levels(only(changes, "null-added", places[0])) == {"readers": "breaking"}
    removed = only(changes, "values-removed", "SessionUpdateEvent.Session.voice")
    assert [tag_value(value) for value in removed.values] == ["fable", "onyx", "nova"]
    assert levels(removed) == {"writers": "risky"}
    renames = {
        (rename.old_name, rename.new_name) for rename in changes.renames if rename.kind == "field"
    }
    assert renames == {("expires_at", "expires_after")}
    rename = only(changes, "field-renamed", "SessionUpdateEvent.Session.ClientSecret.expires_at")
    assert rename.breaks == (Side.WRITERS,)
    assert rename.rename is not None
    assert 0.7 < rename.rename.confidence < 1


def test_beta_to_ga_renames_events() -> None:
    changes = report("7.57.0", "7.57.0", BETA, GA)
    renamed = {
        rename.old_name: rename.new_name for rename in changes.renames if rename.kind == "event"
    }
    assert renamed == {
        "response.audio.delta": "response.output_audio.delta",
        "response.audio.done": "response.output_audio.done",
        "response.audio_transcript.delta": "response.output_audio_transcript.delta",
        "response.audio_transcript.done": "response.output_audio_transcript.done",
        "response.text.delta": "response.output_text.delta",
        "response.text.done": "response.output_text.done",
    }
    for change in changes.of_kind("event-renamed"):
        assert change.breaks == (Side.READERS,)
        assert change.rename is not None
        assert 0.9 < change.rename.confidence < 1
    assert subjects(changes, "event-removed") == [
        "transcription_session.update",
        "transcription_session.updated",
    ]
    added = subjects(changes, "event-added")
    assert {"conversation.item.added", "conversation.item.done"} <= set(added)
    names = {
        rename.old_name: rename.new_name
        for rename in changes.renames
        if rename.kind == "declaration"
    }
    assert names["ErrorEvent"] == "RealtimeErrorEvent"
    assert names["ErrorEvent.Error"] == "RealtimeError"
    assert names["RealtimeClientEvent.OutputAudioBufferClear"] == "OutputAudioBufferClearEvent"
    fields = {
        (rename.old.name, rename.new_name) for rename in changes.renames if rename.kind == "field"
    }
    assert ("ResponseCreateEvent.Response.modalities", "output_modalities") in fields
    assert (
        "ResponseCreateEvent.Response.max_response_output_tokens",
        "max_output_tokens",
    ) in fields


def test_the_name_of_a_function_call_came() -> None:
    changes = report("6.10.0", "6.25.0", GA, GA)
    change = only(changes, "field-added", "ResponseFunctionCallArgumentsDoneEvent.name")
    assert change.new is not None
    assert change.new.required
    assert change.level is Level.SAFE
    assert [event.tag for event in change.events] == ["response.function_call_arguments.done"]


PAIRS = [
    pytest.param("4.79.4", "4.80.0", BETA, "beta"),
    pytest.param("4.89.1", "4.90.0", BETA, "beta"),
    pytest.param("5.6.0", "5.7.0", BETA, "beta"),
    pytest.param("6.23.0", "6.24.0", GA, "ga"),
]


@pytest.mark.parametrize(("old", "new", "path", "part"), sampled(PAIRS, 3))
def test_the_history_says_what_the_command_says(old: str, new: str, path: str, part: str) -> None:
    step = Step(old, new, report(old, new, path, path))
    assert section(step, part) in PAGE.read_text(encoding="utf-8"), "run make spec-history"


def test_what_was_added_is_removed_on_the_way_back() -> None:
    there, back = report("4.85.0", "5.12.0"), report("5.12.0", "4.85.0")
    for one, other in MIRRORED:
        assert subjects(there, one) == subjects(back, other)
        assert subjects(back, one) == subjects(there, other)


MIRRORED: list[tuple[ChangeKind, ChangeKind]] = [
    ("event-added", "event-removed"),
    ("field-added", "field-removed"),
    ("field-optional", "field-required"),
    ("null-added", "null-removed"),
    ("values-added", "values-removed"),
    ("values-opened", "values-closed"),
]


_SESSION = {
    "input_audio_format": "audio.input.format",
    "input_audio_noise_reduction": "audio.input.noise_reduction",
    "input_audio_transcription": "audio.input.transcription",
    "output_audio_format": "audio.output.format",
    "speed": "audio.output.speed",
    "turn_detection": "audio.input.turn_detection",
    "voice": "audio.output.voice",
}


def test_beta_to_ga_moves_fields_of_sessions_and_responses() -> None:
    changes = report("5.6.0", "7.57.0", BETA, GA)
    moved: dict[str, dict[str, str]] = {}
    for change in changes.of_kind("field-moved"):
        assert change.move is not None
        assert 0.75 < change.move.confidence < 1
        old, new = change.move.old_path, change.move.new_path
        moved.setdefault(str(change.move.root), {})[".".join(old)] = ".".join(new)
    answer = {key: _SESSION[key] for key in ("output_audio_format", "voice")}
    assert moved == {
        "Session": _SESSION,
        "SessionUpdateEvent.Session": _SESSION,
        "RealtimeResponse": answer,
        "ResponseCreateEvent.Response": answer,
    }
    assert "Session.temperature" in subjects(changes, "field-removed")
    assert "Session.id" in subjects(changes, "field-removed")


def test_no_version_of_one_file_moves_anything_that_it_did_not() -> None:
    """The page has every pair of versions: what moved in it was read by hand."""
    text = PAGE.read_text(encoding="utf-8")
    moved = {part.split("`")[0] for part in text.split("moved to `")[1:]}
    assert moved <= {*_SESSION.values(), *(f"session.{path}" for path in _SESSION.values())} | {
        f"session.{name}" for name in _SESSION
    }
