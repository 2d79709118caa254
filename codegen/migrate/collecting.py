"""Index a plan by names, and collect the proposals and notes of a file."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeVar

from ..model import DeclId, Interface
from ..text.records import dataclass
from .edits import ByteSpan, Note, Parts
from .leftover_parts import PartsOfTags
from .plan import FieldMove, Plan
from .proposals import Collected, Proposal, Strength
from .schema import distinctive

__all__ = ["HUMAN", "UNSURE", "Collecting", "Lost"]

HUMAN: Final = "RC722"
UNSURE: Final = "RC723"

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Lost:
    """A tag that has one or several successors, `now`; `words` describe them for messages."""

    old: str
    now: tuple[str, ...]
    words: str


class Collecting:
    """A plan indexed by names, and the proposals and notes that are collected from a file."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.schema = plan.schema
        self.collected = Collected()
        self.payloads: set[str] = set()
        """The tags whose payloads occur in the file."""
        self.compared: set[str] = set()
        """The tags that a value is compared with: code that reads an event does not send it."""
        self.cuts: dict[ByteSpan, str] = {}
        """Places where tags are split or replaced, with the name of the method."""
        self.unnamed: dict[ByteSpan, tuple[str, ...]] = {}
        """Places that access a field by a computed name, with the changed fields of the object."""
        self.first_places: dict[str, ByteSpan] = {}
        """The first place of each tag."""
        self.events = _grouped(plan.events, lambda rename: rename.old)
        self.event_notices = _grouped(plan.event_notices, lambda notice: notice.tag)
        self.fields = {(field.owner, field.old_wire): field for field in plan.fields}
        missing = [notice for notice in plan.field_notices if notice.use == "missing"]
        used = [notice for notice in plan.field_notices if notice.use != "missing"]
        self.missing = _grouped(missing, lambda notice: notice.owner)
        self.field_notices = _grouped(used, lambda notice: (notice.owner, notice.wire))
        self.moves = {
            owner: {move.old: move for move in moves}
            for owner, moves in _grouped(plan.moves, lambda move: move.owner).items()
        }
        self.constants = _grouped(plan.constants, lambda constant: constant.owner)
        self.lists = {(form.owner, form.wire): form for form in plan.lists}
        self.forms = {(form.owner, form.wire, form.old): form for form in plan.forms}
        self.values = {(value.owner, value.wire, value.old): value for value in plan.values}
        self.value_notices = {
            (notice.owner, notice.wire, notice.value): notice for notice in plan.value_notices
        }
        self.symbols = {rename.old: rename for rename in plan.symbols}
        self.symbol_notices = {notice.name: notice for notice in plan.symbol_notices}
        self.splits = {split.owner: split for split in plan.splits}

    def ids(self, tag: str) -> list[DeclId]:
        """The events of a tag."""
        return [id_ for _, id_ in self.schema.tags.get(tag, ())]

    def knows(self, tag: str) -> None:
        """Record that the file uses a tag."""
        if tag in self.schema.tags:
            self.collected.tags.add(tag)
            if distinctive(tag):
                self.collected.strong.add(tag)

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """The tags that have successors, each once."""
        renamed = ((r.old, (r.new,), f"which is renamed to {r.new!r}") for r in self.plan.events)
        noted = (
            (one.tag, one.now, f"which is {' and '.join(map(repr, one.now))} now")
            for one in self.plan.event_notices
            if one.now
        )
        lost = [Lost(*one) for one in (*renamed, *noted)]
        return tuple({one.old: one for one in reversed(lost)}.values())[::-1]

    def part(
        self, span: ByteSpan, text: str, test: Callable[[str, str], bool], strength: Strength
    ) -> None:
        """Note a text for which `test` holds with an old tag, but with none of its successors."""
        for lost in self.lost:
            if test(lost.old, text) and not any(test(new, text) for new in lost.now):
                message = f"{text!r} is a part of {lost.old!r}, {lost.words}"
                self.note(span, message, "Change the part by hand.", strength, UNSURE)
                return

    @cached_property
    def parts(self) -> PartsOfTags:
        """The parts of renamed tags."""
        return PartsOfTags.of(self.plan)

    # ---------------------------------------------------------------------- output

    def is_touched(self, span: ByteSpan) -> bool:
        """Whether a place shares a byte with one that has a proposal or a note already."""
        return self.collected.touched.overlaps(span)

    def note(
        self,
        span: ByteSpan,
        message: str,
        advice: str,
        strength: Strength,
        code: str = HUMAN,
        unseen: str = "",
    ) -> None:
        """Add a note for a person; `unseen` is the event whose payload the file does not show."""
        self.collected.note(Note(*span, code, message, advice, unseen), strength)

    def propose(
        self,
        span: ByteSpan,
        old: str,
        new: str,
        label: str,
        strength: Strength,
        confidence: float,
        *,
        reused: bool,
        prefix: str = "",
        of_event: bool = False,
    ) -> None:
        """Propose a rename; one that cannot be written into a literal becomes a note."""
        if not _fits(new):
            message = f"{label} is called {new!r} now"
            self.note(span, message, "Write the new name by hand.", strength, UNSURE)
            return
        texts = (prefix + old, prefix + new)
        new_tag = new if of_event else ""
        proposal = Proposal(*span, *texts, old, label, strength, confidence, reused, new_tag)
        self.collected.propose(proposal)

    def rename_module(self, span: ByteSpan, old: str, new: str) -> None:
        """Propose the rename of an imported module."""
        label = f"the module {old!r}"
        self.propose(span, old, new, label, Strength.SURE, 1.0, reused=False)

    def replace(
        self, span: ByteSpan, parts: Parts, label: str, new: str, confidence: float = 1.0
    ) -> None:
        """Propose other text for an expression, beyond a rename."""
        self.collected.propose(
            Proposal(
                *span, "", new, new, label, Strength.SURE, confidence, reused=False, parts=parts
            )
        )

    def reshape(
        self,
        span: ByteSpan,
        parts: Parts,
        owner: Interface,
        moves: Sequence[FieldMove],
        constants: Mapping[str, str],
    ) -> None:
        """Propose to rebuild an object: fields moved, or constants are required."""
        name = self.schema.python_name(owner.id)
        fields = ", ".join(".".join(move.old) for move in moves)
        new = ", ".join([".".join(move.new) for move in moves] or constants)
        label = f"{fields} of {name}" if fields else f"a part of {name} that is required"
        self.replace(span, parts, label, new, min([move.confidence for move in moves] or [1.0]))


def _grouped(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    """The items by their keys, in order."""
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _fits(text: str) -> bool:
    """Whether a text can stand in any string literal without escapes."""
    return text.isprintable() and not set(text) & set("\"'\\")
