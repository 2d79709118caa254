"""How the time of an action grows with what it is given: the same on a quick and a slow machine."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

__all__ = ["EVEN", "growth"]

_T = TypeVar("_T")

EVEN: Final = 4
"""The growth of what takes time as its length is less than this, with room for chance."""

_LEAST: Final = 0.001
"""Seconds; a shorter time cannot be measured."""


def growth(
    prepare: Callable[[int], _T], act: Callable[[_T], Any], length: int, times: int
) -> float:
    """How much more time an action takes for each part of an input that is some `times` as long.

    About 1 if the time is as the length, and `times` if it is as its square. The time is that of
    the processor; `prepare`, which makes an input of a length, does not count. No input is measured
    twice, as what is made of it may be kept.
    """

    def measure(length: int) -> Iterator[float]:
        for percent in (100, 102, 104):
            size = length * percent // 100
            given = prepare(size)
            start = time.process_time()
            act(given)
            yield (time.process_time() - start) / size

    short = max(_LEAST / length, min(measure(length)))
    long = math.inf
    for seconds in measure(length * times):
        long = min(long, seconds)
        if long < EVEN * short:
            break  # It is even; what is not may be by chance.
    return long / short
