"""`UNSET`, which stands for a field that a message does not have, and is never data.

A serializer that does not know it must fail; its `repr` is for logs, debuggers and errors.
"""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

_ADVICE = "UNSET: write events with encode() or to_dict()"
_SHOWN = "<UNSET: use encode()>"


class _NoData:
    """The value of `UNSET` for serializers, which write a member of an Enum as its value.

    They refuse an unknown class and quote its name, or take its text or items: it has none.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> NoReturn:
        raise TypeError(_ADVICE)

    # pydantic, told to write what it does not know, asks for the text of no iterator.
    __iter__ = __next__ = __str__


_NoData.__name__ = _NoData.__qualname__ = _ADVICE


class _Global(str):
    """The name of a global, as `__reduce_ex__` may return; PyYAML takes it for a sequence."""

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
        # Some serializers take what they do not know for a list, or for its `repr`.
        __iter__ = __str__

    @property
    def name(self) -> str:
        """Some serializers write a member of an Enum as its name."""
        raise TypeError(_ADVICE)

    def __reduce_ex__(self, protocol: Any) -> Any:
        # To `pickle` a global of this module, for 3.14 a mere `str`; `copy` keeps it.
        return "UNSET" if protocol > 2 else _Global("UNSET")

    def __getstate__(self) -> NoReturn:
        """jsonpickle asks for it, and takes a `TypeError` for null."""
        raise ValueError(_ADVICE)

    @classmethod
    def _missing_(cls, value: object) -> UnsetType | None:
        """Restore an instance that an earlier version has pickled."""
        return cls.UNSET if value == "UNSET" else None


UnsetType.__name__ = _ADVICE
UNSET: Final = UnsetType.UNSET


def advise_yaml(cls: type[Any]) -> None:
    """Have PyYAML's safe dumper, if imported, refuse a class; the other comes upon `UNSET`."""
    representer: Any = sys.modules.get("yaml.representer")
    if hasattr(representer, "SafeRepresenter"):
        representer.SafeRepresenter.add_representer(cls, _refuse)


def _refuse(_dumper: Any, event: Any) -> NoReturn:
    raise TypeError(_ADVICE.replace("UNSET", event.__class__.__name__))
