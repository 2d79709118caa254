"""Reads of moved fields from objects of unknown type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Interface
from .edits import ByteSpan
from .paths import READING_METHODS, path_of
from .plan import FieldMove
from .proposals import Strength
from .reader import Reader
from .tree import nodes as cst
from .uses import UNSURE

__all__ = ["moved_inside", "once", "unknown_names"]


def unknown_names(reader: Reader) -> None:
    """Report accesses to fields by a computed name, each change once."""
    by_change: dict[tuple[str, ...], list[ByteSpan]] = {}
    for span, changed in reader.uses.unnamed.items():
        by_change.setdefault(changed, []).append(span)
    for changed, spans in by_change.items():
        message = f"this is a field by a name that is not shown; {', '.join(changed)} have changed"
        once(reader, spans, message, "See which names it may be.", Strength.SURE)


def moved_inside(reader: Reader, nodes: Sequence[cst.CSTNode]) -> None:
    """Report `x["session"]["voice"]` of an unknown `x`, if the field moved in every `session`."""
    moves = _moves_by_names(reader)
    places: dict[tuple[str, str], list[ByteSpan]] = {}
    for outer, name, node in _pairs(reader, nodes) if moves else ():
        if (outer, name) in moves:
            places.setdefault((outer, name), []).append(reader.span(node))
    for pair, spans in places.items():
        outer, name = pair
        message = f"{outer}.{name} is {outer}.{'.'.join(moves[pair].new)} now"
        once(reader, spans, message, "Change it, if this is of the protocol.", Strength.LOOSE)


def _moves_by_names(reader: Reader) -> dict[tuple[str, str], FieldMove]:
    """The fields that moved in the objects that events have under a name, by both names."""
    schema, uses = reader.schema, reader.uses
    known: dict[tuple[str, str], FieldMove | None] = {}
    gone = {id_ for tag in uses.event_notices.keys() - uses.plan.new_tags for id_ in uses.ids(tag)}
    for id_ in schema.event_groups.keys() - gone:
        event = schema.declarations.get(id_)
        for outer in event.properties if isinstance(event, Interface) else ():
            for owner in schema.interfaces(outer.type):
                for inner in owner.properties:
                    move = (
                        uses.moves[owner.id].get((inner.wire_name,))
                        if (owner.id in uses.moves)
                        else None
                    )
                    key = (outer.wire_name, inner.wire_name)
                    before = known.setdefault(key, move)
                    if before is None or move is None or before.new != move.new:
                        known[key] = None
    return {key: move for key, move in known.items() if move is not None}


def _pairs(reader: Reader, nodes: Sequence[cst.CSTNode]) -> Iterator[tuple[str, str, cst.CSTNode]]:
    """The name by which a value is read, and the name by which a part of it is."""
    kept = _kept(reader, nodes)
    for node in nodes:
        taken = _taken(reader, node)
        if taken is not None:
            holder = _taken(reader, taken[0])
            outer = kept.get(path_of(taken[0])) if holder is None else holder[1]
            if outer is not None:
                yield outer, taken[1], taken[2]
        elif isinstance(node, cst.DictElement) and isinstance(node.value, cst.Dict):
            outer = _text(reader, node.key)
            for element in node.value.elements if outer is not None else ():
                inner = _text(reader, element.key) if isinstance(element, cst.DictElement) else None
                if outer is not None and inner is not None:
                    yield outer, inner, element


def _kept(reader: Reader, nodes: Sequence[cst.CSTNode]) -> dict[str | None, str]:
    """The variables and attributes that store the value under a name, with that name."""
    kept: dict[str | None, str] = {}
    for node in nodes:
        match node:
            case cst.Assign(targets=[cst.AssignTarget(target=target)], value=value):
                pass
            case cst.NamedExpr(target=target, value=value):
                pass
            case _:
                continue
        taken = _taken(reader, value)
        path = path_of(target)
        if taken is not None and path is not None:
            kept[path] = taken[1]
    return kept


def _taken(reader: Reader, node: cst.CSTNode) -> tuple[cst.BaseExpression, str, cst.CSTNode] | None:
    """The object of an access, the name that is accessed, and the node of the name."""
    match node:
        case cst.Subscript(
            value=holder, slice=[cst.SubscriptElement(slice=cst.Index(value=key, star=None))]
        ):
            name = _text(reader, key)
        case cst.Call(
            func=cst.Attribute(value=holder, attr=cst.Name(value=method)),
            args=[cst.Arg(value=key), *_],
        ) if method in READING_METHODS:
            name = _text(reader, key)
        case cst.Attribute(value=holder, attr=cst.Name(value=name) as key) if not (
            isinstance(holder, cst.Name) and holder.value == "self"
        ):
            pass
        case _:
            return None
    return None if name is None else (holder, name, key)


def _text(reader: Reader, node: cst.BaseExpression) -> str | None:
    quoted = reader.quoted(node) if isinstance(node, cst.SimpleString) else None
    return None if quoted is None else quoted.text


# ------------------------------------------------------------------------- reporting


def once(
    reader: Reader, spans: Sequence[ByteSpan], message: str, advice: str, strength: Strength
) -> None:
    """Report one cause at its first place, with the lines of the others."""
    left = sorted({span for span in spans if not reader.uses.is_touched(span)})
    if not left:
        return
    lines = sorted({reader.source.count(b"\n", 0, start) + 1 for start, _ in left[1:]})
    more = f" (also in {'line' if len(lines) == 1 else 'lines'} {', '.join(map(str, lines))})"
    text = f"{message}{more if lines else ''}"
    reader.uses.note(left[0], text, advice, strength, UNSURE)
