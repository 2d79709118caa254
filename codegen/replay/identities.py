"""Map the recorded identities to those of the current client, and make new ones."""

from __future__ import annotations

import re
from typing import Any, Final

from ..audit.recording import NOTHING, check_pointer, reached, steps_of
from ..audit.senders import UNTOLD
from .values import mapped, paired

__all__ = ["Identities", "New", "filled", "renewed", "why_not_filled"]

_NEW: Final = re.compile(r"\$([A-Za-z][A-Za-z0-9_]*)")


class New:
    """New identities, each a word with a counter."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def __call__(self, word: str) -> str:
        """Make the next identity for a word."""
        self._count[word] = count = self._count.get(word, 0) + 1
        return f"{word}_{count}"


class Identities:
    """Maps the texts of a recording to those of one connection.

    `names` are the fields that are identities. From the second round on, identities made by the
    server get a suffix.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._known: dict[str, str] = {}
        self._suffix = ""

    def next_round(self, number: int) -> None:
        """Begin another round: forget the client's identities."""
        self._known.clear()
        self._suffix = f"_{number}"

    def learn(self, recorded: object, actual: object) -> None:
        """Learn the client's identities from a message and the recorded one."""
        for name, old, new in paired(recorded, actual):
            if name in self._names:
                self.learn_one(old, new)

    def learn_one(self, old: object, new: object) -> None:
        """Learn one identity."""
        if isinstance(old, str) and isinstance(new, str) and old != new:
            self._known[old] = new

    def of(self, event: Any) -> Any:
        """A copy of an event with this connection's identities."""

        def one(name: str, value: Any) -> Any:
            if name not in self._names or not isinstance(value, str):
                return value
            known = self._known.get(value)
            return f"{value}{self._suffix}" if known is None and value else known or value

        return mapped(event, one)


def filled(event: Any, message: object, words: dict[str, str], new: New) -> Any:
    """Fill in the placeholders of an event of a scenario.

    `$/item/id` becomes the message's value at this JSON Pointer, or null if it has none. `$word`
    becomes an identity, the same for equal words; new ones are added to `words`. `$$` becomes `$`.
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
    """The reason why a placeholder is invalid; "" if all of them are valid."""
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
    """A copy of a sample with new identities.

    `known` maps the sample's texts to identities, and gets the new ones.
    """

    def one(name: str, value: Any) -> Any:
        if name not in names or not isinstance(value, str):
            return value
        if value not in known:
            known[value] = new(name.removesuffix("_id"))
        return known[value]

    return mapped(event, one)
