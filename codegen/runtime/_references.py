"""References of TypedDicts to each other, in a form that type checkers come to an end with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never, TypeVar, Union

__all__ = ["Ref"]

if TYPE_CHECKING:
    from typing import TypeAlias

    T = TypeVar("T")

    # mypy follows each path through aliases and TypedDicts that visits no alias twice. All of them
    # visit this one, so they are short. mypy 2.4 breaks down where the alias is T itself.
    Ref: TypeAlias = Union[T, Never]  # noqa: RUF020
else:

    class Ref:
        """`Ref[X]` is X."""

        def __class_getitem__(cls, item: object) -> object:
            return item
