"""JSON values by path: get, put, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

__all__ = ["NOTHING", "Path", "has", "mapped", "paired", "put", "value_at"]

Path: TypeAlias = tuple[str, ...]
NOTHING: Final = object()
"""The result of a path without a value."""


def value_at(value: Any, path: Path) -> Any:
    """The value at a path in nested objects; `NOTHING` if there is none."""
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return NOTHING
        value = value[name]
    return value


def put(value: dict[str, Any], path: Path, new: Any) -> None:
    """Put a value at a path; missing objects on the way are created."""
    *way, last = path
    for name in way:
        inner = value.get(name)
        if not isinstance(inner, dict):
            inner = value[name] = {}
        value = inner
    value[last] = new


def has(value: Any, wanted: Any) -> bool:
    """Whether a value contains another one: the members of objects, at each depth."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(
            name in value and has(value[name], inner) for name, inner in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(value, list) and len(value) == len(wanted) and all(map(has, value, wanted))
        )
    if isinstance(wanted, bool) or isinstance(value, bool):
        return value is wanted
    return bool(value == wanted)


def mapped(value: Any, of: Callable[[str, Any], Any], name: str = "") -> Any:
    """Copy a value, with each value that is no object and no list replaced by that of `of`.

    `of` gets the name of the field that the value is in, and the value.
    """
    if isinstance(value, dict):
        return {key: mapped(inner, of, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [mapped(inner, of, name) for inner in value]
    return of(name, value)


def paired(one: Any, other: Any, name: str = "") -> Iterator[tuple[str, str, str]]:
    """The texts at the same places of two values, with the names of their fields."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key, inner in one.items():
            if key in other:
                yield from paired(inner, other[key], key)
    elif isinstance(one, list) and isinstance(other, list):
        for inner, of_other in zip(one, other, strict=False):
            yield from paired(inner, of_other, name)
    elif isinstance(one, str) and isinstance(other, str):
        yield name, one, other
