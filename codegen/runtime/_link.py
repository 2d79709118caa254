"""The two ways of a transport: messages that come, and texts that go.

Takes what libraries give: connections of `websockets`, aiohttp and openai-python, the
WebSocket of Starlette, a pair of queues, or a pair of an async iterable and a function.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from typing import Any, cast

from ._unwrap import messages_of

_REMEDY = (
    "give a connection with `send`, `send_str` or `send_text`, two queues, or an async "
    "iterable of messages and a function that sends a text"
)


class Link:
    """A transport: `messages` come, and `send` takes an event and its text.

    Raises `TypeError` for what is no transport, with what to give instead.
    """

    __slots__ = ("_transport", "messages", "send")

    def __init__(
        self, transport: Any, to_dict: Callable[[Any], dict[str, Any]]
    ) -> None:
        self._transport = transport
        source, target = transport, transport
        if issubclass(type(transport), tuple):
            if len(transport) != 2:
                raise TypeError(f"a transport is a pair, or one object: {_REMEDY}")
            source, target = transport
        self.messages: AsyncIterable[Any] = _incoming(source)
        self.send: Callable[[Any, str], Awaitable[object]] = _outgoing(target, to_dict)

    async def close(self) -> None:
        """Close the transport, if it can be closed."""
        close = getattr(self._transport, "close", None)
        if callable(close):
            result = close()
            if hasattr(type(result), "__await__"):
                await cast("Awaitable[object]", result)


def _incoming(source: Any) -> AsyncIterable[Any]:
    if callable(getattr(source, "get", None)) and not hasattr(source, "__aiter__"):
        return _of_queue(source)
    try:
        return messages_of(source)
    except TypeError:
        raise TypeError(
            f"{type(source).__name__} gives no messages: {_REMEDY}"
        ) from None


async def _of_queue(queue: Any) -> AsyncIterator[Any]:
    """The messages of a queue; None ends them."""
    while (message := await queue.get()) is not None:
        yield message


def _outgoing(
    target: Any, to_dict: Callable[[Any], dict[str, Any]]
) -> Callable[[Any, str], Awaitable[object]]:
    takes_objects = hasattr(target, "recv_bytes") and hasattr(target, "send")
    if takes_objects:  # openai-python makes JSON of what it is given.
        return lambda event, _text: target.send(to_dict(event))
    for name in ("send_str", "send_text", "send", "put"):
        method = getattr(target, name, None)
        if callable(method):
            send = cast("Callable[[str], Awaitable[object]]", method)
            return lambda _event, text: send(text)
    if callable(target):
        function = cast("Callable[[str], Awaitable[object]]", target)
        return lambda _event, text: function(text)
    raise TypeError(f"{type(target).__name__} sends nothing: {_REMEDY}")
