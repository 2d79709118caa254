"""Order: declarations after what they refer to, as far as recursion allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...model import Alias, Declaration, DeclId, Ref, refs, types_of

__all__ = ["order", "references"]


def references(declaration: Declaration) -> tuple[DeclId, ...]:
    """The declarations that one refers to, in source order, each once."""
    return tuple(dict.fromkeys(id_ for type_ in types_of(declaration) for id_ in refs(type_)))


def order(declarations: Sequence[Declaration]) -> tuple[Declaration, ...]:
    """The declarations, dependencies first, otherwise as given.

    Another name for a declaration comes after that one also in a circle: where its value is
    the name of what is not yet there, nothing can be made of it.
    """
    by_id = {declaration.id: declaration for declaration in declarations}
    done = _Placed(by_id)
    entered: set[DeclId] = set()
    for declaration in declarations:
        _place(declaration, by_id, done, entered)
    return done.in_order()


class _Placed:
    """Declarations in the order in which they are put, with other names of one behind it."""

    def __init__(self, by_id: Mapping[DeclId, Declaration]) -> None:
        self._by_id = by_id
        self._placed: dict[DeclId, Declaration] = {}
        self._waiting: dict[DeclId, list[Declaration]] = {}

    def put(self, declaration: Declaration) -> None:
        """Place a declaration, or have it wait for the one that it is another name for."""
        pending = [declaration]
        while pending:
            declaration = pending.pop()
            target = declaration.type if isinstance(declaration, Alias) else None
            if isinstance(target, Ref) and self._is_missing(target.id):
                self._waiting.setdefault(target.id, []).append(declaration)
                continue
            self._placed[declaration.id] = declaration
            pending += reversed(self._waiting.pop(declaration.id, ()))

    def _is_missing(self, id_: DeclId) -> bool:
        return id_ in self._by_id and id_ not in self._placed

    def in_order(self) -> tuple[Declaration, ...]:
        """All of them; those that are names for each other come last."""
        left = (name for names in self._waiting.values() for name in names)
        return (*self._placed.values(), *left)


def _place(
    start: Declaration,
    by_id: Mapping[DeclId, Declaration],
    done: _Placed,
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
            done.put(declaration)
            stack.pop()
