"""A file with a single tag, where nothing says that it is one."""


def route(topic):
    return topic == "response.audio.delta"
