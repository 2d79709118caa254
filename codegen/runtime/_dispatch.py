"""The machinery of the typed dispatchers: which handlers an event is given to.

It needs no particular event loop and starts no task and no thread: handlers run where
`dispatch`, `dispatch_async` or `run` was called.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Collection, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, cast, overload

from . import _registrations as reg
from ._peek import Peek, peek_for, route_of, routed
from ._registrations import UnhandledEventError
from ._runtime import UNSET, Message, UnknownEvent
from ._shapes import MISSING, NULL_TAG, tag_at, tag_key
from ._unwrap import MESSAGES, messages_of, unwrapped

__all__ = ["Dispatcher", "UnhandledEventError"]

EventT = TypeVar("EventT")
TagT = TypeVar("TagT", bound="str | int | None")
OnT = TypeVar("OnT")
ResultT = TypeVar("ResultT")
HandlerT = TypeVar("HandlerT", bound=Callable[[Any], object])
Taker: TypeAlias = Callable[[EventT | UnknownEvent], ResultT]

_OMITTED: Any = object()


class Dispatcher(Generic[EventT, TagT, OnT]):
    """Gives each event to the handlers that were registered for it.

    The generated subclasses are the ones to use. What they all do:

    - *Order.* The handlers of an event's tag and the catch-alls are called in order of
      registration, each done before the next begins. A handler that was registered
      twice is called twice.
    - *Changes while running.* A handler that is added counts from the next event on;
      one that is removed is not called any more, not even for the event under way.
    - *Unhandled.* A catch-all that does not handle events only watches. An event that
      nothing else takes goes to `on_unhandled`; where there is none, it is dropped, or
      raises UnhandledEventError if its tag is in `raise_unhandled`.
    - *Unknown.* An event of no declared type goes to `on_unknown` and the catch-alls.
    - *Other tags.* Where the group declares a class for all other tags, an event of a tag
      that is not declared goes to the handlers of that class.
    - *Handlers that raise.* `handler_errors="group"`: the others still run, then one
      ExceptionGroup holds all that was raised. `"stop"`: the first exception passes as
      it is and no more handlers are called. What is no Exception (cancellation,
      KeyboardInterrupt) passes at once.
    - *Threads.* Every method may be called from any thread at any time. Handlers run in
      the thread that dispatches; a `once` handler runs once, whoever is first.

    `raise_unhandled` is a collection of tags; None stands for the tag `error` where the
    group has it. `strict` decodes strictly. `skip_unhandled=True` does not parse a
    message if a look at it finds a tag that nobody handles: less work, but what is
    malformed in it goes unnoticed.
    """

    # The generated subclass fills these in: the classes of each tag by `tag_key` and of all
    # `_others`; the tag, or the keys that lead to it, in messages, and in classes the dotted
    # `_field`, or what it is in `_fields`. The second decoder is for `strict=True`.
    _events: ClassVar[Mapping[Any, type[Any] | tuple[type[Any], ...]]] = {}
    _others: ClassVar[tuple[type[Any], ...]] = ()
    _wire_tag: ClassVar[str | tuple[str, ...]] = "type"
    _field: ClassVar[str] = "type"
    _fields: ClassVar[Mapping[type[Any], str]] = {}
    _raise_unhandled: ClassVar[frozenset[Any]] = frozenset()
    _decoders: ClassVar[tuple[Callable[..., Any], Callable[..., Any]]]

    def __init__(
        self,
        *,
        handler_errors: Literal["group", "stop"] = "group",
        raise_unhandled: Collection[str | int | None] | None = None,
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
        self._kept = self._raise_unhandled
        if raise_unhandled is not None:
            self._kept = frozenset(map(tag_key, raise_unhandled))
        only_texts = all(isinstance(tag, str) for tag in self._events)
        # A look finds texts alone, and no inner objects.
        is_seen = only_texts and isinstance(self._wire_tag, str)
        self._skip = skip_unhandled
        self._looks = is_seen and (skip_unhandled or not strict)
        self._peek: Peek | None = None
        self._decode = self._decoder(strict)
        shared = any(isinstance(event, tuple) for event in self._events.values())
        is_plain = only_texts and not self._fields and "." not in self._field
        self._own_tag = attrgetter(self._field) if is_plain else self._tag_in
        self._tag = self._key if shared or self._others else self._own_tag
        from threading import RLock

        self._lock = RLock()
        self._entries: list[reg.Entry] = []
        self._publish()

    @property
    def on(self) -> OnT:
        """Register a handler for a tag, or for the class of an event.

        `@d.on(tag)` decorates a function and leaves it as it is; `d.on(tag, handler)`
        returns None. A handler may be `async`. Raises ValueError for an undeclared tag.
        """
        return cast("OnT", partial(self._register, False))

    @property
    def once(self) -> OnT:
        """Like `on`, for the next such event only, even if the handler raises."""
        return cast("OnT", partial(self._register, True))

    @overload
    def on_any(
        self, handler: Taker[EventT, ResultT], /, *, handles: bool = False
    ) -> Taker[EventT, ResultT]: ...

    @overload
    def on_any(
        self, /, *, handles: bool = False
    ) -> Callable[[Taker[EventT, ResultT]], Taker[EventT, ResultT]]: ...

    def on_any(
        self, handler: reg.Handler[Any] = _OMITTED, /, *, handles: bool = False
    ) -> Any:
        """Register a catch-all, called for every event, unknown ones too.

        An event that no other handler takes stays unhandled, unless `handles` is set.
        """
        add = partial(self._add, kind=reg.ANY if handles else reg.WATCH)
        return add if handler is _OMITTED else add(handler)

    def on_unknown(
        self, handler: Callable[[UnknownEvent], ResultT], /
    ) -> Callable[[UnknownEvent], ResultT]:
        """Register a handler for events of no declared type."""
        return self._add(handler, reg.UNKNOWN)

    def on_unhandled(
        self, handler: Taker[EventT, ResultT], /
    ) -> Taker[EventT, ResultT]:
        """Register a handler for the events that no other handler takes.

        With one, no event raises UnhandledEventError.
        """
        return self._add(handler, reg.UNHANDLED)

    def off(
        self, tag: TagT | type[EventT], handler: Callable[..., object] = _OMITTED, /
    ) -> int:
        """Remove a handler, or all handlers, of a tag or a class; return how many went.

        One for a class with several tags goes as a whole. Raises ValueError as `on` does.
        """
        return self._remove(handler, reg.tags_of(self, tag, self._events, self._others))

    def discard(self, handler: Callable[..., object], /) -> int:
        """Remove a handler wherever it is registered; return how many times it was."""
        return self._remove(handler)

    @routed
    def dispatch(self, message: EventT | UnknownEvent | Message, /) -> bool:
        """Give a message, or an event that is decoded already, to its handlers.

        Returns whether a handler was called. Raises TypeError for an asynchronous handler:
        before any is called if it is an `async` function, as if the handler had raised it
        if only its result shows it. Raises DecodeError for a malformed message,
        UnhandledEventError, and what handlers raise.
        """
        # As `_take` does it; a call costs as much as all else that is done here.
        peek = self._peek
        if peek is not None:
            if peek.pause:
                self._wait(peek)
            elif peek.finds(message, self._table.skipped):
                return False
        if isinstance(message, MESSAGES):
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
        return self._give(event, plan)

    def _give(self, event: Any, plan: tuple[reg.Entry, ...] | None = None) -> bool:
        """Give an event to its handlers, which the caller may have found already."""
        plan = self._plan(event) if plan is None else plan
        while plan:
            for entry in plan:
                if entry.asynchronous:
                    raise reg.refused(entry)
            if self._call(plan, event):
                return plan.__class__ is not reg.Watchers or not self._unhandled(event)
            plan = self._plan(event)
        return self._unhandled(event)

    async def dispatch_async(self, message: EventT | UnknownEvent | Message, /) -> bool:
        """Do as `dispatch`, but await what a handler returns before the next one is called."""
        event, plan = self._take(message)
        while plan:
            if await self._call_async(plan, event):
                return plan.__class__ is not reg.Watchers or not self._unhandled(event)
            plan = self._plan(event)
        return event is not None and self._unhandled(event)

    async def run(
        self, messages: AsyncIterable[EventT | UnknownEvent | Message], /
    ) -> None:
        """Dispatch the messages of an async iterable, such as a web socket, to its end.

        The next message is asked for when the handlers of the last one are done. Items of
        aiohttp and openai-python are taken for the message in them; of a socket of
        Starlette the texts are read. Raises what `dispatch_async` does; `messages` is left
        open, so a later call of `run` can go on with it.
        """
        async for item in messages_of(messages):
            await self.dispatch_async(self._message_in(item))

    def _decoder(self, strict: bool) -> Callable[..., EventT | UnknownEvent]:
        decode, exact = self._decoders
        return partial(exact, strict=True) if strict else decode

    def _wait(self, peek: Peek) -> None:
        """Count a message of a pause; end the looks if the pause has no end."""
        pause = peek.pause  # Another thread may have ended it meanwhile.
        if pause > 0:
            peek.pause = pause - 1
        elif pause < 0:
            with self._lock:
                if self._peek is peek:
                    self._peek = None

    def _take(
        self, message: EventT | UnknownEvent | Message
    ) -> tuple[EventT | UnknownEvent | None, tuple[reg.Entry, ...]]:
        """The event of a message and its handlers; no event if nobody misses it."""
        peek = self._peek
        if peek is not None:
            if peek.pause:
                self._wait(peek)
            elif peek.finds(message, self._table.skipped):
                return None, ()
        if isinstance(message, MESSAGES):
            event = self._decode(message)
            plan = self._table.by_class.get(event.__class__)
        else:
            event, plan = self._checked(message), None
        if plan is None:
            return event, self._plan(event)
        return event if plan else None, plan

    def _checked(self, event: EventT | UnknownEvent) -> EventT | UnknownEvent:
        if not self._is_event(event):
            raise reg.not_taken(self, event)
        return event

    def _is_event(self, item: object) -> bool:
        """Whether something is an event of the group, or an unknown one."""
        try:
            known = isinstance(item, self._events[self._own_tag(item)])
        except (AttributeError, KeyError, TypeError):
            known = False
        return known or isinstance(item, (UnknownEvent, *self._others))

    def _message_in(self, item: Any) -> Any:
        if isinstance(item, MESSAGES) or self._is_event(item):
            return cast("Any", item)
        message = unwrapped(item)
        if message is None:
            raise reg.not_taken(self, item, of_transport=True)
        return message

    def _tag_in(self, event: object) -> Any:
        """The key of the tag that an event has; what is missing is read as null."""
        value: Any = event
        for field in self._fields.get(type(event), self._field).split("."):
            value = getattr(value, field, None)
        return NULL_TAG if value is UNSET else tag_key(value)

    def _key(self, event: object) -> Any:
        """The keys of an event's handlers: its tag, its class, or both."""
        for other in self._others:
            if isinstance(event, other):
                return other
        tag = self._own_tag(event)
        for key in reg.plan_keys(tag, self._events):
            if key is not tag and isinstance(event, key[0]):
                return key
        return tag

    def _plan(self, event: EventT | UnknownEvent | None) -> tuple[reg.Entry, ...]:
        """The handlers of an event, as they are registered now."""
        table = self._table
        if isinstance(event, UnknownEvent):
            return table.unknown
        return table.plans.get(self._tag(event), table.rest)

    def _is_kept(self, event: object) -> bool:
        """Whether an event must not be lost."""
        if isinstance(event, UnknownEvent):
            wire = self._wire_tag
            tag = tag_at(event.data, (wire,) if isinstance(wire, str) else wire)
            return tag_key(event.type if tag is MISSING else tag) in self._kept
        return self._tag_in(event) in self._kept

    def _unhandled(self, event: object) -> bool:
        """Raise for an event that must not be lost, and that no handler took; else return False."""
        if self._is_kept(event):
            raise UnhandledEventError(event)
        return False

    def _call(self, plan: tuple[reg.Entry, ...], event: object) -> bool:
        """Call the handlers that are still registered; False if no handler is."""
        called = False
        errors: list[Exception] = []
        try:
            for entry in plan:
                if not entry.live or (entry.once and not self._claim(entry)):
                    continue
                called = True
                try:
                    result = entry.handler(event)
                    if result is not None and hasattr(type(result), "__await__"):
                        raise reg.refused(entry, result)
                except Exception as error:
                    if self._stop:
                        raise
                    errors.append(error)
                except BaseException as error:
                    reg.attach(errors, error)
                    raise
            if errors:
                if plan.__class__ is reg.Watchers and self._is_kept(event):
                    errors.append(UnhandledEventError(event))
                raise reg.group(errors)
        finally:
            # An exception holds this frame; a frame that holds it as well is a cycle.
            del errors
        return called

    async def _call_async(self, plan: tuple[reg.Entry, ...], event: object) -> bool:
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
                    if result is not None and hasattr(type(result), "__await__"):
                        await cast("Awaitable[object]", result)
                except Exception as error:
                    if self._stop:
                        raise
                    errors.append(error)
                except BaseException as error:
                    reg.attach(errors, error)
                    raise
            if errors:
                if plan.__class__ is reg.Watchers and self._is_kept(event):
                    errors.append(UnhandledEventError(event))
                raise reg.group(errors)
        finally:
            del errors
        return called

    def _register(
        self, once: bool, key: object, handler: reg.Handler[Any] = _OMITTED, /
    ) -> object:
        tags = reg.tags_of(self, key, self._events, self._others)
        add = partial(self._add, kind=reg.TAGS, tags=tags, once=once)
        if handler is _OMITTED:
            return add
        add(handler)
        return None

    def _add(
        self,
        handler: HandlerT,
        kind: str,
        tags: tuple[Any, ...] = (),
        once: bool = False,
    ) -> HandlerT:
        entry = reg.Entry(handler, kind, tags, once)
        with self._lock:
            self._entries = [*self._entries, entry]
            self._publish()
        return handler

    def _remove(self, handler: object, tags: tuple[Any, ...] | None = None) -> int:
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

    def _claim(self, entry: reg.Entry) -> bool:
        """Whether the caller is the one to call this `once` handler."""
        with self._lock:
            live = entry.live
            self._end([entry])
        return live

    def _end(self, gone: list[reg.Entry]) -> None:
        self._entries = [e for e in self._entries if not any(e is g for g in gone)]
        self._publish()
        # Only now: who finds that an entry is not live finds a table without it.
        for entry in gone:
            entry.live = False

    def _new_table(self) -> reg.Table:
        return reg.Table(self._entries, self._events, self._others, self._kept)

    def _publish(self) -> None:
        table = self._table = self._new_table()
        if self._looks and (self._peek is None or self._peek.pause < 0):
            # Other handlers: looks may be of use again.
            assert isinstance(self._wire_tag, str)
            self._peek = peek_for(self._wire_tag, self._skip)
        self._route = route_of(self._peek, self._decode, table.skipped, table.by_class)
