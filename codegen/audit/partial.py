"""Partial reports: counts as JSON, which can be merged.

Merging is associative and does not depend on the order, since counts are summed, the first of
several places is kept, and limits keep the smallest keys (`bounds`).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from .. import __version__
from ..model import Model
from .catalogue import Event
from .findings import Kind
from .tally import Counted, EventKey, EventTally, Example, MisfitPlace, Tally, side

__all__ = ["add", "is_partial", "mark_of", "written"]

_FORMAT: Final = "realtime-codegen audit, partial report 1"


def mark_of(model: Model, settings: Any) -> str:
    """A sha256 of the spec and the settings, which must be equal to merge partial reports."""
    ignored = sorted(kind.value for kind in settings.ignored)
    parts = [__version__, model.spec.sha256, settings.pointer, settings.direction, ignored]
    parts += [settings.groups, settings.only, settings.skip]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def written(tally: Tally, mark: str) -> bytes:
    """Format a tally as a partial report: equal counts give equal bytes."""
    unknown = tally.unknown.cut()
    places = tally.places.cut()
    content = {
        "format": _FORMAT,
        "mark": mark,
        "numbers": [tally.lines, tally.broken, tally.misfits],
        "ways": sorted([list(words), count] for words, count in tally.ways.items()),
        "passed": sorted(map(list, tally.passed.items())),
        "files": list(tally.files.cut()),
        "broken": list(tally.first_broken.cut()),
        "kinds": {kind.value: count for kind, count in tally.kinds.items()},
        "unknown": [[*name, _event_state(entry)] for name, entry in unknown.items()],
        "events": sorted(
            ([*_name(key), _event_state(entry)] for key, entry in tally.events.items()),
            key=lambda row: row[:4],
        ),
        "places": [
            [
                list(place),
                counts.expected,
                [[message, _state(counted)] for message, counted in counts.messages.cut().items()],
                None if counts.others is None else _state(counts.others),
            ]
            for place, counts in places.items()
        ],
    }
    return json.dumps(content, sort_keys=True).encode() + b"\n"


def is_partial(data: bytes) -> bool:
    """Whether a file is a partial report, of any version, even if it cannot be read."""
    return b'"format": "realtime-codegen audit, partial report ' in data


def add(tally: Tally, mark: str, data: bytes) -> None:
    """Add a partial report to a tally.

    Raises ValueError for data of another form, another spec or other settings.
    """
    try:
        content = json.loads(data)
        if content["format"] != _FORMAT:
            raise ValueError("another format")
        other_mark = content["mark"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError("it is no partial report of this version") from None
    if other_mark != mark:
        raise ValueError("it was made with another spec, other options or another version")
    try:
        _add(tally, content)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise ValueError("it is a partial report that is broken") from None


def _add(tally: Tally, content: Any) -> None:
    lines, broken, misfits = map(_number, content["numbers"])
    tally.lines += lines
    tally.broken += broken
    tally.misfits += misfits
    for words, count in _list(content["ways"]):
        tally.add_way(tuple(map(_text, _list(words))), _number(count))
    for label, count in _list(content["passed"]):
        tally.pass_over(_text(label), _number(count))
    for file in _list(content["files"]):
        tally.start(_text(file))
    for file, line, reason in _list(content["broken"]):
        tally.keep_broken((_text(file), _number(line), _text(reason)))
    for kind, count in content["kinds"].items():
        tally.kinds[Kind(kind)] += _number(count)
    known = {(e.tag, e.direction or "", str(e.id), str(e.group)): e for e in tally.catalogue.events}
    for tag, direction, state in _list(content["unknown"]):
        _add_event(tally, EventKey(_text(tag), side(direction)), state)
    for tag, direction, declaration, group, state in _list(content["events"]):
        event: Event | None = known[tag, direction, declaration, group] if declaration else None
        _add_event(tally, EventKey(_text(tag), side(direction), event), state)
    for place, expected, messages, others in _list(content["places"]):
        _add_place(tally, _place(place), expected, messages, others)


def _add_place(tally: Tally, place: MisfitPlace, expected: str, messages: Any, others: Any) -> None:
    counts = tally.place(place)
    if counts is None:
        return
    for message, state in messages:
        counts.add(_text(message), _text(expected), _counted(state))
    counts.add_others(_text(expected), None if others is None else _counted(others))


def _add_event(tally: Tally, key: EventKey, state: Any) -> None:
    census, misfits, refused, example = state
    entry = tally.entry(key)
    other = EventTally(tally.census(None if key.event is None else key.event.id))
    other.census.load(census)
    other.misfits, other.refused = _number(misfits), _number(refused)
    other.example = None if example is None else _example(example)
    entry.merge(other)


def _name(key: EventKey) -> list[str]:
    event = key.event
    ids = ["", ""] if event is None else [str(event.id), str(event.group)]
    return [key.tag, key.direction or "", *ids]


def _event_state(entry: EventTally) -> Any:
    example = None if entry.example is None else _row(entry.example)
    return [entry.census.state(), entry.misfits, entry.refused, example]


def _state(counted: Counted) -> Any:
    return [counted.events, *_row(counted.example)]


def _row(example: Example) -> list[Any]:
    return [example.file, example.line, example.path, example.value]


def _counted(state: Any) -> Counted:
    events, *example = state
    return Counted(_number(events), _example(example))


def _example(row: Any) -> Example:
    file, line, path, value = row
    return Example(_text(file), _number(line), _text(path), None if value is None else _text(value))


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no count")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError("no text")
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError("no list")
    return value


def _place(row: Any) -> MisfitPlace:
    undeclared, *texts = _list(row)
    return MisfitPlace(undeclared is True, *map(_text, texts))
