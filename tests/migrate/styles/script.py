#!/usr/bin/env python3
"""Speak a text: argparse, an output file, one answer."""
import argparse
import base64
import json
import wave
from contextlib import closing

from websocket import create_connection


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text")
    parser.add_argument("-o", "--output", default="out.wav")
    parser.add_argument("--model", default="gpt-4o-mini-realtime-preview")
    parser.add_argument("--voice", default="alloy", choices=["alloy", "echo", "shimmer"])
    parser.add_argument("--format", dest="output_audio_format", default="pcm16")
    parser.add_argument("--temperature", type=float, default=0.8)
    return parser.parse_args()


def main():
    args = options()
    address = f"wss://api.openai.com/v1/realtime?model={args.model}"
    ws = create_connection(address, header={"OpenAI-Beta": "realtime=v1"})
    with closing(ws):
        session = {
            "voice": args.voice,
            "output_audio_format": args.output_audio_format,
            "temperature": args.temperature,
            "turn_detection": None,
        }
        ws.send(json.dumps({"type": "session.update", "session": session}))
        item = {"type": "message", "role": "user"}
        item["content"] = [{"type": "input_text", "text": f"Say: {args.text}"}]
        ws.send(json.dumps({"type": "conversation.item.create", "item": item}))
        ws.send(json.dumps({"type": "response.create"}))
        chunks = []
        while (event := json.loads(ws.recv()))["type"] != "response.done":
            if event["type"] == "response.audio.delta":
                chunks.append(base64.b64decode(event["delta"]))
        status = event["response"]["status"]
        if status != "completed":
            raise SystemExit(event["response"]["status_details"])
    with wave.open(args.output, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes(b"".join(chunks))


if __name__ == "__main__":
    main()
