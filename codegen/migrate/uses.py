"""Uses of tags, fields, values and symbols: each yields a proposal, a note, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from ..model import DeclId, Interface, Type
from .collecting import HUMAN, UNSURE, Collecting
from .edits import ByteSpan
from .plan import (
    EventRename,
    FieldMove,
    FieldNotice,
    FieldRename,
    SymbolRename,
    Use,
    ValueForm,
)
from .proposals import Strength
from .schema import Holders, distinctive

__all__ = ["HUMAN", "UNSURE", "Given", "Uses"]

Given: TypeAlias = str | Mapping[str, str]
"""A text, or the keys of an object, with those of its values that are texts (else "")."""


class Uses(Collecting):
    """Looks up uses of names in a plan, and collects proposals and notes."""

    def moved(self, holders: Holders) -> FieldMove | None:
        """The move of a field, if it moved to the same path in all of its objects."""
        moves = [
            self.moves[owner.id].get((property_.wire_name,)) if owner.id in self.moves else None
            for owner, property_ in holders
        ]
        first = moves[0] if moves else None
        same = first is not None and all(move and move.new == first.new for move in moves)
        return first if same else None

    def tell_move(self, span: ByteSpan, move: FieldMove, why: str = "") -> None:
        """Note the use of a moved field that cannot be rewritten."""
        owner = self.schema.python_name(move.owner)
        message = f"{owner}.{'.'.join(move.old)} is {'.'.join(move.new)} now"
        message += f", which takes {move.takes}" if move.takes else ""
        advice = f"{why}Take it there by hand." if why else "Take it there by hand."
        self.note(span, message, advice, Strength.SURE)

    def tell_type(self, span: ByteSpan, move: FieldMove, given: Given | None) -> None:
        """Note a rewritten field if its new type may not accept the written value.

        `given` is that value, as far as the code shows it. A value that has a replacement is
        handled at its own place.
        """
        forms = [f for owner, wire, f in self.forms if (owner, wire) == (move.owner, move.old[-1])]
        is_formed = bool(forms) if given is None else given in forms
        if move.takes and not is_formed and not _fits_still(move, given):
            message = f"{self.schema.python_name(move.owner)}.{'.'.join(move.old)} is "
            message += f"{'.'.join(move.new)} now, which takes {move.takes}"
            self.note(span, message, "See that it is that.", Strength.SURE)

    def tell_forms(
        self, span: ByteSpan, holders: Holders, around: Sequence[Mapping[str, str]]
    ) -> None:
        """Note an unknown value of a field some of whose texts were replaced by others.

        Texts that were replaced by objects are reported wherever they occur.
        """
        for owner, property_ in holders:
            if property_.wire_name in self.schema.discriminators and self._is_event(owner.id):
                continue
            for (id_, wire, old), form in self.forms.items():
                if (id_, wire) != (owner.id, property_.wire_name) or form.is_object:
                    continue
                if form.where is not None and _told(around, form.where[0]) not in (
                    None,
                    form.where[1],
                ):
                    continue
                there = f" where {form.where[0]} is {form.where[1]!r}" if form.where else ""
                message = f"{self.schema.python_name(id_)}.{wire}: {old!r} is {form.form!r} now"
                message += there
                self.note(span, message, f"See what it is: {form.why}.", Strength.SURE)
                return

    def _is_event(self, id_: DeclId) -> bool:
        return id_ in self.schema.event_groups

    # ------------------------------------------------------------------------ tags

    def tag(
        self,
        span: ByteSpan,
        text: str,
        strength: Strength,
        owners: Sequence[DeclId] = (),
        *,
        verbatim: bool = True,
        prefix: str = "",
    ) -> None:
        """Record the use of a text as a tag; `owners` are the events that may have the tag.

        Without `verbatim` it is spelled with escapes, or in pieces. `prefix` is the text before the
        tag in the same literal.
        """
        known = self.schema.tags.get(text, ())
        if text in self.plan.new_tags and not known:
            self.collected.fresh.add(text)
            self.collected.fresh_uses[text] += 1
        if owners:
            # A tag that is not one of the owners' is still used as a tag.
            of_owners = tuple(event for event in known if event[1] in owners)
            known = of_owners or known
            strength = strength if of_owners else min(strength, Strength.STRONG)
        if not known:
            return
        if strength > Strength.LOOSE:
            self.collected.tags.add(text)
            if strength >= Strength.STRONG and distinctive(text):
                self.collected.strong.add(text)
            self.first_places.setdefault(text, span)
        groups = tuple(dict.fromkeys(group for group, _ in known))
        renames = [rename for rename in self.events.get(text, ()) if rename.group in groups]
        news = {rename.new for rename in renames}
        if len(news) == 1 and len(renames) == len(groups) and verbatim:
            confidence = min(rename.confidence for rename in renames)
            (new,) = news
            reused = text in self.plan.new_tags
            label = f"the event {text!r}"
            self.propose(
                span,
                text,
                new,
                label,
                strength,
                confidence,
                reused=reused,
                prefix=prefix,
                of_event=True,
            )
        elif renames:
            self._ambiguous_tag(span, text, renames, strength, verbatim=verbatim)
        notices = [notice for notice in self.event_notices.get(text, ()) if notice.group in groups]
        if notices and len(notices) == len(groups):
            self.note(span, notices[0].message, notices[0].advice, strength)

    def _ambiguous_tag(
        self,
        span: ByteSpan,
        text: str,
        renames: Sequence[EventRename],
        strength: Strength,
        *,
        verbatim: bool,
    ) -> None:
        names = ", ".join(
            f"{rename.new!r} in {self.schema.python_name(rename.group)}" for rename in renames
        )
        if verbatim:
            message = f"the event {text!r} is renamed to {names} alone"
            advice = "Rename it if it is that event which is meant."
        else:
            message = f"the event {text!r} is renamed to {names}"
            advice = "Rename it by hand: it is not written in one piece."
        self.note(span, message, advice, strength, UNSURE)

    # ---------------------------------------------------------------------- fields

    def field(
        self,
        span: ByteSpan | None,
        holders: Holders,
        written: str,
        use: Use,
        *,
        wire: bool,
        sure: bool = True,
        given: Given | None = None,
    ) -> None:
        """Record the use of a field; `holders` are the interfaces that the object may be of.

        `given` is the written value, as far as the code shows it. `span` is None if the name is
        spelled with escapes. Without `sure` the object may be of one of the program's classes.
        """
        strength = Strength.SURE
        renames = [self.fields.get((owner.id, property_.wire_name)) for owner, property_ in holders]
        known = [rename for rename in renames if rename is not None]
        news = {rename.new_wire if wire else rename.new for rename in known}
        if span is None:
            return
        moves = (self.moves[o.id].get((p.wire_name,)) for o, p in holders if o.id in self.moves)
        for move in {move.new: move for move in moves if move is not None}.values():
            self.tell_move(span, move)
        if known and len(news) == 1 and len(known) == len(renames):
            (new,) = news
            owner = self.schema.python_name(known[0].owner)
            label = f"the field {owner}.{written}"
            confidence = min(rename.confidence for rename in known)
            reused = any(self._is_also_new(rename, wire=wire) for rename in known)
            if not sure and new != written:
                message = f"{label} is called {new!r} now"
                advice = "Rename it unless the class is your own and has the old name."
                self.note(span, message, advice, strength, UNSURE)
            elif new != written:
                self.propose(span, written, new, label, strength, confidence, reused=reused)
        elif known:
            names = ", ".join(
                f"{self.schema.python_name(rename.owner)}.{rename.new}" for rename in known
            )
            message = f"the field {written!r} is renamed in some of what this may be: {names}"
            self.note(span, message, "Tell the cases apart, then rename it.", strength, UNSURE)
        self._field_notices(span, holders, use, strength, given)

    def _is_also_new(self, rename: FieldRename, *, wire: bool) -> bool:
        """Whether another field of the interface now has the old name."""
        old = rename.old_wire if wire else rename.old
        return any(
            field.owner == rename.owner and (field.new_wire if wire else field.new) == old
            for field in self.plan.fields
        )

    def _field_notices(
        self,
        span: ByteSpan,
        holders: Holders,
        use: Use,
        strength: Strength,
        given: Given | None = None,
    ) -> None:
        said: set[str] = set()
        for owner, property_ in holders:
            for notice in self.field_notices.get((owner.id, property_.wire_name), ()):
                concerned = notice.use in ("any", use) and not _fits_still(notice, given)
                if concerned and notice.message not in said:
                    said.add(notice.message)
                    self.note(span, notice.message, notice.advice, strength)

    def made(self, span: ByteSpan, owners: Sequence[Interface], given: Iterable[str]) -> None:
        """Record the construction of an object: note the required fields that are not `given`."""
        if len(owners) != 1:
            return
        names = set(given)
        for notice in self.missing.get(owners[0].id, ()):
            if notice.wire not in names:
                self.note(span, notice.message, notice.advice, Strength.SURE)

    def tell_constants(
        self, span: ByteSpan, owners: Sequence[Interface], given: Iterable[str]
    ) -> None:
        """Note the required constants that an object lacks and that cannot be inserted."""
        names = set(given)
        for constant in self.constants.get(owners[0].id, ()) if len(owners) == 1 else ():
            if constant.wire not in names:
                owner = self.schema.python_name(constant.owner)
                message = f"{owner}.{constant.wire} has to be {constant.value!r} now"
                self.note(span, message, "Give it.", Strength.SURE)

    def changed_fields(self, owners: Sequence[Interface]) -> list[str]:
        """The wire names of the fields that are new, or that cannot be written as before."""
        changed: list[str] = []
        for owner in owners:
            for property_ in owner.properties:
                key = (owner.id, property_.wire_name)
                notices = self.field_notices.get(key, ())
                moved = (property_.wire_name,) in self.moves.get(owner.id, ())
                if (
                    key in self.fields
                    or moved
                    or any(notice.use in ("any", "write") for notice in notices)
                ):
                    changed.append(property_.wire_name)
            changed += [constant.wire for constant in self.constants.get(owner.id, ())]
        return list(dict.fromkeys(changed))

    def by_unknown_name(self, span: ByteSpan, type_: Type) -> None:
        """Record the access to a field of an object by a computed name."""
        changed = tuple(self.changed_fields(self.schema.interfaces(type_)))
        if changed:
            self.unnamed[span] = changed

    def changed_inside(self, tag: str) -> list[str]:
        """The fields of an event, and of its inner objects, that cannot be written as before."""
        changed: list[str] = []
        for _, id_ in self.schema.tags.get(tag, ()):
            event = self.schema.declarations.get(id_)
            if not isinstance(event, Interface):
                continue
            changed += self.changed_fields([event])
            for property_ in event.properties:
                inner = self.schema.interfaces(property_.type)
                names = self.changed_fields(inner)
                changed += [f"{property_.wire_name}.{name}" for name in names]
        return list(dict.fromkeys(changed))

    def is_written(self, tag: str) -> bool:
        """Whether clients send the event of a tag."""
        return any(group in self.plan.written for group, _ in self.schema.tags.get(tag, ()))

    # ---------------------------------------------------------------------- values

    def form(
        self,
        span: ByteSpan,
        quote: str,
        form: ValueForm,
        around: Sequence[Mapping[str, str]],
        *,
        write: bool,
        make: Callable[[str], str | None] | None = None,
    ) -> bool:
        """Record the use of a replaced literal; False if it is not replaced at this place.

        `span` covers the whole literal, `around` are the string values of the enclosing objects.
        `make` spells a class of the new spec there, if objects are class instances.
        """
        owner = self.schema.python_name(form.owner)
        label = f"the value {form.old!r} of {owner}.{form.wire}"
        if form.where is not None and write:
            key, wanted = form.where
            there = _told(around, key)
            if there is None:
                message = f"{label} is {form.form!r} now where {key} is {wanted!r}"
                self.note(span, message, f"See where this goes: {form.why}.", Strength.SURE)
            if there != wanted:
                return there is None
        if not form.is_object:
            self.replace(span, (f"{quote}{form.form}{quote}",), label, form.form)
        elif write and make is None:
            self.replace(span, (form.form,), label, form.form)
        elif (
            write
            and form.made is not None
            and make is not None
            and ((name := make(form.made[0])) is not None)
        ):
            made = f"{name}({form.made[1]})"
            self.replace(span, (made,), label, made)
        else:
            self.note(span, f"{label} is {form.form} now", f"{form.why}.", Strength.SURE)
        return True

    def value(
        self,
        span: ByteSpan,
        text: str,
        owners: Sequence[DeclId],
        wire: str,
        *,
        verbatim: bool = True,
    ) -> None:
        """Record the use of a literal as the value of a field."""
        if not owners:
            return
        renames = [self.values.get((owner, wire, text)) for owner in owners]
        known = [rename for rename in renames if rename is not None]
        if known and len(known) == len(renames) and len({rename.new for rename in known}) == 1:
            if verbatim:
                owner = self.schema.python_name(known[0].owner)
                label = f"the value {text!r} of {owner}.{wire}"
                confidence = min(rename.confidence for rename in known)
                reused = any(
                    other.new == text and (other.owner, other.wire) == (one.owner, one.wire)
                    for one in known
                    for other in self.plan.values
                )
                new = known[0].new
                self.propose(span, text, new, label, Strength.SURE, confidence, reused=reused)
            return
        notices = [self.value_notices.get((owner, wire, text)) for owner in owners]
        first = notices[0] if notices else None
        if first is not None and all(notice is not None for notice in notices):
            self.note(span, first.message, first.advice, Strength.SURE)

    # --------------------------------------------------------------------- symbols

    def symbol(self, span: ByteSpan, name: str) -> SymbolRename | None:
        """Record the use of a public name; return its rename, if it has one."""
        if name in self.plan.new_symbols and name not in self.schema.by_name:
            self.collected.fresh.add(name)
        notice = self.symbol_notices.get(name)
        if notice is not None:
            self.note(span, notice.message, notice.advice, Strength.SURE)
        return self.symbols.get(name)

    def split(self, span: ByteSpan, old: str, new: str, confidence: float) -> None:
        """Propose a class of the new spec in place of one that has become a union."""
        label = f"the class {old!r}"
        self.propose(span, old, new, label, Strength.SURE, confidence, reused=False)

    def add_import(self, span: ByteSpan, old: str, new: str, confidence: float) -> None:
        """Propose to import a class beside another one, and beside those of earlier proposals."""
        label = f"the import of {old!r}"
        proposals = self.collected.proposals
        names: list[str] = []
        for proposal in proposals:
            if proposal.label == label and (proposal.start, proposal.end) == span:
                names = proposal.new.split(", ")
                proposals.remove(proposal)
                break
        text = ", ".join(dict.fromkeys([*names, new]))
        self.replace(span, (span, f", {text}"), label, text, confidence)

    def rename_symbol(self, span: ByteSpan, rename: SymbolRename, new: str | None = None) -> None:
        """Propose the rename of one use of a public name."""
        self.propose(
            span,
            rename.old,
            rename.new if new is None else new,
            f"the name {rename.old!r}",
            Strength.SURE,
            rename.confidence,
            reused=rename.old in self.plan.new_symbols,
        )


def _fits_still(notice: FieldNotice | FieldMove, given: Given | None) -> bool:
    """Whether the new spec accepts the value that is written to a field."""
    if isinstance(given, str):
        return given in notice.accepted
    if given is None or not notice.members:
        return False
    return any(
        all(given.get(name) == text for name, text in constants) and set(given) <= names
        for constants, names in notice.members
    )


def _told(around: Sequence[Mapping[str, str]], name: str) -> str | None:
    """The text of a field in the enclosing objects, the innermost first; None if unknown."""
    return next((texts[name] for texts in reversed(around) if name in texts), None)
