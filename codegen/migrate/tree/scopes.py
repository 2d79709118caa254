"""The scopes of a program, and the bindings of names in them, by the rules of Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Literal as OneOf, TypeAlias

from ...text.records import dataclass

__all__ = ["Assignment", "Scope", "ScopeKind"]

ScopeKind: TypeAlias = OneOf["module", "class", "function", "comprehension"]


@dataclass(frozen=True, eq=False, slots=True)
class Assignment:
    """A binding of a name: `node` is the name, the parameter, the definition or the import."""

    name: str
    scope: Scope
    node: object


@dataclass(eq=False, slots=True)
class Scope:
    """A module, a class, a function or a comprehension.

    `elsewhere` has the scopes of the names that `global` and `nonlocal` statements declare.
    """

    kind: ScopeKind
    parent: Scope | None
    bound: dict[str, list[Assignment]] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)

    @property
    def module(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def around(self) -> Scope | None:
        """The next scope whose names are visible in this one: classes are skipped."""
        scope = self.parent
        while scope is not None and scope.kind == "class":
            scope = scope.parent
        return scope

    def bind(self, name: str, node: object) -> Assignment:
        """Record a binding in this scope, or in the scope that the name is declared to be in."""
        scope = self.elsewhere.get(name, self)
        assignment = Assignment(name, scope, node)
        scope.bound.setdefault(name, []).append(assignment)
        return assignment

    def walrus(self) -> Scope:
        """The scope in which `:=` binds: that of the function that encloses comprehensions."""
        scope = self
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        return scope

    def declare(self, names: Sequence[str], *, is_global: bool) -> None:
        """Record the names of a `global` or `nonlocal` statement."""
        for name in names:
            scope = self.module if is_global else self.around
            while scope is not None and not is_global and name not in scope.bound:
                outer = scope.around
                if outer is None or outer.kind == "module":
                    break
                scope = outer
            if scope is not None and scope is not self:
                self.elsewhere[name] = scope

    def assignments(self, name: str) -> Sequence[Assignment]:
        """The bindings of a name that is used in this scope; empty for builtins."""
        scope: Scope | None = self.elsewhere.get(name, self)
        while scope is not None:
            if name in scope.bound:
                return scope.bound[name]
            scope = scope.around
        return ()
