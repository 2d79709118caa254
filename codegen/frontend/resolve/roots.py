"""The roots of a spec: the declarations that its entry exports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Final

from ...text.records import dataclass
from ..syntax import (
    AliasBody,
    ArrayType,
    ExportNode,
    ImportNode,
    InterfaceBody,
    KeywordType,
    LiteralType,
    ObjectType,
    PropertyNode,
    Range,
    ReferenceType,
    SkippedNode,
    TemplateType,
    TupleType,
    TypeNode,
)
from .absent import is_left_out
from .budget import OUT_OF_BOUNDS
from .defaults import bare
from .endings import span_of
from .library import repeats_library
from .protocol import Types
from .semantics import Named
from .symbols import Entity, Meaning, Module, Scope, Symbol

__all__ = ["check_imports", "in_turn", "is_surely_declared", "roots"]

_WITH_JSON: Final = frozenset({"string", "number", "boolean", "null", "any", "unknown", "object"})


@dataclass(frozen=True, slots=True)
class Roots:
    """The roots of a spec, and the classes with fields that it exports and that are none."""

    exports: list[Named]
    left_out: list[Symbol]


def roots(types: Types, entry: Module, asked: Collection[str] = ()) -> Roots:
    """Every type that the entry exports, in source order, nested ones after their namespace.

    A class counts if it is plain data, or if its name is `asked` for, by itself or by a pattern:
    then its fields are data. A generic type counts with its defaults; a generic alias without
    defaults counts only where it is used. A file without exports has the roots of its `declare
    global`, and one of nothing but references those of the files. Where all that counts for
    nothing, or is functions alone, classes with behaviour are the roots. Where there are none
    either, as below `export =` of a value, the roots are those of the files that it refers to, and
    what it declares without exporting it; at last what is declared in, or imported by, the files of
    the values that it exports.
    """
    walk = _Walk(asked=asked)
    exported, left_out = _roots(types, entry, walk), walk.left_out
    if not _say_something(types, exported):
        exported += _roots(types, entry, _Walk(with_behaviour=True))
        left_out = []
    if not _say_something(types, exported):
        exported += _unexported_roots(types, entry, _Walk())
    for with_behaviour in (False, True):
        if not _say_something(types, exported):
            walk = _Walk(with_behaviour=with_behaviour)
            exported += _roots_of_values(types, entry, walk)
    return Roots(exported, left_out)


def _say_something(types: Types, exported: Sequence[Named]) -> bool:
    return any(is_surely_declared(root) or _has_form(types, root) for root in exported)


@dataclass(eq=False)
class _Walk:
    """What was visited; `with_behaviour` is whether classes that are no plain data count.

    Those that are `asked` for by name do. `left_out` are those with fields that do not.
    """

    with_behaviour: bool = False
    asked: Collection[str] = ()
    left_out: list[Symbol] = field(default_factory=list)
    seen: set[Symbol] = field(default_factory=set)
    data: dict[Symbol, bool] = field(default_factory=dict)
    """Whether each symbol that was asked for is a type of data."""
    modules: set[Module] = field(default_factory=set)


def _roots(types: Types, entry: Module, walk: _Walk) -> list[Named]:
    exported = list(_module_roots(types, entry, walk))
    if not exported:
        exported = [root for scope in entry.globals for root in _scope_roots(types, scope, walk)]
    if not exported and not entry.syntax.statements:
        exported += _referred_roots(types, entry, walk)
    return exported


def _unexported_roots(types: Types, entry: Module, walk: _Walk) -> list[Named]:
    referred = _referred_roots(types, entry, walk)
    return [*referred, *_scope_roots(types, entry.scope, walk)]


def _roots_of_values(types: Types, entry: Module, walk: _Walk) -> Iterator[Named]:
    """What the files of the exported values declare or import: the types that the values have."""
    for module in _files_of_values(types, entry):
        yield from _scope_roots(types, module.scope, walk)
        for name in module.scope.imports:
            for meaning in _MEANINGS:
                entity = types.program.lookup(module.scope, name, meaning)
                yield from _entity_roots(types, entity, walk)


def _files_of_values(types: Types, entry: Module) -> list[Module]:
    """The entry, and the files that it exports from, directly or not."""
    files, known = [entry], {entry}
    for module in files:
        for name, at in _sources(module.scope):
            target = types.program.module(module, name, at)
            if target is not None and target not in known:
                known.add(target)
                files.append(target)
    return files


def _sources(scope: Scope) -> Iterator[tuple[str, Range]]:
    """The modules from which a file has what it exports, also by an import, and the statements."""
    for node in scope.exports.values():
        if isinstance(node, ExportNode) and node.module is not None:
            yield node.module, node.at
            continue
        local = node.local if isinstance(node, ExportNode) else node.target[0]
        if local in scope.imports:
            yield scope.imports[local].module, scope.imports[local].at
    for every in scope.export_all:
        yield every.module, every.at


def _referred_roots(types: Types, entry: Module, walk: _Walk) -> list[Named]:
    files = types.program.referred_to(entry)
    return [root for file in files for root in _module_roots(types, file, walk)]


def in_turn(exports: Sequence[Named], wanted: Sequence[str]) -> list[Named]:
    """Move the exports whose names match a pattern to the front: they get the budget first."""

    def is_wanted(root: Named) -> bool:
        name = str(root.symbol.id)
        return any(fnmatchcase(name, pattern) for pattern in wanted)

    return sorted(exports, key=lambda root: not is_wanted(root))


def _module_roots(types: Types, module: Module, walk: _Walk) -> Iterator[Named]:
    if module in walk.modules:
        return
    walk.modules.add(module)
    program = types.program
    names = dict.fromkeys(program.exported_names(module))
    for name in names:
        for meaning in _MEANINGS:
            entity = program.exported(module, name, meaning)
            yield from _entity_roots(types, entity, walk)
    if "export=" in module.scope.exports:
        entity = program.exported(module, "export=", "type")
        yield from _entity_roots(types, entity, walk)
    for ambient in list(program.ambient.values()):
        if ambient.syntax is module.syntax and ambient is not module:
            yield from _scope_roots(types, ambient.scope, walk)


_MEANINGS: tuple[Meaning, ...] = ("type", "namespace")


def _entity_roots(types: Types, entity: Entity | None, walk: _Walk) -> Iterator[Named]:
    match entity:
        case Symbol():
            yield from _symbol_roots(types, entity, walk)
        case Module():
            yield from _module_roots(types, entity, walk)
        case _:
            return


def _symbol_roots(types: Types, symbol: Symbol, walk: _Walk) -> Iterator[Named]:
    if symbol in walk.seen or repeats_library(symbol):
        return
    walk.seen.add(symbol)
    counts = symbol.means("type") and _counts(types, symbol, walk)
    if not counts and symbol.of_kind("class") and _declares_fields(symbol):
        walk.left_out.append(symbol)
    if counts:
        needs_arguments = any(parameter.default is None for parameter in symbol.parameters)
        if not (needs_arguments and symbol.of_kind("alias")):
            yield _bare(types, symbol)
    if symbol.namespace is not None:
        yield from _scope_roots(types, symbol.namespace, walk)


def _counts(types: Types, symbol: Symbol, walk: _Walk) -> bool:
    if walk.with_behaviour:
        return _has_fields(types, symbol)
    return _is_asked(symbol, walk.asked) or _is_data(types, symbol, walk)


def _is_asked(symbol: Symbol, asked: Collection[str]) -> bool:
    name = str(symbol.id)
    return name in asked or any(fnmatchcase(name, pattern) for pattern in asked)


def _declares_fields(symbol: Symbol) -> bool:
    """Whether a class declares properties itself."""
    bodies = (node.body for node in symbol.of_kind("class"))
    return any(
        isinstance(member, PropertyNode)
        for body in bodies
        if isinstance(body, InterfaceBody)
        for member in body.members
    )


def _bare(types: Types, symbol: Symbol) -> Named:
    """An exported type with its defaults; with unknown arguments where these take too much."""
    try:
        return bare(types, symbol)
    except OUT_OF_BOUNDS:
        named = bare(types, symbol)
        types.too_costly(symbol.name, span_of(named))
        return named


def _scope_roots(types: Types, scope: Scope, walk: _Walk) -> Iterator[Named]:
    program = types.program
    owner = Symbol(scope.path[-1] if scope.path else "", scope, namespace=scope)
    for name in dict.fromkeys(scope.order):
        for meaning in _MEANINGS:
            entity = program.member(owner, name, meaning)
            if isinstance(entity, Symbol) and not _is_own(entity, scope):
                continue
            yield from _entity_roots(types, entity, walk)


def _is_own(symbol: Symbol, scope: Scope) -> bool:
    """Whether what is in a namespace is of its file, where other files add to the namespace."""
    if scope.module.syntax.is_module or scope.origin is not None or symbol.scope is not scope:
        return True
    places = [*symbol.places, *([symbol.namespace] if symbol.namespace is not None else ())]
    return any(place.module is scope.module for place in places)


def _has_form(types: Types, root: Named) -> bool:
    """Whether an export may have a form in JSON; one that takes too much to say may."""
    try:
        return not is_left_out(types, root)
    except OUT_OF_BOUNDS:
        return True


def _has_fields(types: Types, symbol: Symbol) -> bool:
    """Whether a class has properties, or an index signature, with a JSON form.

    One that takes too much to say may: it is told where it is declared.
    """
    if not symbol.of_kind("class"):
        return False
    try:
        shape = types.shape(_bare(types, symbol))
    except OUT_OF_BOUNDS:
        return True
    if shape is None:
        return False
    values = [item.type for item in shape.properties.values()]
    return any(not is_left_out(types, type_) for type_ in (*values, *(v for _, v in shape.indexes)))


def _is_data(types: Types, symbol: Symbol, walk: _Walk) -> bool:
    """Whether a symbol is a type of data; a class with behaviour is none.

    Behaviour is a method, a constructor or a private member, own or inherited.
    """
    known = walk.data.get(symbol)
    if known is None:
        walk.data[symbol] = True  # For a class that extends itself.
        known = walk.data[symbol] = _has_no_behaviour(types, symbol, walk)
    return known


def _has_no_behaviour(types: Types, symbol: Symbol, walk: _Walk) -> bool:
    if not symbol.of_kind("class"):
        return True
    for node in symbol.of_kind("class", "interface"):
        body = node.body
        if not isinstance(body, InterfaceBody):
            continue
        skipped = [member for member in body.members if isinstance(member, SkippedNode)]
        if any(member.what != "setter" for member in skipped):
            return False
        for base in body.extends:
            name = base.name if isinstance(base, ReferenceType) else ()
            entity = types.program.lookup_path(symbol.scope, name, "type") if name else None
            if not isinstance(entity, Symbol) or not _is_data(types, entity, walk):
                return False
    return True


def is_surely_declared(root: Named) -> bool:
    """Whether an export certainly becomes a declaration, decided without evaluation.

    A type that may be a function, or have no JSON form, may become none.
    """
    bodies = [node.body for node in root.symbol.declarations]
    interfaces = [body for body in bodies if isinstance(body, InterfaceBody)]
    if interfaces:
        plain = not any(_may_be_called(body) for body in interfaces)
        return plain and any(body.members for body in interfaces)
    aliases = [body for body in bodies if isinstance(body, AliasBody)]
    return bool(root.symbol.of_kind("enum")) or any(_has_json(body.type) for body in aliases)


def _may_be_called(body: InterfaceBody) -> bool:
    return bool(body.extends) or any(isinstance(m, SkippedNode) for m in body.members)


def _has_json(node: TypeNode) -> bool:
    match node:
        case KeywordType(name):
            return name in _WITH_JSON
        case ObjectType(members):
            return bool(members) and not any(isinstance(m, SkippedNode) for m in members)
        case LiteralType() | ArrayType() | TupleType() | TemplateType():
            return True
        case _:
            return False


def check_imports(types: Types, entry: Module) -> None:
    """Warn of each import of the entry that cannot be resolved, used or not."""
    program = types.program
    for statement in entry.syntax.statements:
        if isinstance(statement, ImportNode):
            required = statement.name == "export="
            program.module(entry, statement.module, statement.at, required=required)
    for export in entry.scope.exports.values():
        if not isinstance(export, ExportNode) or export.module is None:
            continue
        target = program.module(entry, export.module, export.at)
        if target is None or export.local == "*":
            continue
        if not program.exports_at_all(target, export.local):
            program.missing.export(entry, export.local, export.at, target)
    for export_all in entry.scope.export_all:
        program.module(entry, export_all.module, export_all.at)
