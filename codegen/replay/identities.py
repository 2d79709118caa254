"""Identities: the recorded ones under the names of today's client, and new ones."""

from __future__ import annotations

import re
from typing import Any, Final

from ..audit.recording import NOTHING, check_pointer, reached, steps_of
from ..audit.senders import UNTOLD
from .values import mapped, paired

__all__ = ["Identities", "New", "filled", "renewed", "why_not_filled"]

_NEW: Final = re.compile(r"\$([A-Za-z][A-Za-z0-9_]*)")


class New:
    """New identities, each named after what it is of and counted."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def __call__(self, word: str) -> str:
        """The next identity of something."""
        self._count[word] = count = self._count.get(word, 0) + 1
        return f"{word}_{count}"


class Identities:
    """What the texts of a recording are called on one connection.

    `names` are the fields that hold identities. From the second round on, identities that the
    server has given are others than before.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._known: dict[str, str] = {}
        self._suffix = ""

    def next_round(self, number: int) -> None:
        """Begin another round: forget what the client has called things."""
        self._known.clear()
        self._suffix = f"_{number}"

    def learn(self, recorded: object, actual: object) -> None:
        """Note what the client calls things that the recording has another identity for."""
        for name, old, new in paired(recorded, actual):
            if name in self._names:
                self.learn_one(old, new)

    def learn_one(self, old: object, new: object) -> None:
        """Note what one identity is called."""
        if isinstance(old, str) and isinstance(new, str) and old != new:
            self._known[old] = new

    def of(self, event: Any) -> Any:
        """A copy of an event with the identities of this connection."""

        def one(name: str, value: Any) -> Any:
            if name not in self._names or not isinstance(value, str):
                return value
            known = self._known.get(value)
            return f"{value}{self._suffix}" if known is None and value else known or value

        return mapped(event, one)


def filled(event: Any, message: object, words: dict[str, str], new: New) -> Any:
    """An event of a scenario, with what its texts stand for.

    `$/item/id` is what a message has at this JSON Pointer, and null if it has nothing there.
    `$word` is an identity, the same for one word in `words`, which gets those that are new. `$$`
    is `$`.
    """

    def one(_name: str, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        if value.startswith("$$"):
            return value[1:]
        if value.startswith("$/"):
            at = next(reached(message, steps_of(value[1:]), UNTOLD), (NOTHING, UNTOLD))[0]
            return None if at is NOTHING else at
        word = _NEW.fullmatch(value)
        if word is None:
            return value
        if word[1] not in words:
            words[word[1]] = new(word[1])
        return words[word[1]]

    return mapped(event, one)


def why_not_filled(event: Any) -> str:
    """Why a text of an event stands for nothing; "" if all of them can be filled."""
    wrong: list[str] = []

    def one(_name: str, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("$/"):
            try:
                check_pointer(value[1:])
            except ValueError as fault:
                wrong.append(str(fault))
        return value

    mapped(event, one)
    return wrong[0] if wrong else ""


def renewed(event: Any, names: frozenset[str], known: dict[str, str], new: New) -> Any:
    """A sample whose identities are new ones; `known` are those that are there already.

    It gets those that are made, by the texts of the sample.
    """

    def one(name: str, value: Any) -> Any:
        if name not in names or not isinstance(value, str):
            return value
        if value not in known:
            known[value] = new(name.removesuffix("_id"))
        return known[value]

    return mapped(event, one)
