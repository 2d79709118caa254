"""Plan a module of types: the Python definitions of a model, for a template."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from ..model import (
    NULL,
    Alias,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Model,
    Primitive,
    Property,
    Ref,
    Type,
    Union,
)
from ..text.records import dataclass
from ..text.tsdoc import in_markdown
from . import parts
from .identifiers import is_field_name, unused
from .literals import literal
from .names import Names
from .parts import Block, Part, divided, is_large, part_module, sizes_of
from .printer import Known, Printer
from .spelling import DATACLASSES, TYPED_DICTS, Dialect, Speller, only_value
from .tangles import endless, tangled
from .tree import (
    TRUE,
    Annotated,
    Assign,
    Call,
    Class,
    Dict,
    Docstring,
    Entry,
    Evaluate,
    Expression,
    FromImport,
    Function,
    Keyword,
    Name,
    Pass,
    Simple,
    Statement,
    String,
    Subscript,
)

__all__ = ["PyModule", "Wire", "plan_module"]

_EMPTY_KEY: Final = "pyright: ignore[reportGeneralTypeIssues]"
_TYPE_CHECKING: Final = Name("TYPE_CHECKING", "typing")
_DATACLASS: Final = Call(
    Name("dataclass", "._record"), (), (Keyword("slots", TRUE), Keyword("kw_only", TRUE))
)


@dataclass(frozen=True, slots=True)
class Wire:
    """Properties of the wire that classes depend on.

    `may_be_unknown`: whether a value of a type can be read as an `UnknownEvent`. `tags` are the
    fields that discriminate unions, by the names of classes.
    """

    may_be_unknown: Callable[[Type], bool]
    tags: Mapping[str, Collection[str]]


_NO_WIRE: Final = Wire(lambda _: False, {})


@dataclass(frozen=True, slots=True)
class PyModule:
    """A module, printed: its imports, and its definitions in order.

    `names` are what it makes public, sorted; `defines` is all that it defines, and
    `imported` are the modules of the package that it imports, as statements spell them. A module
    that has `parts` joins them, and defines nothing.
    """

    imports: str
    definitions: tuple[str, ...]
    names: tuple[str, ...]
    defines: frozenset[str]
    imported: frozenset[str] = frozenset()
    parts: tuple[PyModule, ...] = ()


def plan_module(
    model: Model, names: Names, dialect: Dialect, module: str, wire: Wire = _NO_WIRE
) -> PyModule:
    """Plan a module with every declaration of a model, in the model's order.

    `module` is its name. One that is too large for pyright has parts.
    """
    speller = Speller(dialect, names, wire.may_be_unknown, _aliases_of_null(model))
    if dialect is TYPED_DICTS:
        speller.tangled, speller.endless = tangled(model), endless(model)
        if speller.tangled:
            speller.reference = Name(unused("_Ref", _taken(model, speller)), "._references", "Ref")
    planned: list[Block] = []
    for declaration in model.declarations:
        name = names.declarations[declaration.id]
        planned.append(Block(name, tuple(_definition(name, declaration, speller, wire))))
        speller.defined.add(declaration.id)
    blocks = [
        block._replace(hidden=speller.hidden(block.name))
        if block.name in speller.aliased
        else block
        for block in planned
    ]
    most, sizes = parts.MOST_NODES, sizes_of(blocks)
    if not is_large(sizes, most):
        return _printed(blocks)
    divisions = divided(blocks, sizes, most, postponed=dialect is DATACLASSES)
    return _joining(module, divisions)


def _taken(model: Model, speller: Speller) -> set[str]:
    """The names of the module and of its fields."""
    names = set(speller.names.declarations.values())
    fields = {
        item.wire_name
        for declaration in model.declarations
        if isinstance(declaration, Interface)
        for item in declaration.properties
    }
    return names | {speller.hidden(name) for name in names} | fields


def _printed(
    blocks: Sequence[Block],
    imported: Iterable[Name] = (),
    for_checkers: Iterable[Name] = (),
    known: Known | None = None,
) -> PyModule:
    """Print a module of blocks; `imported` are names of other parts, as are `for_checkers`.

    `known` has the fields that other parts printed.
    """
    printer = Printer(known=known)
    definitions: list[str] = []
    for block in blocks:
        definitions.append(printer.statements(block.statements))
        if block.hidden:
            definitions.append(printer.statement(Assign(Name(block.hidden), Name(block.name))))
    printer.names |= set(imported)
    checked = Printer()
    checked.names |= set(for_checkers)
    condition = ""
    if checked.names:
        printer.names.add(_TYPE_CHECKING)
        condition = f"\n\nif {_TYPE_CHECKING.id}:\n{checked.imports(4)}"
    public = sorted(block.name for block in blocks)
    hidden = {block.hidden for block in blocks if block.hidden}
    return PyModule(
        printer.imports() + condition,
        tuple(definitions),
        tuple(public),
        frozenset(public) | hidden,
        frozenset(name.home for name in printer.names if name.home.startswith(".")),
    )


def _joining(module: str, divisions: Sequence[Part]) -> PyModule:
    """Print the parts of a module, and the module that joins them."""
    homes = {
        name: Name(
            name, f".{part_module(module, number)}", "" if name == block.name else block.name
        )
        for number, part in enumerate(divisions, 1)
        for block in part.blocks
        for name in filter(None, (block.name, block.hidden))
    }
    known: Known = {}
    printed = tuple(
        _printed(
            part.blocks,
            (homes[name] for name in part.uses.evaluated),
            (homes[name] for name in part.uses.annotated),
            known,
        )
        for part in divisions
    )
    names = [part_module(module, number) for number in range(1, len(printed) + 1)]
    printer = Printer()
    join = Name(unused("_join", homes), "._parts", "join")
    call = Evaluate(Call(join, (Name("__name__"), *map(String, names))))
    joined = printer.statement(call)
    stars = [FromImport(f".{name}", (("*", ""),)) for name in names]
    return PyModule(
        f"{printer.imports()}\n{Printer().statements(stars)}",
        (joined,),
        tuple(sorted(name for part in printed for name in part.names)),
        frozenset(),
        frozenset({join.home}).union(*(part.imported for part in printed)),
        printed,
    )


def _aliases_of_null(model: Model) -> frozenset[DeclId]:
    """The aliases of null, also through other aliases."""
    aliases = {
        declaration.id: declaration.type
        for declaration in model.declarations
        if isinstance(declaration, Alias)
    }
    known: dict[DeclId, bool] = {}

    def means_null(type_: Type) -> bool:
        match type_:
            case Ref(id=id_) if id_ in aliases:
                if id_ not in known:
                    known[id_] = False  # A circular alias is not null.
                    known[id_] = means_null(aliases[id_])
                return known[id_]
            case Union(members):
                return all(map(means_null, members))
            case _:
                return type_ == NULL

    return frozenset(id_ for id_ in aliases if means_null(Ref(id_)))


def _definition(
    name: str, declaration: Declaration, speller: Speller, wire: Wire
) -> list[Statement]:
    match declaration:
        case Alias(type=type_):
            return _alias(name, type_, declaration, speller)
        case Enum():
            return _alias(name, _enum_type(declaration), declaration, speller)
        case Interface():
            if speller.dialect is TYPED_DICTS:
                return _typed_dict(name, declaration, speller)
            return [_dataclass(name, declaration, speller, wire.tags.get(name, ()))]


def _enum_type(declaration: Enum) -> Type:
    values = [member.value for member in declaration.members]
    known: list[Type] = list(dict.fromkeys(value for value in values if value is not None))
    if None in values:
        known = [value for value in known if isinstance(value, Literal) and value.kind == "string"]
        known.append(Primitive("number"))
    return Union(tuple(known))


def _alias(name: str, type_: Type, declaration: Alias | Enum, speller: Speller) -> list[Statement]:
    speller.evaluated, speller.shadowed = True, frozenset()
    statement = Annotated(name, speller.use("TypeAlias"), speller.definition(type_))
    return [statement, *_doc(declaration.doc, declaration.deprecated)]


def _doc(text: str | None, deprecated: str | None) -> tuple[Docstring, ...]:
    """The docstring of a comment, if there is one."""
    if text is None and deprecated is None:
        return ()
    return _docstring(in_markdown(text or ""), deprecated)


def _docstring(text: str, deprecated: str | None) -> tuple[Docstring, ...]:
    if deprecated is None:
        return (Docstring(text),) if text else ()
    parts = [part for part in (text, _deprecation(deprecated)) if part]
    return (Docstring("\n\n".join(parts)),) if parts else ()


def _deprecation(text: str | None) -> str:
    if text is None:
        return ""
    return f"Deprecated: {in_markdown(text)}" if text else "Deprecated."


# -------------------------------------------------------------------- dataclasses


def _dataclass(
    class_name: str, declaration: Interface, speller: Speller, tags: Collection[str]
) -> Class:
    python_names = speller.names.fields[declaration.id]
    speller.evaluated = False
    speller.shadowed = frozenset(python_names.values())
    body: list[Simple | Docstring | Function] = []
    body += _doc(declaration.doc, declaration.deprecated)
    for item in declaration.properties:
        name, is_tag = python_names[item.wire_name], item.wire_name in tags
        body += speller.once(item, (name, is_tag), partial(_field, item, name, speller, is_tag))
    extra = _maybe(speller.map(speller.use("Any")), speller)
    body.append(Annotated("unknown_fields", extra, speller.from_runtime("UNSET")))
    decorators: tuple[Expression, ...] = (_DATACLASS,)
    if declaration.deprecated is not None:
        why = in_markdown(declaration.deprecated) or f"{class_name} is deprecated"
        decorators = (Call(Name("deprecated", "._record"), (String(why),)), _DATACLASS)
    return Class(class_name, (), tuple(body), decorators)


def _field(
    item: Property, name: str, speller: Speller, is_tag: bool
) -> tuple[Annotated | Docstring, ...]:
    """A field of a dataclass, and its docstring."""
    annotation, default = _presence(item, speller, is_tag=is_tag)
    return Annotated(name, annotation, default), *_doc(item.doc, item.deprecated)


def _maybe(annotation: Expression, speller: Speller) -> Subscript:
    return Subscript(speller.from_runtime("Maybe"), (annotation,))


def _presence(
    item: Property, speller: Speller, *, is_tag: bool
) -> tuple[Expression, Expression | None]:
    """The annotation of a property, and its default.

    A single literal is the default, unless the property is optional and no tag: then it may be left
    out on purpose.
    """
    default = only_value(item.type) if isinstance(item.type, Literal) else None
    if item.required:
        return speller.type(item.type), default
    inner = item.type
    if isinstance(inner, Union) and NULL in inner.members:
        rest = tuple(member for member in inner.members if member != NULL)
        inner = replace(inner, members=rest) if len(rest) > 1 else rest[0]
    absent = speller.from_runtime("UNSET")
    return _maybe(speller.type(inner), speller), (is_tag and default) or absent


# -------------------------------------------------------------------- typed dicts


def _is_plain_key(name: str) -> bool:
    return name.isidentifier() and not name.startswith("__")


def _typed_dict(name: str, declaration: Interface, speller: Speller) -> list[Statement]:
    plain = all(
        _is_plain_key(item.wire_name) and is_field_name(item.wire_name)
        for item in declaration.properties
        if item.wire_name not in ("self", "unknown_fields")
    )
    speller.evaluated = True
    speller.shadowed = frozenset()
    base = speller.use("TypedDict")
    if not plain:
        return _functional(name, declaration, base, speller)
    speller.shadowed = frozenset(item.wire_name for item in declaration.properties)
    body: list[Simple | Docstring | Function] = []
    body += _doc(declaration.doc, declaration.deprecated)
    for item in declaration.properties:
        body += speller.once(item, "key", partial(_key, item, speller))
    return [Class(name, (base,), tuple(body) or (Pass(),))]


def _key(item: Property, speller: Speller) -> tuple[Annotated | Docstring, ...]:
    """A key in the body of a TypedDict, and its docstring."""
    annotation = Annotated(item.wire_name, _key_type(item, speller))
    return annotation, *_doc(item.doc, item.deprecated)


def _entry(item: Property, speller: Speller) -> Entry:
    """A key of a TypedDict that is made by a call."""
    comment = "" if item.wire_name else _EMPTY_KEY
    return Entry(String(item.wire_name), _key_type(item, speller), comment)


def _key_type(item: Property, speller: Speller) -> Expression:
    """A key's annotation, quoted as a whole if a name in it is not defined yet."""
    annotation = speller.quoted(item.type)
    if item.required:
        return annotation
    return Subscript(speller.use("NotRequired"), (annotation,))


def _functional(name: str, declaration: Interface, base: Name, speller: Speller) -> list[Statement]:
    """A TypedDict with keys that are no identifiers. Its docstring documents the fields."""
    entries = tuple(
        speller.once(item, "entry", partial(_entry, item, speller))
        for item in declaration.properties
    )
    value = Call(base, (String(name), Dict(entries, expanded=True)), expanded=True)
    doc = _docstring(_text_with_keys(declaration), declaration.deprecated)
    return [Assign(Name(name), value), *doc]


def _text_with_keys(declaration: Interface) -> str:
    """The docstring of an interface, with the text of each property under its name."""
    parts = [in_markdown(declaration.doc)] if declaration.doc else []
    for item in declaration.properties:
        if item.doc or item.deprecated is not None:
            said = (in_markdown(item.doc or ""), _deprecation(item.deprecated))
            text = " ".join(filter(None, said))
            inner = "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
            parts.append(f"{literal(item.wire_name)}:\n{inner}")
    return "\n\n".join(parts)
