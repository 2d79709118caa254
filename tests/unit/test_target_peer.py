"""The target `peer`: the tag of a message as parsing tells it, and answers to what does not fit."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.facts.reading import read as read_facts
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.runtime import _peer
from realtime_codegen.runtime._wire import DecodeError, Problem
from realtime_codegen.text.diagnostics import Diagnostic
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.packages import compiled_text, import_package

# ------------------------------------------------------------------ the tag of a message

FIRST = '{"type":"a.b"'
NESTED = '{"type":"inner"}'
DEEP = "[" * 100_000 + "]" * 100_000

# Messages of every kind that a look could misread. What parsing says is the definition.
HOSTILE = [
    '{"type":"a.b"}',
    ' \t\r\n{ \n"type"\t: \r"a.b" , "x": [1, {"b": null}]} \n',
    '{"x":1,"type":"a.b"}',
    f"{FIRST}," + '"type":"last"}',
    f"{FIRST}," + '"type":null}',
    f"{FIRST}," + '"type" :\n"last"}',
    f"{FIRST}," + '"\\u0074ype":"last"}',
    f"{FIRST}," + '"t\\u0079pe":"last"}',
    f"{FIRST}," + '"\\u0074\\u0079\\u0070\\u0065":3}',
    '{"\\u0074ype":"a.b"}',
    '{"type":"a\\u002eb"}',
    '{"type":"a\\nb"}',
    '{"type":"a\\"b"}',
    '{"type":"a\\/b"}',
    f'{{"item":{NESTED},"type":"a.b"}}',
    f'{{"item":{NESTED}}}',
    f'{FIRST},"item":{NESTED}}}',
    f'{FIRST},"items":[{NESTED},{NESTED}]}}',
    f'{FIRST},"x":"\\"type\\":\\"last\\""}}',
    f'{FIRST},"x":"{{\\"type\\":"}}',
    f'{FIRST},"x":"a \\\\"}}',
    f'{FIRST},"x":"\\ud800"}}',
    '{"type":"\\ud800"}',
    '{"type":"\ud800"}',
    '{"type":"é\u2028\U0001f600"}',
    '{"type":""}',
    '{"type":null}',
    '{"type":1}',
    '{"type":["a.b"]}',
    f'{{"type":{NESTED}}}',
    '{"Type":"a.b","typ":"a.b","type ":"a.b"}',
    '{"type\\u0000":"a.b"}',
    "{}",
    f'{FIRST},"n":1e999,"m":-0.0}}',
    f'{FIRST},"n":{"9" * 5000}}}',
    f'{FIRST},"delta":"{"A" * 100_000}"}}',
    f'{{"delta":"{"A" * 100_000}","type":"a.b"}}',
    # From here on: malformed.
    "",
    " ",
    '"type"',
    '["type","a.b"]',
    "null",
    "3",
    '{"type":"a.b',
    '{"type":"a.b"',
    '{"type":"a.b",}',
    '{"type":"a.b"}}',
    '{"type":"a.b"} {}',
    '{"type":"a.b"}x',
    '{"type":"a\nb"}',
    '{"type":"a\x00b"}',
    '{"type":"a\x7fb"}',
    '{"type":"a.b""x":1}',
    '{"type":"a.b","x":NaN}',
    '{"type":"a.b","x":-Infinity}',
    '{"type":"a.b","x":"\n"}',
    '{"type":"a.b","x":"\\x"}',
    '{"type":"a.b","x":"\\ud8"}',
    '{"type":"a.b","x":01}',
    f'{{"type":"a.b","x":{DEEP}}}',
    f'{{"x":{DEEP},"type":"a.b"}}',
    '\ufeff{"type":"a.b"}',
    '\u00a0{"type":"a.b"}',
    '\f{"type":"a.b"}',
    "{'type':'a.b'}",
    '{type:"a.b"}',
]


def forms(text: str) -> list[Any]:
    """A text in every form that a socket may give it."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return [text]
    return [text, data, bytearray(data), memoryview(data)]


def refuse(name: str) -> None:
    raise ValueError(name)


def parsed(text: str) -> tuple[bool, Any]:
    """Whether a text is an object, and the text that it has for `type`: by `json` alone."""
    if len(text) > 150_000:
        return False, None  # The deep ones.
    limit = sys.get_int_max_str_digits()
    try:
        sys.set_int_max_str_digits(0)
        value = json.loads(text, parse_constant=refuse)
    except ValueError:
        return False, None
    finally:
        sys.set_int_max_str_digits(limit)
    if not isinstance(value, dict):
        return False, None
    tag = value.get("type")
    return True, tag if isinstance(tag, str) else None


def check(event_type: Any, error: type[Exception], message: Any, text: str) -> None:
    """The law: what parsing says, or for an unchecked message that, if parsing says anything."""
    is_object, tag = parsed(text)
    if is_object:
        assert event_type(message) == tag
        assert event_type(message, check=False) == tag
        return
    with pytest.raises(error):
        event_type(message)
    try:
        seen = event_type(message, check=False)
    except error:
        return
    assert seen is not None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_tag_is_what_parsing_says(beta: Any, text: str) -> None:
    for message in forms(text):
        check(beta.event_type, beta.DecodeError, message, text)


def test_some_of_the_hostile_are_malformed() -> None:
    verdicts = [parsed(text)[0] for text in HOSTILE]
    assert verdicts.count(True) > 30
    assert verdicts.count(False) > 25


@pytest.mark.parametrize("data", [b"\xff", b'{"type":"\xff"}', b'{"type":"a.b","x":"\xc3"}'])
def test_bytes_that_are_no_text_are_refused(beta: Any, data: bytes) -> None:
    for message in (data, bytearray(data), memoryview(data), memoryview(data + data)[::2]):
        for option in ({}, {"check": False}):
            with pytest.raises(beta.DecodeError):
                beta.event_type(message, **option)


def test_objects_and_views_with_gaps(beta: Any) -> None:
    for value, tag in (("a", "a"), (None, None), (3, None), (["a"], None)):
        assert beta.event_type({"type": value}) == tag
        assert beta.event_type({"type": value}, check=False) == tag
    assert beta.event_type({}) is None
    data = b"".join(bytes((byte, 0)) for byte in b'{"type":"a.b"}')
    assert beta.event_type(memoryview(data)[::2], check=False) == "a.b"
    for message in (None, 3, ["type"]):
        with pytest.raises(TypeError):
            beta.event_type(message)


PARTS = st.sampled_from(
    [
        *['"type"', '"\\u0074ype"', '"a"', '"b\\u00e9"', "1", "null", "true", "NaN", '"x\\\\"'],
        *["{", "}", "[", "]", ":", ",", " ", "\n", '"', "\\", "é"],
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("type"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "a"]) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_the_tag_of_arbitrary_texts(beta: Any) -> None:
    @given(
        st.lists(PARTS, max_size=14).map("".join)
        | st.lists(PARTS, max_size=8).map(lambda parts: f"{FIRST},{''.join(parts)}}}")
        | VALUES.map(json.dumps)
        | VALUES.map(lambda value: json.dumps({"type": "a", "item": value}))
        | VALUES.map(lambda value: json.dumps({"type": "a", "x": json.dumps(value)}))
    )
    def run(text: str) -> None:
        for message in forms(text):
            check(beta.event_type, beta.DecodeError, message, text)

    run()


@pytest.mark.parametrize("tag", ["type", "ключ", "a/b", 'a"b', "a.b", "", "\ud800", "x" * 99])
def test_a_tag_of_any_name(tag: str) -> None:
    for spelled in (json.dumps(tag), json.dumps(tag, ensure_ascii=False), r'"\u0061\/b"'):
        for text in (f'{{{spelled}:"v"}}', f'{{"type":"x","n":1,{spelled}:"v"}}'):
            expected = json.loads(text).get(tag)
            for check_ in (True, False):
                assert _peer.tag_of(text, tag, check_) == expected


@pytest.mark.parametrize(
    ("tag", "again"),
    [
        ("a/b", '"\\u0061\\/b"'),
        ("a/b", '"a\\/b"'),
        ("ключ", '"\\u043aлюч"'),
        ("type", '"typ\\u0065"'),
        ("type", '"type"'),
    ],
)
def test_a_second_field_of_the_name_counts(tag: str, again: str) -> None:
    """However it is spelled, and wherever it stands."""
    for gap in (0, 1, *range(150, 230), 4_000):
        for filler in (f'"x":"{"a" * gap}"', f'"x":[{"1," * gap}"b"]', f'"{"x" * gap}":0'):
            text = f'{{"{tag}":"first",{filler},{again}:"last"}}'
            assert _peer.tag_of(text, tag, False) == "last"


@pytest.mark.parametrize("character", ["\n", "\x00", "\x1f"])
def test_a_tag_with_a_raw_control_character_is_no_tag(beta: Any, character: str) -> None:
    for option in (True, False):
        with pytest.raises(beta.DecodeError):
            beta.event_type(f'{{"type":"a{character}b"}}', check=option)


def test_a_look_is_enough_where_it_tells(beta: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is parsed of what a proxy passes on."""
    assert beta.event_type("{}") is None  # The module is there from its first use on.
    runtime = sys.modules[f"{beta.__name__}._peer"]
    message = '{"type":"response.audio.delta","delta":"AAAA","obfuscation":"a b"}'
    assert beta.event_type(message, check=False) == "response.audio.delta"

    def parse(message: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(runtime, "read_object", parse)
    for form in forms(message):
        assert beta.event_type(form, check=False) == "response.audio.delta"
        if beta.NATIVE and type(form) in (str, bytes):
            continue  # The core passes all of it without parsing it.
        with pytest.raises(AssertionError, match="parsed"):
            beta.event_type(form)


# -------------------------------------------------------------- answers to what does not fit


def refusal(beta: Any, message: Any) -> Any:
    with pytest.raises(beta.DecodeError) as caught:
        beta.decode_realtime_client_event(message, strict=True)
    return caught.value


APPEND = {"type": "input_audio_buffer.append", "event_id": "event_7"}


@pytest.mark.parametrize(
    ("message", "text", "param", "cause"),
    [
        (
            APPEND,
            "audio: expected string, but it is missing",
            "audio",
            "event_7",
        ),
        (
            {"type": "session.update", "session": {"temperature": "warm", "voice": 3}},
            "session.temperature: expected number",
            "session.temperature",
            None,
        ),
        ({"type": "session.updaet", "event_id": "e"}, "type: expected ", "type", "e"),
        ({"event_id": 3}, "type: expected ", "type", None),
        (
            {"type": "conversation.item.create", "item": {"content": [{"type": "x"}]}},
            "item.content[0].type: expected ",
            "item.content[0].type",
            None,
        ),
        ("[]", "expected a JSON object, got an array at line 1 column 1", None, None),
        ('{"event_id":"e",', "", None, None),
        (b"\xff", "not UTF-8", None, None),
        ("[" * 100_000, "nested too deeply", None, None),
    ],
)
def test_an_answer_says_what_is_wrong_and_where(
    beta: Any, message: Any, text: str, param: str | None, cause: str | None
) -> None:
    error = refusal(beta, message)
    answer = beta.error_event(error, message, event_id="event_1")
    assert answer.event_id == "event_1"
    assert answer.error.message.startswith(text)
    assert (answer.error.param, answer.error.event_id) == (param, cause)
    assert (answer.error.type, answer.error.code) == ("invalid_request_error", "invalid_event")
    written = json.loads(beta.encode(answer))
    assert written["type"] == "error"
    assert set(written["error"]) == {"type", "code", "message", "param", "event_id"}
    assert beta.decode_realtime_server_event(beta.encode(answer), strict=True) == answer


def test_an_answer_counts_the_other_problems(beta: Any) -> None:
    session = {"temperature": "warm", "voice": 3, "modalities": 4}
    message = {"type": "session.update", "session": session}
    error = refusal(beta, message)
    assert len(error.problems) == 3
    assert beta.error_event(error, event_id="e").error.message.endswith(" (and 2 more problems)")
    del session["voice"]
    error = refusal(beta, message)
    assert beta.error_event(error, event_id="e").error.message.endswith(" (and 1 more problem)")


def test_the_message_may_be_decoded_or_not_at_hand(beta: Any) -> None:
    message = {"type": "new", "event_id": "event_9"}
    error = refusal(beta, message)
    unknown = beta.decode_realtime_client_event(message)
    assert beta.error_event(error, unknown, event_id="e").error.event_id == "event_9"
    assert beta.error_event(error, json.dumps(message), event_id="e").error.event_id == "event_9"
    assert beta.error_event(error, event_id="e").error.event_id is None


def test_other_errors_can_be_told_the_same_way(beta: Any) -> None:
    answer = beta.error_event(beta.DecodeError("busy"), event_id="e")
    assert answer.error.message == "busy"


def test_the_root_has_no_name() -> None:
    root = _peer.misfit(DecodeError("x", problems=(Problem("$", "bad"),)), None, "id")
    assert root == ("bad", None, None)
    problem = Problem('$["a b"]', "bad")
    hostile = _peer.misfit(DecodeError("x", problems=(problem,)), None, "id")
    assert hostile == ('["a b"]: bad', '["a b"]', None)


# -------------------------------------------------------------------------- what is made

SPEC = """
export interface Ready { type: 'ready' }
export interface Oops {
  type: 'oops'; id: string; from: string; why: Why | null; kind: 'bad' | 'worse'
}
export interface Why { text: string; place?: string; who: string | null; more?: number }
export interface Done { type: 'done'; reason: string | null; note?: string | null }
export type Event = Ready | Oops | Done;
"""
FIELDS = {"kind": "worse", "why.text": "{message}", "why.place": "{param}", "why.who": "{cause}"}


def facts(event: str = "Oops", fields: dict[str, str] = FIELDS) -> SourceFile:
    lines = [f"[[answers]]\nevent = {json.dumps(event)}\ncause = 'id'\n[answers.fields]\n"]
    lines += [f"{json.dumps(path)} = {json.dumps(value)}\n" for path, value in fields.items()]
    return SourceFile("facts.toml", "".join(lines).encode())


def test_any_spec_can_have_an_answer(tmp_path: Path) -> None:
    files = compiled_text(SPEC, "peer_any", facts=facts(), targets=("peer",)).files
    rt: Any = import_package(tmp_path, files, "peer_any")
    error = rt.DecodeError("bad")
    answer = rt.oops(error, {"id": "7"}, id="1", from_="me")
    why = rt.Why(text="bad", who="7")
    assert answer == rt.Oops(id="1", from_="me", kind="worse", why=why)
    assert rt.to_dict(answer)["why"] == {"text": "bad", "who": "7"}
    assert rt.to_dict(rt.oops(error, id="1", from_="me"))["why"] == {"text": "bad", "who": None}
    assert json.loads(rt.encode(rt.Done(reason=None))) == {"type": "done", "reason": None}
    assert rt.decode_event(rt.encode(rt.Done(reason=None)), strict=True) == rt.Done(reason=None)


def test_a_spec_without_facts_reads_tags_alone() -> None:
    files = compiled_text(SPEC, "peer_tags", targets=("peer",)).files
    assert '__all__ = ["event_type"]' in files["peer_tags/peer.py"]
    lonely = compiled_text("export interface A { a: string }", "peer_none", targets=("peer",))
    assert not any("peer.py" in path for path in lonely.files)


def test_a_tag_of_another_name_and_two_of_them(tmp_path: Path) -> None:
    spec = """
    export interface A { kind: 'a' } export interface B { kind: 'b' } export type One = A | B;
    """
    more = "export interface C { op: 'c' } export interface D { op: 'd' } export type Two = C | D;"
    one: Any = import_package(
        tmp_path / "1", compiled_text(spec, "peer_one", targets=("peer",)).files, "peer_one"
    )
    assert one.event_type('{"type":"x","kind":"a"}') == "a"
    two: Any = import_package(
        tmp_path / "2", compiled_text(spec + more, "peer_two", targets=("peer",)).files, "peer_two"
    )
    assert two.event_type('{"op":"x","kind":"a"}', "kind") == "a"
    assert two.event_type('{"op":"x","kind":"a"}', "op") == "x"


@pytest.mark.parametrize(
    ("event", "fields", "message"),
    [
        ("Nobody", {}, "no interface is called 'Nobody'"),
        ("Event", {}, "no interface is called 'Event'"),
        ("Oops", {"wy.text": "a"}, "Oops has no property 'wy'"),
        ("Oops", {"why.txt": "a"}, "Why has no property 'txt'"),
        ("Oops", {"why.more": "a"}, "'why.more' cannot be 'a'"),
        ("Oops", {"kind": "good"}, "'kind' cannot be 'good'"),
        ("Oops", {"kind": "{message}"}, "'kind' cannot be '{message}'"),
        ("Oops", {"why.text": "{param}"}, "'why.text' is required, and not every refusal"),
        ("Oops", {"id.x": "a"}, "'id' is not an object"),
        ("Oops", {"why.who": ""}, ""),
        ("Ready", {"type": "ready"}, None),
    ],
)
def test_a_fact_that_does_not_apply_is_an_error(
    event: str, fields: dict[str, str], message: str | None
) -> None:
    own = {} if event != "Oops" else FIELDS
    messages = problems(facts(event, {**own, **fields} or {"a": "b"}))
    if message is None:
        assert messages == ()
        return
    (diagnostic,) = messages
    assert diagnostic.code == ("RC501" if message else "RC502")
    assert diagnostic.message.startswith(message)
    assert diagnostic.span is not None
    assert diagnostic.span.line == (2 if message else 8)


def problems(source: SourceFile) -> tuple[Diagnostic, ...]:
    options = Options(("peer",), "stale", source)
    return compile_spec(MemoryFiles({"a.d.ts": SPEC.encode()}), "a.d.ts", options).diagnostics


@pytest.mark.parametrize("missing", ["why.text", "why.who", "kind"])
def test_an_answer_is_complete(missing: str) -> None:
    (diagnostic,) = problems(facts(fields={k: v for k, v in FIELDS.items() if k != missing}))
    assert diagnostic.code == "RC501"
    assert f"requires {missing.rpartition('.')[2]!r}, which " in diagnostic.message


@pytest.mark.parametrize("key", ["event", "cause", "fields"])
def test_an_answer_that_is_half_said_is_an_error(key: str) -> None:
    lines = {"event": "event = 'A'", "cause": "cause = 'b'", "fields": "fields = { a = 'b' }"}
    text = "[[answers]]\n" + "\n".join(line for name, line in lines.items() if name != key)
    _, (diagnostic,) = read_facts(SourceFile("facts.toml", text.encode()))
    assert (diagnostic.code, diagnostic.message) == (
        "RC502",
        "an entry of [[answers]] lacks its `event`, `cause` or `fields`",
    )


def test_the_module_is_imported_when_it_is_used(generated_dir: Path) -> None:
    script = """
        import sys
        import openai_realtime_beta as rt
        assert not any(name.endswith("peer") for name in sys.modules)
        assert rt.event_type('{"type":"a"}') == "a"
        assert rt.peer.error_event is rt.error_event
    """
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=generated_dir, check=True, timeout=60
    )
