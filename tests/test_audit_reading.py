"""A recording is read alike however it is written, and hostile ones end with a word."""

from __future__ import annotations

import base64
import bz2
import contextlib
import csv
import gzip
import importlib.util
import io
import json
import lzma
import os
import pprint
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings, strategies as st

from realtime_codegen.audit.auditor import Auditor, Settings
from realtime_codegen.audit.tally import Report
from realtime_codegen.audit.unpacking import UnreadableError
from realtime_codegen.audit.values import values
from realtime_codegen.audit.wrappers import Inner, wrapper_of
from realtime_codegen.cli import main
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles
from tests.tools import started
from tests.tools.night import at_night, share

ROOT = Path(__file__).parents[1]
CASES = ROOT.parent / "shared/cases/audit"
GA = "spec/openai-realtime-ga/realtime.d.ts"
SPEC = """
export interface Hello { type: 'hello'; name: string; level?: 'a' | 'b' }
export interface Bye { type: 'bye'; tags?: { [key: string]: string } }
export interface Welcome { type: 'welcome'; parts?: Array<{ text: string }> }
export interface Ended { type: 'ended' }
export type ClientEvent = Hello | Bye;
export type ServerEvent = Welcome | Ended;
"""
MODEL = load_model(MemoryFiles({"spec.d.ts": SPEC.encode()}), "spec.d.ts", Options()).model
assert MODEL is not None
NAMES, _ = package_names(MODEL, "spec.d.ts")

Message = tuple[str, dict[str, Any]]
Recording = list[Message]

TEXTS = st.text(max_size=12) | st.sampled_from(
    ['it\'s "so"', "a\nb\r\n", "{", "}{", "\\", "\u2028", "[1]", "data: x", "...", "eyJ", "é\x1e"]
)
TEXTS = TEXTS.filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
SCALARS = TEXTS | st.integers(-(10**6), 10**6) | st.booleans() | st.none()
EXTRA = st.dictionaries(st.sampled_from("xyz"), SCALARS | st.lists(SCALARS, max_size=2), max_size=2)

_gzip = partial(gzip.compress, mtime=0)


def _event(tag: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    own = st.fixed_dictionaries({"type": st.just(tag)}, optional=fields)
    return st.builds(lambda first, more: {**first, **more}, own, EXTRA)


PART = st.fixed_dictionaries({}, optional={"text": SCALARS, "id": TEXTS})
CLIENT = _event("hello", name=SCALARS, level=SCALARS) | _event(
    "bye", tags=st.dictionaries(TEXTS, SCALARS, max_size=2)
)
SERVER = _event("welcome", parts=st.lists(PART, max_size=3)) | _event("ended")
UNKNOWN = _event("new.thing", name=SCALARS, part=PART)
MESSAGES = st.tuples(st.just("client"), CLIENT | UNKNOWN) | st.tuples(
    st.just("server"), SERVER | UNKNOWN
)
RECORDINGS = st.lists(MESSAGES, min_size=1, max_size=5)

# ------------------------------------------------------------------------------ writers


def _lines(values: list[Any], end: str = "\n") -> bytes:
    return "".join(json.dumps(value) + end for value in values).encode()


def _logged(recording: Recording, line: Callable[[str, dict[str, Any]], str]) -> bytes:
    return "".join(line(sender, event) + "\n" for sender, event in recording).encode()


def _events(recording: Recording) -> list[Any]:
    return [event for _, event in recording]


def _docker(recording: Recording, size: int = 16384) -> bytes:
    written = []
    for event in _events(recording):
        text = json.dumps(event) + "\n"
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        written += [{"log": piece, "stream": "stdout", "time": "t"} for piece in pieces]
        written.append({"log": "a word\n", "stream": "stderr", "time": "t"})
    return _lines(written)


def _event_stream(recording: Recording, indent: int | None = None) -> bytes:
    text = ": hello\n\nretry: 3\n\n"
    for event in _events(recording):
        data = json.dumps(event, indent=indent).splitlines()
        text += f"event: {event['type']}\nid: 1\n" + "".join(f"data: {line}\n" for line in data)
        text += "\n"
    return (text + "data: [DONE]\n\n").encode()


BARE: dict[str, Callable[[Recording], bytes]] = {
    "lines": lambda r: _lines(_events(r)),
    "no last line feed": lambda r: _lines(_events(r))[:-1],
    "crlf": lambda r: _lines(_events(r), "\r\n"),
    "blank lines": lambda r: b"\n \n" + _lines(_events(r), "\n\n"),
    "unescaped": lambda r: "".join(
        json.dumps(event, ensure_ascii=False) + "\n" for event in _events(r)
    ).encode(),
    "array": lambda r: json.dumps(_events(r)).encode(),
    "pretty array": lambda r: json.dumps(_events(r), indent=2).encode(),
    "pretty values": lambda r: b"\n".join(
        json.dumps(event, indent=1).encode() for event in _events(r)
    ),
    "array with a line each": lambda r: (
        b"[\n" + b",\n".join(json.dumps(event).encode() for event in _events(r)) + b"\n]\n"
    ),
    "concatenated": lambda r: _lines(_events(r), ""),
    "with spaces between": lambda r: _lines(_events(r), "  "),
    "BOM": lambda r: b"\xef\xbb\xbf" + _lines(_events(r)),
    "UTF-16": lambda r: _lines(_events(r)).decode().encode("utf-16"),
    "UTF-16 without a mark": lambda r: _lines(_events(r)).decode().encode("utf-16-be"),
    "UTF-32": lambda r: _lines(_events(r)).decode().encode("utf-32"),
    "gzip": lambda r: _gzip(_lines(_events(r))),
    "two gzip members": lambda r: _gzip(_lines(_events(r[:1]))) + _gzip(_lines(_events(r[1:]))),
    "gzip of UTF-16": lambda r: _gzip(_lines(_events(r)).decode().encode("utf-16")),
    "RFC 7464": lambda r: b"".join(b"\x1e" + _lines([event]) for event in _events(r)),
    "pretty RFC 7464": lambda r: b"".join(
        b"\x1e" + json.dumps(event, indent=2).encode() + b"\n" for event in _events(r)
    ),
    "server-sent events": _event_stream,
    "server-sent events of several lines": lambda r: _event_stream(r, 2),
    "prefix": lambda r: (
        b"starting\n"
        + _logged(r, lambda _, event: f"2026-01-01 00:00:00,000 [x] DEBUG {json.dumps(event)}")
    ),
    "prefix and suffix": lambda r: _logged(r, lambda _, event: f"a: {json.dumps(event)} (b)"),
    "repr": lambda r: _logged(r, lambda _, event: repr(event)),
    "repr after a prefix": lambda r: _logged(r, lambda _, event: f"INFO:x:{event!r}"),
    "repr of the text": lambda r: _logged(r, lambda _, event: f"got {json.dumps(event)!r}"),
    "Docker": _docker,
    "Docker in pieces": lambda r: _docker(r, 7),
    "CloudWatch": lambda r: json.dumps(
        {"events": [{"timestamp": 1, "message": json.dumps(event)} for event in _events(r)]}
    ).encode(),
    "CloudWatch's subscriptions": lambda r: _gzip(
        json.dumps(
            {
                "messageType": "DATA_MESSAGE",
                "logEvents": [
                    {"id": "1", "timestamp": 1, "message": f"x {json.dumps(event)}\n"}
                    for event in _events(r)
                ],
            },
            indent=2,
        ).encode()
    ),
}


def _chrome(recording: Recording, **options: Any) -> bytes:
    kinds = {"client": "send", "server": "receive"}
    messages: list[Any] = [
        {"type": kinds[sender], "time": 1.0, "opcode": 1, "data": json.dumps(event)}
        for sender, event in recording
    ]
    messages.append({"type": "send", "time": 1.0, "opcode": 2, "data": "AAAA"})
    entries = [{"request": {"url": "x"}}, {"request": {}, "_webSocketMessages": messages}]
    return json.dumps({"log": {"version": "1.2", "entries": entries}}, **options).encode()


def test_messages_in_frames_of_bytes_are_read() -> None:
    data = base64.b64encode(b'{"type": "a"}').decode()
    frames = [{"type": "send", "time": 1, "opcode": 2, "data": text} for text in (data, "AAAA")]
    har = {"log": {"entries": [{"_webSocketMessages": frames}]}}
    (_, parts) = wrapper_of(har) or ("", ())
    assert [isinstance(part, Inner) for part in parts] == [True, False]


def _devtools(sender: str, event: dict[str, Any]) -> dict[str, Any]:
    method = f"Network.webSocketFrame{'Sent' if sender == 'client' else 'Received'}"
    response = {"opcode": 1, "mask": False, "payloadData": json.dumps(event)}
    return {"method": method, "params": {"requestId": "1", "timestamp": 1, "response": response}}


def _websockets(sender: str, event: dict[str, Any]) -> str:
    mark, text = ">" if sender == "client" else "<", json.dumps(event)
    lines = (f"{mark} TEXT {text!r} [9 bytes]", "% sent keepalive ping", "> PING '' [0 bytes]")
    return "\n".join(f"DEBUG:websockets.client:{line}" for line in lines)


def _cassette(recording: Recording) -> bytes:
    import yaml

    items = [{"dir": sender, "event": event} for sender, event in recording]
    text: str = yaml.safe_dump({"version": 1, "interactions": items}, allow_unicode=True)
    return text.encode()


def _cells(recording: Recording) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["time", "message"])
    rows.writerows((1, f"got {json.dumps({'dir': a, 'event': b})}") for a, b in recording)
    return text.getvalue().encode()


SIDES: dict[str, Callable[[Recording], bytes]] = {
    "envelopes": lambda r: _lines([{"direction": sender, "event": event} for sender, event in r]),
    "an array of envelopes": lambda r: json.dumps([{"from": a, "data": b} for a, b in r]).encode(),
    "text in envelopes": lambda r: _lines([{"dir": a, "data": json.dumps(b)} for a, b in r]),
    "Base64 in envelopes": lambda r: _lines(
        [{"dir": a, "body": base64.b64encode(json.dumps(b).encode()).decode()} for a, b in r]
    ),
    "deep envelopes": lambda r: _lines(
        [{"id": "s", "record": {"meta": {}, "ws": {"dir": a, "json": b}}} for a, b in r]
    ),
    "text in text": lambda r: _lines(
        [{"log": "x", "line": json.dumps({"dir": a, "data": json.dumps(b)})} for a, b in r]
    ),
    "lists": lambda r: _lines([[a, b] for a, b in r]),
    "lists with a time": lambda r: _lines([[1.5, a, json.dumps(b)] for a, b in r]),
    "HAR": _chrome,
    "pretty HAR": lambda r: _chrome(r, indent=2),
    "messages of a HAR": lambda r: _lines(
        [
            {
                "type": "send" if a == "client" else "receive",
                "time": 1,
                "opcode": 1,
                "data": json.dumps(b),
            }
            for a, b in r
        ]
    ),
    "DevTools": lambda r: _lines(
        [_devtools(a, b) for a, b in r] + [{"method": "Network.dataReceived", "params": {}}]
    ),
    "a browser's driver": lambda r: _lines(
        [
            {"level": "INFO", "message": json.dumps({"message": _devtools(a, b), "webview": "1"})}
            for a, b in r
        ]
    ),
    "websockets": lambda r: _logged(r, _websockets),
    "prefix": lambda r: _logged(
        r, lambda a, b: f"DEBUG {'sent >' if a == 'client' else 'recv <'} {json.dumps(b)}"
    ),
    "YAML": _cassette,
    "CSV": _cells,
    "a subscription of CloudWatch": lambda r: _lines(
        [
            {"awslogs": {"data": base64.b64encode(gzip.compress(batch)).decode()}}
            for batch in (
                json.dumps(
                    {"logEvents": [{"timestamp": 1, "message": json.dumps({"dir": a, "m": b})}]}
                ).encode()
                for a, b in r
            )
        ]
    ),
    "text of texts": lambda r: _lines(
        [json.dumps(json.dumps({"dir": sender, "data": event})) for sender, event in r]
    ),
    "envelopes with a tag of their own": lambda r: _lines(
        [
            {"type": "log", "at": {"more": {"x": {"dir": sender, "body": event}}}}
            for sender, event in r
        ]
    ),
    "streams of a store": lambda r: json.dumps(
        {
            "status": "success",
            "data": {
                "result": [{"values": [["1", json.dumps({"dir": a, "event": b})] for a, b in r]}]
            },
        }
    ).encode(),
    "objects in a document": lambda r: "".join(
        f"## {sender}\n\n```json\n{json.dumps({'dir': sender, 'event': event}, indent=2)}\n```\n"
        for sender, event in r
    ).encode(),
    "objects behind a prefix": lambda r: "".join(
        f"12:00 INFO don't: {json.dumps({'dir': sender, 'event': event}, indent=1)}\n"
        for sender, event in r
    ).encode(),
    "Python's print of objects": lambda r: "".join(
        f"{pprint.pformat({'dir': sender, 'event': event}, width=30, sort_dicts=False)}\n"
        for sender, event in r
    ).encode(),
}
if importlib.util.find_spec("zstandard") or sys.version_info >= (3, 14):

    def _zstd(recording: Recording) -> bytes:
        if sys.version_info >= (3, 14):
            from compression import zstd

            return zstd.compress(_lines(_events(recording)))
        zstandard = importlib.import_module("zstandard")
        made: bytes = zstandard.ZstdCompressor().compress(_lines(_events(recording)))
        return made

    BARE["zstd"] = _zstd


def audited(data: bytes, **settings: Any) -> Report:
    assert MODEL is not None
    auditor = Auditor(MODEL, NAMES, Settings(**settings))
    auditor.read("log", io.BytesIO(data))
    return auditor.report()


def said(report: Report) -> Any:
    """What a report says of the messages, and not of the places where they stand."""
    findings = [
        (f.tag, f.direction, f.declaration, f.path, f.kind, f.message, f.count)
        for f in report.findings
    ]
    absent = [(event.tag, str(event.group)) for event in report.absent]
    return report.events, report.kinds, findings, absent, report.broken, report.dropped


@settings(max_examples=share(30), phases=(Phase.explicit, Phase.generate))
@given(RECORDINGS)
def test_each_writing_of_a_recording_gives_the_same_report(recording: Recording) -> None:
    for writers in (BARE, SIDES):
        expected = said(audited(next(iter(writers.values()))(recording)))
        for name, writer in writers.items():
            report = audited(writer(recording))
            assert said(report) == expected, name
            assert sum(count for _, count in report.ways) == report.count == len(recording), name


def test_aliases_in_yaml_are_what_they_stand_for() -> None:
    text = b"shared: &e {type: ended}\nall:\n- {event: *e}\n- {dir: server, event: *e}\n"
    assert audited(text).count == 2


@pytest.mark.parametrize("packing", [bz2.compress, lzma.compress])
def test_packed_recordings_are_read_and_one_that_was_cut_is_told(
    packing: Callable[[bytes], bytes],
) -> None:
    events = [{"type": "ended", "x": os.urandom(9).hex()} for _ in range(200)]
    whole = packing(_lines(events[:90])) + packing(_lines(events[90:]))
    assert audited(whole).count == 200
    cut = audited(whole[:-60])
    assert cut.count < 200
    assert "data is broken here" in cut.first_broken[-1].reason


def test_a_value_over_lines_that_was_cut_takes_no_other_one() -> None:
    event = json.dumps({"type": "ended"}, indent=2)
    report = audited(f"# a\n{event[:-1]}# b\n{event}\n# c\n{event}\n".encode())
    assert (report.count, report.broken) == (2, 1)


def test_what_was_read_as_what_is_said() -> None:
    recording: Recording = [("client", {"type": "hello", "name": "x"})]
    words = {
        name: audited(writer(recording)).ways[0][0] for name, writer in {**SIDES, **BARE}.items()
    }
    assert words["lines"] == ("JSON Lines",)
    assert words["gzip of UTF-16"] == ("gzip", "UTF-16", "JSON Lines")
    assert words["HAR"] == ("HAR",)
    assert words["Docker"] == ("Docker",)
    assert words["prefix"] == ("lines with a prefix",)
    assert words["repr"] == ("Python's repr",)
    assert words["pretty array"] == ("a JSON array",)
    assert words["YAML"] == ("YAML",)


def test_what_is_passed_over_is_counted() -> None:
    recording: Recording = [("client", {"type": "hello", "name": "x"})] * 3
    assert audited(SIDES["websockets"](recording)).passed == (
        ("a PING frame", 3),
        ("a line of text", 3),
    )
    assert audited(SIDES["HAR"](recording)).passed == (
        ("a frame that is no text", 1),
        ("a request without messages of a socket", 1),
    )
    assert audited(BARE["server-sent events"](recording)).passed == (("a line of text", 1),)


@pytest.mark.parametrize(
    "line",
    [
        '{"type": "hello", "name": {"type": "hello", "name": "x"}, "level',
        'DEBUG recv {"type": "hello", "name": {"type": "hello", "name": "x"}, "level',
        'DEBUG:websockets.client:< TEXT \'{"type": "hello", ...rt of it"}\' [99 bytes]',
    ],
)
def test_a_message_that_was_cut_is_no_message_and_told(line: str) -> None:
    report = audited(_lines([{"type": "ended"}]) + line.encode() + b"\n")
    assert (report.count, report.broken) == (1, 1)


def test_stars_in_pointers() -> None:
    batch = {"dir": "client", "all": [{"e": {"type": "hello", "name": "x"}}, {"e": "[]"}, {"e": 3}]}
    report = audited(
        _lines([batch, {"all": json.dumps({"x": {"e": {"type": "ended"}}})}]), pointer="/all/*/e"
    )
    assert [(event.tag, event.direction) for event in report.events] == [
        ("hello", "client"),
        ("ended", "server"),
    ]
    assert report.broken == 2


# ------------------------------------------------------------------------------ hostile


def test_compressed_data_does_not_expand_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realtime_codegen.audit.unpacking._FREE_BYTES", 2**20)
    report = audited(_gzip(b" " * 2**24))
    assert "expands to more than" in report.first_broken[0].reason


@pytest.mark.parametrize("cut", [1, 9, 20, 60])
def test_compressed_data_that_was_cut_is_told(cut: int) -> None:
    events = [{"type": "ended", "x": os.urandom(9).hex()} for _ in range(200)]
    report = audited(_gzip(_lines(events))[:-cut])
    assert "the gzip data is broken here" in report.first_broken[-1].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0" * 100, "NUL"),
        (b"PK\x03\x04xxxx", "zip archive"),
        (b"a:\n  b: &a [*a]\n", "aliases of what they are in"),
        (
            b"a:\n  a0: &a0 x\n"
            + b"".join(
                b"  a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10))
                for n in range(1, 9)
            ),
            "multiply",
        ),
        (b"a:\n  b: [\n", "no YAML"),
        (_gzip(_gzip(_gzip(_gzip(b"{}")))), "packed"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        audited(data)


NOISE = st.text(alphabet="[]{}\"\\:,'x1 \n\x1e", max_size=60).map(str.encode)


@given(st.binary(max_size=200) | NOISE)
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        audited(data)


LONG = ["[" * 3, "{}", "[[[[ {} ", "'{", '{"a":', 'x {"']


@pytest.mark.parametrize(
    ("length", "seconds"), [(2 * 10**4, 100), at_night(pytest.param(5 * 10**5, 900, id="night"))]
)
def test_the_time_for_a_line_grows_with_its_length(length: int, seconds: int) -> None:
    """Alone, and behind a word. What takes the square of it is ended by the system."""
    program = """
import sys, tests.test_audit_reading as t
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass
for part in t.LONG:
    text = part.encode() * (int(sys.argv[1]) // len(part))
    t.audited(text)
    t.audited(b"x " + text)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(length), str(seconds)],
        timeout=10 * seconds,
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr[-300:]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 2**18])
def test_values_are_found_however_they_arrive(size: int) -> None:
    data = b' [ {"a": "}\\"{"} ,[1,\n"x"], 3, "]" \n ] '
    stream = io.BytesIO(data)
    read = list(values(lambda _: stream.read(size), in_array=True))
    assert read == [(1, b'{"a": "}\\"{"}'), (1, b'[1,\n"x"]'), (2, b"3"), (2, b'"]"')]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs and no devices")
@pytest.mark.parametrize("kind", ["device", "fifo"])
def test_what_has_no_end_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    os.mkfifo(path)
    (tmp_path / "spec.d.ts").write_text(SPEC)
    done = started.run(
        [
            *(sys.executable, "-m", "realtime_codegen", "audit", tmp_path / "spec.d.ts"),
            "/dev/zero" if kind == "device" else path,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "not a regular file" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_missing_for_zstd_is_told(
    jobs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the beginning tells that it is zstd, so the rest does not matter."""
    for module in ("compression.zstd", "zstandard"):
        monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "log.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(100))
    (tmp_path / "spec.d.ts").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["audit", "spec.d.ts", "log.jsonl.zst", "-j", jobs])
    assert done.exit_code == 2
    assert "it is compressed with zstd, which Python 3.14 reads" in done.output
    assert "Install zstandard beside this, or give what `zstd -dc FILE` prints" in done.output


# -------------------------------------------------------------------------------- cases


@pytest.mark.skipif(not CASES.is_dir(), reason="there are no recordings in other writings")
@pytest.mark.usefixtures("spec_read_once")
def test_the_same_recording_in_thirty_writings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    alike: list[str] = []
    others: list[str] = []
    expected = None
    for path in sorted(CASES.iterdir()):
        done = CliRunner().invoke(main, ["audit", GA, str(path), "--format", "json"])
        if done.exit_code == 2:
            others.append(path.name[:3])
            continue
        assert done.exit_code in (0, 1), (path.name, done.output, done.exception)
        report = json.loads(done.stdout)
        for finding in report["findings"]:
            del finding["example"]
        counted = {key: report[key] for key in ("types", "kinds", "findings", "absent", "broken")}
        expected = expected or counted
        (alike if counted == expected else others).append(path.name[:3])
    # A line that was cut, frames of another protocol, and a file with nothing in it.
    assert others == ["a20", "a23", "a30"]
    assert len(alike) == 27
