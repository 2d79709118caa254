"""Sort declarations behind the ones they refer to, as far as recursion allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...model import Alias, Declaration, DeclId, Ref, references

__all__ = ["order"]


def order(declarations: Sequence[Declaration]) -> tuple[Declaration, ...]:
    """The declarations, dependencies first, otherwise as given.

    An alias of a single name comes after its target even in a circle: it is an assignment in
    Python, whose value has to exist.
    """
    by_id = {declaration.id: declaration for declaration in declarations}
    done = _Sorted(by_id)
    entered: set[DeclId] = set()
    for declaration in declarations:
        _place(declaration, by_id, done, entered)
    return done.in_order()


class _Sorted:
    """The sorted declarations so far; aliases wait for their targets."""

    def __init__(self, by_id: Mapping[DeclId, Declaration]) -> None:
        self._by_id = by_id
        self._placed: dict[DeclId, Declaration] = {}
        self._waiting: dict[DeclId, list[Declaration]] = {}

    def put(self, declaration: Declaration) -> None:
        """Add a declaration, or let it wait for the target that it is an alias of."""
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
        """All declarations; circular aliases come last."""
        left = (name for names in self._waiting.values() for name in names)
        return (*self._placed.values(), *left)


def _place(
    start: Declaration,
    by_id: Mapping[DeclId, Declaration],
    done: _Sorted,
    entered: set[DeclId],
) -> None:
    """Depth-first search without recursion, as chains of references can be long."""
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
