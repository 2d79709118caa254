"""Instances of generic types, by the structure of their arguments instead of their names."""

from __future__ import annotations

from dataclasses import field

from ...text.records import dataclass
from .protocol import Types
from .semantics import Lazy, Named, ObjectShape, Signature, TArray, TTuple, TUnion, TypeTerm

__all__ = ["Instances"]

_DEEPEST = 8
"""The depth of arguments that are resolved."""


@dataclass(eq=False)
class Instances:
    """Resolves the arguments of instances.

    TypeScript resolves a generic alias in an argument: `Node<Same<A>>` is `Node<A>`. A type that
    passes on `Same<T>` would never end otherwise. An alias of an object type stays, and so does one
    without arguments, as these are the names people use.
    """

    types: Types
    _known: dict[Named, Named] = field(default_factory=dict)

    def of(self, named: Named, depth: int = 0) -> Named:
        """Resolve the generic aliases in the arguments of an instance, up to a depth."""
        if not named.arguments or depth > _DEEPEST or self.types.budget.is_low:
            return named
        known = self._known.get(named)
        if known is None:
            plain = tuple(self._argument(argument, depth) for argument in named.arguments)
            same = all(new is old for new, old in zip(plain, named.arguments, strict=True))
            known = named if same else self.types.named(named.symbol, plain)
            self._known[named] = known
        return known

    def _body(self, term: Named) -> TypeTerm:
        return self.types.alias_body(term) if term.symbol.is_alias else term

    def _argument(self, term: TypeTerm, depth: int) -> TypeTerm:
        if depth > _DEEPEST:
            return term
        while isinstance(term, Lazy) and term.value is not None:
            term = term.value
        match term:
            case Named(arguments=(_, *_)):
                value = self.types.force(self._body(term))
                if value is term or isinstance(value, ObjectShape | Signature | TTuple):
                    return self.of(term, depth + 1)
                return self._argument(value, depth + 1)
            case TArray(element, readonly):
                inner = self._argument(element, depth + 1)
                return term if inner is element else TArray(inner, readonly)
            case TUnion(members):
                plain = tuple(self._argument(member, depth + 1) for member in members)
                same = all(new is old for new, old in zip(plain, members, strict=True))
                return term if same else TUnion(plain)
            case _:
                return term
