"""Handlers at work: those that change the dispatcher, and those that raise."""

from __future__ import annotations

import contextlib
import gc
from typing import Any

import pytest

from realtime_codegen.runtime._dispatch import UnhandledEventError
from realtime_codegen.runtime._runtime import DecodeError
from tests.unit.dispatch.fakes import (
    Delta,
    Failure,
    FakeDispatcher,
    Send,
    Started,
    raiser,
)


def test_an_added_handler_counts_from_the_next_event(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    def first(event: object) -> None:
        log.append("first")
        d.on("delta", lambda event: log.append("added"))

    d.once("delta", first)
    send(d, Delta())
    assert log == ["first"]
    send(d, Delta())
    assert log == ["first", "added"]


def test_a_removed_handler_is_not_called_for_the_event_under_way(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    def second(event: object) -> None:
        log.append("second")

    d.on("delta", lambda event: d.off("delta", second))
    d.on("delta", second)
    assert send(d, Delta())
    assert log == []


def test_a_handler_can_remove_itself(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    def handler(event: object) -> None:
        log.append(1)
        d.discard(handler)

    d.on("delta", handler)
    d.on("delta", lambda event: log.append(2))
    send(d, Delta())
    send(d, Delta())
    assert log == [1, 2, 2]


def test_handlers_can_dispatch(d: FakeDispatcher, log: list[Any]) -> None:
    d.on("delta", lambda event: d.dispatch(Started()))
    d.on("delta", lambda event: log.append("delta"))
    d.on("started", lambda event: log.append("started"))
    d.dispatch(Delta())
    assert log == ["started", "delta"]


def test_once_is_over_before_its_handler_runs(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    def handler(event: Delta) -> None:
        log.append(event.text)
        if event.text == "outer":
            d.dispatch(Delta("inner"))

    d.once("delta", handler)
    assert send(d, Delta("outer"))
    assert log == ["outer"]


def test_a_once_that_raises_is_used_up(d: FakeDispatcher, send: Send) -> None:
    d.once("delta", raiser(ValueError()))
    with pytest.raises(ExceptionGroup):
        send(d, Delta())
    assert send(d, Delta()) is False


def test_a_once_that_was_not_reached_stays(log: list[Any], send: Send) -> None:
    d = FakeDispatcher(handler_errors="stop")
    d.once("delta", raiser(ValueError("first")))
    d.once("delta", log.append)
    with pytest.raises(ValueError, match="first"):
        send(d, Delta())
    assert log == []
    assert send(d, Delta())
    assert log == [Delta()]


def test_an_error_event_is_not_lost_with_a_once_that_is_just_over(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    """Someone else takes the `once` handler after this call has looked the handlers up."""

    class Racing(FakeDispatcher):
        def _plan(self, event: Any) -> Any:
            plan = super()._plan(event)
            self.discard(log.append)
            return plan

    racing = Racing()
    racing.once("error", log.append)
    with pytest.raises(UnhandledEventError):
        send(racing, Failure())
    assert log == []
    seen: list[Any] = []
    racing.once("error", log.append)
    racing.on_unhandled(seen.append)
    assert send(racing, Failure())
    assert (log, seen) == ([], [Failure()])


def test_group_runs_the_others_and_raises_one_group(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    first, second = ValueError("first"), KeyError("second")
    d.on("delta", raiser(first))
    d.on("delta", log.append)
    d.on_any(raiser(second))
    d.on("delta", log.append)
    with pytest.raises(ExceptionGroup, match="2 handlers raised") as caught:
        send(d, Delta())
    assert caught.value.exceptions == (first, second)
    assert log == [Delta(), Delta()]


def test_a_single_exception_is_a_group_too(d: FakeDispatcher, send: Send) -> None:
    error = ValueError()
    d.on("delta", raiser(error))
    with pytest.raises(ExceptionGroup, match="1 handler raised") as caught:
        send(d, Delta())
    assert caught.value.exceptions == (error,)


def test_stop_ends_at_the_first(log: list[Any], send: Send) -> None:
    d = FakeDispatcher(handler_errors="stop")
    error = ValueError("first")
    d.on("delta", log.append)
    d.on("delta", raiser(error))
    d.on("delta", log.append)
    with pytest.raises(ValueError, match="first") as caught:
        send(d, Delta())
    assert caught.value is error
    assert log == [Delta()]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()], ids=repr)
@pytest.mark.parametrize("policy", ["group", "stop"])
def test_what_is_not_an_exception_passes_at_once(
    log: list[Any], policy: Any, error: BaseException
) -> None:
    d = FakeDispatcher(handler_errors=policy)
    d.on("delta", raiser(error))
    d.on("delta", log.append)
    with pytest.raises(type(error)) as caught:
        d.dispatch(Delta())
    assert caught.value is error
    assert log == []


def test_what_was_raised_before_an_interrupt_is_its_context(d: FakeDispatcher) -> None:
    error = ValueError("early")
    d.on("delta", raiser(error))
    d.on("delta", raiser(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt) as caught:
        d.dispatch(Delta())
    context = caught.value.__context__
    assert isinstance(context, ExceptionGroup)
    assert context.exceptions == (error,)


def test_a_decode_error_or_unhandled_error_is_not_wrapped(d: FakeDispatcher, send: Send) -> None:
    d.on_unknown(raiser(ValueError()))
    with pytest.raises(DecodeError):
        send(d, "[")
    with pytest.raises(UnhandledEventError):
        send(d, Failure())


@pytest.mark.parametrize("policy", ["group", "stop"])
@pytest.mark.parametrize("by_hand", [False, True])
def test_exceptions_leave_no_cycle(policy: Any, by_hand: bool) -> None:
    class MarkError(Exception):
        pass

    def handler(event: object) -> None:
        raise MarkError

    d = FakeDispatcher(handler_errors=policy)
    d.on("delta", handler)
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            with contextlib.suppress(ExceptionGroup, MarkError):
                if by_hand:
                    d.dispatch_async(Delta()).send(None)
                else:
                    d.dispatch(Delta())
        assert not any(isinstance(alive, MarkError) for alive in gc.get_objects())
    finally:
        gc.enable()
