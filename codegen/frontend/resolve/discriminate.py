"""Add decisions to the unions of a spec, and warn of ambiguous ones.

`decisions` makes them. A union of ambiguous members is no error: the best fitting one is chosen
when an object is read. Each group of ambiguous members gets one warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ...model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Ref,
    Tuple,
    Type,
    Union,
    children,
)
from ...text.diagnostics import Diagnostic, warning
from ...text.source import Span
from .alike import Likeness
from .decisions import Candidate, Decider, Declarations, Undecided

__all__ = ["Discriminator", "discriminate"]

_SHOWN: Final = 20  # The number of members that a diagnostic names.
_BY_KEYS: Final = "They are told apart by their fields; a tag of their own would be safer."
_BEST: Final = "An object that fits several of them is read as the most specific of these."


def discriminate(
    declarations: Sequence[Declaration],
) -> tuple[tuple[Declaration, ...], tuple[Diagnostic, ...]]:
    """Add a decision to every union that needs one.

    The diagnostics are warnings about decoding, which targets without decoding can ignore.
    """
    by_id = {declaration.id: declaration for declaration in declarations}
    worker = Discriminator(by_id)
    discriminated = tuple(worker.declaration(declaration) for declaration in declarations)
    return discriminated, tuple(worker.diagnostics)


class Discriminator:
    """Adds decisions to unions; `diagnostics` are the warnings."""

    def __init__(self, by_id: Declarations) -> None:
        self.by_id = by_id
        self.decider = Decider(by_id)
        self.likeness = Likeness(self.decider)
        self.diagnostics: list[Diagnostic] = []
        self.seen: set[tuple[Type, ...]] = set()
        self.reported: set[object] = set()
        self.place: Span | None = None
        self._worked_out: dict[int, tuple[Type, Type]] = {}

    @property
    def steps(self) -> int:
        """The amount of work: visits of properties, members and literals."""
        return self.decider.steps + self.likeness.steps

    def declaration(self, declaration: Declaration) -> Declaration:
        """Add decisions to the unions of a declaration."""
        match declaration:
            case Interface():
                if declaration.index is None and not any(
                    _holds_union(item.type) for item in declaration.properties
                ):
                    return declaration
                properties = []
                for item in declaration.properties:
                    self.place = item.span or declaration.span
                    holds = _holds_union(item.type)
                    properties.append(replace(item, type=self._type(item.type)) if holds else item)
                self.place = declaration.span
                index = declaration.index
                if index is not None:
                    index = Map(index.key, self._type(index.value))
                return replace(declaration, properties=tuple(properties), index=index)
            case Alias(type=type_):
                self.place = declaration.span
                decided = self._type(type_)
                return declaration if decided is type_ else replace(declaration, type=decided)
            case Enum():
                return declaration

    def _type(self, type_: Type) -> Type:
        """Add decisions to a type. A type that many places share stays one object."""
        if not any(True for _ in children(type_)):
            return type_
        key = id(type_)
        if key not in self._worked_out:
            self._worked_out[key] = (type_, self._decided(type_))
        return self._worked_out[key][1]

    def _decided(self, type_: Type) -> Type:
        match type_:
            case Union(members):
                inner = tuple(map(self._type, members))
                decision, undecided = self.decider.decide(type_)
                if undecided and members not in self.seen:
                    self.seen.add(members)
                    self._report(undecided)
                return Union(inner, decision)
            case Array(element):
                return Array(self._type(element))
            case Map(key, value):
                return Map(key, self._type(value))
            case Tuple(items):
                return Tuple(tuple(replace(item, type=self._type(item.type)) for item in items))
            case _:
                return type_

    # ------------------------------------------------------------- diagnostics

    def _report(self, undecided: Sequence[Undecided]) -> None:
        """Warn of the ambiguous members of a union, once for each group in a spec."""
        alike: list[list[Candidate]] = []
        for ambiguous in undecided:
            shared = _shared_tag(ambiguous.candidates)
            if shared is None:
                alike += self.likeness.groups(ambiguous.candidates)
            elif not self.likeness.told_by_tags(ambiguous.candidates):
                name, literal = shared
                message = f"members of a union share the tag {name} = {literal.value!r}"
                advice = _BEST if self.likeness.groups(ambiguous.candidates) else _BY_KEYS
                self._warn("RC203", message, advice, tuple(c.type for c in ambiguous.candidates))
        for types in _overlapping([[candidate.type for candidate in group] for group in alike]):
            self._warn("RC208", "members of a union cannot be told apart", _BEST, tuple(types))

    def _warn(self, code: str, message: str, advice: str, members: tuple[Type, ...]) -> None:
        """Add a diagnostic on the union, with the places of its first members."""
        # The instances of a generic type have the same union at one place.
        written = code, message, self.place, tuple(map(_written, members))
        if self.reported & {members, written}:
            return
        self.reported |= {members, written}
        shown = members[:_SHOWN]
        names = ", ".join(map(_type_name, shown))
        more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
        spans = [self.by_id[member.id].span for member in shown if isinstance(member, Ref)]
        related = tuple((span, "declared here") for span in spans if span is not None)
        self.diagnostics.append(
            warning(code, f"{message}: {names}{more}", self.place, advice, related)
        )


def _shared_tag(candidates: Sequence[Candidate]) -> tuple[str, Literal] | None:
    """The first property that all members require as one and the same string."""
    first, least = candidates[0], min(candidates, key=lambda candidate: len(candidate.tags))
    common = [name for name in least.tags if name in first.tags]
    for name in sorted(common, key=lambda name: first.positions[name]):
        tag = first.tags[name]
        if len(tag.values) != 1 or tag.values[0].kind != "string" or tag.null:
            continue
        if all(
            candidate.tags.get(name) == tag and candidate.properties[name].required
            for candidate in candidates
        ):
            return name, tag.values[0]
    return None


def _overlapping(groups: Sequence[Sequence[Type]]) -> list[list[Type]]:
    """Merge the groups that have members in common."""
    groups_by_owner: dict[int, dict[Type, None]] = {}
    owner: dict[Type, int] = {}
    for place, group in enumerate(groups):
        groups_by_owner[place] = {}
        for other in dict.fromkeys(owner.get(member, place) for member in group):
            if other != place:
                moved = groups_by_owner.pop(other)
                owner.update(dict.fromkeys(moved, place))
                groups_by_owner[place].update(moved)
        groups_by_owner[place].update(dict.fromkeys(group))
        owner.update(dict.fromkeys(group, place))
    return [list(members) for members in groups_by_owner.values()]


def _written(type_: Type) -> object:
    """The declaration of an instance of a generic type; any other type as it is."""
    if not isinstance(type_, Ref):
        return type_
    return DeclId(type_.id.module, tuple(part for part in type_.id.path if part[:1] != "<"))


def _type_name(type_: Type) -> str:
    return str(type_.id) if isinstance(type_, Ref) else "an index signature"


def _holds_union(type_: Type) -> bool:
    return isinstance(type_, Union) or any(map(_holds_union, children(type_)))
