def update(send, wanted):
    send({"type": "setup.update", "setup": {"voice": "sage", "input_format": "pcm16", "limit": 5}})
    send({"type": "setup.update", "setup": {"voice": "sage", "input_format": wanted}})
    send({"type": "setup.update", "setup": {"input_format": {"type": "pcm"}, "speed": "slow"}})
    send({"type": "setup.update", "setup": {"speed": "fast"}})


def read(event):
    if event["type"] == "setup.updated":
        setup = event["setup"]
        print(setup["voice"], setup["input_format"])
        setup["input_format"] = "pcm16"
        setup.update({"input_format": "pcm16"})
