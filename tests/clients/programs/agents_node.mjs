// The scripted session with the npm package `@openai/agents-realtime`.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_PATH}/`);
const { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession } = require(
  "@openai/agents-realtime",
);
const { setTracingDisabled, tool } = require("@openai/agents-core");

const speech = new Uint8Array(4800).fill(1).buffer;
const seen = { audio: 0, usage: [], errors: [] };
let interrupted = false;
let changed;

setTracingDisabled(true);
const getWeather = tool({
  name: "get_weather",
  description: "The weather of a city.",
  strict: false,
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: true,
  },
  execute: ({ city }) => {
    seen.tool = ["get_weather", city];
    return "sunny";
  },
});
const agent = new RealtimeAgent({
  name: "Guide",
  instructions: "Be brief.",
  tools: [getWeather],
});
const session = new RealtimeSession(agent, {
  transport: new OpenAIRealtimeWebSocket(),
  model: "gpt-realtime",
  config: {
    outputModalities: ["audio"],
    audio: {
      input: {
        format: { type: "audio/pcm", rate: 24000 },
        noiseReduction: null,
        transcription: { model: "gpt-4o-transcribe" },
        turnDetection: { type: "server_vad", interruptResponse: true },
      },
      output: { voice: "marin" },
    },
  },
});

const speak = () => {
  session.sendAudio(speech);
  session.sendAudio(speech);
};
// The client changes an item by deleting it and making it anew, with what it kept of its sound.
const change = () => {
  changed = session.history.find((item) => item.role === "user").itemId;
  session.updateHistory((history) =>
    history
      .filter((item) => item.itemId === changed)
      .map((item) => ({
        ...item,
        content: [...item.content, { type: "input_text", text: "Said." }],
      })),
  );
};
session.on("audio", (event) => {
  seen.audio += event.data.byteLength;
  if (!interrupted && seen.audio > 100_000) {
    // The user speaks again: the server says so, and the client truncates.
    interrupted = true;
    speak();
  }
});
session.on("audio_interrupted", () => {
  seen.interrupted = true;
});
session.on("error", ({ error }) => {
  seen.errors.push(error.error?.message ?? String(error));
});
session.on("transport_event", (event) => {
  if (event.type === "session.updated" && seen.session === undefined) {
    seen.session = event.session.type;
    speak();
  } else if (event.type === "conversation.item.input_audio_transcription.completed") {
    seen.transcript = event.transcript;
  } else if (event.type === "response.done") {
    seen.usage.push(event.response.usage.total_tokens);
  } else if (event.type === "conversation.mood.changed") {
    seen.unknown = event.mood;
  }
  if (seen.usage.length === 3 && changed === undefined) {
    change();
  } else if (event.type === "conversation.item.added" && event.item.id === changed) {
    session.close();
    console.log(JSON.stringify(seen));
  }
});
await session.connect({ apiKey: "none", url: `ws://127.0.0.1:${process.argv[2]}/v1/realtime` });
