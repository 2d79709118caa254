"""websocket-client with callbacks alone."""
import json
import os
import threading
import websocket

url = "wss://api.openai.com/v1/realtime?model=gpt-4o-mini-realtime-preview"
headers = ["Authorization: Bearer " + os.environ.get("OPENAI_API_KEY", ""), "OpenAI-Beta: realtime=v1"]


def on_open(ws):
    print("connected")
    session = {}
    session["voice"] = "verse"
    session["modalities"] = ["text"]
    session["max_response_output_tokens"] = 500
    event = {"type": "session.update"}
    event["session"] = session
    ws.send(json.dumps(event))
    ws.send(json.dumps({
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "text", "text": "Hello, how can I help?"}],
        },
    }))
    ws.send(json.dumps({"type": "response.create", "response": {"modalities": ["text"]}}))


def on_message(ws, message):
    data = json.loads(message)
    t = data["type"]
    if t == "response.text.delta":
        print(data["delta"], end="")
    elif t == "response.text.done":
        print()
    elif t.startswith("response.content_part") and data["part"]["type"] == "text":
        print("part")
    elif t == "response.done":
        ws.close()


app = websocket.WebSocketApp(url, header=headers, on_open=on_open, on_message=on_message)
app.run_forever()
