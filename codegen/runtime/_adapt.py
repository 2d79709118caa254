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

    `path` is its place in the event that was given, such as `$.session.temperature`, without
    its middle if it is long; for what is `missing`, in the one that was made. An `event` has
    no counterpart, so that nothing is to be sent. A `field` has none, and was left out. The
    other version does not take a `value`: it was left out, or kept where the other version
    requires the field. What is `missing` is required there, and nothing tells what it is.
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
_Losses: TypeAlias = list[Union[Loss, "_Losses"]]
"""Losses, and lists of those of objects in the one that is made."""
_Made: TypeAlias = tuple[Event, _Losses, int]
_LONGEST_PATH: Final = 240
_LONGEST_NAME: Final = 80
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
    told: list[list[Loss]] = []
    for names in becomes.events:
        walk = _Walk(tables)
        one = walk.chosen(names, event, _Place("$", None), None, required=True)
        made.append(one if isinstance(one, dict) else {})
        told.append(_flat(walk.losses))
    # What one of several events has is not lost.
    kept = [set(losses) for losses in told]
    losses = [
        loss
        for losses in told
        for loss in losses
        if loss.kind == "missing" or all(loss in others for others in kept)
    ]
    return Adapted(tuple(made), tuple(dict.fromkeys(losses)))


def _declared(event: Event, tables: Tables) -> Becomes | None:
    for place, by_tag in tables.events.items():
        tag: Json = event
        for name in (place,) if isinstance(place, str) else place:
            tag = tag.get(name) if isinstance(tag, dict) else None
        if not isinstance(tag, (dict, list)) and tag in by_tag:
            return by_tag[tag]
    return None


def _flat(losses: _Losses) -> list[Loss]:
    flat: list[Loss] = []
    stack = [iter(losses)]
    while stack:
        for loss in stack[-1]:
            if isinstance(loss, list):
                stack.append(iter(loss))
                break
            flat.append(loss)
        else:
            stack.pop()
    return flat


class _Place:
    """A place in an event; that of an object knows by which tables it was made, and as what."""

    __slots__ = ("above", "inner", "made", "step", "text")

    def __init__(self, step: str | int, above: _Place | None) -> None:
        self.made: dict[str, _Made] | None = None
        self.step = step
        self.above = above
        self.inner: dict[str | int, _Place] | None = None
        self.text = "$" if above is None else ""

    def at(self, step: str | int, value: Json = None) -> _Place:
        """The place of a field or an element of what is here; for a container always the same."""
        if not isinstance(value, (dict, list)):
            return _Place(step, self)
        if self.inner is None:
            self.inner = {}
        place = self.inner.get(step)
        if place is None:
            place = self.inner[step] = _Place(step, self)
        return place

    def path(self) -> str:
        """The path to the place, without its middle if it is long."""
        way: list[_Place] = []
        place = self
        while not place.text and place.above is not None:
            way.append(place)
            place = place.above
        text = place.text
        for place in reversed(way):
            text = place.text = _cut(text + _piece(place.step), _LONGEST_PATH)
        return text


class _Around:
    """The objects around a value, from the inside out."""

    __slots__ = ("above", "event", "told")

    def __init__(self, event: Event, above: _Around | None) -> None:
        self.event = event
        self.above = above
        self.told: dict[str, Json] = {}

    def nearest(self, key: str) -> Json:
        """The value of the innermost field with a name; None if there is none."""
        if key not in self.told:
            above = self.above if key not in self.event else None
            self.told[key] = above.nearest(key) if above else self.event.get(key)
        return self.told[key]


class _Walk:
    """Makes the objects of one event, and collects what cannot be carried over."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.losses: _Losses = []
        self.cost = 0

    def chosen(
        self,
        names: Sequence[str],
        given: Event,
        path: _Place,
        around: _Around | None,
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
        self.losses.append(losses)
        self.cost += cost
        return made

    def _tried(
        self, name: str, given: Event, path: _Place, around: _Around | None
    ) -> _Made:
        """An object by a table, the losses, and the reasons against the table."""
        if path.made is None:
            path.made = {}
        known = path.made.get(name)
        if known is None:
            table = self.tables.objects[name]
            walk = _Walk(self.tables)
            made = {} if table.why else walk.object(table, given, path, around)
            cost = walk.cost + (_DEAD if table.why else 0)
            cost += 0 if _fits(table, given) else _OTHER
            cost -= _TOLD * sum(key in given for key in table.tags)
            cost += _WANTED * sum(wanted not in given for wanted in table.wants)
            cost += _STRANGE * sum(
                key not in table.fields and key not in table.others for key in given
            )
            known = path.made[name] = made, walk.losses, cost
        return known

    def object(
        self, table: Object, given: Event, path: _Place, around: _Around | None
    ) -> Event:
        """The object that a table makes."""
        made: Event = {}
        around = _Around(given, around)
        for key, value in given.items():
            field = table.fields.get(key)
            if field is None:
                rule = None if key in table.others else table.rest
                field = Field((key,), rule)
                self._field(made, field, value, path.at(key, value), around)
            else:
                self._field(made, field, value, path.at(key, value), around)
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
                    inside = inside.at(key)
                self._lost(inside, "missing", "the other version requires it")
        return made

    def _field(
        self,
        made: Event,
        field: Field,
        value: Json,
        path: _Place,
        around: _Around | None,
    ) -> None:
        if field.fields and isinstance(value, dict) and value:
            rest: Event = {}
            for key, one in value.items():
                inner = field.fields.get(key)
                if inner is None:
                    rest[key] = one
                else:
                    place = path.at(key, one)
                    self._field(made, inner, one, place, _Around(value, around))
            if not field.to:
                for key in rest:
                    self._lost(path.at(key), "field", field.why or _NO_FIELD)
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
        path: _Place,
        around: _Around | None,
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
        self, rule: Value | str, given: list[Json], path: _Place, around: _Around | None
    ) -> list[Json]:
        made: list[Json] = []
        for index, item in enumerate(given):
            one = self._value(rule, item, path.at(index, item), around, False)
            if not isinstance(one, _LeftOut):
                made.append(one)
        return made

    def _entries(
        self, rule: Value | str, given: Event, path: _Place, around: _Around | None
    ) -> Event:
        made: Event = {}
        for key, value in given.items():
            one = self._value(rule, value, path.at(key, value), around, False)
            if not isinstance(one, _LeftOut):
                made[key] = one
        return made

    def _put(self, made: Event, to: Path, value: Json, path: _Place) -> None:
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
                self._put(there, (key,), one, path.at(key, one))
        else:
            self._lost(path, "field", f"{last!r} has another value already")

    def _refuse(
        self, value: Json, path: _Place, why: str, *, required: bool
    ) -> Json | _LeftOut:
        if required:
            self._lost(path, "value", f"{why}; kept, since the field is required")
            return _copied(value)
        self._lost(path, "value", f"{why}; left out")
        return _LEFT_OUT

    def _lost(
        self,
        path: _Place,
        kind: Literal["event", "field", "value", "missing"],
        why: str,
    ) -> None:
        self.losses.append(Loss(path.path(), kind, why))
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


def _has_form(value: Json, form: Form, around: _Around | None) -> bool:
    if form.where is not None:
        key, text = form.where
        if around is None or around.nearest(key) != text:
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


def _piece(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    name = _cut(step, _LONGEST_NAME)
    return f".{name}" if step.isidentifier() else f"[{json.dumps(name)}]"


def _cut(text: str, longest: int) -> str:
    half = (longest - 3) // 2
    return text if len(text) <= longest else f"{text[:half]}...{text[-half:]}"


def _copied(value: Json) -> Json:
    if isinstance(value, dict):
        return _copied_object(value)
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def _copied_object(value: Event) -> Event:
    return {key: _copied(item) for key, item in value.items()}
