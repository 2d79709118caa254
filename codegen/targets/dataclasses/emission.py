"""The target `dataclasses`: models.py, the shapes of the declarations, and codec.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...model import Alias, Type
from ...python.names import Names
from ...python.package import PRIVATE
from ...python.plan import Wire, plan_module
from ...python.printer import Printer, all_of
from ...python.spelling import DATACLASSES
from ...python.tree import (
    KEYWORD_ONLY,
    Annotated,
    Assign,
    Attribute,
    Call,
    Dict,
    Docstring,
    Either,
    Entry,
    Evaluate,
    Expression,
    Function,
    If,
    Name,
    Parameter,
    RawText,
    Return,
    Statement,
    String,
    Subscript,
    number,
)
from ...runtime._shapes import Shape
from ...wire import (
    decoded_unions,
    has_objects_only,
    lower,
    lowering_of,
    needs_choice,
    needs_templates,
    needs_unions,
    reads_events,
    tags_of_classes,
)
from ...wire.parts import all_parts
from ...wire.spelling import table_lines
from .._derived import called_after, exported_if_free
from .._modules import module_pages
from ..base import Derived, Emission, Export, Page, Request

__all__ = ["emit"]

_PUBLIC: Final = (
    *("UNSET", "DecodeError", "Maybe", "Message", "Problem", "UnknownEvent", "UnsetType"),
)
_CODEC: Final = Name("_codec")
_STRICT: Final = Name("strict")
_EVENT: Final = Name("event")
_MESSAGE: Final = Name("message")
_ANY: Final = Name("Any", "typing")
_DECODE_DOC: Final = """A message as one of the members of `{union}`{unknown}.

Raises `DecodeError` for anything but {takes} and, with `strict`, for misfits."""


def emit(request: Request) -> Emission:
    """The modules `models`, `codec` and `_schema`."""
    shapes = lower(request.model, request.names)
    decoders = decoded_unions(request.model, request.names, shapes)
    functions = tuple(f"decode_{request.names.stems[alias.id]}" for alias in decoders)
    parts = all_parts(shapes.values())
    unions = needs_unions(shapes)
    chooses = unions and needs_choice(shapes, parts)
    has_templates = needs_templates(parts)
    models = _models(request, shapes)
    needed = {"_choice": chooses, "_template": has_templates, "_unions": unions}
    needed |= {"_apart": unions, "_parts": len(models) > 1}
    return Emission(
        pages=(
            *models,
            _codec(request, shapes, decoders, unions=unions, chooses=chooses),
            _schema(request, shapes, has_templates),
        ),
        exports=(
            Export("models", tuple(sorted(request.names.declarations.values())), whole=True),
            Export("codec", tuple(sorted(("decode", *functions, "encode", "to_dict")))),
            # A declaration may have one of these names.
            Export("_native", ("NATIVE",), fallback=True),
            Export("_runtime", _PUBLIC, fallback=True),
        ),
        without=frozenset(name for name, is_needed in needed.items() if not is_needed),
    )


def derived(request: Request) -> Iterator[Derived]:
    """The names of the functions that read unions, and of runtime names."""
    unions = decoded_unions(request.model, request.names, lower(request.model, request.names))
    for alias in unions:
        yield called_after(request.names, alias.id, "decode_", "the function that reads")
    yield from (exported_if_free(name, request.names) for name in _PUBLIC)


def _models(request: Request, shapes: Mapping[str, Shape]) -> tuple[Page, ...]:
    """The page `models.py`, and those of its parts."""
    lowering = lowering_of(request.model, request.names)

    def may_be_unknown(type_: Type) -> bool:
        return lowering.unknowns.may_be(lowering.type(type_))

    wire = Wire(may_be_unknown, tags_of_classes(shapes))
    module = plan_module(request.model, request.names, DATACLASSES, "models", wire)
    title = f"The declarations of the {request.model.spec.name}, as dataclasses."
    return module_pages(request, "models", "dataclasses/models.py.j2", title, module)


def _schema(request: Request, shapes: Mapping[str, Shape], has_templates: bool) -> Page:
    """The page `_schema.py`: the shapes, and the fields with another name on the wire."""
    printer = Printer()
    text = Name("_TEXT")
    template = [Name("Template", "._template")] if has_templates else []
    table = Call(Name("ShapeTable", "._table"), (text, *template))
    tables: list[Statement] = [
        RawText(text.id, tuple(table_lines(shapes))),
        Annotated("SHAPES", Name("Final", "typing"), table),
    ]
    renamed = tuple(_renamed(request.names))
    names = Subscript(Name("dict"), (Name("str"), Name("str")))
    if renamed:
        annotation = Subscript(Name("dict"), (Name("str"), names))
        tables.append(Annotated("RENAMED", annotation, Dict(renamed, expanded=True)))
    printed = tuple(map(printer.statement, tables))
    variables = {"header": request.python_header, "tables": printed, "imports": printer.imports()}
    return Page(
        f"{request.package}/_schema.py",
        "dataclasses/_schema.py.j2",
        variables,
        frozenset({text.id, "SHAPES", *(["RENAMED"] if renamed else [])}),
    )


def _renamed(names: Names) -> Iterator[Entry]:
    """The classes with attributes that differ from their wire names, with those names."""
    for id_, fields in names.fields.items():
        changed = [(field, wire) for wire, field in fields.items() if field != wire]
        if changed:
            entries = tuple(Entry(String(field), String(wire)) for field, wire in changed)
            yield Entry(String(names.declarations[id_]), Dict(entries))


# -------------------------------------------------------------------------- codec.py


def _codec(
    request: Request,
    shapes: Mapping[str, Shape],
    decoders: tuple[Alias, ...],
    *,
    unions: bool,
    chooses: bool,
) -> Page:
    """The page `codec.py`; `unions` and `chooses` say whether it needs these modules."""
    printer = Printer()
    names = request.names
    tables: list[Expression] = [Name("SHAPES", "._schema"), Call(Name("vars"), (_models_name(),))]
    tables.append(Name("RENAMED", "._schema") if any(_renamed(names)) else Dict(()))
    if unions:
        tables.append(Name("_unions", "."))
    if chooses:
        tables.append(Name("_choose"))
    codec = Call(Name("Codec", "._codec"), tuple(tables))
    make = Assign(_CODEC, Call(Name("for_pydantic", "._codec"), (codec,)))
    statements: list[str] = []
    unknowns = lowering_of(request.model, names).unknowns
    for alias in decoders:
        name, stem = names.declarations[alias.id], names.stems[alias.id]
        may_be_unknown = unknowns.may_be(shapes[name])
        decoder = _decoder(name, stem, shapes, unknown=may_be_unknown)
        statements += map(printer.statement, decoder)
    functions = [f"decode_{names.stems[alias.id]}" for alias in decoders]
    # Names that the template uses.
    printer.names |= {_ANY, Name("TypeVar", "typing"), Name("Message", "._runtime")}
    variables = {
        "header": request.header_with(PRIVATE),
        "chooses": chooses,
        "make": printer.statement(make),
        "decoders": statements,
        "exported": all_of(sorted(("decode", *functions, "encode", "to_dict"))),
        "imports": printer.imports(),
    }
    return Page(f"{request.package}/codec.py", "dataclasses/codec.py.j2", variables)


def _models_name() -> Name:
    return Name("m", ".", "models")


def _decoder(
    union: str, stem: str, shapes: Mapping[str, Shape], *, unknown: bool
) -> Iterator[Statement]:
    """The public function that decodes a union, after the reader of a stream, if it is one.

    A stream is the messages of a socket: objects with a tag each.
    """
    shape = shapes[union]
    objects_only = has_objects_only(shapes, shape)
    returns: Expression = Attribute(_models_name(), union)
    message: Expression = Name("Message", "._runtime")
    if unknown:
        returns = _either(returns, Name("UnknownEvent", "._runtime"))
    if not objects_only:
        message = _either(message, Name("Json", "._runtime"))
    read = Call(
        Attribute(_CODEC, "read_union"),
        (String(union), _MESSAGE, number(objects_only)),
    )
    decorators: tuple[Expression, ...] = ()
    if reads_events(shape):
        next_ = Name(f"_next_{stem}")
        yield Assign(next_, Call(Attribute(_CODEC, "event_reader"), (String(union),)))
        read = Call(next_, (_MESSAGE,))
        decorators = (Call(Attribute(_CODEC, "decoder"), (String(union), next_)),)
    doc = _DECODE_DOC.format(
        union=union,
        unknown=", or an `UnknownEvent`" if unknown else "",
        takes="a JSON object" if objects_only else "JSON",
    )
    check = Call(Name("_check"), (String(union), _MESSAGE, _EVENT))
    yield Function(
        f"decode_{stem}",
        (
            Parameter("message", message),
            KEYWORD_ONLY,
            Parameter("strict", Name("bool"), Name("False")),
        ),
        returns,
        (
            Docstring(doc),
            Annotated("event", returns, read),
            If(_STRICT, (Evaluate(check),)),
            Return(_EVENT),
        ),
        decorators,
    )


def _either(*types: Expression) -> Either:
    return Either(types, Name("Union", "typing"))
