"""A name of the package in every place that the language has for an expression."""

import events as ev


@ev.ErrorEvent
@decorated(ev.ErrorEvent, k=ev.ErrorEvent)
class C(ev.ErrorEvent, metaclass=ev.ErrorEvent):
    a: ev.ErrorEvent
    b: ev.ErrorEvent = ev.ErrorEvent
    c: ev.ErrorEvent


@ev.ErrorEvent
async def f(
    a: ev.ErrorEvent, b=ev.ErrorEvent, /, c: ev.ErrorEvent = ev.ErrorEvent, *d: ev.ErrorEvent,
    e: ev.ErrorEvent = ev.ErrorEvent, g=ev.ErrorEvent, **h: ev.ErrorEvent,
) -> ev.ErrorEvent:
    x = y = ev.ErrorEvent
    x, *z = ev.ErrorEvent, *ev.ErrorEvent
    x += ev.ErrorEvent
    ev.ErrorEvent.attribute = ev.ErrorEvent
    x[ev.ErrorEvent], x[ev.ErrorEvent : ev.ErrorEvent : ev.ErrorEvent] = 1, 2
    x[ev.ErrorEvent, *ev.ErrorEvent, ev.ErrorEvent:]
    del ev.ErrorEvent.a, x[ev.ErrorEvent]
    if ev.ErrorEvent:
        pass
    elif ev.ErrorEvent:
        pass
    while ev.ErrorEvent:
        pass
    else:
        ev.ErrorEvent
    for ev.ErrorEvent.a in ev.ErrorEvent:
        pass
    else:
        ev.ErrorEvent
    async for x[ev.ErrorEvent] in ev.ErrorEvent:
        pass
    try:
        ev.ErrorEvent
    except ev.ErrorEvent as x:
        pass
    except (ev.ErrorEvent, OSError):
        raise ev.ErrorEvent from ev.ErrorEvent
    else:
        ev.ErrorEvent
    finally:
        ev.ErrorEvent
    try:
        pass
    except* ev.ErrorEvent:
        pass
    with ev.ErrorEvent as ev.ErrorEvent.a, ev.ErrorEvent as (q, x[ev.ErrorEvent]):
        ev.ErrorEvent
    async with ev.ErrorEvent:
        pass
    assert ev.ErrorEvent, ev.ErrorEvent
    match ev.ErrorEvent, x:
        case [ev.ErrorEvent.a, ev.ErrorEvent(), {"k": ev.ErrorEvent.a, ev.ErrorEvent.b: 1, **r}] if ev.ErrorEvent:
            pass
        case ev.ErrorEvent.a | [ev.ErrorEvent(ev.ErrorEvent.a, k=ev.ErrorEvent.a), *_] | -1:
            pass
        case [ev.ErrorEvent.a as w, *u]:
            pass
    lambda p=ev.ErrorEvent, *q, r=ev.ErrorEvent, **s: ev.ErrorEvent
    [ev.ErrorEvent for ev.ErrorEvent.a in ev.ErrorEvent if ev.ErrorEvent for b in ev.ErrorEvent]
    {ev.ErrorEvent: ev.ErrorEvent async for x in ev.ErrorEvent}, {ev.ErrorEvent for x in x}
    (ev.ErrorEvent for x in ev.ErrorEvent)
    {ev.ErrorEvent: ev.ErrorEvent, **ev.ErrorEvent}, {ev.ErrorEvent}, [*ev.ErrorEvent], (ev.ErrorEvent,)
    f"{ev.ErrorEvent!r:>{ev.ErrorEvent}} {ev.ErrorEvent=}" f"{ev.ErrorEvent}" "a"
    (n := ev.ErrorEvent), -ev.ErrorEvent, not ev.ErrorEvent, ev.ErrorEvent + ev.ErrorEvent
    ev.ErrorEvent if ev.ErrorEvent else ev.ErrorEvent
    ev.ErrorEvent and ev.ErrorEvent or ev.ErrorEvent
    ev.ErrorEvent < ev.ErrorEvent == ev.ErrorEvent in (ev.ErrorEvent, "a") is not ev.ErrorEvent
    x(ev.ErrorEvent, *ev.ErrorEvent, k=ev.ErrorEvent, **ev.ErrorEvent)(ev.ErrorEvent).y[ev.ErrorEvent]
    print(ev.ErrorEvent, "a"); x.on("a", ev.ErrorEvent); x.get(ev.ErrorEvent, ev.ErrorEvent)
    x.startswith(("a", ev.ErrorEvent)); getattr(ev.ErrorEvent, "a", ev.ErrorEvent); dict(a=ev.ErrorEvent)
    isinstance(x, ev.ErrorEvent); cast(ev.ErrorEvent, ev.ErrorEvent); replace(ev.ErrorEvent, a=ev.ErrorEvent)
    x.session.update(session=ev.ErrorEvent); ev.decode(ev.ErrorEvent, ev.ErrorEvent)
    ev.SessionUpdateEvent(ev.ErrorEvent, session=ev.ErrorEvent, **ev.ErrorEvent)
    {"type": "session.update", "session": ev.ErrorEvent, ev.ErrorEvent: 1, **ev.ErrorEvent}
    Optional[ev.ErrorEvent], Callable[[ev.ErrorEvent], ev.ErrorEvent], Annotated[ev.ErrorEvent, ev.ErrorEvent]
    Literal[ev.ErrorEvent], list[ev.ErrorEvent, ...], dict[str, ev.ErrorEvent], type[ev.ErrorEvent]
    yield ev.ErrorEvent
    x = yield ev.ErrorEvent
    await ev.ErrorEvent


def g():
    global h
    nonlocal_ = yield from ev.ErrorEvent
    return lambda: (yield ev.ErrorEvent)


if True: ev.ErrorEvent; ev.ErrorEvent
x = [
    ev
    . ErrorEvent,  # ev.ErrorEvent
]
