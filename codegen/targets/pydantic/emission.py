"""The target `pydantic`: a model for each class, and the unions of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ...model import Declaration, Interface, Literal, Property
from ...model.components import components
from ...python.printer import Printer, all_of
from ...python.spelling import only_value
from ...python.tree import (
    NONE,
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
    Function,
    Keyword,
    Name,
    Pass,
    RawText,
    Simple,
    Statement,
    String,
    Subscript,
)
from ...runtime import _shapes as sh
from ...text.tsdoc import in_markdown
from ...wire import lower, needs_choice, needs_templates
from ...wire.parts import all_parts
from ...wire.spelling import table_lines
from ..base import Emission, Page, Request
from .annotations import ANNOTATED, TYPE_ALIAS, Annotations, of_pydantic

__all__ = ["attributes_of", "emit"]

_TAKEN: Final = frozenset(
    """
    construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json
    mro register update_forward_refs validate
    model_computed_fields model_config model_construct model_copy model_dump model_dump_json
    model_extra model_fields model_fields_set model_json_schema model_parametrized_name
    model_post_init model_rebuild model_validate model_validate_json model_validate_strings
    """.split()
)
"""The attributes of a pydantic model and of its class."""


_TYPE_ALIAS_TYPE: Final = Name("_TypeAliasType", "typing_extensions", "TypeAliasType")


def emit(request: Request) -> Emission:
    """The module `pydantic_models`."""
    module = _Module(request)
    page = module.page()
    return Emission(
        pages=(page,), without=frozenset() if module.has_unions else frozenset({"_members"})
    )


class _Part(NamedTuple):
    """Statements of the page, or those that only run, which type checkers do not read."""

    statements: Sequence[Statement] = ()
    running: Sequence[Statement] = ()


class _Module:
    """The module of one model."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._names = request.names.declarations
        self._shapes = lower(request.model, request.names)
        self._annotations = Annotations(self._shapes)

    @property
    def has_unions(self) -> bool:
        """Whether the page has a union that is discriminated by contents."""
        return bool(self._annotations.unions)

    def page(self) -> Page:
        """The page of the module."""
        printer = Printer()
        declarations = self._request.model.declarations
        interfaces = [item for item in declarations if isinstance(item, Interface)]
        classes = [printer.statement(self._class(interface)) for interface in interfaces]
        classes += (
            printer.statement(Assign(Name(self._annotations.hidden(name)), Name(name)))
            for name in sorted(self._annotations.aliased)
            if isinstance(self._shapes[name], sh.Object)
        )
        parts = list(
            self._aliases([item for item in declarations if not isinstance(item, Interface)])
        )
        aliases = [
            (printer.statements(part.statements), printer.statements(part.running, 4))
            for part in parts
        ]
        circular = any(part.running for part in parts)
        models = [Name(self._names[interface.id]) for interface in interfaces]
        unions = {f"{number}": shape for number, shape in self._annotations.unions.values()}
        table = printer.statement(RawText("_UNIONS", tuple(table_lines(unions))))
        chooses = bool(unions) and needs_choice(self._shapes, all_parts(self._shapes.values()))
        template = needs_templates(all_parts(unions.values()))
        printer.names |= set(self._imported(bool(unions), chooses, template))
        if circular:
            printer.names.add(Name("TYPE_CHECKING", "typing"))
        public = sorted(self._names[declaration.id] for declaration in declarations)
        built = [Evaluate(Call(Name("_build"), tuple(models)))] if models else []
        return Page(
            path=f"{self._request.package}/pydantic_models.py",
            template="pydantic/pydantic_models.py.j2",
            variables={
                "header_lines": self._request.python_header,
                "title": f"The declarations of the {self._request.model.spec.name}, "
                "as models of pydantic.",
                "imports": printer.imports(),
                "exported": all_of(public),
                "unions": table,
                "has_unions": bool(unions),
                "has_template": template,
                "chooses": chooses,
                "has_tags": self._annotations.has_other_tags,
                "has_paths": self._annotations.has_paths,
                "has_nothing": self._annotations.has_nothing,
                "has_kept": self._annotations.has_kept,
                "has_circles": circular,
                "classes": classes,
                "aliases": aliases,
                "built": printer.statements(built),
            },
        )

    def _imported(self, unions: bool, chooses: bool, template: bool) -> Iterator[Name]:
        """The names that the text of the template refers to."""
        yield Name("Any", "typing")
        if unions:
            yield Name("_TABLE", "._schema", "SHAPES")
            yield Name("_Table", "._table", "ShapeTable")
            yield Name("_member_of", "._members", "member_of")
            yield Name("_unknown_names", "._members", "unknown_names")
            yield Name("_UnknownEvent", "._runtime", "UnknownEvent")
        if chooses:
            yield Name("_choose", "._choice", "choose")
        if self._annotations.has_kept or self._annotations.has_nothing:
            yield Name("_ValueError", "builtins", "ValueError")
        if self._annotations.has_nothing:
            yield ANNOTATED
            yield TYPE_ALIAS
        if self._annotations.has_other_tags:
            yield Name("_unknown_event", "._runtime", "unknown")
            yield Name("_cast", "typing", "cast")
        if template:
            yield Name("_Template", "._template", "Template")

    # ---------------------------------------------------------------------- classes

    def _class(self, interface: Interface) -> Class:
        name = self._names[interface.id]
        shape = self._shapes[name]
        assert isinstance(shape, sh.Object)
        attributes = attributes_of(self._request.names.fields[interface.id])
        self._annotations.shadowed = frozenset(attributes.values())
        body: list[Simple | Docstring | Function] = []
        if text := _said(interface.doc, interface.deprecated):
            body.append(Docstring(text))
        for item in interface.properties:
            attribute = attributes[item.wire_name]
            body.append(self._field(item, attribute, shape))
        return Class(name, (Name("_Message"),), tuple(body) or (Pass(),))

    def _field(self, item: Property, attribute: str, shape: sh.Object) -> Annotated:
        wire = item.wire_name
        default: Expression | None = None
        if wire in shape.required:
            annotation = self._annotations.of(shape.required[wire])
            if isinstance(item.type, Literal):
                default = only_value(item.type)
        else:
            annotation = self._annotations.of(shape.optional[wire])
            annotation = self._annotations.either([annotation, NONE])
            default = NONE
        keywords: list[Keyword] = []
        if attribute != wire:
            keywords.append(Keyword("validation_alias", String(wire)))
            keywords.append(Keyword("serialization_alias", String(wire)))
        if text := _said(item.doc, item.deprecated):
            keywords.append(Keyword("description", String(text)))
        extra = [Entry(String("deprecated"), TRUE)] if item.deprecated is not None else []
        extra += [Entry(String("readOnly"), TRUE)] if item.readonly else []
        if extra:
            keywords.append(Keyword("json_schema_extra", Dict(tuple(extra))))
        if keywords:
            given = () if default is None else (Keyword("default", default),)
            default = Call(of_pydantic("Field"), (), (*given, *keywords))
        return Annotated(attribute, annotation, default)

    # ---------------------------------------------------------------------- aliases

    def _aliases(self, aliases: list[Declaration]) -> Iterator[_Part]:
        """The aliases, each after those that it names, or with those that are in a circle with it.

        pydantic follows an alias wherever it is named, and a circle of them without an end, unless
        it is a `TypeAliasType`. Type checkers read the plain alias, and `Any` for that of an inner
        union, as mypy follows each path through aliases in circles.
        """
        annotations = self._annotations
        annotations.shadowed = frozenset()
        declared = {self._names[alias.id]: alias for alias in aliases}
        spelled: dict[str, Expression] = {}
        needed: dict[str, list[str]] = {}

        def needs(name: str) -> list[str]:
            spelled[name], used = annotations.alias(name)
            inner = annotations.inner
            needed[name] = sorted({n for n in used if n in declared or n in inner})
            return needed[name]

        for group in components([*declared, *annotations.inner], needs):
            circular = len(group) > 1 or group[0] in needed[group[0]]
            running: list[Statement] = []
            for name in group:
                value = annotations.alias(name, frozenset(group))[0] if circular else spelled[name]
                declaration = declared.get(name)
                if circular:
                    running.append(_followed(name, value if declaration is None else Name(name)))
                shown = annotations.use("Any") if circular and declaration is None else value
                alias: Statement = Annotated(name, TYPE_ALIAS, shown)
                text = declaration and _said(declaration.doc, declaration.deprecated)
                yield _Part([alias, *([Docstring(text)] if text else [])])
            if running:
                yield _Part(running=running)
            for name in group:
                if name in annotations.aliased:
                    yield _Part([Assign(Name(annotations.hidden(name)), Name(name))])


def _followed(name: str, value: Expression) -> Assign:
    """Make an alias that pydantic can follow in a circle."""
    read = Call(of_pydantic("WrapValidator"), (Name("_read"),))
    arguments = (String(name), Subscript(ANNOTATED, (value, read)))
    return Assign(Name(name), Call(_TYPE_ALIAS_TYPE, arguments))


def _said(doc: str | None, deprecated: str | None) -> str:
    parts = [in_markdown(doc)] if doc else []
    if deprecated is not None:
        parts.append(f"Deprecated: {in_markdown(deprecated)}" if deprecated else "Deprecated.")
    return "\n\n".join(filter(None, parts))


def attributes_of(fields: Mapping[str, str]) -> dict[str, str]:
    """The attributes of a class by wire name; none is an attribute of pydantic's base class."""
    taken = set(fields.values())
    attributes: dict[str, str] = {}
    for wire, name in fields.items():
        new = name.lstrip("_") or "field"
        if not new.isidentifier():
            new = f"field_{new}"
        if new in _TAKEN:
            new += "_"
        while new != name and new in taken:
            new += "_"
        taken.add(new)
        attributes[wire] = new
    return attributes
