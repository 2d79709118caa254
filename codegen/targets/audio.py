"""The target `audio`: functions that turn fields with audio into bytes and back.

Which fields hold audio, and how long a sample is, are facts of the spec. How Base64 is read
and written is in the runtime module `_audio`. A spec without such facts gets nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..layout import fold, literal
from ..model import (
    NULL,
    AudioField,
    DeclId,
    Interface,
    Literal,
    Primitive,
    Property,
    Type,
    Union,
)
from .base import Emission, Export, Page, Request, Target

__all__ = ["TARGET"]

_TEXT = Primitive("string")


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that holds audio as one text, as Python and as messages call it."""

    name: str
    wire_name: str
    required: bool


@dataclass(frozen=True, slots=True)
class _Signature:
    """What `audio_bytes` takes for some classes, and what it returns for them."""

    parameters: tuple[str, ...]
    result: str
    by_field: bool
    of_several: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """A function that makes the message of an event out of audio alone.

    `text` is the message as an f-string in which `text` is the Base64.
    """

    function: str
    event: str
    text: str


def _emit(request: Request) -> Emission:
    """The module `audio`, or nothing at all for a spec of which no audio is known."""
    classes = dict(_classes(request))
    if not classes:
        return Emission(pages=())
    names = request.names.declarations
    frames = tuple(_frames(request))
    exported = tuple(sorted(("audio_base64", "audio_bytes", *(f.function for f in frames))))
    signatures = tuple(_signatures(request, classes))
    formats = request.audio_formats
    page = Page(
        path=f"{request.package}/audio.py",
        template="audio/audio.py.j2",
        variables={
            "header_lines": request.header,
            "names": exported,
            "typing": _typing(signatures),
            "signatures": signatures,
            "fields": tuple(_entry(names[id_], fields) for id_, fields in classes.items()),
            "samples": tuple((literal(f.name), str(f.sample_bytes)) for f in formats),
            "known": tuple(f"`{f.name}`" for f in formats),
            "frames": frames,
        },
        defines=frozenset((*exported, "_FIELDS", "_SAMPLE_BYTES")),
    )
    return Emission((page,), (Export("audio", exported, lazy=True),), ("_audio",))


def _classes(request: Request) -> Iterator[tuple[DeclId, tuple[_Field, ...]]]:
    """The interfaces that hold audio, in the model's order, with their fields."""
    for declaration in request.model.declarations:
        if isinstance(declaration, Interface):
            names = request.names.fields[declaration.id]
            fields = tuple(
                _Field(names[p.wire_name], p.wire_name, p.required and p.type == _TEXT)
                for p in declaration.properties
                if _is_audio(request.audio, declaration, p)
            )
            if fields:
                yield declaration.id, fields


def _is_audio(audio: tuple[AudioField, ...], owner: Interface, property_: Property) -> bool:
    """Whether a property holds audio as one text, or null; a list of texts is left to the user."""
    found = any(f.declaration == owner.id and f.wire_name == property_.wire_name for f in audio)
    return found and _is_text(property_.type)


def _is_text(type_: Type) -> bool:
    members = type_.members if isinstance(type_, Union) else (type_,)
    return _TEXT in members and set(members) <= {_TEXT, NULL}


def _signatures(
    request: Request, classes: dict[DeclId, tuple[_Field, ...]]
) -> Iterator[_Signature]:
    """The overloads, by what the caller has to name and by what comes back."""
    groups: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for id_, fields in classes.items():
        choice = tuple(f.name for f in fields) if len(fields) > 1 else ()
        required = all(field.required for field in fields)
        groups.setdefault((choice, required), []).append(request.names.declarations[id_])
    for (choice, required), names in groups.items():
        types = [f"models.{name}" for name in names]
        event = types[0] if len(types) == 1 else f"Union[{', '.join(types)}]"
        parameters = [fold(f"    event: {event},"), "    /,", "    *,"]
        if choice:
            parameters.append(fold(f"    field: Literal[{', '.join(map(literal, choice))}],"))
        parameters.append("    format: Maybe[str] = UNSET,")
        result = "bytes" if required else "bytes | None"
        yield _Signature(tuple(parameters), result, bool(choice), len(types) > 1)


def _typing(signatures: tuple[_Signature, ...]) -> tuple[str, ...]:
    """What the module imports from `typing`."""
    names = {"Literal"} if any(s.by_field for s in signatures) else set()
    names |= {"cast"} if [s.result for s in signatures] == ["bytes"] else set()
    names |= {"Union"} if any(s.of_several for s in signatures) else set()
    return tuple(sorted(names | ({"overload"} if len(signatures) > 1 else set())))


def _entry(name: str, fields: tuple[_Field, ...]) -> str:
    pairs = (f"{literal(f.name)}: ({literal(f.wire_name)}, {f.required})" for f in fields)
    return fold(f"    models.{name}: {{{', '.join(pairs)}}},")


def _frames(request: Request) -> Iterator[_Frame]:
    """A function for each event that audio alone makes complete."""
    events = dict.fromkeys(id_ for group in request.model.groups for _, id_ in group.members)
    by_id = request.model.by_id()
    for id_ in events:
        interface = by_id[id_]
        assert isinstance(interface, Interface)
        required = [p for p in interface.properties if p.required]
        audio = [p for p in required if _is_audio(request.audio, interface, p) and p.type == _TEXT]
        rest = [p for p in required if p not in audio]
        if len(audio) != 1 or not all(_is_tag(p.type) for p in rest):
            continue
        yield _Frame(
            function=f"encode_{request.names.stems[id_]}",
            event=request.names.declarations[id_],
            text=_message([*rest, *audio]),
        )


def _is_tag(type_: Type) -> bool:
    return isinstance(type_, Literal) and type_.kind == "string"


def _message(properties: list[Property]) -> str:
    """The compact message as an f-string; tags come first, as `encode` writes them."""
    # Imported late: a plain run with no audio never needs it.
    from json import dumps

    parts: list[str] = []
    for p in properties:
        value = dumps(p.type.value) if isinstance(p.type, Literal) else "\0"
        parts.append(f"{dumps(p.wire_name)}:{value}")
    text = f"{{{','.join(parts)}}}".replace("{", "{{").replace("}", "}}")
    # The quotes of JSON are no quotes of the literal; what JSON escapes is escaped once more.
    body = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"f'{body.replace(chr(0), chr(34) + '{text}' + chr(34))}'"


TARGET = Target(
    name="audio",
    summary="Audio fields to bytes and back: audio.py.",
    emit=_emit,
    requires=("dataclasses",),
)
