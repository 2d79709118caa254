"""What transports give: the messages that their own objects hold.

A `websockets` connection yields messages. aiohttp yields objects with a kind and data,
openai-python yields objects that give a dict, and Starlette's socket is no iterable.
"""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Any

__all__ = ["messages_of", "unwrapped"]

_MESSAGES = (bytes, str, bytearray, memoryview, dict)


def messages_of(source: Any) -> AsyncIterable[Any]:
    """The messages of a transport as an async iterable.

    Raises `TypeError` for what is none and has no `iter_text`.
    """
    if hasattr(type(source), "__aiter__"):
        iterable: AsyncIterable[Any] = source
        return iterable
    iter_text = getattr(source, "iter_text", None)
    if callable(iter_text):
        texts: AsyncIterable[Any] = iter_text()
        return texts
    raise TypeError(
        f"run takes an async iterable of messages, not {type(source).__name__}: "
        "give an async generator that yields the text or the bytes of each"
    )


def unwrapped(item: object) -> Any:
    """The message that an object of a transport holds; None if it holds none.

    Raises `ConnectionError` for an object that tells of an error of the connection.
    """
    data = getattr(item, "data", None)
    if isinstance(data, _MESSAGES):
        return data
    if isinstance(data, Exception):
        raise ConnectionError(f"the connection failed: {data}") from data
    to_dict = getattr(item, "to_dict", None)
    content = to_dict() if callable(to_dict) else None
    return content if isinstance(content, dict) else None
