"""The kind of fact `[[delta]]`: events that carry the pieces of a whole."""

from __future__ import annotations

from typing import Final

from ...model.movement import Delta, Path
from ...text.records import dataclass
from ...text.source import Span
from ..kinds import Entry, FactKind
from .spec import Spec, checking, path_of, read_paths, read_text

__all__ = ["DELTAS"]


@dataclass(frozen=True, slots=True)
class DeltaFact:
    """The event that carries a piece, by name; `Delta` has it resolved."""

    event: str
    name: str
    field: Path
    item: Path | None
    keys: tuple[Path, ...]
    end: str | None
    whole: Path | None
    why: str
    span: Span


def _read(entry: Entry) -> DeltaFact | None:
    event = read_text(entry, "delta", "event", "ResponseTextDeltaEvent")
    name = read_text(entry, "delta", "name", "text")
    field = read_text(entry, "delta", "field", "delta")
    item, end, whole, why = (entry.text(key) for key in ("item", "end", "whole", "why"))
    keys = read_paths(entry, "keys")
    if event is None or name is None or field is None or keys is None:
        return None
    if not name.isidentifier():
        advice = 'It is a word such as "text" or "transcript".'
        entry.error(f"`name` is no word: {name!r}", advice, "name")
        return None
    if whole is not None and end is None:
        entry.error("`whole` is in the event `end`, and there is none", "Name `end`.", "whole")
        return None
    of, path = (None if text is None else path_of(text) for text in (item, whole))
    span = entry.span("event")
    return DeltaFact(event, name, path_of(field), of, keys, end, path, why or "", span)


def _delta(spec: Spec, fact: DeltaFact) -> Delta:
    event = spec.event(fact.event)
    spec.text(event, fact.field)
    end = None if fact.end is None else spec.event(fact.end)
    for path in fact.keys if fact.item is None else (fact.item, *fact.keys):
        spec.scalar(event, path)
        if end is not None:
            spec.scalar(end, path)
    if end is not None and fact.whole is not None:
        spec.text(end, fact.whole)
    ends = None if end is None else end.id
    places = fact.field, fact.item, fact.keys
    return Delta(event.id, fact.name, *places, ends, fact.whole, fact.why)


DELTAS: Final = FactKind(
    "delta",
    ("event", "name", "field", "item", "keys", "end", "whole", "why"),
    _read,
    checking(_delta),
)
