"""Numbers that are longer than anybody needs: nothing is lost of them, and nobody waits.

an integer of more than some thousand digits keeps them as text, and is the number that they say
to_dict(decode(x)) == x, and encode writes digit for digit what was read
the same whatever limit a program sets for `int`
"""

from __future__ import annotations

import copy
import decimal
import json
import math
import pickle
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.runtime import _number, _wire
from realtime_codegen.runtime._number import LONGEST, LongInteger, parse_integer
from tests.tools.night import share
from tests.tools.packages import compiled_text, import_package

SPEC = """
export interface A { type: 'a'; n?: number; s?: string; c?: 1 | 'x'; many?: number[] }
export interface B { type: 'b'; [key: string]: number | 'b' }
export interface One { n: number; one?: string }
export interface Two { n: number; two?: string }
export interface C { type: 'c'; open: One | Two }
export type E = A | B | C;
"""


@pytest.fixture(scope="module")
def rt(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    files = compiled_text(SPEC, "long_numbers", targets=("dataclasses",)).files
    return import_package(tmp_path_factory.mktemp("long"), files, "long_numbers")


@contextmanager
def limit(digits: int) -> Iterator[None]:
    """The interpreter's own limit for digits, for a while."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(digits)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


def exact(digits: str) -> int:
    with limit(0):
        return int(digits)


LENGTHS = st.integers(LONGEST + 1, LONGEST + 40)
DIGITS = st.builds(
    lambda sign, first, length, seed: (
        sign + first + str(seed) * (length // len(str(seed))) + "7" * 60
    ),
    st.sampled_from(["", "-"]),
    st.sampled_from("123456789"),
    LENGTHS,
    st.integers(0, 10**6),
)
QUICK = settings(max_examples=share(60), deadline=None)


@QUICK
@given(DIGITS, DIGITS | st.integers() | st.floats(allow_nan=True))
def test_it_is_the_integer_that_its_digits_say(digits: str, other: Any) -> None:
    value, integer = LongInteger(digits), exact(digits)
    assert (int(value), math.trunc(value), round(value)) == (integer, integer, integer)
    assert (math.floor(value), math.ceil(value)) == (integer, integer)
    assert (str(value), repr(value), f"{value}", value.digits) == (digits,) * 4
    assert value == integer
    assert integer == value
    assert not (value != integer)  # noqa: SIM202 (each operator has a method)
    assert hash(value) == hash(integer)
    assert bool(value)
    assert value.is_integer()
    assert value.as_integer_ratio() == (integer, 1)
    if isinstance(other, str):
        same = LongInteger(other)
        wanted = exact(other)
        for given_ in (same, wanted):
            assert (value == given_) is (integer == wanted)
            assert (value < given_, value <= given_) == (integer < wanted, integer <= wanted)
            assert (value > given_, value >= given_) == (integer > wanted, integer >= wanted)
            assert (given_ < value, given_ >= value) == (wanted < integer, wanted >= integer)
    elif isinstance(other, int) or math.isfinite(other):
        assert (value < other, value > other) == (integer < other, integer > other)
        assert (other < value, other > value) == (integer > other, integer < other)
        assert value != other
        assert other != value
    else:
        assert value != other


@QUICK
@given(DIGITS)
def test_neighbours_are_told_apart(digits: str) -> None:
    value, integer = LongInteger(digits), exact(digits)
    for difference in (-1, 1, 10**LONGEST, -(10**LONGEST), integer, -2 * integer):
        other = integer + difference
        assert value != other
        assert (value < other) is (difference > 0)
        assert (other < value) is (difference < 0)


def test_other_things_are_neither_equal_nor_ordered() -> None:
    value: Any = LongInteger("1" * 20_000)
    assert value != "1" * 20_000
    assert value is not None
    assert value != math.inf
    assert value != decimal.Decimal("1e20000")
    with pytest.raises(TypeError):
        _ = value < "1"
    assert value in {exact("1" * 20_000), 1}
    assert sorted([LongInteger("2" * 20_000), value, 3, -1.5])[2] is value


@pytest.mark.parametrize("sign", ["", "-"])
def test_to_arithmetic_it_is_what_javascript_reads(sign: str) -> None:
    value = LongInteger(sign + "1" * 20_000)
    assert isinstance(value, float)
    assert float(value) + 1 == value * 2 + 0.5 == float(f"{sign}inf")
    assert json.dumps(value) == f"{sign}Infinity"
    with pytest.raises(TypeError):
        _ = [1][value]  # type: ignore[call-overload]


def test_it_is_copied_and_pickled() -> None:
    value = LongInteger("-" + "1" * 20_000)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps([value], protocol))[0]
        assert (type(again), again.digits) == (LongInteger, value.digits)
    assert copy.copy(value) == copy.deepcopy([value])[0] == value


@pytest.mark.parametrize(
    "digits", ["", "-", "1", "0" * 20_000, "1_" + "1" * 20_000, "1" * 20_000 + ",", "١" * 20_000]
)
def test_only_a_long_integer_is_one(digits: str) -> None:
    """Else `encode` would write whatever somebody put there."""
    with pytest.raises(ValueError, match="not an integer of more than"):
        LongInteger(digits)


@pytest.mark.parametrize(
    "length", [1, LONGEST, LONGEST + 1, 640, 641, 4300, 4301, 10_240, 10_241, 100_000]
)
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("python", [0, 640, 4300, 1_000_000])
def test_no_limit_of_the_interpreter_changes_what_is_read(
    rt: Any, length: int, sign: str, python: int
) -> None:
    digits = sign + "7" * length
    text = f'{{"type":"a","n":{digits},"many":[1,{digits}],"new":{{"x":{digits}}}}}'
    with limit(python):
        for message in (text, text.encode()):
            for strict in (False, True):
                read = rt.decode_e(message, strict=strict)
                kind = "int" if length <= LONGEST else "LongInteger"
                assert type(read.n).__name__ == kind
                assert rt.encode(read) == text
        event = rt.decode_e(text)
        value = rt.to_dict(event)
        assert rt.to_dict(rt.decode_e(value)) == value
        assert rt.encode(value) == text
        assert rt.decode_e(rt.encode(rt.decode_e(value))) == event
    integer = exact(digits)
    expected = {"type": "a", "n": integer, "many": [1, integer], "new": {"x": integer}}
    assert value == expected
    assert rt.decode_e(expected) == event


def test_what_is_long_is_told_in_short(rt: Any) -> None:
    digits = "1" * 100_000
    with pytest.raises(rt.DecodeError) as caught:
        rt.decode_e(f'{{"type":"a","s":{digits}}}', strict=True)
    assert caught.value.problems == (("$.s", f"expected string, got number {digits[:20]}..."),)
    with pytest.raises(rt.DecodeError, match="number of about 100,000 digits"):
        rt.decode_e({"type": "a", "s": exact(digits)}, strict=True)
    with pytest.raises(rt.DecodeError) as caught:
        rt.decode_e(f'{{"type":"a","c":{digits}}}', strict=True)
    assert len(str(caught.value)) < 200


def test_where_members_are_told_apart_it_is_a_number(rt: Any) -> None:
    digits = "1" * 20_000
    event = rt.decode_e(f'{{"type":"c","open":{{"n":{digits},"two":""}}}}')
    assert type(event.open) is rt.Two
    assert str(event.open.n) == digits


@pytest.mark.parametrize("text", ["1e999999999", "-1e400", "0." + "1" * 400_000, "1" * 400 + ".5"])
def test_floats_of_any_length_are_floats(rt: Any, text: str) -> None:
    event = rt.decode_e(f'{{"type":"a","n":{text}}}', strict=True)
    assert type(event.n) is float
    assert event.n == float(text)
    assert rt.decode_e(rt.encode(event)) == event


# --------------------------------------------------------------------------------- work


@given(
    st.lists(st.sampled_from(["1" * 104, "12", '"', ".", "-", "x" * 110, "9" * 309]), max_size=6)
)
def test_a_long_run_of_digits_is_seen(parts: list[str]) -> None:
    text = "".join(parts)
    assert _number.is_overlong(text) is (_longest_run(text) > LONGEST)


_NUMBERS = st.sampled_from([1, int("7" * 309), int("7" * 310), int("7" * 4_000)])
_STRINGS = st.builds(
    lambda ends, inside, many: ends + inside * many + ends,
    st.sampled_from(["", '"', "\\", ": ", ",", "7" * 200]),
    st.sampled_from(["x", "7", '7"', "a, ", "7:"]),
    st.sampled_from([0, 1, 300, 1_500, 6_000]),
)


@given(
    st.lists(_NUMBERS | _STRINGS | st.dictionaries(_STRINGS, _NUMBERS, max_size=2), max_size=5),
    st.sampled_from([(",", ":"), (", ", ": "), ("\t,\n", "\r:\n")]),
)
def test_a_long_integer_is_seen_between_large_strings(value: Any, marks: tuple[str, str]) -> None:
    """Whichever of the scanners reads the text."""
    with limit(0):
        text = json.dumps({"value": value}, separators=marks)
        read = _wire.read_object(text)
        expected = json.loads(text, parse_int=parse_integer)
    assert list(_kinds(read)) == list(_kinds(expected))
    assert read == expected


def _kinds(value: Any) -> Iterator[type[Any]]:
    """The types of a JSON value and of all that is in it."""
    yield type(value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _kinds(item)


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("[0-9]+", text)), default=0)


@pytest.mark.parametrize("length", [309, 310, 640, 2_000, 4_300, 10_240, 10_241])
def test_an_integer_of_any_length_is_read_by_its_length(
    length: int, work: Callable[[], int]
) -> None:
    """Nothing computes the value of one that is longer than any float is large."""
    text = f'{{"n":{"7" * length}}}'
    value = _wire.read_object(text)["n"]
    assert type(value) is (int if length <= 309 else LongInteger)
    assert _wire.write_json(value) == "7" * length
    assert value == exact("7" * length)
    work()
    assert length <= 309 or value == LongInteger("7" * length)
    assert not work()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many digits were turned into integers since it was asked last."""
    done = [0]
    value = _number._value

    def counted(digits: str) -> int:
        done[0] += len(digits)
        return value(digits)

    monkeypatch.setattr(_number, "_value", counted)

    def since() -> int:
        count, done[0] = done[0], 0
        return count

    return since


def test_digits_are_not_read_until_somebody_asks(work: Callable[[], int]) -> None:
    """Reading, writing, describing, hashing and most comparisons leave them as they are."""
    digits = "9" * 1_000_000
    value = _wire.read_object(f'{{"n":{digits}}}')["n"]
    assert _wire.write_json(value) == digits
    _wire.describe(value)
    assert value != 1
    assert value > 10**100
    assert value == LongInteger(digits)
    assert value < 1 << 4_000_000
    assert isinstance(hash(value), int)
    assert not work()
    assert int(parse_integer("9" * 20_000)) == exact("9" * 20_000)
    assert work() >= 20_000


def test_the_package_is_copied_as_it_was_tried(rt: ModuleType) -> None:
    folder = Path(str(rt.__file__)).parent
    own = Path(_number.__file__)
    assert own.read_text(encoding="utf-8") in (folder / own.name).read_text(encoding="utf-8")
