"""Samples: JSON data with the interfaces of its objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..model import Interface
from ..text.records import dataclass

__all__ = ["Sampled", "SampledObject", "plain"]


@dataclass(frozen=True, slots=True)
class SampledObject:
    """An object of a sample; `interface` is its declaration, None for a map.

    `tags` are the members that every object of the interface has, with the same text.
    """

    interface: Interface | None
    members: Mapping[str, Sampled]
    tags: frozenset[str] = frozenset()

    @property
    def value(self) -> dict[str, Any]:
        """The object as JSON data."""
        return {key: plain(member) for key, member in self.members.items()}


Sampled: TypeAlias = "SampledObject | list[Sampled] | str | int | float | bool | None"
"""A sample with the interface of each of its objects."""


def plain(sampled: Sampled) -> Any:
    """The sample as JSON data."""
    if isinstance(sampled, SampledObject):
        return sampled.value
    if isinstance(sampled, list):
        return [plain(element) for element in sampled]
    return sampled
