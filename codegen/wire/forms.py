"""The forms of objects and unions that samples are made by, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..runtime import _shapes as shapes

__all__ = ["Choice", "Form", "Member"]


class Form(NamedTuple):
    """The fields of an interface, its tags, and the tags that are required.

    A tag is a field of one text. `kind` is the text of the field `object`, if there is one. An
    object that `is_count` is shown whole.
    """

    fields: Mapping[str, shapes.Shape]
    tags: frozenset[str]
    required_tags: frozenset[str]
    kind: str
    is_count: bool


class Member(NamedTuple):
    """A member of a union: the declarations that it names, and how welcome it is in a sample.

    `words` are the words of its literals: an output is the member that speaks of outputs. Where
    they do not tell, a message of several ones is a user's.
    """

    shape: shapes.Shape
    names: frozenset[str]
    order: int
    words: frozenset[str]
    is_of_users: bool


class Choice(NamedTuple):
    """The members of a union that have a finite value, and the one that has the smallest.

    `alike` has, for each member that its fields tell from others, it and these others. `speaks`
    says that the literals of the members tell what they are about.
    """

    union: shapes.Shape
    members: tuple[Member, ...]
    smallest: shapes.Shape
    alike: dict[shapes.Shape, shapes.ByKeys]
    speaks: bool
