class Client:
    def __init__(self, send):
        self.send = send
        self.setup = {"audio": {"output": {"voice": "sage"}}}

    def change(self, **given):
        self.setup.update(given)
        self.setup.update({"limit": 5})
        self.send({"type": "setup.update", "setup": self.setup})

    def hear(self, event, fast):
        self.send({"type": "setup.update", "setup": {"audio": {"output": {"speed": "slow" if fast else "fast"}}}})
        kind = event["type"]
        first, _, rest = kind.partition(".")
        return event["type"].replace("setup.", ""), first, rest


BASE = {"audio": {"output": {"voice": "sage", "speed": "slow"}}}


def copied(send, more):
    setup = deepcopy(BASE)
    setup.setdefault("audio", {}).setdefault("output", {})["voice"] = "ash"
    send({"type": "setup.update", "setup": setup})
    send({"type": "setup.update", "setup": {"limit": 5, **more}})
