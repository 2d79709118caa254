"""Scopes of a program, and what binds the names in each, by the rules of Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Literal as OneOf, TypeAlias

from ...text.records import dataclass

__all__ = ["Assignment", "Scope", "ScopeKind"]

ScopeKind: TypeAlias = OneOf["module", "class", "function", "comprehension"]


@dataclass(frozen=True, eq=False, slots=True)
class Assignment:
    """What binds a name: `node` is the name, the parameter, the definition or the import."""

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
        """The next scope whose names are seen in this one: those of a class are not."""
        scope = self.parent
        while scope is not None and scope.kind == "class":
            scope = scope.parent
        return scope

    def bind(self, name: str, node: object) -> Assignment:
        """Note what binds a name in this scope, or in the one that it is declared to be of."""
        scope = self.elsewhere.get(name, self)
        assignment = Assignment(name, scope, node)
        scope.bound.setdefault(name, []).append(assignment)
        return assignment

    def walrus(self) -> Scope:
        """The scope in which `:=` binds: the scope of the function around comprehensions."""
        scope = self
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        return scope

    def declare(self, names: Sequence[str], *, is_global: bool) -> None:
        """Note the names of a `global` or `nonlocal` statement."""
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
        """What binds a name that stands in this scope; nothing for names of the language."""
        scope: Scope | None = self.elsewhere.get(name, self)
        while scope is not None:
            if name in scope.bound:
                return scope.bound[name]
            scope = scope.around
        return ()
