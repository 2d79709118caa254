"""Propose facts that make recordings fit, as the text of a facts file.

Facts are proposed for misfits, the recordings are audited again with them, and so on until no
misfit has a mend. So the result has been tested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, NamedTuple, TypeAlias

from ..facts.writing import Value, cannot_be_added, entry_text
from ..text.diagnostics import Diagnostic, Severity, printable
from ..text.records import dataclass
from ..text.source import SourceFile
from .mending import Mend, NewEvent, NewProperty, NewValue, NoTag, NotThere, Null
from .observed import ANYTHING
from .observer import MOST_MENDS, TOO_MANY, First, Observer, Refused, Seen, Unmended, about
from .tally import Report

__all__ = ["Attempt", "Proposal", "ProposalError", "Trial", "propose"]

_MOST_ROUNDS: Final = 24
_TABLES: Final = ("event", "default", "member", "nullable")
_ESCAPED: Final = re.compile(r"\[(.)\]")
_WORD: Final = re.compile(r"[A-Za-z0-9]+")


class ProposalError(ValueError):
    """No facts can be proposed; the text is the reason."""


class Attempt(NamedTuple):
    """The result of an audit with facts: the report, and the observed mends."""

    report: Report
    observer: Observer


Trial: TypeAlias = Callable[[SourceFile, Refused], "Attempt | Sequence[Diagnostic]"]
"""Audits recordings with a facts file; returns the errors of a file that is refused.

The second argument has the mends that are not to be proposed, with the reasons.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A facts file, how many of its entries are new, and the reports without and with it."""

    text: str
    count: int
    before: Report
    after: Report
    unmended: tuple[Unmended, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the file: its table, its values, the types of its fields, and a comment."""

    table: str
    values: Mapping[str, Value]
    fields: Mapping[str, Value]
    comment: str

    @property
    def text(self) -> str:
        tables = {"fields": self.fields} if self.fields else {}
        return f"\n{self.comment}{entry_text(self.table, self.values, tables)}"


def propose(
    base: str, path: str, headline: str, attempt: Trial, taken: Collection[str] = ()
) -> Proposal:
    """Propose facts that continue the text `base` in a facts file named `path`.

    `headline` is a comment above the new entries, and no event gets one of the names `taken`, which
    the package of the spec has without these facts. Raises ProposalError if no entry can be added
    to the text, or the spec cannot be used.
    """
    inline = cannot_be_added(base, _TABLES)
    if inline:
        raise ProposalError(f"write the entries of `{inline[0]}` as tables: `[[{inline[0]}]]`")
    drafts = _Drafts(base, path, headline, taken)
    tried = _accepted(drafts, attempt)
    before = tried.report
    for _ in range(_MOST_ROUNDS):
        if not drafts.learn(tried.observer):
            break
        tried = _accepted(drafts, attempt)
    else:
        drafts.refused.update(dict.fromkeys(tried.observer.mends, "other facts came first"))
        tried = _accepted(drafts, attempt)
    unmended = tuple(sorted(tried.observer.unmended.values(), key=_rank))
    text = drafts.source().data.decode() + _comments(unmended)
    return Proposal(text, len(drafts.entries), before, tried.report, unmended)


def _accepted(drafts: _Drafts, attempt: Trial) -> Attempt:
    """The first attempt without an erroneous entry; such entries are dropped on the way."""
    while True:
        tried = attempt(drafts.source(), drafts.refused)
        if isinstance(tried, Attempt):
            return tried
        wrong = [fault for fault in tried if fault.severity is Severity.ERROR]
        if not drafts.drop(wrong):
            raise ProposalError(wrong[0].message)


class _Drafts:
    """The entries so far, and the refused mends: they did not help, or cannot be facts."""

    def __init__(self, base: str, path: str, headline: str, taken: Collection[str]) -> None:
        self._base = base
        self._path = path
        self._headline = headline
        self._taken = taken
        self.entries: dict[Mend, _Entry] = {}
        self.refused: dict[Mend | tuple[type[Mend], str], str] = {}

    def source(self) -> SourceFile:
        """The text of the facts file."""
        return SourceFile(self._path, "".join(text for _, text in self._parts()).encode())

    def _parts(self) -> Iterator[tuple[Mend | None, str]]:
        yield None, self._base
        gap = "\n" if self._base else ""
        yield None, f"{gap}{self._headline}"
        for mend in sorted(self.entries, key=self._rank):
            yield mend, self.entries[mend].text

    def _rank(self, mend: Mend) -> tuple[int, str]:
        return _TABLES.index(self.entries[mend].table), repr(mend)

    def drop(self, wrong: Sequence[Diagnostic]) -> bool:
        """Drop the entries that caused errors; return whether there are any."""
        lines: list[tuple[int, Mend]] = []
        line = 1
        for mend, text in self._parts():
            if mend is not None:
                lines.append((line, mend))
            line += text.count("\n")
        dropped = False
        for fault in wrong:
            span = fault.span
            if span is None or span.file != self._path:
                continue
            above = [mend for start, mend in lines if start <= span.line]
            if above and self.entries.pop(above[-1], None) is not None:
                self.refused[above[-1]] = f"no fact can say so: {fault.message}"
                dropped = True
        return dropped

    def learn(self, observer: Observer) -> bool:
        """Add entries for the observed mends; return whether there were any."""
        own = dict(self._own_places())
        self.refused.update(observer.overfull.items())
        for mend in [*self.entries]:
            if (type(mend), about(mend)) in observer.overfull:
                del self.entries[mend]
        known = set(self.entries)
        for mend, seen in observer.mends.items():
            place = own.get(_place(mend))
            if mend in known:
                # Its entry was in the last attempt, and did not help.
                del self.entries[mend]
                self.refused[mend] = "a fact of it does not help"
            elif place is not None:
                self._widen(*place, mend)
            elif len(self.entries) >= MOST_MENDS:
                self.refused[mend] = TOO_MANY
            elif (type(mend), about(mend)) not in observer.overfull:
                self.entries[mend] = _entry(mend, seen, observer, self._names(observer))
        return bool(observer.mends or observer.overfull)

    def _names(self, observer: Observer) -> set[str]:
        own = (
            str(entry.values["name"]) for entry in self.entries.values() if entry.table == "event"
        )
        return {*map(str, observer.mender.by_id), *own, *self._taken}

    def _own_places(self) -> Iterator[tuple[str, tuple[Mend, str]]]:
        """The declarations by the entries themselves: events, and properties with their types."""
        for mend, entry in self.entries.items():
            if isinstance(mend, NewProperty):
                yield f"{mend.match}.{mend.property}", (mend, "")
            elif isinstance(mend, NewEvent):
                name = entry.values["name"]
                yield str(name), (mend, "")
                for field in entry.fields:
                    yield f"{name}.{_bare(field)}", (mend, field)

    def _widen(self, own: Mend, field: str, misfit: Mend) -> None:
        """Widen the type that an entry declares by further values."""
        entry = self.entries.get(own)
        if entry is None:
            return
        if isinstance(own, NewProperty):
            if entry.values["type"] == ANYTHING:
                self.refused[misfit] = "the property is a proposal itself"
                return
            changed = replace(entry, values={**entry.values, "type": ANYTHING})
        else:
            is_new = isinstance(misfit, NewProperty)
            name = misfit.property if isinstance(misfit, NewProperty) else _bare(field)
            if "like" in entry.values or entry.fields.get(f"{name}?") == ANYTHING:
                self.refused[misfit] = "the event is a proposal itself"
                return
            keeps = isinstance(misfit, NotThere)
            type_ = entry.fields[field] if keeps and not is_new else ANYTHING
            fields = {key: text for key, text in entry.fields.items() if key != field}
            changed = replace(entry, fields={**fields, f"{name}?": type_})
        self.entries[own] = changed


def _place(mend: Mend) -> str:
    """The property that a mend changes, or the object type that lacks one."""
    match mend:
        case Null(match):
            return _ESCAPED.sub(r"\1", match)
        case NotThere(match, name):
            return f"{match}.{name}"
        case NewProperty(match):
            return match
        case NewValue(match) | NoTag(match):
            return match.rstrip("[]")
        case NewEvent():
            return ""


def _bare(field: str) -> str:
    return field.removesuffix("?")


# ------------------------------------------------------------------------------- entries


def _entry(mend: Mend, seen: Seen, observer: Observer, names: set[str]) -> _Entry:
    comment = f"# {_tags(seen)}: {printable(seen.path)}\n"
    where = f"in {_events(seen.count)}, first in {_cited(seen.first)}."
    values: dict[str, Value]
    fields: dict[str, Value] = {}
    match mend:
        case Null(match):
            values = {"match": match, "why": f"Recorded as null {where}"}
        case NotThere(match, name):
            values = {"match": match, "property": name, "optional": True}
            values["why"] = f"Recorded without it {where}"
        case NewProperty(match, name):
            values = {"match": match, "property": name, "type": seen.value.notation()}
            values["why"] = f"Recorded {where}"
        case NewValue(match, _, value):
            values = {"match": match, "value": value, "why": f"Recorded {where}"}
        case NoTag(match, tag):
            nearest = min(seen.distances, key=lambda id_: seen.distances[id_], default="")
            values = {"match": match, "member": str(nearest) or tag}
            values["why"] = f"Recorded without `{tag}` {where}"
            others = [str(id_) for id_ in seen.distances if id_ != nearest]
            comment += f"# Other members: {printable(', '.join(others))}\n" if others else ""
        case _:
            values = {"name": _name(mend, names), "tag": mend.tag, "group": str(mend.group)}
            like = observer.like(mend, seen)
            if like:
                values["like"] = like
            else:
                fields = dict(_fields(seen))
            values["why"] = f"Recorded {where}"
    tables = {Null: "nullable", NoTag: "default", NewEvent: "event"}
    return _Entry(tables.get(type(mend), "member"), values, fields, comment)


def _fields(seen: Seen) -> Iterator[tuple[str, str]]:
    """The fields of an undeclared event; those that some events lack are optional."""
    for name, (count, observed) in seen.fields.items():
        optional = count < seen.count or name.endswith("?")
        yield f"{name}{'?' if optional else ''}", observed.notation()


def _name(event: NewEvent, names: set[str]) -> str:
    """A new name for the class of an event."""
    words = _WORD.findall(str(event.tag))
    name = "".join(word[:1].upper() + word[1:] for word in words)
    name = name if name[:1].isalpha() else f"Tag{name}"
    name = name if name.endswith("Event") else f"{name}Event"
    number, free = 2, name
    while free in names:
        free, number = f"{name}{number}", number + 1
    return free


def _tags(seen: Seen) -> str:
    first, *others = seen.tags
    more = f" and {len(others)} other{'s' if others[1:] else ''}" if others else ""
    return f"{printable(first)}{more}"


def _events(count: int) -> str:
    return f"{count:,} event{'' if count == 1 else 's'}"


def _cited(first: First) -> str:
    return f"{printable(PurePath(first.file).name)}, line {first.line:,}"


# ------------------------------------------------------------------- what cannot be mended


def _rank(left: Unmended) -> tuple[int, str, str, str]:
    return -left.count, left.tag, left.path, left.message


def _comments(unmended: Sequence[Unmended]) -> str:
    if not unmended:
        return ""
    lines = ["", "# What no fact mends:"]
    for left in unmended:
        more = " and others" if left.others else ""
        said = (
            f"{left.tag}: {left.path}: {left.message}{more} ({left.why}), in {_events(left.count)}"
        )
        lines.append(f"# - {printable(said)}, first in {_cited(left.first)}")
    return "".join(f"{line}\n" for line in lines)
