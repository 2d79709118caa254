"""The movement of a protocol, by the facts of a spec.

Events are given by their id, and values in them by paths of wire names.
"""

from __future__ import annotations

from typing import Literal as OneOf, TypeAlias

from ..text.records import dataclass
from .identity import DeclId

__all__ = [
    "Call",
    "Delta",
    "Failure",
    "Merge",
    "Movement",
    "NullMeans",
    "Order",
    "Path",
    "Reply",
    "Scalar",
    "Total",
]

Path: TypeAlias = tuple[str, ...]
"""The steps of a path: names on the wire."""

Scalar: TypeAlias = str | int | float | bool

NullMeans: TypeAlias = OneOf["value", "absent"]


@dataclass(frozen=True, slots=True)
class Reply:
    """`event` answers each message of `to`.

    `fields` are paths of the event with the paths of the message that have the same value; paths
    that the message lacks are not compared, and without any comparison the oldest message is
    answered first. `end` is the event after which no further answer comes, which has the same
    values as `event` at the paths `same`.
    """

    event: DeclId
    to: tuple[DeclId, ...]
    fields: tuple[tuple[Path, Path], ...]
    end: DeclId | None
    same: tuple[Path, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """`event` refuses the message whose value at `cause` is its value at `path`.

    With `where`, only an event that has these values does.
    """

    event: DeclId
    path: Path
    cause: Path
    where: tuple[tuple[Path, Scalar], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """`event` calls the function at `name`, with JSON at `arguments`, and waits for a result.

    With `where`, only an event that has these values does. The result is sent as an event `result`
    whose `fields` have, by path, a fixed text, or "{id}", "{name}" or "{result}" for those of the
    call.
    """

    event: DeclId
    id: Path
    name: Path
    arguments: Path
    where: tuple[tuple[Path, Scalar], ...]
    result: DeclId
    fields: tuple[tuple[Path, str], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Delta:
    """`event` has at `field` the next piece of a text that is called `name`.

    Events with the same values at the paths `item` and `keys` are pieces of one text; `item` is the
    identity of an item, as in an `Order`. `end` is the event that ends it, with the same values; it
    may have the whole text at `whole`.
    """

    event: DeclId
    name: str
    field: Path
    item: Path | None
    keys: tuple[Path, ...]
    end: DeclId | None
    whole: Path | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """`event` places the item whose identity it has at `id`, or with `removes` removes it.

    The item is placed behind the one whose identity is at `after`, and at the end if that is
    missing. If `id` leads into an object, that is the item.
    """

    event: DeclId
    id: Path
    after: Path | None
    removes: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """The object at `field` of `event` is a partial update, and so are objects in it.

    All other values, lists too, replace the previous ones. `null` is whether a null is the new
    value, as for a setting that it turns off, or removes the previous one.
    """

    event: DeclId
    field: Path
    null: NullMeans
    why: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """The numbers in the object at `field` of each `event` are summed up, nested ones too."""

    event: DeclId
    field: Path
    why: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """All facts about the movement of a spec's messages."""

    replies: tuple[Reply, ...] = ()
    failures: tuple[Failure, ...] = ()
    calls: tuple[Call, ...] = ()
    deltas: tuple[Delta, ...] = ()
    orders: tuple[Order, ...] = ()
    merges: tuple[Merge, ...] = ()
    totals: tuple[Total, ...] = ()
