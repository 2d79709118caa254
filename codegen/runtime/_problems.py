"""The findings of strict decoding: the number of misfits, and the first of them.

A misfit holds the value itself, and its path as a linked list. Its texts, of bounded length,
are made when it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, Union

from ._wire import Problem, cut, describe, write_json

MOST: Final = 50  # As many problems one report holds; the others are counted.
_LONGEST_PATH: Final = 240
_LONGEST_NAME: Final = 80
_LONGEST_WANTED: Final = 1000
_LONGEST_SECRET: Final = 200
_WORD: Final = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SECRET: Final = re.compile(  # With a letter before them as in APIkey.
    ".?(?:keys?|auth|bearer|cookies?|jwt|otp|pwd|signature|secrets|passwords)"
    "|(?:access|api|auth|master|private|secret|session|signing|ssh)keys?"
    "|credentials?|.*(?:token|secret|password|passwd|passphrase|authorization)"
)

Steps: TypeAlias = Union["tuple[str | int, Steps]", None]
"""The path from a value to a part of it, as a linked list of keys and indices."""


class Key(str):
    """A step to a field that the spec does not name, as in a map."""

    __slots__ = ()


class Misfit(NamedTuple):
    """One misfit: its path, the shape or text that is wanted there, and the value.

    `kind` is empty for a value of another shape, "missing" for an absent required field,
    "null" for an optional one, "length" for an array that is too long or too short, and
    "undeclared" for a field that the spec does not have.
    """

    steps: Steps
    wanted: Any
    value: Any
    kind: str = ""

    @property
    def got(self) -> str:
        if self.kind == "missing":
            return "but it is missing"
        if self.kind == "length":
            return f"got {len(self.value)}"
        return f"got {describe(self.value)}"


class Found:
    """The number of misfits of a value, apart from undeclared fields, and the first `most`."""

    __slots__ = ("count", "first", "most", "undeclared")

    def __init__(self, most: int) -> None:
        self.count = 0
        self.undeclared = 0
        self.most = most
        self.first: list[Misfit] = []

    def add(self, misfit: Misfit) -> None:
        self.count += 1
        if len(self.first) < self.most:
            self.first.append(misfit)

    def add_undeclared(self, name: str, value: Any) -> None:
        self.undeclared += 1
        if len(self.first) < self.most:
            self.first.append(Misfit((name, None), "", value, "undeclared"))

    def add_under(self, step: str | int, misfits: Found) -> None:
        """Add the misfits of the part that `step` leads to."""
        self.count += misfits.count
        self.undeclared += misfits.undeclared
        for steps, wanted, value, kind in misfits.first[: self.most - len(self.first)]:
            self.first.append(Misfit((step, steps), wanted, value, kind))


def report(misfits: Sequence[Misfit], told: Callable[[Any], str]) -> list[Problem]:
    """Misfits as problems; `told` describes a shape. Values of secret fields are not quoted."""
    return [_problem(misfit, told) for misfit in misfits]


def _problem(misfit: Misfit, told: Callable[[Any], str]) -> Problem:
    steps, secret = told_steps(misfit.steps)
    wanted: Any = misfit.wanted
    text = wanted if isinstance(wanted, str) else told(wanted)
    got = misfit.got
    if secret and not misfit.kind:
        got = f"got {kind_alone(misfit.value)}"
    return Problem(joined(steps), f"expected {cut(text, _LONGEST_WANTED)}, {got}")


def told_steps(steps: Steps) -> tuple[list[str | int], bool]:
    """The path to a value as it may be told, and whether a field on it holds a secret.

    Below such a field a key that is no field's name is a part of the value.
    """
    told: list[str | int] = []
    secret = False
    while steps is not None:
        step, steps = steps
        told.append("..." if secret and isinstance(step, Key) else step)
        secret = secret or (isinstance(step, str) and tells_secret(step))
    return told, secret


def joined(steps: Sequence[str | int]) -> str:
    """A path, `$.item.content[0]`, without its middle if it is long."""
    head, start = _pieces(steps, range(len(steps)), _LONGEST_PATH)
    if start == len(steps):
        return f"${''.join(head)}"
    half = _LONGEST_PATH // 2
    head, start = _pieces(steps, range(len(steps)), half)
    tail, _ = _pieces(steps, range(len(steps) - 1, start - 1, -1), half)
    return f"${''.join(head)} ... {''.join(reversed(tail))}"


def _pieces(
    steps: Sequence[str | int], order: range, room: int
) -> tuple[list[str], int]:
    """The texts of as many steps as have room, and their number."""
    pieces: list[str] = []
    for index in order:
        piece = _piece(steps[index])
        room -= len(piece)
        if room < 0:
            break
        pieces.append(piece)
    return pieces, len(pieces)


def _piece(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    name = cut(step, _LONGEST_NAME)
    word = name if name == step else name.replace("...", "")
    if word.isascii() and word.isidentifier():
        return f".{name}"
    return f"[{cut(write_json(name), _LONGEST_NAME)}]"


def tells_secret(name: str) -> bool:
    """Whether a field holds a secret by a word in its name, or at the ends of a very long one.

    `tokens` is none of them: tokens are counted as a rule.
    """
    words: list[str] = _WORD.findall(cut(name, _LONGEST_SECRET))
    return any(_SECRET.fullmatch(word.lower()) for word in words)


def kind_alone(value: Any) -> str:
    """A JSON value in a few words that do not quote it."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    return "a string" if isinstance(value, str) else describe(value)
