"""Talk to the model: one WAV file is what you say, another one is what you hear.

    python voice.py 'wss://api.openai.com/v1/realtime?model=gpt-realtime' said.wav heard.wav

Both have 24,000 samples of 16 bits a second. When you speak while the model does, it is silent at
once, and is told how much was heard. `openai_realtime` has the targets `session` and `audio`.
"""

import asyncio
import os
import sys
import wave

import openai_realtime as rt
from openai_realtime.audio import audio_base64, audio_bytes
from websockets.asyncio.client import connect

HEADERS = {"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"}
RATE, FRAMES, PAUSE = 24_000, 480, 0.02


class Speaker:
    """Plays what waits, as quickly as it sounds: here into a file."""

    def __init__(self, file: wave.Wave_write) -> None:
        self.file, self.waiting = file, bytearray()
        self.file.setparams((1, 2, RATE, 0, "NONE", "NONE"))

    def put(self, event: rt.ResponseAudioDeltaEvent) -> None:
        """Play a piece of an item, behind what waits."""
        self.waiting += audio_bytes(event)

    async def play(self) -> None:
        """Play until it is cancelled."""
        while True:
            piece, self.waiting = self.waiting[: 2 * FRAMES], self.waiting[2 * FRAMES :]
            self.file.writeframes(piece)
            await asyncio.sleep(PAUSE)


async def main(url: str, said: str, heard: str) -> None:
    """Say what is in a file, and hear the answer to its end."""
    async with (
        connect(url, additional_headers=HEADERS) as socket,
        rt.RealtimeClientSession(socket, keep=("audio_ms",)) as session,
    ):
        with wave.open(said) as voice, wave.open(heard, "wb") as file:
            await talk(session, voice, Speaker(file))


async def talk(session: rt.RealtimeClientSession, voice: wave.Wave_read, speaker: Speaker) -> None:
    """Say what a file has, and hear the answer to its end."""
    session.on("response.output_audio.delta", speaker.put)

    @session.on("input_audio_buffer.speech_started")
    def barge_in(_event: rt.InputAudioBufferSpeechStartedEvent) -> None:
        speaker.waiting.clear()
        for item, (at,), ms in session.conversation.stop_playing():
            cut = rt.ConversationItemTruncateEvent(item_id=item, content_index=at, audio_end_ms=ms)
            session.send_nowait(cut)

    await session.request(rt.SessionUpdateEvent(session=rt.RealtimeSessionCreateRequest()))
    done = session.wait_for(rt.ResponseDoneEvent, where=lambda e: e.response.status != "cancelled")
    playing = asyncio.create_task(speaker.play())
    try:
        while piece := voice.readframes(FRAMES):
            await session.send(rt.InputAudioBufferAppendEvent(audio=audio_base64(piece)))
            await asyncio.sleep(PAUSE)
        await done
        while speaker.waiting:
            await asyncio.sleep(PAUSE)
    finally:
        playing.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
