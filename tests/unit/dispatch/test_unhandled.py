"""Events that nobody handles: unknown, unhandled, skipped."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from realtime_codegen.runtime._dispatch import UnhandledEventError
from realtime_codegen.runtime._runtime import DecodeError, UnknownEvent
from tests.unit.dispatch.fakes import (
    Delta,
    Failure,
    FakeDispatcher,
    Send,
    Started,
)


def test_unknown_events(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    d.on("delta", lambda event: log.append("never"))
    assert send(d, {"type": "new"}) is False
    d.on_unknown(lambda event: log.append(("unknown", event.type)))
    d.on_any(lambda event: log.append(("any", event.type)))
    assert send(d, {"type": "new", "a": 1})
    assert send(d, UnknownEvent("newer", {}))
    assert log == [("unknown", "new"), ("any", "new"), ("unknown", "newer"), ("any", "newer")]


def test_an_unknown_event_with_a_known_tag_is_unknown(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    d.on("delta", lambda event: log.append("never"))
    d.on_unknown(log.append)
    event = UnknownEvent("delta", {"type": "delta"})
    assert send(d, event)
    assert log == [event]


def test_unhandled_goes_to_the_hook(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    d.on("delta", lambda event: None)
    d.on_unhandled(log.append)
    unknown = UnknownEvent("new", {})
    for event in (Delta(), Started(), Failure(), unknown):
        assert send(d, event)
    assert log == [Started(), Failure(), unknown]
    d.on_unknown(lambda event: None)
    send(d, unknown)
    assert len(log) == 3
    d.on_any(lambda event: None, handles=True)
    send(d, Started())
    assert len(log) == 3


def test_an_unhandled_error_event_is_not_swallowed(d: FakeDispatcher, send: Send) -> None:
    with pytest.raises(UnhandledEventError) as caught:
        send(d, '{"type": "error", "message": "quota"}')
    assert caught.value.event == Failure("quota")
    assert "quota" in str(caught.value)
    assert send(d, Started()) is False


@pytest.mark.parametrize("way", ["on", "on_any", "on_unhandled"])
def test_a_handled_error_event_raises_nothing(
    d: FakeDispatcher, log: list[Any], send: Send, way: str
) -> None:
    ways: dict[str, Any] = {
        "on": d.on("error"),
        "on_any": d.on_any(handles=True),
        "on_unhandled": d.on_unhandled,
    }
    ways[way](log.append)
    assert send(d, Failure())
    assert log == [Failure()]


EVENTS = (Delta(), Started(), Failure(), UnknownEvent("new", {}), UnknownEvent("error", {}))
WAYS = ("on delta", "on started", "on error", "on_unknown", "on_unhandled", "handles")


@pytest.mark.parametrize("seed", range(40))
def test_who_only_watches_changes_nothing_for_the_others(send: Send, seed: int) -> None:
    """Watchers see each event once, and it is handled, dropped or raised as without them."""
    random = Random(seed)
    ways = random.sample(WAYS, random.randrange(len(WAYS)))
    raised = random.choice([None, (), ("new", "started")])
    places = [random.randrange(len(ways) + 1) for _ in range(random.randrange(1, 4))]
    seen = {}
    for watched in (False, True):
        d = FakeDispatcher(raise_unhandled=raised)
        log: list[Any] = []
        watch: list[Any] = []
        for place in range(len(ways) + 1):
            for _ in range(places.count(place) if watched else 0):
                d.on_any(watch.append)
            if place < len(ways):
                register(d, ways[place])(log.append)
        outcomes: list[Any] = []
        for event in EVENTS:
            try:
                taken = send(d, event)
            except UnhandledEventError as error:
                outcomes.append(error.event)
            else:
                outcomes.append(taken or watched)
        seen[watched] = outcomes, log
        assert watch == [event for event in EVENTS for _ in places if watched]
    plain, watched_too = seen[False], seen[True]
    assert watched_too[1] == plain[1]
    assert watched_too[0] == [o if not isinstance(o, bool) else True for o in plain[0]]


def register(d: FakeDispatcher, way: str) -> Any:
    """The function that registers a handler in one of the ways."""
    kind, _, tag = way.partition(" ")
    if kind == "handles":
        return d.on_any(handles=True)
    return d.on(tag) if tag else getattr(d, kind)


def test_a_watcher_that_raises_hides_no_error_event(d: FakeDispatcher, send: Send) -> None:
    def fails(event: object) -> None:
        raise ValueError("mine")

    d.on_any(fails)
    with pytest.raises(ExceptionGroup) as caught:
        send(d, Failure("quota"))
    kinds = [type(error) for error in caught.value.exceptions]
    assert kinds == [ValueError, UnhandledEventError]
    with pytest.raises(ExceptionGroup) as caught:
        send(d, Started())
    assert [type(error) for error in caught.value.exceptions] == [ValueError]


def test_which_unhandled_events_raise_can_be_chosen(send: Send) -> None:
    assert send(FakeDispatcher(raise_unhandled=()), Failure()) is False
    d = FakeDispatcher(raise_unhandled=["started", "new"])
    assert send(d, Failure()) is False
    for event in (Started(), UnknownEvent("new", {})):
        with pytest.raises(UnhandledEventError) as caught:
            send(d, event)
        assert caught.value.event is event


def test_a_long_event_is_cut_in_the_message_of_the_error() -> None:
    assert len(str(UnhandledEventError(Delta("x" * 5000)))) < 1100


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"raise_unhandled": "error"}, TypeError, r"a collection of tags: \('error',\)"),
        ({"handler_errors": "log"}, ValueError, "'group' or 'stop', not 'log'"),
        ({"raise_on": ()}, TypeError, "raise_on"),
    ],
)
def test_wrong_options(options: dict[str, Any], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        FakeDispatcher(**options)


def test_strict_is_passed_on(send: Send) -> None:
    message = {"type": "delta", "bad": 1}
    assert send(FakeDispatcher(), message) is False
    with pytest.raises(DecodeError, match="strictly bad"):
        send(FakeDispatcher(strict=True), message)


def test_malformed_messages_raise_though_nobody_handles_them(d: FakeDispatcher, send: Send) -> None:
    d.on("started", lambda event: None)
    with pytest.raises(DecodeError):
        send(d, '{"type": "delta", ')


def test_skipping_is_asked_for(d: FakeDispatcher, send: Send) -> None:
    assert send(d, '{"type": "delta"}') is False
    assert d.decoded == 1


def test_skipped_messages_are_not_decoded(log: list[Any], send: Send) -> None:
    d = FakeDispatcher(skip_unhandled=True)
    d.on("started", log.append)
    assert send(d, '{"type": "delta", "text": ') is False
    assert send(d, b'{"type": "delta"}') is False
    assert send(d, {"type": "delta"}) is False
    assert d.decoded == 0
    assert send(d, '{"type": "started"}')
    assert send(d, '{"text": "", "type": "delta"}') is False  # The look does not tell.
    assert d.decoded == 2
    assert log == [Started()]


def test_looks_that_keep_missing_pause_and_end(log: list[Any], send: Send) -> None:
    """What a look could have told is then decoded; other handlers make looks worth a try."""
    d = FakeDispatcher(skip_unhandled=True)
    d.on("started", log.append)
    told = '{"type": "delta"}'
    for pause in (256, 512, 1024, 2048, 4096):
        for _ in range(32):
            assert send(d, '{"text": "", "type": "delta"}') is False
        before = d.decoded
        for _ in range(pause):
            assert send(d, told) is False
        assert d.decoded == before + pause
    for _ in range(32):
        assert send(d, '{"text": "", "type": "delta"}') is False
    before = d.decoded
    for _ in range(10_000):
        assert send(d, told) is False
    assert d.decoded == before + 10_000
    d.once("started", log.append)
    assert send(d, told) is False
    assert d.decoded == before + 10_000
    assert log == []


def test_a_handler_that_comes_as_looks_end_makes_them_begin_again(log: list[Any]) -> None:
    """Also where no message has come between the last look and the handler."""
    d = FakeDispatcher(skip_unhandled=True)
    d.on("started", log.append)
    told = '{"type": "delta"}'
    for pause in (256, 512, 1024, 2048, 4096, 0):
        for _ in range(32):
            d.dispatch('{"text": "", "type": "delta"}')
        for _ in range(pause):
            d.dispatch(told)
    before = d.decoded
    d.on("up", log.append)
    for _ in range(3):
        assert d.dispatch(told) is False
    assert d.decoded == before


def test_a_pause_that_another_thread_ended_ends_no_looks(log: list[Any]) -> None:
    d = FakeDispatcher(skip_unhandled=True)
    peek = d._peek
    assert peek is not None
    peek.pause = 1
    d._wait(peek)
    d._wait(peek)  # This thread, too, has seen the pause of 1.
    assert d.dispatch('{"type": "delta"}') is False
    assert d.decoded == 0


def test_looks_that_began_again_are_not_ended_by_who_saw_the_old_ones_end(log: list[Any]) -> None:
    d = FakeDispatcher(skip_unhandled=True)
    old = d._peek
    assert old is not None
    old.pause = -1
    d.on("started", log.append)
    d._wait(old)
    assert d.dispatch('{"type": "delta"}') is False
    assert d.decoded == 0


def test_a_look_that_tells_makes_the_next_pause_short(log: list[Any], send: Send) -> None:
    d = FakeDispatcher(skip_unhandled=True)
    d.on("started", log.append)
    for _ in range(3):
        for _ in range(32):
            assert send(d, '{"text": "", "type": "delta"}') is False
        for _ in range(256):
            assert send(d, '{"type": "delta"}') is False
        before = d.decoded
        assert send(d, '{"type": "delta"}') is False
        assert d.decoded == before


def test_what_must_not_be_lost_is_not_skipped(log: list[Any], send: Send) -> None:
    d = FakeDispatcher(skip_unhandled=True)
    with pytest.raises(UnhandledEventError):
        send(d, '{"type": "error"}')
    d.on_unknown(log.append)
    assert send(d, '{"type": "new"}')
    assert send(d, '{"type": "side"}')  # Shared by two classes, so it may be unknown.
    assert send(d, '{"type": "delta"}') is False
    d.on_unhandled(log.append)
    assert send(d, '{"type": "delta"}')
    d.discard(log.append)
    d.on_any(log.append)
    assert send(d, '{"type": "delta"}')
    assert [event.type for event in log] == ["new", "side", "delta", "delta"]


def test_a_decoded_event_is_never_skipped(log: list[Any], send: Send) -> None:
    d = FakeDispatcher(skip_unhandled=True)
    d.on("delta", log.append)
    assert send(d, Started()) is False
    assert send(d, Delta())
    with pytest.raises(TypeError):
        send(d, 3)
