"""The runtime of a generated package: the sentinel, errors, JSON in and out, dataclasses."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import json
import math
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.runtime._template import Template
from tests.tools.counting import calls_of
from tests.tools.growth import EVEN, growth


@pytest.fixture(scope="module")
def wire(beta: ModuleType) -> Any:
    return importlib.import_module(f"{beta.__name__}._wire")


@pytest.fixture(scope="module")
def strict(realtime: ModuleType) -> Any:
    return importlib.import_module(f"{realtime.__name__}._strict")


@pytest.fixture(scope="module")
def choice(realtime: ModuleType) -> Any:
    """The module that tells members of a union apart, as generated packages have it."""
    return importlib.import_module(f"{realtime.__name__}._choice")


@pytest.fixture(scope="module")
def kinds(realtime: ModuleType) -> Any:
    return importlib.import_module(f"{realtime.__name__}._shapes")


@pytest.fixture(scope="module")
def make(beta: ModuleType) -> Any:
    """The lazy `dataclass` decorator."""
    return importlib.import_module(f"{beta.__name__}._record").dataclass


# ------------------------------------------------------------------------- the sentinel


def test_unset_is_one_falsy_object(beta: Any) -> None:
    unset = beta.UNSET
    assert not unset
    assert repr(unset) == "<UNSET: use encode()>"
    assert copy.copy(unset) is unset
    assert copy.deepcopy([unset])[0] is unset
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(unset, protocol)) is unset
        # Python 3.14 writes the name as it is, and reads none of another class.
        assert protocol < 3 or type(unset.__reduce_ex__(protocol)) is str
    assert unset != ""


# ---------------------------------------------------------------------------- reading

DEEP = 10_000
BIG = "9" * 10_001


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "ends where a value"),
        (" \n", 2, "ends where a value"),
        ("[1]", 0, "expected a JSON object, got an array"),
        ("  null", 2, "expected a JSON object, got null"),
        ('"text"', 0, 'expected a JSON object, got string "text"'),
        ("12", 0, "expected a JSON object, got number 12"),
        ('{"a":NaN}', 5, "NaN is not JSON"),
        ('{"NaN":"NaN","b":[-Infinity]}', 18, "-Infinity is not JSON"),
        ("NaN", 0, "NaN is not JSON"),
        ('{"a":1}{', 7, "extra data"),
        ('{"a":1} \n x', 10, "extra data"),
        ('{"a":1}\x00', 7, "extra data"),
        ('\ufeff{"a":1}', 0, "byte order mark"),
        # The standard library's own words, and from 3.13 on the place of the comma.
        (
            '{"a":1,}',
            6 if sys.version_info >= (3, 13) else 7,
            "trailing comma" if sys.version_info >= (3, 13) else "property name",
        ),
        ('{"a":"\n"}', 6, "control character"),
        ('{"a":"\x1f"}', 6, "control character"),
        ('{"a":"x', 5, "Unterminated"),
        ('{"a":"\\x"}', 6, "escape"),
        ('{"a":tru}', 5, "expected a value"),
        ('{"a":+1}', 5, "expected a value"),
        ('{"a":01}', 6, "delimiter"),
        ("{'a':1}", 1, "property name"),
        ("[" * DEEP, DEEP - 1, "nested too deeply (10000 levels)"),
        ('{"a":' * DEEP, 5 * (DEEP - 1), "nested too deeply (10000 levels)"),
    ],
)
def test_text_that_is_no_object(wire: Any, text: str, offset: int, message: str) -> None:
    """Each kind of message refuses alike, and says where."""
    for sent in (text, text.encode(), bytearray(text.encode()), memoryview(text.encode())):
        with pytest.raises(wire.DecodeError) as caught:
            wire.read_object(sent)
        error = caught.value
        assert message in str(error)
        assert (error.offset, error.problems) == (offset, ())
        assert error.line == text.count("\n", 0, offset) + 1
        assert error.column == offset - text.rfind("\n", 0, offset)


def test_bytes_that_are_not_utf8(wire: Any) -> None:
    with pytest.raises(wire.DecodeError, match="not UTF-8") as caught:
        wire.read_object(b'{"a":\n"\xff"}')
    assert (caught.value.offset, caught.value.line, caught.value.column) == (7, 2, 2)


@pytest.mark.parametrize(
    ("text", "said"), [('{"a":"\n"}', "Invalid control character"), ('{"a', "Unterminated string")]
)
def test_an_error_says_its_place_once(wire: Any, text: str, said: str) -> None:
    with pytest.raises(wire.DecodeError) as caught:
        wire.read_object(text)
    assert caught.value.message == said
    assert " at at " not in str(caught.value)


@pytest.mark.parametrize("shape", [("B", [12]), ("I", [3]), ("B", [3, 4])])
def test_the_place_in_a_memoryview_counts_bytes(wire: Any, shape: tuple[Any, list[int]]) -> None:
    message = memoryview(b'{\n"\xff":\n\n1}\n\n').cast("B").cast(*shape)
    with pytest.raises(wire.DecodeError, match="not UTF-8") as caught:
        wire.read_object(message)
    assert (caught.value.offset, caught.value.line, caught.value.column) == (3, 2, 2)


def test_a_memoryview_with_gaps(wire: Any) -> None:
    doubled = bytes(byte for byte in b'{"a":1}' for _ in range(2))
    assert wire.read_object(memoryview(doubled)[::2]) == {"a": 1}


@pytest.mark.parametrize("message", [None, 3, ["a"], object()])
def test_what_is_no_message_at_all(wire: Any, message: object) -> None:
    with pytest.raises(TypeError, match="a message is str, bytes or dict"):
        wire.read_object(message)


@pytest.mark.parametrize("digits", [BIG, "-" + BIG, "1" + "0" * 5_000, "7" * 640, "7" * 641])
def test_integers_of_any_length(wire: Any, digits: str) -> None:
    """Python alone refuses to read and write more than some thousand digits."""
    text = f'{{"a":[{digits}]}}'
    value = wire.read_object(text)
    is_long = len(digits.removeprefix("-")) > 309
    assert type(value["a"][0]).__name__ == ("LongInteger" if is_long else "int")
    assert wire.write_json(value) == text
    assert len(wire.describe(value["a"][0])) < 40


def test_numbers_keep_their_type(wire: Any) -> None:
    value = wire.read_object('{"a":1,"b":1.0,"c":-0.0,"d":1e999,"e":-1e999,"f":1E2}')
    assert [type(item) for item in value.values()] == [int, float, float, float, float, float]
    again = wire.read_object(wire.write_json(value))
    assert again == value
    assert math.copysign(1, again["c"]) == -1
    assert (again["d"], again["e"]) == (math.inf, -math.inf)


def test_a_decode_error_survives_pickling(wire: Any) -> None:
    with pytest.raises(wire.DecodeError) as caught:
        wire.read_object("[")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert (again.offset, again.line, again.column) == (1, 1, 2)


# ---------------------------------------------------------------------------- writing


def test_nan_cannot_be_written(beta: Any, wire: Any) -> None:
    with pytest.raises(ValueError, match="NaN"):
        wire.write_json([math.nan])
    with pytest.raises(ValueError, match="NaN"):
        beta.encode(beta.ResponseCreateEvent(unknown_fields={"a": {"b": [math.nan]}}))


@pytest.mark.parametrize("digits", [1, 18, 19, 4_301, 10_000])
@pytest.mark.parametrize("place", [lambda n: n, lambda n: [n], lambda n: {"n": n}])
def test_integers_of_any_size_are_written(beta: Any, place: Any, digits: int) -> None:
    for number in (10**digits - 1, 1 - 10**digits):
        session = beta.Session(temperature=place(number))
        assert beta.decode(beta.Session, beta.encode(session)) == session


def test_an_integer_of_a_million_digits_holds_nobody_up(wire: Any) -> None:
    """Dividing it again and again takes half a minute."""
    number = (7 << 3_321_928) // 9
    assert growth(lambda bits: [(7 << bits) // 9], wire.write_json, 332_193, 10) < EVEN
    text = wire.write_json([number])
    assert len(text) == 1_000_002
    assert int(text[-20:-1]) == number % 10**19


@pytest.mark.parametrize("number", [math.inf, -math.inf])
@pytest.mark.parametrize("place", [lambda n: n, lambda n: [n], lambda n: {"n": n}])
def test_what_is_too_large_for_a_float_stays_so(beta: Any, place: Any, number: float) -> None:
    text = beta.encode(beta.Session(temperature=place(number)))
    assert json.loads(text, parse_constant=int) == {"temperature": place(number)}


def test_what_is_no_json_value_cannot_be_written(beta: Any) -> None:
    with pytest.raises(TypeError, match="object is not a JSON value"):
        beta.encode(beta.ResponseCreateEvent(event_id=object()))
    with pytest.raises(TypeError, match="set is not a JSON value"):
        beta.encode(beta.ResponseCreateEvent(unknown_fields={"a": {"b": {1}}}))


def test_a_value_inside_itself_cannot_be_written(beta: Any) -> None:
    items: list[Any] = []
    items.append(items)
    members: dict[str, Any] = {}
    members["again"] = {"b": members}
    event = beta.ResponseCreateEvent()
    event.unknown_fields = {"a": beta.UnknownEvent("x", {"b": [event]})}
    own = beta.ResponseCreateEvent()
    own.response = own
    loops = [beta.ResponseCreateEvent(unknown_fields={"a": loop}) for loop in (items, members)]
    for value in (*loops, event, own, beta.UnknownEvent("", members)):
        for function in (beta.encode, beta.to_dict):
            with pytest.raises(ValueError, match="contains itself"):
                function(value)


def test_a_value_may_be_in_several_places(beta: Any) -> None:
    """Also where values nest so deeply that a second, slower walk has to tell."""
    deep: Any = {"a": 1}
    for _ in range(2_000):
        deep = [deep]
    item = beta.ConversationItem(id="i")
    event = beta.ResponseCreateEvent(unknown_fields={"x": [item, item], "y": deep, "z": deep})
    made = beta.to_dict(event)
    assert made["x"] == [{"id": "i"}, {"id": "i"}]
    assert beta.encode(event) == (
        '{"type":"response.create","x":[{"id":"i"},{"id":"i"}],"y":'
        f'{"[" * 2_000}{{"a":1}}{"]" * 2_000},"z":{"[" * 2_000}{{"a":1}}{"]" * 2_000}}}'
    )
    place = made["y"]
    while isinstance(place, list):
        (place,) = place
    assert place == {"a": 1}


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_what_can_be_read_can_be_written(beta: Any, opening: str, closing: str) -> None:
    """However deeply it nests: the parser goes on where Python's own functions give up."""
    depth = 16
    while True:
        text = f'{{"type":"response.create","x":{opening * depth}1{closing * depth}}}'
        for message in (text, text.replace("response.create", "new"), text.replace("type", "t")):
            try:
                event = beta.decode_realtime_client_event(message)
            except beta.DecodeError:
                return
            assert beta.encode(event) == message
            assert beta.encode(beta.UnknownEvent("", beta.to_dict(event))) == message
        depth = depth * 5 // 4


@pytest.mark.parametrize(
    "name", [1, -(10**700), 1.5, True, None, 'a"b', "\ud800"], ids=lambda name: ascii(name)[:9]
)
def test_undeclared_names_are_written_as_json_has_them(beta: Any, wire: Any, name: Any) -> None:
    event = beta.ResponseCreateEvent(unknown_fields={name: [{name: 1}]})
    text = name if isinstance(name, str) else wire.write_json(name)
    assert json.loads(beta.encode(event)) == {"type": "response.create", text: [{text: 1}]}


@pytest.mark.parametrize("name", [(1, 2), b"a", frozenset()])
def test_what_is_no_name_cannot_be_written(beta: Any, name: Any) -> None:
    for fields in ({name: 1}, {"a": {name: 1}}):
        with pytest.raises(TypeError):
            beta.encode(beta.ResponseCreateEvent(unknown_fields=fields))


def test_deep_values_are_written_without_recursion(wire: Any) -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    assert wire.write_json(value) == "[" * 100_001 + "]" * 100_001


LONG = "A" * 5_000


@pytest.mark.parametrize(
    "character", [*map(chr, range(0x30)), "\\", "\x7f", "é", "\u2028", "\ud800"]
)
@pytest.mark.parametrize("place", [0, 2_500, 5_000])
def test_long_strings_are_written_as_the_plain_way_does(
    beta: Any, character: str, place: int
) -> None:
    audio = LONG[:place] + character + LONG[place:]
    text = beta.encode(beta.InputAudioBufferAppendEvent(audio=audio))
    assert text == json.dumps(
        {"type": "input_audio_buffer.append", "audio": audio}, separators=(",", ":")
    )


def test_a_string_of_32_mb(beta: Any) -> None:
    audio = "QUJD" * 8_000_000
    event = beta.InputAudioBufferAppendEvent(audio=audio)
    assert beta.decode_realtime_client_event(beta.encode(event)) == event


def test_events_in_any_place_are_written(beta: Any) -> None:
    """A field that the spec leaves open may hold an event, a tuple, or a plain object."""
    item = beta.ConversationItem(id="i")
    event = beta.ResponseCreateEvent(unknown_fields={"extra": {"items": (item, [item])}})
    expected = {
        "type": "response.create",
        "extra": {"items": [{"id": "i"}, [{"id": "i"}]]},
    }
    assert beta.to_dict(event) == expected
    assert json.loads(beta.encode(event)) == expected


@pytest.mark.parametrize("none", [None, {}])
def test_no_undeclared_fields_may_be_said_in_several_ways(beta: Any, none: Any) -> None:
    event = beta.ResponseCreateEvent(unknown_fields=none)
    assert beta.encode(event) == '{"type":"response.create"}'
    assert beta.to_dict(event) == {"type": "response.create"}


def test_a_declared_field_wins_over_an_undeclared_one(beta: Any) -> None:
    event = beta.ResponseCreateEvent(event_id="a", unknown_fields={"event_id": "b", "x": 1})
    assert beta.to_dict(event) == {"type": "response.create", "event_id": "a", "x": 1}
    assert json.loads(beta.encode(event)) == beta.to_dict(event)
    assert beta.encode(event).count("event_id") == 1


def test_an_undeclared_field_of_a_declared_name_is_written_where_that_is_absent(beta: Any) -> None:
    event = beta.ResponseCreateEvent(unknown_fields={"event_id": "b", "event": 1})
    assert beta.to_dict(event) == {"type": "response.create", "event_id": "b", "event": 1}
    assert json.loads(beta.encode(event)) == beta.to_dict(event)


def test_events_share_the_texts_that_the_spec_declares(beta: Any) -> None:
    """What many events say in the same few words takes their place in memory once."""
    message = '{"id":"item_1","role":"assistant","status":"completed","object":"realtime.item"}'
    one, two = (beta.decode(beta.ConversationItem, message) for _ in range(2))
    assert one.role is two.role
    assert one.status is two.status
    assert one.object is two.object
    assert one.id is not two.id or beta.NATIVE  # The core shares short texts that repeat.


@pytest.mark.parametrize("role", ["user", "tomorrow's", "", None, 1, ["user"], {"user": 1}, True])
def test_what_stands_for_a_declared_text_is_written_as_it_is(beta: Any, role: Any) -> None:
    item = beta.decode(beta.ConversationItem, {"role": role})
    assert item.role == role
    assert json.loads(beta.encode(item)) == {"role": role}


def test_an_instance_of_a_subclass_is_written(beta: Any) -> None:
    class Mine(beta.ResponseCancelEvent):  # type: ignore[misc]
        pass

    event = Mine(response_id="r")
    assert beta.to_dict(event) == {"type": "response.cancel", "response_id": "r"}
    assert json.loads(beta.encode(event)) == beta.to_dict(event)


# ------------------------------------------------------------------------- dataclasses


def _both(make: Any) -> tuple[Any, Any]:
    """A class by the lazy decorator, and its twin by the standard library's."""

    def body(decorator: Any) -> Any:
        class Point:
            """A point."""

            x: int
            y: int | None = None
            tag: str = "p"

        return decorator(slots=True, kw_only=True)(Point)

    return body(make), body(dataclasses.dataclass)


def test_the_lazy_dataclass_is_as_the_real_one(make: Any) -> None:
    lazy, real = _both(make)
    assert inspect.signature(lazy) == inspect.signature(real)
    assert lazy.__match_args__ == real.__match_args__ == ()
    assert lazy.__slots__ == real.__slots__
    assert lazy.__doc__ == real.__doc__
    assert lazy.__qualname__ == real.__qualname__
    assert lazy.__hash__ is None
    a, b = lazy(x=1), real(x=1)
    assert repr(a) == repr(b)
    assert dataclasses.asdict(a) == dataclasses.asdict(b) == {"x": 1, "y": None, "tag": "p"}
    assert dataclasses.astuple(a) == (1, None, "p")
    assert [f.name for f in dataclasses.fields(lazy)] == ["x", "y", "tag"]
    assert [f.kw_only for f in dataclasses.fields(a)] == [True] * 3
    changed = dataclasses.replace(a, y=2)
    assert (changed.y, a.y) == (2, None)
    assert a == lazy(x=1)
    assert a != changed
    assert a != b
    assert all(map(dataclasses.is_dataclass, (lazy, a)))
    with pytest.raises(TypeError, match="unhashable"):
        hash(a)
    with pytest.raises(TypeError):
        lazy(1)
    with pytest.raises(TypeError):
        lazy(x=1, z=2)
    with pytest.raises(AttributeError):
        a.z = 1


@pytest.mark.parametrize(
    "first_use",
    [
        lambda cls: cls(x=1),
        lambda cls: repr(_bare(cls)),
        lambda cls: _bare(cls) == _bare(cls),
        dataclasses.fields,
        lambda cls: cls.__dataclass_params__,
        lambda cls: hasattr(cls, "__replace__"),
        lambda cls: copy.deepcopy(_bare(cls)),
    ],
)
def test_any_use_may_be_the_first(make: Any, first_use: Any) -> None:
    lazy, real = _both(make)
    first_use(lazy)
    assert repr(lazy(x=1)) == repr(real(x=1))
    assert lazy(x=1) == lazy(x=1)
    assert hasattr(lazy, "__replace__") == hasattr(real, "__replace__")


def _bare(cls: Any) -> Any:
    """An instance made as a decoder makes it."""
    instance = object.__new__(cls)
    instance.x, instance.y, instance.tag = 1, None, "p"
    return instance


def test_a_subclass_may_define_its_own_methods_before_the_first_use(make: Any) -> None:
    lazy, _ = _both(make)

    class Mine(lazy):  # type: ignore[misc,valid-type]
        def __init__(self, **values: Any) -> None:
            super().__init__(x=5, **values)

        def __repr__(self) -> str:
            return f"mine {super().__repr__()}"

    assert Mine(y=1).x == 5
    assert repr(Mine()).startswith("mine ")
    assert "Mine(" in repr(Mine())
    assert lazy(x=1).x == 1


def test_a_dataclass_of_the_standard_library_may_inherit(beta: Any) -> None:
    @dataclasses.dataclass(kw_only=True)
    class Mine(beta.ResponseCancelEvent):  # type: ignore[misc]
        mark: int = 0

    assert Mine(response_id="r", mark=1) == Mine(response_id="r", mark=1)
    assert [field.name for field in dataclasses.fields(Mine)][-1] == "mark"


def test_first_use_from_several_threads(make: Any) -> None:
    for _ in range(20):
        lazy, _ = _both(make)
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda x, cls=lazy: cls(x=x), range(4)))
        assert made == [lazy(x=x) for x in range(4)]


def test_events_are_pickled_copied_and_matched(beta: Any) -> None:
    event = beta.decode_realtime_server_event(
        '{"type":"response.done","event_id":"e","response":{"id":"r","output":[{"id":"i"}]}}'
    )
    for made in (pickle.loads(pickle.dumps(event)), copy.copy(event), copy.deepcopy(event)):
        assert made == event
        assert made.response.usage is beta.UNSET
        assert made.response.output[0].role is beta.UNSET
    match event:
        case beta.ResponseDoneEvent(response=beta.RealtimeResponse(id=name)):
            assert name == "r"
        case _:
            pytest.fail("no match")


# ------------------------------------------------------------------------------ strict


def test_shapes(strict: Any, kinds: Any) -> None:
    """Each shape with values that fit and values that do not."""
    text, number, boolean, null = kinds.TEXT, kinds.NUMBER, kinds.BOOLEAN, kinds.NULL
    shapes = {"Node": kinds.Object({"v": number}, {"next": kinds.Named("Node")})}
    pair = kinds.TupleOf(text, number, required=1)
    rest = kinds.TupleOf(text, required=1, rest=number, after=(boolean,))
    pattern = kinds.Pattern("`item_${number}`", Template(("item_", False), ("number", True)))
    cases: list[tuple[Any, list[Any], list[Any]]] = [
        (text, ["", "a"], [None, 1, ["a"]]),
        (number, [1, 1.5, 10**400], [True, "1", None]),
        (boolean, [True, False], [1, 0, "true"]),
        (null, [None], [False, 0, ""]),
        (kinds.ANYTHING, [None, 1, {}], []),
        (kinds.NOTHING, [], [None, 1, {}]),
        (kinds.CONTAINER, [{}, []], [None, "x"]),
        (kinds.DEFINED, [0, "", {}, []], [None]),
        (kinds.Constant("a", 1, True), ["a", 1, 1.0, True], ["b", 2, False, None, [1]]),
        (kinds.Constant(1), [1, 1.0], [True, "1"]),
        (pattern, ["item_1", "item_-1.5e3"], ["item_", "item_1_", "Item_1", 1, "item_1e999"]),
        (kinds.ListOf(number), [[], [1, 2.0]], [[1, "2"], {}, None, (1,)]),
        (pair, [["a"], ["a", 1]], [[], [1], ["a", "b"], ["a", 1, 2]]),
        (rest, [["a", True], ["a", 1, 2, False]], [["a"], ["a", 1], ["a", "b", True]]),
        (kinds.MapOf(text), [{}, {"a": "b"}], [{"a": 1}, []]),
        (kinds.AnyOf(text, kinds.ListOf(text)), ["a", ["a"]], [1, [1], {}]),
        (
            kinds.Object({"a": text}, {"b": number}),
            [{"a": ""}, {"a": "", "b": 1, "c": None}],
            [{}, {"a": 1}, {"a": "", "b": None}],
        ),
        (kinds.Object({}, {"a": text}, number), [{"a": "", "z": 1}], [{"z": ""}, {"a": 1}]),
        (
            kinds.Named("Node"),
            [{"v": 1, "next": {"v": 2}}],
            [{"v": 1, "next": {"v": 2, "next": {}}}],
        ),
        (
            kinds.Tagged(("t",), [("x", kinds.Object({"n": number}, {})), (1, text)]),
            [{"t": "x", "n": 1}],
            [{"t": "x"}, {"t": "y"}, {}, {"t": ["x"]}, {"t": 1}, {"t": True}],
        ),
    ]
    for shape, good, bad in cases:
        for value in good:
            assert strict.find_problems(shapes, shape, value) == [], (shape, value)
        for value in bad:
            assert strict.find_problems(shapes, shape, value), (shape, value)


def test_problems_have_paths(beta: Any) -> None:
    message = {
        "type": "response.done",
        "event_id": 7,
        "response": {
            "usage": {"total_tokens": "12"},
            "output": [{"id": "i"}, {"role": "robot", "content": [{"text": None}]}],
            "metadata": {"a-b": 1},
        },
    }
    with pytest.raises(beta.DecodeError) as caught:
        beta.decode_realtime_server_event(message, strict=True)
    problems = dict(caught.value.problems)
    assert problems == {
        "$.event_id": "expected string, got number 7",
        "$.response.usage.total_tokens": 'expected integer, got string "12"',
        "$.response.output[1].role": 'expected "user" | "assistant" | "system", got string "robot"',
        "$.response.output[1].content[0].text": "expected string, got null",
        '$.response.metadata["a-b"]': "expected string, got number 1",
    }
    for path, text in problems.items():
        assert f"{path}: {text}" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_choosing_among_shapes_without_a_tag(strict: Any, kinds: Any, choice: Any) -> None:
    """Required fields, then fitting values, then declared fields; an open tie stays open."""
    text, number = kinds.TEXT, kinds.NUMBER
    members = (
        kinds.Object({"a": text}, {"b": text}),
        kinds.Object({"a": text, "c": number}, {}),
        kinds.Object({"z": text}, {}),
        kinds.Object({"z": number}, {}),
    )

    def choose(value: dict[str, Any]) -> Any:
        return choice.choose({}, members, value)

    assert choose({"a": "x"}) == 0
    assert choose({"a": "x", "b": "y"}) == 0
    assert choose({"a": "x", "c": 1}) == 1
    assert choose({"z": "x"}) == 2
    assert choose({"z": 1}) == 3
    assert choose({"z": None}) is None
    assert choose({"q": 1}) is None
    assert choice.choose({}, members[::-1], {"a": "x", "c": 1}) == 2


def test_choosing_by_the_tag_of_an_inner_object(strict: Any, kinds: Any, choice: Any) -> None:
    """What does not fit is what its inner tag says; with a tag of none of them it is open."""
    heads = {tag: kinds.Object({"tag": kinds.Constant(tag), "n": kinds.NUMBER}, {}) for tag in "ab"}
    members = (
        kinds.Object({"head": kinds.Named("a"), "text": kinds.TEXT}, {}),
        kinds.Object({"head": kinds.Named("b"), "text": kinds.TEXT}, {}),
    )

    def choose(tag: Any, text: Any) -> Any:
        return choice.choose(heads, members, {"head": {"tag": tag, "n": "?"}, "text": text})

    assert [choose(tag, "x") for tag in "ab"] == [0, 1]
    assert [choose(tag, None) for tag in "ab"] == [0, 1]
    assert choose("c", "x") is None
    assert choose(None, "x") is None
    assert choice.choose(heads, members, {"head": {}, "text": 1}) is None
    assert choice.choose(heads, members, {"head": "a", "text": 1}) is None


@pytest.mark.parametrize("kind", ["keys", "literals", "a literal of many"])
def test_choosing_does_not_look_at_every_member(kinds: Any, choice: Any, kind: str) -> None:
    """The work for an object is that of the members that it can be, however many there are."""

    shapes: dict[str, Any] = {}

    def member(number: int) -> Any:
        literal = kinds.Constant(f"v{number}", f"w{number}")
        return {
            "keys": kinds.Object({f"k{number}": kinds.TEXT, "n": kinds.NUMBER}, {}),
            "literals": kinds.Object({"kind": literal, "n": kinds.NUMBER}, {}),
            "a literal of many": kinds.Object(
                {"kind": kinds.Constant("a"), "n": kinds.NUMBER, f"k{number}": kinds.TEXT}, {}
            ),
        }[kind]

    def calls(count: int) -> int:
        members = tuple(map(member, range(count)))
        value = {"kind": "v7" if kind == "literals" else "a", "k7": "x", "n": 1}
        readers = {index: lambda _, index=index: index for index in range(count)}
        read = choice.choice_reader(shapes, members, readers, dict)
        assert read({**value, "n": "?"}) == 7
        assert read(value) == 7
        return calls_of(lambda: read(value))

    assert calls(1000) == calls(10)


def test_choosing_in_what_nests_is_linear(kinds: Any, choice: Any) -> None:
    """What the members have alike is not looked at again for each object inside."""
    children = {"left": kinds.Named("Tree"), "all": kinds.ListOf(kinds.Named("Tree"))}
    members = (
        kinds.Object({"a": kinds.TEXT, **children}, {}),
        kinds.Object({"a": kinds.Constant("x"), **children}, {}),
    )
    shapes = {"Tree": kinds.AnyOf(*members, kinds.NULL)}

    def read(value: Any) -> None:
        """As generated code does: the member of an object, then the objects in it."""
        if isinstance(value, dict):
            assert choice.choose(shapes, members, value) == 1
            read(value["left"])
            for item in value["all"]:
                read(item)

    def calls(depth: int) -> int:
        value: Any = None
        for _ in range(depth):
            value = {"a": "x", "left": value, "all": [{"a": "x", "left": None, "all": []}]}
        return calls_of(lambda: read(value))

    calls(1)
    assert calls(64) < 2.3 * calls(32)


def test_the_most_specific_member_comes_first(kinds: Any, choice: Any) -> None:
    """Of members that an object fits alike: the one whose values the others have, too."""
    text, node = kinds.TEXT, kinds.Named("Node")
    narrow = {
        "a literal": (text, kinds.Constant("x", "y")),
        "fewer literals": (kinds.Constant("x", "y"), kinds.Constant("x")),
        "a pattern": (
            text,
            kinds.Pattern("`x${string}`", Template(("x", False), ("string", True))),
        ),
        "a member": (kinds.AnyOf(text, kinds.NULL), text),
        "fewer members": (kinds.AnyOf(text, kinds.NULL, kinds.NUMBER), kinds.AnyOf(text)),
        "anything": (kinds.ANYTHING, text),
        "not null": (kinds.DEFINED, text),
    }
    for name, (wide, less) in narrow.items():
        for one, other in (
            (wide, less),
            (kinds.ListOf(wide), kinds.ListOf(less)),
            (kinds.ListOf(wide), kinds.TupleOf(less, required=1)),
            (kinds.TupleOf(wide, required=0), kinds.TupleOf(less, required=1)),
            (kinds.MapOf(wide), kinds.MapOf(less)),
            (kinds.Object({"i": wide}, {}), kinds.Object({"i": less}, {})),
            (kinds.Object({}, {"i": wide}), kinds.Object({"i": less}, {})),
        ):
            value: Any = "x"
            if isinstance(one, kinds.ListOf | kinds.TupleOf):
                value = ["x"]
            elif isinstance(one, kinds.MapOf | kinds.Object):
                value = {"i": "x"}
            # A shape that contains itself is as narrow as the rest says.
            shapes = {"Node": kinds.Object({"v": text}, {"next": node})}
            members = tuple(
                kinds.Object({"v": shape, "node": node}, {}) for shape in (one, other, one)
            )
            event = {"v": value, "node": {"v": "x", "next": {"v": "x"}}}
            assert choice.choose(shapes, members, event) == 1, name
            assert choice.choose(shapes, members[:1] * 2, event) == 0, name
    more = (kinds.Object({"a": text}, {}), kinds.Object({"a": text}, {"b": text}))
    assert choice.choose({}, more, {"a": "x"}) == 1


@pytest.mark.parametrize("extra", [{}, {"a": "", "b": ""}, {"a": 1}])
def test_a_union_in_a_union_does_not_double_the_work(
    strict: Any, kinds: Any, choice: Any, extra: dict[str, object]
) -> None:
    """Members that no tag tells apart are each looked into, at every depth."""
    node = kinds.AnyOf(kinds.Named("A"), kinds.Named("B"), kinds.NULL)
    shapes = {
        "A": kinds.Object({"next": node}, {"a": kinds.TEXT}),
        "B": kinds.Object({"next": node}, {"b": kinds.TEXT}),
    }
    members = (kinds.Named("A"), kinds.Named("B"))

    def calls(depth: int) -> tuple[int, int]:
        value: Any = {"next": 1, **extra}
        for _ in range(depth):
            value = {"next": value, **extra}
        return (
            calls_of(lambda: strict.find_problems(shapes, node, value)),
            calls_of(lambda: choice.choose(shapes, members, value)),
        )

    for few, many in zip(calls(8), calls(16), strict=True):
        assert many < 3 * few
