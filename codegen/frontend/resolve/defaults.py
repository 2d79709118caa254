"""Type arguments: those of a type without arguments, and the defaults of those that lack one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...model import UNKNOWN
from ...text.records import dataclass
from ..syntax import KeywordType, LiteralType, TypeNode
from .closed import closed_term
from .protocol import Types
from .semantics import ANY, UNRESOLVED, Env, Named, TypeTerm
from .symbols import Symbol

__all__ = ["bare", "completed", "constrained"]


def bare(types: Types, symbol: Symbol) -> Named:
    """The type of a symbol without arguments, that is with its defaults.

    They are evaluated once, as object types among them are compared by identity.
    """
    named = types.bare.get(symbol)
    if named is None:
        # A default that names the type without arguments gets unknown ones.
        types.bare[symbol] = types.named(symbol, [UNKNOWN] * len(symbol.parameters))
        terms = completed(types, symbol)
        named = types.bare[symbol] = types.named(symbol, terms)
    return named


def constrained(types: Types, symbol: Symbol) -> Named:
    """The type of a symbol with the constraints of its parameters, and `any` for those without.

    TypeScript: that is what a condition infers of a constructor.
    """
    nodes = [parameter.constraint for parameter in symbol.parameters]
    ahead = _ahead(types, symbol) if any(nodes) else {}
    terms = [
        ANY if node is None else types.force(types.term(node, Env(symbol.scope_of(node), ahead)))
        for node in nodes
    ]
    return types.named(symbol, terms)


def _ahead(types: Types, symbol: Symbol) -> dict[str, TypeTerm]:
    """The type parameters in constraints and defaults that refer ahead, or to themselves.

    Each is its constraint, in which all parameters are unknown: this ends the recursion.
    """
    unknown: dict[str, TypeTerm] = {parameter.name: UNKNOWN for parameter in symbol.parameters}

    def constraint(node: TypeNode | None) -> TypeTerm:
        return types.deferred(
            node, Env(symbol.scope if node is None else symbol.scope_of(node), unknown)
        )

    return {parameter.name: constraint(parameter.constraint) for parameter in symbol.parameters}


def completed(
    types: Types, symbol: Symbol, arguments: Sequence[TypeTerm] = ()
) -> Iterator[TypeTerm]:
    """The arguments, with the defaults of the parameters without one.

    A parameter without a default is its constraint, or unknown.
    """
    if not symbol.parameters:
        return
    missing = len(symbol.parameters) - len(arguments)
    types.spend_or_read(missing)
    ahead = _ahead(types, symbol) if missing > 0 else {}
    positions = {parameter.name: index for index, parameter in enumerate(symbol.parameters)}
    terms: list[TypeTerm] = []
    for position, parameter in enumerate(symbol.parameters):
        node = parameter.default or parameter.constraint
        # A parameter without an argument leaves conditions undecided, as `any` does.
        term: TypeTerm = UNRESOLVED
        if position < len(arguments):
            term = arguments[position]
        elif node is not None:
            before = _Before(position, positions, terms, ahead)
            term = _default(types, node, Env(symbol.scope_of(node), before))
        terms.append(term)
        yield term


def _default(types: Types, node: TypeNode, env: Env) -> TypeTerm:
    """The type of a default: a computation, as it may need itself without an end.

    It costs as many steps as it is deep in other defaults.
    """
    if isinstance(node, KeywordType | LiteralType):
        return types.term(node, env)

    def made() -> TypeTerm:
        types.spend(types.budget.nested_defaults)
        return closed_term(types.closed, node, env, types.term)

    types.budget.nested_defaults += 1
    try:
        return types.force(types.descend(made))
    finally:
        types.budget.nested_defaults -= 1


@dataclass(eq=False)
class _Before(Mapping[str, TypeTerm]):
    """The type parameters in the default of the one at a position.

    Earlier ones have their terms, it is unknown itself, and later ones are their constraints. It is
    a view, as there may be thousands of defaults.
    """

    position: int
    positions: Mapping[str, int]
    terms: Sequence[TypeTerm]
    ahead: Mapping[str, TypeTerm]

    def __getitem__(self, name: str) -> TypeTerm:
        position = self.positions[name]
        if position == self.position:
            return UNKNOWN
        return self.terms[position] if position < self.position else self.ahead[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.positions)

    def __len__(self) -> int:
        return len(self.positions)
