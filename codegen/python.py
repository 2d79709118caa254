"""The Python plan: what a model becomes in Python, before any template is filled.

The only place where annotations are spelled. A `Dialect` says, as data, how the model's
types are written in one kind of module; spelling a name is what imports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from .annotations import Annotation, Either, Name, Subscript, flat, statement
from .docstrings import docstring
from .layout import literal
from .model import (
    NULL,
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Model,
    Opaque,
    Primitive,
    PrimitiveName,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from .names import Names

__all__ = [
    "DATACLASSES",
    "TYPED_DICTS",
    "Dialect",
    "PyAlias",
    "PyClass",
    "PyField",
    "PyModule",
    "plan_module",
]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How types are written in one kind of module.

    `primitives` maps the model's names to Python expressions. `optional` wraps the type of
    a property that may be absent. `null_in_optional` says that the wrapper includes null.
    `lists_for_tuples` writes a tuple as a list of its items' types, which is what a JSON
    reader gives. `deferred` says that annotations are not evaluated when the module is run.
    """

    name: str
    primitives: dict[PrimitiveName, str]
    optional: str
    null_in_optional: bool
    lists_for_tuples: bool
    deferred: bool
    unset: str


_PRIMITIVES: Final[dict[PrimitiveName, str]] = {
    "string": "str",
    "number": "float",
    "integer": "int",
    "boolean": "bool",
    "null": "None",
    "unknown": "Any",
    "defined": "Any",
    "never": "Never",
}

DATACLASSES: Final = Dialect("dataclasses", _PRIMITIVES, "Maybe", True, True, True, "UNSET")
"""Slotted keyword-only dataclasses: absent is `UNSET`, null is None."""

TYPED_DICTS: Final = Dialect("typed_dicts", _PRIMITIVES, "NotRequired", False, False, False, "")
"""TypedDicts, exactly the spec: absent is `NotRequired`, null is None."""

_TYPING: Final = frozenset(
    {"Any", "Literal", "Never", "NotRequired", "TypeAlias", "TypedDict", "Union"}
)


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


@dataclass
class _Speller:
    """Spells types, and remembers which names it has used."""

    dialect: Dialect
    names: Names
    defined: set[DeclId] = field(default_factory=set)
    typing: set[str] = field(default_factory=set)
    runtime: set[str] = field(default_factory=set)
    aliased: set[str] = field(default_factory=set)
    shadowed: frozenset[str] = frozenset()
    evaluated: bool = False
    forward: bool = False

    def use(self, name: str) -> str:
        """A builtin or a typing name; under its alias where a field hides it."""
        root = name.split("[", 1)[0]
        if root in _TYPING:
            self.typing.add(root)
        if root in self.shadowed:
            self.aliased.add(root)
            return f"_{name}"
        return name

    def either(self, items: Iterable[Annotation]) -> Annotation:
        distinct = tuple(dict.fromkeys(items))
        if not distinct:
            return Name(self.use("Never"))
        if len(distinct) == 1:
            return distinct[0]
        quoted = any(_is_quoted(item) for item in distinct) and self.evaluated
        return Either(distinct, lambda: self.use("Union"), spelled_out=quoted)

    def type(self, type_: Type) -> Annotation:
        match type_:
            case Primitive("object"):
                containers = [self.map(Name(self.use("Any"))), self.list(Name(self.use("Any")))]
                return self.either(containers)
            case Primitive(name):
                return Name(self.use(self.dialect.primitives[name]))
            case Template():
                return Name(self.use("str"))
            case Opaque():
                return Name(self.use("Any"))
            case Literal():
                return self.literals([type_])
            case Array(element):
                return self.list(self.type(element))
            case Map(value=value):
                return self.map(self.type(value))
            case Tuple():
                return self.tuple(type_)
            case Ref(id=id_):
                return self.reference(id_)
            case Union(members):
                return self.members(members)
            case _:
                assert_never(type_)

    def list(self, element: Annotation) -> Annotation:
        return Subscript(self.use("list"), (element,))

    def map(self, value: Annotation) -> Annotation:
        return Subscript(self.use("dict"), (Name(self.use("str")), value))

    def literals(self, literals: Sequence[Literal]) -> Annotation:
        """Literal types, as far as Python has them."""
        items = tuple(
            Name(literal(item.value) if isinstance(item.value, str) else repr(item.value))
            for item in literals
            if _has_literal_type(item)
        )
        found: list[Annotation] = []
        if items:
            found.append(Subscript(self.use("Literal"), items))
        if len(items) < len(literals):
            found.append(Name(self.use("float")))
        return self.either(found)

    def members(self, members: Sequence[Type]) -> Annotation:
        """A union: literals together where the first one stands, null last."""
        items: list[Annotation] = []
        literals = [member for member in members if isinstance(member, Literal)]
        for member in members:
            if isinstance(member, Literal):
                if member is literals[0]:
                    items.append(self.literals(literals))
            elif member != NULL:
                items.append(self.type(member))
        if NULL in members:
            items.append(Name("None"))
        return self.either(_flattened(items))

    def reference(self, id_: DeclId) -> Annotation:
        name = self.names.declarations[id_]
        if self.evaluated and id_ not in self.defined:
            self.forward = True
            return Name(f'"{name}"')
        if name in self.shadowed:
            self.aliased.add(name)
            return Name(f"_{name}")
        return Name(name)

    def tuple(self, type_: Tuple) -> Annotation:
        if self.dialect.lists_for_tuples:
            if not type_.items:
                return self.list(Name(self.use("Any")))
            return self.list(self.either(_flattened(self.type(i.type) for i in type_.items)))
        required = [item for item in type_.items if not item.optional]
        optional = [item for item in type_.items if item.optional and not item.rest]
        if not optional:
            return self.exact_tuple(type_, len(type_.items))
        shortest = len(required) - sum(item.rest for item in required)
        # With a rest of no elements, the whole is as long as all that stands before the rest.
        open_ended = len(required) + len(optional) < len(type_.items) or type_.items[-1].rest
        longest = len(type_.items)
        lengths = (*range(shortest, longest - open_ended), longest)
        return self.either(self.exact_tuple(type_, length) for length in lengths)

    def exact_tuple(self, type_: Tuple, length: int) -> Annotation:
        items: list[Annotation] = []
        for item in type_.items[:length]:
            inner = self.type(item.type)
            if item.rest:
                spread = flat(Subscript(self.use("tuple"), (inner, Name("..."))))
                if len(type_.items) == 1:
                    return Name(spread)
                items.append(Name(f"*{spread}"))
            else:
                items.append(inner)
        return Subscript(self.use("tuple"), tuple(items) or (Name("()"),))


_LARGEST_INTEGER: Final = 2**53
"""Beyond it a number of TypeScript is no longer exact, and checkers refuse the literal."""


def _has_literal_type(item: Literal) -> bool:
    """Whether Python has a literal type for a value: it has none for fractions."""
    if isinstance(item.value, float):
        return False
    return isinstance(item.value, str) or abs(item.value) <= _LARGEST_INTEGER


def _flattened(items: Iterable[Annotation]) -> list[Annotation]:
    """The members of nested unions beside each other, null last."""
    found: list[Annotation] = []
    for item in items:
        found += item.items if isinstance(item, Either) else (item,)
    null = Name("None")
    if null in found:
        found = [item for item in found if item != null] + [null]
    return found


def _is_quoted(annotation: Annotation) -> bool:
    return isinstance(annotation, Name) and annotation.text.startswith('"')


def plan_module(model: Model, names: Names, dialect: Dialect) -> PyModule:
    """The plan of a module that holds every declaration of a model, in the model's order."""
    speller = _Speller(dialect, names)
    found: list[PyClass | PyAlias] = []
    for declaration in model.declarations:
        found.append(_definition(declaration, speller))
        speller.defined.add(declaration.id)
    return PyModule(
        tuple(sorted(speller.typing)),
        tuple(sorted(speller.runtime)),
        tuple(sorted((_origin(name), name) for name in speller.aliased - _declared(names))),
        tuple(_with_shadows(definition, speller.aliased) for definition in found),
    )


def _origin(name: str) -> str:
    if name in _TYPING:
        return "typing"
    return "._runtime" if name in ("Maybe", "UNSET") else "builtins"


def _declared(names: Names) -> frozenset[str]:
    return frozenset(names.declarations.values())


def _with_shadows(definition: PyClass | PyAlias, aliased: set[str]) -> PyClass | PyAlias:
    if definition.name not in aliased:
        return definition
    if isinstance(definition, PyAlias):
        return PyAlias(definition.name, definition.statement, definition.doc, (definition.name,))
    return PyClass(
        definition.name,
        definition.doc,
        definition.fields,
        definition.functional,
        (definition.name,),
    )


def _definition(declaration: Declaration, speller: _Speller) -> PyClass | PyAlias:
    name = speller.names.declarations[declaration.id]
    doc = _doc(declaration.doc, declaration.deprecated, "    ")
    match declaration:
        case Alias(type=type_):
            return _alias(name, type_, declaration, speller)
        case Enum():
            return _alias(name, _enum_type(declaration), declaration, speller)
        case Interface():
            if speller.dialect is TYPED_DICTS:
                return _typed_dict(declaration, name, doc, speller)
            return _dataclass(declaration, name, doc, speller)


def _enum_type(declaration: Enum) -> Type:
    values = [member.value for member in declaration.members]
    known: list[Type] = list(dict.fromkeys(value for value in values if value is not None))
    if None in values:
        known = [value for value in known if isinstance(value, Literal) and value.kind == "string"]
        known.append(Primitive("number"))
    return Union(tuple(known))


def _alias(name: str, type_: Type, declaration: Alias | Enum, speller: _Speller) -> PyAlias:
    speller.evaluated, speller.shadowed = True, frozenset()
    target = f"{name}: {speller.use('TypeAlias')} = "
    text = statement(target, speller.type(type_))
    return PyAlias(name, text, _doc(declaration.doc, declaration.deprecated, ""))


def _doc(text: str | None, deprecated: str | None, indent: str) -> str:
    """The docstring literal of a comment, or an empty text where there is none."""
    parts = [text] if text else []
    if deprecated is not None:
        parts.append(f"Deprecated: {deprecated}" if deprecated else "Deprecated.")
    return docstring("\n\n".join(parts), indent) if parts else ""


# -------------------------------------------------------------------- dataclasses


def _dataclass(declaration: Interface, name: str, doc: str, speller: _Speller) -> PyClass:
    python_names = speller.names.fields[declaration.id]
    speller.evaluated = False
    speller.shadowed = frozenset(python_names.values())
    fields = [
        _dataclass_field(item, python_names[item.wire_name], speller)
        for item in declaration.properties
    ]
    value = speller.map(Name(speller.use("Any")))
    extra = Subscript(_runtime(speller, "Maybe"), (value,))
    text = statement("unknown_fields: ", extra, f" = {_runtime(speller, 'UNSET')}", indent="    ")
    fields.append(PyField("unknown_fields", "", text, ""))
    return PyClass(name, doc, tuple(fields))


def _runtime(speller: _Speller, name: str) -> str:
    speller.runtime.add(name)
    if name in speller.shadowed:
        speller.aliased.add(name)
        return f"_{name}"
    return name


def _dataclass_field(item: Property, name: str, speller: _Speller) -> PyField:
    annotation, default = _presence(item, speller)
    text = statement(f"{name}: ", annotation, default, indent="    ")
    return PyField(name, item.wire_name, text, _doc(item.doc, item.deprecated, "    "))


def _presence(item: Property, speller: _Speller) -> tuple[Annotation, str]:
    if item.required:
        default = ""
        if isinstance(item.type, Literal) and _has_literal_type(item.type):
            value = item.type.value
            spelled = literal(value) if isinstance(value, str) else repr(value)
            default = f" = {spelled}"
        return speller.type(item.type), default
    inner = item.type
    if isinstance(inner, Union):
        rest = tuple(member for member in inner.members if member != NULL)
        inner = Union(rest) if len(rest) > 1 else rest[0]
    wrapped = Subscript(_runtime(speller, "Maybe"), (speller.type(inner),))
    return wrapped, f" = {_runtime(speller, 'UNSET')}"


# -------------------------------------------------------------------- typed dicts


def _is_plain_key(name: str) -> bool:
    return name.isidentifier() and not name.startswith("__")


def _typed_dict(declaration: Interface, name: str, doc: str, speller: _Speller) -> PyClass:
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
    return PyClass(name, doc, tuple(fields))


def _key_type(item: Property, speller: _Speller) -> Annotation:
    """A key's annotation. One that names what is not yet defined is a string as a whole."""
    annotation = _quoted(item.type, speller)
    if item.required:
        return annotation
    return Subscript(speller.use("NotRequired"), (annotation,))


def _quoted(type_: Type, speller: _Speller) -> Annotation:
    speller.forward = False
    annotation = speller.type(type_)
    if not speller.forward:
        return annotation
    speller.evaluated = False
    text = flat(speller.type(type_))
    speller.evaluated = True
    return Name(f'"{text}"' if '"' not in text else repr(text))


def _functional(declaration: Interface, name: str, speller: _Speller) -> PyClass:
    """A TypedDict with keys that no class body can hold. Its fields' text goes with its own."""
    typed_dict = speller.use("TypedDict")
    lines = [f"{name} = {typed_dict}(", f'    "{name}",', "    {"]
    for item in declaration.properties:
        target = f"{literal(item.wire_name)}: "
        text = statement(target, _key_type(item, speller), ",", indent="        ")
        lines.append(text if item.wire_name else _with_comment(text, _EMPTY_KEY))
    if not declaration.properties:
        lines[-1] = "    {},"
    else:
        lines.append("    },")
    lines.append(")")
    parts = [declaration.doc or ""]
    for item in declaration.properties:
        if item.doc or item.deprecated is not None:
            text = " ".join(filter(None, [item.doc, _deprecation(item)]))
            inner = "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
            parts.append(f"{literal(item.wire_name)}:\n{inner}")
    text = "\n\n".join(filter(None, parts))
    doc = _doc(text or None, declaration.deprecated, "")
    fields = tuple(PyField("", item.wire_name, "", "") for item in declaration.properties)
    return PyClass(name, doc, fields, "\n".join(lines))


_EMPTY_KEY: Final = "pyright: ignore[reportGeneralTypeIssues]"


def _with_comment(text: str, comment: str) -> str:
    """A statement with a comment behind its first line."""
    first, line_break, rest = text.partition("\n")
    return f"{first}  # {comment}{line_break}{rest}"


def _deprecation(item: Property) -> str:
    if item.deprecated is None:
        return ""
    return f"Deprecated: {item.deprecated}" if item.deprecated else "Deprecated."
