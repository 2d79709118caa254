"""Growth is measured well enough to tell what takes the square of a length from what does not."""

from __future__ import annotations

from functools import cache

import pytest

from tests.tools.growth import EVEN, growth


def elements_of(length: int) -> tuple[int, ...]:
    return tuple(range(length))


@pytest.mark.parametrize("times", [8, 10, 50])
def test_the_length_itself(times: int) -> None:
    def act(elements: tuple[int, ...]) -> int:
        return sum(elements)

    assert growth(elements_of, act, 50_000, times) < EVEN


@pytest.mark.parametrize("keep", [False, True])
def test_the_square_of_a_length(keep: bool) -> None:
    """Each element is sought among all, also where results are kept."""

    def act(elements: tuple[int, ...]) -> int:
        return sum(-1 - element in elements for element in elements)

    assert growth(elements_of, cache(act) if keep else act, 300, 20) > EVEN


def test_what_takes_no_time() -> None:
    assert growth(lambda length: length, abs, 1, 10) < EVEN
