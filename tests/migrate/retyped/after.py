def update(send, wanted):
    send({"type": "setup.update", "setup": {"audio": {"output": {"voice": "sage"}, "input": {"format": "pcm16"}}, "limit": 5}})
    send({"type": "setup.update", "setup": {"audio": {"output": {"voice": "sage"}, "input": {"format": wanted}}}})
    send({"type": "setup.update", "setup": {"audio": {"input": {"format": {"type": "pcm"}}, "output": {"speed": "slow"}}}})
    send({"type": "setup.update", "setup": {"audio": {"output": {"speed": "fast"}}}})


def read(event):
    if event["type"] == "setup.updated":
        setup = event["setup"]
        print(setup["audio"]["output"]["voice"], setup["audio"]["input"]["format"])
        setup.setdefault("audio", {}).setdefault("input", {})["format"] = "pcm16"
        setup.setdefault("audio", {}).setdefault("input", {}).update({"format": "pcm16"})
