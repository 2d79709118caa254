"""The kinds of fact `[[order]]`, `[[merge]]` and `[[total]]`: items, settings and counts."""

from __future__ import annotations

from typing import Final

from ...model.movement import Merge, NullMeans, Order, Path, Total
from ...text.records import dataclass
from ...text.source import Span
from ..kinds import Entry, FactKind
from .spec import Spec, checking, path_of, read_text

__all__ = ["MERGES", "ORDERS", "TOTALS"]


@dataclass(frozen=True, slots=True)
class OrderFact:
    """The event that places an item, by name; `Order` has it resolved."""

    event: str
    id: Path
    after: Path | None
    removes: bool
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class MergeFact:
    """The object that is a partial update, by name; `Merge` has it resolved."""

    event: str
    field: Path
    null: NullMeans
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class TotalFact:
    """The object whose numbers are summed up, by name; `Total` has it resolved."""

    event: str
    field: Path
    why: str
    span: Span


def _read_order(entry: Entry) -> OrderFact | None:
    event = read_text(entry, "order", "event", "ConversationItemAdded")
    id_ = read_text(entry, "order", "id", "item.id")
    after, why = entry.text("after"), entry.text("why")
    removes = entry.table.get("removes", False)
    if not isinstance(removes, bool):
        entry.error("`removes` is not true or false", "Write `removes = true`.", "removes")
        return None
    if removes and after is not None:
        entry.error("an event that removes an item places none", "Leave `after` out.", "after")
        return None
    if event is None or id_ is None:
        return None
    path = None if after is None else path_of(after)
    return OrderFact(event, path_of(id_), path, removes, why or "", entry.span("event"))


def _order(spec: Spec, fact: OrderFact) -> Order:
    event = spec.event(fact.event)
    spec.text(event, fact.id)
    if fact.after is not None:
        spec.text(event, fact.after)
    return Order(event.id, fact.id, fact.after, fact.removes, fact.why)


def _read_merge(entry: Entry) -> MergeFact | None:
    event = read_text(entry, "merge", "event", "SessionUpdateEvent")
    field = read_text(entry, "merge", "field", "settings")
    why, null = entry.text("why"), entry.table.get("null", "value")
    if event is None or field is None:
        return None
    if null == "value" or null == "absent":
        return MergeFact(event, path_of(field), null, why or "", entry.span("event"))
    entry.error('`null` is not "value" or "absent"', 'Give "value" or "absent".', "null")
    return None


def _merge(spec: Spec, fact: MergeFact) -> Merge:
    event = spec.event(fact.event)
    spec.object(event, fact.field)
    return Merge(event.id, fact.field, fact.null, fact.why)


def _read_total(entry: Entry) -> TotalFact | None:
    event = read_text(entry, "total", "event", "ResponseDoneEvent")
    field = read_text(entry, "total", "field", "response.usage")
    why = entry.text("why")
    if event is None or field is None:
        return None
    return TotalFact(event, path_of(field), why or "", entry.span("event"))


def _total(spec: Spec, fact: TotalFact) -> Total:
    event = spec.event(fact.event)
    spec.object(event, fact.field)
    return Total(event.id, fact.field, fact.why)


ORDERS: Final = FactKind(
    "order", ("event", "id", "after", "removes", "why"), _read_order, checking(_order)
)
MERGES: Final = FactKind("merge", ("event", "field", "null", "why"), _read_merge, checking(_merge))
TOTALS: Final = FactKind("total", ("event", "field", "why"), _read_total, checking(_total))
