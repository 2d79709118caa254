"""Bind names to declarations, across namespaces and files.

Files are read and parsed when a name leads into them, so an unused import costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace

from ...text.diagnostics import Diagnostic, Severity
from ...text.lines import with_line_feeds
from ...text.modules import closest_pattern, resolve_module
from ...text.records import dataclass
from ...text.source import Files, SourceFile
from ..syntax import (
    AmbientModuleNode,
    BareImportNode,
    DeclarationNode,
    ExportAllNode,
    ExportAssignmentNode,
    ExportNamespaceNode,
    ExportNode,
    ImportAliasNode,
    ImportNode,
    NamespaceNode,
    Range,
    Statement,
)
from .awaited import MOST_PATTERNS, Awaited
from .files import as_module, leads_on, parsed
from .library import CONVERTED, LISTS, repeats_library
from .missing import MissingImports
from .public import name_re_exports
from .stars import Stars
from .symbols import (
    Entity,
    Meaning,
    Module,
    Scope,
    Symbol,
    Unresolved,
    adding,
    declared_names,
    exports_declared,
    is_file_of_node,
    is_of_node,
    names_exported_implicitly,
    namespace_scope,
    public_names,
)

__all__ = ["Program"]


@dataclass(eq=False)
class Program:
    """All files reached from the entry, and the diagnostics about them.

    A name for which `is_of_library` holds means the library's type, even if Node's types add to it.
    """

    files: Files
    is_of_library: Callable[[str], bool] = lambda _: False
    modules: dict[str, Module | None] = field(default_factory=dict)
    ambient: dict[str, Module] = field(default_factory=dict)
    _patterns: list[str] = field(default_factory=list)
    globals: dict[str, Symbol] = field(default_factory=dict)
    named_modules: dict[str, Module] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    sources: list[SourceFile] = field(default_factory=list)
    size: int = 0
    """The total size of the files in bytes."""
    awaited: Awaited = field(init=False)
    missing: MissingImports = field(init=False)
    _resolved: dict[tuple[str, str, bool], str | None] = field(default_factory=dict)
    _following: set[tuple[int, str, Meaning]] = field(default_factory=set)
    _loading: int = 0
    _additions: list[tuple[Module, Statement, Scope]] = field(default_factory=list)
    """The additions of files to modules, while files are being read."""
    _sought: set[str] = field(default_factory=set)
    _is_alone: bool = False
    """Whether the entry imports no file, so that none is to be indexed but what it refers to."""
    _bound: int = 0
    """The number of times that statements were bound."""
    _aliased: dict[tuple[int, int, Meaning], tuple[int, Entity | None]] = field(
        default_factory=dict
    )
    """What each `import A = B` is, with the number of statements bound when it was looked up."""
    _stars: Stars = field(init=False)

    def __post_init__(self) -> None:
        self.awaited = Awaited(self.files)
        self.missing = MissingImports(self.diagnostics)
        self._stars = Stars(self)

    # ------------------------------------------------------------------ loading

    def load(self, path: str) -> Module | None:
        """The module of a file; None if it cannot be read or parsed."""
        if path in self.modules:
            return self.modules[path]
        self.modules[path] = None
        data = self.files.read(path)
        if data is None:
            return None
        text = with_line_feeds(data)
        source = SourceFile(path, as_module(text) if path.endswith(".json") else text)
        self.sources.append(source)
        self.size += len(data)
        syntax, findings = parsed(source)
        if len(self.sources) > 1 and findings and not (syntax and syntax.statements):
            # Any other unreadable file is an unresolved import.
            self.diagnostics += (replace(d, severity=Severity.WARNING) for d in findings)
            return None
        self.diagnostics += findings
        if syntax is None:
            return None
        module = Module(path, syntax)
        self.modules[path] = module
        if path == self.sources[0].path:
            self._is_alone = not leads_on(module.syntax)
            if not self._is_alone:
                self._look_everywhere()
        self._loading += 1
        if syntax.is_module:
            self._bind(syntax.statements, module.scope)
        else:
            self._bind_to_all(syntax.statements, module.scope)
        self._load_references(module)
        self._loading -= 1
        for other in self.awaited.adding_to(path):
            self.load(other)
        while self._additions and not self._loading:
            # What it loads may bring further ones: they wait until its name is resolved.
            self._loading += 1
            self._add(*self._additions.pop(0))
            self._loading -= 1
        if path == self.sources[0].path:
            module.scope.public = public_names(module.scope)
            name_re_exports(self, module)
        return module

    def _load_references(self, module: Module) -> None:
        for reference, at in module.syntax.references:
            target = self._referred(module, reference)
            if target is not None:
                self.load(target)
            else:
                self.missing.module(module, reference, at)
        for package in module.syntax.types:
            self.awaited.add(module.path, package)

    def _referred(self, module: Module, reference: str) -> str | None:
        path = reference if reference.startswith(".") else f"./{reference}"
        return resolve_module(self.files, module.path, path)

    def referred_to(self, module: Module) -> Iterator[Module]:
        """The files that a file refers to by `/// <reference path="..." />`, directly or not."""
        waiting, met = [module], {module}
        while waiting:
            file = waiting.pop()
            for reference, _ in file.syntax.references:
                target = self.modules.get(self._referred(file, reference) or "")
                if target is not None and target not in met:
                    met.add(target)
                    waiting.append(target)
                    yield target

    def _bind_to_all(self, statements: Sequence[Statement], scope: Scope) -> None:
        """Bind global declarations, merged with those of other files under the same name."""
        for statement in statements:
            if isinstance(statement, (DeclarationNode, NamespaceNode)):
                name = statement.name if isinstance(statement.name, str) else statement.name[0]
                if name in self.globals and name not in scope.symbols:
                    scope.symbols[name] = self.globals[name]
                    scope.order.append(name)
        self._bind(statements, scope)
        self.globals.update(scope.symbols)

    def _bind(self, statements: Iterable[Statement], scope: Scope) -> None:
        self._bound += 1
        for statement in statements:
            match statement:
                case DeclarationNode(name=name):
                    symbol = scope.symbol(name)
                    symbol.declarations.append(statement)
                    symbol.places.append(scope)
                    if statement.default:
                        scope.exports["default"] = ExportAssignmentNode(
                            "default", (name,), statement.at
                        )
                case NamespaceNode(name=names, statements=inner, exported=exported):
                    if exported:
                        scope.exported_names.add(names[0])
                    block = namespace_scope(scope, names)
                    self._bind(inner, block)
                    block.exported_names |= names_exported_implicitly(inner)
                case AmbientModuleNode(name=None, statements=inner):
                    self._bind_global(inner, scope)
                case AmbientModuleNode(name=str(specifier), statements=inner):
                    self._bind_ambient(specifier, inner, scope)
                case ImportNode(local=local):
                    scope.imports[local] = statement
                case BareImportNode(module=specifier):
                    self._load_bare(scope.module, specifier)
                case ImportAliasNode(local=local):
                    scope.aliases[local] = statement
                    scope.read_in[id(statement)] = scope
                    if statement.exported:
                        scope.order.append(local)
                case ExportNode(name=name) | ExportAssignmentNode(name=name):
                    scope.exports[name] = statement
                    scope.read_in[id(statement)] = scope
                    scope.order.append(name)
                case ExportAllNode():
                    scope.export_all.append(statement)
                case ExportNamespaceNode(name=name):
                    self.named_modules[name] = scope.module
        self._bound += 1

    def _bind_global(self, statements: Sequence[Statement], scope: Scope) -> None:
        inner = Scope(scope.module, (), scope, origin="global")
        self._bind_to_all(statements, inner)
        scope.module.globals.append(inner)

    def _bind_ambient(self, specifier: str, statements: Iterable[Statement], scope: Scope) -> None:
        target = None
        # TypeScript: in a module it augments the module that the name resolves to.
        if specifier.startswith(".") or scope.module.syntax.is_module:
            path = resolve_module(self.files, scope.module.path, specifier)
            target = self.load(path) if path is not None else None
            if target is not None and not target.syntax.is_module:
                target = None  # A script, which may declare the module by its name.
            self._load_awaited(specifier)
        module = target or self.ambient.get(specifier)
        if module is not None:
            # Imports inside the braces are visible inside them, and what the module declares.
            block = Scope(scope.module, (), scope, module.scope.symbols)
            self._additions += ((module, statement, block) for statement in statements)
            return
        module = Module(scope.module.path, scope.module.syntax)
        module.scope.origin = specifier
        self.ambient[specifier] = module
        if "*" in specifier and len(self._patterns) < MOST_PATTERNS:
            self._patterns.append(specifier)
        self._bind(statements, adding(module.scope, scope))

    def _add(self, module: Module, statement: Statement, around: Scope) -> None:
        """Bind the additions of a file to a module.

        TypeScript: the declarations that the module exports under a name are merged with it,
        wherever they are.
        """
        scope = module.scope
        if isinstance(statement, ImportNode) and scope.module is not around.module:
            self._bind((statement,), around)
            return
        assigned = self.export_assignment(module, "namespace")
        if isinstance(assigned, Symbol) and assigned.namespace is not None:
            scope = assigned.namespace
        own = scope.symbols
        if isinstance(statement, (DeclarationNode, NamespaceNode)):
            names = (statement.name,) if isinstance(statement.name, str) else statement.name
            symbol = self._exported_symbol(module, names[0])
            if symbol is not None:
                scope = symbol.scope
                if isinstance(statement, DeclarationNode):
                    statement = replace(statement, name=symbol.name)
                else:
                    statement = replace(statement, name=(symbol.name, *names[1:]))
        # TypeScript: a module does not see what surrounds the types that it has from others.
        is_unseen, origin = scope.symbols is not own, scope.origin or scope.module.path
        place = replace(adding(scope, around), is_unseen=is_unseen, origin=origin)
        self._bind((statement,), place)

    def _exported_symbol(self, module: Module, name: str) -> Symbol | None:
        meanings: tuple[Meaning, ...] = ("type", "namespace", "value")
        for meaning in meanings:
            entity = self.exported(module, name, meaning)
            if isinstance(entity, Symbol):
                return entity
        return None

    def _load_bare(self, module: Module, specifier: str) -> None:
        """Load the target of an import without a name. It may be a style sheet, and is optional."""
        path = resolve_module(self.files, module.path, specifier)
        if path is not None:
            self.load(path)

    def _load_awaited(self, specifier: str) -> None:
        """Load the awaited files that may declare a module, or add to it."""
        if self.awaited and not specifier.startswith("."):
            for path in self.awaited.with_module(specifier):
                self.load(path)

    # -------------------------------------------------------------------- lookup

    def lookup(self, scope: Scope | None, name: str, meaning: Meaning) -> Entity | None:
        """Resolve a name in a scope: outwards through the namespaces, then globally."""
        current = scope
        while current is not None:
            declared = None if current.is_unseen else self._local(current, name, meaning)
            if isinstance(declared, Symbol) and repeats_library(declared):
                declared = None
            if declared is not None:
                return declared
            current = current.parent
        symbol = self._for_all(name)
        if symbol is not None and symbol.means(meaning):
            return symbol
        return self._named_module(name, meaning)

    def _named_module(self, name: str, meaning: Meaning) -> Entity | None:
        """Resolve a name that a module gives itself for all files, by `export as namespace`."""
        module, key = self.named_modules.get(name), (0, name, meaning)
        if module is None or key in self._following:
            return None
        self._following.add(key)
        try:
            assigned = self.export_assignment(module, meaning)
        finally:
            self._following.discard(key)
        return module if assigned is None and meaning == "namespace" else assigned

    def _for_all(self, name: str) -> Symbol | None:
        """Resolve a global name, unless it means the library's type."""
        known = self.globals.get(name)
        if known is not None and not self.awaited:
            return None if repeats_library(known) else known
        is_of_library = self.is_of_library(name)
        if name not in self._sought and name not in CONVERTED and name not in LISTS:
            self._sought.add(name)
            if known is None and not is_of_library:
                self._look_everywhere()
            for path in self.awaited.with_name(name):
                if not (is_of_library and is_file_of_node(path)):
                    self.load(path)
        symbol = self.globals.get(name)
        if symbol is None or (is_of_library and is_of_node(symbol)):
            return None
        return None if repeats_library(symbol) else symbol

    def added_to_library(self, name: str) -> Symbol | None:
        """What the spec, or what it refers to such as Node's types, adds to a library's type."""
        for path in self.awaited.with_name(name):
            self.load(path)
        return self.globals.get(name)

    def _look_everywhere(self) -> bool:
        """Index every file that the entry imports, directly or not. False if they were already."""
        if not self.sources or (self._is_alone and not self.awaited):
            return False
        return self.awaited.look_everywhere(self.sources[0].path)

    def _local(self, scope: Scope, name: str, meaning: Meaning) -> Entity | None:
        declared = self._declared(scope, name, meaning)
        imported = scope.imports.get(name)
        if declared is None and imported is not None and name not in scope.aliases:
            return self._imported(scope.module, imported, meaning)
        return declared

    def lookup_path(self, scope: Scope, path: tuple[str, ...], meaning: Meaning) -> Entity | None:
        """Resolve a dotted name: all but its last part are namespaces."""
        start = scope if path[0] != "globalThis" else None
        path = path if start is not None else path[1:] or path
        if len(path) == 1:
            return self.lookup(start, path[0], meaning)
        entity = self.lookup(start, path[0], "namespace")
        for position, part in enumerate(path[1:], start=2):
            if entity is None:
                return None
            entity = self.member(entity, part, meaning if position == len(path) else "namespace")
        return entity

    def member(self, entity: Entity, name: str, meaning: Meaning) -> Entity | None:
        """Resolve a name inside a namespace or module."""
        match entity:
            case Unresolved(specifier, outer, at):
                inner = name if outer == "*" else f"{outer}.{name}"
                return Unresolved(specifier, inner, at)
            case Module():
                return self.exported(entity, name, meaning)
            case Symbol(namespace=None):
                return None
            case Symbol(namespace=scope):
                assert scope is not None
                symbol = self._local(scope, name, meaning)
                return symbol if symbol is not None else self._export_clause(scope, name, meaning)

    def _imported(self, module: Module, node: ImportNode, meaning: Meaning) -> Entity | None:
        target = self.module(module, node.module, node.at, required=node.name == "export=")
        if target is None:
            return Unresolved(node.module, node.name, module.source.span(*node.at))
        if node.name == "*":
            assigned = self.export_assignment(target, "namespace")
            return assigned or (self.whole(target) if meaning == "value" else target)
        if node.name == "export=":
            return self.export_assignment(target, meaning) or target
        symbol = self.exported(target, node.name, meaning)
        if symbol is None and node.name == "default" and not self.exports_at_all(target, "default"):
            # TypeScript for bundlers: a module without a default export is the default itself.
            return None if meaning == "type" else target
        if symbol is None and meaning == "type" and not self.exports_at_all(target, node.name):
            self.missing.export(module, node.name, node.at, target)
        return symbol

    def exports_at_all(self, module: Module, name: str) -> bool:
        """Whether a module exports anything under a name."""
        meanings: tuple[Meaning, ...] = ("type", "namespace", "value")
        return any(self.exported(module, name, m) is not None for m in meanings)

    def misses(self, module: Module, name: str) -> bool:
        """Whether a name was reported as missing in the module that it is imported from."""
        node = module.scope.imports.get(name)
        return node is not None and self.missing.has(module, node.at)

    def module(
        self, importer: Module, specifier: str, at: Range, *, required: bool = False
    ) -> Module | None:
        """Resolve the module of an import, or of a `require`; a missing one is reported."""
        self._load_awaited(specifier)
        if specifier in self.ambient:
            return self.ambient[specifier]
        key = (importer.path, specifier, required)
        if key not in self._resolved:
            self._resolved[key] = resolve_module(
                self.files, importer.path, specifier, required=required
            )
        path = self._resolved[key]
        if path is None and not specifier.startswith(".") and self._look_everywhere():
            self._load_awaited(specifier)
        if path is None:
            declared = self._declared_module(specifier)
            if declared is not None:
                return declared
            self.missing.module(importer, specifier, at)
            return None
        loaded = self.load(path)
        # A package may be a script that declares a module of the package's name.
        return self.ambient.get(specifier, loaded)

    def _declared_module(self, specifier: str) -> Module | None:
        """The module that `declare module` declares by a name, or by a pattern: `'*.css'`."""
        if specifier in self.ambient:
            return self.ambient[specifier]
        if self.awaited:
            self._load_awaited(closest_pattern(self.awaited.patterns(), specifier) or "")
        pattern = closest_pattern(self._patterns, specifier)
        return None if pattern is None else self.ambient[pattern]

    # ------------------------------------------------------------------- exports

    def exported(
        self, module: Module, name: str, meaning: Meaning, seen: set[Module] | None = None
    ) -> Entity | None:
        """Resolve an export of a module, through re-exports and `export *`.

        `seen` are the modules that were asked already, which have no such export.
        TypeScript with `esModuleInterop`: the target of `export =` is the default export too.
        """
        is_behind = seen is not None
        seen = set() if seen is None else seen
        if module in seen:
            return None
        seen.add(module)
        exported, own = self._exported_itself(module, name, meaning)
        if exported is not None:
            return exported
        for node, owner in self._stars.leading_to(module, name, self._bound):
            target = self.module(module, node.module, node.at) if owner is None else owner
            if target is None or name == "default":
                continue
            if owner is None:
                symbol = self.exported(target, name, meaning, seen)
            else:
                symbol, _ = self._exported_itself(owner, name, meaning)
            if symbol is not None:
                return symbol
        # What is declared there and not exported is better than nothing, but not behind `*`.
        return None if is_behind else own

    def _exported_itself(
        self, module: Module, name: str, meaning: Meaning
    ) -> tuple[Entity | None, Entity | None]:
        """What a module exports without its `export *`, and what it declares of the name.

        TypeScript: no `export *` gives a name that the module exports by a clause.
        """
        scope = module.scope
        clause = self._export_clause(scope, name, meaning)
        # `export * as A` may coexist with a type A.
        if clause is not None and not (isinstance(clause, Module) and meaning == "type"):
            return clause, None
        is_default = name == "default"
        own = None if is_default else self._declared(scope, name, meaning)
        if own is not None and exports_declared(module, name):
            return own, None
        assigned = self.export_assignment(module, meaning) if is_default else None
        if assigned is not None:
            return assigned, None
        assigned = self.export_assignment(module, "namespace")
        symbol = None
        if assigned is not None and assigned is not module:
            symbol = self.member(assigned, name, meaning)
        return symbol if symbol is not None else clause, own

    def behind(self, module: Module, node: ExportAllNode) -> tuple[Module, ...] | None:
        """The target of an `export *` of files, if there is one; None if it was not loaded."""
        key = (module.path, node.module, False)
        if not node.module.startswith(".") or node.module in self.ambient:
            return None
        path = self._resolved.get(key, "")
        if path is None:
            return ()
        target = self.modules.get(path)
        return None if path not in self.modules else () if target is None else (target,)

    def _declared(self, scope: Scope, name: str, meaning: Meaning) -> Entity | None:
        """Resolve a declaration or an `import A = B` of a scope."""
        symbol = scope.symbols.get(name)
        if symbol is not None and symbol.means(meaning):
            return symbol
        alias = scope.aliases.get(name)
        if alias is None:
            return None
        key = (id(scope), id(alias), meaning)
        bound, entity = self._aliased.get(key, (-1, None))
        if bound != self._bound:
            start = scope.read_in.get(id(alias), scope)
            entity = self.lookup_path(start, alias.target, meaning)
            if not self._following:
                self._aliased[key] = (self._bound, entity)
        return entity

    def _export_clause(self, scope: Scope, name: str, meaning: Meaning) -> Entity | None:
        node = scope.exports.get(name)
        step = (id(scope), name, meaning)
        if node is None or step in self._following:
            return None
        self._following.add(step)
        try:
            return self._follow_export(scope, node, meaning)
        finally:
            self._following.discard(step)

    def _follow_export(
        self, scope: Scope, node: ExportNode | ExportAssignmentNode, meaning: Meaning
    ) -> Entity | None:
        scope = scope.read_in.get(id(node), scope)
        if isinstance(node, ExportAssignmentNode):
            return self.lookup_path(scope, node.target, meaning)
        if node.module is None:
            # In a namespace `export { A as A }` exports the A of the outer scope.
            names = (scope.symbols, scope.imports, scope.aliases)
            own = any(node.local in declared for declared in names)
            start = scope if own or scope.parent is None else scope.parent
            return self.lookup(start, node.local, meaning)
        target = self.module(scope.module, node.module, node.at)
        if target is None:
            return Unresolved(node.module, node.local, scope.module.source.span(*node.at))
        return target if node.local == "*" else self.exported(target, node.local, meaning)

    def whole(self, module: Module) -> Entity:
        """The value of a whole module: the target of `export =`, or its exports."""
        return self.export_assignment(module, "value") or module

    def export_assignment(self, module: Module, meaning: Meaning) -> Entity | None:
        """Resolve what an `export =` assigns; None without one."""
        node = module.scope.exports.get("export=")
        if not isinstance(node, ExportAssignmentNode):
            return None
        scope = module.scope.read_in.get(id(node), module.scope)
        return self.lookup_path(scope, node.target, meaning)

    def exported_names(self, module: Module) -> Iterator[str]:
        """The names that a module exports, in source order, `export *` last."""
        yield from declared_names(module)
        seen = {module}
        waiting = [(module, node) for node in reversed(module.scope.export_all)]
        while waiting:
            importer, node = waiting.pop()
            target = self.module(importer, node.module, node.at)
            if target is not None and target not in seen:
                seen.add(target)
                yield from declared_names(target)
                waiting += [(target, inner) for inner in reversed(target.scope.export_all)]
