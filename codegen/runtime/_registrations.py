"""The registrations of a dispatcher: handlers, by what they are for, and what they raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeAlias, TypeVar, Union, cast

from ._shapes import tag_key

EventT = TypeVar("EventT")
TagT = TypeVar("TagT")

Handler: TypeAlias = Callable[[EventT], object]
Key: TypeAlias = Union[TagT, type[EventT]]

# What `inspect` calls CO_COROUTINE; importing `inspect` takes longer than all the rest.
_COROUTINE_FLAG = 0x80

# The kinds of registration that are for no tag of their own.
ANY = "any"
WATCH = "watch"
UNKNOWN = "unknown"
UNHANDLED = "unhandled"
TAGS = "tags"


class UnhandledEventError(Exception):
    """No handler took an `event` that must not be lost.

    Register one for its tag, or construct the dispatcher with `raise_unhandled=()`.
    """

    def __init__(self, event: Any) -> None:
        super().__init__(event)
        self.event = event

    def __str__(self) -> str:
        text = repr(self.event)
        return f"no handler for {text if len(text) <= 1000 else text[:1000] + '...'}"


class Entry:
    """One registration, `live` until it is removed or, if it is a `once`, is called."""

    __slots__ = ("asynchronous", "handler", "kind", "live", "once", "tags")

    def __init__(
        self, handler: Handler[Any], kind: str, tags: tuple[Any, ...], once: bool
    ) -> None:
        if not callable(handler):
            raise TypeError(f"a handler must be callable, not {handler!r}")
        self.handler = handler
        self.kind = kind
        self.tags = tags
        self.once = once
        self.live = True
        self.asynchronous = is_async(handler)


class Watchers(tuple[Entry, ...]):
    """The handlers of events that only catch-alls see, none of which handles events."""

    __slots__ = ()


class Table:
    """The registrations by what they are for; a change makes a new table.

    `plans` has handlers by `plan_keys` and, for other tags, by the class.
    """

    __slots__ = ("by_class", "plans", "rest", "skipped", "unknown")

    def __init__(
        self,
        entries: Iterable[Entry],
        events: Mapping[Any, object],
        others: tuple[type[Any], ...],
        kept: frozenset[Any],
    ) -> None:
        keys = [
            (entry, [key for tag in entry.tags for key in plan_keys(tag, events)])
            for entry in entries
        ]
        plans: dict[Any, list[Entry]] = {key: [] for _, own in keys for key in own}
        everything: list[Entry] = []
        unknown: list[Entry] = []
        unhandled: list[Entry] = []
        for entry, own in keys:
            if entry.kind is TAGS:
                for key in own:
                    plans[key].append(entry)
            elif entry.kind is UNKNOWN:
                unknown.append(entry)
            elif entry.kind is UNHANDLED:
                unhandled.append(entry)
            else:
                for plan in (*plans.values(), unknown, everything):
                    plan.append(entry)
        self.plans = {tag: tuple(plan) for tag, plan in plans.items()}
        self.rest = _handled(everything, unhandled)
        self.unknown = _handled(unknown, unhandled)
        # Where several classes share a tag, an event with it may fit no class: it is unknown.
        one_class = frozenset(t for t in events if not isinstance(events[t], tuple))
        self.skipped = one_class.difference(plans, kept, events if self.rest else ())
        self.by_class = self._by_class(events, kept)
        for event in others:
            taken = self.plans.get(event, self.rest)
            if taken or kept <= events.keys():
                self.by_class[event] = taken

    def _by_class(
        self, events: Mapping[Any, object], kept: frozenset[Any]
    ) -> dict[object, tuple[Entry, ...]]:
        """The handlers of each class that one tag has to itself, but for events to keep.

        An event that was read has such a class only if its message had that tag.
        """
        keys: dict[object, list[tuple[Any, Any]]] = {}
        for tag, event in events.items():
            for key in plan_keys(tag, events):
                owner = key[0] if isinstance(event, tuple) else event
                keys.setdefault(owner, []).append((key, tag))
        return {
            event: plan
            for event, [(key, tag), *more] in keys.items()
            if not more
            and ((plan := self.plans.get(key, self.rest)) or tag not in kept)
        }


def _handled(plan: list[Entry], unhandled: list[Entry]) -> tuple[Entry, ...]:
    """The handlers of a plan, with those for the unhandled if all of them only watch."""
    if any(entry.kind is not WATCH for entry in plan):
        return tuple(plan)
    if unhandled or not plan:
        return (*plan, *unhandled)
    return Watchers(plan)


def plan_keys(tag: Any, events: Mapping[Any, object]) -> list[Any]:
    """The tag, or each class that shares it together with the tag."""
    event = events.get(tag)
    if not isinstance(event, tuple):
        return [tag]
    return [(class_, tag) for class_ in cast("tuple[object, ...]", event)]


def tags_of(
    owner: object, key: Any, events: Mapping[Any, object], others: tuple[type[Any], ...]
) -> tuple[Any, ...]:
    """The tags in the group of `owner` that a tag or a class stands for."""
    tag = tag_key(key)
    if tag is not None and tag in events:
        return (tag,)
    tags = tuple(
        own
        for tag, event in events.items()
        for own in plan_keys(tag, events)
        if event is key or (own is not tag and own[0] is key)
    )
    if tags:
        return tags
    if key in others:
        return (key,)
    only_texts = all(isinstance(tag, str) for tag in events)
    if isinstance(key, (str, type)) or (tag is not None and not only_texts):
        raise not_declared(owner, key, events)
    raise TypeError(f"expected a tag or the class of an event, not {key!r}")


def is_async(handler: object) -> bool:
    """Whether a callable is an `async` function, as far as its code tells."""
    if isinstance(handler, partial):
        return is_async(cast("partial[object]", handler).func)
    code = getattr(getattr(handler, "__func__", handler), "__code__", None)
    if code is None:
        call = getattr(type(handler), "__call__", None)  # noqa: B004
        code = getattr(call, "__code__", None)
    return bool(getattr(code, "co_flags", 0) & _COROUTINE_FLAG)


def refused(entry: Entry, result: Any = None) -> TypeError:
    """The error for an asynchronous handler in `dispatch`, which returned `result`."""
    if hasattr(result, "close"):
        result.close()  # Or the coroutine warns when it is collected, far from the cause.
    name = getattr(entry.handler, "__qualname__", repr(entry.handler))
    return TypeError(
        f"the handler {name} is asynchronous: use dispatch_async or run, not dispatch"
    )


def group(errors: list[Exception]) -> ExceptionGroup[Exception]:
    count = len(errors)
    return ExceptionGroup(f"{count} handler{'s' if count > 1 else ''} raised", errors)


def attach(errors: list[Exception], error: BaseException) -> None:
    """Make what handlers raised earlier the context of what ends the event now."""
    if errors and error.__context__ is None:
        error.__context__ = group(errors)


def not_taken(owner: object, item: object, *, of_transport: bool = False) -> TypeError:
    advice = "give run an async generator that yields the text or the bytes of each"
    return TypeError(
        f"{type(owner).__name__} takes messages and events of its group, "
        f"not {type(item).__name__}{f': {advice}' if of_transport else ''}"
    )


def not_declared(owner: object, key: Any, tags: Iterable[object]) -> ValueError:
    from difflib import get_close_matches

    name = key.__name__ if isinstance(key, type) else key
    texts = [tag for tag in tags if isinstance(tag, str)]
    close = get_close_matches(str(name), texts, 1)
    hint = f": did you mean {close[0]!r}?" if close else ""
    return ValueError(f"{type(owner).__name__} has no event {name!r}{hint}")
