"""A strict server of the generated GA package that real clients talk to.

It plays one conversation, whoever asks: the first turn of speech gets a call of a tool, the
output of the tool gets a spoken answer that only an interruption ends, and what comes after
that a short one. What is cut off by `conversation.item.truncate` is confirmed, and followed by
an `error` and an event that nobody declared. Each message of a client is decoded strictly; one
that is refused is answered with an `error`.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Protocol

TOOL = "get_weather"
ARGUMENTS = '{"city":"Paris"}'
SAID = "What is the weather in Paris?"
ANSWER = "It is sunny in Paris, and "
LAST_ANSWER = "Goodbye."
UNDECLARED = "conversation.mood.changed"
FAULT = "Nothing was being said any more."
USAGE = {"input": 30, "output": 12, "total": 42}
SPEECH = 9_600
"""So many bytes of sound end a turn where the server detects turns: 200 ms at 24 kHz."""
SPOKEN = b"\x10\x20" * 24_000
"""One piece of the model's speech: 1 s, so that no client is late with its interruption."""


class Socket(Protocol):
    """What the server needs of a connection."""

    async def send(self, message: str, /) -> None: ...
    def __aiter__(self) -> AsyncIterator[str | bytes]: ...


@dataclass
class Record:
    """What went over a connection: the tags in order, `>` from the client and `<` to it.

    Beside them the messages of the client, the problems of those that were refused, and faults of
    the server.
    """

    events: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def of_client(self) -> set[str]:
        """The tags of all that the client sent."""
        return {event[2:] for event in self.events if event.startswith(">")}

    def of_server(self) -> set[str]:
        """The tags of all that the server sent."""
        return {event[2:] for event in self.events if event.startswith("<")}


class Conversation:
    """One connection: what it hears and says. `rt` is the generated package."""

    def __init__(self, rt: Any, socket: Socket, record: Record) -> None:
        self.rt = rt
        self.socket = socket
        self.record = record
        self._numbers = itertools.count(1)
        self._detects_turns = True
        self._audio = bytearray()
        self._speech_item: str | None = None
        self._items: dict[str, Any] = {}
        self._session = self._first_session()
        self._running: Any = None
        self._cut_off = False
        self._owed = False
        self._called = False
        self._answered = False

    async def run(self) -> None:
        """Serve until the client leaves."""
        await self.send(self.rt.SessionCreatedEvent, session=self._session)
        async for message in self.socket:
            self.record.messages.append(str(message))
            try:
                event = self.rt.decode_realtime_client_event(message, strict=True)
            except self.rt.DecodeError as error:
                self.record.events.append(f"> {self.rt.event_type(message)}")
                self.record.refused.extend(f"{path}: {what}" for path, what in error.problems)
                answer = self.rt.realtime_error_event(error, message, event_id=self.id("event"))
                await self._write(answer)
            else:
                self.record.events.append(f"> {event.type}")
                await self.hear(event)

    async def hear(self, event: Any) -> None:
        """Answer one event of the client."""
        rt = self.rt
        match event:
            case rt.SessionUpdateEvent(session=session):
                await self._update(session)
            case rt.InputAudioBufferAppendEvent():
                await self._hear_audio(rt.audio_bytes(event, format="audio/pcm"))
            case rt.InputAudioBufferCommitEvent():
                await self._commit()
            case rt.InputAudioBufferClearEvent():
                self._audio.clear()
                await self.send(rt.InputAudioBufferClearedEvent)
            case rt.ConversationItemCreateEvent(item=item):
                await self._add(dataclasses.replace(item, id=item.id or self.id("item")))
            case rt.ConversationItemDeleteEvent(item_id=item_id):
                self._items.pop(item_id, None)
                await self.send(rt.ConversationItemDeletedEvent, item_id=item_id)
            case rt.ConversationItemRetrieveEvent(item_id=item_id):
                await self.send(
                    rt.RealtimeServerEventConversationItemRetrieved, item=self._items[item_id]
                )
            case rt.ConversationItemTruncateEvent():
                await self._truncate(event)
            case rt.ResponseCreateEvent(response=settings):
                await self._respond(settings.metadata if settings else rt.UNSET)
            case rt.ResponseCancelEvent():
                await self._cancel("client_cancelled")
            case _:
                raise AssertionError(f"no answer to {event.type}")

    async def send(self, kind: Any, **fields: Any) -> None:
        """Send an event of a class of the package."""
        await self._write(kind(event_id=self.id("event"), **fields))

    def id(self, kind: str) -> str:
        """An id that nothing else has."""
        return f"{kind}_{next(self._numbers)}"

    async def _write(self, event: Any) -> None:
        text = self.rt.encode(event)
        # The server is as strict with itself.
        self.rt.decode_realtime_server_event(text, strict=True)
        await self._write_text(event.type, text)

    async def _write_text(self, tag: str, text: str) -> None:
        self.record.events.append(f"< {tag}")
        await self.socket.send(text)

    def _first_session(self) -> Any:
        rt = self.rt
        sound = rt.RealtimeAudioFormatsAudioPCM(rate=24_000)
        listening = rt.RealtimeAudioConfigInput(
            format=sound,
            noise_reduction=None,
            transcription=None,
            turn_detection=rt.RealtimeAudioInputTurnDetectionServerVad(create_response=True),
        )
        return rt.RealtimeSessionCreateRequest(
            audio=rt.RealtimeAudioConfig(
                input=listening, output=rt.RealtimeAudioConfigOutput(format=sound, voice="marin")
            ),
            include=None,
            instructions="Be brief.",
            max_output_tokens="inf",
            model="gpt-realtime",
            output_modalities=["audio"],
            prompt=None,
            tool_choice="auto",
            tools=[],
            tracing=None,
            truncation="auto",
            # Servers send these as well; the declarations have them elsewhere.
            unknown_fields={"id": "sess_1", "object": "realtime.session", "expires_at": 2e9},
        )

    async def _update(self, session: Any) -> None:
        rt = self.rt
        settings = merged(rt.to_dict(self._session), rt.to_dict(session))
        self._session = rt.decode(rt.RealtimeSessionCreateRequest, settings, strict=True)
        self._detects_turns = bool(self._session.audio.input.turn_detection)
        await self.send(rt.SessionUpdatedEvent, session=self._session)

    async def _hear_audio(self, sound: bytes) -> None:
        if not self._detects_turns:
            self._audio.extend(sound)
            return
        if any(sound):
            if self._speech_item is None:
                self._speech_item = self.id("item")
                await self.send(
                    self.rt.InputAudioBufferSpeechStartedEvent,
                    audio_start_ms=0,
                    item_id=self._speech_item,
                )
                self._cut_off = self._running is not None
                await self._cancel("turn_detected")
            self._audio.extend(sound)
        if len(self._audio) >= SPEECH:
            await self.send(
                self.rt.InputAudioBufferSpeechStoppedEvent,
                audio_end_ms=200,
                item_id=self._speech_item,
            )
            await self._commit()
            # The answer waits until the client has said what was not heard of the last one, so
            # that it is the end of every session.
            self._owed = self._cut_off
            if not self._owed:
                await self._respond(self.rt.UNSET)

    async def _commit(self) -> None:
        rt = self.rt
        item_id = self._speech_item or self.id("item")
        self._speech_item = None
        self._audio.clear()
        await self.send(rt.InputAudioBufferCommittedEvent, item_id=item_id, previous_item_id=None)
        part = rt.RealtimeConversationItemUserMessageContent(type="input_audio", transcript=None)
        await self._add(
            rt.RealtimeConversationItemUserMessage(content=[part], id=item_id, status="completed")
        )
        place = {"item_id": item_id, "content_index": 0}
        await self.send(
            rt.ConversationItemInputAudioTranscriptionDeltaEvent, **place, delta=SAID, logprobs=None
        )
        usage = rt.ConversationItemInputAudioTranscriptionCompletedEventTranscriptTextUsageDuration(
            seconds=0.2
        )
        await self.send(
            rt.ConversationItemInputAudioTranscriptionCompletedEvent,
            **place,
            transcript=SAID,
            usage=usage,
            logprobs=None,
        )

    async def _add(self, item: Any) -> None:
        self._items[item.id] = item
        await self.send(self.rt.ConversationItemAdded, item=item, previous_item_id=None)
        await self.send(self.rt.ConversationItemDone, item=item, previous_item_id=None)

    async def _respond(self, metadata: Any) -> None:
        if self._running is not None:
            return
        rt = self.rt
        self._running = rt.RealtimeResponse(
            id=self.id("resp"),
            object="realtime.response",
            conversation_id="conv_1",
            max_output_tokens="inf",
            metadata=metadata,
            output=[],
            output_modalities=["audio"],
            status="in_progress",
            status_details=None,
            usage=None,
        )
        await self.send(rt.ResponseCreatedEvent, response=self._running)
        if not self._called:
            self._called = True
            await self._call()
        elif not self._answered:
            self._answered = True
            await self._speak(ANSWER, pieces=20, ends=False)
        else:
            await self._speak(LAST_ANSWER, pieces=1, ends=True)

    async def _call(self) -> None:
        rt = self.rt
        call = rt.RealtimeConversationItemFunctionCall(
            id=self.id("item"),
            call_id=self.id("call"),
            name=TOOL,
            arguments="",
            object="realtime.item",
            status="in_progress",
        )
        place = self._place(call.id)
        await self._begin(call)
        part = {**place, "call_id": call.call_id}
        await self.send(rt.ResponseFunctionCallArgumentsDeltaEvent, **part, delta=ARGUMENTS)
        await self.send(
            rt.ResponseFunctionCallArgumentsDoneEvent, **part, arguments=ARGUMENTS, name=TOOL
        )
        await self._end(dataclasses.replace(call, arguments=ARGUMENTS, status="completed"))

    async def _speak(self, words: str, *, pieces: int, ends: bool) -> None:
        rt = self.rt
        item = rt.RealtimeConversationItemAssistantMessage(
            id=self.id("item"), content=[], object="realtime.item", status="in_progress"
        )
        place = {**self._place(item.id), "content_index": 0}
        await self._begin(item)
        part = rt.ResponseContentPartAddedEventPart(type="audio", transcript="")
        await self.send(rt.ResponseContentPartAddedEvent, **place, part=part)
        await self.send(rt.ResponseAudioTranscriptDeltaEvent, **place, delta=words)
        sound = base64.b64encode(SPOKEN).decode()
        for _ in range(pieces):
            await self.send(rt.ResponseAudioDeltaEvent, **place, delta=sound)
        if not ends:
            return
        await self.send(rt.ResponseAudioDoneEvent, **place)
        await self.send(rt.ResponseAudioTranscriptDoneEvent, **place, transcript=words)
        said = rt.ResponseContentPartDoneEventPart(type="audio", transcript=words)
        await self.send(rt.ResponseContentPartDoneEvent, **place, part=said)
        content = rt.RealtimeConversationItemAssistantMessageContent(
            type="output_audio", transcript=words
        )
        await self._end(dataclasses.replace(item, content=[content], status="completed"))

    def _place(self, item_id: str) -> dict[str, Any]:
        return {"item_id": item_id, "output_index": 0, "response_id": self._running.id}

    async def _begin(self, item: Any) -> None:
        await self.send(
            self.rt.ResponseOutputItemAddedEvent,
            item=item,
            output_index=0,
            response_id=self._running.id,
        )
        self._items[item.id] = item
        await self.send(self.rt.ConversationItemAdded, item=item, previous_item_id=None)

    async def _end(self, item: Any) -> None:
        await self.send(
            self.rt.ResponseOutputItemDoneEvent,
            item=item,
            output_index=0,
            response_id=self._running.id,
        )
        await self.send(self.rt.ConversationItemDone, item=item, previous_item_id=None)
        await self._finish("completed", None, [item])

    async def _cancel(self, reason: str) -> None:
        if self._running is not None:
            details = self.rt.RealtimeResponseStatus(type="cancelled", reason=reason)
            await self._finish("cancelled", details, [])

    async def _finish(self, status: str, details: Any, output: list[Any]) -> None:
        rt = self.rt
        usage = rt.RealtimeResponseUsage(
            input_tokens=USAGE["input"],
            output_tokens=USAGE["output"],
            total_tokens=USAGE["total"],
            input_token_details=rt.RealtimeResponseUsageInputTokenDetails(
                audio_tokens=20, cached_tokens=0, text_tokens=10
            ),
            output_token_details=rt.RealtimeResponseUsageOutputTokenDetails(
                audio_tokens=8, text_tokens=4
            ),
        )
        done = dataclasses.replace(
            self._running, status=status, status_details=details, output=output, usage=usage
        )
        self._running = None
        await self.send(rt.ResponseDoneEvent, response=done)
        limit = rt.RateLimitsUpdatedEventRateLimit(
            limit=1_000, name="tokens", remaining=958, reset_seconds=0.5
        )
        await self.send(rt.RateLimitsUpdatedEvent, rate_limits=[limit])

    async def _truncate(self, event: Any) -> None:
        rt = self.rt
        if event.item_id not in self._items:
            raise AssertionError(f"nothing to truncate at {event.item_id}")
        await self.send(
            rt.ConversationItemTruncatedEvent,
            item_id=event.item_id,
            content_index=event.content_index,
            audio_end_ms=event.audio_end_ms,
        )
        fault = rt.RealtimeError(
            type="invalid_request_error",
            # One of the few that no client takes for the end of the session.
            code="response_cancel_not_active",
            message=FAULT,
            param=None,
            event_id=None,
        )
        await self.send(rt.RealtimeErrorEvent, error=fault)
        undeclared = {"type": UNDECLARED, "event_id": self.id("event"), "mood": ["calm"]}
        await self._write_text(UNDECLARED, json.dumps(undeclared))
        self._cut_off = False
        if self._owed:
            self._owed = False
            await self._respond(rt.UNSET)


def merged(old: Any, new: Any) -> Any:
    """Settings with those of an update in their places."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}


@contextlib.asynccontextmanager
async def serving(rt: Any) -> AsyncIterator[tuple[int, Record]]:
    """A server on loopback: its port, and the record of all that it hears and says."""
    from websockets.asyncio.server import serve
    from websockets.exceptions import ConnectionClosed

    record = Record()

    async def handle(socket: Any) -> None:
        try:
            await Conversation(rt, socket, record).run()
        except ConnectionClosed:
            pass
        except Exception as error:
            # A fault of the server: the client is cut off, and the test says why.
            record.faults.append(repr(error))
            raise

    async with serve(handle, "127.0.0.1", 0, max_size=None) as server:
        yield server.sockets[0].getsockname()[1], record


def shown(record: Record, limit: int = 400) -> str:
    """What a record says, for a test that fails."""
    messages = (message[:limit] for message in record.messages)
    return "\n".join([*record.events, *messages, *record.refused, *record.faults])
