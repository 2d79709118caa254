"""The target `peer`: what a server or a proxy needs beside the codec.

`event_type` reads the tag of a message that is passed on as it is. Where a fact names the
event that answers a message which does not fit, a function makes it of a `DecodeError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ...facts.answers import ANSWERS, object_of
from ...model import NULL, ErrorAnswer, Interface, Property, TagPath, Union
from ...model.groups import why_no_groups
from ...model.paths import path_text
from ...python.identifiers import unused
from ...python.printer import Printer, all_of
from ...python.tree import (
    KEYWORD_ONLY,
    NONE,
    POSITIONAL_ONLY,
    TRUE,
    Assign,
    Attribute,
    Call,
    Compare,
    Conditional,
    Docstring,
    Either,
    Expression,
    Function,
    Keyword,
    Name,
    Parameter,
    Return,
    String,
    Subscript,
    tuple_of,
)
from .._derived import called_after
from ..base import Derived, Emission, Export, Page, Request

__all__ = ["emit"]

_FOUND: Final = Name("found")
_MISFIT: Final = {
    "{message}": Attribute(_FOUND, "message"),
    "{param}": Attribute(_FOUND, "param"),
    "{cause}": Attribute(_FOUND, "cause"),
}
_STR: Final = Name("str")
_EVENT_TYPE_DOC: Final = """The tag of a message{which}, None where it has none{null}.

Raises `DecodeError` for a message that is not a JSON object. `check=False` is for a
message that is passed on as it is: a look at it is enough where that tells the tag for
sure, so what is malformed further on goes unnoticed, and is left to the receiver."""
_ANSWER_DOC: Final = """The event that answers a message which decoding refused with `error`.

It names the first problem, and quotes the message's own id where `message` has one."""


def emit(request: Request) -> Emission:
    """The module `peer`, or nothing at all for a spec that has no event group."""
    tags = {path_text(group.tag_path): group.tag_path for group in request.model.groups}
    if not tags:
        return Emission(pages=(), why_empty=why_no_groups(request.model))
    declared = [tag for group in request.model.groups for tag in group.tags]
    has_null = None in declared
    only_texts = all(tag is None or isinstance(tag, str) for tag in declared)
    answers = tuple(_answer(request, answer) for answer in request.facts[ANSWERS])
    exported = tuple(sorted(("event_type", *(answer.name for answer in answers))))
    printer = Printer()
    page = Page(
        path=f"{request.package}/peer.py",
        template="peer/peer.py.j2",
        variables={
            "header_lines": request.python_header,
            "exported": all_of(exported),
            "functions": tuple(
                map(printer.statement, (_event_type(tags, only_texts, has_null), *answers))
            ),
            "imports": printer.imports(),
        },
        defines=frozenset(exported),
    )
    return Emission((page,), (Export("peer", exported, lazy=True),))


def derived(request: Request) -> Iterator[Derived]:
    """The names of the functions that answer a message."""
    for answer in request.facts[ANSWERS] if request.model.groups else ():
        wanted = called_after(request.names, answer.declaration, "", "the function that makes")
        yield replace(wanted, name=_answer_name(request, answer))


def _answer_name(request: Request, answer: ErrorAnswer) -> str:
    taken = set(request.names.declarations.values())
    return unused(request.names.stems[answer.declaration], taken)


def _event_type(tags: Mapping[str, TagPath], only_texts: bool, has_null: bool) -> Function:
    """The function that reads the tag of a message; with several tags, callers name one."""
    message = Parameter("message", Name("Message", "._runtime"))
    choice: tuple[Parameter, ...] = ()
    names = sorted(tags)
    tag: Expression = _tag(tags[names[0]])
    if len(names) > 1:
        literal = Subscript(Name("Literal", "typing"), tuple(map(String, names)))
        choice, tag = (Parameter("tag", literal),), Name("tag")
        for name in names:
            if len(tags[name]) > 1:
                is_asked = Compare(Name("tag"), "==", String(name))
                tag = Conditional(_tag(tags[name]), is_asked, tag)
    reader = Name("tag_of" if only_texts else "any_tag_of", "._peer")
    read = Call(reader, (Name("message"), tag, Name("check")))
    scalars = (_STR,) if only_texts else (_STR, Name("int"), Name("float"))
    null = " or null" if has_null else ""
    which = " (`type`)" if names == ["type"] else ""
    return Function(
        "event_type",
        (message, *choice, POSITIONAL_ONLY, KEYWORD_ONLY, Parameter("check", Name("bool"), TRUE)),
        Either((*scalars, NONE), Name("Union", "typing")),
        (Docstring(_EVENT_TYPE_DOC.format(which=which, null=null)), Return(read)),
    )


def _tag(path: TagPath) -> Expression:
    """A tag for the runtime: the name of a field, or a tuple of keys."""
    return String(path[0]) if len(path) == 1 else tuple_of(*map(String, path))


def _answer(request: Request, answer: ErrorAnswer) -> Function:
    """The function that makes an event from an error."""
    fields = request.names.fields[answer.declaration]
    event = request.model.by_id()[answer.declaration]
    assert isinstance(event, Interface)
    given = [Parameter(fields[wire_name], _STR) for wire_name in answer.given]
    made = _made(request, event, dict(answer.values), answer.given)
    refused = (Name("error"), Name("message"), String(answer.cause))
    return Function(
        _answer_name(request, answer),
        (
            Parameter("error", Name("DecodeError", "._runtime")),
            Parameter("message", Name("Received", "._peer"), NONE),
            POSITIONAL_ONLY,
            *([KEYWORD_ONLY] if given else []),
            *given,
        ),
        made.function,
        (
            Docstring(_ANSWER_DOC),
            Assign(_FOUND, Call(Name("misfit", "._peer"), refused)),
            Return(made),
        ),
    )


def _made(
    request: Request,
    interface: Interface,
    values: Mapping[tuple[str, ...], str],
    given: tuple[str, ...],
) -> Call:
    """The call that constructs an object, arguments in the order of the properties."""
    class_ = Attribute(Name("models", "."), request.names.declarations[interface.id])
    return Call(class_, (), tuple(_given(request, interface, values, given)), expanded=True)


def _given(
    request: Request,
    interface: Interface,
    values: Mapping[tuple[str, ...], str],
    given: tuple[str, ...],
) -> Iterator[Keyword]:
    names = request.names.fields[interface.id]
    for property_ in interface.properties:
        wire_name = property_.wire_name
        name = names[wire_name]
        inner = {path[1:]: v for path, v in values.items() if path[0] == wire_name}
        if () in inner:
            yield Keyword(name, _value(property_, inner[()]))
        elif inner:
            target = object_of(request.model.by_id(), property_.type)
            assert target is not None
            yield Keyword(name, _made(request, target, inner, ()))
        elif wire_name in given:
            yield Keyword(name, Name(name))


def _value(property_: Property, value: str) -> Expression:
    """The expression of a value; a missing one is null if the spec allows that."""
    expression = _MISFIT.get(value)
    if expression is None:
        return String(value)
    members = property_.type.members if isinstance(property_.type, Union) else ()
    if value == "{message}" or NULL in members:
        return expression
    missing = Compare(expression, "is", NONE)
    return Conditional(Name("UNSET", "._runtime"), missing, expression)
