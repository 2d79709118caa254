"""The target `audio`: functions that turn fields with audio into bytes and back.

Which fields hold audio, and how long a sample is, are facts of the spec. How Base64 is read
and written is in the runtime module `_audio`. A spec without such facts gets nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from ...facts.audio import AUDIO, AUDIO_FORMATS
from ...model import NULL, AudioField, DeclId, Interface, Literal, Primitive, Property, Type, Union
from ...python.printer import Printer, all_of
from ...python.tree import (
    KEYWORD_ONLY,
    NONE,
    POSITIONAL_ONLY,
    Annotated,
    Assign,
    Attribute,
    Call,
    Dict,
    Docstring,
    Dotted,
    Either,
    Entry,
    Expression,
    FormatString,
    Function,
    Name,
    Parameter,
    Return,
    String,
    Subscript,
    number,
    tuple_of,
)
from ...text.records import dataclass
from .._derived import called_after
from ..base import Derived, Emission, Export, Note, Notes, Page, Request
from .formats import Formats, formats_of

__all__ = ["emit", "notes"]

_TEXT = Primitive("string")

_MODELS: Final = Name("models", ".")
_UNION: Final = Name("Union", "typing")
_STR: Final = Name("str")
_BYTES: Final = Name("bytes")
_FIELDS: Final = Name("_FIELDS")
_SAMPLE_BYTES: Final = Name("_SAMPLE_BYTES")
_FORMAT_OBJECTS: Final = Name("_FORMAT_OBJECTS")
_UNSET: Final = Name("UNSET", "._runtime")
_MAYBE: Final = Name("Maybe", "._runtime")
_SIZE: Final = Call(
    Name("sample_bytes", "._audio"), (_SAMPLE_BYTES, _FORMAT_OBJECTS, Name("format"))
)
_AS_TEXT: Final = Call(Name("to_base64", "._audio"), (Name("audio"), _SIZE))
_UNEVEN: Final = "Raises `ValueError` for uneven samples of the format and an unknown format."
_BYTES_DOC: Final = """The audio of an event as bytes; None where an optional field has none.

Raises `DecodeError` for anything but Base64 and uneven samples of the format, `TypeError`
for an event without audio, and `ValueError` for an unknown format."""
_OWN_NAMES: Final = frozenset({"audio", "format", "text", "rest"})
"""The local names of the functions that make messages, which fields must not shadow."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that holds audio as one text, by its names in Python and on the wire."""

    name: str
    wire_name: str
    required: bool


@dataclass(frozen=True, slots=True)
class _Signature:
    """The parameters of `audio_bytes` for some classes, and its result for them."""

    parameters: tuple[Parameter, ...]
    result: Expression
    by_field: bool


def emit(request: Request) -> Emission:
    """The module `audio`, or nothing for a spec without known audio fields."""
    classes = dict(_classes(request))
    if not classes:
        return Emission(pages=())
    formats = formats_of(request.model, request.facts[AUDIO_FORMATS])
    format_ = _format(request, formats)
    frames = tuple(_frames(request, format_))
    exported = tuple(sorted(("audio_base64", "audio_bytes", *(f.name for f in frames))))
    summary = "Audio as the text that a field holds."
    functions = (
        _from_audio("audio_base64", summary, (format_,), Return(_AS_TEXT)),
        *_audio_bytes(tuple(_signatures(request, classes, format_)), format_),
        *frames,
    )
    printer = Printer()
    page = Page(
        path=f"{request.package}/audio.py",
        template="audio/audio.py.j2",
        variables={
            "header_lines": request.python_header,
            "known": tuple(f"`{name}`" for name, size in formats.sizes.items() if size > 1),
            "fields": printer.statement(_fields_table(request, classes)),
            "sample_bytes": printer.statement(_sizes_table(formats)),
            "format_objects": printer.statement(_objects_table(request, formats)),
            "functions": tuple(map(printer.statement, functions)),
            "exported": all_of(exported),
            "imports": printer.imports(),
        },
        defines=frozenset((*exported, _FIELDS.id, _SAMPLE_BYTES.id, _FORMAT_OBJECTS.id)),
    )
    return Emission((page,), (Export("audio", exported, lazy=True),))


def derived(request: Request) -> Iterator[Derived]:
    """The names of the functions that make a message of audio."""
    for interface, _, _ in _framed(request):
        yield called_after(request.names, interface.id, "encode_", "the function that makes")


def notes(request: Request) -> Notes:
    """The notes on each declaration with a field that holds audio."""
    text = "`audio_bytes` gives its bytes, `audio_base64` makes such text"
    on: dict[DeclId, tuple[Note, ...]] = {}
    for field in request.facts[AUDIO]:
        note = Note("Audio in Base64", field.wire_name, text)
        on[field.declaration] = (*on.get(field.declaration, ()), note)
    return on


def _sizes_table(formats: Formats) -> Annotated:
    """The bytes of a sample, by the names of formats."""
    sizes = tuple(Entry(String(name), number(size)) for name, size in formats.sizes.items())
    return Annotated(_SAMPLE_BYTES.id, Subscript(Name("dict"), (_STR, Name("int"))), Dict(sizes))


def _objects_table(request: Request, formats: Formats) -> Annotated:
    """The names of formats, by the classes of the objects that give them."""
    objects = tuple(
        Entry(Attribute(_MODELS, request.names.declarations[id_]), String(name))
        for id_, name in formats.objects.items()
    )
    type_ = Subscript(Name("dict"), (Name("type"), _STR))
    return Annotated(_FORMAT_OBJECTS.id, type_, Dict(objects))


def _fields_table(request: Request, classes: dict[DeclId, tuple[_Field, ...]]) -> Annotated:
    entries = tuple(
        Entry(
            Attribute(_MODELS, request.names.declarations[id_]),
            Dict(
                tuple(
                    Entry(
                        String(field.name),
                        tuple_of(String(field.wire_name), number(field.required)),
                    )
                    for field in fields
                )
            ),
        )
        for id_, fields in classes.items()
    )
    type_ = Subscript(Name("dict"), (Name("type"), Name("Fields", "._audio")))
    return Annotated(_FIELDS.id, type_, Dict(entries, expanded=True))


def _format(request: Request, formats: Formats) -> Parameter:
    """The parameter for a format: its name, or an object of a format."""
    objects = (Attribute(_MODELS, request.names.declarations[id_]) for id_ in formats.types)
    types: tuple[Dotted, ...] = (_STR, *objects)
    either = types[0] if len(types) == 1 else Subscript(_UNION, types)
    return Parameter("format", Subscript(_MAYBE, (either,)), _UNSET)


def _from_audio(
    name: str, summary: str, parameters: Sequence[Parameter], *body: Assign | Return
) -> Function:
    """The function that encodes audio as text."""
    return Function(
        name,
        (
            Parameter("audio", Name("AudioData", "._audio")),
            POSITIONAL_ONLY,
            KEYWORD_ONLY,
            *parameters,
        ),
        _STR,
        (Docstring(f"{summary}\n\n{_UNEVEN}"), *body),
    )


def _audio_bytes(signatures: tuple[_Signature, ...], format_: Parameter) -> Iterator[Function]:
    """The function `audio_bytes`, with its overloads if it has several signatures."""
    overloaded = len(signatures) > 1
    if overloaded:
        for signature in signatures:
            yield Function(
                "audio_bytes",
                signature.parameters,
                signature.result,
                decorators=(Name("overload", "typing"),),
            )
        optional = Either((_STR, NONE), _UNION)
        parameters: tuple[Parameter, ...] = (
            Parameter("event", Name("object")),
            POSITIONAL_ONLY,
            KEYWORD_ONLY,
            Parameter("field", optional, NONE),
            format_,
        )
        result: Expression = Either((_BYTES, NONE), _UNION)
    else:
        parameters, result = signatures[0].parameters, signatures[0].result
    field = Name("field") if overloaded or signatures[0].by_field else NONE
    read = Call(Name("read_audio", "._audio"), (_FIELDS, Name("event"), field, _SIZE))
    value: Expression = read
    if not overloaded and result == _BYTES:
        value = Call(Name("cast", "typing"), (String("bytes"), read))
    body = (Docstring(_BYTES_DOC), Return(value))
    yield Function("audio_bytes", parameters, result, body)


def _classes(request: Request) -> Iterator[tuple[DeclId, tuple[_Field, ...]]]:
    """The interfaces that hold audio, in the model's order, with their fields."""
    for declaration in request.model.declarations:
        if isinstance(declaration, Interface):
            names = request.names.fields[declaration.id]
            fields = tuple(
                _Field(names[p.wire_name], p.wire_name, p.required and p.type == _TEXT)
                for p in declaration.properties
                if _is_audio(request.facts[AUDIO], declaration, p)
            )
            if fields:
                yield declaration.id, fields


def _is_audio(audio: tuple[AudioField, ...], owner: Interface, property_: Property) -> bool:
    """Whether a property is one text of audio, or null; lists of texts are left to the user."""
    is_marked = any(f.declaration == owner.id and f.wire_name == property_.wire_name for f in audio)
    return is_marked and _is_text(property_.type)


def _is_text(type_: Type) -> bool:
    members = type_.members if isinstance(type_, Union) else (type_,)
    return _TEXT in members and set(members) <= {_TEXT, NULL}


def _signatures(
    request: Request, classes: dict[DeclId, tuple[_Field, ...]], format_: Parameter
) -> Iterator[_Signature]:
    """The overloads, by the parameters that callers have to name and by the result."""
    groups: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for id_, fields in classes.items():
        choice = tuple(f.name for f in fields) if len(fields) > 1 else ()
        required = all(field.required for field in fields)
        groups.setdefault((choice, required), []).append(request.names.declarations[id_])
    for (choice, required), names in groups.items():
        types: list[Dotted] = [Attribute(_MODELS, name) for name in names]
        event = types[0] if len(types) == 1 else Subscript(_UNION, tuple(types))
        parameters = [Parameter("event", event), POSITIONAL_ONLY, KEYWORD_ONLY]
        if choice:
            literal = Subscript(Name("Literal", "typing"), tuple(map(String, choice)))
            parameters.append(Parameter("field", literal))
        result = _BYTES if required else Either((_BYTES, NONE), _UNION)
        yield _Signature((*parameters, format_), result, bool(choice))


def _frames(request: Request, format_: Parameter) -> Iterator[Function]:
    """A function for each event that is complete with audio alone."""
    for interface, audio, rest in _framed(request):
        name = request.names.declarations[interface.id]
        texts = dict(_optional_texts(request, interface))
        parameters = (Parameter(n, Subscript(_MAYBE, (_STR,)), _UNSET) for n in texts)
        body = [Assign(Name("text"), _AS_TEXT)]
        if texts:
            pairs = (tuple_of(String(wire), Name(n)) for n, wire in texts.items())
            body.append(Assign(Name("rest"), Call(Name("given_texts", "._audio"), tuple(pairs))))
        yield _from_audio(
            f"encode_{request.names.stems[interface.id]}",
            f"The message of `{name}` with this audio, ready to be sent.",
            (format_, *parameters),
            *body,
            Return(_message([*rest, audio], (Name("rest"),) if texts else ())),
        )


def _framed(request: Request) -> Iterator[tuple[Interface, Property, list[Property]]]:
    """The events that are complete with audio alone, with its field and the other required ones."""
    events = dict.fromkeys(id_ for group in request.model.groups for _, id_ in group.members)
    by_id = request.model.by_id()
    for id_ in events:
        interface = by_id[id_]
        assert isinstance(interface, Interface)
        required = [p for p in interface.properties if p.required]
        audio = [
            p for p in required if _is_audio(request.facts[AUDIO], interface, p) and p.type == _TEXT
        ]
        rest = [p for p in required if p not in audio]
        if len(audio) == 1 and all(_is_tag(p.type) for p in rest):
            yield interface, audio[0], rest


def _optional_texts(request: Request, interface: Interface) -> Iterator[tuple[str, str]]:
    """The text fields of an event with any value, by their names in Python and on the wire."""
    names = request.names.fields[interface.id]
    for item in interface.properties:
        name = names[item.wire_name]
        if not item.required and item.type == _TEXT and name not in _OWN_NAMES:
            yield name, item.wire_name


def _is_tag(type_: Type) -> bool:
    return isinstance(type_, Literal) and type_.kind == "string"


def _message(properties: list[Property], rest: tuple[Name, ...] = ()) -> FormatString:
    """The compact message as an f-string; tags come first, as `encode` writes them.

    `rest` are further members, each with a comma before it.
    """
    parts: list[str | Name] = []
    for item in properties:
        parts.append(f"{',' if parts else '{'}{json.dumps(item.wire_name)}:")
        if isinstance(item.type, Literal):
            parts.append(json.dumps(item.type.value))
        else:
            parts += ('"', Name("text"), '"')
    return FormatString((*parts, *rest, "}"))
