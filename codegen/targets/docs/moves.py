"""Sentences about events by facts: requests, replies, and the text that a piece belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar, cast
from urllib.parse import quote

from ...facts.history import CHANGED
from ...facts.kinds import CheckedFacts, FactKind
from ...facts.movement import CALLS, DELTAS, FAILURES, MERGES, ORDERS, REPLIES, TOTALS
from ...facts.movement.spec import Spec
from ...model import DeclId, Interface
from ...model.movement import Call, Delta, Failure, Merge, Order, Path, Reply, Total
from ...text.markdown import cell, code
from .places import Places
from .sides import Sides

__all__ = ["History", "Movement", "Moves"]

Value = TypeVar("Value")


class Movement:
    """The facts about the movement of a protocol, kind by kind."""

    def __init__(self, facts: CheckedFacts) -> None:
        self.replies: Final[tuple[Reply, ...]] = _of(facts, REPLIES)
        self.failures: Final[tuple[Failure, ...]] = _of(facts, FAILURES)
        self.calls: Final[tuple[Call, ...]] = _of(facts, CALLS)
        self.deltas: Final[tuple[Delta, ...]] = _of(facts, DELTAS)
        self.orders: Final[tuple[Order, ...]] = _of(facts, ORDERS)
        self.merges: Final[tuple[Merge, ...]] = _of(facts, MERGES)
        self.totals: Final[tuple[Total, ...]] = _of(facts, TOTALS)


class History:
    """The versions in which declarations changed, by facts."""

    def __init__(self, facts: CheckedFacts) -> None:
        self._lines: dict[tuple[DeclId, str | None], list[str]] = {}
        for change in _of(facts, CHANGED):
            line = (
                f"**Changed** in {code(change.version, in_table=True)}: {cell(change.what).strip()}"
            )
            self._lines.setdefault((change.declaration, change.property), []).append(line)

    def of(self, id_: DeclId, property_: str | None = None) -> list[str]:
        """The changes of a declaration, or of one of its properties, as cells of a table."""
        return self._lines.get((id_, property_), [])


def _of(facts: CheckedFacts, kind: FactKind[Any, Value]) -> Value:
    """The result of a kind of fact's check; empty in a run without it."""
    return facts[kind] if kind.table in facts.values else cast("Value", ())


_Say: TypeAlias = Callable[["_Paths"], str]


class Moves:
    """The facts about each event, as lines of Markdown."""

    def __init__(self, movement: Movement, places: Places, sides: Sides) -> None:
        self._places = places
        self._sides = sides
        self._of: dict[DeclId, list[_Say]] = {}
        for reply in movement.replies:
            self._reply(reply)
        for failure in movement.failures:
            self._failure(failure)
        for delta in movement.deltas:
            self._delta(delta)
        for call in movement.calls:
            self._call(call)
        for order in movement.orders:
            self._say(order.event, partial(self._order, order))
        for merge in movement.merges:
            self._say(merge.event, partial(self._merge, merge))
        for total in movement.totals:
            self._say(total.event, partial(self._total, total))

    def lines(self, id_: DeclId, anchors: Mapping[Path, str]) -> list[str]:
        """The sentences about an event; `anchors` are the anchors of its fields on its page."""
        paths = _Paths(anchors)
        return [say(paths) for say in self._of.get(id_, ())]

    def _say(self, id_: DeclId, say: _Say) -> None:
        self._of.setdefault(id_, []).append(say)

    def _link(self, id_: DeclId) -> str:
        return self._places.event_link(id_)

    def _links(self, ids: Iterable[DeclId]) -> str:
        return _listed([self._link(id_) for id_ in ids])

    def _reply(self, reply: Reply) -> None:
        asked = self._links(reply.to)

        def answers(paths: _Paths) -> str:
            by = [f"{paths(own)} is its {_code(path)}" for own, path in reply.fields]
            return _line(f"**Answers** {asked}", [*by, _why(reply.why)])

        self._say(reply.event, answers)
        answer = self._link(reply.event)
        end = "" if reply.end is None else f", and at the end {self._link(reply.end)}"
        for id_ in reply.to:
            self._say(id_, lambda _: _line(f"**Answered by** {answer}{end}", [_why(reply.why)]))
        if reply.end is not None and reply.end != reply.event:

            def ends(paths: _Paths) -> str:
                same = _listed([paths(path) for path in reply.same])
                with_same = f"with the same {same}" if same else ""
                return _line(f"**Ends** what {answer} began, the answer to {asked}", [with_same])

            self._say(reply.end, ends)

    def _failure(self, failure: Failure) -> None:
        def refuses(paths: _Paths) -> str:
            where = [f"if {paths(path)} is {code(_json(value))}" for path, value in failure.where]
            names = f"{paths(failure.path)} is its {_code(failure.cause)}"
            return _line("**Refuses** a message", [*where, names, _why(failure.why)])

        self._say(failure.event, refuses)
        sides = self._sides.of(failure.event)
        refused = _line(
            f"**Refused by** {self._link(failure.event)}",
            [f"its {_code(failure.path)} is the {_code(failure.cause)} of this message"],
        )
        for id_ in self._places.events:
            declaration = self._places.declarations[id_]
            if not isinstance(declaration, Interface) or id_ == failure.event:
                continue
            if sides and not self._sides.of(id_) - sides:
                continue
            if Spec(self._places.declarations).has(declaration, failure.cause):
                self._say(id_, lambda _: refused)

    def _delta(self, delta: Delta) -> None:
        keys = (*(() if delta.item is None else (delta.item,)), *delta.keys)
        end = None if delta.end is None else self._link(delta.end)

        def piece(paths: _Paths) -> str:
            same = _listed([paths(path) for path in keys])
            with_same = f" with the same {same}" if same else ""
            of = f"{paths(delta.field)} of all{with_same} is the {code(delta.name)}"
            until = "" if end is None else f"{end} ends it"
            return _line("**Is a piece**", [of, until, _why(delta.why)])

        def whole(paths: _Paths) -> str:
            has = "" if delta.whole is None else f"{paths(delta.whole)} is all of it"
            return _line(
                f"**Ends the pieces** of {self._link(delta.event)}", [has, _why(delta.why)]
            )

        self._say(delta.event, piece)
        if delta.end is not None:
            self._say(delta.end, whole)

    def _call(self, call: Call) -> None:
        def calls(paths: _Paths) -> str:
            where = [f"if {paths(path)} is {code(_json(value))}" for path, value in call.where]
            calling = f"{paths(call.name)} with the JSON at {paths(call.arguments)}"
            result = f"the result is sent as {self._link(call.result)}"
            return _line("**Calls a function**", [*where, calling, result, _why(call.why)])

        def carries(paths: _Paths) -> str:
            given = [f"{paths(path)}: {code(text)}" for path, text in call.fields]
            return _line(f"**Carries the result** of {self._link(call.event)}", given)

        self._say(call.event, calls)
        self._say(call.result, carries)

    def _order(self, order: Order, paths: _Paths) -> str:
        item = paths(order.id)
        if order.removes:
            return _line(f"**Takes away** the item that {item} names", [_why(order.why)])
        after = "" if order.after is None else f" behind that of {paths(order.after)}"
        return _line(f"**Places** the item of {item}{after}", [_why(order.why)])

    def _merge(self, merge: Merge, paths: _Paths) -> str:
        null = "null is a value" if merge.null == "value" else "null takes the old value away"
        return _line(f"**Changes** only what {paths(merge.field)} has", [null, _why(merge.why)])

    def _total(self, total: Total, paths: _Paths) -> str:
        return _line(f"**Adds up** the numbers of {paths(total.field)}", [_why(total.why)])


class _Paths:
    """Formats paths as code, with a link if the page has the field."""

    def __init__(self, anchors: Mapping[Path, str]) -> None:
        self._anchors = anchors

    def __call__(self, path: Path) -> str:
        anchor = self._anchors.get(path)
        shown = _code(path)
        return shown if anchor is None else f"[{shown}](#{quote(anchor)})"


def _why(text: str) -> str:
    """Format the reason of a fact, which is untrusted text, on one line."""
    return cell(text).strip()


def _code(path: Path) -> str:
    return code(".".join(path))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(head: str, parts: Iterable[str]) -> str:
    """Format a line of a list: its nonempty parts, and the reason of a fact at the end."""
    said = "; ".join(filter(None, parts))
    return f"{head}: {said}" if said else head


def _listed(texts: list[str]) -> str:
    """`a, b and c`."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"
