"""`audit --propose`: the facts with which a recording fits, as a file that is accepted."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, strategies as st

from realtime_codegen.cli import main
from realtime_codegen.facts.shipped import SHIPPED
from realtime_codegen.model import Model, Ref
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.models import JSON, Values, examples, models, text_of
from tests.tools.packages import ENTRY, compiled

ROOT = Path(__file__).parents[1]
EVENTS = ROOT.parent / "shared" / "data" / "events"
COMMENT = re.compile(r"# - (?P<tag>.*?): (?P<path>\$.*?): (?P<message>.*) \((?P<why>[^()]*)\), in ")


def run(*arguments: str, code: int | tuple[int, ...] = (0, 1)) -> Result:
    done = CliRunner().invoke(main, ["audit", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in ((code,) if isinstance(code, int) else code), done.output
    return done


def audited(folder: Path, *arguments: str) -> dict[str, Any]:
    """The report on the recording of a folder."""
    done = run(str(folder / "spec.d.ts"), str(folder / "log"), "--format", "json", *arguments)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def proposed(folder: Path, spec: str, messages: list[Any], *arguments: str) -> str:
    """The facts that are proposed for some messages."""
    facts = folder / "proposal.toml"
    facts.unlink(missing_ok=True)
    (folder / "spec.d.ts").write_text(spec, encoding="utf-8")
    lines = (json.dumps(message) + "\n" for message in messages)
    (folder / "log").write_text("".join(lines), encoding="utf-8")
    run(str(folder / "spec.d.ts"), str(folder / "log"), "--propose", str(facts), *arguments)
    return facts.read_text(encoding="utf-8")


def left(text: str) -> set[tuple[str, str]]:
    """The path and the expectation of what a proposal says that no fact mends."""
    matches = map(COMMENT.match, text.splitlines())
    return {(match["path"], wanted(match["message"])) for match in matches if match is not None}


def wanted(message: str) -> str:
    """What a misfit says that is expected; of one cause there is one comment."""
    return re.sub(", (got|but) .*", "", message)


# --------------------------------------------------------------------------------- laws


def events_of(model: Model) -> str:
    """The text of a model with a group of events, of which each carries a declaration."""
    parts = [text_of(model)]
    names = [str(id_) for id_ in model.by_id()]
    for number, name in enumerate(names):
        parts.append(f"export interface Event{number} {{ type: 'e{number}'; value: {name} }}")
    parts.append("export interface Clock { type: 'clock'; wait_ms: number }")
    union = " | ".join(("Clock", *(f"Event{number}" for number in range(len(names)))))
    return "\n".join([*parts, f"export type ServerEvent = {union};", ""])


@st.composite
def recordings(draw: Any) -> tuple[str, list[dict[str, Any]]]:
    """A spec, and messages that fit it."""
    model = draw(models())
    values = Values(model)
    kinds = [number for number, id_ in enumerate(model.by_id()) if values.exists(Ref(id_))]
    ids = list(model.by_id())
    messages = []
    for number in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=6)):
        value = draw(values.of(Ref(ids[number])))
        messages.append({"type": f"e{number}", "value": value})
    return events_of(model), messages


def places(value: Any) -> list[tuple[Any, Any]]:
    """The containers in a value, each with one of its keys or indexes."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        for key in keys:
            pairs.append((value, key))
            pairs += places(value[key])
    return pairs


@st.composite
def distorted(draw: Any) -> tuple[str, list[dict[str, Any]]]:
    """A spec, and messages that were changed anywhere in any way."""
    spec, messages = draw(recordings())
    messages = json.loads(json.dumps(messages))
    for message in messages:
        for _ in range(draw(st.integers(0, 3))):
            container, key = draw(st.sampled_from(places(message)))
            match draw(st.sampled_from(("null", "drop", "text", "other", "more"))):
                case "null":
                    container[key] = None
                case "drop" if isinstance(container, dict) and len(container) > 1:
                    del container[key]
                case "text":
                    container[key] = draw(st.sampled_from(["new", "auto", "e1", "x"]))
                case "more" if isinstance(container, dict):
                    container[draw(st.sampled_from(["new", "more", "id", "at_ms"]))] = draw(JSON)
                case _:
                    container[key] = draw(JSON)
    return spec, messages


WHOLE = "[[integers]]\nmatch = '*_ms'\n"
"""Facts that are there already; they are about properties that are proposed, too."""


def check_claims(
    folder: Path, spec: str, messages: list[Any], facts: str = ""
) -> tuple[dict[str, Any], str]:
    """A proposal is accepted, and what misfits with it is what it says that no fact mends."""
    (folder / "facts.toml").write_text(facts)
    text = proposed(folder, spec, messages, "--facts", str(folder / "facts.toml"))
    report = audited(folder, "--facts", str(folder / "proposal.toml"))
    pairs = {(finding["path"], wanted(finding["message"])) for finding in report["findings"]}
    assert pairs == left(text), text
    return report, text


@given(distorted())
@examples(60)
def test_a_proposal_mends_what_it_claims(tmp_path_factory: Any, case: Any) -> None:
    check_claims(tmp_path_factory.mktemp("law"), case[0], case[1], WHOLE)


@pytest.mark.nightly
@given(distorted())
@examples(600)
def test_each_proposal_mends_what_it_claims(tmp_path_factory: Any, case: Any) -> None:
    check_claims(tmp_path_factory.mktemp("law"), case[0], case[1], WHOLE)


@st.composite
def mendable(draw: Any) -> tuple[str, list[dict[str, Any]]]:
    """A spec, and messages that misfit in ways that facts can say, and in no others."""
    spec, messages = draw(recordings())
    changed = []
    for fitting in messages:
        message = fitting
        for _ in range(draw(st.integers(0, 2))):
            match draw(st.sampled_from(("null", "drop", "more", "event"))):
                case "null" if "value" in message:
                    message = {**message, "value": None}
                case "drop":
                    message = {key: message[key] for key in message if key != "value"}
                case "more":
                    name = draw(st.sampled_from(["new", "more", "id", "wait_ms"]))
                    message = {**message, name: draw(JSON)}
                case _:
                    message = {**message, "type": draw(st.sampled_from(["new", "e-new", "7"]))}
        changed.append(message)
    return spec, changed


@given(mendable())
@examples(40)
def test_a_proposal_mends_what_facts_can_say(tmp_path_factory: Any, case: Any) -> None:
    report, text = check_claims(tmp_path_factory.mktemp("law"), case[0], case[1], WHOLE)
    assert report["misfits"] == 0, text


# -------------------------------------------------------------------------------- cases

SPEC = """
export interface Part { kind: 'text' | 'audio'; text?: string; tags?: Array<'a' | 'b'> }
export interface TextItem { type: 'text'; text: string }
export interface CallItem { type: 'call'; name: string; arguments: string }
export type Item = TextItem | CallItem;
export interface ItemAdded { type: 'item.added'; event_id: string; item: Item; previous?: string }
export interface PartDelta { type: 'response.output_text.delta'; event_id: string; delta: string;
  part: Part; more?: { [key: string]: 'a' } }
export interface Inline { type: 'inline'; event_id: string; item: TextItem | CallItem; token?: 'x' }
export interface Hello { type: 'hello'; event_id: string }
export type ServerEvent = ItemAdded | PartDelta | Inline;
export interface Stop { type: 'stop'; event_id: string }
export type ClientEvent = Hello | Stop;
"""
PART = {"kind": "text"}
ITEM = {"type": "text", "text": "t"}
ADDED = {"type": "item.added", "event_id": "e", "item": ITEM}
DELTA = {"type": "response.output_text.delta", "event_id": "e", "delta": "d", "part": PART}
INLINE = {"type": "inline", "event_id": "e", "item": ITEM}


def entry(text: str) -> str:
    """The one entry of a proposal, without what it says of the recording."""
    [proposed] = text.split("\n\n# ")[1:]
    lines = proposed.splitlines()[1:]
    return "\n".join(line for line in lines if not line.startswith("why = "))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({**ADDED, "previous": None}, '[[nullable]]\nmatch = "ItemAdded.previous"'),
        ({**DELTA, "delta": None}, '[[nullable]]\nmatch = "PartDelta.delta"'),
        (
            {**DELTA, "part": {"kind": "video"}},
            '[[member]]\nmatch = "Part.kind"\nvalue = "video"',
        ),
        (
            {**DELTA, "part": {**PART, "tags": ["a", "c"]}},
            '[[member]]\nmatch = "Part.tags[]"\nvalue = "c"',
        ),
        (
            {**DELTA, "part": {}},
            '[[member]]\nmatch = "Part"\nproperty = "kind"\noptional = true',
        ),
        (
            {**DELTA, "part": {**PART, "at": [1, 2.5]}},
            '[[member]]\nmatch = "Part"\nproperty = "at"\ntype = "number[]"',
        ),
        (
            {**DELTA, "item": ITEM},
            '[[member]]\nmatch = "PartDelta"\nproperty = "item"\ntype = "Item"',
        ),
        (
            {**ADDED, "item": {"name": "n", "arguments": "{}"}},
            '# Other members: TextItem\n[[default]]\nmatch = "Item"\nmember = "CallItem"',
        ),
        (
            {**INLINE, "item": {"text": "t"}},
            '# Other members: CallItem\n[[default]]\nmatch = "Inline.item"\nmember = "TextItem"',
        ),
        (
            {**ADDED, "item": {"type": "image", "url": "u", "size": None}},
            (
                '[[event]]\nname = "ImageEvent"\ntag = "image"\ngroup = "Item"\n'
                '[event.fields]\n"url" = "string"\n"size" = "unknown"'
            ),
        ),
        (
            {**DELTA, "type": "response.text.delta"},
            (
                '[[event]]\nname = "ResponseTextDeltaEvent"\ntag = "response.text.delta"\n'
                'group = "ServerEvent"\nlike = "PartDelta"'
            ),
        ),
        (
            {"type": "ping", "event_id": "e", "part": PART, "on": True},
            (
                '[[event]]\nname = "PingEvent"\ntag = "ping"\ngroup = "ServerEvent"\n'
                '[event.fields]\n"event_id" = "string"\n"part" = "Part"\n"on" = "boolean"'
            ),
        ),
        (
            {"dir": "client", "event": {"type": "bye", "event_id": "e"}},
            (
                '[[event]]\nname = "ByeEvent"\ntag = "bye"\ngroup = "ClientEvent"\n'
                '[event.fields]\n"event_id" = "string"'
            ),
        ),
    ],
)
def test_each_misfit_has_its_fact(tmp_path: Path, message: Any, expected: str) -> None:
    report, text = check_claims(tmp_path, SPEC, [message])
    assert report["misfits"] == 0
    assert entry(text) == expected


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({**DELTA, "delta": []}, "no fact says of a declared place that it has values of another"),
        ({**DELTA, "more": {"k": "b"}}, "no fact is about the values of a map"),
        ({**INLINE, "item": {"type": "image"}}, "no fact adds a member to a union that has no"),
        ({**INLINE, "token": "sk-123"}, "the value is secret"),
        ({"event_id": "e"}, "a message without a tag is no event"),
        ({**DELTA, "part": {**PART, "tags": [None]}}, "no fact is about an element of such a list"),
        ({**DELTA, "\u202e": 1}, "a facts file cannot have such a value"),
    ],
)
def test_what_no_fact_mends_is_a_comment(tmp_path: Path, message: Any, why: str) -> None:
    report, text = check_claims(tmp_path, SPEC, [ADDED, message])
    assert report["misfits"] == 1
    assert why in text
    assert "[[" not in text
    assert "sk-123" not in text
    assert "\u202e" not in text
    assert all(line.startswith("#") for line in text.splitlines() if line)


def test_what_hides_behind_a_missing_tag_is_found_too(tmp_path: Path) -> None:
    """And what an event of the proposal itself does not say at first."""
    bad = {"name": None, "arguments": "{}", "more": 1}
    report, text = check_claims(tmp_path, SPEC, [{**ADDED, "item": bad}])
    assert report["misfits"] == 0
    assert re.findall(r"\[\[(\w+)\]\]", text) == ["default", "member", "nullable"]


def test_values_without_end_are_no_literals(tmp_path: Path) -> None:
    messages = [{**DELTA, "part": {"kind": f"k{number}"}} for number in range(25)]
    report, text = check_claims(tmp_path, SPEC, messages)
    assert report["misfits"] == 25
    assert "[[" not in text
    assert text.count("there are more than 20 such values") == 1
    assert 'got string "k0" and others (there' in text


def test_a_proposed_event_takes_no_name_that_the_package_has(tmp_path: Path) -> None:
    """A proposal can be generated from as it is, whatever the tags are like."""
    spec = (
        "export interface Ping { type: 'ping'; partEvent?: { deep: number } }\n"
        "export interface Pong { type: 'pong' }\nexport type Got = Ping | Pong;"
    )
    tags = ("unknown", "unknown.event", "ping.part", "ping", "new")
    text = proposed(tmp_path, spec, [{"type": tag} for tag in tags])
    assert set(re.findall(r'tag = "(.*)"', text)) == {*tags} - {"ping"}
    facts = SourceFile("proposal.toml", text.encode())
    files = MemoryFiles({ENTRY: spec.encode()})
    result = compiled(files, "spec", facts=facts, targets=("dataclasses", "dispatcher"))
    assert [told for told in result.diagnostics if told.severity is not Severity.NOTE] == []


def test_a_proposal_cites_the_recording_and_how_often(tmp_path: Path) -> None:
    text = proposed(tmp_path, SPEC, [ADDED, *2 * [{**ADDED, "previous": None}]])
    assert 'why = "Recorded as null in 2 events, first in log, line 2."' in text
    assert "# item.added: $.previous\n" in text


# --------------------------------------------------------------- facts that are there already

FACTS = """# Ours.
[spec]
package = "ours"

[[nullable]]
match = "ItemAdded.previous"
why = "seen"
"""


def test_a_file_of_ones_own_goes_on_as_it_is(tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text(FACTS)
    messages = [{**ADDED, "previous": None}, {**DELTA, "delta": None}]
    text = proposed(tmp_path, SPEC, messages, "--facts", str(facts))
    assert text.startswith(FACTS)
    assert text.count("[[nullable]]") == 2
    log, spec = str(tmp_path / "log"), str(tmp_path / "spec.d.ts")
    run(spec, log, "--facts", str(facts), "--propose", str(facts))
    assert facts.read_text() == text
    run(spec, log, "--facts", str(facts), code=0)


def test_no_other_file_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "spec.d.ts").write_text(SPEC)
    (tmp_path / "log").write_text(json.dumps(ADDED))
    facts = tmp_path / "facts.toml"
    facts.write_text(FACTS)
    spec, log = str(tmp_path / "spec.d.ts"), str(tmp_path / "log")
    done = run(spec, log, "--propose", str(facts), code=2)
    assert f"--facts {facts} goes on with it" in done.stderr
    assert facts.read_text() == FACTS
    empty = tmp_path / "empty"
    empty.write_text("")
    done = run(spec, str(empty), "--propose", str(tmp_path / "new.toml"), code=2)
    assert "RC732" in done.stderr
    assert not (tmp_path / "new.toml").exists()
    done = run(spec, log, "--propose", str(tmp_path / "no" / "facts.toml"), code=2)
    assert "the facts cannot be written" in done.stderr
    done = run(spec, log, "--propose", "x", "--partial", "y", code=2)
    assert "--propose goes without" in done.stderr


def test_an_inline_list_of_entries_cannot_go_on(tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text("nullable = [{ match = 'ItemAdded.previous', why = 'w' }]\n")
    (tmp_path / "spec.d.ts").write_text(SPEC)
    (tmp_path / "log").write_text(json.dumps(DELTA))
    done = run(
        *map(str, (tmp_path / "spec.d.ts", tmp_path / "log", "--facts", facts)),
        "--propose",
        str(tmp_path / "more.toml"),
        code=2,
    )
    assert "write the entries of `nullable` as tables: `[[nullable]]`" in done.stderr


def test_facts_of_the_tool_that_were_found_are_built_on(tmp_path: Path) -> None:
    """By name; where some do not apply, with a copy of the others."""
    package = tmp_path / "node_modules" / "openai"
    spec = package / "resources" / "realtime" / "realtime.d.ts"
    spec.parent.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "openai", "version": "7.59.0"}')
    declared = (ROOT / "spec" / "openai-realtime-ga" / "realtime.d.ts").read_text()
    log, facts = tmp_path / "log", tmp_path / "facts.toml"
    log.write_text('{"type": "response.created", "event_id": null}\n')
    for text, begins in (
        (declared, '[spec]\nextends = "openai-realtime-ga"\n'),
        (declared.replace("received_at", "taken_at"), '[spec]\nname = "OpenAI Realtime API"\n'),
    ):
        spec.write_text(text)
        facts.unlink(missing_ok=True)
        done = run(str(spec), str(log), "--propose", str(facts), code=1)
        assert "with it 0 of 1 events misfit" in done.stderr
        written = facts.read_text()
        assert written.startswith(begins)
        assert "received_at" not in written
        run(str(spec), str(log), "--facts", str(facts), code=0)
        assert len(written) < 1000 or written.count("[[integers]]") > 8


def test_the_standard_input_is_read_as_often_as_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Any] = []
    spooled = tempfile.SpooledTemporaryFile

    def noted(*arguments: Any) -> Any:
        kept.append(spooled(*arguments))
        return kept[-1]

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", noted)
    (tmp_path / "spec.d.ts").write_text(SPEC)
    facts = tmp_path / "facts.toml"
    arguments = ["audit", str(tmp_path / "spec.d.ts"), "--propose", str(facts)]
    done = CliRunner().invoke(main, arguments, input=json.dumps({**DELTA, "part": {"new": 1}}))
    assert done.exit_code == 1
    assert "with it 0 of 1 events misfit, 1 without" in done.stderr
    assert "first in -, line 1" in facts.read_text()
    assert [stream.closed for stream in kept] == [True]


# ------------------------------------------------------------------------ recorded events


@pytest.mark.skipif(not EVENTS.is_dir(), reason="the recorded events are not here")
@pytest.mark.usefixtures("spec_read_once")
@pytest.mark.parametrize("dialect", ["xai", "azure_voice", "azure_ws", "gateway", "openai_ws"])
def test_recorded_events_of_other_servers_fit_with_their_proposal(
    tmp_path: Path, dialect: str
) -> None:
    logs = sorted(map(str, EVENTS.glob(f"*{dialect}*.jsonl")))
    spec = str(ROOT / "spec" / "openai-realtime-ga" / "realtime.d.ts")
    facts = str(tmp_path / "facts.toml")
    assert logs
    assert any(known.name == "openai-realtime-ga" for known in SHIPPED)
    run(spec, *logs, "--facts", "openai-realtime-ga", "--propose", facts, code=1)
    text = Path(facts).read_text()
    assert "# What no fact mends" not in text
    # Sessions of other vendors have no tag; those of the API itself always have one.
    assert ("[[default]]" in text) == (dialect in ("xai", "azure_voice"))
    run(spec, *logs, "--facts", facts, code=0)
