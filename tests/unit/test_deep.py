"""Room for recursion, which several threads may need at a time."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from realtime_codegen.frontend.deep import deeply

DEEP = 20_000


def depth(left: int) -> int:
    return 1 + depth(left - 1) if left else 0


def test_what_recurses_deeply_ends() -> None:
    before = sys.getrecursionlimit()
    assert deeply(lambda: depth(DEEP)) == DEEP
    assert sys.getrecursionlimit() == before


def test_what_is_raised_comes_out() -> None:
    before = sys.getrecursionlimit()
    with pytest.raises(ZeroDivisionError):
        deeply(lambda: 1 // 0)
    assert sys.getrecursionlimit() == before


@pytest.mark.parametrize("first", [0, 1])
def test_the_last_thread_gives_the_room_back(first: int) -> None:
    """Whichever ends first: the other still has room, and after both there is what was before."""
    before, stack = sys.getrecursionlimit(), threading.stack_size()
    begun = [threading.Event(), threading.Event()]
    go_on = [threading.Event(), threading.Event()]
    depths: dict[int, Any] = {}

    def wait_and_recurse(number: int) -> int:
        begun[number].set()
        assert go_on[number].wait(60)
        return depth(DEEP)

    def run(number: int) -> None:
        depths[number] = deeply(lambda: wait_and_recurse(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for number, thread in enumerate(threads):
        thread.start()
        assert begun[number].wait(60)
    for number in (first, 1 - first):
        go_on[number].set()
        threads[number].join()
    assert depths == {0: DEEP, 1: DEEP}
    assert (sys.getrecursionlimit(), threading.stack_size()) == (before, stack)
