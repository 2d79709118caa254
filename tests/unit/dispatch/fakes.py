"""Events that no spec declares, and a dispatcher for them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Protocol, TypeAlias, TypeVar, overload

from realtime_codegen.runtime._dispatch import Dispatcher
from realtime_codegen.runtime._runtime import DecodeError, Message, UnknownEvent


@dataclass
class Failure:
    message: str = ""
    type: str = "error"


@dataclass
class Delta:
    text: str = ""
    type: str = "delta"


@dataclass
class Started:
    type: str = "started"


@dataclass
class Moved:
    """One class with two tags."""

    type: str = "up"


@dataclass
class Left:
    type: str = "side"


@dataclass
class Right:
    """Shares its tag with another class."""

    type: str = "side"


HandlerT = TypeVar("HandlerT", bound=Callable[..., object])
Event: TypeAlias = Failure | Delta | Started | Moved | Left | Right
CLASSES: dict[str, type[Any]] = {
    "error": Failure,
    "delta": Delta,
    "started": Started,
    "up": Moved,
    "down": Moved,
}


class On(Protocol):
    """What a generated dispatcher says of `on`, with less types."""

    @overload
    def __call__(self, key: object, /) -> Callable[[HandlerT], HandlerT]: ...
    @overload
    def __call__(self, key: object, handler: Callable[..., object], /) -> None: ...


class FakeDispatcher(Dispatcher[Event, str, On]):
    _events: ClassVar[Any] = {**CLASSES, "side": (Left, Right)}
    _raise_unhandled = frozenset({"error"})

    decoded = 0

    def _decoder(self, strict: bool) -> Callable[..., Event | UnknownEvent]:
        return partial(self._read, strict=strict)

    def _read(self, message: Message, *, strict: bool = False) -> Event | UnknownEvent:
        self.decoded += 1
        try:
            data = message if isinstance(message, dict) else json.loads(bytes_or_text(message))
        except ValueError as error:
            raise DecodeError(str(error)) from None
        if strict and data.get("bad"):
            raise DecodeError("strictly bad")
        tag: Any = data.get("type", "")
        if tag not in CLASSES:
            return UnknownEvent(tag, data)
        fields = {key: value for key, value in data.items() if key != "bad"}
        event: Event = CLASSES[tag](**fields)
        return event


def bytes_or_text(message: str | bytes | bytearray | memoryview) -> str | bytes:
    return message if isinstance(message, str) else bytes(message)


Send: TypeAlias = Callable[[FakeDispatcher, Any], bool]


def send_async(dispatcher: FakeDispatcher, message: Any) -> bool:
    return asyncio.run(dispatcher.dispatch_async(message))


def raiser(error: BaseException) -> Callable[[object], None]:
    def handler(event: object) -> None:
        raise error

    return handler
