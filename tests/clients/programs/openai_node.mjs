// The scripted session with the npm package `openai`.
import { createRequire } from "node:module";
import { connect } from "node:net";

const require = createRequire(`${process.env.NODE_PATH}/`);
const { OpenAI } = require("openai");
const { OpenAIRealtimeWS } = require("openai/realtime/ws");

const speech = Buffer.alloc(4800, 1).toString("base64");
const tool = {
  type: "function",
  name: "get_weather",
  description: "The weather of a city.",
  parameters: { type: "object", properties: { city: { type: "string" } } },
};
const seen = { audio: 0, usage: [], errors: [] };
let interrupted = false;
let call;

const port = Number(process.argv[2]);
const client = new OpenAI({ apiKey: "none", baseURL: `http://127.0.0.1:${port}/v1` });
// The package asks for TLS whatever the URL says; on loopback a plain connection will do.
const createConnection = () => connect(port, "127.0.0.1");
const socket = new OpenAIRealtimeWS({ model: "gpt-realtime", options: { createConnection } }, client);

socket.on("session.created", () =>
  socket.send({
    type: "session.update",
    session: {
      type: "realtime",
      instructions: "Be brief.",
      output_modalities: ["audio"],
      audio: {
        input: {
          format: { type: "audio/pcm", rate: 24000 },
          transcription: { model: "gpt-4o-transcribe" },
          noise_reduction: null,
          turn_detection: null,
        },
        output: { voice: "marin" },
      },
      tools: [tool],
      tool_choice: "auto",
    },
  }),
);
socket.on("session.updated", (event) => {
  seen.session = event.session.type;
  socket.send({ type: "input_audio_buffer.append", audio: speech });
  socket.send({ type: "input_audio_buffer.append", audio: speech });
  socket.send({ type: "input_audio_buffer.commit" });
  socket.send({ type: "response.create" });
});
socket.on("conversation.item.input_audio_transcription.completed", (event) => {
  seen.transcript = event.transcript;
});
socket.on("response.function_call_arguments.done", (event) => {
  seen.tool = [event.name, event.arguments];
  call = event.call_id;
});
socket.on("response.output_audio.delta", (event) => {
  seen.audio += Buffer.from(event.delta, "base64").length;
  if (!interrupted && seen.audio > 100_000) {
    interrupted = true;
    const place = { item_id: event.item_id, content_index: 0 };
    socket.send({ type: "response.cancel" });
    socket.send({ type: "conversation.item.truncate", ...place, audio_end_ms: 250 });
  }
});
socket.on("conversation.item.truncated", (event) => {
  seen.interrupted = event.audio_end_ms;
});
socket.on("conversation.mood.changed", (event) => {
  seen.unknown = event.mood;
  const content = [{ type: "input_text", text: "Goodbye." }];
  socket.send({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content },
  });
  socket.send({ type: "response.create" });
});
socket.on("response.done", (event) => {
  seen.usage.push(event.response.usage.total_tokens);
  if (seen.usage.length === 1) {
    const item = { type: "function_call_output", call_id: call, output: "sunny" };
    socket.send({ type: "conversation.item.create", item });
    socket.send({ type: "response.create" });
  } else if (event.response.status === "completed") {
    // What no server takes: it says so, and the connection goes on.
    socket.send({ type: "response.cancel", response_id: 1 });
  }
});
socket.on("error", (error) => {
  if (!error.error) {
    throw error;
  }
  seen.errors.push(error.error.message);
  if (error.error.param) {
    socket.close();
    console.log(JSON.stringify(seen));
  }
});
