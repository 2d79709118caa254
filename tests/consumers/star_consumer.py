"""A user who takes all that the package makes public, by a star."""
# ruff: noqa: F403, F405

from __future__ import annotations

from typing import assert_type

from openai_realtime import *


def answered(message: bytes) -> RealtimeErrorEvent | None:
    """Names of the models, of the codec, and of what is imported when it is asked for."""
    try:
        event = decode_realtime_server_event(message, strict=True)
    except DecodeError as error:
        assert_type(error.problems, tuple[Problem, ...])
        return error_event(error, message, event_id="event_1")
    assert_type(event, RealtimeServerEvent | UnknownEvent)
    return event if isinstance(event, RealtimeErrorEvent) else None


def named(event: typed_dicts.SessionCreatedEvent) -> str:
    """A module of the package."""
    return SPEC["name"] if NATIVE else event["type"]
