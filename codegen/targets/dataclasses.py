"""The target `dataclasses`: models.py, the shapes of the declarations, and codec.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..layout import fold, literal
from ..model import Alias, Model, Union
from ..names import Names
from ..python import PyClass, plan_module
from ..runtime._shapes import Constant, Kind, ListOf, Pattern, Shape, TupleOf, can_be, holds_class
from ..spelling import DATACLASSES
from ..wire import lower, may_be_unknown, tag_of_stream
from ..wire.spelling import constructors, spelled
from .base import Emission, Export, Page, Request, Target

__all__ = ["TARGET"]

_RUNTIME = tuple(
    f"_{name}"
    for name in """
    checks choice codec compile number problems readers record runtime shapes strict template
    wire writers
    """.split()
)
_PUBLIC = ("UNSET", "DecodeError", "Maybe", "Message", "Problem", "UnknownEvent", "UnsetType")


@dataclass(frozen=True, slots=True)
class _Union:
    """A public function that decodes a union, in lines of Python.

    `stream` makes the reader of a union of tagged objects, what a socket carries; it is
    empty for others.
    """

    function: str
    signature: str
    alias: str
    takes: str
    stream: str
    take: str
    check: str
    may_be_unknown: bool


def _emit(request: Request) -> Emission:
    shapes = lower(request.model, request.names)
    unions = tuple(_unions(request.model, request.names, shapes))
    functions = tuple(sorted(union.function for union in unions))
    names = _names(request)
    return Emission(
        pages=(names, _codec(request, unions), _schema(request, shapes)),
        exports=(
            Export("models", tuple(sorted(request.names.declarations.values()))),
            Export("codec", ("decode", *functions, "encode", "to_dict")),
            Export("_runtime", _PUBLIC),
        ),
        runtime=_RUNTIME,
    )


def _names(request: Request) -> Page:
    """The page `models.py`."""
    module = plan_module(request.model, request.names, DATACLASSES)
    shadows = {f"_{name}" for d in module.definitions for name in d.shadows}
    return Page(
        path=f"{request.package}/models.py",
        template="dataclasses/models.py.j2",
        variables={
            "header_lines": request.header,
            "title": f"The declarations of the {request.model.spec.name}, as dataclasses.",
            "module": module,
            "needs_dataclass": any(isinstance(d, PyClass) for d in module.definitions),
        },
        defines=frozenset(module.names) | shadows,
        data_only=True,
    )


def _codec(request: Request, unions: tuple[_Union, ...]) -> Page:
    """The page `codec.py`."""
    variables = {
        "header": request.header,
        "unions": unions,
        "runtime": ["Message"]
        + ["Json"] * any(union.takes == "JSON" for union in unions)
        + ["UnknownEvent"] * any(union.may_be_unknown for union in unions),
        "renamed": any(_renamed(request.names)),
    }
    variables["runtime"] = sorted(variables["runtime"])  # type: ignore[call-overload]
    return Page(f"{request.package}/codec.py", "dataclasses/codec.py.j2", variables)


def _schema(request: Request, shapes: Mapping[str, Shape]) -> Page:
    """The page `_schema.py`: the shapes as data."""
    variables = {
        "header": request.header,
        "constructors": (*constructors(shapes.values()), "Shapes"),
        "entries": [fold(f"    {literal(n)}: {spelled(s)},") for n, s in shapes.items()],
        "renamed": list(_renamed(request.names)),
    }
    return Page(f"{request.package}/_schema.py", "dataclasses/_schema.py.j2", variables)


def _renamed(names: Names) -> Iterator[str]:
    """The classes whose attributes are not all called as on the wire, with those names."""
    for id_, fields in names.fields.items():
        changed = {field: wire for wire, field in fields.items() if field != wire}
        if changed:
            items = ", ".join(f"{literal(f)}: {literal(w)}" for f, w in changed.items())
            yield fold(f"    {literal(names.declarations[id_])}: {{{items}}},")


def _unions(model: Model, names: Names, shapes: Mapping[str, Shape]) -> Iterator[_Union]:
    """The unions that have an object of a class in them, in the model's order."""
    for declaration in model.declarations:
        if isinstance(declaration, Alias) and isinstance(declaration.type, Union):
            name = names.declarations[declaration.id]
            if holds_class(shapes, shapes[name]):
                yield _union(name, names.stems[declaration.id], shapes)


def _union(name: str, stem: str, shapes: Mapping[str, Shape]) -> _Union:
    shape = shapes[name]
    objects_only = not can_be(shapes, shape, (Kind, Constant, Pattern, ListOf, TupleOf))
    unknown = may_be_unknown(shape)
    returns = f"m.{name} | UnknownEvent" if unknown else f"m.{name}"
    takes = "Message" if objects_only else "Message | Json"
    stream = ""
    read = f"_codec.read_union({literal(name)}, message, {objects_only})"
    if tag_of_stream(shape) is not None:
        stream = fold(f"_next_{stem} = _codec.event_reader({literal(name)})")
        read = f"_next_{stem}(message)"
    return _Union(
        function=f"decode_{stem}",
        signature=fold(
            f"def decode_{stem}(message: {takes}, *, strict: bool = False) -> {returns}:"
        ),
        alias=name,
        takes="a JSON object" if objects_only else "JSON",
        stream=stream,
        take=fold(f"    event: {returns} = {read}"),
        check=fold(f"        _codec.check_message({literal(name)}, message, event)"),
        may_be_unknown=unknown,
    )


TARGET = Target(
    name="dataclasses",
    summary="Dataclasses, and the codec that reads and writes them: models.py, codec.py.",
    emit=_emit,
    decodes=True,
)
