"""The audit as a whole: what lines are, whose events they hold, limits, and the command."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.audit.catalogue import Catalogue, Direction, direction_of
from realtime_codegen.audit.findings import Kind
from realtime_codegen.audit.layouts import Lines
from realtime_codegen.audit.recording import Envelopes, Record, check_pointer
from realtime_codegen.audit.report import FORMATS
from realtime_codegen.audit.tally import NO_TAG, OTHERS, Report
from realtime_codegen.audit.texts import Broken
from realtime_codegen.audit.values import LONGEST
from realtime_codegen.cli import main
from realtime_codegen.model import DeclId, EventGroup, Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles
from tests.tools import started
from tests.tools.counting import calls_of
from tests.tools.growth import EVEN, growth

ROOT = Path(__file__).parents[1]
SPEC = """
export interface Hello { type: 'hello'; name: string; level?: 'a' | 'b' }
export interface Bye { type: 'bye'; tags?: { [key: string]: string } }
export interface Welcome { type: 'welcome'; parts?: Array<{ text: string }> }
export interface Ended { type: 'ended' }
export interface Extra { type: 'extra'; more?: Extra; either?: Extra | string[] }
export interface SideWelcome { type: 'welcome'; side: number }
export type ClientEvent = Hello | Bye;
export type ServerEvent = Welcome | Ended | Extra;
export type SideServerEvent = SideWelcome | Ended;
"""


@pytest.fixture(scope="module")
def model() -> Model:
    model = load_model(MemoryFiles({"spec.d.ts": SPEC.encode()}), "spec.d.ts", Options()).model
    assert model is not None
    return model


def audited(model: Model, data: bytes, **settings: Any) -> Report:
    """The report on one file."""
    names, _ = package_names(model, "spec.d.ts")
    auditor = Auditor(model, names, Settings(**settings))
    auditor.read("log", io.BytesIO(data))
    return auditor.report()


def lines(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


# ------------------------------------------------------------------------- who sends what


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("RealtimeClientEvent", "client"),
        ("RealtimeServerEvent", "server"),
        ("ClientServerEvent", None),
        ("Event", None),
        ("Clients", None),
    ],
)
def test_who_sends_a_group(name: str, direction: str | None) -> None:
    assert direction_of(EventGroup(DeclId("x", (name,)), ("type",), ())) == direction


def test_events_are_found_by_tag_and_sender(model: Model) -> None:
    def events_of(tag: str, direction: Direction | None, *groups: str) -> list[tuple[str, str]]:
        events = Catalogue(model, groups).find(tag, direction)
        return [(str(event.id), str(event.group)) for event in events]

    both = [("Welcome", "ServerEvent"), ("SideWelcome", "SideServerEvent")]
    assert events_of("welcome", None) == events_of("welcome", "server") == both
    assert events_of("ended", "server") == [("Ended", "ServerEvent")]
    assert events_of("ended", "server", "SideServerEvent") == [("Ended", "SideServerEvent")]
    assert (
        events_of("welcome", "client")
        == events_of("hello", "server")
        == events_of("nope", None)
        == []
    )
    assert Catalogue(model).names("server") == "ServerEvent or SideServerEvent"
    assert Catalogue(model).names(None) == "ServerEvent or 2 other unions"
    with pytest.raises(ValueError, match="there is ClientEvent, ServerEvent or SideServerEvent"):
        Catalogue(model, ["Nothing"])


def test_a_tag_of_several_groups_is_of_what_fits_best(model: Model) -> None:
    def chosen(**fields: Any) -> list[str]:
        report = audited(model, lines({"type": "welcome", **fields}))
        return [event.declaration for event in report.events]

    assert chosen() == ["Welcome"]
    assert chosen(side=1) == ["SideWelcome"]
    assert chosen(side="1") == ["Welcome"]
    assert chosen(side=1, more=1) == ["SideWelcome"]
    assert chosen(side=1, parts=1) == ["SideWelcome"]
    assert chosen(side="1", parts=1) == ["Welcome"]
    two = audited(model, lines({"type": "welcome"}, {"type": "welcome", "side": 1}))
    assert [(event.tag, event.group) for event in two.events] == [
        ("welcome", "ServerEvent"),
        ("welcome", "SideServerEvent"),
    ]
    assert "welcome  SideWelcome (SideServerEvent)" in FORMATS["table"](two, False)


HELLO: dict[str, Any] = {"type": "hello", "name": "x"}
WELCOME: dict[str, Any] = {"type": "welcome"}
NEW: dict[str, Any] = {"type": "new"}


@pytest.mark.parametrize(
    ("line", "value", "direction"),
    [
        (HELLO, HELLO, None),
        ({**HELLO, "direction": "server"}, {**HELLO, "direction": "server"}, None),
        # An event that holds what looks like one is no envelope.
        ({**WELCOME, "parts": HELLO}, {**WELCOME, "parts": HELLO}, None),
        ({"dir": "client", "event": HELLO}, HELLO, "client"),
        ({"direction": "SERVER", "time": 1, "data": WELCOME}, WELCOME, "server"),
        ({"from": "client", "message": json.dumps(HELLO)}, HELLO, "client"),
        ({"from": "client", "message": f" {json.dumps(HELLO)}"}, None, None),
        ({"direction": "s2c", "event": NEW}, NEW, "server"),
        ({"direction": "server-to-client", "event": NEW}, NEW, "server"),
        ({"direction": "sent", "event": NEW}, NEW, "client"),
        ({"direction": "<", "event": NEW}, NEW, "server"),
        ({"event": HELLO, "note": "x"}, HELLO, None),
        ({"type": "frame", "event": HELLO}, HELLO, None),
        # Nobody declares it, and nobody is said to have sent it: it is what it looks like.
        ({"event": NEW}, None, None),
        ({"type": "frame", "event": NEW}, None, None),
        ({"dir": "server", "a": WELCOME, "b": WELCOME}, None, None),
        ({"dir": "server", "a": NEW, "b": NEW}, None, None),
        ({"dir": "server", "a": NEW, "b": WELCOME}, WELCOME, "server"),
        ({"dir": "server", "event": {"name": "x"}}, None, None),
        ({"dir": "server", "event": "{not json}"}, None, None),
        ({}, None, None),
    ],
)
def test_events_are_taken_out_of_envelopes(
    model: Model, line: Any, value: Any, direction: str | None
) -> None:
    (record,) = Envelopes(Catalogue(model)).open(json.dumps(line).encode())
    assert isinstance(record, Record)
    assert record.value == (line if value is None else value)
    if value is not None:
        assert record.sender.direction == direction


@pytest.mark.parametrize(
    ("pointer", "line", "value"),
    [
        ("", HELLO, HELLO),
        ("/event", {"event": HELLO}, HELLO),
        ("/a~1b/~0/1", {"a/b": {"~": [0, json.dumps(HELLO)]}}, HELLO),
        ("/", {"": HELLO}, HELLO),
        ("/event", {"message": HELLO}, "the pointer leads nowhere"),
        ("/0", {"event": HELLO}, "the pointer leads nowhere"),
        ("/a/2", {"a": [HELLO]}, "the pointer leads nowhere"),
        ("/a/-1", {"a": [HELLO]}, "the pointer leads nowhere"),
        ("/a/x", {"a": "text"}, "the pointer leads nowhere"),
        ("/a", {"a": 3}, "expected a JSON object at the pointer, got number 3"),
        ("/a", {"a": "{"}, "the text at the pointer is not JSON"),
    ],
)
def test_pointers(model: Model, pointer: str, line: Any, value: Any) -> None:
    envelopes = Envelopes(Catalogue(model), pointer)
    data = json.dumps(line).encode()
    (item,) = envelopes.open(data)
    if isinstance(value, str):
        assert isinstance(item, Broken)
        assert value in item.reason
    else:
        assert isinstance(item, Record)
        assert item.value == value


@pytest.mark.parametrize("pointer", ["event", "/a~", "/a~2", "$.event"])
def test_what_is_no_pointer(pointer: str) -> None:
    with pytest.raises(ValueError, match="no JSON Pointer"):
        check_pointer(pointer)


def test_who_sent_an_event_counts(model: Model) -> None:
    def kinds(*values: Any, **settings: Any) -> list[tuple[str, str | None, str]]:
        report = audited(model, lines(*values), **settings)
        return [(event.tag, event.direction, event.declaration) for event in report.events]

    wrong = {"dir": "server", "event": HELLO}
    assert kinds(HELLO) == [("hello", "client", "Hello")]
    assert kinds(wrong) == [("hello", "server", "")]
    # What was sent depends on who recorded; what the client sent does not.
    assert kinds({"direction": "received", "event": HELLO}) == [("hello", "client", "Hello")]
    assert kinds({"direction": "received", "event": NEW}) == [("new", "server", "")]
    assert kinds(wrong, direction="client") == [("hello", "client", "Hello")]
    assert kinds(HELLO, direction="server") == [("hello", "server", "")]
    (finding,) = audited(model, lines(wrong)).findings
    assert finding.hint == "it is an event of the client"


# ----------------------------------------------------------------------------- counting


def test_events_are_counted_once(model: Model) -> None:
    """However often an event misfits, it is one; strict decoding takes undeclared fields."""
    parts = [{"text": 1}, {"text": 2, "new": 1}, {}]
    report = audited(
        model,
        lines({**WELCOME, "parts": parts}, {**WELCOME, "x": 1}, WELCOME, HELLO, HELLO),
    )
    assert (report.count, report.misfits, report.refused) == (5, 2, 1)
    assert dict(report.kinds) == {Kind.WRONG_TYPE: 1, Kind.MISSING: 1, Kind.UNDECLARED: 2}
    assert [(finding.path, finding.kind, finding.count) for finding in report.findings] == [
        ("$.parts[].new", Kind.UNDECLARED, 1),
        ("$.parts[].text", Kind.MISSING, 1),
        ("$.parts[].text", Kind.WRONG_TYPE, 1),
        ("$.x", Kind.UNDECLARED, 1),
    ]
    assert report.findings[1].example.path == "$.parts[2].text"
    absent = [(event.tag, str(event.group)) for event in report.absent]
    assert absent == [
        ("ended", "ServerEvent"),
        ("extra", "ServerEvent"),
        ("bye", "ClientEvent"),
        ("welcome", "SideServerEvent"),
    ]
    ignoring = audited(model, lines({**WELCOME, "x": 1}), ignored=(Kind.UNDECLARED,))
    assert ignoring.clean
    assert not ignoring.findings


def test_fields_are_counted_where_they_are_declared(model: Model) -> None:
    report = audited(
        model,
        lines(
            {
                "type": "extra",
                "more": {"type": "extra", "more": {"type": "extra"}},
                "new": {"a": 1},
            },
            {"type": "extra"},
            {"type": "bye", "tags": {"a": "1", "b": "2"}},
            {"type": "bye", "tags": {}},
        ),
    )
    fields = {
        (event.tag, field.path): (field.count, field.of, field.declared)
        for event in report.events
        for field in event.fields
    }
    assert fields == {
        ("extra", "$.type"): (2, 2, True),
        ("extra", "$.more"): (1, 2, True),
        ("extra", "$.more.type"): (1, 1, True),
        ("extra", "$.more.more"): (1, 1, True),
        ("extra", "$.more.more.type"): (1, 1, True),
        ("extra", "$.new"): (1, 2, False),
        ("bye", "$.type"): (2, 2, True),
        ("bye", "$.tags"): (2, 2, True),
        ("bye", "$.tags.*"): (1, 2, True),
    }


def test_fields_are_listed_in_the_order_of_the_spec() -> None:
    """Required or not, and of unions and inner objects those of each member together."""
    text = """
    export interface A { late?: string; type: 'a'; c?: number; b: string; inner?: In | On[] }
    export interface In { z?: 1; kind: 'in'; y: 2 }
    export interface On { x: 3; w?: 4; kind: 'on' }
    export interface B { type: 'b' }
    export type ServerEvent = A | B;
    """
    model = load_model(MemoryFiles({"s.d.ts": text.encode()}), "s.d.ts", Options()).model
    assert model is not None
    event: dict[str, Any] = {"b": "", "c": 1, "late": "", "type": "a"}
    inner: list[Any] = [{"y": 2, "kind": "in", "z": 1}, [{"kind": "on", "w": 4, "x": 3, "new": 0}]]
    report = audited(model, lines(*({**event, "inner": value} for value in inner)))
    assert [field.path for field in report.events[0].fields] == [
        *("$.late", "$.type", "$.c", "$.b", "$.inner"),
        *("$.inner.z", "$.inner.kind", "$.inner.y"),
        *("$.inner[].x", "$.inner[].w", "$.inner[].kind", "$.inner[].new"),
    ]


def test_an_event_that_fits_takes_few_calls(model: Model) -> None:
    """The work for each event decides how long an audit takes."""
    event = {"type": "hello", "name": "n"}

    def calls(count: int) -> int:
        data = lines(*[event] * count)
        return calls_of(lambda: audited(model, data))

    calls(1)  # Imports what is needed late.
    assert calls(1100) - calls(100) <= 8 * 1000


def test_fields_of_many_kinds_of_objects_add_up(model: Model) -> None:
    """Which fields occurred together is forgotten where there are too many such sets."""
    values = [{"type": "ended", f"f{n % 700}": 1, f"g{n % 3}": 2} for n in range(2000)]
    report = audited(model, lines(*values))
    fields = {field.path: field.count for field in report.events[0].fields}
    assert fields["$.type"] == 2000
    assert fields["$.g0"] == 667
    assert sum(count for path, count in fields.items() if path.startswith("$.f")) == 2000


class Endless(io.RawIOBase):
    """A recording in which everything is always new, made as it is read."""

    def __init__(self, count: int) -> None:
        self._made = self._lines(count)

    def readline(self, size: int | None = -1, /) -> bytes:
        return next(self._made, b"")

    def _lines(self, count: int) -> Iterator[bytes]:
        for n in range(count):
            yield (
                lines(
                    {"type": f"unknown.{n}" + "x" * 300, f"f{n}": 1},
                    {
                        "type": "hello",
                        "name": n,
                        "level": f"l{n}",
                        f"field{n}" + "y" * 300: "z" * 5000,
                    },
                    {"type": "bye", "tags": {f"k{n}": n, "a": None}},
                    {"type": "extra", "more": {"type": f"t{n}", f"x{n}": {}}},
                )[:-1].replace(b"\n", b" \n")
                + b"\n"
            )
            yield b'{"broken": %d\n' % n


class Single(io.RawIOBase):
    """The lines of another, one at a time."""

    def __init__(self, inner: Endless) -> None:
        self._inner = inner
        self._rest: list[bytes] = []

    def readline(self, size: int | None = -1, /) -> bytes:
        if not self._rest:
            self._rest = self._inner.readline().splitlines(keepends=True)[::-1]
        return self._rest.pop() if self._rest else b""


def _memory(model: Model, count: int) -> tuple[Report, int]:
    """The report of an endless log, and the most memory that it took.

    The collector does not run meanwhile: when it would depends on all that ran before. So what
    is only waiting for it counts, too.
    """
    names, _ = package_names(model, "spec.d.ts")
    auditor = Auditor(model, names, Settings())
    was_enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        auditor.read("log", Single(Endless(count)))
        return auditor.report(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        if was_enabled:
            gc.enable()


@pytest.mark.nightly
def test_memory_does_not_grow_with_what_is_new(model: Model) -> None:
    """Findings are kept up to a number and a length, and the rest is counted."""
    small, less = _memory(model, 2_600)
    large, more = _memory(model, 5_200)
    assert more < less * 1.25
    assert more < 12_000_000
    assert (small.count, large.count) == (10_400, 20_800)
    assert large.broken == 5_200
    assert len(large.first_broken) == 20
    assert len(large.findings) == 2_000 + 200 + 1  # One for each kind of unknown event.
    assert large.dropped > 3_000
    assert len(large.events) < 210
    assert {event.tag: event.count for event in large.events}[OTHERS] == 5_200 - 200
    levels = [finding for finding in large.findings if finding.path == "$.level"]
    assert len(levels) == 21
    assert sum(level.count for level in levels) == 5_200
    assert all(len(text) < 2_500_000 for text in (form(large, True) for form in FORMATS.values()))


def test_a_long_line_is_not_read_as_a_whole() -> None:
    stream = io.BytesIO(b"short\n" + b"x" * 50 + b"\nlast")
    read = Lines(stream, longest=10)
    assert list(read) == [b"short\n", None, b"last"]
    assert read.read == 6 + 51 + 4
    exact = Lines(io.BytesIO(b"0123456789\n0123456789"), longest=10)
    assert list(exact) == [b"0123456789\n", b"0123456789"]
    assert LONGEST >= 2**26


def test_a_line_that_nests_too_deeply_is_told(model: Model) -> None:
    """Too deep for the parser, or too deep for the checks: a union takes more of the stack."""
    parser = b'{"type":"extra","more":' * 100_000 + b"\n"
    checks = b'{"type":"extra","either":' * 600 + b"{}" + b"}" * 600 + b"\n"
    report = audited(model, parser + checks + lines(HELLO))
    assert [broken.line for broken in report.first_broken] == [1, 2]
    assert all("nested too deeply" in broken.reason for broken in report.first_broken)
    assert (report.count, report.misfits) == (1, 0)


def test_time_grows_with_the_length_alone(model: Model) -> None:
    def recording(count: int) -> bytes:
        wide = {"type": "bye", "tags": {f"k{n}": n for n in range(count)}}
        many = {
            **WELCOME,
            "parts": [{"text": n} for n in range(count)],
            **{f"f{n}": 1 for n in range(count)},
        }
        return lines(wide, many)

    assert growth(recording, lambda data: audited(model, data), 8_000, 10) < EVEN


# -------------------------------------------------------------------------- the command


def run(*arguments: str | Path, data: bytes = b"") -> Any:
    done = CliRunner().invoke(main, ["audit", *map(str, arguments)], input=data)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.d.ts"
    path.write_text(SPEC)
    return path


def test_exit_codes(spec: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_bytes(lines(HELLO))
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(lines({**HELLO, "x": 1}))
    half = tmp_path / "half.jsonl"
    half.write_bytes(lines(HELLO) + b"{\n")
    assert run(spec, log).exit_code == 0
    assert run(spec, bad).exit_code == 1
    assert run(spec, half).exit_code == 1
    assert run(spec, log, bad).exit_code == 1
    assert run(spec, bad, half, "--exit-zero").exit_code == 0
    assert run(spec, bad, "--ignore", "undeclared").exit_code == 0
    assert run(spec, bad, "--ignore", "missing").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nothing.jsonl",), 2, ("RC731", "nothing.jsonl", "No such file")),
        ((".",), 2, ("RC731", "directory")),
        (("empty.jsonl",), 2, ("RC732", "no events in", "empty.jsonl")),
        (("none.jsonl",), 2, ("RC732", "none.jsonl:3", "--pointer", "got number 1")),
        (("log.jsonl", "--pointer", "event"), 2, ("--pointer", "no JSON Pointer")),
        (("log.jsonl", "--pointer", "/event"), 2, ("RC732", "the pointer leads nowhere")),
        (("log.jsonl", "--group", "Event"), 2, ("--group", "ClientEvent")),
        (("log.jsonl", "--direction", "up"), 2, ("--direction",)),
        (("log.jsonl", "--ignore", "all"), 2, ("--ignore", "unknown-value")),
        (("log.jsonl", "--format", "xml"), 2, ("--format",)),
    ],
)
def test_what_cannot_be_done_is_said(
    spec: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.jsonl").write_bytes(lines(HELLO))
    Path("empty.jsonl").write_bytes(b"\n\n")
    Path("none.jsonl").write_bytes(b"\n[\n1]\n")
    done = run(spec.name, *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("export interface Only { type: 'only' }", "RC733"),
        ("export interface {", "RC104"),
    ],
)
def test_a_spec_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "spec.d.ts"
    path.write_text(text)
    done = run(path, data=lines(HELLO))
    assert (done.exit_code, done.stdout) == (3, "")
    assert words in done.stderr
    assert run(tmp_path / "none.d.ts", data=lines(HELLO)).exit_code == 3


def test_the_standard_input_is_read(spec: Path) -> None:
    for arguments in ((), ("-",)):
        done = run(spec, *arguments, "--format", "json", data=lines(HELLO, {**HELLO, "x": 1}))
        assert done.exit_code == 1
        report = json.loads(done.stdout)
        assert (report["events"], report["files"]) == (2, ["-"])
        assert report["findings"][0]["example"]["line"] == 2
    github = run(spec, "--format", "github", data=lines({}))
    assert github.stdout.startswith("::error title=")


def test_a_group_can_be_chosen(spec: Path) -> None:
    data = lines({"type": "welcome"})
    assert run(spec, data=data).exit_code == 0
    assert run(spec, "--group", "SideServerEvent", data=data).exit_code == 1
    both = ("--group", "SideServerEvent", "--group", "ServerEvent")
    assert run(spec, *both, data=data).exit_code == 0


UNIONS = """
export interface A { type: 'a'; n: number }
export interface B { type: 'b' }
export interface Other { type: string; [k: string]: unknown }
export type Event = A | B | Other;
export interface Hello { op: 10; d: number }
export interface Ack { op: true }
export type Gateway = Hello | Ack;
export type Keys = { left: string } | { right: number };
export interface Session { gateway?: Gateway; keys?: Keys }
"""


@pytest.mark.parametrize(
    ("arguments", "messages", "counted", "misfits"),
    [
        pytest.param(
            (),
            ({"type": "a", "n": 1}, {"type": "a"}, {"type": "zzz", "q": 1}, {"type": "b"}),
            {"a": 2, "b": 1, "(any other)": 1},
            [("a", "$.n", "missing")],
            id="an open member",
        ),
        pytest.param(
            ("--group", "Gateway"),
            ({"op": 10, "d": 1}, {"op": True}, {"op": 1}, {"op": 10, "d": "x"}, {"op": "10"}),
            {"10": 3, "true": 1, "1": 1},
            [
                ("1", "$.op", "unknown-event"),
                ("10", "$.op", "unknown-event"),
                ("10", "$.d", "wrong-type"),
            ],
            id="numbers and booleans, of a union that is used",
        ),
        pytest.param(
            ("--group", "Keys"),
            ({"left": "x"}, {"right": 2}, {"right": "x"}, {"type": "a"}),
            {"Keys": 4},
            [("Keys", "$", "wrong-type"), ("Keys", "$.right", "wrong-type")],
            id="a union without a tag",
        ),
        pytest.param(
            ("--group", "B"), ({"type": "b"}, {}), {"B": 2}, [("B", "$.type", "missing")], id="one"
        ),
    ],
)
def test_any_union_can_be_chosen(
    tmp_path: Path,
    arguments: tuple[str, ...],
    messages: tuple[object, ...],
    counted: dict[str, int],
    misfits: list[tuple[str, str, str]],
) -> None:
    path = tmp_path / "unions.d.ts"
    path.write_text(UNIONS, encoding="utf-8")
    done = run(path, *arguments, "--format", "json", data=lines(*messages))
    assert done.exit_code == 1, done.stderr
    report = json.loads(done.stdout)
    counts: dict[str, int] = {}
    for row in report["types"]:
        counts[row["type"]] = counts.get(row["type"], 0) + row["events"]
    assert counts == counted
    triples = [
        (finding["type"], finding["path"], finding["kind"]) for finding in report["findings"]
    ]
    assert sorted(triples) == sorted(misfits)


def test_the_kinds_of_the_option_are_all_kinds() -> None:
    from realtime_codegen.cli import audit

    assert tuple(kind.value for kind in Kind) == audit._KINDS
    assert len({kind.summary for kind in Kind}) == len(Kind)


def test_progress_is_for_people_who_watch(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REALTIME_NATIVE", "0")  # The core has read it before there is any to show.
    log = tmp_path / "log.jsonl"
    log.write_bytes(lines({**HELLO, "name": "x" * 100}) * 100_000)
    # A quick machine is done before the first pause is over.
    at_once = "from realtime_codegen.cli import audit, run; audit._PAUSE = 0; run()"
    command = [sys.executable, "-c", at_once, "audit", str(spec), str(log)]
    quiet = started.run(command, capture_output=True, check=True, cwd=tmp_path)
    assert quiet.stderr == b""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals")
    master, slave = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=slave, cwd=tmp_path) as running:
        os.close(slave)
        watched = b""
        while True:
            try:
                part = os.read(master, 10_000)
            except OSError:
                break
            if not part:
                break
            watched += part
        assert running.stdout is not None
        assert running.stdout.read() == quiet.stdout
    os.close(master)
    assert running.returncode == 0
    assert b" of 13 MB" in watched
    assert watched.endswith(b"\r\x1b[K")


def test_the_command_is_loaded_when_it_is_called(spec: Path, tmp_path: Path) -> None:
    text = (
        "import sys; from realtime_codegen.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if 'realtime_codegen.audit' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", text, str(spec), "-t", "typeddicts"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_tag_has_a_name_of_its_own(model: Model) -> None:
    report = audited(model, lines({"type": 3}, {"type": None}, {}))
    assert [(event.tag, event.count) for event in report.events] == [(NO_TAG, 3)]


# --------------------------------------------------------------- other protocols, one finding


OTHER: dict[str, Any] = {"event": "media", "media": {"payload": "AA"}}


@pytest.mark.parametrize(
    "options",
    [
        {"skip": ("/media",)},
        {"skip": ("/event=med*",)},
        {"skip": ("nothing", "/event")},
        {"only": ("/type",)},
        {"only": ("hello", "welcome")},
        {"only": ("[hw]el*",)},
        {"only": ("*",), "skip": ("new",)},
    ],
)
def test_messages_of_other_protocols_are_set_apart_and_counted(
    model: Model, options: dict[str, Any]
) -> None:
    values = [HELLO, OTHER, {"dir": "server", "data": WELCOME}, OTHER]
    report = audited(model, lines(*values), **options)
    assert (report.count, report.clean) == (2, True)
    assert sum(count for _, count in report.passed) == 2
    assert audited(model, lines(*values)).count == 4
    with pytest.raises(ValueError, match="no JSON Pointer"):
        audited(model, b"", skip=("/a~",))


def test_one_field_that_is_the_same_everywhere_is_one_finding(model: Model) -> None:
    values = [
        {**HELLO, "x": 1},
        {**WELCOME, "x": 2},
        {"type": "ended", "x": 3},
        {**WELCOME, "y": 0},
    ]
    report = audited(model, lines(*values))
    assert [
        (finding.path, finding.count, finding.tag, finding.also) for finding in report.findings
    ] == [
        ("$.x", 3, "ended", ("hello", "welcome")),
        ("$.y", 1, "welcome", ()),
    ]
    assert "3  ended and 2 others  $.x" in FORMATS["table"](report, False)


SIDED = """
export interface Update { type: 'update'; session: { type: 'live'; a?: string; b?: string } }
export interface Small { type: 'update'; session: { c?: string } }
export interface Other { type: 'other' }
export interface Third { type: 'third' }
export type ClientEvent = Update | Other | Third;
export type SmallClientEvent = Small | Other;
"""


@pytest.mark.parametrize(
    ("session", "declaration", "misfits"),
    [
        ({"type": "live"}, "Update", []),
        ({"a": "x", "b": "y"}, "Update", [("$.session.type", "missing")]),
        ({"c": "x"}, "Small", []),
        ({"c": 1}, "Small", [("$.session.c", "wrong-type")]),
        ({"type": "live", "a": 1}, "Update", [("$.session.a", "wrong-type")]),
    ],
)
def test_a_union_is_judged_by_the_member_that_is_meant(
    session: dict[str, Any], declaration: str, misfits: list[tuple[str, str]]
) -> None:
    model = load_model(MemoryFiles({"spec.d.ts": SIDED.encode()}), "spec.d.ts", Options()).model
    assert model is not None
    report = audited(model, lines({"type": "update", "session": session}))
    assert [event.declaration for event in report.events] == [declaration]
    assert [(finding.path, finding.kind.value) for finding in report.findings] == misfits
    assert declaration in FORMATS["table"](report, False)
