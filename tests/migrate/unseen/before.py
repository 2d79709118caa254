class Client:
    def __init__(self, send):
        self.send = send
        self.setup = {"voice": "sage"}

    def change(self, **given):
        self.setup.update(given)
        self.setup.update({"limit": 5})
        self.send({"type": "setup.update", "setup": self.setup})

    def hear(self, event, fast):
        self.send({"type": "setup.update", "setup": {"speed": "slow" if fast else "fast"}})
        kind = event["type"]
        first, _, rest = kind.partition(".")
        return event["type"].replace("setup.", ""), first, rest


BASE = {"voice": "sage", "speed": "slow"}


def copied(send, more):
    setup = deepcopy(BASE)
    setup["voice"] = "ash"
    send({"type": "setup.update", "setup": setup})
    send({"type": "setup.update", "setup": {"limit": 5, **more}})
