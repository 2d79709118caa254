"""Emit the text of an adapter: one module that imports only the standard library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..changes import ChangeReport, Version
from ..changes.report import Side
from ..model import SpecInfo
from ..output.sealed import sealed
from ..output.tree import MARK
from ..python.docstrings import comment_line
from ..python.package import LEFT_ALONE
from ..python.printer import Printer, all_of
from ..python.tree import (
    NONE,
    POSITIONAL_ONLY,
    Annotated,
    Call,
    Dict,
    Docstring,
    Entry,
    Expression,
    Function,
    Keyword,
    Name,
    Parameter,
    Return,
    String,
    Subscript,
    number,
    tuple_of,
)
from ..runtime._adapt import Becomes, Path, Scalar, Tables
from ..text.resources import runtime_source
from .routes import Routes
from .tables import Direction

__all__ = ["adapter"]

_SIDES: Final = {Side.WRITERS: "client", Side.READERS: "server"}
_WAYS: Final = {True: "upgrade", False: "downgrade"}
_ENGINE: Final = "_adapt"
_PUBLIC: Final = ("Adapted", "Event", "Json", "Loss")
_DOC: Final = """Convert an event of a {side} to the {way} version.

The event is not modified. The result has no event where there is no counterpart, and lists
the values that could not be converted."""


def adapter(
    old: Version, new: Version, report: ChangeReport, *, version: str, least: float
) -> str | None:
    """Emit an adapter; None if no side has events in both specs.

    `report` is the result of `compare(old, new)` with the facts of the change. Renames and moves
    with less confidence than `least` do not count. `version` is the tool's.
    """
    routes = Routes(old, new, report, least)
    made = {up: Direction(routes, up).tables(tuple(_SIDES)) for up in (True, False)}
    if not made[True]:
        return None
    printer = Printer()
    parts = [printer.statements(_tables(up, made[up]), 0) for up in made]
    functions = [_function(side, up) for side in made[True] for up in made]
    parts += [printer.statement(function) for function in functions]
    header = "".join(f"# {comment_line(line)}\n" for line in _header(report, version))
    exported = all_of(sorted((*_PUBLIC, *(function.name for function in functions))))
    parts.append(exported)
    body = "\n\n\n".join(parts[:2]) + "\n\n\n" + "\n\n\n".join(parts[2:])
    return sealed(f"{header}{runtime_source(_ENGINE)}\n\n{body}\n")


def _header(report: ChangeReport, version: str) -> Iterable[str]:
    yield f"{MARK} {version}: do not edit."
    for name, spec in (("Old", report.old), ("New", report.new)):
        yield f"{name}: {_spec(spec)}"
        yield f"sha256: {spec.sha256}"
    yield from LEFT_ALONE


def _spec(spec: SpecInfo) -> str:
    return f"{spec.name}, {spec.version}" if spec.version else spec.name


def _function(side: Side, up: bool) -> Function:
    name = f"{_WAYS[up]}_{_SIDES[side]}_event"
    doc = _DOC.format(side=_SIDES[side], way="new" if up else "old")
    return Function(
        name,
        (Parameter("event", Name("Event")), POSITIONAL_ONLY),
        Name("Adapted"),
        (
            Docstring(doc),
            Return(Call(Name("adapted"), (Name("event"), Name(_constant(up, _SIDES[side]))))),
        ),
    )


def _constant(up: bool, what: str) -> str:
    return f"_{_WAYS[up].upper()}_{what.upper()}"


def _tables(up: bool, made: Mapping[Side, Tables]) -> Iterable[Annotated]:
    """The constants of one direction: objects, values, and the events of each side."""
    first = next(iter(made.values()))
    shared = {"objects": first.objects, "values": first.values}
    for what, table in shared.items():
        kind = Name("Object" if what == "objects" else "Value")
        type_ = Subscript(Name("Final"), (Subscript(Name("Mapping"), (Name("str"), kind)),))
        yield Annotated(_constant(up, what), type_, _expanded(table))
    names = tuple(Name(_constant(up, what)) for what in shared)
    for side, tables in made.items():
        events = Dict(
            tuple(Entry(_place(place), _events(by_tag)) for place, by_tag in tables.events.items())
        )
        value = Call(Name("Tables"), (events, *names))
        yield Annotated(_constant(up, _SIDES[side]), Name("Final"), value)


def _place(place: str | Path) -> Expression:
    """The key of a table of events: the name of the tag's field, or the path to it."""
    return String(place) if isinstance(place, str) else tuple_of(*map(String, place))


def _events(by_tag: Mapping[Scalar, Becomes]) -> Expression:
    return _expanded(by_tag)


def _expanded(table: Mapping[Any, Any]) -> Dict:
    entries = tuple(Entry(_spelled(key), _spelled(value)) for key, value in table.items())
    return Dict(entries, expanded=bool(entries))


def _spelled(value: Any) -> Expression:
    """The expression of a value in a table."""
    match value:
        case None:
            return NONE
        case str():
            return String(value)
        case bool() | int() | float():
            return number(value)
        case Mapping():
            return Dict(
                tuple(Entry(_spelled(key), _spelled(value_)) for key, value_ in value.items())
            )
        case tuple() if hasattr(value, "_fields"):
            return _record(value)
        case _:
            return tuple_of(*map(_spelled, value))


def _record(record: Any) -> Call:
    """The call that constructs a record; fields with their default are left out."""
    given = [
        Keyword(name, _spelled(value))
        for name, value in zip(record._fields, record, strict=True)
        if name not in record._field_defaults or value != record._field_defaults[name]
    ]
    return Call(Name(type(record).__name__), (), tuple(given))
