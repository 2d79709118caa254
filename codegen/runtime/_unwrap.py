"""Unwrap messages from the objects of transports.

A `websockets` connection yields messages, aiohttp objects with data, openai-python objects
that give a dict, and Starlette's socket is no iterable.
"""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Any, cast

MESSAGES = (bytes, str, bytearray, memoryview, dict)


def messages_of(source: object) -> AsyncIterable[Any]:
    """The messages of a transport as an async iterable."""
    texts = getattr(source, "iter_text", None)
    if not hasattr(type(source), "__aiter__"):
        source = texts() if callable(texts) else None
    if source is None:
        raise TypeError(
            "run takes an async iterable of messages: "
            "give an async generator that yields the text or the bytes of each"
        )
    return cast("AsyncIterable[Any]", source)


def unwrapped(item: object) -> Any:
    """The message that an object of a transport holds; None if it holds none."""
    data = getattr(item, "data", None)
    if isinstance(data, Exception):
        raise ConnectionError(f"the connection failed: {data}") from data
    if not isinstance(data, MESSAGES):
        to_dict = getattr(item, "to_dict", None)
        data = to_dict() if callable(to_dict) else None
    return cast("Any", data) if isinstance(data, MESSAGES) else None
