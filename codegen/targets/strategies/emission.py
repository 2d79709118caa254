"""The target `strategies`: strategies of Hypothesis for each class and union."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...model import Alias
from ...python.printer import Printer, all_of
from ...python.tree import (
    Attribute,
    Call,
    Docstring,
    Either,
    Expression,
    Function,
    Name,
    Parameter,
    Return,
    Statement,
    String,
    Subscript,
    number,
)
from ...runtime import _shapes as sh
from ...wire import decoded_unions, has_objects_only, lower, lowering_of
from .._derived import called_after
from ..base import Derived, Emission, Page, Request

__all__ = ["emit"]

_MODELS: Final = Name("m", ".", "models")
_KIND: Final = Name("kind")
_DOC: Final = "Members of `{union}`{unknown}, of messages of a kind."


def emit(request: Request) -> Emission:
    """The module `strategies`; the package does not import it, as it needs Hypothesis."""
    shapes = lower(request.model, request.names)
    unions = decoded_unions(request.model, request.names, shapes)
    printer = Printer()
    functions = [
        printer.statement(statement)
        for alias in unions
        for statement in _function(request, alias, shapes)
    ]
    # Names that the template uses.
    printer.names |= {
        Name("Any", "typing"),
        Name("TypeVar", "typing"),
        Name("SHAPES", "._schema"),
        Name("MessageKind", "._strategies"),
        Name("Strategies", "._strategies"),
        Name("decode", ".codec"),
        Name("strategies", "hypothesis"),
    }
    if unions:
        printer.names |= {Name("Callable", "collections.abc"), Name("dumps", "json")}
    names = ["MessageKind", "events", "messages"]
    names += (_name(request, alias) for alias in unions)
    page = Page(
        path=f"{request.package}/strategies.py",
        template="strategies/strategies.py.j2",
        variables={
            "header_lines": request.python_header,
            "functions": functions,
            "imports": printer.imports(),
            "exported": all_of(sorted(names)),
        },
    )
    return Emission(pages=(page,))


def derived(request: Request) -> Iterator[Derived]:
    """The names of the strategies of unions."""
    shapes = lower(request.model, request.names)
    for alias in decoded_unions(request.model, request.names, shapes):
        yield called_after(request.names, alias.id, "any_", "the strategy of")


def _name(request: Request, alias: Alias) -> str:
    return f"any_{request.names.stems[alias.id]}"


def _function(request: Request, alias: Alias, shapes: sh.Shapes) -> Iterator[Statement]:
    """The function that makes the strategy for the members of a union."""
    union = request.names.declarations[alias.id]
    unknowns = lowering_of(request.model, request.names).unknowns
    is_unknown = unknowns.may_be(shapes[union])
    member: Expression = Attribute(_MODELS, union)
    if is_unknown:
        unknown = Name("UnknownEvent", "._runtime")
        member = Either((member, unknown), Name("Union", "typing"))
    decode = Name(f"decode_{request.names.stems[alias.id]}", ".codec")
    # A decoder would parse text among the values as JSON.
    as_text = number(not has_objects_only(shapes, shapes[union]))
    made = Call(Name("_events"), (String(union), _KIND, decode, as_text))
    yield Function(
        _name(request, alias),
        (Parameter("kind", Name("MessageKind", "._strategies"), String("valid")),),
        Subscript(Attribute(Name("strategies", "hypothesis"), "SearchStrategy"), (member,)),
        (
            Docstring(_DOC.format(union=union, unknown=" and unknown events" * is_unknown)),
            Return(made),
        ),
    )
