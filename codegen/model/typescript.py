"""Print a model as one TypeScript declaration file.

Reading the file again gives the same model: `read(to_typescript(m)) == m` for every flattened model
m. `flatten` does all that is lost: all modules become one, instances of generics become plain
declarations, `integer` becomes `number` and opaque types become `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Final, assert_never

from ..text.hidden import HIDDEN, escape_hidden
from ..text.records import dataclass
from . import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from .in_place import owners

__all__ = ["flatten", "literal_text", "property_name", "to_typescript"]

_IN_STRING: Final = re.compile(rf"[\\'\n\t{HIDDEN}]")
_IN_TEMPLATE: Final = re.compile(rf"[\\`\n\t{HIDDEN}]|\$(?={{)")
_SHORT_ESCAPES: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_KEYWORDS: Final = """
    any as bigint boolean break case catch class const continue debugger declare default delete do
    else enum export extends false finally for function if implements import in infer instanceof
    interface intrinsic is keyof let module namespace never new null number object package private
    protected public readonly require return static string super switch symbol this throw true try
    type typeof undefined unique unknown var void while with yield
"""
_RESERVED: Final = frozenset(_KEYWORDS.split())

# ---------------------------------------------------------------------- flattening


def flatten(model: Model, names: Mapping[DeclId, str]) -> Model:
    """Reduce a model to what one TypeScript file can express.

    Declarations of all modules become declarations of one module (the first event group's, else the
    first declaration's). A declaration whose name is taken there or is no TypeScript name (an
    instance of a generic, an anonymous type with several users) gets its name in `names`.
    Flattening twice changes nothing more.
    """
    placing = _Placing(model, names)
    groups = tuple(
        replace(
            group,
            id=placing.id(group.id),
            members=tuple((tag, placing.id(member)) for tag, member in group.members),
            other=tuple(map(placing.id, group.other)),
        )
        for group in model.groups
    )
    return replace(
        model,
        declarations=tuple(_moved(declaration, placing) for declaration in model.declarations),
        groups=groups,
    )


class _Placing:
    """Decides the place of each declaration of a model in the one module."""

    def __init__(self, model: Model, names: Mapping[DeclId, str]) -> None:
        self._names = names
        self._owners = owners(model)
        self._places: dict[DeclId, tuple[str, ...]] = {}
        self._taken: dict[str, DeclId] = {}
        ids = [declaration.id for declaration in model.declarations]
        first = model.groups[0].id if model.groups else ids[0] if ids else DeclId("", ("",))
        self.module: Final = first.module
        # If two modules declare one name, the declaration with that name in Python keeps it.
        heads = dict.fromkeys(DeclId(id_.module, id_.path[:1]) for id_ in ids)
        for head in sorted(heads, key=lambda head: names.get(head) != head.path[0]):
            self._place(head)

    def id(self, id_: DeclId) -> DeclId:
        return DeclId(self.module, self._place(id_))

    def _place(self, id_: DeclId) -> tuple[str, ...]:
        place = self._places.get(id_)
        if place is None:
            place = self._places[id_] = self._new_place(id_)
        return place

    def _new_place(self, id_: DeclId) -> tuple[str, ...]:
        last = id_.path[-1]
        if len(id_.path) == 1:
            return (self._unique(last if _is_name(last) else self._named(id_), id_),)
        owner = self._owners.get(id_)
        if owner is not None:
            return (*self._place(owner), *id_.path[len(owner.path) :])
        parent = self._place(DeclId(id_.module, id_.path[:-1]))
        if _is_name(last) and not parent[-1].startswith("."):
            return (*parent, last)
        return (self._unique(self._named(id_), id_),)

    def _named(self, id_: DeclId) -> str:
        name = self._names.get(id_, "")
        return name if _is_name(name) else re.sub(r"\W", "", "".join(id_.path)) or "Anonymous"

    def _unique(self, name: str, id_: DeclId) -> str:
        number = 1
        candidate = name if _is_name(name) else f"_{name}"
        if candidate in self._taken and id_ in self._names:
            candidate = self._named(id_)
        while self._taken.setdefault(candidate, id_) != id_:
            number += 1
            candidate = f"{name}{number}"
        return candidate


def _is_name(text: str) -> bool:
    return _is_identifier(text) and text not in _RESERVED


def _is_identifier(text: str) -> bool:
    return text.replace("$", "_").isidentifier()


def _moved(declaration: Declaration, placing: _Placing) -> Declaration:
    id_ = placing.id(declaration.id)
    match declaration:
        case Interface(_, properties, index):
            return replace(
                declaration,
                id=id_,
                properties=tuple(
                    replace(property_, type=_moved_type(property_.type, placing))
                    for property_ in properties
                ),
                index=None if index is None else _moved_map(index, placing),
            )
        case Alias(_, type_):
            return replace(declaration, id=id_, type=_moved_type(type_, placing))
        case Enum():
            return replace(declaration, id=id_)
        case _:
            assert_never(declaration)


def _moved_map(map_: Map, placing: _Placing) -> Map:
    return Map(_moved_type(map_.key, placing), _moved_type(map_.value, placing))


def _moved_type(type_: Type, placing: _Placing) -> Type:
    match type_:
        case Primitive("integer"):
            return Primitive("number")
        case Opaque():
            return Primitive("unknown")
        case Primitive() | Literal():
            return type_
        case Template(parts):
            plain = [
                Primitive("number") if part == Primitive("integer") else part for part in parts
            ]
            return Template(tuple(plain))
        case Array(element):
            return Array(_moved_type(element, placing))
        case Tuple(items):
            return Tuple(tuple(replace(i, type=_moved_type(i.type, placing)) for i in items))
        case Map():
            return _moved_map(type_, placing)
        case Union(members, decision):
            moved = tuple(dict.fromkeys(_moved_type(member, placing) for member in members))
            if Primitive("unknown") in moved:
                return Primitive("unknown")
            if len(moved) == 1:
                return moved[0]
            return Union(moved, None if decision is None else _moved_decision(decision, placing))
        case Ref(id_):
            return Ref(placing.id(id_))
        case _:
            assert_never(type_)


def _moved_decision(decision: Decision, placing: _Placing) -> Decision:
    def optional(part: Decision | None) -> Decision | None:
        return None if part is None else _moved_decision(part, placing)

    match decision:
        case Member(type_):
            return Member(_moved_type(type_, placing))
        case ByKeys(members):
            return ByKeys(tuple(_moved_type(member, placing) for member in members))
        case ByTag(path, branches, absent, other):
            moved = tuple((value, _moved_decision(then, placing)) for value, then in branches)
            return ByTag(path, moved, optional(absent), optional(other))
        case _:
            assert_never(decision)


# ------------------------------------------------------------------------- printing


def to_typescript(model: Model, header: Iterable[str] = ()) -> str:
    """Print a flattened model as a declaration file (`.d.ts`).

    `header` are lines for a comment at the top. Raises ValueError for a model that `flatten` would
    change (other than by a name).
    """
    printer = _Printer(model)
    lines = [f"// {escape_hidden(part)}".rstrip() for line in header for part in line.split("\n")]
    open_: tuple[str, ...] = ()
    for declaration in model.declarations:
        path = declaration.id.path
        if path[-1].startswith("."):
            continue
        for segment in path:
            if not _is_name(segment):
                raise ValueError(f"{declaration.id} is no TypeScript name: flatten the model first")
        scope = path[:-1]
        shared = _shared(open_, scope)
        lines += ("  " * depth + "}" for depth in range(len(open_) - 1, shared - 1, -1))
        if not shared and lines:
            lines.append("")
        for depth in range(shared, len(scope)):
            keyword = "namespace" if depth else "export declare namespace"
            lines.append(f"{'  ' * depth}{keyword} {scope[depth]} {{")
        open_ = scope
        lines += printer.declaration(declaration)
    lines += ("  " * depth + "}" for depth in range(len(open_) - 1, -1, -1))
    lines += printer.root_namespace()
    if not model.declarations:
        lines.append("export {};")
    return "\n".join(lines) + "\n"


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    size = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        size += 1
    return size


@dataclass(slots=True)
class _Printer:
    """Prints the declarations of one model."""

    model: Model
    root: str = "$root"
    _declarations: dict[DeclId, Declaration] = field(init=False)
    _types: set[tuple[str, ...]] = field(init=False)
    _namespaces: set[tuple[str, ...]] = field(init=False)
    _exported: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._declarations = self.model.by_id()
        self._types = {id_.path for id_ in self._declarations}
        self._namespaces = {path[:size] for path in self._types for size in range(1, len(path))} | {
            declaration.id.path
            for declaration in self.model.declarations
            if isinstance(declaration, Enum)
        }

    def declaration(self, declaration: Declaration) -> Iterator[str]:
        """The lines of a declaration, indented for its namespace."""
        scope = declaration.id.path[:-1]
        indent = "  " * len(scope)
        name = declaration.id.path[-1]
        export = "" if scope else "export "
        yield from _doc(declaration.doc, declaration.deprecated, indent)
        match declaration:
            case Interface():
                yield f"{indent}{export}interface {name} {{"
                yield from self._members(declaration, scope, indent + "  ")
                yield f"{indent}}}"
            case Alias(_, type_):
                yield f"{indent}{export}type {name} = {self._type(type_, scope, indent)};"
            case Enum(_, members):
                yield f"{indent}{export}{'declare ' if export else ''}enum {name} {{"
                for member in members:
                    yield from _doc(member.doc, None, indent + "  ")
                    value = "" if member.value is None else f" = {literal_text(member.value)}"
                    yield f"{indent}  {property_name(member.name)}{value},"
                yield f"{indent}}}"
            case _:
                assert_never(declaration)

    def _members(self, interface: Interface, scope: tuple[str, ...], indent: str) -> Iterator[str]:
        for property_ in interface.properties:
            yield from _doc(property_.doc, property_.deprecated, indent)
            yield f"{indent}{self._property(property_, scope, indent)}"
        if interface.index is not None:
            key = self._type(interface.index.key, scope, indent)
            yield f"{indent}[key: {key}]: {self._type(interface.index.value, scope, indent)};"

    def _property(self, property_: Property, scope: tuple[str, ...], indent: str) -> str:
        readonly = "readonly " if property_.readonly else ""
        mark = "" if property_.required else "?"
        type_ = self._type(property_.type, scope, indent)
        return f"{readonly}{property_name(property_.wire_name)}{mark}: {type_};"

    def _type(self, type_: Type, scope: tuple[str, ...], indent: str) -> str:
        match type_:
            case Primitive("integer") | Opaque():
                raise ValueError(f"{type_} is no TypeScript type: flatten the model first")
            case Primitive("defined"):
                return "{}"
            case Primitive(name):
                return name
            case Literal():
                return literal_text(type_)
            case Template(parts):
                return f"`{''.join(map(_template_part, parts))}`"
            case Array(element):
                text = self._type(element, scope, indent)
                return f"({text})[]" if _is_compound(element) else f"{text}[]"
            case Tuple(items):
                shown = []
                for item in items:
                    text = self._type(item.type, scope, indent)
                    compound = _is_compound(item.type) and (item.rest or item.name is None)
                    text = f"({text})" if compound and (item.rest or item.optional) else text
                    text += "[]" if item.rest else ""
                    mark = "?" if item.optional else ""
                    text = f"{text}{mark}" if item.name is None else f"{item.name}{mark}: {text}"
                    shown.append(f"...{text}" if item.rest else text)
                return f"[{', '.join(shown)}]"
            case Map(key, value):
                shown_key = self._type(key, scope, indent)
                return f"{{ [key: {shown_key}]: {self._type(value, scope, indent)} }}"
            case Union(members):
                return " | ".join(self._member(member, type_, scope, indent) for member in members)
            case Ref(id_):
                return self._reference(id_, scope, indent)
            case _:
                assert_never(type_)

    def _member(self, member: Type, union: Union, scope: tuple[str, ...], indent: str) -> str:
        # `string | 'a'` is `string` to TypeScript; `(string & {}) | 'a'` keeps the literal.
        if isinstance(member, Primitive) and any(
            self._swallows(member, other) for other in union.members
        ):
            return f"({member.name} & {{}})"
        text = self._type(member, scope, indent)
        return f"({text})" if isinstance(member, Union) else text

    def _swallows(self, primitive: Primitive, other: Type) -> bool:
        match primitive.name, other:
            case "string", Literal("string") | Template():
                return True
            case "number", Literal("number"):
                return True
            case "string" | "number", Ref(id_):
                return not isinstance(self._declarations[id_], Interface)
        return False

    def _reference(self, id_: DeclId, scope: tuple[str, ...], indent: str) -> str:
        path = id_.path
        if path[-1].startswith("."):
            interface = self._declarations[id_]
            if not isinstance(interface, Interface):
                raise ValueError(f"{id_} has no name: flatten the model first")
            lines = list(self._members(interface, scope, indent + "  "))
            return "\n".join(["{", *lines, indent + "}"]) if lines else "{}"
        # The shortest spelling may mean another declaration here, so each is looked up.
        for start in range(len(path)):
            known = self._types if start == len(path) - 1 else self._namespaces
            for size in range(len(scope), -1, -1):
                if (*scope[:size], path[start]) in known:
                    if size == start and scope[:size] == path[:size]:
                        return ".".join(path[start:])
                    break
        self._exported[path[0]] = None
        return f"{self.root}.{'.'.join(path)}"

    def root_namespace(self) -> Iterator[str]:
        """A namespace that nothing shadows, for names that no other spelling reaches."""
        if self._exported:
            yield f"declare namespace {self.root} {{"
            yield f"  export {{ {', '.join(self._exported)} }};"
            yield "}"


def _is_compound(type_: Type) -> bool:
    return isinstance(type_, Union)


def _template_part(part: str | Primitive) -> str:
    if isinstance(part, Primitive):
        return f"${{{part.name}}}"
    return _IN_TEMPLATE.sub(_escaped, part)


def literal_text(literal: Literal) -> str:
    """A literal as TypeScript spells it: `'text'`, `1`, `true`."""
    value = literal.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{_IN_STRING.sub(_escaped, value)}'"
    text = repr(value)
    return {"inf": "1e999", "-inf": "-1e999"}.get(text, text)


def property_name(name: str) -> str:
    """A property's name as TypeScript spells it, in quotes where it needs them."""
    return name if _is_identifier(name) else literal_text(Literal("string", name))


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in "\\'`$":
        return f"\\{char}"
    if char in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[char]
    return escape_hidden(char)


def _doc(doc: str | None, deprecated: str | None, indent: str) -> Iterator[str]:
    """The lines of a doc comment; none without documentation."""
    lines = [] if doc is None else doc.split("\n")
    if deprecated is not None:
        lines.append(f"@deprecated {deprecated}")
    if not lines:
        return
    yield f"{indent}/**"
    for line in lines:
        text = escape_hidden(line).replace("*/", "*\\/")
        yield f"{indent} * {text}".rstrip()
    yield f"{indent} */"
