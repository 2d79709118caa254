"""The forms of objects and unions for samples, each computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model import Property
from ..runtime import _shapes as shapes

__all__ = ["Choice", "Form", "Member"]


class Form(NamedTuple):
    """The fields of an interface, its tags, and the tags that are required.

    A tag is a field of one text. `kind` is the text of the field `object`, if there is one. An
    object that `is_count` is shown whole; of others the first ones of `helpful` are, the
    informative optional properties.
    """

    fields: Mapping[str, shapes.Shape]
    tags: frozenset[str]
    required_tags: frozenset[str]
    kind: str
    is_count: bool
    helpful: Sequence[Property]


class Member(NamedTuple):
    """A member of a union: the declarations in it, and its rank for a sample.

    `words` are the words of its literals, by which it fits an event: an output event gets the
    member with "output". Without a fit, a message is a user's.
    """

    shape: shapes.Shape
    names: frozenset[str]
    order: int
    words: frozenset[str]
    is_of_users: bool


class Choice(NamedTuple):
    """The members of a union that have a finite value, and the one with the smallest.

    `alike` has each member that only its fields discriminate, with the others of that kind.
    `speaks` is whether the literals of the members are telling words.
    """

    union: shapes.Shape
    members: tuple[Member, ...]
    smallest: shapes.Shape
    alike: dict[shapes.Shape, shapes.ByKeys]
    speaks: bool
