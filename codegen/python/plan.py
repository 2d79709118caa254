"""The Python plan: what a model becomes in Python, before any template is filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ..annotations import Annotation, Name, Subscript, statement
from ..layout import literal
from ..model import (
    NULL,
    Alias,
    Declaration,
    Enum,
    Interface,
    Literal,
    Model,
    Primitive,
    Property,
    Type,
    Union,
)
from ..names import Names
from ..spelling import TYPED_DICTS, Dialect, Speller, literal_text, origin
from .docstrings import docstring

__all__ = ["PyAlias", "PyClass", "PyField", "PyModule", "plan_module"]

_EMPTY_KEY: Final = "pyright: ignore[reportGeneralTypeIssues]"


@dataclass(frozen=True, slots=True)
class PyField:
    """A field: its whole statement (one or more lines) and its docstring literal."""

    name: str
    wire_name: str
    statement: str
    doc: str


@dataclass(frozen=True, slots=True)
class PyClass:
    """A class. `functional` is the whole statement of a TypedDict that no class can spell."""

    name: str
    doc: str
    fields: tuple[PyField, ...]
    functional: str = ""
    shadows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PyAlias:
    """A type alias: its whole statement and its docstring literal."""

    name: str
    statement: str
    doc: str
    shadows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PyModule:
    """A module: what it imports from typing and the runtime, and its definitions in order.

    `aliased` are the (module, name) pairs that are imported as `_name` as well, because a
    field of some class hides the name.
    """

    typing: tuple[str, ...]
    runtime: tuple[str, ...]
    aliased: tuple[tuple[str, str], ...]
    definitions: tuple[PyClass | PyAlias, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the module defines, sorted."""
        return tuple(sorted(definition.name for definition in self.definitions))


def plan_module(model: Model, names: Names, dialect: Dialect) -> PyModule:
    """The plan of a module that holds every declaration of a model, in the model's order."""
    speller = Speller(dialect, names)
    found: list[PyClass | PyAlias] = []
    for declaration in model.declarations:
        found.append(_definition(declaration, speller))
        speller.defined.add(declaration.id)
    return PyModule(
        tuple(sorted(speller.typing)),
        tuple(sorted(speller.runtime)),
        tuple(sorted((origin(name), name) for name in speller.aliased - _declared(names))),
        tuple(_with_shadows(definition, speller.aliased) for definition in found),
    )


def _declared(names: Names) -> frozenset[str]:
    return frozenset(names.declarations.values())


def _with_shadows(definition: PyClass | PyAlias, aliased: set[str]) -> PyClass | PyAlias:
    if definition.name not in aliased:
        return definition
    return replace(definition, shadows=(definition.name,))


def _definition(declaration: Declaration, speller: Speller) -> PyClass | PyAlias:
    name = speller.names.declarations[declaration.id]
    match declaration:
        case Alias(type=type_):
            return _alias(name, type_, declaration, speller)
        case Enum():
            return _alias(name, _enum_type(declaration), declaration, speller)
        case Interface():
            if speller.dialect is TYPED_DICTS:
                return _typed_dict(declaration, name, speller)
            return _dataclass(declaration, name, speller)


def _enum_type(declaration: Enum) -> Type:
    values = [member.value for member in declaration.members]
    known: list[Type] = list(dict.fromkeys(value for value in values if value is not None))
    if None in values:
        known = [value for value in known if isinstance(value, Literal) and value.kind == "string"]
        known.append(Primitive("number"))
    return Union(tuple(known))


def _alias(name: str, type_: Type, declaration: Alias | Enum, speller: Speller) -> PyAlias:
    speller.evaluated, speller.shadowed = True, frozenset()
    target = f"{name}: {speller.use('TypeAlias')} = "
    text = statement(target, speller.type(type_))
    return PyAlias(name, text, _doc(declaration.doc, declaration.deprecated, ""))


def _doc(text: str | None, deprecated: str | None, indent: str) -> str:
    """The docstring literal of a comment, or an empty text where there is none."""
    parts = [part for part in (text, _deprecation(deprecated)) if part]
    return docstring("\n\n".join(parts), indent) if parts else ""


def _deprecation(text: str | None) -> str:
    if text is None:
        return ""
    return f"Deprecated: {text}" if text else "Deprecated."


# -------------------------------------------------------------------- dataclasses


def _dataclass(declaration: Interface, name: str, speller: Speller) -> PyClass:
    python_names = speller.names.fields[declaration.id]
    speller.evaluated = False
    speller.shadowed = frozenset(python_names.values())
    fields = [
        _dataclass_field(item, python_names[item.wire_name], speller)
        for item in declaration.properties
    ]
    value = speller.map(Name(speller.use("Any")))
    extra = Subscript(speller.from_runtime("Maybe"), (value,))
    text = statement(
        "unknown_fields: ", extra, f" = {speller.from_runtime('UNSET')}", indent="    "
    )
    fields.append(PyField("unknown_fields", "", text, ""))
    doc = _doc(declaration.doc, declaration.deprecated, "    ")
    return PyClass(name, doc, tuple(fields))


def _dataclass_field(item: Property, name: str, speller: Speller) -> PyField:
    annotation, default = _presence(item, speller)
    text = statement(f"{name}: ", annotation, default, indent="    ")
    return PyField(name, item.wire_name, text, _doc(item.doc, item.deprecated, "    "))


def _presence(item: Property, speller: Speller) -> tuple[Annotation, str]:
    if item.required:
        text = literal_text(item.type) if isinstance(item.type, Literal) else None
        return speller.type(item.type), f" = {text}" if text is not None else ""
    inner = item.type
    if isinstance(inner, Union):
        rest = tuple(member for member in inner.members if member != NULL)
        inner = Union(rest) if len(rest) > 1 else rest[0]
    wrapped = Subscript(speller.from_runtime("Maybe"), (speller.type(inner),))
    return wrapped, f" = {speller.from_runtime('UNSET')}"


# -------------------------------------------------------------------- typed dicts


def _is_plain_key(name: str) -> bool:
    return name.isidentifier() and not name.startswith("__")


def _typed_dict(declaration: Interface, name: str, speller: Speller) -> PyClass:
    speller.typing.add("TypedDict")
    python_names = speller.names.fields[declaration.id]
    plain = all(
        _is_plain_key(item.wire_name) and python_names[item.wire_name] == item.wire_name
        for item in declaration.properties
        if item.wire_name not in ("self", "unknown_fields")
    )
    speller.evaluated = True
    keys = frozenset(item.wire_name for item in declaration.properties)
    speller.shadowed = keys if plain else frozenset()
    if not plain:
        return _functional(declaration, name, speller)
    fields = [
        PyField(
            item.wire_name,
            item.wire_name,
            statement(f"{item.wire_name}: ", _key_type(item, speller), indent="    "),
            _doc(item.doc, item.deprecated, "    "),
        )
        for item in declaration.properties
    ]
    doc = _doc(declaration.doc, declaration.deprecated, "    ")
    return PyClass(name, doc, tuple(fields))


def _key_type(item: Property, speller: Speller) -> Annotation:
    """A key's annotation. One that names what is not yet defined is a string as a whole."""
    annotation = speller.quoted(item.type)
    if item.required:
        return annotation
    return Subscript(speller.use("NotRequired"), (annotation,))


def _functional(declaration: Interface, name: str, speller: Speller) -> PyClass:
    """A TypedDict with keys that no class body can hold. Its fields' text goes with its own."""
    typed_dict = speller.use("TypedDict")
    lines = [f"{name} = {typed_dict}(", f'    "{name}",', "    {"]
    for item in declaration.properties:
        target = f"{literal(item.wire_name)}: "
        text = statement(target, _key_type(item, speller), ",", indent="        ")
        lines.append(text if item.wire_name else _with_comment(text, _EMPTY_KEY))
    if declaration.properties:
        lines.append("    },")
    else:
        lines[-1] = "    {},"
    lines.append(")")
    doc = _doc(_text_with_keys(declaration), declaration.deprecated, "")
    fields = tuple(PyField("", item.wire_name, "", "") for item in declaration.properties)
    return PyClass(name, doc, fields, "\n".join(lines))


def _text_with_keys(declaration: Interface) -> str:
    """The text of an interface, with that of each property under its name."""
    parts = [declaration.doc] if declaration.doc else []
    for item in declaration.properties:
        if item.doc or item.deprecated is not None:
            text = " ".join(filter(None, [item.doc, _deprecation(item.deprecated)]))
            inner = "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
            parts.append(f"{literal(item.wire_name)}:\n{inner}")
    return "\n\n".join(parts)


def _with_comment(text: str, comment: str) -> str:
    """A statement with a comment behind its first line."""
    first, line_break, rest = text.partition("\n")
    return f"{first}  # {comment}{line_break}{rest}"
