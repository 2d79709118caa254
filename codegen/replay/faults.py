"""Random faults: messages are dropped, delayed, reordered, garbled or cut off.

A state machine without IO, as the player is: its output depends on its input and the seed only.
Each fault is reported.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ..text.records import dataclass
from .player import Out

__all__ = ["Chances", "Faults"]

_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Chances:
    """The probability of each fault, from 0 to 1; `delay` is the longest delay in seconds."""

    drop: float = 0.0
    delay: float = 0.0
    reorder: float = 0.0
    cut: float = 0.0
    garble: float = 0.0
    seed: int = 0

    @property
    def any(self) -> bool:
        """Whether any fault has a probability."""
        return any((self.drop, self.delay, self.reorder, self.cut, self.garble))


class Faults:
    """Applies faults to the messages of one connection, and calls `told` with each fault."""

    def __init__(self, chances: Chances, number: int, told: Callable[[str], None]) -> None:
        self._chances = chances
        self._random = random.Random(f"{chances.seed}/{number}")
        self._told = told
        self._at = 0.0
        self._count = 0
        self._is_cut = False

    def through(self, outs: Sequence[Out]) -> list[Out]:
        """Apply faults to messages; their times never precede those of earlier calls."""
        if not self._chances.any:
            return list(outs)
        made: list[Out] = []
        held: Out | None = None
        for out in outs:
            if self._is_cut:
                break
            late = self._late(out)
            if late.text is None:
                made += (late,) if held is None else (replace(held, at=late.at), late)
                held = None
                continue
            self._count += 1
            sent = self._one(late)
            if sent is None:
                continue
            if held is not None:
                made += (sent, replace(held, at=sent.at))
                held = None
            elif sent.text is not None and out is not outs[-1] and self._happens("reorder"):
                self._told(f"message {self._count} was sent after the next: {_shown(out)}")
                held = sent
            else:
                made.append(sent)
        if held is not None:
            made.append(held)
        return made

    def _late(self, out: Out) -> Out:
        if self._chances.delay:
            wait = self._random.uniform(0, self._chances.delay)
            out = replace(out, at=max(self._at, out.at + wait))
        self._at = max(self._at, out.at)
        return replace(out, at=self._at)

    def _one(self, out: Out) -> Out | None:
        """Apply faults to one message; None if it is dropped."""
        if self._happens("cut"):
            self._told(f"the connection was cut before message {self._count}: {_shown(out)}")
            self._is_cut = True
            return Out(out.at, None, 1006, "cut")
        if self._happens("drop"):
            self._told(f"message {self._count} was dropped: {_shown(out)}")
            return None
        if self._happens("garble") and out.text:
            self._told(f"message {self._count} was garbled: {_shown(out)}")
            return replace(out, text=self._garbled(out.text))
        return out

    def _happens(self, what: str) -> bool:
        chance: float = getattr(self._chances, what)
        return chance > 0 and self._random.random() < chance

    def _garbled(self, text: str) -> str:
        """Damage a text: cut it off, or change characters."""
        if self._random.random() < 0.5:
            return text[: self._random.randrange(len(text))]
        at = self._random.randrange(len(text))
        other = self._random.choice(('"', "}", "\0", "\ufffd", "[", "nul"))
        garbled = text[:at] + other + text[at + self._random.randrange(1, 4) :]
        return text[:at] if garbled == text else garbled


def _shown(out: Out) -> str:
    text = out.text or ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
