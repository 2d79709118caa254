from typing import TYPE_CHECKING, Annotated, Callable, Literal, Optional, cast

if TYPE_CHECKING:
    import events as ev
    from events import ErrorEvent, Session


def one(error: "ErrorEvent", more: "list[ErrorEvent]", maybe: Optional["ev.ErrorEvent"]) -> "ErrorEvent | None":
    """About the ErrorEvent."""
    x: "dict[str, 'ErrorEvent']" = {}
    text: Literal["ErrorEvent"] = "ErrorEvent"
    noted: Annotated["ErrorEvent", "ErrorEvent"]
    call: "Callable[[ErrorEvent], ev.Session]"
    return cast("ErrorEvent", (error, more, maybe, x, text))


def fields(session: "Session", sessions: "list[ev.Session]", by_name: "dict[str, Session]"):
    session.max_response_output_tokens
    for each in sessions:
        each.max_response_output_tokens
    sessions[0].max_response_output_tokens
    by_name["max_response_output_tokens"].max_response_output_tokens
    sessions.max_response_output_tokens
