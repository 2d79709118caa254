"""A name of the package in every place that the language has for an expression."""

import events as ev


@ev.RealtimeErrorEvent
@decorated(ev.RealtimeErrorEvent, k=ev.RealtimeErrorEvent)
class C(ev.RealtimeErrorEvent, metaclass=ev.RealtimeErrorEvent):
    a: ev.RealtimeErrorEvent
    b: ev.RealtimeErrorEvent = ev.RealtimeErrorEvent
    c: ev.RealtimeErrorEvent


@ev.RealtimeErrorEvent
async def f(
    a: ev.RealtimeErrorEvent, b=ev.RealtimeErrorEvent, /, c: ev.RealtimeErrorEvent = ev.RealtimeErrorEvent, *d: ev.RealtimeErrorEvent,
    e: ev.RealtimeErrorEvent = ev.RealtimeErrorEvent, g=ev.RealtimeErrorEvent, **h: ev.RealtimeErrorEvent,
) -> ev.RealtimeErrorEvent:
    x = y = ev.RealtimeErrorEvent
    x, *z = ev.RealtimeErrorEvent, *ev.RealtimeErrorEvent
    x += ev.RealtimeErrorEvent
    ev.RealtimeErrorEvent.attribute = ev.RealtimeErrorEvent
    x[ev.RealtimeErrorEvent], x[ev.RealtimeErrorEvent : ev.RealtimeErrorEvent : ev.RealtimeErrorEvent] = 1, 2
    x[ev.RealtimeErrorEvent, *ev.RealtimeErrorEvent, ev.RealtimeErrorEvent:]
    del ev.RealtimeErrorEvent.a, x[ev.RealtimeErrorEvent]
    if ev.RealtimeErrorEvent:
        pass
    elif ev.RealtimeErrorEvent:
        pass
    while ev.RealtimeErrorEvent:
        pass
    else:
        ev.RealtimeErrorEvent
    for ev.RealtimeErrorEvent.a in ev.RealtimeErrorEvent:
        pass
    else:
        ev.RealtimeErrorEvent
    async for x[ev.RealtimeErrorEvent] in ev.RealtimeErrorEvent:
        pass
    try:
        ev.RealtimeErrorEvent
    except ev.RealtimeErrorEvent as x:
        pass
    except (ev.RealtimeErrorEvent, OSError):
        raise ev.RealtimeErrorEvent from ev.RealtimeErrorEvent
    else:
        ev.RealtimeErrorEvent
    finally:
        ev.RealtimeErrorEvent
    try:
        pass
    except* ev.RealtimeErrorEvent:
        pass
    with ev.RealtimeErrorEvent as ev.RealtimeErrorEvent.a, ev.RealtimeErrorEvent as (q, x[ev.RealtimeErrorEvent]):
        ev.RealtimeErrorEvent
    async with ev.RealtimeErrorEvent:
        pass
    assert ev.RealtimeErrorEvent, ev.RealtimeErrorEvent
    match ev.RealtimeErrorEvent, x:
        case [ev.RealtimeErrorEvent.a, ev.RealtimeErrorEvent(), {"k": ev.RealtimeErrorEvent.a, ev.RealtimeErrorEvent.b: 1, **r}] if ev.RealtimeErrorEvent:
            pass
        case ev.RealtimeErrorEvent.a | [ev.RealtimeErrorEvent(ev.RealtimeErrorEvent.a, k=ev.RealtimeErrorEvent.a), *_] | -1:
            pass
        case [ev.RealtimeErrorEvent.a as w, *u]:
            pass
    lambda p=ev.RealtimeErrorEvent, *q, r=ev.RealtimeErrorEvent, **s: ev.RealtimeErrorEvent
    [ev.RealtimeErrorEvent for ev.RealtimeErrorEvent.a in ev.RealtimeErrorEvent if ev.RealtimeErrorEvent for b in ev.RealtimeErrorEvent]
    {ev.RealtimeErrorEvent: ev.RealtimeErrorEvent async for x in ev.RealtimeErrorEvent}, {ev.RealtimeErrorEvent for x in x}
    (ev.RealtimeErrorEvent for x in ev.RealtimeErrorEvent)
    {ev.RealtimeErrorEvent: ev.RealtimeErrorEvent, **ev.RealtimeErrorEvent}, {ev.RealtimeErrorEvent}, [*ev.RealtimeErrorEvent], (ev.RealtimeErrorEvent,)
    f"{ev.RealtimeErrorEvent!r:>{ev.RealtimeErrorEvent}} {ev.RealtimeErrorEvent=}" f"{ev.RealtimeErrorEvent}" "a"
    (n := ev.RealtimeErrorEvent), -ev.RealtimeErrorEvent, not ev.RealtimeErrorEvent, ev.RealtimeErrorEvent + ev.RealtimeErrorEvent
    ev.RealtimeErrorEvent if ev.RealtimeErrorEvent else ev.RealtimeErrorEvent
    ev.RealtimeErrorEvent and ev.RealtimeErrorEvent or ev.RealtimeErrorEvent
    ev.RealtimeErrorEvent < ev.RealtimeErrorEvent == ev.RealtimeErrorEvent in (ev.RealtimeErrorEvent, "a") is not ev.RealtimeErrorEvent
    x(ev.RealtimeErrorEvent, *ev.RealtimeErrorEvent, k=ev.RealtimeErrorEvent, **ev.RealtimeErrorEvent)(ev.RealtimeErrorEvent).y[ev.RealtimeErrorEvent]
    print(ev.RealtimeErrorEvent, "a"); x.on("a", ev.RealtimeErrorEvent); x.get(ev.RealtimeErrorEvent, ev.RealtimeErrorEvent)
    x.startswith(("a", ev.RealtimeErrorEvent)); getattr(ev.RealtimeErrorEvent, "a", ev.RealtimeErrorEvent); dict(a=ev.RealtimeErrorEvent)
    isinstance(x, ev.RealtimeErrorEvent); cast(ev.RealtimeErrorEvent, ev.RealtimeErrorEvent); replace(ev.RealtimeErrorEvent, a=ev.RealtimeErrorEvent)
    x.session.update(session=ev.RealtimeErrorEvent); ev.decode(ev.RealtimeErrorEvent, ev.RealtimeErrorEvent)
    ev.SessionUpdateEvent(ev.RealtimeErrorEvent, session=ev.RealtimeErrorEvent, **ev.RealtimeErrorEvent)
    {"type": "session.update", "session": ev.RealtimeErrorEvent, ev.RealtimeErrorEvent: 1, **ev.RealtimeErrorEvent}
    Optional[ev.RealtimeErrorEvent], Callable[[ev.RealtimeErrorEvent], ev.RealtimeErrorEvent], Annotated[ev.RealtimeErrorEvent, ev.RealtimeErrorEvent]
    Literal[ev.RealtimeErrorEvent], list[ev.RealtimeErrorEvent, ...], dict[str, ev.RealtimeErrorEvent], type[ev.RealtimeErrorEvent]
    yield ev.RealtimeErrorEvent
    x = yield ev.RealtimeErrorEvent
    await ev.RealtimeErrorEvent


def g():
    global h
    nonlocal_ = yield from ev.RealtimeErrorEvent
    return lambda: (yield ev.RealtimeErrorEvent)


if True: ev.RealtimeErrorEvent; ev.RealtimeErrorEvent
x = [
    ev
    . RealtimeErrorEvent,  # ev.ErrorEvent
]
