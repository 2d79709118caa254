from typing import TYPE_CHECKING, Annotated, Callable, Literal, Optional, cast

if TYPE_CHECKING:
    import events as ev
    from events import RealtimeErrorEvent, Session


def one(error: "RealtimeErrorEvent", more: "list[RealtimeErrorEvent]", maybe: Optional["ev.RealtimeErrorEvent"]) -> "RealtimeErrorEvent | None":
    """About the ErrorEvent."""
    x: "dict[str, 'RealtimeErrorEvent']" = {}
    text: Literal["ErrorEvent"] = "ErrorEvent"
    noted: Annotated["RealtimeErrorEvent", "ErrorEvent"]
    call: "Callable[[RealtimeErrorEvent], ev.Session]"
    return cast("RealtimeErrorEvent", (error, more, maybe, x, text))


def fields(session: "Session", sessions: "list[ev.Session]", by_name: "dict[str, Session]"):
    session.max_output_tokens
    for each in sessions:
        each.max_output_tokens
    sessions[0].max_output_tokens
    by_name["max_response_output_tokens"].max_output_tokens
    sessions.max_response_output_tokens
