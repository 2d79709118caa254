"""Prune the tables of an adapter: drop what does not change a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ..runtime._adapt import Becomes, Field, Object, Path, Scalar, Value

__all__ = ["Events", "pruned"]

Events: TypeAlias = Mapping[str | Path, Mapping[Scalar, Becomes]]
"""The events by the field that has the tag, or the path to it, and by tag."""


def pruned(
    objects: Mapping[str, Object],
    values: Mapping[str, Value],
    events: Sequence[Events],
) -> tuple[dict[str, Object], dict[str, Value], list[Events]]:
    """Keep the events that change, and the tables and rules that they reach.

    A table that changes nothing is needed where another one is an alternative to it.
    """
    pruning = _Pruning(objects, values)
    left = {name: pruning.object(table) for name, table in objects.items()}
    rules = {name: pruning.rule(rule) or Value() for name, rule in values.items()}
    inside = {name: list(_rules_in(_values_of(table))) for name, table in left.items()}
    inside |= {name: list(_rules_in([rule])) for name, rule in rules.items()}
    left_events = [pruning.events(by_tag) for by_tag in events]
    starts = [names for by_tag in left_events for names in _choices_of(by_tag)]
    named: dict[str, None] = {}
    wanted = [name for names in starts for name in names]
    while wanted:
        name = wanted.pop()
        if name not in named:
            named[name] = None
            for rule in inside[name]:
                wanted += [rule] if isinstance(rule, str) else rule.objects
    choices = [*starts, *(r.objects for n in named for r in inside[n] if isinstance(r, Value))]
    telling = _telling(objects, choices)
    for name, table in left.items():
        own = {key: kinds for key, kinds in table.kinds.items() if key in telling.get(name, ())}
        left[name] = table._replace(kinds=own)
    return (
        {name: left[name] for name in sorted(left) if name in named},
        {name: rules[name] for name in sorted(rules) if name in named},
        left_events,
    )


def _telling(
    objects: Mapping[str, Object], choices: Iterable[tuple[str, ...]]
) -> dict[str, set[str]]:
    """The fields of each table whose kinds discriminate its object from the other alternatives."""
    telling: dict[str, set[str]] = {}
    for names in choices:
        tables = [objects[name].kinds for name in names]
        keys = {key for kinds in tables for key in kinds}
        several = {key for key in keys if len({kinds.get(key) for kinds in tables}) > 1}
        for name in names:
            telling.setdefault(name, set()).update(several)
    return telling


def _choices_of(by_tag: Events) -> Iterator[tuple[str, ...]]:
    for becomes in by_tag.values():
        for became in becomes.values():
            yield from became.events


class _Pruning:
    """Finds the tables and rules that change a message."""

    def __init__(self, objects: Mapping[str, Object], values: Mapping[str, Value]) -> None:
        self.changing = {name for name, table in objects.items() if _changes_itself(table)}
        self.changing |= {name for name, rule in values.items() if rule.forms or rule.refused}
        before = -1
        while before != len(self.changing):
            before = len(self.changing)
            for name, table in objects.items():
                if any(self._changes(rule) for rule in _values_of(table)):
                    self.changing.add(name)
            self.changing |= {name for name, rule in values.items() if self._changes(rule)}

    def events(self, events: Events) -> Events:
        """The events that change."""
        return {
            name: {tag: event for tag, event in by_tag.items() if self._changes_event(event)}
            for name, by_tag in events.items()
        }

    def _changes_event(self, becomes: Becomes) -> bool:
        return len(becomes.events) != 1 or bool(self.changing & {*becomes.events[0]})

    def object(self, table: Object) -> Object:
        """Drop the fields of a table that stay the same."""
        fields = {name: self._field(made) for name, made in table.fields.items()}
        kept = {name: made for name, made in fields.items() if not _stays(name, made)}
        others = table.others + tuple(name for name in fields if name not in kept)
        return table._replace(fields=kept, others=others, rest=self.value(table.rest))

    def _field(self, made: Field) -> Field:
        fields = {name: self._field(inner) for name, inner in made.fields.items()}
        return made._replace(fields=fields, value=self.value(made.value))

    def value(self, rule: Value | str | None) -> Value | str | None:
        """Drop the parts of a rule that change nothing; None if none are left."""
        if isinstance(rule, Value):
            return self.rule(rule)
        return rule if rule in self.changing else None

    def rule(self, rule: Value) -> Value | None:
        """Drop the parts of a rule that change nothing; None if none are left."""
        rule = rule._replace(
            objects=rule.objects if self.changing & {*rule.objects} else (),
            items=self.value(rule.items),
            entries=self.value(rule.entries),
        )
        return None if rule == Value() else rule

    def _changes(self, rule: Value | str | None) -> bool:
        if not isinstance(rule, Value):
            return rule in self.changing
        return bool(
            rule.forms
            or rule.refused
            or self.changing & {*rule.objects}
            or self._changes(rule.items)
            or self._changes(rule.entries)
        )


def _stays(name: str, made: Field) -> bool:
    return made == Field((name,), required=made.required)


def _changes_itself(table: Object) -> bool:
    fields = (made._replace(value=None) for made in table.fields.values())
    moves = any(not _stays(name, made) for name, made in zip(table.fields, fields, strict=True))
    return bool(moves or table.constants or table.needs or table.why)


def _values_of(table: Object) -> Iterator[Value | str | None]:
    yield table.rest
    yield from _values_in(table.fields.values())


def _values_in(fields: Iterable[Field]) -> Iterator[Value | str | None]:
    for made in fields:
        yield made.value
        yield from _values_in(made.fields.values())


def _rules_in(rules: Iterable[Value | str | None]) -> Iterator[Value | str]:
    """Rules, and the rules nested in them."""
    for rule in rules:
        if rule is not None:
            yield rule
        if isinstance(rule, Value):
            yield from _rules_in((rule.items, rule.entries))
