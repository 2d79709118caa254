"""Infer the sender of a message from the text around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from .catalogue import Direction

__all__ = ["UNTOLD", "Sender", "sender_beside", "sender_of", "sender_of_words"]

_NAMES: Final = frozenset("dir direction from origin sender side source by actor flow".split())
# Words for the sender, and words for the direction as a recording client sees it.
_SENDERS: Final[Mapping[str, Direction]] = {
    "client": "client",
    "server": "server",
    **dict.fromkeys(("c2s", "client_to_server", "from_client", "user", "to_server"), "client"),
    **dict.fromkeys(("s2c", "server_to_client", "from_server", "to_client"), "server"),
}
_VIEWS: Final[Mapping[str, Direction]] = {
    **dict.fromkeys(("send", "sent", "out", "outbound", "outgoing", "tx", ">", "->"), "client"),
    **dict.fromkeys(
        ("receive", "received", "recv", "in", "inbound", "incoming", "rx", "<", "<-"), "server"
    ),
}
_OTHER: Final[Mapping[str, Direction]] = {"client": "server", "server": "client"}
_LONGEST: Final = 20


class Sender(NamedTuple):
    """The sender of a message, if known; not `sure` if it depends on which side recorded."""

    direction: Direction | None = None
    sure: bool = True


UNTOLD: Final = Sender()


def sender_of(word: str, side: str = "") -> Sender:
    """The sender that a word implies; `side` is the side that recorded, if known."""
    if len(word) > 2:
        word = word.lower().replace("-", "_").replace(" ", "_")
    elif word.isalpha():
        word = word.lower()
    if word in _SENDERS:
        return Sender(_SENDERS[word])
    if word in _VIEWS:
        seen = _VIEWS[word]
        return Sender(_OTHER[seen] if side == "server" else seen, sure=bool(side))
    return UNTOLD


def sender_of_words(words: Iterable[str]) -> Sender:
    """The sender that the words before a message imply: the last such word counts."""
    for word in reversed(list(words)):
        if len(word) <= _LONGEST:
            sender = sender_of(word.strip("[](){}:,;|\"'") or word)
            if sender.direction is not None:
                return sender
    return UNTOLD


def sender_beside(members: Mapping[str, Any]) -> Sender:
    """The sender of a message inside an object, by the other fields of the object."""
    for name, value in members.items():
        if type(value) is str and len(value) <= _LONGEST and name.lower() in _NAMES:
            sender = sender_of(value)
            if sender.direction is not None:
                return sender
    return UNTOLD
