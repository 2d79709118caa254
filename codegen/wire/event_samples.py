"""A sample of each event of a model's groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import ANY_OTHER, AnyOther, DeclId, EventGroup, Model, Tag, TagPath
from ..python.names import Names
from ..runtime._shapes import Named
from ..runtime._strict import find_problems
from ..runtime._tags import with_tag
from ..text.records import dataclass
from .samples import Sampler, plain

__all__ = ["EventSample", "event_samples"]


@dataclass(frozen=True, slots=True)
class EventSample:
    """A sample of one event of a group.

    `tag` is `ANY_OTHER` for an event with an undeclared tag; `number` counts the tags of one class
    from 1. `value` is None if the smallest message is too large to show, or none exists.
    """

    group: EventGroup
    tag: Tag | AnyOther
    event: DeclId
    number: int
    value: dict[str, Any] | None


def event_samples(model: Model, names: Names) -> Iterator[EventSample]:
    """The samples of all groups, in the order of the groups and their members.

    An event of two groups occurs twice. Strict decoding accepts each value as one of its class.
    """
    sampler = Sampler(model, names)
    for group in model.groups:
        numbers: dict[DeclId, int] = {}
        tagged: list[tuple[Tag | AnyOther, DeclId]] = [*group.members]
        tagged += ((ANY_OTHER, event) for event in group.other)
        for tag, event in tagged:
            numbers[event] = numbers.get(event, 0) + 1
            value = _sample(sampler, names.declarations[event], event, group.tag_path, tag)
            yield EventSample(group, tag, event, numbers[event], value)


def _sample(
    sampler: Sampler, name: str, event: DeclId, path: TagPath, tag: Tag | AnyOther
) -> dict[str, Any] | None:
    try:
        value: dict[str, Any] = plain(sampler.sampled(event))
    except ValueError:
        return None
    if tag is not ANY_OTHER:
        made = with_tag(value, path, tag)
        value = {path[0]: made.pop(path[0]), **made}
    return None if find_problems(sampler.shapes, Named(name), value) else value
