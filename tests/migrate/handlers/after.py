import events as ev

dispatcher = ev.ServerEventDispatcher()


@dispatcher.on("response.output_audio.delta")
def spoken(event):
    return event.item_id


@dispatcher.once("session.created")
async def begun(event):
    return event.session.max_output_tokens


def registered_below(event):
    return event.item_id


dispatcher.on("response.output_audio.delta", registered_below)
dispatcher.on("response.output_audio.delta", lambda event: event.item_id)
dispatcher.off("response.output_audio.done", spoken)


class Player:
    def __init__(self, client):
        self.client = client
        self.dispatcher = ev.ServerEventDispatcher()
        self.dispatcher.on("response.output_audio.delta", self.play)
        client.on("response.output_audio.done", self.stop)
        client.on("server.response.output_audio.done", self.stop)
        client.add_listener("response.output_audio.done", self.stop)

    def play(self, event):
        return event.item_id

    def stop(self, event):
        return event.item_ref

    def again(self):
        self.dispatcher.once("response.output_audio.delta", self.play)


def with_client(client):
    @client.on("response.output_audio.delta")
    def handle(event):
        return event.item_ref

    client.emit("response.output_audio.delta", {"item_ref": 1})
