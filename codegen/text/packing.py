"""Pack records into plain JSON values: a table of rows that refer to earlier ones.

Equal values are one row, so the table is small, and it is flat however deep the records are. Only
instances of given classes are restored: a table is data, never code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

__all__ = ["pack", "unpack"]

_TUPLE: Final = "tuple"
_SET: Final = "frozenset"
_MAPPING: Final = "mapping"
_SCALARS: Final = (str, int, float, bool, type(None))


def pack(value: object, classes: Iterable[type], left_out: Iterable[type] = ()) -> list[Any]:
    """Pack a value: records of `classes`, tuples, frozensets, mappings and scalars.

    Instances of the classes `left_out` become None. Raises TypeError for other values, and
    RecursionError for some that are nested very deeply.
    """
    packer = _Packer(frozenset(classes), frozenset(left_out))
    packer.row_of(value)
    return packer.rows


class _Packer:
    def __init__(self, classes: frozenset[type], left_out: frozenset[type]) -> None:
        self.classes = classes
        self.left_out = left_out
        self.rows: list[Any] = []
        self._known: dict[tuple[object, ...], int] = {}

    def row_of(self, value: object) -> int:
        """The number of a value's row."""
        kind = type(value)
        if kind in self.left_out:
            return self.row_of(None)
        if kind in _SCALARS:
            # By type and text: `==` ignores the type of numbers, and the sign of zero.
            return self._row((kind.__name__, repr(value)), value)
        row = [self._name(value), *map(self.row_of, self._parts(value))]
        return self._row(tuple(row), row)

    def _row(self, key: tuple[object, ...], row: object) -> int:
        number = self._known.setdefault(key, len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
        return number

    def _name(self, value: object) -> str:
        kind = type(value)
        if kind in self.classes:
            return kind.__name__
        if kind is tuple:
            return _TUPLE
        if kind is frozenset:
            return _SET
        if isinstance(value, Mapping):
            return _MAPPING
        raise TypeError(f"{kind.__name__} cannot be packed")

    def _parts(self, value: object) -> Iterable[object]:
        if isinstance(value, frozenset):
            return sorted(value, key=repr)
        if isinstance(value, Mapping):
            return [part for item in value.items() for part in item]
        if isinstance(value, tuple):
            return value
        fields: tuple[str, ...] = type(value).__match_args__  # type: ignore[attr-defined]
        return [getattr(value, name) for name in fields]


def unpack(rows: Iterable[Any], classes: Iterable[type]) -> object:
    """Restore the value of a table, with records of `classes`.

    Raises ValueError for data of another form.
    """
    makers: dict[str, Callable[[list[Any]], object]] = {
        _TUPLE: tuple,
        _SET: frozenset,
        _MAPPING: lambda parts: dict(zip(parts[::2], parts[1::2], strict=True)),
    }
    makers.update((kind.__name__, _maker(kind)) for kind in classes)
    values: list[object] = []
    try:
        for row in rows:
            if isinstance(row, list):
                name, *parts = row
                values.append(makers[name]([values[part] for part in parts]))
            else:
                values.append(row)
        return values[-1]
    except (TypeError, ValueError, LookupError, RecursionError) as fault:
        raise ValueError(f"this is no table of records: {fault}") from None


def _maker(kind: type) -> Callable[[list[Any]], object]:
    return lambda parts: kind(*parts)
