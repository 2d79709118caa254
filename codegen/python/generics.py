"""Generic forms of aliases that contain themselves or each other, for fields of TypedDicts.

`tangles` says which aliases need them.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Alias, Interface, Model, refs
from .identifiers import unused
from .spelling import Speller
from .tree import Annotated, Assign, Call, Name, Quoted, Statement, String, Subscript

__all__ = ["generic_aliases", "targets_of"]


def generic_aliases(model: Model, speller: Speller) -> list[Statement]:
    """The definitions of the generic aliases, and of their variables before them.

    The speller knows the names of the aliases afterwards.
    """
    aliases = {item.id: item.type for item in model.declarations if isinstance(item, Alias)}
    # One that refers to nothing but itself, or to null, leads nowhere, and keeps its name.
    arguments = {id_: own for id_ in speller.tangles.generic if (own := speller.arguments(id_))}
    if not arguments:
        return []
    taken = _taken(model, speller)
    most = max(map(len, arguments.values()))
    variables = [Name(unused(f"_T{number}", taken)) for number in range(1, most + 1)]
    speller.evaluated, speller.shadowed, speller.in_field = True, frozenset(), False
    statements: list[Statement] = [
        Assign(variable, Call(speller.use("TypeVar"), (String(variable.id),)))
        for variable in variables
    ]
    names = {id_: unused(f"_{speller.names.declarations[id_]}Of", taken) for id_ in arguments}
    for id_, inner in arguments.items():
        given = tuple(variables[: len(inner)])
        # What it contains beside its parameters are itself and others with the same ones.
        within = {one for one in refs(aliases[id_]) if one in names and one not in inner}
        speller.variables = {
            **{one: Quoted(Subscript(Name(names[one]), given)) for one in within},
            **dict(zip(inner, variables, strict=False)),
        }
        target = speller.definition(aliases[id_])
        statements.append(Annotated(names[id_], speller.use("TypeAlias"), target))
    speller.generics |= names
    speller.variables = {}
    return statements


def _taken(model: Model, speller: Speller) -> set[str]:
    """The names of the module and of its fields."""
    names = set(speller.names.declarations.values())
    fields = {
        item.wire_name
        for declaration in model.declarations
        if isinstance(declaration, Interface)
        for item in declaration.properties
    }
    return names | {speller.hidden(name) for name in names} | fields


def targets_of(statements: Iterable[Statement]) -> set[str]:
    """The names that assignments define."""
    names: set[str] = set()
    for statement in statements:
        if isinstance(statement, Assign) and isinstance(statement.target, Name):
            names.add(statement.target.id)
        elif isinstance(statement, Annotated):
            names.add(statement.target)
    return names
