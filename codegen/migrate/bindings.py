"""Imports of the generated package: the names that they bind in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ..text.records import dataclass
from .packages import Packages
from .paths import dotted
from .schema import Schema
from .tree import nodes as cst
from .tree.scopes import Assignment, Scope

__all__ = ["Bindings", "ExportsOf", "Imported"]

ExportsOf: TypeAlias = Callable[[tuple[str, ...]], Mapping[str, str]]
"""Maps a module of the program to the symbols of the package that it exports, by their names.

Symbols that keep their name in that module after the migration are left out.
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """The target of an imported name: a module, or a symbol of the package."""

    parts: tuple[str, ...]
    symbol: str | None
    alias: cst.ImportAlias | None
    plain: bool = False


class Bindings:
    """The names that the imports of one file bind.

    `folder` is the folder of the file as the parts of a path, from which relative imports are
    resolved.
    """

    def __init__(
        self,
        imports: Iterable[cst.Import | cst.ImportFrom],
        bound: Mapping[str, Sequence[Assignment]],
        read: Mapping[str, Sequence[cst.Name]],
        schema: Schema,
        packages: Packages,
        folder: Sequence[str],
        exports_of: ExportsOf,
    ) -> None:
        self.packages = packages
        self.folder = tuple(folder)
        self.exports_of = exports_of
        self.symbols = schema.symbols | {"decode", "encode", "to_dict"}
        self.starred: tuple[str, ...] | None = None
        self.statements = tuple(imports)
        self.by_statement = {
            id(statement): dict(self._of(statement)) for statement in self.statements
        }
        self.bound = bound
        self.read = read
        # By the `id()` of all bindings of a name in its scope, which are kept beside the result.
        self._imported: dict[int, tuple[Sequence[Assignment], Imported | None]] = {}

    @property
    def uses_package(self) -> bool:
        """Whether the file imports the package, a module of it or a symbol."""
        return self.starred is not None or any(
            binding.symbol is not None or self.packages.inside(binding.parts) is not None
            for names in self.by_statement.values()
            for binding in names.values()
        )

    def modules(self) -> Iterator[tuple[str, ...]]:
        """The paths of the imported modules."""
        for names in self.by_statement.values():
            for binding in names.values():
                yield binding.parts

    # ------------------------------------------------------------------ statements

    def _of(self, statement: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, Imported]]:
        if isinstance(statement, cst.Import):
            for alias in statement.names:
                parts = dotted(alias.name)
                # `import a.b.c` binds `a` alone, `import a.b.c as d` the module itself.
                whole = parts if alias.asname is not None else parts[:1]
                yield _bound_name(alias), Imported(whole, None, alias)
            return
        base = self.module_of(statement)
        if isinstance(statement.names, cst.ImportStar):
            if self.packages.inside(base) is not None:
                self.starred = base
            return
        for alias in statement.names:
            name = str(alias.name.value)
            exported = self.symbol_in(base, name)
            if exported is None:
                yield _bound_name(alias), Imported((*base, name), None, alias)
            else:
                yield _bound_name(alias), Imported(base, exported[0], alias, exported[1])

    def module_of(self, statement: cst.ImportFrom) -> tuple[str, ...]:
        """The absolute path of the module that a statement imports from."""
        parts = dotted(statement.module)
        if not statement.relative:
            return parts
        up = statement.relative - 1
        return (*self.folder[: max(1, len(self.folder) - up)], *parts)

    def symbol_in(self, module: tuple[str, ...], name: str) -> tuple[str, bool] | None:
        """The symbol of the package behind a name of a module, and whether it is a TypedDict."""
        inside = self.packages.inside(module)
        if inside is not None:
            rest, _ = inside
            known = name in self.symbols and self.packages.holds(rest, name)
            return (name, "typed_dicts" in rest) if known else None
        symbol = self.exports_of(module).get(name)
        return None if symbol is None else (symbol, False)

    # ----------------------------------------------------------------------- names

    def imported(self, name: str, scope: Scope) -> Imported | None:
        """Resolve a name to its import; None if it has other bindings, or different imports."""
        assignments = scope.assignments(name)
        if not assignments:
            if self.starred is not None and name in self.symbols:
                return Imported(self.starred, name, None)
            return None
        known = self._imported.get(id(assignments))
        if known is None:
            known = self._imported[id(assignments)] = assignments, self._import_of(assignments)
        return known[1]

    def _import_of(self, assignments: Sequence[Assignment]) -> Imported | None:
        brought = [self._brought(assignment) for assignment in assignments]
        first = brought[0]
        if first is None:
            return None
        same = (
            import_ is not None
            and (import_.symbol == first.symbol if first.symbol is not None else import_ == first)
            for import_ in brought
        )
        return first if all(same) else None

    def is_bound(self, name: str, scope: Scope) -> bool:
        """Whether a name has a binding in the file that a scope can see."""
        return bool(scope.assignments(name))

    def function(self, name: str, scope: Scope) -> tuple[int, str] | None:
        """Resolve a name to a function's definition; None if it has other bindings."""
        match scope.assignments(name):
            case [Assignment(node=cst.FunctionDef() as node)]:
                return id(node), name
        return None

    def _brought(self, assignment: Assignment) -> Imported | None:
        return self.by_statement.get(id(assignment.node), {}).get(assignment.name)

    def renamed_in_place(self, symbol: str, new: str) -> bool:
        """Whether the uses of an imported symbol can be renamed together with the import.

        They cannot if the name has other bindings as well, or if the new name is taken. The import
        then gets an `as`, and the uses stay as they are.
        """
        importing = [
            assignment
            for assignment in self.bound.get(symbol, [])
            if (brought := self._brought(assignment)) is not None and brought.symbol == symbol
        ]
        scopes = {id(assignment.scope) for assignment in importing}
        others = (
            assignment for assignment in self.bound.get(symbol, []) if assignment not in importing
        )
        return new not in self.bound and not any(
            id(assignment.scope) in scopes for assignment in others
        )

    def references(self, symbol: str) -> Iterator[cst.Name]:
        """The name nodes that refer to an imported symbol."""
        for name in self.read.get(symbol, []):
            brought = map(self._brought, name.scope.assignments(symbol))
            if any(import_ is not None and import_.symbol == symbol for import_ in brought):
                yield name


def _bound_name(alias: cst.ImportAlias) -> str:
    target = alias.asname.name if alias.asname is not None else alias.name
    return (dotted(target) or ("",))[0]
