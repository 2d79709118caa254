"""A look at a message never says what parsing it would not."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
        '{"type":"delta","delta":"' + "A" * 8192 + '","index":0}',
        '{"type":"delta","item":{"type":"error"},"index":0}',
        '{"type":"delta","item":{"id":"a","type":"error","content":[{"type":"a"}]}}',
        '{"type":"delta","text":"a \\\\ b"}',
    ],
)
def test_what_a_look_tells(message: str) -> None:
    peek = Peek("type")
    assert peek.finds(message, TAGS)
    assert peek.finds(message.encode(), TAGS)
    assert peek.finds(json.loads(message), TAGS)
    assert not peek.finds(message, frozenset({"other"}))


@pytest.mark.parametrize(
    "message",
    [
        '{"text":"","type":"delta"}',
        '{"item":{"type":"delta"},"type":"error"}',
        '{"type":"delta","item":{"type":"delta"},"type":"error"}',
        '{"type":"delta","item":{"id":"a"},"type":"error"}',
        '{"type":"delta","text":"{","type":"error"}',
        '{"type":"delta","text":"{" ,"type":"error"}',
        '{"type":"delta","text":"{a","type":"error"}',
        '{"type":"delta","item":["{"],"type":"error"}',
        '{"type":"delta","item":{"{":"{"},"type":"error"}',
        '{"type":"delta","{":"a","type":"error"}',
        '{"type":"delta"' + "".join(f',"a{n}":""' for n in range(99)) + ',"type":"error"}',
        '{"type":"deltas',
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
VALUES = st.sampled_from(
    ['"delta"', '"error"', '"d\\u0065lta"', "null", '{"type":"delta"}', '"{"', '"}"', '{"a":"{"}']
)


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
    assert not Peek("type").finds(r'{"type":"a\b"}', frozenset({r"a\b"}))


def test_another_discriminator() -> None:
    peek = Peek("kind")
    assert peek.finds('{"kind":"delta","type":"error"}', TAGS)
    assert not peek.finds('{"type":"delta","kind":"error"}', TAGS)


@pytest.mark.parametrize(
    "bad", ['{"a":1,"type":"delta"}', '{"type":"error"}', '{"type":"delta","type":"delta"}']
)
def test_looks_that_keep_missing_ask_for_longer_and_longer_pauses(bad: str) -> None:
    peek = Peek("type")
    good = '{"type":"delta"}'
    pauses: list[int] = []
    for _ in range(6):
        assert not any(peek.finds(bad, TAGS) for _ in range(31))
        assert peek.pause == 0
        assert not peek.finds(bad, TAGS)
        pauses.append(peek.pause)
        peek.pause = 0
    assert pauses == [256, 512, 1024, 2048, 4096, -1]
    assert peek.finds(good, TAGS)
    assert not any(peek.finds(bad, TAGS) for _ in range(31))
    assert peek.finds(good, TAGS)
    assert not any(peek.finds(bad, TAGS) for _ in range(31))
    assert peek.pause == 0
    assert not peek.finds(bad, TAGS)
    assert peek.pause == 256


@pytest.mark.parametrize("length", range(150, 230))
def test_a_second_tag_at_the_edge_of_what_is_searched_at_once(length: int) -> None:
    head = '{"type":"delta","text":"' + "a" * length
    assert not Peek("type").finds(f'{head}","type":"error"}}', TAGS)
    assert Peek("type").finds(f'{head}","item":{{"type":"error"}}}}', TAGS)


def test_the_tags_may_change() -> None:
    peek = Peek("type")
    for tag in ("delta", "error", "delta"):
        assert peek.finds(f'{{"type":"{tag}"}}', frozenset({tag}))
        assert not peek.finds('{"type":"other"}', frozenset({tag}))


def test_a_thread_that_still_has_other_tags_disturbs_nobody() -> None:
    """What was learned for some tags is never taken for others, whenever threads change."""
    peek = Peek("type")
    new = frozenset({"error"})

    class Tags(frozenset[str]):
        """Some tags; while a thread learns them, another one looks for the new ones."""

        def __iter__(self) -> Iterator[str]:
            told.extend(peek.finds(message, new) for message in messages)
            return super().__iter__()

    messages: list[str | bytes] = ['{"type":"delta"}', b'{"type":"delta"' + b" " * 2048 + b"}"]
    told: list[bool] = []
    assert peek.finds(messages[0], Tags(TAGS))
    told.extend(peek.finds(message, new) for message in messages)
    assert len(told) >= 4
    assert not any(told)


def test_a_tag_of_a_lone_surrogate() -> None:
    for message in (b'{"type":"?"}', '{"type":"?"}', r'{"type":"\ud800"}'):
        assert not Peek("type").finds(message, frozenset({"\ud800"}))


def test_a_dict_needs_no_look() -> None:
    peek = Peek("type")
    for _ in range(40):
        assert peek.finds({"type": "delta"}, TAGS)
        assert not peek.finds({"type": "error"}, TAGS)
    assert peek.pause == 0
