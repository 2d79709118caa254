"""Names that are not the package's, and values that lose their class."""

import events as ev
from elsewhere import ErrorEvent
from events import Session
from other.models import Session as OtherSession


def of_another_kind(error: ErrorEvent, session: OtherSession):
    return error, session.max_response_output_tokens


def shadowed(Session):
    return Session(max_response_output_tokens=1)


def lost(session: Session, thing):
    session = thing
    session.max_response_output_tokens
    for session in thing:
        session.max_response_output_tokens
    session.max_response_output_tokens


def changed_in_loop(session: Session, things):
    for each in things:
        session.max_response_output_tokens
        session = each


def closure(session: Session):
    def inner():
        return session.max_output_tokens

    def inner_of_changed():
        return changed.max_response_output_tokens

    changed = Session(id="a")
    changed = object()
    return inner, inner_of_changed, lambda session: session.max_response_output_tokens


def events(ev):
    return ev.ErrorEvent


def use():
    return ev.RealtimeErrorEvent
