"""The movement of a protocol, as tables: replies, texts that grow, and ordered items.

Standard library only; the tables of a package are in the generated module `session`.
"""

from __future__ import annotations

from copy import copy
from typing import Any, NamedTuple, TypeAlias, Union, cast

from ._runtime import UNSET
from ._shapes import MISSING, TagPath, tag_at

Path: TypeAlias = tuple[str, ...]
"""The names of attributes, from an event to a value."""

Wanted: TypeAlias = tuple[tuple[Path, Union[str, int, float, bool]], ...]


class Reply(NamedTuple):
    """`event` answers a message of `to`; see the fact `[[reply]]`."""

    event: type[Any]
    to: tuple[type[Any], ...]
    fields: tuple[tuple[Path, Path], ...] = ()
    end: Union[type[Any], None] = None
    same: tuple[Path, ...] = ()


class Failure(NamedTuple):
    """`event` refuses the message that has at `cause` what it has at `path`.

    `counts` says that this is a number.
    """

    event: type[Any]
    path: Path
    cause: Path
    counts: bool = False
    where: Wanted = ()


class Delta(NamedTuple):
    """`event` has the next piece of a whole at `field`; see the fact `[[delta]]`."""

    event: type[Any]
    name: str
    field: Path
    item: Union[Path, None] = None
    keys: tuple[Path, ...] = ()
    end: Union[type[Any], None] = None
    whole: Union[Path, None] = None
    audio: bool = False


class Order(NamedTuple):
    """`event` places or removes the item with the identity at `id`."""

    event: type[Any]
    id: Path
    after: Union[Path, None] = None
    removes: bool = False


class Total(NamedTuple):
    """The numbers at `field` of each `event` sum up."""

    event: type[Any]
    field: Path


class Moves(NamedTuple):
    """The relations between the messages of one connection."""

    replies: tuple[Reply, ...] = ()
    failures: tuple[Failure, ...] = ()
    deltas: tuple[Delta, ...] = ()
    orders: tuple[Order, ...] = ()
    totals: tuple[Total, ...] = ()


def value_at(event: Any, path: Path) -> Any:
    """The value at a path; UNSET where there is none."""
    for name in path:
        event = getattr(event, name, UNSET)
    return event


def put(event: Any, path: Path, value: object) -> None:
    """Set the value at a path; objects on the way are copied, since others may have them."""
    *way, last = path
    for name in way:
        inner = copy(getattr(event, name))
        setattr(event, name, inner)
        event = inner
    setattr(event, last, value)


def has_all(event: Any, wanted: Wanted) -> bool:
    """Whether an event has some values."""
    return all(value_at(event, path) == value for path, value in wanted)


def is_missing(value: object) -> bool:
    """Whether a field says nothing."""
    return value is None or value is UNSET


def merged(
    settings: dict[str, Any],
    changes: dict[str, Any],
    tags: frozenset[str | TagPath],
    null: str,
) -> dict[str, Any]:
    """A JSON object with the changes of another one; the two stay as they are.

    Objects change what they have. An object whose tag is another one, a list and all else
    takes the place of what was there. With `null` "absent" a null takes it away.
    """
    made = dict(settings)
    for name, value in changes.items():
        old = made.get(name)
        if value is None and null == "absent":
            made.pop(name, None)
        elif isinstance(value, dict) and isinstance(old, dict):
            new, was = cast("dict[str, Any]", value), cast("dict[str, Any]", old)
            is_other = any(_differs(tag, new, was) for tag in tags)
            made[name] = new if is_other else merged(was, new, tags, null)
        else:
            made[name] = value
    return made


def _differs(tag: str | TagPath, new: dict[str, Any], was: dict[str, Any]) -> bool:
    """Whether an object has another tag than the one that it is to change."""
    if isinstance(tag, str):
        return bool(new.get(tag, was.get(tag)) != was.get(tag))
    given = tag_at(new, tag)
    if given is MISSING:
        return False
    old = tag_at(was, tag)
    return bool(given != (None if old is MISSING else old))
