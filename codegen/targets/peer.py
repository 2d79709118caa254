"""The target `peer`: what a server or a proxy needs beside the codec.

`event_type` reads the tag of a message that is passed on as it is. Where a fact names the
event that answers a message which does not fit, a function makes it of a `DecodeError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..answers import object_of
from ..layout import fold, literal
from ..model import NULL, ErrorAnswer, Interface, Property, Union
from ..names import unused
from .base import Emission, Export, Page, Request, Target

__all__ = ["TARGET"]

_MISFIT = {"{message}": "found.message", "{param}": "found.param", "{cause}": "found.cause"}


@dataclass(frozen=True, slots=True)
class _Answer:
    """A function that makes an event; `given` are its parameters.

    `found` is the statement that looks at the message, `call` are the lines of the call.
    """

    function: str
    event: str
    given: tuple[str, ...]
    found: str
    call: tuple[str, ...]
    uses_unset: bool


def _emit(request: Request) -> Emission:
    """The module `peer`, or nothing at all for a spec that has no event group."""
    tags = sorted({group.discriminator for group in request.model.groups})
    if not tags:
        return Emission(pages=())
    answers = tuple(_answer(request, answer) for answer in request.answers)
    exported = tuple(sorted(("event_type", *(answer.function for answer in answers))))
    page = Page(
        path=f"{request.package}/peer.py",
        template="peer/peer.py.j2",
        variables={
            "header_lines": request.header,
            "names": exported,
            "tags": tuple(map(literal, tags)),
            "tag": fold(f"    tag: Literal[{', '.join(map(literal, tags))}],"),
            "answers": answers,
            "uses_unset": any(answer.uses_unset for answer in answers),
            "read": fold(
                f"tag_of(message, {'tag' if len(tags) > 1 else literal(tags[0])}, check)",
                "    return ",
            ),
        },
        defines=frozenset(exported),
    )
    return Emission((page,), (Export("peer", exported, lazy=True),), ("_peek", "_peer"))


def _answer(request: Request, answer: ErrorAnswer) -> _Answer:
    name = request.names.declarations[answer.declaration]
    taken = set(request.names.declarations.values())
    function = unused(request.names.stems[answer.declaration], taken)
    fields = request.names.fields[answer.declaration]
    event = request.model.by_id()[answer.declaration]
    assert isinstance(event, Interface)
    used: set[str] = set()
    call = tuple(_call(request, event, dict(answer.values), answer.given, "    return ", used))
    return _Answer(
        function=function,
        event=name,
        given=tuple(fields[wire_name] for wire_name in answer.given),
        found=fold(f"misfit(error, message, {literal(answer.cause)})", "    found = "),
        call=call,
        uses_unset="UNSET" in used,
    )


def _call(
    request: Request,
    interface: Interface,
    values: Mapping[tuple[str, ...], str],
    given: tuple[str, ...],
    lead: str,
    used: set[str],
) -> Iterator[str]:
    """The lines of a call that makes an object, arguments in the order of the properties.

    The names of the runtime that it needs are added to `used`.
    """
    indent = " " * (len(lead) - len(lead.lstrip()))
    names = request.names.fields[interface.id]
    yield f"{lead}models.{request.names.declarations[interface.id]}("
    for property_ in interface.properties:
        wire_name = property_.wire_name
        start = f"{indent}    {names[wire_name]}="
        inner = {path[1:]: v for path, v in values.items() if path[0] == wire_name}
        if () in inner:
            yield fold(f"{start}{_value(property_, inner[()], used)},")
        elif inner:
            target = object_of(request.model.by_id(), property_.type)
            assert target is not None
            yield from _call(request, target, inner, (), start, used)
        elif wire_name in given:
            yield f"{start}{names[wire_name]},"
    yield f"{indent})" if lead.startswith("    return") else f"{indent}),"


def _value(property_: Property, value: str, used: set[str]) -> str:
    """The expression of a value; one that is not there is null where the spec allows that."""
    expression = _MISFIT.get(value)
    if expression is None:
        return literal(value)
    members = property_.type.members if isinstance(property_.type, Union) else ()
    if value == "{message}" or NULL in members:
        return expression
    used.add("UNSET")
    return f"UNSET if {expression} is None else {expression}"


TARGET = Target(
    name="peer",
    summary="For servers and proxies: the tag of a message, the answer to a misfit: peer.py.",
    emit=_emit,
    requires=("dataclasses",),
)
