"""The time for a message grows as its length does: a benchmark has the figures, this the guard."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from benchmarks import growth
from tests.tools.counting import steps_of
from tests.tools.night import is_nightly

BOUND = 3.2
"""Quadratic is 4. Many keys that no longer are in the caches take `json.loads` up to 2.9."""
SIZES = (200_000, 400_000, 800_000, 1_600_000)
COUNTED = (10_000, 20_000, 40_000)
PUSHED = (8_000, 16_000)
FEW = 100
"""Steps that any message takes, so that a handful more of them is no growth."""
MALFORMED = {
    "a string that does not end",
    "too deep, and a string that does not end",
    "NaN at the end",
}

REFUSED = {"an unknown event", "digits where a string is due", "a pattern of numbers"}


@pytest.fixture(scope="module")
def rt(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    package: ModuleType = growth.make_package(tmp_path_factory.mktemp("growth"), "growth_guarded")
    return package


@pytest.mark.parametrize("kind", growth.KINDS)
def test_each_kind_is_what_it_is_called(rt: Any, kind: str) -> None:
    """The messages have their length, and only those that are called so are malformed."""
    text = growth.KINDS[kind](20_000)
    assert 4_000 < len(text) < 120_000
    assert len(growth.KINDS[kind](400_000)) > 4 * (len(text) - 100_000)
    if kind in MALFORMED:
        with pytest.raises(rt.DecodeError):
            rt.decode_e(text)
        return
    event = rt.decode_e(text)
    assert (type(event) is rt.UnknownEvent) is (kind == "an unknown event")
    assert rt.decode_e(rt.encode(event)) == event
    if "misfit" in kind or kind in REFUSED:
        with pytest.raises(rt.DecodeError, match="does not fit E") as caught:
            rt.decode_e(text, strict=True)
        assert len(str(caught.value)) < 8192
    else:
        rt.decode_e(text, strict=True)


def test_there_are_thirty_kinds() -> None:
    assert len(growth.KINDS) >= 30
    assert set(growth.KINDS) >= MALFORMED


@pytest.mark.parametrize("kind", growth.KINDS)
def test_twice_the_length_takes_twice_the_steps(rt: Any, kind: str) -> None:
    """Counted, not timed: the least lengths that show what each more costs."""
    for mode in growth.MODES:
        counts = []
        for size in COUNTED if is_nightly() else PUSHED:
            action = growth.action_of(rt, mode, growth.KINDS[kind](size))
            if action is None:
                break
            action()  # What the first message of a package makes is made.
            counts.append(steps_of(action) + FEW)
        ratios = [later / earlier for earlier, later in pairwise(counts)]
        assert max(ratios, default=0) <= growth.BAR, (mode, counts)


@pytest.mark.parametrize("kind", ["many unknown fields", "keys of a pattern"])
def test_undeclared_fields_are_taken_over_as_a_whole(rt: Any, kind: str) -> None:
    """They are copied as one, not each by itself into a dict that grows."""
    steps = []
    for size in (4_000, 16_000):
        action = growth.action_of(rt, "dict", growth.KINDS[kind](size))
        assert action is not None
        action()
        steps.append(steps_of(action))
    assert steps[0] == steps[1]


_NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(_NAMES, st.integers()), st.frozensets(_NAMES), st.booleans())
def test_undeclared_fields_are_those_that_no_field_is(
    rt: Any, data: dict[str, int], fields: frozenset[str], ordered: bool
) -> None:
    """In their order, and without a change of the message."""
    given_data = OrderedDict(data) if ordered else dict(data)
    rest = rt._runtime.others(given_data, fields)
    assert list(rest.items()) == [item for item in data.items() if item[0] not in fields]
    assert type(rest) is dict
    whole = rt._runtime.with_missing(given_data, fields)
    assert whole == dict.fromkeys(fields, rt.UNSET) | data
    assert given_data == data


@pytest.mark.parametrize("kind", ["an array of strings", "an array of literals"])
def test_the_first_message_costs_its_length_too(kind: str, tmp_path: Path) -> None:
    """The functions for a class are made once, and not for each element of a first array."""
    steps, elements = [], []
    for size in (4_000, 16_000):
        package = growth.make_package(tmp_path, f"first_{len(kind)}_{size}")
        text = growth.KINDS[kind](size)
        steps.append(steps_of(partial(package.decode_e, text, strict=True)))
        elements.append(text.count(","))
    assert steps[1] - steps[0] < 10 * (elements[1] - elements[0]), steps


def test_steps_find_what_is_quadratic() -> None:
    def quadratic(size: int) -> int:
        return sum("x" * size == "" for _ in range(size) for _ in range(size))

    one, two = (steps_of(lambda size=size: quadratic(size)) + FEW for size in (50, 100))
    assert two / one > growth.BAR


@pytest.mark.nightly
@pytest.mark.parametrize("kind", growth.KINDS)
def test_twice_the_length_takes_about_twice_the_time(rt: Any, kind: str) -> None:
    """On the whole of three doublings; quadratic would be 4, and the worst of some runs counts."""
    for attempt in range(3):
        growths = growth.measure(rt, kind, SIZES, 0.2)
        slow = {
            mode: growth.mean
            for mode, growth in growths.items()
            if growth.seconds[-1] > 0.005 and growth.mean > BOUND
        }
        if not slow:
            return
        assert attempt < 2, slow


@pytest.mark.nightly
def test_the_guard_finds_what_is_quadratic() -> None:
    """Each character of a text is compared with each before it."""

    class Slow:
        class DecodeError(Exception):
            pass

        @staticmethod
        def decode_e(message: str | bytes, *, strict: bool) -> object:
            text = message if isinstance(message, str) else message.decode()
            for start in range(0, len(text), 1000):
                text.count("no", 0, start)
            raise Slow.DecodeError("")

    growths = growth.measure(Slow, "a string", SIZES, 0.2)
    assert growths["text"].mean > BOUND
