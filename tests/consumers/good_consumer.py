"""What a user writes: type checkers in their strict modes have nothing to say about it.

`assert_type` holds the checkers to the exact type; nothing here is ever run.
"""
# ruff: noqa: T201

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import assert_never, assert_type

import openai_realtime as rt


def narrowed(message: str | bytes) -> str | None:
    """Some server events by their tags, as a type checker narrows a union by literals."""
    event = rt.decode_realtime_server_event(message)
    if event.type == "response.output_text.delta":
        assert_type(event, rt.ResponseTextDeltaEvent)
        return event.delta
    if event.type == "response.created" or event.type == "response.done":
        assert_type(event, rt.ResponseCreatedEvent | rt.ResponseDoneEvent)
        return event.response.id or None
    if isinstance(event, rt.UnknownEvent):
        return event.tag if event.tag == "new.event" else event.type
    return event.type


def undeclared() -> str:
    """An event that nobody declares, sent all the same."""
    return rt.encode(rt.UnknownEvent("new.event", {"type": "new.event"}))


def by_class(message: str | bytes) -> str:
    """All server events by `match`, and the one kind that no union declares."""
    event = rt.decode_realtime_server_event(message)
    match event:
        case rt.ResponseTextDeltaEvent(delta=text):
            assert_type(text, str)
            return text
        case rt.RealtimeErrorEvent(error=error):
            return f"{error.type}: {error.message}"
        case rt.UnknownEvent(type=name, data=data):
            assert_type(event.tag, str)
            return f"{name.upper()}: {len(data)} fields"
        case rt.ResponseDoneEvent():
            return tokens(event)
        case rt.InputAudioBufferDtmfEventReceivedEvent(event=key):
            return key
        case (
            rt.ConversationCreatedEvent()
            | rt.ConversationItemCreatedEvent()
            | rt.ConversationItemDeletedEvent()
            | rt.ConversationItemInputAudioTranscriptionCompletedEvent()
            | rt.ConversationItemInputAudioTranscriptionDeltaEvent()
            | rt.ConversationItemInputAudioTranscriptionFailedEvent()
            | rt.RealtimeServerEventConversationItemRetrieved()
            | rt.ConversationItemTruncatedEvent()
            | rt.InputAudioBufferClearedEvent()
            | rt.InputAudioBufferCommittedEvent()
            | rt.InputAudioBufferSpeechStartedEvent()
            | rt.InputAudioBufferSpeechStoppedEvent()
            | rt.RateLimitsUpdatedEvent()
            | rt.ResponseAudioDeltaEvent()
            | rt.ResponseAudioDoneEvent()
            | rt.ResponseAudioTranscriptDeltaEvent()
            | rt.ResponseAudioTranscriptDoneEvent()
            | rt.ResponseContentPartAddedEvent()
            | rt.ResponseContentPartDoneEvent()
            | rt.ResponseCreatedEvent()
            | rt.ResponseFunctionCallArgumentsDeltaEvent()
            | rt.ResponseFunctionCallArgumentsDoneEvent()
            | rt.ResponseOutputItemAddedEvent()
            | rt.ResponseOutputItemDoneEvent()
            | rt.ResponseTextDoneEvent()
            | rt.SessionCreatedEvent()
            | rt.SessionUpdatedEvent()
            | rt.RealtimeServerEventOutputAudioBufferStarted()
            | rt.RealtimeServerEventOutputAudioBufferStopped()
            | rt.RealtimeServerEventOutputAudioBufferCleared()
            | rt.ConversationItemAdded()
            | rt.ConversationItemDone()
            | rt.InputAudioBufferTimeoutTriggered()
            | rt.ConversationItemInputAudioTranscriptionSegment()
            | rt.McpListToolsInProgress()
            | rt.McpListToolsCompleted()
            | rt.McpListToolsFailed()
            | rt.ResponseMcpCallArgumentsDelta()
            | rt.ResponseMcpCallArgumentsDone()
            | rt.ResponseMcpCallInProgress()
            | rt.ResponseMcpCallCompleted()
            | rt.ResponseMcpCallFailed()
        ):
            return event.event_id
        case _:
            assert_never(event)


def by_tag(event: rt.RealtimeClientEvent) -> str:
    """All client events by their tag."""
    if event.type == "session.update":
        assert_type(event, rt.SessionUpdateEvent)
        return "session"
    if event.type == "input_audio_buffer.append":
        return event.audio
    if event.type == "input_audio_buffer.commit" or event.type == "input_audio_buffer.clear":
        return event.type
    if event.type == "conversation.item.create":
        return event.item.type
    if event.type == "conversation.item.truncate":
        return f"{event.item_id} at {event.audio_end_ms}"
    if event.type == "conversation.item.delete" or event.type == "conversation.item.retrieve":
        return event.item_id
    if event.type == "response.create" or event.type == "response.cancel":
        return event.type
    if event.type == "output_audio_buffer.clear":
        return event.type
    assert_never(event)


def tokens(event: rt.ResponseDoneEvent) -> str:
    """Optional values by truthiness and by identity."""
    usage = event.response.usage
    if not usage:
        return "no usage"
    assert_type(usage, rt.RealtimeResponseUsage)
    if usage.total_tokens is not rt.UNSET and usage.total_tokens is not None:
        assert_type(usage.total_tokens, int)
        return f"{usage.total_tokens} tokens"
    return "usage without a total"


def requests() -> list[str]:
    """Events to send: tags need not be given, absent is not null."""
    sound = rt.RealtimeAudioFormatsAudioPCM(rate=24_000)
    session = rt.RealtimeSessionCreateRequest(
        audio=rt.RealtimeAudioConfig(
            input=rt.RealtimeAudioConfigInput(
                format=sound, noise_reduction=None, turn_detection=None
            ),
            output=rt.RealtimeAudioConfigOutput(voice="marin"),
        ),
        max_output_tokens="inf",
        tool_choice="none",
    )
    return [
        rt.encode(rt.ResponseCreateEvent()),
        rt.encode(rt.SessionUpdateEvent(session=session)),
        rt.encode(rt.InputAudioBufferAppendEvent(audio="AAAA")),
    ]


class Session:
    """Handlers of every form; a handler may take more than its event."""

    def __init__(self) -> None:
        self.dispatcher = rt.RealtimeServerEventDispatcher(handler_errors="stop")
        self.dispatcher.on("response.output_audio.delta", self.play)
        self.dispatcher.on("response.output_text.delta", lambda event: print(event.delta.upper()))
        self.dispatcher.once(rt.SessionCreatedEvent, lambda event: print(event.session.type))
        self.dispatcher.on_unknown(lambda event: print(event.type, event.data))

    async def play(self, event: rt.ResponseAudioDeltaEvent) -> None:
        print(len(event.delta))

    async def run(self, messages: AsyncIterator[str | bytes]) -> None:
        await self.dispatcher.run(messages)


dispatcher = rt.RealtimeServerEventDispatcher()
answers = rt.RealtimeClientEventDispatcher(raise_unhandled=())


@dispatcher.on("response.output_text.delta")
def on_text(event: rt.ResponseTextDeltaEvent) -> None:
    print(event.delta)


@dispatcher.on("response.done")
async def on_done(event: rt.ResponseDoneEvent) -> str:
    return tokens(event)


@dispatcher.once(rt.RealtimeErrorEvent)
def on_error(event: rt.RealtimeErrorEvent) -> None:
    print(event.error.message)


@dispatcher.on("response.output_item.added")
@dispatcher.on("response.output_item.done")
def on_item(event: rt.ResponseOutputItemAddedEvent | rt.ResponseOutputItemDoneEvent) -> None:
    print(event.item.type)


@dispatcher.on_any
def log(event: rt.RealtimeServerEvent | rt.UnknownEvent) -> None:
    print(event.type)


@dispatcher.on_unknown
async def on_unknown(event: rt.UnknownEvent) -> None:
    print(event.data)


@dispatcher.on_unhandled
def on_unhandled(event: object) -> None:
    print(event)


@answers.on("session.update")
def on_session_update(event: rt.SessionUpdateEvent) -> None:
    print(event.session)


def changes(tag: rt.RealtimeServerEventTag) -> None:
    """A tag that is not known in advance, and taking handlers away."""
    dispatcher.off(tag)
    dispatcher.off("response.done", on_done)
    dispatcher.off(rt.RealtimeErrorEvent)
    dispatcher.discard(log)


def dispatch_all(event: rt.RealtimeServerEvent) -> bool:
    """What can be dispatched."""
    on_text(event=text_event("a"))
    handled = dispatcher.dispatch(event)
    assert_type(handled, bool)
    for message in ("{}", b"{}", bytearray(b"{}"), memoryview(b"{}")):
        dispatcher.dispatch(message)
    return dispatcher.dispatch({"type": "response.done"})


def text_event(delta: str) -> rt.ResponseTextDeltaEvent:
    """A whole event: what the spec requires, a type checker requires."""
    return rt.ResponseTextDeltaEvent(
        content_index=0,
        delta=delta,
        event_id="event_1",
        item_id="item_1",
        output_index=0,
        response_id="response_1",
    )


def audio(
    delta: rt.ResponseAudioDeltaEvent, part: rt.RealtimeConversationItemUserMessageContent
) -> list[str]:
    """Audio as bytes, and bytes as a field or as a whole message."""
    sound = rt.RealtimeAudioFormatsAudioPCM()
    speech = rt.audio_bytes(delta, format=sound.type)
    assert_type(speech, bytes)
    assert_type(rt.audio_bytes(part), bytes | None)
    return [
        rt.audio_base64(speech, format="audio/pcm"),
        rt.encode_input_audio_buffer_append_event(memoryview(speech)),
        rt.encode_input_audio_buffer_append_event(bytearray(speech), format="audio/pcm"),
    ]


def serve(message: str | bytes) -> str | bytes:
    """The answer of a server, and what a proxy looks at."""
    assert_type(rt.event_type(message, check=False), str | None)
    try:
        event = rt.decode_realtime_client_event(message, strict=True)
    except rt.DecodeError as error:
        answer = rt.realtime_error_event(error, message, event_id="event_1")
        assert_type(answer, rt.RealtimeErrorEvent)
        return rt.encode(answer)
    return event.type
