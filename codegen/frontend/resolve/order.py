"""Order: declarations after what they refer to, as far as recursion allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...model import Declaration, DeclId, refs, types_of

__all__ = ["order", "references"]


def references(declaration: Declaration) -> tuple[DeclId, ...]:
    """The declarations that one refers to, in source order, each once."""
    return tuple(dict.fromkeys(id_ for type_ in types_of(declaration) for id_ in refs(type_)))


def order(declarations: Sequence[Declaration]) -> tuple[Declaration, ...]:
    """The declarations, dependencies first, otherwise as given."""
    by_id = {declaration.id: declaration for declaration in declarations}
    done: dict[DeclId, Declaration] = {}
    entered: set[DeclId] = set()
    for declaration in declarations:
        _place(declaration, by_id, done, entered)
    return tuple(done.values())


def _place(
    start: Declaration,
    by_id: Mapping[DeclId, Declaration],
    done: dict[DeclId, Declaration],
    entered: set[DeclId],
) -> None:
    """Depth first without recursion: chains of references can be long."""
    if start.id in entered:
        return
    entered.add(start.id)
    stack = [(start, iter(references(start)))]
    while stack:
        declaration, rest = stack[-1]
        for id_ in rest:
            if id_ in by_id and id_ not in entered:
                entered.add(id_)
                inner = by_id[id_]
                stack.append((inner, iter(references(inner))))
                break
        else:
            done[declaration.id] = declaration
            stack.pop()
