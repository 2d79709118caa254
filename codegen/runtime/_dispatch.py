"""The machinery of the typed dispatchers: which handlers an event is given to.

A dispatcher is an instance with handlers of its own. It needs no particular event loop
and starts no task and no thread: a handler runs where `dispatch`, `dispatch_async` or
`run` was called, and is done before the next one begins.
"""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Mapping,
)
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, cast

from ._peek import Peek
from ._runtime import Message, UnknownEvent

__all__ = ["Dispatcher", "Handler", "UnhandledEventError"]

EventT = TypeVar("EventT")
TagT = TypeVar("TagT", bound=str)
OnT = TypeVar("OnT")
ResultT = TypeVar("ResultT")
Handler: TypeAlias = Callable[[EventT], object]
HandlerT = TypeVar("HandlerT", bound=Callable[[Any], object])

_RAW = (bytes, str, bytearray, memoryview, dict)
_OMITTED: Any = object()

# What `inspect` calls CO_COROUTINE; importing `inspect` takes longer than all the rest.
_COROUTINE_FLAG = 0x80

# The kinds of registration that are for no tag of their own.
_ANY = "any"
_UNKNOWN = "unknown"
_UNHANDLED = "unhandled"
_TAGS = "tags"


class UnhandledEventError(Exception):
    """An event came that must not be lost, and no handler took it.

    `event` is the event. Register a handler for its tag, or construct the dispatcher
    with `raise_unhandled=()`.
    """

    def __init__(self, event: Any) -> None:
        super().__init__(event)
        self.event = event

    def __str__(self) -> str:
        text = repr(self.event)
        return f"no handler for {text if len(text) <= 1000 else text[:1000] + '...'}"


class _Entry:
    """One registration, `live` until it is removed or, if it is a `once`, is called."""

    __slots__ = ("asynchronous", "handler", "kind", "live", "once", "tags")

    def __init__(
        self, handler: Handler[Any], kind: str, tags: tuple[str, ...], once: bool
    ) -> None:
        if not callable(handler):
            raise TypeError(f"a handler must be callable, not {handler!r}")
        self.handler = handler
        self.kind = kind
        self.tags = tags
        self.once = once
        self.live = True
        self.asynchronous = _is_async(handler)


class _Table:
    """The registrations by what they are for. A change makes a new table."""

    __slots__ = ("by_class", "plans", "rest", "skipped", "unknown")

    def __init__(
        self,
        entries: Iterable[_Entry],
        events: Mapping[str, object],
        kept: frozenset[str],
    ) -> None:
        plans: dict[str, list[_Entry]] = {}
        for entry in entries:
            for tag in entry.tags:
                plans[tag] = []
        everything: list[_Entry] = []
        unknown: list[_Entry] = []
        unhandled: list[_Entry] = []
        for entry in entries:
            if entry.kind is _TAGS:
                for tag in entry.tags:
                    plans[tag].append(entry)
            elif entry.kind is _UNKNOWN:
                unknown.append(entry)
            elif entry.kind is _UNHANDLED:
                unhandled.append(entry)
            else:
                for plan in (*plans.values(), unknown, everything):
                    plan.append(entry)
        self.plans = {tag: tuple(plan) for tag, plan in plans.items()}
        self.rest = tuple(everything or unhandled)
        self.unknown = tuple(unknown or unhandled)
        # An event whose tag several classes share may still be none of them: unknown.
        self.skipped = frozenset(
            tag
            for tag, event in events.items()
            if not (
                self.rest or tag in plans or tag in kept or isinstance(event, tuple)
            )
        )
        self.by_class = self._by_class(events, kept)

    def _by_class(
        self, events: Mapping[str, object], kept: frozenset[str]
    ) -> dict[object, tuple[_Entry, ...]]:
        """The handlers of each class that one tag has to itself, but for events to keep.

        What a message was decoded to has such a class only if the message had that tag.
        """
        plans = {event: self.plans.get(tag, self.rest) for tag, event in events.items()}
        classes = list(events.values())
        return {
            event: plans[event]
            for tag, event in events.items()
            if classes.count(event) == 1
            and not isinstance(event, tuple)
            and (plans[event] or tag not in kept)
        }


class Dispatcher(Generic[EventT, TagT, OnT]):
    """Gives each event to the handlers that were registered for it.

    The generated subclasses are the ones to use. What they all do:

    - *Order.* The handlers of an event's tag and the catch-alls are called in order of
      registration, each done before the next begins. A handler that was registered
      twice is called twice.
    - *Changes while running.* A handler that is added counts from the next event on;
      one that is removed is not called any more, not even for the event under way.
    - *Unhandled.* An event that neither a handler of its tag nor a catch-all takes goes
      to `on_unhandled`; where there is none, it is dropped, or raises
      UnhandledEventError if its tag is in `raise_unhandled`.
    - *Unknown.* An event of no declared type goes to `on_unknown` and the catch-alls.
    - *Handlers that raise.* `handler_errors="group"`: the others still run, then one
      ExceptionGroup holds what was raised, be it one exception or several. `"stop"`:
      the first exception passes as it is and the remaining handlers are not called.
      What is not an Exception (cancellation, KeyboardInterrupt) passes at once.
    - *Threads.* Every method may be called from any thread at any time. Handlers run in
      the thread that dispatches; a `once` handler runs once, whoever is first.

    `raise_unhandled` is a collection of tags; None stands for the tag `error` where the
    group has it. `strict` decodes strictly. `skip_unhandled=True` does not parse a
    message if a look at it finds a tag that nobody handles: less work, but what is
    malformed in such a message goes unnoticed. Otherwise a malformed message raises.
    """

    # The generated subclass fills these in. `_events` gives each tag its class, or its
    # classes; `_wire_tag` is the discriminator in a message, `_field` in the classes,
    # save for those in `_fields`, which have to call it otherwise.
    _events: ClassVar[Mapping[str, type[Any] | tuple[type[Any], ...]]] = {}
    _wire_tag: ClassVar[str] = "type"
    _field: ClassVar[str] = "type"
    _fields: ClassVar[Mapping[type[Any], str]] = {}
    _raise_unhandled: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        *,
        handler_errors: Literal["group", "stop"] = "group",
        raise_unhandled: Collection[str] | None = None,
        skip_unhandled: bool = False,
        strict: bool = False,
    ) -> None:
        if handler_errors not in ("group", "stop"):
            raise ValueError(
                f"handler_errors is 'group' or 'stop', not {handler_errors!r}"
            )
        if isinstance(raise_unhandled, str):
            raise TypeError(
                f"raise_unhandled is a collection of tags: ({raise_unhandled!r},)"
            )
        self._stop = handler_errors == "stop"
        self._kept = (
            self._raise_unhandled
            if raise_unhandled is None
            else frozenset(raise_unhandled)
        )
        self._skip = skip_unhandled
        self._peek: Peek | None = None
        self._decode = self._decoder(strict)
        self._tag = self._tag_by_class if self._fields else attrgetter(self._field)
        from threading import RLock

        self._lock = RLock()
        self._entries: list[_Entry] = []
        self._publish()

    # ------------------------------------------------------------------ registration

    @property
    def on(self) -> OnT:
        """Register a handler for a tag, or for the class of an event.

        `@d.on(tag)` decorates a function and leaves it as it is; `d.on(tag, handler)`
        returns None. A handler takes the event; it may be `async`. Raises ValueError
        for a tag that the group does not declare.
        """
        return cast("OnT", self._on)

    @property
    def once(self) -> OnT:
        """Like `on`, for the next such event only.

        The registration ends just before the handler is called, so it is used up even
        if the handler raises.
        """
        return cast("OnT", self._once)

    def on_any(
        self, handler: Callable[[EventT | UnknownEvent], ResultT], /
    ) -> Callable[[EventT | UnknownEvent], ResultT]:
        """Register a catch-all, called for every event, unknown ones too."""
        return self._add(handler, _ANY)

    def on_unknown(
        self, handler: Callable[[UnknownEvent], ResultT], /
    ) -> Callable[[UnknownEvent], ResultT]:
        """Register a handler for events of no declared type."""
        return self._add(handler, _UNKNOWN)

    def on_unhandled(
        self, handler: Callable[[EventT | UnknownEvent], ResultT], /
    ) -> Callable[[EventT | UnknownEvent], ResultT]:
        """Register a handler for the events that no other handler takes.

        With one, no event raises UnhandledEventError.
        """
        return self._add(handler, _UNHANDLED)

    def off(
        self,
        tag: TagT | type[EventT],
        handler: Callable[..., object] = _OMITTED,
        /,
    ) -> int:
        """Remove a handler, or all handlers, of a tag or a class; return how many went.

        A handler that was registered for a class with several tags goes as a whole.
        Raises ValueError for a tag that the group does not declare.
        """
        return self._remove(handler, self._tags(tag))

    def discard(self, handler: Callable[..., object], /) -> int:
        """Remove a handler wherever it is registered; return how many times it was."""
        return self._remove(handler)

    # ----------------------------------------------------------------------- dispatch

    def dispatch(self, message: EventT | UnknownEvent | Message, /) -> bool:
        """Give a message, or an event that is decoded already, to its handlers.

        Returns whether a handler was called. Raises TypeError, before any handler is
        called, if one of them is an `async` function; one that turns out to be
        asynchronous only by what it returns is reported as if it had raised that
        TypeError. Raises DecodeError for a malformed message, UnhandledEventError, and
        what the handlers raise (see the class).
        """
        # As `_take` does it; a call costs as much as all else that is done here.
        peek = self._peek
        if peek is not None:
            if peek.pause:
                self._wait(peek)
            elif peek.finds(message, self._table.skipped):
                return False
        if isinstance(message, _RAW):
            decode = self._decode  # To call an attribute of an instance takes longer.
            event = decode(message)
            try:
                plan = self._table.by_class[event.__class__]
            except KeyError:
                plan = self._plan(event)
            else:
                if not plan:
                    return False
        else:
            event = self._checked(message)
            plan = self._plan(event)
        while plan:
            for entry in plan:
                if entry.asynchronous:
                    raise _refused(entry)
            if self._call(plan, event):
                return True
            plan = self._plan(event)
        return self._unhandled(event)

    async def dispatch_async(self, message: EventT | UnknownEvent | Message, /) -> bool:
        """Give a message, or an event that is decoded already, to its handlers.

        What a handler returns is awaited before the next one is called, if it can be.
        Returns and raises what `dispatch` does, but for the TypeErrors about handlers.
        """
        event, plan = self._take(message)
        while plan:
            if await self._call_async(plan, event):
                return True
            plan = self._plan(event)
        return event is not None and self._unhandled(event)

    async def run(
        self, messages: AsyncIterable[EventT | UnknownEvent | Message], /
    ) -> None:
        """Dispatch the messages of an async iterable, such as a web socket, to its end.

        The next message is asked for when the handlers of the last one are done. Raises
        what `dispatch_async` does; `messages` is left open, so `run` can go on with it.
        """
        async for message in messages:
            await self.dispatch_async(message)

    # ---------------------------------------------------------------------- internals

    def _decoder(self, strict: bool) -> Callable[..., EventT | UnknownEvent]:
        """The function that decodes a message. The generated subclass says which."""
        raise NotImplementedError

    def _wait(self, peek: Peek) -> None:
        """Let a message of a pause pass, or give up looking if there is no end of it."""
        pause = peek.pause  # Another thread may have ended it meanwhile.
        if pause > 0:
            peek.pause = pause - 1
        elif pause < 0:
            with self._lock:
                if self._peek is peek:
                    self._peek = None

    def _take(
        self, message: EventT | UnknownEvent | Message
    ) -> tuple[EventT | UnknownEvent | None, tuple[_Entry, ...]]:
        """The event of a message and its handlers; no event if nobody misses it."""
        peek = self._peek
        if peek is not None:
            if peek.pause:
                self._wait(peek)
            elif peek.finds(message, self._table.skipped):
                return None, ()
        if isinstance(message, _RAW):
            event = self._decode(message)
            plan = self._table.by_class.get(event.__class__)
        else:
            event, plan = self._checked(message), None
        if plan is None:
            return event, self._plan(event)
        return event if plan else None, plan

    def _checked(self, event: EventT | UnknownEvent) -> EventT | UnknownEvent:
        if not isinstance(event, UnknownEvent):
            try:
                known = isinstance(event, self._events[self._tag(event)])
            except (AttributeError, KeyError, TypeError):
                known = False
            if not known:
                raise TypeError(
                    f"{type(self).__name__} takes messages and events of its group, "
                    f"not {type(event).__name__}"
                )
        return event

    def _tag_by_class(self, event: object) -> Any:
        return getattr(event, self._fields.get(type(event), self._field))

    def _plan(self, event: EventT | UnknownEvent | None) -> tuple[_Entry, ...]:
        """The handlers of an event, as they are registered now."""
        table = self._table
        if isinstance(event, UnknownEvent):
            return table.unknown
        return table.plans.get(self._tag(event), table.rest)

    def _unhandled(self, event: EventT | UnknownEvent) -> Literal[False]:
        tag = event.type if isinstance(event, UnknownEvent) else self._tag(event)
        if tag in self._kept:
            raise UnhandledEventError(event)
        return False

    def _call(self, plan: tuple[_Entry, ...], event: object) -> bool:
        """Call those handlers that are still registered; False if that is none."""
        called = False
        errors: list[Exception] = []
        try:
            for entry in plan:
                if not entry.live or (entry.once and not self._claim(entry)):
                    continue
                called = True
                try:
                    result = entry.handler(event)
                    if result is not None and _is_awaitable(result):
                        raise _refused(entry, result)
                except Exception as error:
                    if self._stop:
                        raise
                    errors.append(error)
                except BaseException as error:
                    _attach(errors, error)
                    raise
            if errors:
                raise _group(errors)
        finally:
            # An exception holds this frame; a frame that holds it as well is a cycle.
            del errors
        return called

    async def _call_async(self, plan: tuple[_Entry, ...], event: object) -> bool:
        """As `_call`, and await what can be awaited."""
        called = False
        errors: list[Exception] = []
        try:
            for entry in plan:
                if not entry.live or (entry.once and not self._claim(entry)):
                    continue
                called = True
                try:
                    result = entry.handler(event)
                    if result is not None and _is_awaitable(result):
                        await cast("Awaitable[object]", result)
                except Exception as error:
                    if self._stop:
                        raise
                    errors.append(error)
                except BaseException as error:
                    _attach(errors, error)
                    raise
            if errors:
                raise _group(errors)
        finally:
            del errors
        return called

    def _on(self, key: object, handler: Handler[Any] = _OMITTED, /) -> object:
        return self._register(self._tags(key), handler, False)

    def _once(self, key: object, handler: Handler[Any] = _OMITTED, /) -> object:
        return self._register(self._tags(key), handler, True)

    def _register(
        self, tags: tuple[str, ...], handler: Handler[Any], once: bool
    ) -> object:
        def decorate(handler: HandlerT) -> HandlerT:
            return self._add(handler, _TAGS, tags, once)

        if handler is _OMITTED:
            return decorate
        decorate(handler)
        return None

    def _tags(self, key: object) -> tuple[str, ...]:
        """The tags that a tag or the class of an event stands for."""
        if isinstance(key, str) and key in self._events:
            return (key,)
        tags = tuple(tag for tag, event in self._events.items() if event is key)
        if tags:
            return tags
        if not isinstance(key, (str, type)):
            raise TypeError(f"expected a tag or the class of an event, not {key!r}")
        from difflib import get_close_matches

        name = key if isinstance(key, str) else key.__name__
        close = get_close_matches(name, self._events, 1)
        hint = f": did you mean {close[0]!r}?" if close else ""
        raise ValueError(f"{type(self).__name__} has no event {name!r}{hint}")

    def _add(
        self,
        handler: HandlerT,
        kind: str,
        tags: tuple[str, ...] = (),
        once: bool = False,
    ) -> HandlerT:
        entry = _Entry(handler, kind, tags, once)
        with self._lock:
            self._entries = [*self._entries, entry]
            self._publish()
        return handler

    def _remove(self, handler: object, tags: tuple[str, ...] | None = None) -> int:
        """End the registrations of a handler: all, or those for one of the tags."""
        with self._lock:
            gone = [
                entry
                for entry in self._entries
                if (handler is _OMITTED or entry.handler == handler)
                and (tags is None or any(tag in tags for tag in entry.tags))
            ]
            self._end(gone)
        return len(gone)

    def _claim(self, entry: _Entry) -> bool:
        """Whether the caller is the one to call this `once` handler."""
        with self._lock:
            live = entry.live
            self._end([entry])
        return live

    def _end(self, gone: list[_Entry]) -> None:
        self._entries = [e for e in self._entries if not any(e is g for g in gone)]
        self._publish()
        # Only now: who finds that an entry is not live finds a table without it.
        for entry in gone:
            entry.live = False

    def _publish(self) -> None:
        self._table = _Table(self._entries, self._events, self._kept)
        if self._skip and (self._peek is None or self._peek.pause < 0):
            # Other handlers: looks may be of use again.
            self._peek = Peek(self._wire_tag)


def _is_async(handler: object) -> bool:
    """Whether a callable is an `async` function, as far as a look at it can tell."""
    if isinstance(handler, partial):
        return _is_async(cast("partial[object]", handler).func)
    code = getattr(getattr(handler, "__func__", handler), "__code__", None)
    if code is None:
        # An object whose class defines `__call__`.
        call = getattr(type(handler), "__call__", None)  # noqa: B004
        code = getattr(call, "__code__", None)
    return bool(getattr(code, "co_flags", 0) & _COROUTINE_FLAG)


def _is_awaitable(value: object) -> bool:
    return hasattr(type(value), "__await__")


def _refused(entry: _Entry, result: Any = None) -> TypeError:
    """The error for an asynchronous handler in `dispatch`, which returned `result`."""
    if hasattr(result, "close"):
        # A coroutine that nobody starts warns when it is collected, far from the cause.
        result.close()
    name = getattr(entry.handler, "__qualname__", repr(entry.handler))
    return TypeError(
        f"the handler {name} is asynchronous: use dispatch_async or run, not dispatch"
    )


def _group(errors: list[Exception]) -> ExceptionGroup[Exception]:
    count = len(errors)
    return ExceptionGroup(f"{count} handler{'s' if count > 1 else ''} raised", errors)


def _attach(errors: list[Exception], error: BaseException) -> None:
    """Show what handlers raised earlier as the context of what now ends the event."""
    if errors and error.__context__ is None:
        error.__context__ = _group(errors)
