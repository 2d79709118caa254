"""Symbols: the declarations of one name, in the scopes of modules and namespaces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Final, Literal as OneOf, TypeAlias

from ...model import DeclId
from ...text.records import dataclass
from ...text.source import SourceFile, Span
from ..syntax import (
    AliasBody,
    DeclarationKind,
    DeclarationNode,
    ExportAllNode,
    ExportAssignmentNode,
    ExportNode,
    ImportAliasNode,
    ImportNode,
    InterfaceBody,
    ModuleSyntax,
    NamespaceNode,
    Statement,
    TypeNode,
    TypeParameter,
)

__all__ = [
    "Entity",
    "Meaning",
    "Module",
    "Scope",
    "Symbol",
    "Unresolved",
    "adding",
    "adds_nothing",
    "declared_names",
    "is_file_of_node",
    "is_of_node",
    "names_exported_implicitly",
    "namespace_scope",
    "public_names",
]

Meaning: TypeAlias = OneOf["type", "namespace", "value"]

_MEANINGS: Final[dict[DeclarationKind, frozenset[Meaning]]] = {
    "interface": frozenset({"type"}),
    "class": frozenset({"type", "value"}),
    "alias": frozenset({"type"}),
    "enum": frozenset({"type", "value", "namespace"}),
    "variable": frozenset({"value"}),
    "function": frozenset({"value"}),
}

_TYPES: Final = frozenset({"interface", "class", "alias"})
"""Kinds of declarations that may have type parameters."""


@dataclass(frozen=True, slots=True)
class _Parameters:
    """The type parameters of the first `count` declarations of a symbol.

    `scopes` has the scope of each constraint and default, by the `id()` of its node.
    """

    count: int
    parameters: tuple[TypeParameter, ...]
    scopes: Mapping[int, Scope]


_UNMERGED: Final = _Parameters(0, (), MappingProxyType({}))


@dataclass(eq=False, slots=True)
class Symbol:
    """The declarations of one name in one scope, which are merged."""

    name: str
    scope: Scope
    declarations: list[DeclarationNode] = field(default_factory=list)
    places: list[Scope] = field(default_factory=list)
    """The scope of each declaration."""
    namespace: Scope | None = None
    enum: object = None
    """The cache of `enums` for the members of an enum."""
    merged: _Parameters = field(default_factory=lambda: _UNMERGED)
    """The cache of `parameters`."""
    known_kinds: tuple[int, frozenset[DeclarationKind]] = (0, frozenset())
    """The cache of `kinds`, for the first so many declarations."""
    known_id: DeclId | None = None
    """The cache of `id`."""
    known_span: Span | None = None
    """The cache of `span`."""

    @property
    def id(self) -> DeclId:
        """The identity of the declared type."""
        if self.known_id is None:
            scope = self.scope
            path = (*scope.path, scope.public.get(self.name, self.name))
            self.known_id = DeclId(scope.origin or scope.module.path, path)
        return self.known_id

    @property
    def parameters(self) -> tuple[TypeParameter, ...]:
        """The type parameters of a declared type, merged like its declarations."""
        merged = self.merged
        return (merged if merged.count == len(self.declarations) else self._merge()).parameters

    def scope_of(self, written: TypeNode) -> Scope:
        """The scope in which a constraint or a default of a type parameter is written."""
        return self._merge().scopes.get(id(written), self.scope)

    def _merge(self) -> _Parameters:
        if self.merged.count != len(self.declarations):
            self.merged = _merged(self)
        return self.merged

    @property
    def is_alias(self) -> bool:
        """Whether a type alias is among the declarations."""
        return self.is_of_kind("alias")

    def means(self, meaning: Meaning) -> bool:
        """Whether the symbol has a meaning of this kind."""
        if meaning in ("namespace", "value") and self.namespace is not None:
            return True
        return any(meaning in _MEANINGS[kind] for kind in self.kinds)

    @property
    def kinds(self) -> Collection[DeclarationKind]:
        """The kinds of the declarations, of which there may be thousands."""
        declarations = self.declarations
        if len(declarations) == 1:
            return (declarations[0].kind,)
        if self.known_kinds[0] != len(declarations):
            self.known_kinds = len(declarations), frozenset(node.kind for node in declarations)
        return self.known_kinds[1]

    def is_of_kind(self, *kinds: DeclarationKind) -> bool:
        """Whether a declaration is of one of these kinds."""
        declarations = self.declarations
        if len(declarations) == 1:  # As nearly all have: this is asked often.
            return declarations[0].kind in kinds
        return any(kind in kinds for kind in self.kinds)

    def of_kind(self, *kinds: DeclarationKind) -> list[DeclarationNode]:
        """The declarations of these kinds, in source order."""
        if not self.is_of_kind(*kinds):
            return []
        return [node for node in self.declarations if node.kind in kinds]

    def span(self) -> Span | None:
        """The place of the name in its first declaration."""
        if self.known_span is None and self.declarations:
            source = self.places[0].module.source
            self.known_span = source.span(*self.declarations[0].name_at)
        return self.known_span


def _merged(symbol: Symbol) -> _Parameters:
    """Merge the type parameters of the declarations of one type.

    TypeScript: those of the same name are one. It has the first constraint and the first default
    that a declaration gives it.
    """
    merged: dict[str, TypeParameter] = {}
    scopes: dict[int, Scope] = {}
    for node, scope in zip(symbol.declarations, symbol.places, strict=True):
        if node.kind not in _TYPES or not isinstance(node.body, (InterfaceBody, AliasBody)):
            continue
        for parameter in node.body.parameters:
            known = merged.setdefault(parameter.name, parameter)
            if known is not parameter:
                constraint = known.constraint or parameter.constraint
                default = known.default or parameter.default
                merged[known.name] = replace(known, constraint=constraint, default=default)
            for written in (parameter.constraint, parameter.default):
                if written is not None:
                    scopes.setdefault(id(written), scope)
    return _Parameters(len(symbol.declarations), tuple(merged.values()), scopes)


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a module or a namespace.

    `origin` is the module's name in ids if it has no file: the name of a `declare module`, or
    `global`.
    """

    module: Module
    path: tuple[str, ...] = ()
    parent: Scope | None = None
    symbols: dict[str, Symbol] = field(default_factory=dict)
    imports: dict[str, ImportNode] = field(default_factory=dict)
    aliases: dict[str, ImportAliasNode] = field(default_factory=dict)
    exports: dict[str, ExportNode | ExportAssignmentNode] = field(default_factory=dict)
    export_all: list[ExportAllNode] = field(default_factory=list)
    exported_names: set[str] = field(default_factory=set)
    origin: str | None = None
    read_in: dict[int, Scope] = field(default_factory=dict)
    """The scopes of exports and aliases, by the `id()` of the statement."""
    order: list[str] = field(default_factory=list)
    """The declared names in source order, exports under their exported names."""
    public: Mapping[str, str] = field(default_factory=dict)
    """The names of declarations that the entry exports under others, as `public_names` has them."""
    is_unseen: bool = False
    """Whether names are added to it, but not looked up in it."""

    def symbol(self, name: str) -> Symbol:
        """The symbol of a name, created on first use."""
        symbol = self.symbols.get(name)
        if symbol is None:
            symbol = self.symbols[name] = Symbol(name, self)
            self.order.append(name)
        return symbol


@dataclass(eq=False, slots=True)
class Module:
    """One file, or the inside of a `declare module "name"`; `globals` are its `declare global`."""

    path: str
    syntax: ModuleSyntax
    scope: Scope = field(init=False)
    globals: list[Scope] = field(default_factory=list)
    is_library: bool = False
    """Whether it has a declaration of the library, of which nothing is reported."""

    def __post_init__(self) -> None:
        self.scope = Scope(self)

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.syntax.source


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name from a module that was not read."""

    specifier: str
    name: str
    at: Span


Entity: TypeAlias = Symbol | Module | Unresolved
"""The target of a name: a symbol, a whole module (`import * as X`), or a placeholder."""


def declared_names(module: Module) -> Iterator[str]:
    """The names that a module exports itself."""
    scope = module.scope
    return (name for name in scope.order if name in scope.exports or exports_declared(module, name))


def exports_declared(module: Module, name: str) -> bool:
    """Whether a module exports what it declares under a name, without an export clause.

    TypeScript: a declaration file exports everything unless it has an export declaration or
    assignment; then only declarations with `export`.
    """
    symbol = module.scope.symbols.get(name)
    if symbol is None:
        return name in module.scope.aliases
    return (
        not module.syntax.has_explicit_exports
        or any(node.exported for node in symbol.declarations)
        or name in module.scope.exported_names
    )


def public_names(scope: Scope) -> Mapping[str, str]:
    """The names under which a module exports its declarations, where these are called otherwise.

    Tools that join declarations in one file write `interface Doc_2` and `export { Doc_2 as Doc }`.
    A declaration keeps its own name if the module exports it under that as well, or by default, or
    if something else in the module has the exported name.
    """
    kept = set(map(_named_by, (node for node in scope.exports.values() if node.name == "default")))
    kept |= {name for name, node in scope.exports.items() if _named_by(node) == name}
    public: dict[str, str] = {}
    for name, node in scope.exports.items():
        local = _named_by(node)
        symbol = None if local is None or local in kept else scope.symbols.get(local)
        if symbol is None or name in scope.symbols or not name.isidentifier():
            continue
        if symbol.namespace is None and not any(one.exported for one in symbol.declarations):
            public.setdefault(symbol.name, name)
    return public


def _named_by(node: ExportNode | ExportAssignmentNode) -> str | None:
    """The name in its module of what an export clause is for; None for a name of another module."""
    if isinstance(node, ExportAssignmentNode):
        return node.target[0] if len(node.target) == 1 else None
    return node.local if node.module is None else None


def is_of_node(symbol: Symbol) -> bool:
    """Whether nothing but Node's types declare a name."""
    return all(map(_is_of_node, symbol.places))


def is_file_of_node(path: str) -> bool:
    """Whether a file is one of Node's types."""
    return "/@types/node/" in f"/{path}"


def _is_of_node(scope: Scope) -> bool:
    return is_file_of_node(scope.module.path)


def adds_nothing(symbol: Symbol) -> bool:
    """Whether a name of the library is declared again without members, or by Node's types."""
    return symbol.namespace is None and all(
        _is_of_node(scope)
        or (
            node.kind == "interface"
            and isinstance(node.body, InterfaceBody)
            and not (node.body.members or node.body.extends)
        )
        for node, scope in zip(symbol.declarations, symbol.places, strict=True)
    )


def names_exported_implicitly(statements: Iterable[Statement]) -> set[str]:
    """The names that a block of a declared namespace exports without saying so.

    TypeScript: these are all that it declares, unless there is an export clause in the block.
    """
    names: set[str] = set()
    for statement in statements:
        match statement:
            case ExportNode() | ExportAllNode() | ExportAssignmentNode():
                return set()
            case DeclarationNode(name=name) | NamespaceNode(name=(name, *_)):
                names.add(name)
    return names


def namespace_scope(scope: Scope, names: tuple[str, ...]) -> Scope:
    """The scope of `namespace A.B` in a scope, made if need be."""
    for position, name in enumerate(names):
        if position:
            # TypeScript: in `namespace A.B`, B is exported from A.
            scope.exported_names.add(name)
        symbol = scope.symbol(name)
        if symbol.namespace is None:
            path = (*scope.path, name)
            symbol.namespace = Scope(scope.module, path, scope, origin=scope.origin)
        scope = adding(symbol.namespace, scope)
    return scope


def adding(scope: Scope, around: Scope) -> Scope:
    """A scope for declarations that another file adds to a module or a namespace.

    It has the names of that scope, and outside of it those of the file that adds.
    """
    if scope.module is around.module:
        return scope
    return replace(scope, module=around.module, parent=around, imports={})
