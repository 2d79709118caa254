"""Dispatchers that are gone: one by default, one for good, one with its union."""

from events import AnswerDispatcher, EventDispatcher, EventTag, GatewayDispatcher, Ping, Yes

dispatcher = EventDispatcher()
gateway = GatewayDispatcher()
answers = AnswerDispatcher()
TAG: EventTag = "ping"


@dispatcher.on("ping")
def on_ping(event: Ping) -> None: ...


@gateway.on(11)
def on_ack(event: object) -> None: ...


@answers.on("yes")
def on_yes(event: Yes) -> None: ...
