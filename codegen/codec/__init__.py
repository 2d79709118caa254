"""How values are read and written: the plan of a generated package's `codec.py`.

From a model and its Python names to frozen data: for each interface a straight-line
reader and writer, for each type that holds an interface a reader that finds it, and for
strict decoding the shape of every declaration. The templates only spell it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from ..layout import WIDTH, fold, literal, width
from ..model import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Enum,
    Interface,
    Literal,
    Member,
    Model,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Union,
)
from ..names import Names
from ..targets.base import Export, Page, Request
from .checks import check_plan
from .classes import class_plan
from .plan import ClassPlan, CodecPlan, UnionPlan
from .readers import Readers
from .shapes import shape_plan

__all__ = ["codec_parts", "codec_plan"]

_ALWAYS: Final = frozenset(
    """Json Message Reader Writer event_opener plain_maker read_as text_writer
    write_deep""".split()
)

_PUBLIC: Final = (
    "UNSET",
    "DecodeError",
    "Maybe",
    "Message",
    "Problem",
    "UnknownEvent",
    "UnsetType",
)


def codec_plan(model: Model, names: Names) -> CodecPlan:
    """The plan for a model; the order of everything in it is the model's."""
    readers = Readers(model, names)
    classes: list[ClassPlan] = []
    unions: list[UnionPlan] = []
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            classes.append(class_plan(readers, declaration))
        elif (
            isinstance(declaration, Alias)
            and isinstance(declaration.type, Union)
            and declaration.id in readers.typed
        ):
            unions.append(_union_plan(readers, declaration, declaration.type))
    shapes = shape_plan(model, names, tuple(readers.choices))
    return CodecPlan(
        classes=tuple(classes),
        readers=tuple(readers.readers),
        tables=tuple(readers.tables),
        unions=tuple(unions),
        runtime=tuple(sorted(readers.used | _ALWAYS)),
        shapes=tuple(fold(f"    {name}: {shape},") for name, shape in shapes.shapes),
        choices=tuple(fold(f"    {name}: {shape},") for name, shape in shapes.choices),
        constructors=shapes.constructors,
        renamed=tuple(_renamed(model, names)),
        texts=tuple(f"    {literal(text)}," for text in readers.texts),
        checks=check_plan(model, names, {id_: names.stems[id_] for id_ in readers.typed}),
    )


def _renamed(model: Model, names: Names) -> Iterator[str]:
    """The entries of the table of wire names that are not the Python names."""
    for declaration in model.declarations:
        fields = names.fields.get(declaration.id, {})
        changed = {field: wire for wire, field in fields.items() if field != wire}
        if changed:
            items = ", ".join(f"{literal(f)}: {literal(w)}" for f, w in changed.items())
            yield fold(f"    m.{names.declarations[declaration.id]}: {{{items}}},")


def _union_plan(readers: Readers, alias: Alias, type_: Union) -> UnionPlan:
    """The public function that decodes a union, and what it needs."""
    name = readers.names.declarations[alias.id]
    stem = readers.names.stems[alias.id]
    scalars = (Array, Tuple, Primitive, Literal, Template, Opaque, Enum)
    objects_only = not readers.can_be(type_, scalars)
    has_unknown = _has_unknown(type_.decision)
    returns = (f"m.{name}", "UnknownEvent") if has_unknown else (f"m.{name}",)
    if has_unknown:
        readers.used.add("UnknownEvent")
    takes = "Message" if objects_only else "Message | Json"
    stream = ""
    if objects_only and isinstance(type_.decision, ByTag) and _is_stream(type_.decision):
        table = readers.tag_table(type_.decision, stem, name)
        tag = literal(type_.decision.property)
        stream = fold(f"event_reader({table}, {tag})", f"_next_{stem} = ")
        read = f"_next_{stem}(message)"
        readers.used.add("event_reader")
    else:
        readers.reader(Ref(alias.id), name)
        read = f"read_as(_read_{stem}, message{'' if objects_only else ', False'})"
    return UnionPlan(
        function=f"decode_{stem}",
        signature=_signature(f"decode_{stem}", takes, returns),
        alias=name,
        takes="a JSON object" if objects_only else "JSON",
        take=_take(returns, read),
        check=fold(f"        _check({literal(name)}, message, event)"),
        stream=stream,
        has_unknown=has_unknown,
    )


def _signature(function: str, takes: str, returns: tuple[str, ...]) -> str:
    """The first lines of the function of a union, which returns one of some types."""
    parameters = (f"message: {takes}", "*", "strict: bool = False")
    head, tail = f"def {function}(", f") -> {' | '.join(returns)}:"
    if width(line := f"{head}{', '.join(parameters)}{tail}") <= WIDTH:
        return line
    if width(tail) > WIDTH and len(returns) > 1:
        tail = f") -> (\n{_either(returns, '    ')}\n):"
    together = f"    {', '.join(parameters)}"
    return f"{head}\n{together}\n{tail}"


def _take(returns: tuple[str, ...], read: str) -> str:
    """The statement that reads an event of one of some types."""
    before = f"    event: {' | '.join(returns)} = "
    if width(before) < WIDTH or len(returns) == 1:
        return fold(read, before)
    # What follows the closing bracket breaks like a statement of its own.
    assigned = fold(read, "    _ = ").replace("_", ")", 1)
    return f"    event: (\n{_either(returns, ' ' * 8)}\n{assigned}"


def _either(types: tuple[str, ...], indent: str) -> str:
    """The types of a union as they stand in brackets of their own."""
    flat = indent + " | ".join(types)
    return flat if width(flat) <= WIDTH else indent + f"\n{indent}| ".join(types)


def _has_unknown(decision: Decision | None) -> bool:
    """Whether an object can be of no member."""
    match decision:
        case None | Member() | ByKeys():
            return False
        case ByTag(_, branches, absent, other):
            rest = (absent, other, *(branch for _, branch in branches))
            return other is None or any(map(_has_unknown, rest))
        case _:
            assert_never(decision)


def _is_stream(decision: ByTag) -> bool:
    """Whether a string in one field tells every member from the others."""
    return (
        decision.absent is None
        and decision.other is None
        and all(tag.kind == "string" for tag, _ in decision.branches)
    )


def codec_parts(request: Request) -> tuple[tuple[Page, ...], tuple[Export, ...]]:
    """The pages `codec.py` and `_schema.py`, and what `__init__` takes from codec and runtime."""
    plan = codec_plan(request.model, request.names)
    variables = {"header": request.header, "plan": plan}
    pages = (
        Page(f"{request.package}/codec.py", "dataclasses/codec.py.j2", variables),
        Page(f"{request.package}/_schema.py", "dataclasses/_schema.py.j2", variables),
    )
    return pages, _exports(plan, frozenset(request.names.declarations.values()))


def _exports(plan: CodecPlan, declared: frozenset[str]) -> tuple[Export, ...]:
    """What the package gives of the codec and of the runtime, whose names give way."""
    functions = tuple(sorted(union.function for union in plan.unions))
    runtime = (name for name in _PUBLIC if name not in declared)
    return (
        Export("codec", ("decode", *functions, "encode", "to_dict")),
        Export("_runtime", tuple(runtime)),
    )
