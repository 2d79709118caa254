"""Order: declarations after what they refer to, as far as recursion allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model import Alias, Declaration, DeclId, Enum, Interface, Ref, Type, children

__all__ = ["order", "references"]


def references(declaration: Declaration) -> tuple[DeclId, ...]:
    """The declarations that one refers to, in source order, each once."""
    types: tuple[Type, ...] = ()
    match declaration:
        case Enum():
            pass
        case Alias(type=type_):
            types = (type_,)
        case Interface(properties=properties, index=index):
            types = tuple(item.type for item in properties)
            if index is not None:
                types += (index,)
    return tuple(dict.fromkeys(id_ for type_ in types for id_ in _ids(type_)))


def _ids(type_: Type) -> Iterator[DeclId]:
    if isinstance(type_, Ref):
        yield type_.id
    for inner in children(type_):
        yield from _ids(inner)


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
