"""A look at a message never says what parsing it would not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from realtime_codegen.runtime._peek import Peek

TAGS = frozenset({"delta", "a.b", "", "d\u00e9"})


@pytest.mark.parametrize(
    "message",
    [
        '{"type":"delta"}',
        '{"type":"delta","text":"a\\n\\"b"}',
        ' \t\r\n{ \n"type"\t: \r"delta" , "a": [1, {"b": null}]} \n',
        '{"type":"a.b"}',
        '{"type":""}',
        '{"type":"d\u00e9"}',
        '{"type":"delta","delta":"' + "A" * 8192 + '"}',
    ],
)
def test_what_a_look_tells(message: str) -> None:
    peek = Peek("type")
    assert peek.finds(message, TAGS)
    assert peek.finds(message.encode(), TAGS)
    assert peek.finds(json.loads(message), TAGS)
    assert not peek.finds(message, {"other"})


@pytest.mark.parametrize(
    "message",
    [
        '{"text":"","type":"delta"}',
        '{"item":{"type":"delta"},"type":"error"}',
        '{"type":"delta","type":"error"}',
        '{"type":"delta","\\u0074ype":"error"}',
        '{"type":"delta","t\\u0079pe":"error"}',
        '{"\\u0074ype":"delta"}',
        '{"type":"d\\u0065lta"}',
        '{"type":"de\\lta"}',
        '{"type":null}',
        '{"type":["delta"]}',
        '{"type":{"type":"delta"}}',
        '{"type":"error"}',
        '{"type":"deltas"}',
        '{"type":"delta',
        '{"Type":"delta"}',
        '["type","delta"]',
        '"type"',
        "\ufeff" + '{"type":"delta"}',
        "\u00a0" + '{"type":"delta"}',
        '\f{"type":"delta"}',
        "{}",
        "",
        "null",
    ],
)
def test_what_a_look_does_not_tell(message: str) -> None:
    assert not Peek("type").finds(message, TAGS)
    assert not Peek("type").finds(message.encode(), TAGS)


@pytest.mark.parametrize(
    "message",
    [
        {"type": None},
        {"type": ["delta"]},
        {"type": 3},
        {},
        bytearray(b'{"type":"delta"}'),
        pytest.param(memoryview(b'{"type":"delta"}'), id="memoryview"),
        '{"type":"delta"}'.encode("utf-16"),
        b'{"type":"\xff"}',
        None,
        3,
        ["delta"],
    ],
    ids=repr,
)
def test_other_messages(message: object) -> None:
    assert not Peek("type").finds(message, TAGS)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.sampled_from(["type"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "a"]) | st.text(), inner, max_size=3)
    ),
    max_leaves=10,
)
KEYS = st.sampled_from(["type", "\\u0074ype", "typ\\u0065", "a", "Type", "type\\u0000"])
VALUES = st.sampled_from(['"delta"', '"error"', '"d\\u0065lta"', "null", '{"type":"delta"}'])


@st.composite
def objects(draw: st.DrawFn) -> str:
    """Objects as text, with keys twice, escapes and white space anywhere."""
    space = st.text(" \t\r\n", max_size=2)
    values = VALUES | JSON.map(json.dumps) | JSON.map(lambda v: json.dumps(v, ensure_ascii=False))
    members = draw(st.lists(st.tuples(KEYS, values), max_size=4))
    parts = (
        f'{draw(space)}"{key}"{draw(space)}:{draw(space)}{value}{draw(space)}'
        for key, value in members
    )
    return f"{draw(space)}{{{','.join(parts)}}}{draw(space)}"


@given(objects())
@example('{"type":"delta","a":1}')
def test_a_look_and_the_parser_agree(message: str) -> None:
    data: Any = json.loads(message)
    for form in (message, message.encode("utf-8", "surrogatepass"), data):
        if Peek("type").finds(form, TAGS):
            assert data["type"] in TAGS


@given(objects())
def test_a_message_of_the_usual_form_is_told(message: str) -> None:
    """The counterpart: looking is of use."""
    plain = json.dumps({"type": "delta", "text": json.loads(message).get("a")})
    if plain.count('"type"') == 1 and "\\u00" not in plain:
        assert Peek("type").finds(plain, TAGS)


@pytest.mark.parametrize("tag", ["", "d\u00e9", "a b", "a/b", "1"])
def test_a_discriminator_that_can_be_escaped_otherwise_is_not_looked_at(tag: str) -> None:
    message = json.dumps({tag: "delta"}, ensure_ascii=False)
    peek = Peek(tag)
    for _ in range(3):
        assert not peek.finds(message, TAGS)
        assert not peek.finds(message.encode(), TAGS)
    assert peek.finds({tag: "delta"}, TAGS)


def test_a_tag_is_no_escape() -> None:
    assert not Peek("type").finds(r'{"type":"a\b"}', {r"a\b"})


def test_another_discriminator() -> None:
    peek = Peek("kind")
    assert peek.finds('{"kind":"delta","type":"error"}', TAGS)
    assert not peek.finds('{"type":"delta","kind":"error"}', TAGS)


def test_a_look_that_keeps_missing_pauses_and_starts_again() -> None:
    peek = Peek("type")
    good, bad = '{"type":"delta"}', '{"a":1,"type":"delta"}'
    for _ in range(31):
        assert not peek.finds(bad, TAGS)
    assert peek.finds(good, TAGS)
    for _ in range(32):
        assert not peek.finds(bad, TAGS)
    found = [peek.finds(good, TAGS) for _ in range(1001)]
    assert found == [False] * 1000 + [True]
    for _ in range(31):
        assert not peek.finds(bad, TAGS)
    assert peek.finds(good, TAGS)


def test_a_dict_needs_no_look() -> None:
    peek = Peek("type")
    for _ in range(40):
        peek.finds("{}", TAGS)
    assert peek.finds({"type": "delta"}, TAGS)
