"""`UNSET`, which stands for a field that a message does not have, and is never data.

A serializer that does not know it must fail, not write a text or a number in its place. Its
`repr` is for people: logs, debuggers, and errors that quote what they were given.
"""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

__all__ = ["UNSET", "UnsetType", "advise_yaml"]

_ADVICE = "UNSET: write events with encode() or to_dict()"
_SHOWN = "<UNSET: use encode()>"


class _NoData:
    """The value of `UNSET` for serializers, which write a member of an Enum as its value.

    They refuse an instance of a class that they do not know, and quote the name of the class.
    Some take its text instead, or its items: it has neither, and says what to do.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> NoReturn:
        raise TypeError(_ADVICE)

    def __iter__(self) -> NoReturn:
        raise TypeError(_ADVICE)

    def __next__(self) -> NoReturn:
        """pydantic, told to write what it does not know, asks for a text; not of an iterator."""
        raise TypeError(_ADVICE)


_NoData.__name__ = _NoData.__qualname__ = _ADVICE


class _Global(str):
    """The name of a global, as `__reduce_ex__` may return; PyYAML takes it for a sequence.

    It asks for protocol 2. From protocol 4 on, `pickle` of Python 3.14 wants a mere `str`.
    """

    __slots__ = ()

    def __iter__(self) -> NoReturn:
        raise TypeError(_ADVICE)


class UnsetType(Enum):
    """The type of `UNSET`, the value of a field that the message does not have."""

    UNSET = _NoData()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> NoReturn:
        """A text is data: `str`, f-strings and `default=str` of a serializer fail."""
        raise TypeError(_ADVICE)

    if not TYPE_CHECKING:  # A loop over it is to stay an error of type checkers.

        def __iter__(self) -> NoReturn:
            """Some serializers take what they do not know for a list, or for its `repr`."""
            raise TypeError(_ADVICE)

    @property
    def name(self) -> str:
        """Some serializers write a member of an Enum as its name, which this one does not tell."""
        raise TypeError(_ADVICE)

    def __reduce_ex__(self, protocol: Any) -> Any:
        # For `pickle`, the name of a global of this module.
        return "UNSET" if protocol > 2 else _Global("UNSET")

    def __getstate__(self) -> NoReturn:
        """jsonpickle asks for it, and takes a `TypeError` for null."""
        raise ValueError(_ADVICE)

    @classmethod
    def _missing_(cls, value: object) -> UnsetType | None:
        """Restore an instance that an earlier version has pickled."""
        return cls.UNSET if value == "UNSET" else None

    def __copy__(self) -> UnsetType:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> UnsetType:
        return self


UnsetType.__name__ = _ADVICE
UNSET: Final = UnsetType.UNSET


def advise_yaml(cls: type[Any]) -> None:
    """Have PyYAML, if it is imported, refuse instances of a class with the advice.

    Its safe dumper only quotes what it does not know. The other one comes upon `UNSET`.
    """
    representer: Any = sys.modules.get("yaml.representer")
    if hasattr(representer, "SafeRepresenter"):
        representer.SafeRepresenter.add_representer(cls, _refuse)


def _refuse(_dumper: Any, event: Any) -> NoReturn:
    raise TypeError(
        f"{event.__class__.__name__}: write events with encode() or to_dict()"
    )
