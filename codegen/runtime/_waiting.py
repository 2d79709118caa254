"""Waiting for events: any number of waiters, and requests that one event answers.

Standard library only; all of it runs in one event loop.
"""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable
from typing import Any, Final

from ._moves import Failure, Moves, Path, Reply, has_all, is_missing, value_at

__all__ = ["RequestError", "RequestLostError", "SessionClosedError", "Waiting"]

_BY_FIELDS: Final = 2
_IN_ORDER: Final = 1


class RequestError(Exception):
    """The other side refused a request: `event` is the error that names it."""

    def __init__(self, event: Any) -> None:
        super().__init__(event)
        self.event = event

    def __str__(self) -> str:
        text = repr(self.event)
        return f"refused: {text if len(text) <= 1000 else text[:1000] + '...'}"


class SessionClosedError(ConnectionError):
    """The connection has ended. `unsent` are the events that were not handed to it."""

    def __init__(self, message: str, unsent: tuple[Any, ...] = ()) -> None:
        lost = f"; {len(unsent)} events were not sent" if unsent else ""
        super().__init__(message + lost)
        self.unsent = unsent


class RequestLostError(ConnectionError):
    """The connection broke after a request was sent, so no answer to it will come.

    `event` is the request. Whether the other side has acted on it is not known.
    """

    def __init__(self, event: Any) -> None:
        super().__init__("the connection broke before the answer came")
        self.event = event


class Waiter:
    """Waits for an event of a class that `where` takes."""

    __slots__ = ("future", "where")

    def __init__(
        self, future: Future[Any], where: Callable[[Any], object] | None
    ) -> None:
        self.future = future
        self.where = where


class Request:
    """A message that waits for its answer, or for the event that ends its answers.

    `sent` says that it was handed to the connection: nothing answers it before.
    """

    __slots__ = ("event", "future", "ids", "reply", "same", "sent", "to_end")

    def __init__(
        self, event: Any, reply: Reply, future: Future[Any], to_end: bool
    ) -> None:
        self.event = event
        self.reply = reply
        self.future = future
        self.to_end = to_end
        self.sent = False
        self.same: tuple[Any, ...] | None = None
        self.ids: dict[Path, Any] = {}

    def answered(self, event: object) -> int:
        """The way an event answers it: by its fields, in its order, or not at all (0)."""
        if self.same is not None:
            is_end = type(event) is self.reply.end
            values = tuple(value_at(event, path) for path in self.reply.same)
            return _BY_FIELDS if is_end and values == self.same else 0
        if type(event) is not self.reply.event:
            return 0
        wanted = [
            (path, value)
            for path, of_message in self.reply.fields
            if not is_missing(value := value_at(self.event, of_message))
        ]
        if not has_all(event, tuple(wanted)):
            return 0
        return _BY_FIELDS if wanted else _IN_ORDER

    def refused(self, event: object, failures: tuple[Failure, ...]) -> bool:
        """Whether an event says that it failed."""
        return any(
            type(event) is failure.event
            and has_all(event, failure.where)
            and not is_missing(own := self.ids.get(failure.cause))
            and value_at(event, failure.path) == own
            for failure in failures
        )


class Waiting:
    """All who wait, by the class of event that they wait for.

    It is empty while nobody waits. `answers` are the classes of what may answer a request.
    """

    __slots__ = ("_failures", "_replies", "answers", "requests", "waiters")

    def __init__(self, moves: Moves) -> None:
        self._failures = moves.failures
        self._replies: dict[type[Any], Reply] = {
            cls: reply for reply in reversed(moves.replies) for cls in reply.to
        }
        self.answers: set[type[Any]] = {reply.event for reply in moves.replies}
        self.answers.update(failure.event for failure in moves.failures)
        self.answers.update(own.end for own in moves.replies if own.end is not None)
        self.waiters: dict[type[Any], list[Waiter]] = {}
        self.requests: list[Request] = []

    def __bool__(self) -> bool:
        return bool(self.waiters or self.requests)

    def reply_to(self, event: object) -> Reply:
        """The replies to a message. Raises `TypeError` where no fact says them."""
        reply = self._replies.get(type(event))
        if reply is None:
            raise TypeError(
                f"no fact says what answers {type(event).__name__}: send it, and wait_for "
                "the event that you expect"
            )
        return reply

    def add_waiter(self, cls: type[Any], waiter: Waiter) -> None:
        """Have a waiter told of the next event of a class."""
        self.waiters.setdefault(cls, []).append(waiter)

    def remove_waiter(self, cls: type[Any], waiter: Waiter) -> None:
        """Forget a waiter; it may be gone already."""
        waiters = self.waiters.get(cls, [])
        if waiter in waiters:
            waiters.remove(waiter)
        if not waiters:
            self.waiters.pop(cls, None)

    def remove_request(self, request: Request) -> None:
        """Forget a request; it may be gone already."""
        if request in self.requests:
            self.requests.remove(request)

    def tell(self, event: object) -> bool:
        """Tell those who wait for an event: all waiters, and the one request it is about.

        Returns whether somebody has waited for it.
        """
        cls = type(event)
        waiters = tuple(self.waiters.get(cls, ()))
        told = [self.tell_waiter(cls, waiter, event) for waiter in waiters]
        return self._tell_requests(event) or any(told)

    def tell_waiter(self, cls: type[Any], waiter: Waiter, event: object) -> bool:
        """Give a waiter an event, if it is one that it waits for; return whether it is."""
        if type(event) is not cls or waiter.future.done():
            return False
        try:
            takes = waiter.where is None or bool(waiter.where(event))
        except Exception as error:
            self.remove_waiter(cls, waiter)
            _resolve(waiter.future, None, error)
            return False
        if takes:
            self.remove_waiter(cls, waiter)
            _resolve(waiter.future, event, None)
        return takes

    def _tell_requests(self, event: object) -> bool:
        sent = [request for request in self.requests if request.sent]
        for request in sent:
            if request.refused(event, self._failures):
                self.requests.remove(request)
                _resolve(request.future, None, RequestError(event))
                return True
        ways = [(request.answered(event), request) for request in sent]
        for wanted in (_BY_FIELDS, _IN_ORDER):
            for way, request in ways:
                if way == wanted:
                    self._answer(request, event)
                    return True
        return False

    def _answer(self, request: Request, event: object) -> None:
        if request.to_end and request.same is None:
            paths: tuple[Path, ...] = request.reply.same
            request.same = tuple(value_at(event, path) for path in paths)
            return
        self.requests.remove(request)
        _resolve(request.future, event, None)

    def lose_sent(self) -> None:
        """Fail the requests that were sent over a connection that broke."""
        lost = [request for request in self.requests if request.sent]
        self.requests = [request for request in self.requests if not request.sent]
        for request in lost:
            _resolve(request.future, None, RequestLostError(request.event))

    def close(self, error: Exception) -> None:
        """Fail everybody who waits."""
        futures = [waiter.future for own in self.waiters.values() for waiter in own]
        futures += [request.future for request in self.requests]
        self.waiters.clear()
        self.requests.clear()
        for future in futures:
            _resolve(future, None, error)


def _resolve(future: Future[Any], value: object, error: Exception | None) -> None:
    """Set the result or the error of a future, unless it is done."""
    if future.done():
        return
    if error is None:
        future.set_result(value)
    else:
        future.set_exception(error)
