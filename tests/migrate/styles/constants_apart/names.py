from enum import StrEnum


class Send(StrEnum):
    UPDATE = "session.update"
    CREATE = "response.create"


class Got(StrEnum):
    AUDIO = "response.audio.delta"
    TEXT = "response.text.delta"
    CREATED = "session.created"


VOICE_KEY = "voice"
