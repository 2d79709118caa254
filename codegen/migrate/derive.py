"""Derive the plan of a migration from the changes between two specs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ..changes import ChangeReport, Level, Version
from ..changes.meaning import Covering
from ..changes.report import Change, Cited, Move, Rename, Side, SpecItem
from ..facts.of_changes import DialectFact, EventFact, GoneFact, ListFact, TextFact, ValueFact
from ..model import DeclId, EventGroup, Interface, Literal, Ref, Type
from ..model.groups import group_of
from ..python.identifiers import function_stem
from .plan import (
    EventNotice,
    EventRename,
    FieldMove,
    FieldNotice,
    FieldRename,
    ListForm,
    Members,
    Plan,
    RequiredConstant,
    Split,
    SymbolNotice,
    SymbolRename,
    TextNotice,
    Use,
    ValueForm,
    ValueNotice,
    ValueRename,
    Variant,
)
from .schema import Schema

__all__ = ["derive"]

_ADVICE: Final = {
    "event-removed": "Nothing is sent or taken under this name any more: see what does its work.",
    "field-removed": "See in the new spec where it has gone, and take it from there.",
    "field-required": "Give it a value.",
    "field-added": "Give it a value.",
    "field-optional": "See that the code does without it.",
    "null-added": "See that the code does with None.",
    "null-removed": "See that None is not given.",
}
_OF_GROUPS: Final = ("Dispatcher", "Tag")  # The suffixes of the names generated for a group.
_OTHER: Final = "See what the new spec says, and change the code."


def derive(old: Version, new: Version, report: ChangeReport) -> Plan:
    """Derive the plan of a migration from two versions.

    `report` is the result of `compare(old, new)`.
    """
    schema = Schema(old.model, old.names)
    later = Schema(new.model, new.names)
    plan = _Plan(schema, later, {new: old for old, new in report.same})
    plan.pairs = frozenset((new, old) for old, new in report.same)
    plan.covering = Covering(new, old, {before: [after] for before, after in report.same})
    plan.sent = frozenset(new.events)
    plan.written = frozenset(
        group.id for group in old.model.groups if old.group_sides(group) == {Side.WRITERS}
    )
    for cited in report.facts:
        plan.add_fact(cited)
    for change in report.changes:
        plan.add(change)
    return plan.made()


class _Plan:
    """Collects the parts of a plan."""

    def __init__(self, schema: Schema, later: Schema, before: dict[DeclId, DeclId]) -> None:
        self.schema = schema
        self.before = before
        self.later = later
        self.events: list[EventRename] = []
        self.symbols: list[SymbolRename] = []
        self.fields: list[FieldRename] = []
        self.values: list[ValueRename] = []
        self.moves: list[FieldMove] = []
        self.constants: list[RequiredConstant] = []
        self.event_notices: list[EventNotice] = []
        self.symbol_notices: list[SymbolNotice] = []
        self.splits: list[Split] = []
        self.field_notices: list[FieldNotice] = []
        self.value_notices: list[ValueNotice] = []
        self.forms: list[ValueForm] = []
        self.lists: list[ListForm] = []
        self.targets: dict[tuple[DeclId, str], tuple[Type, ...]] = {}
        """The types of moved fields in the new spec."""
        self.objects: dict[tuple[DeclId, str, str], Mapping[str, object]] = {}
        """The objects that replace literal values."""
        self.roots: dict[tuple[str, str], float] = {}
        """The confidence that a class was replaced by another, by the fields that moved there."""
        self.pairs: frozenset[tuple[DeclId, DeclId]] = frozenset()
        self.covering: Covering
        """Tests whether a type of the new spec accepts all values of one of the old spec."""
        self.sent: frozenset[DeclId] = frozenset()
        """The declarations of the new spec that occur in messages."""
        self.written: frozenset[DeclId] = frozenset()
        self.text_notices: list[TextNotice] = []
        self.other_dialects: list[str] = []
        self.own_texts: list[str] = []
        self.successors: dict[str, EventFact] = {}
        """The facts about events, by their tags."""
        self.reasons: dict[tuple[DeclId, str], str] = {}
        """The reasons why fields have no successor."""

    def made(self) -> Plan:
        """Build the plan."""
        return Plan(
            schema=self.schema,
            events=tuple(self.events),
            symbols=tuple(map(self._confirmed, self.symbols)),
            fields=tuple(self.fields),
            values=tuple(self.values),
            moves=tuple(self.moves),
            constants=tuple(self.constants),
            event_notices=tuple(self.event_notices),
            symbol_notices=tuple(self.symbol_notices),
            splits=tuple(self.splits),
            field_notices=tuple(self.field_notices),
            value_notices=tuple(self.value_notices),
            lists=tuple(self.lists),
            forms=tuple(replace(form, made=self._call(form)) for form in self.forms),
            text_notices=tuple(self.text_notices),
            other_dialects=tuple(self.other_dialects),
            own_texts=tuple(self.own_texts),
            new_tags=frozenset(self.later.tags),
            new_symbols=self.later.symbols,
            new_fields=frozenset(
                property_.wire_name
                for declaration in self.later.model.declarations
                if isinstance(declaration, Interface) and declaration.id in self.sent
                for property_ in declaration.properties
            ),
            written=self.written,
        )

    def add_fact(self, cited: Cited) -> None:
        """Add the content of a fact of the change."""
        match cited.fact:
            case GoneFact(why=why):
                self.reasons.update(dict.fromkeys(cited.fields, why))
            case ValueFact(value=value, form=form, where=where, why=why):
                text = form if isinstance(form, str) else _display(form)
                given = (value, text, not isinstance(form, str), why, where)
                self.forms += [ValueForm(owner, wire, *given) for owner, wire in cited.fields]
                if not isinstance(form, str):
                    self.objects.update(((*field_, value), form) for field_ in cited.fields)
            case ListFact(values=values, form=now, why=why):
                change = (frozenset(values), now, why)
                self.lists += [ListForm(owner, wire, *change) for owner, wire in cited.fields]
            case EventFact(event=tag, becomes=becomes, why=why) as fact:
                self.successors[tag] = fact
                if tag in self.later.tags:
                    groups = dict.fromkeys(group for group, _ in self.schema.tags.get(tag, ()))
                    message = f"the event {tag!r} is {_listed(becomes)} now: {why}"
                    advice = "See which of them the code waits for."
                    self.event_notices += [
                        EventNotice(g, tag, message, advice, tuple(becomes)) for g in groups
                    ]
            case DialectFact(texts=texts, own=own):
                (self.own_texts if own else self.other_dialects).extend(texts)
            case TextFact(text=text, why=why, advice=advice):
                self.text_notices.append(TextNotice(text, f"{text!r} is gone: {why}", advice))

    def add(self, change: Change) -> None:
        """Add the renames, moves or notices that follow from a change; most changes need none."""
        if change.rename is not None:
            self._rename(change.rename)
        elif change.move is not None:
            self._moved(change, change.move)
        elif change.kind == "event-removed":
            self._event_gone(change)
        elif change.kind == "class-removed":
            self._split(change)
        elif change.kind in ("declaration-removed", "declaration-inlined"):
            self._symbol_gone(change)
        elif change.kind == "group-removed":
            self._symbol_gone(change)
            self._dispatcher_gone(change, _OTHER)
        elif change.kind == "group-dispatcher-removed":
            union = change.place.declaration
            possible = isinstance(group_of(self.later.declarations, union), EventGroup)
            advice = f"Generate the package with --group {union}." if possible else _OTHER
            self._dispatcher_gone(change, advice)
        elif change.kind == "values-removed":
            self._values_gone(change)
        elif change.kind in ("field-added", "field-required"):
            self._needed(change)
        elif change.level is Level.BREAKING:
            self._field_changed(change)

    # --------------------------------------------------------------------- renames

    def _rename(self, rename: Rename) -> None:
        old, new, confidence = rename.old, rename.new, rename.confidence
        match rename.kind:
            case "event" if old.event is not None and new.event is not None:
                before, after = old.event.tag, new.event.tag
                if isinstance(before, str) and isinstance(after, str):
                    self.events.append(EventRename(old.event.group, before, after, confidence))
            case "declaration" | "group":
                self._rename_symbols(old.declaration, old.python, new.python, confidence)
            case "field":
                self.fields.append(
                    FieldRename(
                        old.declaration,
                        old.python_field,
                        new.python_field,
                        old.field,
                        new.field,
                        confidence,
                    )
                )
            case "value" if old.field:
                self.values.append(
                    ValueRename(
                        old.declaration,
                        old.field,
                        rename.old_name,
                        rename.new_name,
                        confidence,
                    )
                )

    def _moved(self, change: Change, move: Move) -> None:
        names: list[str] = []
        inside: list[str] = []
        types: tuple[Type, ...] = (Ref(move.new_root),)
        for wire in move.new_path:
            holders = [h for type_ in types for h in self.later.holders(type_, wire, wire=True)]
            owner, _ = holders[0]
            is_one = len({holder.id for holder, _ in holders}) == 1
            inside.append(self.later.python_name(owner.id) if is_one else "")
            names.append(self.later.names.fields[owner.id][wire])
            types = tuple(property_.type for _, property_ in holders)
        members = tuple(member for type_ in types for member in _members(self.later, type_))
        path = (move.old_path, move.new_path, tuple(names))
        takes, accepted = self._retyped(change)
        moved = FieldMove(move.root, *path, move.confidence, members, takes, accepted)
        if all(inside):
            moved = replace(moved, holders=tuple(inside[1:]))
        self.moves.append(moved)
        self.targets[move.root, move.old_path[-1]] = types
        classes = (self.schema.python_name(move.root), self.later.python_name(move.new_root))
        self.roots[classes] = min(self.roots.get(classes, 1.0), move.confidence)

    def _confirmed(self, symbol: SymbolRename) -> SymbolRename:
        """Raise the confidence of a class's rename to that of the moves into the new class."""
        moves = self.roots.get((symbol.old, symbol.new), 0.0)
        return replace(symbol, confidence=max(symbol.confidence, moves))

    def _call(self, form: ValueForm) -> tuple[str, str] | None:
        """The constructor call for the object that replaces a value: class and arguments."""
        entries = self.objects.get((form.owner, form.wire, form.old), {})
        types = self.targets.get((form.owner, form.wire), ())
        fitting = [
            (owner, tags)
            for type_ in types
            for owner in self.later.interfaces(type_)
            if (tags := _tags(self.later, owner))
            and set(entries) <= _wires(owner)
            and all(entries.get(wire) == text for wire, text in tags.items())
        ]
        if len(fitting) != 1:
            return None
        ((owner, tags),) = fitting
        names = self.later.names.fields[owner.id]
        given = (f"{names[wire]}={_literal(entries[wire])}" for wire in entries if wire not in tags)
        return self.later.python_name(owner.id), ", ".join(given)

    def _retyped(self, change: Change) -> tuple[str, frozenset[str]]:
        """The new type of a field, as text, if it does not accept all old values; and its literals.

        Changes inside objects are reported field by field.
        """
        if change.old is None or change.new is None:
            return "", frozenset()
        before, after = change.old.type, change.new.type
        if before is None or after is None:
            return "", frozenset()
        plain = [member for member in self.schema.members(before) if not isinstance(member, Ref)]
        if all(self.covering.takes(after, member) for member in plain):
            return "", frozenset()
        return change.new.text, frozenset(self.later.literals(after))

    def _rename_symbols(self, id_: DeclId, old: str, new: str, confidence: float) -> None:
        """Rename the class of a declaration, and the symbols that are named after it."""
        pairs = [(old, new)]
        if f"decode_{function_stem(old, ())}" in self.schema.decoders:
            pairs.append((f"decode_{function_stem(old, ())}", f"decode_{function_stem(new, ())}"))
        if any(group.id == id_ for group in self.schema.model.groups):
            pairs += [(f"{old}{end}", f"{new}{end}") for end in _OF_GROUPS]
        for before, after in pairs:
            if before != after and before not in {rename.old for rename in self.symbols}:
                self.symbols.append(SymbolRename(before, after, confidence))

    # --------------------------------------------------------------------- notices

    def _event_gone(self, change: Change) -> None:
        old = change.old
        if old is not None and old.event is not None:
            tag = old.event.tag
            if isinstance(tag, str) and old.event.kind != "other":
                fact = self.successors.get(tag)
                message = f"the event {tag!r} is gone"
                advice = _ADVICE["event-removed"]
                if fact is not None:
                    message = f"the event {tag!r} is {_listed(fact.becomes)} now"
                    advice = f"Use that: {fact.why}."
                now = () if fact is None else tuple(fact.becomes)
                self.event_notices.append(EventNotice(old.event.group, tag, message, advice, now))
            if old.python not in self.later.symbols:
                self._symbol_gone(change)

    def _symbol_gone(self, change: Change) -> None:
        if change.old is not None and change.old.python:
            message = f"{change.old.python} is gone"
            self.symbol_notices.append(SymbolNotice(change.old.python, message, _OTHER))

    def _split(self, change: Change) -> None:
        """Add the split of a class that is a union, or no object at all, in the new spec."""
        assert change.old is not None
        assert change.new is not None
        members = self.later.interfaces(Ref(change.new.declaration))
        now = change.words.partition("but ")[2]
        variants = tuple(self._variant(member) for member in members)
        self.splits.append(Split(change.old.declaration, change.old.python, now, variants))

    def _variant(self, member: Interface) -> Variant:
        names = self.later.names.fields[member.id]
        constants = {wire for wire, _ in _constants(self.later, member)}
        texts = []
        for property_ in member.properties:
            literals = self.later.literals(property_.type)
            if literals and len(literals) == len(list(self.later.members(property_.type))):
                texts.append((names[property_.wire_name], frozenset(literals)))
        return Variant(
            self.later.python_name(member.id),
            frozenset(names[property_.wire_name] for property_ in member.properties),
            frozenset(
                names[property_.wire_name]
                for property_ in member.properties
                if property_.required and property_.wire_name not in constants
            ),
            tuple(texts),
        )

    def _dispatcher_gone(self, change: Change, advice: str) -> None:
        """Add notices for the dispatcher of a union, and for the type of its tags."""
        if change.old is not None and change.old.python:
            for name in (f"{change.old.python}{end}" for end in _OF_GROUPS):
                if name not in self.later.symbols:
                    self.symbol_notices.append(SymbolNotice(name, f"{name} is gone", advice))

    def _values_gone(self, change: Change) -> None:
        old = change.old
        if old is None or not old.field:
            return
        for value in change.values:
            if isinstance(value, Literal) and isinstance(value.value, str):
                message = f"{_name(old)} is never {value.value!r} any more"
                self.value_notices.append(
                    ValueNotice(old.declaration, old.field, value.value, message, _OTHER)
                )

    def _needed(self, change: Change) -> None:
        """Add a notice, or a constant, for a field that constructors have to give now."""
        new = change.new
        owner = self._owner(change)
        if new is None or owner is None or not new.required or not new.field:
            return
        if change.kind == "field-required" and _breaks(change) == "read":
            return
        if _is_tag(self.later, new):
            assert new.type is not None
            for value in self.later.literals(new.type):
                self.constants.append(RequiredConstant(owner, new.field, value))
            return
        message = f"{_name(new)} has to be given now"
        advice = _ADVICE[change.kind]
        self.field_notices.append(FieldNotice(owner, new.field, "missing", message, advice))

    def _owner(self, change: Change) -> DeclId | None:
        """The declaration of the old spec that a change concerns."""
        if change.old is not None:
            return change.old.declaration
        if change.topic in self.schema.declarations:
            return change.topic
        assert change.new is not None
        return self.before.get(change.new.declaration)

    def _field_changed(self, change: Change) -> None:
        old = change.old
        if old is None or not old.field:
            return
        use = _breaks(change)
        if use is None or self._is_one_of_more(change):
            return
        why = "; ".join(effect.why for effect in change.effects if effect.level is Level.BREAKING)
        message = f"{_name(old)}: {change.words}: {why}"
        advice = _ADVICE.get(change.kind, _OTHER)
        if change.kind == "field-removed" and (old.declaration, old.field) in self.reasons:
            advice = f"Leave it out: {self.reasons[old.declaration, old.field]}."
        accepted: frozenset[str] = frozenset()
        members: Members = ()
        if change.new is not None and change.new.type is not None and not old.inside:
            accepted = frozenset(self.later.literals(change.new.type))
            members = _members(self.later, change.new.type)
        self.field_notices.append(
            FieldNotice(old.declaration, old.field, use, message, advice, accepted, members)
        )

    def _is_one_of_more(self, change: Change) -> bool:
        """Whether an object type stays, and others only join it."""
        old, new = change.old, change.new
        if change.kind != "type-changed" or old is None or new is None:
            return False
        if old.type is None or new.type is None:
            return False
        before = {interface.id for interface in self.schema.interfaces(old.type)}
        after = {interface.id for interface in self.later.interfaces(new.type)}
        return bool(before) and all(
            any((there, here) in self.pairs for there in after) for here in before
        )


def _members(schema: Schema, type_: Type) -> Members:
    """The objects in a type, each with its constants and the names of its fields."""
    return tuple(
        (_constants(schema, interface), _wires(interface)) for interface in schema.interfaces(type_)
    )


def _breaks(change: Change) -> Use | None:
    """The uses that a change breaks: reads, writes or any; None if neither."""
    sides = set(change.breaks) - {Side.CODE}
    if sides == {Side.READERS}:
        return "read"
    if sides == {Side.WRITERS}:
        return "write"
    return "any" if sides else None


def _name(place: SpecItem) -> str:
    return f"{place.python}.{place.field}{place.inside}"


def _is_tag(schema: Schema, place: SpecItem) -> bool:
    """Whether the type of a field is one literal, which then is its default, as for tags."""
    return (
        place.type is not None
        and len(list(schema.members(place.type))) == 1
        and bool(schema.literals(place.type))
    )


def _display(form: Mapping[str, object]) -> str:
    """Format a flat object as a Python display."""
    return "{" + ", ".join(f'"{key}": {_literal(value)}' for key, value in form.items()) + "}"


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _listed(tags: Sequence[str]) -> str:
    return " and ".join(map(repr, tags))


def _constants(schema: Schema, interface: Interface) -> tuple[tuple[str, str], ...]:
    """The required fields of an object whose type is one text, with that text."""
    required = {property_.wire_name for property_ in interface.properties if property_.required}
    return tuple(item for item in _tags(schema, interface).items() if item[0] in required)


def _tags(schema: Schema, interface: Interface) -> dict[str, str]:
    """The fields of an object whose type is one text, which is then the default of the class."""
    return {
        property_.wire_name: texts[0]
        for property_ in interface.properties
        if len(texts := schema.literals(property_.type)) == 1
        and len(list(schema.members(property_.type))) == 1
    }


def _wires(interface: Interface) -> frozenset[str]:
    return frozenset(property_.wire_name for property_ in interface.properties)
