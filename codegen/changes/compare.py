"""Compare two models by meaning: from two models to a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Final, assert_never

from ..frontend.deep import deeply
from ..model import (
    Alias,
    Declaration,
    DeclId,
    Enum,
    EventGroup,
    Interface,
    Literal,
    Property,
    Ref,
    Type,
    Union,
    tag_type,
)
from ..model.groups import Reason, group_of
from ..text.records import dataclass
from .excerpt import documentation
from .judge import judged
from .likeness import names_alike
from .match import Matching, Uncompared, matched
from .meaning import Difference, Meaning
from .moves import Moved, moved_fields
from .phrases import in_words, listing
from .report import (
    Change,
    ChangeKind,
    ChangeReport,
    EventName,
    Move,
    Phrase,
    Quoted,
    Rename,
    RenameKind,
    SpecItem,
)
from .version import Version, references_of

__all__ = ["compare"]

_VALUES_ALIKE: Final = 0.5


def compare(old: Version, new: Version) -> ChangeReport:
    """Report the changes from one spec to another.

    The order of declarations, their module, and the notation of a type do not count. Nor does the
    report depend on the order of the declarations.
    """
    return deeply(lambda: _compare(old, new))


def _compare(old: Version, new: Version) -> ChangeReport:
    dispatched = frozenset(old.groups), frozenset(new.groups)
    old, new, matching = matched(old.with_groups_of(new), new.with_groups_of(old))
    meaning = Meaning(old, new, matching.declarations)
    comparison = _Comparison(old, new, matching, meaning, dispatched)
    changes = sorted(comparison.changes(), key=_order)
    same = tuple(sorted(matching.declarations.items()))
    notes = tuple(map(_note, matching.uncompared))
    return ChangeReport(old.model.spec, new.model.spec, tuple(changes), same, notes=notes)


def _note(place: Uncompared) -> str:
    where = "the declarations of the spec" if place.place is None else str(place.place)
    return (
        f"{where}: {place.old:,} that are gone and {place.new:,} that are new are too many to look "
        "for renames by likeness: none of them is told as renamed"
    )


_RANKS: Final[tuple[str, ...]] = ("group", "event")


def _order(change: Change) -> tuple[object, ...]:
    """The sort key: groups, events, then the rest by name. Changes of one item keep their order."""
    topic = change.kind.partition("-")[0]
    rank = _RANKS.index(topic) if topic in _RANKS else len(_RANKS)
    place = change.old if change.old is not None else change.place
    event = place.event
    tag = (str(event.group), event.text) if event is not None else ("", "")
    home = change.topic if change.topic is not None else place.declaration
    return rank, tag, str(home), home.module


@dataclass(eq=False)
class _Comparison:
    old: Version
    new: Version
    matching: Matching
    meaning: Meaning
    dispatched: tuple[frozenset[DeclId], frozenset[DeclId]]
    """The unions that have a dispatcher by default, in the old spec and in the new one."""
    _old_groups: dict[DeclId, DeclId] = field(init=False)
    _moves: dict[DeclId, list[Moved]] = field(init=False)
    _gone: frozenset[tuple[DeclId, str]] = field(init=False)
    """The fields that moved, by owner and wire name: they are not reported as removed."""

    def __post_init__(self) -> None:
        self._old_groups = {there: here for here, there in self.matching.groups.items()}
        self._moves = {}
        for moved in moved_fields(self.old, self.new, self.matching):
            self._moves.setdefault(moved.root, []).append(moved)
        every = (moved for moves in self._moves.values() for moved in moves)
        self._gone = frozenset((moved.old_owner, moved.old.wire_name) for moved in every)

    def changes(self) -> Iterator[Change]:
        """All changes, unsorted; those of one declaration are in the order of its fields."""
        for group in self.old.model.groups:
            yield from self._group(group)
        for group in self.new.model.groups:
            if group.id not in self.matching.groups.values():
                yield self._added_group(group)
        yield from self._dispatchers()
        for declaration in self.old.model.declarations:
            there = self.matching.declarations.get(declaration.id)
            if there is None:
                yield from self._removed(declaration)
            else:
                yield from self._pair(declaration, self.new.by_id[there])
        kept = frozenset(self.matching.declarations.values())
        for declaration in self.new.model.declarations:
            if declaration.id not in kept and self._is_plain(declaration, self.new):
                place = self._place(self.new, declaration)
                yield self._judged(Change("declaration-added", None, place, ("new type",)))

    # --------------------------------------------------------------------- events

    def _group(self, group: EventGroup) -> Iterator[Change]:
        there = self.matching.groups.get(group.id)
        if there is None:
            place = self._place(self.old, self.old.by_id[group.id])
            yield self._judged(Change("group-removed", place, None, ("union of events removed",)))
        for event, ids in self.old.group_events[group.id].items():
            yield from self._event(event, ids)
        if there is None:
            return
        taken = set(self.matching.events.values())
        for event, ids in self.new.group_events[there].items():
            if event not in taken:
                for id_ in ids:
                    place = self._event_place(self.new, event, id_)
                    yield self._judged(Change("event-added", None, place, ("new event",)))

    def _dispatchers(self) -> Iterator[Change]:
        """The unions of both specs that have a dispatcher by default in only one of them."""
        for here, there in self.matching.declarations.items():
            had, has = here in self.dispatched[0], there in self.dispatched[1]
            if had == has or not isinstance(self.new.by_id[there], Alias):
                continue
            before = self._place(self.old, self.old.by_id[here])
            after = self._place(self.new, self.new.by_id[there])
            if has:
                words = "now has a dispatcher by default"
                yield self._judged(Change("group-dispatcher-added", before, after, (words,)))
            else:
                group = group_of(self.new.by_id, there)
                phrase: Phrase = ("no longer has a dispatcher by default",)
                if isinstance(group, Reason):
                    phrase = ("can no longer have a dispatcher: ", Quoted(group.text))
                yield self._judged(Change("group-dispatcher-removed", before, after, phrase))

    def _added_group(self, group: EventGroup) -> Change:
        tags = tuple(map(tag_type, group.tags))
        place = self._place(self.new, self.new.by_id[group.id])
        words = ("new union of events: ", *listing(tags))
        return self._judged(Change("group-added", None, place, words, values=tags))

    def _event(self, event: EventName, ids: tuple[DeclId, ...]) -> Iterator[Change]:
        after = self.matching.events.get(event)
        if after is None:
            for id_ in ids:
                place = self._event_place(self.old, event, id_)
                yield self._judged(Change("event-removed", place, None, ("event removed",)))
            return
        theirs = self.new.group_events[after.group][after]
        place = self._event_place(self.old, event, ids[0])
        end = self._event_place(self.new, after, theirs[0])
        if not _same_tag(after, event):
            how = self.matching.how_events[event]
            rename = Rename("event", place, end, event.text, after.text, how.confidence, how.why)
            yield self._renamed("event-renamed", rename)
        if tuple(map(self.matching.declarations.get, ids)) != theirs:
            # A class is no longer shared by as many events, or several classes share the tag: what
            # counts is the union of the classes.
            for difference in self.meaning.differences(_either(ids), _either(theirs)):
                yield self._difference(difference, place, end)

    def _event_place(self, version: Version, event: EventName, id_: DeclId) -> SpecItem:
        return replace(self._place(version, version.by_id[id_]), event=event)

    # --------------------------------------------------------------- declarations

    def _is_plain(self, declaration: Declaration, version: Version) -> bool:
        """Whether a declaration has changes of its own to report.

        Groups are reported as groups, and the classes of added or removed events with the event.
        """
        if declaration.id in version.groups:
            return False
        matched = self.matching.events
        kept = frozenset(matched) if version is self.old else frozenset(matched.values())
        return all(event in kept for event in version.own_events.get(declaration.id, ()))

    def _removed(self, declaration: Declaration) -> Iterator[Change]:
        if not self._is_plain(declaration, self.old):
            return
        place = self._place(self.old, declaration)
        if self._is_inlined(declaration):
            words = "name removed; its type is spelled out where it was used"
            yield self._judged(Change("declaration-inlined", place, None, (words,)))
        else:
            yield self._judged(Change("declaration-removed", place, None, ("type removed",)))

    def _is_inlined(self, declaration: Declaration) -> bool:
        """Whether a removed alias was inlined: all its users accept the same values as before."""
        if isinstance(declaration, Interface):
            return False
        users = self.old.users.get(declaration.id, ())
        for user in users:
            there, used = self.matching.declarations.get(user), self.old.by_id[user]
            if there is None or not self._same_use(used, self.new.by_id[there], declaration.id):
                return False
        return bool(users)

    def _same_use(self, user: Declaration, there: Declaration, used: DeclId) -> bool:
        if not isinstance(user, Interface) or not isinstance(there, Interface):
            return self.meaning.equal(_whole(user), _whole(there))
        fields = self.matching.fields[user.id]
        for property_ in user.properties:
            if used not in references_of(property_.type):
                continue
            after = self.new.property_of(there.id, fields.get(property_.wire_name, ""))
            if after is None or not self.meaning.equal(property_.type, after.type):
                return False
        return True

    def _pair(self, old: Declaration, new: Declaration) -> Iterator[Change]:
        before, after = self._place(self.old, old), self._place(self.new, new)
        how = self.matching.how[old.id]
        group = old.id in self.old.groups
        if before.python != after.python:
            kind: RenameKind = "group" if group else "declaration"
            names = str(old.id), str(new.id)
            if names[0] == names[1]:
                names = before.python, after.python
            rename = Rename(kind, before, after, *names, how.confidence, how.why)
            yield self._renamed("group-renamed" if group else "declaration-renamed", rename)
        yield from self._notes(old, new, before, after)
        if isinstance(old, Interface) and isinstance(new, Interface):
            yield from self._interfaces(old, new)
        elif not (group and new.id in self.new.groups):
            if _is_class(self.old, old) and not _is_class(self.new, new):
                phrase = ("no longer a class, but ", Quoted(self.new.text(_whole(new))))
                yield self._judged(Change("class-removed", before, after, phrase))
            for difference in self.meaning.differences(_whole(old), _whole(new)):
                yield self._difference(difference, before, after)

    def _interfaces(self, old: Interface, new: Interface) -> Iterator[Change]:
        left = {property_.wire_name: property_ for property_ in old.properties}
        right = {property_.wire_name: property_ for property_ in new.properties}
        fields = self.matching.fields[old.id]
        for name, property_ in left.items():
            if name not in fields:
                if (old.id, name) not in self._gone:
                    place = self._place(self.old, old, property_)
                    yield self._judged(Change("field-removed", place, None, ("removed",)))
                continue
            yield from self._fields(old, property_, new, right[fields[name]])
        kept = set(fields.values())
        for name, property_ in right.items():
            if name not in kept:
                place = self._place(self.new, new, property_)
                presence = "required" if property_.required else "optional"
                phrase = (f"new, {presence}: ", Quoted(place.text))
                yield self._judged(Change("field-added", None, place, phrase), old.id)
        for moved in self._moves.get(old.id, ()):
            yield self._moved(moved, old, new)
        yield from self._indexes(old, new)

    def _moved(self, moved: Moved, old: Interface, new: Interface) -> Change:
        here = self._place_within(self.old, old, moved.old_path, moved.old)
        there = self._place_within(self.new, new, moved.new_path, moved.new)
        link = (moved.root, moved.new_root, moved.old_path, moved.new_path)
        move = Move(*link, moved.confidence, moved.why)
        phrase = ("moved to ", Quoted(".".join(moved.new_path)))
        return self._judged(Change("field-moved", here, there, phrase, move=move))

    def _indexes(self, old: Interface, new: Interface) -> Iterator[Change]:
        if old.index is None and new.index is None:
            return
        before, after = (
            replace(self._place(version, interface), inside="[key]")
            for version, interface in ((self.old, old), (self.new, new))
        )
        if old.index is None:
            words = "further fields are possible now"
            yield self._judged(Change("index-added", before, after, (words,)))
        elif new.index is None:
            words = "further fields are no longer possible"
            yield self._judged(Change("index-removed", before, after, (words,)))
        else:
            for difference in self.meaning.differences(old.index.value, new.index.value):
                yield self._difference(difference, before, after)

    # --------------------------------------------------------------------- fields

    def _fields(
        self, old: Interface, before: Property, new: Interface, after: Property
    ) -> Iterator[Change]:
        here, there = self._place(self.old, old, before), self._place(self.new, new, after)
        if before.wire_name != after.wire_name:
            how = self.matching.how_fields[old.id, before.wire_name]
            names = before.wire_name, after.wire_name
            rename = Rename("field", here, there, *names, how.confidence, how.why)
            yield self._renamed("field-renamed", rename)
        if before.required and not after.required:
            yield self._judged(Change("field-optional", here, there, ("required -> optional",)))
        if after.required and not before.required:
            yield self._judged(Change("field-required", here, there, ("optional -> required",)))
        if not self._is_tag_of_renamed(old, before):
            for difference in self.meaning.differences(before.type, after.type):
                yield from self._field_difference(difference, before.required, here, there)
        for difference in self.meaning.replaced(before.type, after.type):
            yield self._difference(difference, here, there)
        if before.readonly != after.readonly:
            words = "now read-only" if after.readonly else "no longer read-only"
            yield self._judged(Change("readonly-changed", here, there, (words,)))
        yield from self._notes(before, after, here, there)

    def _is_tag_of_renamed(self, interface: Interface, property_: Property) -> bool:
        """Whether a property is the tag of an event that is reported as removed or renamed."""
        events = self.matching.events
        return any(
            event not in events or not _same_tag(events[event], event)
            for event in self.old.tagged_events.get((interface.id, property_.wire_name), ())
        )

    def _field_difference(
        self, difference: Difference, required: bool, here: SpecItem, there: SpecItem
    ) -> Iterator[Change]:
        """A difference of a field's type; a single literal that has changed may be renamed."""
        old, new = difference.old, difference.new
        if required and isinstance(old, Literal) and isinstance(new, Literal):
            names = str(old.value), str(new.value)
            alike = names_alike(*names)
            if alike >= _VALUES_ALIKE:
                if difference.kind == "values-removed":
                    ends = self._ends(difference, here, there)
                    why = f"the one value of its field, name {round(100 * alike)} %"
                    rename = Rename("value", *ends, *names, min(0.99, 0.5 + alike / 2), why)
                    yield self._renamed("value-renamed", rename)
                return
        yield self._difference(difference, here, there)

    def _difference(self, difference: Difference, here: SpecItem, there: SpecItem) -> Change:
        change = Change(
            difference.kind,
            *self._ends(difference, here, there),
            in_words(difference, self.old, self.new),
            values=difference.values,
            variants=difference.variants,
            relation=difference.relation,
        )
        return self._judged(change)

    def _ends(
        self, difference: Difference, here: SpecItem, there: SpecItem
    ) -> tuple[SpecItem, SpecItem]:
        """The two items, narrowed to the parts of their types that differ."""
        old, new, inside = difference.old, difference.new, here.inside + difference.inside
        return (
            replace(here, inside=inside, type=old, text=self.old.text(old)),
            replace(there, inside=inside, type=new, text=self.new.text(new)),
        )

    # --------------------------------------------------------------------- common

    def _notes(
        self,
        old: Declaration | Property,
        new: Declaration | Property,
        here: SpecItem,
        there: SpecItem,
    ) -> Iterator[Change]:
        """Changes of the documentation, deprecation included."""
        if old.deprecated is None and new.deprecated is not None:
            reason = (": ", Quoted(_plain(new.deprecated))) if new.deprecated.strip() else ()
            yield self._judged(Change("deprecated", here, there, ("deprecated", *reason)))
        elif old.deprecated is not None and new.deprecated is None:
            yield self._judged(Change("undeprecated", here, there, ("no longer deprecated",)))
        before, after = _plain(old.doc), _plain(new.doc)
        if before != after:
            yield self._judged(Change("doc-changed", here, there, documentation(before, after)))

    def _renamed(self, kind: ChangeKind, rename: Rename) -> Change:
        phrase: Phrase = ("renamed to ", Quoted(rename.new_name))
        if kind == "declaration-renamed":
            phrase = ("type renamed to ", Quoted(rename.new_name))
        elif kind == "value-renamed":
            phrase = ("value renamed: ", Quoted(rename.old_name), " -> ", Quoted(rename.new_name))
        return self._judged(Change(kind, rename.old, rename.new, phrase, rename=rename))

    def _judged(self, change: Change, owner: DeclId | None = None) -> Change:
        """Complete a change with its topic, its events and its effects.

        An item of the old spec has the sides that the old spec gives it, a new one those of the new
        spec. `owner` is the old declaration that gained the item.
        """
        home, end = (self.old, change.old) if change.old is not None else (self.new, change.new)
        assert end is not None
        topic = end.declaration
        if owner is not None:
            home, topic = self.old, owner
        own = end.event or next(iter(home.own_events.get(topic, ())), None)
        if own is not None:
            own = replace(own, group=self._old_groups.get(own.group, own.group))
        placed = replace(change, own_event=own, topic=topic)
        if end.event is not None:
            version = self.old if change.old is not None else self.new
            sides = version.group_sides(version.groups[end.event.group])
            return judged(replace(placed, events=(end.event,)), sides)
        return judged(replace(placed, events=home.events.get(topic, ())), home.directions[topic])

    def _place_within(
        self, version: Version, root: Interface, path: tuple[str, ...], end: Property
    ) -> SpecItem:
        """The item of a field that is nested in `root`, along a path of wire names."""
        first = version.property_of(root.id, path[0])
        assert first is not None
        place = self._place(version, root, first)
        inside = "".join(f".{name}" for name in path[1:])
        span = end.span if end.span is not None else place.span
        return replace(
            place,
            inside=inside,
            type=end.type,
            text=version.text(end.type),
            required=end.required,
            span=span,
        )

    def _place(
        self, version: Version, declaration: Declaration, property_: Property | None = None
    ) -> SpecItem:
        python = version.names.declarations[declaration.id]
        if property_ is None:
            return SpecItem(declaration.id, python, span=declaration.span)
        return SpecItem(
            declaration.id,
            python,
            property_.wire_name,
            version.names.fields[declaration.id][property_.wire_name],
            type=property_.type,
            text=version.text(property_.type),
            required=property_.required,
            span=property_.span if property_.span is not None else declaration.span,
        )


def _is_class(version: Version, declaration: Declaration | None) -> bool:
    """Whether the name of a declaration is a class in Python: an interface, or an alias of one."""
    passed = set()
    while isinstance(declaration, Alias) and isinstance(declaration.type, Ref):
        if declaration.id in passed:
            return False
        passed.add(declaration.id)
        declaration = version.by_id.get(declaration.type.id)
    return isinstance(declaration, Interface)


def _either(ids: Sequence[DeclId]) -> Type:
    """The type of an event: its class, or the union of the classes that share its tag."""
    return Ref(ids[0]) if len(ids) == 1 else Union(tuple(map(Ref, ids)))


def _same_tag(one: EventName, other: EventName) -> bool:
    return (one.kind, one.tag) == (other.kind, other.tag)


def _whole(declaration: Declaration) -> Type:
    """The type that a declaration denotes: the target of an alias, else a reference."""
    match declaration:
        case Alias(_, type_):
            return type_
        case Interface(id_):
            return Ref(id_)
        case Enum(id_):
            return Ref(id_)
        case _:
            assert_never(declaration)


def _plain(doc: str | None) -> str:
    """A doc comment in one line."""
    return " ".join((doc or "").split())
