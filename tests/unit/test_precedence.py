"""The order of versions is that of section 11 of Semantic Versioning 2.0.0."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, strategies as st

from realtime_codegen.sources.npm import precedence

CHAINS = {
    "numbers": "1.0.0 < 2.0.0 < 2.1.0 < 2.1.1 < 2.1.10 < 2.10.0 < 10.0.0",
    "pre-releases": (
        "1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < 1.0.0-beta.2"
        " < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0"
    ),
    "the next version": "1.0.0 < 1.0.1-alpha.2 < 1.0.1-alpha.10 < 1.0.1 < 1.1.0-0",
}

_NUMBER = st.integers(0, 120).map(str)
_WORD = st.text("0129AZaz-", min_size=1, max_size=4).filter(lambda text: not text.isdigit())
_IDENTIFIERS = st.lists(_NUMBER | _WORD | st.sampled_from(["alpha", "beta"]), max_size=4)
_VERSIONS = st.tuples(
    st.lists(st.integers(0, 12), min_size=3, max_size=3),
    _IDENTIFIERS,
    st.lists(_NUMBER | _WORD, max_size=2),
)


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_the_chains_of_the_specification(chain: str) -> None:
    for lower, higher in pairwise(chain.split(" < ")):
        assert precedence(lower) < precedence(higher), f"{lower} is not below {higher}"


@given(_VERSIONS, _VERSIONS)
@example(([1, 0, 0], ["alpha", "2"], []), ([1, 0, 0], ["alpha", "10"], []))
def test_versions_are_ordered_as_the_specification_says(
    one: tuple[list[int], list[str], list[str]], other: tuple[list[int], list[str], list[str]]
) -> None:
    left, right = precedence(_text(*one)), precedence(_text(*other))
    assert (left > right) - (left < right) == _compared(one[:2], other[:2])
    assert (left == right) == (_compared(one[:2], other[:2]) == 0)


def test_numbers_of_any_length_are_compared() -> None:
    """`int` refuses more than 4,300 digits."""
    long = "1" * 5000
    assert precedence(f"1.0.0-{long}") < precedence(f"1.0.0-{long}1") < precedence("1.0.0-a")
    assert precedence("9.0.0") < precedence(f"{long}.0.0")


def _text(numbers: list[int], identifiers: list[str], build: list[str]) -> str:
    text = ".".join(str(number) for number in numbers)
    text += f"-{'.'.join(identifiers)}" if identifiers else ""
    return text + (f"+{'.'.join(build)}" if build else "")


def _compared(one: tuple[list[int], list[str]], other: tuple[list[int], list[str]]) -> int:
    """-1, 0 or 1, by the rules of section 11 one after the other. Build metadata has no say."""
    for number, other_number in zip(one[0], other[0], strict=True):
        if number != other_number:
            return 1 if number > other_number else -1
    if not one[1] or not other[1]:  # A release is above its pre-releases.
        return bool(other[1]) - bool(one[1])
    for identifier, other_identifier in zip(one[1], other[1], strict=False):
        if identifier == other_identifier:
            continue
        if identifier.isdigit() and other_identifier.isdigit():
            return 1 if int(identifier) > int(other_identifier) else -1
        if identifier.isdigit() or other_identifier.isdigit():
            return -1 if identifier.isdigit() else 1
        return 1 if identifier > other_identifier else -1
    return (len(one[1]) > len(other[1])) - (len(one[1]) < len(other[1]))
