"""Who is called for an event: registering, removing, the forms of a message."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import pytest

from realtime_codegen.runtime._dispatch import UnhandledEventError
from tests.unit.dispatch.fakes import (
    CLASSES,
    Delta,
    FakeDispatcher,
    Left,
    Moved,
    Right,
    Send,
    Started,
)


def test_decorator_leaves_the_function_as_it_is(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    def handler(event: Delta) -> None:
        log.append(event)

    assert d.on("delta")(handler) is handler
    assert send(d, {"type": "delta", "text": "a"}) is True
    assert log == [Delta("a")]


def test_call_form_returns_nothing(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    assert d.on("delta", log.append) is None
    assert d.once("delta", log.append) is None
    assert send(d, Delta())
    assert log == [Delta(), Delta()]


@pytest.mark.parametrize("way", ["on_any", "on_unknown", "on_unhandled"])
def test_other_decorators_return_the_handler(d: FakeDispatcher, way: str) -> None:
    def handler(event: object) -> None: ...

    assert getattr(d, way)(handler) is handler


def test_on_takes_a_class(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    d.on(Delta)(log.append)
    d.on(Moved, log.append)
    for event in (Delta("x"), Moved("up"), Moved("down")):
        assert send(d, event)
    assert send(d, Started()) is False
    assert log == [Delta("x"), Moved("up"), Moved("down")]


def test_once_on_a_class_with_two_tags_runs_once(d: FakeDispatcher, log: list[Any]) -> None:
    d.once(Moved, log.append)
    d.dispatch(Moved("up"))
    assert d.dispatch(Moved("down")) is False
    assert log == [Moved("up")]


def test_off_ends_a_class_with_two_tags_as_a_whole(d: FakeDispatcher, log: list[Any]) -> None:
    d.on(Moved, log.append)
    assert d.off("up", log.append) == 1
    assert d.dispatch(Moved("down")) is False


@pytest.mark.parametrize("method", ["on", "once", "off"])
@pytest.mark.parametrize(
    ("key", "kind", "text"),
    [
        ("detla", ValueError, "FakeDispatcher has no event 'detla': did you mean 'delta'?"),
        ("zzzzzz", ValueError, "FakeDispatcher has no event 'zzzzzz'$"),
        ("", ValueError, "has no event ''$"),
        (int, ValueError, "has no event 'int'"),
        (3, TypeError, "expected a tag or the class of an event, not 3"),
        (None, TypeError, "not None"),
        (["delta"], TypeError, "expected a tag"),
    ],
)
def test_a_wrong_key_is_refused(
    d: FakeDispatcher, method: str, key: object, kind: type[Exception], text: str
) -> None:
    with pytest.raises(kind, match=text):
        getattr(d, method)(key)


@pytest.mark.parametrize("handler", [None, 3, "f"])
def test_what_cannot_be_called_is_no_handler(d: FakeDispatcher, handler: Any) -> None:
    for register in (partial(d.on, "delta"), d.on("delta"), d.on_any, d.on_unknown):
        with pytest.raises(TypeError, match="a handler must be callable"):
            register(handler)
    assert d.dispatch(Delta()) is False


def test_several_handlers_run_in_order_of_registration(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    d.on("delta", lambda event: log.append(1))
    d.on_any(lambda event: log.append(2))
    d.on(Delta, lambda event: log.append(3))
    d.once("delta", lambda event: log.append(4))
    d.on("started", lambda event: log.append("other"))
    d.on_any(lambda event: log.append(5))
    d.on("delta", lambda event: log.append(6))
    assert send(d, Delta())
    assert log == [1, 2, 3, 4, 5, 6]
    log.clear()
    assert send(d, Delta())
    assert log == [1, 2, 3, 5, 6]


def test_a_handler_registered_twice_is_called_twice(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    d.on("delta", log.append)
    d.on("delta", log.append)
    send(d, Delta())
    assert len(log) == 2
    assert d.off("delta", log.append) == 2
    assert send(d, Delta()) is False


def test_one_function_can_have_several_tags(d: FakeDispatcher, log: list[Any]) -> None:
    @d.on("delta")
    @d.on("started")
    def handler(event: Delta | Started) -> None:
        log.append(event)

    d.dispatch(Delta())
    d.dispatch(Started())
    assert log == [Delta(), Started()]
    assert d.off("delta") == 1
    assert d.dispatch(Delta()) is False
    assert d.dispatch(Started()) is True


def test_dispatchers_share_nothing(log: list[Any]) -> None:
    one, two = FakeDispatcher(), FakeDispatcher()
    one.on("delta", log.append)
    assert two.dispatch(Delta()) is False
    assert log == []


def test_off_removes_a_handler_or_all_of_a_tag(d: FakeDispatcher, log: list[Any]) -> None:
    def one(event: object) -> None:
        log.append(1)

    def two(event: object) -> None:
        log.append(2)

    d.on("delta", one)
    d.on("delta", two)
    d.on("started", one)
    assert d.off("delta", one) == 1
    assert d.off("delta", one) == 0
    d.dispatch(Delta())
    d.dispatch(Started())
    assert log == [2, 1]
    assert d.off(Delta) == 1
    assert d.dispatch(Delta()) is False
    assert d.dispatch(Started()) is True


def test_off_knows_bound_methods(d: FakeDispatcher) -> None:
    class Session:
        def handle(self, event: Delta) -> None: ...

    session, other = Session(), Session()
    d.on("delta", session.handle)
    assert d.off("delta", other.handle) == 0
    assert d.off("delta", session.handle) == 1


def test_off_leaves_catch_alls_alone(d: FakeDispatcher, log: list[Any]) -> None:
    d.on_any(log.append)
    assert d.off("delta") == 0
    assert d.dispatch(Delta()) is True


def test_discard_removes_everywhere(d: FakeDispatcher, log: list[Any]) -> None:
    for tag in CLASSES:
        d.on(tag, log.append)
    d.on_any(log.append)
    d.on_unknown(log.append)
    d.on_unhandled(log.append)
    d.on("started", print)
    assert d.discard(log.append) == len(CLASSES) + 3
    assert d.discard(log.append) == 0
    assert d.dispatch(Delta()) is False
    assert d.dispatch({"type": "new"}) is False
    assert log == []


def test_a_removed_handler_is_let_go(d: FakeDispatcher) -> None:
    class Handler:
        def __call__(self, event: object) -> None: ...

    handlers = [Handler() for _ in range(3)]
    gone = [weakref.ref(handler) for handler in handlers]
    d.on("delta", handlers[0])
    d.once("delta", handlers[1])
    d.on_any(handlers[2])
    d.dispatch(Delta())
    d.off("delta")
    d.discard(handlers[2])
    handlers.clear()
    gc.collect()
    assert [reference() for reference in gone] == [None, None, None]


@pytest.mark.parametrize(
    "message",
    [
        '{"type": "delta", "text": "a"}',
        b'{"type": "delta", "text": "a"}',
        bytearray(b'{"type": "delta", "text": "a"}'),
        memoryview(b'{"type": "delta", "text": "a"}'),
        {"type": "delta", "text": "a"},
        Delta("a"),
    ],
    ids=lambda message: type(message).__name__,
)
def test_every_kind_of_message(d: FakeDispatcher, log: list[Any], send: Send, message: Any) -> None:
    d.on("delta", log.append)
    assert send(d, message)
    assert log == [Delta("a")]


def test_a_decoded_event_is_not_decoded_again(
    d: FakeDispatcher, log: list[Any], send: Send
) -> None:
    event = Delta()
    d.on("delta", log.append)
    send(d, event)
    assert log[0] is event
    assert d.decoded == 0


@pytest.mark.parametrize(
    "message",
    [
        None,
        3,
        ["delta"],
        pytest.param(object(), id="object"),
        Delta(type="started"),
        Delta(type="new"),
        Left("delta"),
    ],
    ids=repr,
)
def test_what_is_no_message_is_refused(d: FakeDispatcher, send: Send, message: Any) -> None:
    d.on_any(lambda event: None)
    with pytest.raises(TypeError, match="FakeDispatcher takes messages and events of its group"):
        send(d, message)


def test_classes_that_share_a_tag(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    d.on("side", log.append)
    assert send(d, Left())
    assert send(d, Right())
    assert log == [Left(), Right()]


def test_one_of_the_classes_that_share_a_tag(d: FakeDispatcher, log: list[Any], send: Send) -> None:
    """Its handlers and those of the tag are called in order of registration."""
    d.on(Left, lambda event: log.append(("left", event)))
    d.on("side", lambda event: log.append(("side", event)))
    d.on(Left, lambda event: log.append(("last", event)))
    assert send(d, Left())
    assert send(d, Right())
    assert [name for name, _ in log] == ["left", "side", "last", "side"]
    assert d.off(Left) == 2
    assert d.off("side") == 1
    assert not send(d, Left())


def test_a_discriminator_of_another_name(log: list[Any], send: Send) -> None:
    @dataclass
    class Step:
        from_: str = "here"

    @dataclass
    class Leap:
        field_from: str = "there"

    class Other(FakeDispatcher):
        _events: ClassVar[Any] = {"here": Step, "there": Leap}
        _fields: ClassVar[Any] = {Leap: "field_from"}
        _wire_tag = "from"
        _field = "from_"
        _raise_unhandled = frozenset({"here"})

    d = Other(skip_unhandled=True)
    with pytest.raises(UnhandledEventError):
        send(d, Step())
    d.on("here", log.append)
    d.on("there", log.append)
    assert send(d, Step())
    assert send(d, Leap())
    assert log == [Step(), Leap()]
    with pytest.raises(TypeError):
        send(d, Delta())
    d = Other(skip_unhandled=True, raise_unhandled=())
    assert send(d, {"from": "here"}) is False
    assert d.decoded == 0
