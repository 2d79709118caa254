from openai.types.responses import ResponseStreamEvent


def show(event: ResponseStreamEvent, other):
    if event.type == "response.audio.delta":
        return event.delta
    return other.type == "response.audio.done"
