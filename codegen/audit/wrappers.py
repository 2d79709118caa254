"""Unwrap messages from the objects that tools put them in, one function for each tool.

Each returns the messages in an object, or None if the object is not from its tool.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from .senders import UNTOLD, Sender, sender_of
from .texts import BASE64, Passed
from .times import time_beside

__all__ = ["DockerParts", "Inner", "Parts", "wrapper_of"]


class Inner(NamedTuple):
    """A message in an export, as a value or as text, with its sender and time, if known."""

    value: Any
    sender: Sender = UNTOLD
    time: float | None = None


Parts: TypeAlias = "Iterable[Inner | Passed]"

_DEVTOOLS: Final = re.compile(r"[A-Z][A-Za-z]{1,40}\.[a-z][A-Za-z]{1,60}")
_FRAMES: Final = {
    "Network.webSocketFrameReceived": "received",
    "Network.webSocketFrameSent": "sent",
}


def wrapper_of(value: dict[str, Any]) -> tuple[str, Parts] | None:
    """Unwrap the object of any known tool; return the tool's name and the parts, or None."""
    for word, unwrap in _WRAPPERS:
        parts = unwrap(value)
        if parts is not None:
            return word, parts
    return None


def _har(value: dict[str, Any]) -> Parts | None:
    """The messages of all sockets in an HTTP archive, as Chrome writes it."""
    log = value.get("log")
    entries = log.get("entries") if isinstance(log, dict) else None
    return _sockets(entries) if isinstance(entries, list) else None


def _sockets(entries: list[Any]) -> Iterator[Inner | Passed]:
    for entry in entries:
        messages = entry.get("_webSocketMessages") if isinstance(entry, dict) else None
        if not isinstance(messages, list):
            yield Passed("a request without messages of a socket")
            continue
        for message in messages:
            parts = _socket_message(message) if isinstance(message, dict) else None
            yield from parts or (Inner(message),)


def _socket_message(value: dict[str, Any]) -> Parts | None:
    """A message of a socket in an HTTP archive."""
    data, kind, opcode = value.get("data"), value.get("type"), value.get("opcode")
    if kind not in ("send", "receive") or not isinstance(data, str) or type(opcode) is not int:
        return None
    return _frame(opcode, data, sender_of(kind), time_beside(value))


def _frame(opcode: Any, data: str, sender: Sender, time: float | None) -> Parts:
    """A frame of a socket. A binary one is in Base64, and may be a message, too."""
    is_message = opcode == 1 or (opcode == 2 and data.startswith(BASE64))
    return (Inner(data, sender, time),) if is_message else (Passed("a frame that is no text"),)


def _devtools(value: dict[str, Any]) -> Parts | None:
    """An event of Chrome's DevTools, as Puppeteer and the log of its driver have them."""
    method, params = value.get("method"), value.get("params")
    if not isinstance(method, str) or not isinstance(params, dict):
        return None
    if not _DEVTOOLS.fullmatch(method):
        return None
    response = params.get("response")
    if method not in _FRAMES or not isinstance(response, dict):
        return (Passed("an event of DevTools that is no frame"),)
    opcode, data = response.get("opcode"), response.get("payloadData")
    if not isinstance(data, str):
        return (Inner(data),)
    time = time_beside(params)
    return _frame(1 if opcode is None else opcode, data, sender_of(_FRAMES[method]), time)


def _driver(value: dict[str, Any]) -> Parts | None:
    """A line of the performance log of Chrome's driver, or the message of such a line."""
    inner = value.get("message")
    if isinstance(inner, str) and "level" in value and inner.startswith('{"message":{"method":'):
        return (Inner(inner),)
    if isinstance(inner, dict) and "webview" in value and isinstance(inner.get("method"), str):
        return (Inner(inner),)
    return None


def _docker(value: dict[str, Any]) -> Parts | None:
    """A line of the log of a container."""
    line = value.get("log")
    if not isinstance(line, str) or value.get("stream") not in ("stdout", "stderr"):
        return None
    return (Inner(line),)


class DockerParts:
    """Joins the parts of lines that Docker splits, as it does after 16 KiB.

    A part has no line feed at its end. The parts of the two streams are kept apart, with at most
    `longest` characters in total.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._parts: dict[str, list[str]] = {}
        self._size = 0

    def joined(self, value: dict[str, Any]) -> dict[str, Any] | None:
        """The object with the whole line after its last part; None before."""
        line, stream = value.get("log"), value.get("stream")
        if _docker(value) is None or not isinstance(line, str) or not isinstance(stream, str):
            return value
        parts = self._parts.setdefault(stream, [])
        parts.append(line)
        self._size += len(line)
        if not line.endswith("\n") and self._size <= self._longest:
            return None
        del self._parts[stream]
        whole = "".join(parts)
        self._size -= len(whole)
        return {**value, "log": whole}

    def rest(self) -> Iterator[dict[str, Any]]:
        """The lines without an end."""
        for stream, parts in self._parts.items():
            yield {"log": "".join(parts), "stream": stream}
        self._parts.clear()
        self._size = 0


def _cloudwatch(value: dict[str, Any]) -> Parts | None:
    """Events of CloudWatch Logs, as its commands and its subscriptions give them."""
    events = value.get("logEvents", value.get("events"))
    if not isinstance(events, list) or not events:
        return None
    messages = [event.get("message") for event in events if _is_log_event(event)]
    return map(Inner, messages) if len(messages) == len(events) else None


def _subscription(value: dict[str, Any]) -> Parts | None:
    """The event of a CloudWatch Logs subscription for a function: gzip in Base64."""
    inner = value.get("awslogs")
    data = inner.get("data") if isinstance(inner, dict) else None
    if not isinstance(data, str):
        return None
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = unpacking.decompress(base64.b64decode(data, validate=True), _LONGEST_BATCH)
    except (ValueError, zlib.error):
        return (Inner(data),)
    return (Inner(text.decode("utf-8", "replace")),)


def _is_log_event(event: Any) -> bool:
    if not isinstance(event, dict) or "timestamp" not in event:
        return False
    return isinstance(event.get("message"), str)


def _cloudwatch_line(value: dict[str, Any]) -> Parts | None:
    """A line with one event of CloudWatch Logs."""
    if _is_log_event(value) and not value.keys() - _LOG_EVENT:
        return (Inner(value["message"]),)
    return None


_LONGEST_BATCH: Final = 2**24
_LOG_EVENT: Final = {
    *("timestamp", "message", "ingestionTime", "logStreamName", "eventId", "id", "logGroupName")
}
_Unwrap: TypeAlias = Callable[[dict[str, Any]], "Parts | None"]
_WRAPPERS: Final[tuple[tuple[str, _Unwrap], ...]] = (
    ("HAR", _har),
    ("messages of a HAR", _socket_message),
    ("DevTools", _devtools),
    ("the log of a browser's driver", _driver),
    ("Docker", _docker),
    ("CloudWatch", _cloudwatch),
    ("CloudWatch", _cloudwatch_line),
    ("CloudWatch", _subscription),
)
