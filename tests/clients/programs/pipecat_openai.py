"""The scripted session with the PyPI package `pipecat-ai`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from loguru import logger
from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    LLMRunFrame,
    MetricsFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
)
from pipecat.metrics.metrics import LLMUsageMetricsData
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.llm_service import FunctionCallParams
from pipecat.services.openai.realtime import events
from pipecat.services.openai.realtime.llm import OpenAIRealtimeLLMService
from pipecat.workers.runner import WorkerRunner

seen: dict[str, Any] = {"audio": 0, "usage": []}


class Listener(FrameProcessor):
    """Takes what comes out of the service, and speaks when it has heard enough."""

    def __init__(self) -> None:
        super().__init__()
        self.worker: PipelineWorker | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Take one frame and pass it on."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            seen["audio"] += len(frame.audio)
            if seen["audio"] > 100_000 and "interrupted" not in seen:
                # The user speaks: the server says so, and the client truncates.
                seen["interrupted"] = True
                await self.speak()
        elif isinstance(frame, TranscriptionFrame):
            seen["transcript"] = frame.text
        elif isinstance(frame, MetricsFrame):
            for data in frame.data:
                if isinstance(data, LLMUsageMetricsData):
                    seen["usage"].append(data.value.total_tokens)
            if len(seen["usage"]) == 3:
                await self.worker.stop_when_done()

    async def speak(self) -> None:
        """Say something, in two pieces."""
        sound = b"\x01\x02" * 2_400
        for _ in range(2):
            await self.worker.queue_frame(InputAudioRawFrame(sound, 24_000, 1))


async def get_weather(params: FunctionCallParams) -> None:
    """The weather of a city."""
    seen["tool"] = ["get_weather", params.arguments["city"]]
    await params.result_callback("sunny")


async def main(port: str) -> None:
    """Hold the session and print what came of it."""
    schema = FunctionSchema("get_weather", "The weather.", {"city": {"type": "string"}}, ["city"])
    session = events.SessionProperties(
        audio=events.AudioConfiguration(
            input=events.AudioInput(
                transcription=events.InputAudioTranscription(model="gpt-4o-transcribe"),
                turn_detection=events.TurnDetection(type="server_vad"),
            ),
            output=events.AudioOutput(voice="marin"),
        ),
        tools=ToolsSchema(standard_tools=[schema]),
    )
    service = OpenAIRealtimeLLMService(
        api_key="none",
        base_url=f"ws://127.0.0.1:{port}/v1/realtime",
        settings=OpenAIRealtimeLLMService.Settings(
            model="gpt-realtime", system_instruction="Be brief.", session_properties=session
        ),
    )
    service.register_function("get_weather", get_weather)
    context = LLMContext([{"role": "user", "content": "Hello."}])
    pair = LLMContextAggregatorPair(context)
    before, after = Listener(), Listener()
    pipeline = Pipeline([pair.user(), before, service, after, pair.assistant()])
    params = PipelineParams(enable_metrics=True, enable_usage_metrics=True)
    worker = PipelineWorker(pipeline, params=params)
    before.worker = after.worker = worker
    await worker.queue_frame(LLMRunFrame())
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    await runner.run()
    print(json.dumps(seen))


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    asyncio.run(main(sys.argv[1]))
