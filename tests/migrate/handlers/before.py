import events as ev

dispatcher = ev.ServerEventDispatcher()


@dispatcher.on("response.audio.delta")
def spoken(event):
    return event.item_ref


@dispatcher.once("session.created")
async def begun(event):
    return event.session.max_response_output_tokens


def registered_below(event):
    return event.item_ref


dispatcher.on("response.audio.delta", registered_below)
dispatcher.on("response.audio.delta", lambda event: event.item_ref)
dispatcher.off("response.audio.done", spoken)


class Player:
    def __init__(self, client):
        self.client = client
        self.dispatcher = ev.ServerEventDispatcher()
        self.dispatcher.on("response.audio.delta", self.play)
        client.on("response.audio.done", self.stop)
        client.on("server.response.audio.done", self.stop)
        client.add_listener("response.audio.done", self.stop)

    def play(self, event):
        return event.item_ref

    def stop(self, event):
        return event.item_ref

    def again(self):
        self.dispatcher.once("response.audio.delta", self.play)


def with_client(client):
    @client.on("response.audio.delta")
    def handle(event):
        return event.item_ref

    client.emit("response.audio.delta", {"item_ref": 1})
