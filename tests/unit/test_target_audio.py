"""The target `audio`: which functions a spec gets, and that Base64 and bytes come back whole."""

from __future__ import annotations

import base64
import importlib
import json
import re
import subprocess
import sys
import textwrap
from array import array
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from realtime_codegen.text.source import SourceFile
from tests.tools.packages import compiled_text, import_package

BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")

SPEC = r"""
export interface Speak {
  'from': 'it\'s "sp{e}ak"\\';
  note?: string;
  'the {sound}': string;
}
export interface Both { type: 'both'; left: string; right: string | null }
export interface Late { type: 'late'; audio?: string; kind: 'mulaw' | 'wide' }
export interface Many { type: 'many'; audio: string[] }
export interface Text { type: 'text'; text: string }
export type Event = Both | Late | Many | Text;
export interface Hush { 'from': 'hush' }
export type Sound = Speak | Hush;
"""
FACTS = """
[[audio]]
match = "the {sound}"
format = "input"

[[audio]]
match = "Both.*"
format = "input"

[[audio]]
match = "audio"
format = "output"

[[audio_formats]]
name = "wide"
sample_bytes = 3
"""


def made(package: str, spec: str = SPEC, facts: str = FACTS) -> dict[str, str]:
    """The files of a package with audio."""
    source = SourceFile("facts.toml", facts.encode())
    return dict(compiled_text(spec, package, facts=source, targets=("audio",)).files)


@pytest.fixture(scope="module")
def rt(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return import_package(tmp_path_factory.mktemp("audio"), made("audio_test"), "audio_test")


def delta(beta: Any, audio: Any) -> Any:
    """An event of the committed package with this audio."""
    return beta.decode(beta.ResponseAudioDeltaEvent, {"type": "x", "delta": audio})


# ------------------------------------------------------------------------- what is made


def test_a_spec_without_audio_facts_gets_nothing() -> None:
    files = compiled_text(SPEC, "silent", targets=("audio",)).files
    assert not any("audio" in Path(path).stem for path in files)
    assert "audio" not in files["silent/__init__.py"]


def test_events_that_audio_completes_have_a_function(rt: Any) -> None:
    functions = [name for name in rt.__all__ if "audio" in name or name.startswith("encode_")]
    assert functions == ["audio_base64", "audio_bytes", "encode_speak"]


def test_names_of_any_kind_are_written_as_they_are(rt: Any) -> None:
    audio = b"\x00\x01"
    event = rt.Speak(**{rt.models.Speak.__slots__[0]: 'it\'s "sp{e}ak"\\', "the_sound": "AAE="})
    assert rt.encode_speak(audio) == rt.encode(event)
    assert json.loads(rt.encode_speak(audio)) == {
        "from": 'it\'s "sp{e}ak"\\',
        "the {sound}": "AAE=",
    }
    assert rt.audio_bytes(rt.decode(rt.Speak, rt.encode_speak(audio))) == audio


def test_a_class_with_two_fields_wants_to_know_which(rt: Any) -> None:
    event = rt.Both(left="AAAA", right=None)
    assert rt.audio_bytes(event, field="left") == b"\0\0\0"
    assert rt.audio_bytes(event, field="right") is None
    for field in (None, "type", "middle"):
        with pytest.raises(TypeError, match="name the field of Both: left or right"):
            rt.audio_bytes(event, field=field)


def test_an_optional_field_may_have_none(rt: Any) -> None:
    assert rt.audio_bytes(rt.Late(kind="wide")) is None
    assert rt.audio_bytes(rt.Late(kind="wide", audio=None)) is None
    assert rt.audio_bytes(rt.Late(kind="wide", audio="AA==")) == b"\0"


def test_a_format_of_the_facts_has_whole_samples(rt: Any) -> None:
    late = rt.Late(kind="wide", audio="AAAAAA==")
    assert len(rt.audio_bytes(late)) == len(rt.audio_bytes(late, format="mulaw")) == 4
    with pytest.raises(rt.DecodeError, match="4 bytes are not a whole number of samples of 3"):
        rt.audio_bytes(late, format=late.kind)


def test_lists_of_audio_are_left_to_the_user(rt: Any) -> None:
    with pytest.raises(TypeError, match="Many has no field that holds audio"):
        rt.audio_bytes(rt.Many(audio=["AAAA"]))


@pytest.mark.parametrize("name", ["Both", "Speak"])
def test_overloads_are_written_where_there_are_several(name: str) -> None:
    facts = '[[audio]]\nmatch = "Both.*"\nformat = "input"\n'
    if name == "Speak":
        facts = '[[audio]]\nmatch = "the *"\nformat = "input"\n'
    text = made("one_overload", facts=facts)["one_overload/audio.py"]
    compile(text, "audio.py", "exec")
    assert "overload" not in text
    assert ('field: Literal["left", "right"],' in text) == (name == "Both")
    assert "_SAMPLE_BYTES: dict[str, int] = {}" in text


# --------------------------------------------------------------------- bytes to Base64


def test_bytes_come_back(beta: Any) -> None:
    @given(st.binary(max_size=64))
    def run(audio: bytes) -> None:
        text = beta.audio_base64(audio)
        assert text == base64.b64encode(audio).decode()
        assert beta.audio_bytes(delta(beta, text)) == audio
        frame = beta.encode(beta.InputAudioBufferAppendEvent(audio=text))
        assert beta.encode_input_audio_buffer_append_event(audio) == frame

    run()


BUFFERS: list[Callable[[bytes], Any]] = [
    bytes,
    bytearray,
    memoryview,
    lambda audio: memoryview(array("h", audio)),
    lambda audio: memoryview(b"".join(bytes((byte, 0)) for byte in audio))[::2],
]


@pytest.mark.parametrize("buffer", BUFFERS)
def test_every_buffer_is_taken(beta: Any, buffer: Callable[[bytes], Any]) -> None:
    audio = bytes(range(200)) * 3
    expected = base64.b64encode(audio).decode()
    assert beta.audio_base64(buffer(audio)) == expected
    assert beta.audio_base64(buffer(audio), format="pcm16") == expected
    frame = beta.encode_input_audio_buffer_append_event(buffer(audio), format="pcm16")
    assert json.loads(frame) == {"type": "input_audio_buffer.append", "audio": expected}


@pytest.mark.parametrize("audio", ["AAAA", [0, 1], 3, None], ids=repr)
@pytest.mark.parametrize("format_", [None, "pcm16"])
def test_what_is_no_buffer_is_refused(beta: Any, audio: Any, format_: Any) -> None:
    with pytest.raises(TypeError, match="bytes-like object"):
        beta.audio_base64(audio, format=format_)


@pytest.mark.parametrize("buffer", BUFFERS[:3])
def test_odd_pcm16_is_refused_before_it_is_sent(beta: Any, buffer: Callable[[bytes], Any]) -> None:
    for function in (beta.audio_base64, beta.encode_input_audio_buffer_append_event):
        with pytest.raises(
            ValueError, match=r"^3 bytes are not a whole number of samples of 2 bytes$"
        ):
            function(buffer(b"abc"), format="pcm16")
        for format_ in (beta.UNSET, None, "g711_ulaw", "g711_alaw"):
            assert "YWJj" in function(buffer(b"abc"), format=format_)
        assert function(buffer(b""), format="pcm16") in ("", json_of(""))


def test_a_format_that_the_spec_does_not_have_is_refused(beta: Any, realtime: Any) -> None:
    message = (
        r'^string "pcm17" is no audio format of the spec: give pcm16 or g711_ulaw or g711_alaw$'
    )
    for function in (beta.audio_base64, beta.encode_input_audio_buffer_append_event):
        with pytest.raises(ValueError, match=message):
            function(b"ab", format="pcm17")
    for given_ in (3, [], object(), realtime.ResponseCreateEvent(), "x" * 9999):
        with pytest.raises(ValueError, match="is no audio format of the spec") as caught:
            beta.audio_bytes(delta(beta, "AAAA"), format=given_)
        assert len(str(caught.value)) < 200


def test_the_object_of_a_session_is_a_format(realtime: Any) -> None:
    """With or without the tag, which is optional in the spec."""
    pcm = [
        realtime.RealtimeAudioFormatsAudioPCM(rate=24000),
        realtime.decode(realtime.RealtimeAudioFormatsAudioPCM, {"rate": 24000}),
    ]
    for format_ in pcm:
        assert realtime.encode_input_audio_buffer_append_event(b"ab", format=format_)
        with pytest.raises(ValueError, match="3 bytes are not a whole number of samples of 2"):
            realtime.audio_base64(b"abc", format=format_)
    assert realtime.audio_base64(b"abc", format=realtime.RealtimeAudioFormatsAudioPCMU()) == "YWJj"


OBJECTS = """
export interface Wide { kind: 'wide'; rate: number }
export interface Thin { kind: 'thin' }
export type Format = Wide | Thin;
export interface Deep { kind: 'wide'; kinds: 'a' }
export interface Flat { kind: 'flat'; kinds: 'b' }
export interface Say {
  type: 'say'; audio: string; id?: string; text?: string; 'the "note"'?: string;
}
export interface Set { type: 'set'; format: Format; other: Deep | Flat; short: 'wide' | 'tiny' }
export interface One { type: 'one'; kind: 'wide' }
export type Event = Say | Set | One;
"""
OF_OBJECTS = """
[[audio]]
match = "audio"
format = "input"

[[audio_formats]]
name = "wide"
sample_bytes = 3
"""


def test_formats_are_what_stands_beside_those_of_the_facts(tmp_path: Path) -> None:
    rt: Any = import_package(tmp_path, made("audio_objects", OBJECTS, OF_OBJECTS), "audio_objects")
    classes = {rt.Wide: 3, rt.Thin: 1, rt.Deep: 3, rt.Flat: 1}
    for text in ("tiny", "thin", "flat"):
        assert rt.audio_bytes(rt.Say(audio="AA=="), format=text) == b"\0"
    for kind, size in classes.items():
        object_ = rt.decode(kind, {})
        assert len(rt.audio_base64(bytes(size), format=object_)) == 4
        if size > 1:
            with pytest.raises(ValueError, match="not a whole number of samples of 3"):
                rt.audio_base64(b"a", format=object_)
    for not_one in (rt.One(), rt.Say(audio=""), "say", "a", "one"):
        with pytest.raises(ValueError, match="is no audio format of the spec"):
            rt.audio_base64(b"abc", format=not_one)


def test_other_texts_of_an_event_can_be_given(tmp_path: Path) -> None:
    """Fields that are called as the parameters are have to be given in the class."""
    rt: Any = import_package(tmp_path, made("audio_texts", OBJECTS, OF_OBJECTS), "audio_texts")
    for given_ in ({}, {"id": "1"}, {"id": 'é"\\', "the_note": "n"}):
        text = rt.encode_say(b"abc", **given_)
        event = rt.decode(rt.Say, text, strict=True)
        assert event == rt.Say(audio="YWJj", **given_)
    with pytest.raises(TypeError):
        rt.encode_say(b"abc", id=3)
    with pytest.raises(TypeError):
        rt.encode_say(b"abc", text="t")


def json_of(audio: str) -> str:
    return f'{{"type":"input_audio_buffer.append","audio":"{audio}"}}'


# --------------------------------------------------------------------- Base64 to bytes


def test_anything_but_base64_is_refused(beta: Any) -> None:
    @given(st.text(alphabet="AZaz09+/=-_ \n\x00é\ud800", max_size=9))
    @example("AAAA====")
    @example("AAAA=")
    @example("AA=A")
    @example("====")
    @example("AAAAAA==\n")
    @example("AA==AAAA")
    def run(text: str) -> None:
        event = delta(beta, text)
        if BASE64.fullmatch(text):
            assert beta.audio_bytes(event) == base64.b64decode(text)
            return
        with pytest.raises(beta.DecodeError) as caught:
            beta.audio_bytes(event)
        ((path, message),) = caught.value.problems
        assert path == "$.delta"
        assert message.startswith("expected Base64, got string ")
        assert message.isprintable()

    run()


@pytest.mark.parametrize(
    ("audio", "message"),
    [
        ("", None),
        (3, "expected Base64, got number 3"),
        (None, "expected Base64, got null"),
        (["AAAA"], "expected Base64, got an array"),
        ("AAA", 'expected Base64, got string "AAA" (incorrect padding)'),
        ("A" * 99_999, f'expected Base64, got string "{"A" * 40}... (incorrect padding)'),
    ],
    ids=range(6),
)
def test_the_place_of_bad_audio_is_named(beta: Any, audio: Any, message: str | None) -> None:
    if message is None:
        assert beta.audio_bytes(delta(beta, audio), format="pcm16") == b""
        return
    with pytest.raises(beta.DecodeError) as caught:
        beta.audio_bytes(delta(beta, audio))
    assert caught.value.problems == (("$.delta", message),)
    assert str(caught.value) == f"the audio cannot be decoded\n  $.delta: {message}"


def test_a_required_field_that_is_missing_is_named(beta: Any) -> None:
    event = beta.decode(beta.ResponseAudioDeltaEvent, {})
    with pytest.raises(beta.DecodeError, match="expected Base64, but it is missing"):
        beta.audio_bytes(event)


def test_odd_pcm16_is_refused_when_it_comes(beta: Any) -> None:
    event = delta(beta, "YWJj")
    assert beta.audio_bytes(event) == beta.audio_bytes(event, format="g711_ulaw") == b"abc"
    with pytest.raises(beta.DecodeError) as caught:
        beta.audio_bytes(event, format="pcm16")
    expected = "3 bytes are not a whole number of samples of 2 bytes"
    assert caught.value.problems == (("$.delta", expected),)


def test_an_event_without_audio_is_a_mistake(beta: Any) -> None:
    for value in (beta.ResponseCreateEvent(), beta.UnknownEvent("a", {}), "AAAA", None):
        with pytest.raises(TypeError, match="has no field that holds audio"):
            beta.audio_bytes(value)


def test_a_subclass_has_the_fields_of_its_class(beta: Any) -> None:
    class Mine(beta.InputAudioBufferAppendEvent):  # type: ignore[misc]
        __slots__ = ()

    assert beta.audio_bytes(Mine(audio="AAAA")) == b"\0\0\0"


def test_every_fact_of_the_spec_has_its_field(beta: Any) -> None:
    audio = importlib.import_module(f"{beta.__name__}.audio")
    fields = {kind.__name__: set(names) for kind, names in audio.__dict__["_FIELDS"].items()}
    assert fields == {
        "ConversationItemContent": {"audio"},
        "InputAudioBufferAppendEvent": {"audio"},
        "ResponseAudioDeltaEvent": {"delta"},
        "ResponseContentPartAddedEventPart": {"audio"},
        "ResponseContentPartDoneEventPart": {"audio"},
    }


# ------------------------------------------------------------------------------- imports


def test_the_module_is_imported_when_it_is_used(generated_dir: Path) -> None:
    """Nobody who does not use it waits for it, and a star import still brings everything."""
    script = """
        import sys
        import openai_realtime_beta as rt
        assert "openai_realtime_beta.audio" not in sys.modules
        assert "openai_realtime_beta._audio" not in sys.modules
        rt.audio_bytes
        assert "openai_realtime_beta._audio" in sys.modules
        assert rt.audio_bytes is rt.audio.audio_bytes
        assert "audio_bytes" in vars(rt)
        names = {}
        exec("from openai_realtime_beta import *", names)
        assert set(rt.__all__) <= set(names)
        try:
            rt.no_such_name
        except AttributeError as error:
            assert "no_such_name" in str(error)
        else:
            raise AssertionError
    """
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=generated_dir, check=True, timeout=60
    )


def test_a_declaration_may_have_the_name_of_a_function(tmp_path: Path) -> None:
    spec = """
    export interface audio_bytes { type: 'a'; audio: string }
    export interface audio { type: 'b' }
    export type Event = audio_bytes | audio;
    """
    facts = '[[audio]]\nmatch = "audio"\nformat = "input"\n'
    rt: Any = import_package(tmp_path, made("same_names", spec, facts), "same_names")
    event = rt.decode_event('{"type":"a","audio":"AAAA"}')
    assert rt.audio_bytes(event) == b"\0\0\0"
    assert isinstance(rt.audio, ModuleType)
    assert isinstance(event, rt.audio_bytes_)
    assert isinstance(rt.decode_event({"type": "b"}), rt.audio_)


def test_functions_of_two_events_do_not_replace_each_other(tmp_path: Path) -> None:
    spec = """
    export interface FooBar { type: 'a'; audio: string }
    export interface foo_bar { type: 'b'; audio: string }
    export type Event = FooBar | foo_bar;
    """
    facts = '[[audio]]\nmatch = "audio"\nformat = "input"\n'
    rt: Any = import_package(tmp_path, made("two_functions", spec, facts), "two_functions")
    functions = [name for name in rt.__all__ if name.startswith("encode_")]
    tags = {json.loads(getattr(rt, name)(b"a"))["type"] for name in functions}
    assert (len(functions), tags) == (2, {"a", "b"})
