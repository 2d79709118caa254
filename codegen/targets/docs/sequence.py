"""Draw the course of a session as a sequence diagram of Mermaid, by the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...model import DeclId, Interface, tag_text
from ...model.movement import Call, Delta, Failure, Path, Reply
from ...text.hidden import escape_hidden
from .moves import Movement
from .places import Places
from .sides import Protocol, Side, Sides

__all__ = ["sequence"]

_MOST_LINES: Final = 150
_MOST_ALIKE: Final = 5
"""The number of messages with the same answer that are drawn."""
_LONGEST: Final = 80
_NO_TEXT: Final = re.compile(r"[^\w ./-]")
_TURN: Final[dict[Side, Side]] = {"client": "server", "server": "client"}


def sequence(protocol: Protocol, sides: Sides, places: Places, movement: Movement) -> str:
    """Draw the diagram of a protocol, without a fence; "" if no facts are about it."""
    drawing = _Drawing(protocol, sides, places)
    lines: list[str] = []
    for part in drawing.parts(movement):
        if len(lines) + len(part) > _MOST_LINES:
            lines.append("Note over client,server: and more")
            break
        lines += part
    if not lines:
        return ""
    head = ["participant client as Client", "participant server as Server"]
    return "\n".join(["sequenceDiagram", *(f"    {line}" for line in (*head, *lines))])


class _Drawing:
    """The lines of one diagram."""

    def __init__(self, protocol: Protocol, sides: Sides, places: Places) -> None:
        self._events = {id_ for group in protocol.groups for id_ in group.interfaces}
        self._sides = sides
        self._places = places

    def parts(self, movement: Movement) -> Iterator[list[str]]:
        """The parts of a diagram: exchanges, texts in pieces, calls and refusals."""
        deltas = [delta for delta in movement.deltas if delta.event in self._events]
        drawn: set[DeclId] = set()
        for reply in movement.replies:
            asked = [id_ for id_ in reply.to if id_ in self._events]
            if asked and reply.event in self._events:
                inside = [delta for delta in deltas if self._is_inside(delta, reply)]
                drawn.update(delta.event for delta in inside)
                for id_ in asked[:_MOST_ALIKE]:
                    yield self._exchange(reply, id_, inside)
                if len(asked) > _MOST_ALIKE:
                    yield [
                        f"Note over client,server: and {len(asked) - _MOST_ALIKE} more like these"
                    ]
        for delta in deltas:
            if delta.event not in drawn:
                yield self._stream(delta)
        for call in movement.calls:
            if call.event in self._events and call.result in self._events:
                yield self._called(call)
        for failure in movement.failures:
            if failure.event in self._events:
                yield self._refused(failure)

    def _exchange(self, reply: Reply, asked: DeclId, inside: list[Delta]) -> list[str]:
        lines = [
            self._message(asked, _TURN[self._sender(reply.event)]),
            self._message(reply.event),
        ]
        if reply.end is not None:
            lines += (line for delta in inside for line in self._stream(delta))
            lines.append(self._message(reply.end))
        return lines

    def _stream(self, delta: Delta) -> list[str]:
        lines = ["loop piece by piece", f"    {self._message(delta.event)}", "end"]
        return lines if delta.end is None else [*lines, self._message(delta.end)]

    def _called(self, call: Call) -> list[str]:
        called = _TURN[self._sender(call.event)]
        return [
            self._message(call.event),
            f"Note over {called}: calls the function",
            self._message(call.result, called),
        ]

    def _refused(self, failure: Failure) -> list[str]:
        note = f"refuses the message whose {_text('.'.join(failure.cause))} it names"
        return [self._message(failure.event), f"Note over client,server: {note}"]

    def _message(self, id_: DeclId, sender: Side | None = None) -> str:
        """A line of the diagram: solid for a request, else dotted."""
        side = sender or self._sender(id_)
        arrow = "->>" if side == "client" else "-->>"
        return f"{side}{arrow}{_TURN[side]}: {self._label(id_)}"

    def _sender(self, id_: DeclId) -> Side:
        """The sender of an event; the server if it is unknown, as it answers."""
        sides = self._sides.of(id_)
        return "client" if sides == {"client"} else "server"

    def _label(self, id_: DeclId) -> str:
        tags = self._places.tags(id_)
        return _text(tag_text(tags[0]) if tags else self._places.names[id_])

    def _is_inside(self, delta: Delta, reply: Reply) -> bool:
        """Whether pieces are sent between the first and the last of some answers.

        They have the same topic: their tags have a common beginning, and they share values with the
        answers. Pieces about the very item of the answers may come later.
        """
        if (
            reply.end is None
            or not reply.same
            or self._topic(delta.event) != self._topic(reply.event)
        ):
            return False
        declaration = self._places.declarations[delta.event]
        assert isinstance(declaration, Interface)
        names = {property_.wire_name for property_ in declaration.properties}
        common = [_joined(path) for path in reply.same]
        item = None if delta.item is None else _joined(delta.item)
        return names.issuperset(common) and item not in common

    def _topic(self, id_: DeclId) -> str:
        return re.split(r"[./:]", self._label(id_), maxsplit=1)[0]


def _joined(path: Path) -> str:
    """The name of the value at a path as a field: `response_id`."""
    return "_".join(path)


def _text(text: str) -> str:
    """Remove the characters of a text that have a meaning in Mermaid."""
    shown = escape_hidden(" ".join(text.split()))[:_LONGEST]
    return _NO_TEXT.sub(lambda match: f"#{ord(match[0])};", shown) or "-"
