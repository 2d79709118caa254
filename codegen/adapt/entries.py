"""Build the entries of an adapter's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model import Interface, Type
from ..runtime._adapt import Becomes, Field, Scalar
from .routes import Path

__all__ = ["merged", "new_holders", "put", "required_of"]


def merged(before: Becomes | None, becomes: Becomes) -> Becomes:
    """Join the conversions of an event that is in two groups."""
    if before is None or not before.events:
        return becomes
    if not becomes.events:
        return before
    first = tuple(dict.fromkeys((*before.events[0], *becomes.events[0])))
    return Becomes((first, *before.events[1:]))


def put(fields: dict[str, Field], path: Path, made: Field) -> None:
    """Store the conversion of a field at its path in the source."""
    there = fields.get(path[0], Field())
    if len(path) == 1:
        fields[path[0]] = made._replace(fields=there.fields)
    else:
        inner = dict(there.fields)
        put(inner, path[1:], made)
        fields[path[0]] = there._replace(fields=inner)


def new_holders(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The objects that contain the fields at these paths."""
    return tuple(dict.fromkeys(path[:end] for path in paths for end in range(1, len(path))))


def required_of(
    declared: Interface,
    filled: set[str],
    holder: Path,
    literals: Callable[[Type], tuple[Scalar, ...]],
) -> tuple[tuple[tuple[Path, Scalar], ...], tuple[Path, ...]]:
    """The required fields that nothing fills: those with a single value, and the others."""
    constants: list[tuple[Path, Scalar]] = []
    needs: list[Path] = []
    for property_ in declared.properties:
        if property_.required and property_.wire_name not in filled:
            path = (*holder, property_.wire_name)
            values = literals(property_.type)
            if len(values) == 1:
                constants.append((path, values[0]))
            else:
                needs.append(path)
    return tuple(constants), tuple(needs)
