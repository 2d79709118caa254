"""Events of one version of a protocol as events of the other.

The functions take an event as a plain dictionary, which stays as it was, and return the
events that it is in the other version with all that could not be carried over. What
neither version declares is carried as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias, Union

Json: TypeAlias = Union[dict[str, "Json"], list["Json"], str, int, float, bool, None]
Scalar: TypeAlias = Union[str, int, float, bool, None]
Event: TypeAlias = dict[str, Json]
Path: TypeAlias = tuple[str, ...]
Kind: TypeAlias = Literal[
    "object", "list", "string", "integer", "fraction", "boolean", "null"
]


class Loss(NamedTuple):
    """A part of a value that could not be carried over.

    `path` is its place in the event that was given, such as `$.session.temperature`; for
    what is `missing`, in the one that was made. An `event` has no counterpart, so that
    nothing is to be sent. A `field` has none, and was left out. The other version does not
    take a `value`: it was left out, or kept where the other version requires the field. What
    is `missing` is required there, and nothing tells what it is.
    """

    path: str
    kind: Literal["event", "field", "value", "missing"]
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {self.why}"


class Adapted(NamedTuple):
    """The events that an event is in the other version, none or several, and the losses."""

    events: tuple[Event, ...]
    losses: tuple[Loss, ...] = ()


class Form(NamedTuple):
    """A value that is another one in the other version.

    An object may lack the keys that are not in `needs`. With `where`, a field around the value
    and its text, it is so only there.
    """

    old: Json
    new: Json
    needs: Path = ()
    where: tuple[str, str] | None = None


class Value(NamedTuple):
    """The rule by which a value is carried over.

    Values of the kinds that are `refused` are not taken, but for those that are listed. An
    object is one of `objects`, each of which is the name of a table. `items` is about the
    elements of a list and `entries` about the values of a map, both also by name.
    """

    forms: tuple[Form, ...] = ()
    refused: Mapping[Kind, tuple[Scalar, ...]] = {}
    objects: tuple[str, ...] = ()
    items: Value | str | None = None
    entries: Value | str | None = None


class Field(NamedTuple):
    """The rule for a field: its path `to`, which is empty if it has no successor.

    The other version may have it `required`. Values that are `implied` are left out without a
    word. `fields` are those of the object in it that go elsewhere.
    """

    to: Path = ()
    value: Value | str | None = None
    required: bool = False
    why: str = ""
    implied: tuple[Scalar, ...] = ()
    fields: Mapping[str, Field] = {}


class Object(NamedTuple):
    """The rule for an object; a field that is not in `fields` stays as it is.

    Several may come into question: it is the one whose `tags` it has, with values of the
    `kinds` (or null, where it is not wanted), all the fields that it `wants`, and few but its
    `fields` and `others`. `rest` is about further ones. `constants` are added where they are
    not given, and `needs` are missed. With `why`, the object has no counterpart.
    """

    tags: Mapping[str, tuple[Scalar, ...]] = {}
    kinds: Mapping[str, tuple[Kind, ...]] = {}
    wants: Path = ()
    fields: Mapping[str, Field] = {}
    others: Path = ()
    rest: Value | str | None = None
    constants: tuple[tuple[Path, Scalar], ...] = ()
    needs: tuple[Path, ...] = ()
    why: str = ""


class Becomes(NamedTuple):
    """The events that an event is: for each the tables that it may be made by."""

    events: tuple[tuple[str, ...], ...] = ()
    why: str = ""


class Tables(NamedTuple):
    """The tables of one direction.

    The `events` are by the field that has the tag, or the path to it, and by tag.
    """

    events: Mapping[str | Path, Mapping[Scalar, Becomes]]
    objects: Mapping[str, Object]
    values: Mapping[str, Value] = {}


class _LeftOut:
    """The mark of a value that is not carried over."""


_LEFT_OUT: Final = _LeftOut()
_Made: TypeAlias = tuple[Event, tuple[Loss, ...], int]
_NO_FIELD: Final = "left out: the other version has no such field"
_NOT_TAKEN: Final = "the other version does not take it"
# What speaks against the choice of a table: tags that the object does not have, and so on.
_OTHER: Final = 10_000
_DEAD: Final = 1000
_WANTED: Final = 20
_STRANGE: Final = 20
_TOLD: Final = 15
_LOST: Final = 10
_ADDED: Final = 1


def adapted(event: Event, tables: Tables) -> Adapted:
    """An event as the other version has it. One that is not declared is carried as it is."""
    try:
        return _adapted(event, tables)
    except RecursionError:
        return Adapted((), (Loss("$", "event", "it nests too deeply"),))


def _adapted(event: Event, tables: Tables) -> Adapted:
    becomes = _declared(event, tables)
    if becomes is None:
        return Adapted((_copied_object(event),))
    if not becomes.events:
        return Adapted((), (Loss("$", "event", becomes.why),))
    made: list[Event] = []
    told: list[tuple[Loss, ...]] = []
    for names in becomes.events:
        walk = _Walk(tables, {})
        one = walk.chosen(names, event, "$", (), required=True)
        made.append(one if isinstance(one, dict) else {})
        told.append(tuple(walk.losses))
    # What one of several events has is not lost.
    losses = [
        loss
        for losses in told
        for loss in losses
        if loss.kind == "missing" or all(loss in others for others in told)
    ]
    return Adapted(tuple(made), tuple(dict.fromkeys(losses)))


def _declared(event: Event, tables: Tables) -> Becomes | None:
    for place, by_tag in tables.events.items():
        tag: Json = event
        for name in (place,) if isinstance(place, str) else place:
            tag = tag.get(name) if isinstance(tag, dict) else None
        if not isinstance(tag, (dict, list)) and tag is not None and tag in by_tag:
            return by_tag[tag]
    return None


class _Walk:
    """Makes the objects of one event, and collects what cannot be carried over."""

    def __init__(self, tables: Tables, known: dict[tuple[str, str], _Made]) -> None:
        self.tables = tables
        self.losses: list[Loss] = []
        self.cost = 0
        self._known = known

    def chosen(
        self,
        names: Sequence[str],
        given: Event,
        path: str,
        around: tuple[Event, ...],
        *,
        required: bool,
    ) -> Json | _LeftOut:
        """The object by the table that carries most of it."""
        fitting = [name for name in names if _fits(self.tables.objects[name], given)]
        names = fitting or names
        tried = [self._tried(name, given, path, around) for name in names]
        best = min(range(len(tried)), key=lambda index: tried[index][2])
        why = self.tables.objects[names[best]].why
        if why:
            return self._refuse(given, path, why, required=required)
        made, losses, cost = tried[best]
        self.losses += losses
        self.cost += cost
        return made

    def _tried(
        self, name: str, given: Event, path: str, around: tuple[Event, ...]
    ) -> _Made:
        """An object by a table, the losses, and the reasons against the table."""
        known = self._known.get((name, path))
        if known is None:
            table = self.tables.objects[name]
            walk = _Walk(self.tables, self._known)
            made = {} if table.why else walk.object(table, given, path, around)
            cost = walk.cost + (_DEAD if table.why else 0)
            cost += 0 if _fits(table, given) else _OTHER
            cost -= _TOLD * sum(key in given for key in table.tags)
            cost += _WANTED * sum(wanted not in given for wanted in table.wants)
            cost += _STRANGE * sum(
                key not in table.fields and key not in table.others for key in given
            )
            known = self._known[name, path] = made, tuple(walk.losses), cost
        return known

    def object(
        self, table: Object, given: Event, path: str, around: tuple[Event, ...]
    ) -> Event:
        """The object that a table makes."""
        made: Event = {}
        around = (given, *around)
        for key, value in given.items():
            field = table.fields.get(key)
            if field is None:
                rule = None if key in table.others else table.rest
                field = Field((key,), rule)
                self._field(made, field, value, _step(path, key), around)
            else:
                self._field(made, field, value, _step(path, key), around)
        for place, constant in table.constants:
            holder = _reached(made, place)
            if holder is not None and place[-1] not in holder:
                holder[place[-1]] = constant
                self.cost += _ADDED
        for place in table.needs:
            holder = _reached(made, place)
            if holder is not None and place[-1] not in holder:
                inside = path
                for key in place:
                    inside = _step(inside, key)
                self._lost(inside, "missing", "the other version requires it")
        return made

    def _field(
        self,
        made: Event,
        field: Field,
        value: Json,
        path: str,
        around: tuple[Event, ...],
    ) -> None:
        if field.fields and isinstance(value, dict) and value:
            rest: Event = {}
            for key, one in value.items():
                inner = field.fields.get(key)
                if inner is None:
                    rest[key] = one
                else:
                    place = _step(path, key)
                    self._field(made, inner, one, place, (value, *around))
            if not field.to:
                for key in rest:
                    self._lost(_step(path, key), "field", field.why or _NO_FIELD)
                return
            value = rest
        if not field.to:
            if not any(_same(value, one) for one in field.implied):
                self._lost(path, "field", field.why or _NO_FIELD)
            return
        carried = self._value(field.value, value, path, around, field.required)
        if not isinstance(carried, _LeftOut):
            self._put(made, field.to, carried, path)

    def _value(
        self,
        rule: Value | str | None,
        value: Json,
        path: str,
        around: tuple[Event, ...],
        required: bool,
    ) -> Json | _LeftOut:
        if isinstance(rule, str):
            rule = self.tables.values[rule]
        if rule is None:
            return _copied(value)
        for form in rule.forms:
            if _has_form(value, form, around):
                return _copied(form.new)
        taken = rule.refused.get(kind_of(value))
        if taken is not None and not any(_same(value, one) for one in taken):
            return self._refuse(value, path, _NOT_TAKEN, required=required)
        if isinstance(value, list) and rule.items is not None:
            return self._items(rule.items, value, path, around)
        if isinstance(value, dict):
            if rule.objects:
                return self.chosen(rule.objects, value, path, around, required=required)
            if rule.entries is not None:
                return self._entries(rule.entries, value, path, around)
        return _copied(value)

    def _items(
        self, rule: Value | str, given: list[Json], path: str, around: tuple[Event, ...]
    ) -> list[Json]:
        made: list[Json] = []
        for index, item in enumerate(given):
            one = self._value(rule, item, f"{path}[{index}]", around, False)
            if not isinstance(one, _LeftOut):
                made.append(one)
        return made

    def _entries(
        self, rule: Value | str, given: Event, path: str, around: tuple[Event, ...]
    ) -> Event:
        made: Event = {}
        for key, value in given.items():
            one = self._value(rule, value, _step(path, key), around, False)
            if not isinstance(one, _LeftOut):
                made[key] = one
        return made

    def _put(self, made: Event, to: Path, value: Json, path: str) -> None:
        """Put a value at a path, merging it into an object that is there."""
        holder = made
        for name in to[:-1]:
            inner = holder.setdefault(name, {})
            if not isinstance(inner, dict):
                self._lost(path, "field", f"{name!r} has another value already")
                return
            holder = inner
        last = to[-1]
        there = holder.get(last)
        if last not in holder:
            holder[last] = value
        elif isinstance(there, dict) and isinstance(value, dict):
            for key, one in value.items():
                self._put(there, (key,), one, _step(path, key))
        else:
            self._lost(path, "field", f"{last!r} has another value already")

    def _refuse(
        self, value: Json, path: str, why: str, *, required: bool
    ) -> Json | _LeftOut:
        if required:
            self._lost(path, "value", f"{why}; kept, since the field is required")
            return _copied(value)
        self._lost(path, "value", f"{why}; left out")
        return _LEFT_OUT

    def _lost(
        self, path: str, kind: Literal["event", "field", "value", "missing"], why: str
    ) -> None:
        self.losses.append(Loss(path, kind, why))
        self.cost += _LOST


def _fits(table: Object, given: Event) -> bool:
    """Whether an object may belong to a table: no field contradicts it."""
    return all(
        key not in given or any(_same(given[key], value) for value in values)
        for key, values in table.tags.items()
    ) and all(
        (given.get(key) is None and key not in table.wants)
        or kind_of(given.get(key)) in kinds
        for key, kinds in table.kinds.items()
    )


def _has_form(value: Json, form: Form, around: tuple[Event, ...]) -> bool:
    if form.where is not None:
        key, text = form.where
        told = next((one[key] for one in around if key in one), None)
        if told != text:
            return False
    old = form.old
    if not isinstance(old, dict) or not isinstance(value, dict):
        return _same(value, old)
    return all(key in value for key in form.needs) and all(
        key in old and _same(value[key], old[key]) for key in value
    )


def _same(one: Json, other: Json) -> bool:
    """Whether two values are the same in JSON, where `true` is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def kind_of(value: Json) -> Kind:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "fraction"
        case str():
            return "string"
        case list():
            return "list"
        case dict():
            return "object"


def _reached(made: Event, place: Path) -> Event | None:
    """The object that has the last step of a path, if it is there."""
    holder = made
    for name in place[:-1]:
        inner = holder.get(name)
        if not isinstance(inner, dict):
            return None
        holder = inner
    return holder


def _step(path: str, key: str) -> str:
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{json.dumps(key)}]"


def _copied(value: Json) -> Json:
    if isinstance(value, dict):
        return _copied_object(value)
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def _copied_object(value: Event) -> Event:
    return {key: _copied(item) for key, item in value.items()}
