"""What type checkers must report: each marked line, and no other.

The message has the words after `error:`, or one of them.
"""
# ruff: noqa: T201

from __future__ import annotations

import openai_realtime as rt

dispatcher = rt.RealtimeServerEventDispatcher()


def fields(event: rt.ResponseTextDeltaEvent, done: rt.ResponseDoneEvent) -> None:
    """Field names."""
    print(event.detla)  # error: detla
    print(event.error)  # error: error
    print(done.response.usage.total_tokens)  # error: total_tokens
    event.deltas = "a"  # error: deltas
    rt.InputAudioBufferAppendEvent(sound="AAAA", audio="AAAA")  # error: sound
    rt.InputAudioBufferAppendEvent()  # error: audio


def names(event: rt.ResponseTextDeltaEvnt) -> None:  # error: ResponseTextDeltaEvnt
    """Names that the package does not have, also in the places that are imported when asked for."""
    print(rt.RealtimeServerEventDispacher(), event)  # error: RealtimeServerEventDispacher
    print(rt.audio_bites)  # error: audio_bites


def values(event: rt.ResponseTextDeltaEvent) -> None:
    """Literals and other values."""
    rt.RealtimeSessionCreateRequest(output_modalities=["loud"])  # error: loud
    rt.RealtimeAudioConfigOutput(speed="fast")  # error: speed
    rt.ResponseCreateEvent(type="response.crate")  # error: response.crate
    event.type = "response.output_text"  # error: response.output_text
    rt.InputAudioBufferAppendEvent(audio=None)  # error: None


def unions(event: rt.RealtimeClientEvent, message: str) -> None:
    """Fields that not every member has, and the kind that no union declares."""
    print(event.audio)  # error: audio
    if event.type == "response.create":
        print(event.item_id)  # error: item_id
    decoded = rt.decode_realtime_server_event(message)
    print(decoded.event_id)  # error: UnknownEvent
    known: rt.RealtimeServerEvent = decoded  # error: UnknownEvent or variable has type
    print(known)


@dispatcher.on("response.output_text.detla")  # error: response.output_text.detla or No overload
def wrong_tag(event: rt.ResponseTextDeltaEvent) -> None:
    print(event.delta)


@dispatcher.on("session.update")  # error: session.update or No overload
def tag_of_the_other_side(event: rt.SessionUpdateEvent) -> None:
    print(event.session)


@dispatcher.on("response.output_text.delta")  # error: RealtimeErrorEvent
def wrong_event(event: rt.RealtimeErrorEvent) -> None:
    print(event.error)


@dispatcher.on("error")  # error: ResponseDoneEvent
async def wrong_event_async(event: rt.ResponseDoneEvent) -> None:
    print(event.response)


@dispatcher.once(rt.RealtimeErrorEvent)  # error: ResponseDoneEvent
def wrong_class(event: rt.ResponseDoneEvent) -> None:
    print(event.response)


@dispatcher.on_unknown  # error: RealtimeErrorEvent
def not_unknown(event: rt.RealtimeErrorEvent) -> None:
    print(event.error)


@dispatcher.on_any  # error: RealtimeErrorEvent
def not_any(event: rt.RealtimeErrorEvent) -> None:
    print(event.error)


def calls() -> None:
    """The other form of `on`, and the other methods."""
    dispatcher.on("response.output_text.delta", wrong_event)  # error: RealtimeErrorEvent
    dispatcher.on("error", lambda event: print(event.delta))  # error: delta or No overload
    dispatcher.on(rt.SessionUpdateEvent)  # error: SessionUpdateEvent
    dispatcher.off("eror")  # error: eror
    dispatcher.dispatch(3)  # error: RealtimeServerEvent or "int"
    dispatcher.dispatch(rt.ResponseCreateEvent())  # error: ResponseCreateEvent
    rt.RealtimeServerEventDispatcher(handler_errors="log")  # error: log


def audio(
    delta: rt.ResponseAudioDeltaEvent, part: rt.RealtimeConversationItemUserMessageContent
) -> None:
    """Events without audio, and text where bytes belong."""
    rt.audio_bytes(rt.ResponseCreateEvent())  # error: ResponseCreateEvent or No overload
    rt.audio_bytes(delta.delta)  # error: "str" or No overload
    rt.audio_bytes(part).hex()  # error: hex
    rt.audio_base64("AAAA")  # error: str or AudioData
    rt.encode_input_audio_buffer_append_event("AAAA")  # error: str or AudioData
    rt.encode_input_audio_buffer_append_event(b"", format=16)  # error: Literal[16] or "int"


def serve(error: rt.DecodeError, message: str) -> None:
    """What an answer needs, and what has a tag."""
    rt.realtime_error_event(error, message)  # error: event_id
    rt.realtime_error_event("bad", message, event_id="event_1")  # error: DecodeError
    rt.event_type(rt.ResponseCreateEvent())  # error: ResponseCreateEvent
    rt.event_type(message).upper()  # error: upper
