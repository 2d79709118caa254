"""The laws of reading and writing, over arbitrary objects and over broken and bent events.

to_dict(decode(x)) == x                 for every JSON object, types and keys exact
decode(encode(decode(x))) == decode(x)
the text, its bytes and its parsed object read alike, however the text is spelled
nothing but DecodeError is raised, and it is raised if and only if the text is no object
the quick strict checks say what the slow walk says
"""

from __future__ import annotations

import copy
import functools
import importlib
import json
import string
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from realtime_codegen.runtime._strategies import Strategies
from realtime_codegen.runtime._table import ShapeTable
from realtime_codegen.runtime._template import Template
from tests.tools.night import share

SETTINGS = settings(
    max_examples=share(150),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

# ---------------------------------------------------------------------------- strategies

TEXTS = st.text(max_size=8) | st.sampled_from(["\ud800", '"', "\\", "\x00\n", "é\u2028", "type"])
NUMBERS = (
    st.integers(-3, 3)
    | st.integers()
    | st.sampled_from([10**700, -(10**641)])
    | st.floats(allow_nan=False)
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
NAMES = TEXTS | st.sampled_from(
    ["type", "event_id", "delta", "item", "response", "session", "error", "content", "output"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=6)


@functools.cache
def strategies_of(package: ModuleType) -> Strategies:
    """The strategies of the target of that name, for a package that was made without it."""
    text: str = importlib.import_module(f"{package.__name__}._schema")._TEXT
    return Strategies(st, ShapeTable(text, Template))


def fitting(package: ModuleType, union: str) -> st.SearchStrategy[dict[str, Any]]:
    """Events of the spec."""
    made: st.SearchStrategy[dict[str, Any]] = strategies_of(package).messages(union)
    return made


def bent(package: ModuleType, union: str) -> st.SearchStrategy[dict[str, Any]]:
    """Events of the spec with fields missing, replaced and added, and such as servers send."""
    its = strategies_of(package)
    made: st.SearchStrategy[dict[str, Any]]
    made = its.messages(union, "nearly") | its.messages(union, "lenient")
    return made


def spell(draw: Callable[..., Any], value: Any) -> str:
    """A JSON text of a value: white space, escapes, the order of fields and repeated ones."""
    space = draw(st.sampled_from(["", "", " ", "\n\t", "\r\n "]))
    if isinstance(value, dict):
        items = list(value.items())
        items = draw(st.permutations(items)) if len(items) < 8 else items
        fields = [f"{spell(draw, k)}{space}:{space}{spell(draw, v)}" for k, v in items]
        if items and draw(st.integers(0, 9)) == 0:
            fields.insert(0, f"{spell(draw, items[-1][0])}:[]")
        return f"{{{space}{f'{space},{space}'.join(fields)}{space}}}"
    if isinstance(value, list):
        return f"[{space}{','.join(spell(draw, item) for item in value)}{space}]"
    if isinstance(value, str) and draw(st.integers(0, 4)) == 0:
        escaped = "".join(
            f"\\u{ord(c):04x}" if ord(c) < 0x10000 else json.dumps(c)[1:-1] for c in value
        )
        return f'"{escaped}"'
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "1e999" if value > 0 else "-1e999"
    surrogates = isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value)
    return json.dumps(value, ensure_ascii=surrogates or draw(st.booleans()))


def alike(a: object, b: object) -> bool:
    """Equality that keeps `1`, `1.0` and `True` apart; digits that were not read are integers."""
    if _kind(a) is not _kind(b):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    return a == b


def _kind(value: object) -> type:
    return int if type(value).__name__ == "LongInteger" else type(value)


def forms(text: str) -> list[Any]:
    """A text in every form that a socket may give it."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return [text]
    return [text, data, bytearray(data), memoryview(data)]


# ------------------------------------------------------------------------------ fixtures


@pytest.fixture(scope="module")
def parts(beta: ModuleType) -> tuple[Any, Any, Any]:
    """The shapes, the module of their kinds, and that of strict decoding."""
    schema, kinds, strict = (
        importlib.import_module(f"{beta.__name__}.{name}")
        for name in ("_schema", "_shapes", "_strict")
    )
    return schema.SHAPES, kinds, strict


def decoders(beta: Any) -> dict[str, Callable[..., Any]]:
    return {
        "RealtimeServerEvent": beta.decode_realtime_server_event,
        "RealtimeClientEvent": beta.decode_realtime_client_event,
    }


def hold(beta: Any, decode: Callable[..., Any], value: dict[str, Any]) -> None:
    """The two laws for one object."""
    before = copy.deepcopy(value)
    event = decode(value)
    assert alike(beta.to_dict(event), value)
    text = beta.encode(event)
    assert decode(text) == event
    assert alike(beta.to_dict(decode(text)), value)
    assert alike(value, before), "decoding changed the object that it was given"


@pytest.mark.parametrize("union", ["RealtimeServerEvent", "RealtimeClientEvent"])
def test_arbitrary_objects(beta: Any, union: str) -> None:
    decode = decoders(beta)[union]

    @SETTINGS
    @given(OBJECTS)
    def run(value: dict[str, Any]) -> None:
        hold(beta, decode, value)

    run()


def test_arbitrary_objects_as_each_class(beta: Any, parts: tuple[Any, Any, Any]) -> None:
    shapes, kinds, _ = parts
    names = [name for name, shape in shapes.items() if isinstance(shape, kinds.Object)]
    assert len(names) >= 58

    @SETTINGS
    @given(st.sampled_from(names), st.data())
    def run(name: str, data: st.DataObject) -> None:
        shape = shapes[name]
        fields = [*shape.required, *shape.optional] or ["x"]
        keys = st.sampled_from(fields) | NAMES
        value = data.draw(st.dictionaries(keys, VALUES, max_size=6))
        cls = getattr(beta, name)
        event = beta.decode(cls, value)
        assert type(event) is cls
        hold(beta, lambda message: beta.decode(cls, message), value)

    run()


@pytest.mark.parametrize("union", ["RealtimeServerEvent", "RealtimeClientEvent"])
def test_bent_events(beta: Any, parts: tuple[Any, Any, Any], union: str) -> None:
    """Events of the spec with fields missing, replaced and added; and the strict checks."""
    shapes, _, strict = parts
    decode = decoders(beta)[union]

    @SETTINGS
    @given(bent(beta, union))
    def run(value: dict[str, Any]) -> None:
        hold(beta, decode, value)
        problems = strict.find_problems(shapes, shapes[union], value)
        assert refusal(beta, lambda: decode(value, strict=True)) == problems

    run()


def refusal(beta: Any, decode: Callable[[], Any]) -> list[Any]:
    """The problems that strict decoding raises; none if it does not raise."""
    try:
        decode()
    except beta.DecodeError as error:
        return [*error.problems] or [error]
    return []


def least(kinds: Any, shapes: dict[str, Any], shape: Any) -> Any:
    """The smallest value that fits a shape."""
    if isinstance(shape, kinds.Named):
        return least(kinds, shapes, shapes[shape.name])
    if isinstance(shape, kinds.Object):
        return {name: least(kinds, shapes, field) for name, field in shape.required.items()}
    if isinstance(shape, kinds.Constant):
        return shape.values[0]
    if isinstance(shape, (kinds.AnyOf, kinds.ByKeys)):
        return least(kinds, shapes, shape.members[0])
    if isinstance(shape, kinds.Tagged):
        return least(kinds, shapes, next(iter(shape.branches.values())))
    if isinstance(shape, (kinds.ListOf, kinds.MapOf)):
        return [] if isinstance(shape, kinds.ListOf) else {}
    return {"string": "", "number": 0, "integer": 0, "boolean": False, "null": None}.get(shape.name)


PROBES: list[Any] = [None, True, False, 0, 1, 1.5, "", "x", "auto", "inf", "text", [], {}]
PROBES += [["text"], ["x"], [None], [1], [{}], {"a": "b"}, {"a": 1}, {"type": "x"}]


def test_each_field_with_each_kind_of_value(beta: Any, parts: tuple[Any, Any, Any]) -> None:
    """Strict decoding refuses a value if and only if the slow walk finds a problem."""
    shapes, kinds, strict = parts
    count = refused = 0
    for name, shape in shapes.items():
        if not isinstance(shape, kinds.Object):
            continue
        base = least(kinds, shapes, shape)
        fields = [*shape.required, *shape.optional]
        bases = [base] + [{k: v for k, v in base.items() if k != field} for field in base]
        probes = [{**base, field: probe} for field in fields for probe in PROBES]
        for value in [*bases, *probes]:
            problems = strict.find_problems(shapes, shape, value)
            cls = getattr(beta, name)
            decode = functools.partial(beta.decode, cls, value, strict=True)
            assert refusal(beta, decode) == problems, (name, value)
            refused += bool(problems)
            count += 1
    assert count > 5_000
    assert count // 2 < refused < count


@pytest.mark.parametrize("union", ["RealtimeServerEvent", "RealtimeClientEvent"])
def test_fitting_events_pass_the_quick_check(
    beta: Any, parts: tuple[Any, Any, Any], union: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fits is never walked: the slow way is for errors only."""
    shapes, _, strict = parts
    decode = decoders(beta)[union]

    def walked(*_: object) -> NoReturn:
        raise AssertionError("the slow walk ran")

    monkeypatch.setattr(strict, "check_message", walked)

    @SETTINGS
    @given(fitting(beta, union))
    def run(value: dict[str, Any]) -> None:
        assert type(decode(value, strict=True)) in beta_classes
        assert decode(value, strict=True) == decode(value)

    beta_classes = {getattr(beta, name) for name in shapes if hasattr(beta, name)}
    run()


@pytest.mark.parametrize("union", ["RealtimeServerEvent", "RealtimeClientEvent"])
def test_any_spelling_reads_alike(beta: Any, union: str) -> None:
    decode = decoders(beta)[union]

    @SETTINGS
    @given(bent(beta, union) | OBJECTS, st.data())
    def run(value: dict[str, Any], data: st.DataObject) -> None:
        text = spell(data.draw, value)
        event = decode(value)
        for form in forms(text):
            assert decode(form) == event
            assert alike(beta.to_dict(decode(form)), value)

    run()


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def test_malformed_text_is_malformed_on_every_way(beta: Any) -> None:
    """A text that is cut, or has a character changed, is refused if and only if it is no object."""
    decode = beta.decode_realtime_server_event
    junk = st.sampled_from(
        [*string.printable, "\x00", "\x1f", "\ufeff", "é", "NaN", "\\u0", "{", "}"]
    )

    @SETTINGS
    @given(bent(beta, "RealtimeServerEvent"), st.data())
    def run(value: dict[str, Any], data: st.DataObject) -> None:
        text = spell(data.draw, value)
        at = data.draw(st.integers(0, len(text)))
        if data.draw(st.booleans()):
            text = text[:at]
        else:
            text = text[:at] + data.draw(junk) + text[at + data.draw(st.integers(0, 1)) :]
        assume(len(text) < 4_000)
        try:
            expected = json.loads(text, parse_constant=_refuse)
        except ValueError:
            expected = None
        for form in forms(text):
            if isinstance(expected, dict):
                assert alike(beta.to_dict(decode(form)), expected)
            else:
                with pytest.raises(beta.DecodeError) as caught:
                    decode(form)
                assert caught.value.offset is not None

    run()


def test_arbitrary_bytes(beta: Any) -> None:
    @SETTINGS
    @given(st.binary(max_size=40))
    def run(data: bytes) -> None:
        try:
            event = beta.decode_realtime_server_event(data)
        except beta.DecodeError:
            return
        assert isinstance(beta.to_dict(event), dict)

    run()


# -------------------------------------------------------------------------- single traps


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"error","type":"response.text.delta"}',
        '{"item":{"type":"error"},"type":"response.text.delta"}',
        '{"\\u0074ype":"response.text.delta"}',
        '{"type":"response\\u002etext.delta"}',
        '\n{ "event_id" : 1 ,\t"type" : "response.text.delta" }\r\n',
    ],
)
def test_the_tag_is_what_json_says_it_is(beta: Any, text: str) -> None:
    for form in forms(text):
        event = beta.decode_realtime_server_event(form)
        assert isinstance(event, beta.ResponseTextDeltaEvent)
        assert alike(beta.to_dict(event), json.loads(text))
        assert event.delta is beta.UNSET


@pytest.mark.parametrize("tag", [None, 1, True, [], {}, "nope", "", "Error"])
def test_an_unknown_tag_gives_an_unknown_event(beta: Any, tag: object) -> None:
    message = {"a": 1, "type": tag}
    event = beta.decode_realtime_server_event(message)
    assert event == beta.UnknownEvent(tag if isinstance(tag, str) else "", message)
    assert beta.decode_realtime_server_event(json.dumps(message)) == event
    with pytest.raises(beta.DecodeError) as caught:
        beta.decode_realtime_server_event(message, strict=True)
    assert [problem.path for problem in caught.value.problems] == ["$.type"]


def test_null_and_absent_are_two_things(beta: Any) -> None:
    read = beta.decode_realtime_client_event
    absent = read('{"type":"response.create"}')
    null = read('{"type":"response.create","response":null}')
    assert absent.response is beta.UNSET
    assert null.response is None
    assert beta.encode(absent) == '{"type":"response.create"}'
    assert beta.encode(null) == '{"type":"response.create","response":null}'
    assert absent == beta.ResponseCreateEvent()
    with pytest.raises(beta.DecodeError, match="response: expected object, got null"):
        read({"type": "response.create", "response": None}, strict=True)


def test_values_of_the_wrong_shape_stay(beta: Any) -> None:
    message: dict[str, Any] = {"type": "response.done", "event_id": [], "response": "r"}
    event = beta.decode_realtime_server_event(message)
    assert (event.event_id, event.response) == ([], "r")
    message = {"type": "response.done", "event_id": "", "response": {"output": {"a": 1}}}
    assert beta.decode_realtime_server_event(message).response.output == {"a": 1}
    message = {"type": "response.done", "event_id": "", "response": {"output": [3, None, {}]}}
    output = beta.decode_realtime_server_event(message).response.output
    assert output == [3, None, beta.ConversationItem()]


def test_documented_and_recorded_events_come_back(beta: Any, events_dir: Path) -> None:
    count = 0
    for path in sorted(events_dir.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if "event" not in entry:
                continue
            for decode in decoders(beta).values():
                hold(beta, decode, entry["event"])
            count += 1
    assert count > 800


def test_nesting_beyond_the_limit(beta: Any) -> None:
    for text in ("[" * 10_000, '{"a":' * 10_000, '{"type":"error","error":' * 10_000):
        with pytest.raises(beta.DecodeError, match="nested too deeply"):
            beta.decode_realtime_server_event(text)


def test_a_class_that_is_none_of_the_package(beta: Any) -> None:
    with pytest.raises(TypeError, match="not a class of this package"):
        beta.decode(dict, {})
