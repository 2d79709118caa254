"""Facts of a change: the mapping from one version to the next that declarations do not show.

They are read from a file like the facts of a spec, and belong to a pair of specs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from ..model import Model
from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from ..text.source import SourceFile, Span
from .kinds import Entry, FactKind
from .reading import read

__all__ = [
    "CHANGE_KINDS",
    "ChangeFact",
    "DialectFact",
    "EventFact",
    "FieldFact",
    "Form",
    "GoneFact",
    "ListFact",
    "TextFact",
    "ValueFact",
    "change_facts",
]

Form: TypeAlias = "str | dict[str, str | int | float | bool]"
"""The new form of a value: a text, or a flat object."""


@dataclass(frozen=True, slots=True)
class FieldFact:
    """The fields that `match` selects in the old spec moved to the path `new`."""

    match: str
    new: tuple[str, ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class GoneFact:
    """The fields that `match` selects have no successor."""

    match: str
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class ValueFact:
    """The value of the fields that `match` selects is written as `form` now.

    With `where`, a field of an enclosing object and its value, only there. An `undeclared` value is
    one that servers send without a declaration in the old spec.
    """

    match: str
    value: str
    form: Form
    where: tuple[str, str] | None
    undeclared: bool
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class ListFact:
    """A list of exactly these values, in any order, is written as `form` now."""

    match: str
    values: tuple[str, ...]
    form: tuple[str, ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event that was replaced by one or several others."""

    event: str
    becomes: tuple[str, ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class TextFact:
    """A text in programs, such as a header or an address, that no longer works."""

    text: str
    why: str
    advice: str
    span: Span


@dataclass(frozen=True, slots=True)
class DialectFact:
    """Texts that identify a program's protocol: another vendor's, or this one if it is `own`."""

    name: str
    texts: tuple[str, ...]
    own: bool
    why: str
    span: Span


ChangeFact: TypeAlias = (
    FieldFact | GoneFact | ValueFact | ListFact | EventFact | TextFact | DialectFact
)

_Fact = TypeVar("_Fact")


def _field(entry: Entry) -> FieldFact | None:
    match, new = entry.pattern(), _required(entry, "is", 'Write `is = "audio.output.voice"`.')
    if match is None or new is None:
        return None
    return FieldFact(match, tuple(new.split(".")), entry.text("why") or "", entry.span("match"))


def _gone(entry: Entry) -> GoneFact | None:
    match, why = entry.pattern(), entry.text("why")
    return None if match is None else GoneFact(match, why or "", entry.span("match"))


def _value(entry: Entry) -> ValueFact | None:
    match, value = entry.pattern(), _required(entry, "value", 'Write `value = "pcm16"`.')
    form = entry.table.get("form")
    if not _is_form(form):
        entry.error("`form` is no text and no flat object", 'Write `form = "..."`.', "form")
        return None
    where = entry.table.get("where")
    pair: tuple[str, str] | None = None
    if isinstance(where, dict) and len(where) == 1:
        ((key, text),) = where.items()
        pair = (str(key), str(text))
    elif where is not None:
        entry.error("`where` is no table of one key", 'Write `where = { role = "user" }`.', "where")
    if match is None or value is None:
        return None
    made: Any = form
    undeclared = entry.table.get("undeclared") is True
    return ValueFact(
        match, value, made, pair, undeclared, entry.text("why") or "", entry.span("match")
    )


def _is_form(form: object) -> bool:
    if isinstance(form, dict):
        return all(isinstance(value, str | int | float | bool) for value in form.values())
    return isinstance(form, str)


def _list(entry: Entry) -> ListFact | None:
    match = entry.pattern()
    both: list[tuple[str, ...]] = []
    for key in ("values", "form"):
        texts = entry.table.get(key)
        if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            entry.error(f"`{key}` is no list of texts", f'Write `{key} = ["..."]`.', key)
            return None
        both.append(tuple(texts))
    if match is None:
        return None
    return ListFact(match, both[0], both[1], entry.text("why") or "", entry.span("match"))


def _event(entry: Entry) -> EventFact | None:
    event = _required(entry, "event", 'Write `event = "..."`.')
    becomes = entry.table.get("becomes")
    if not isinstance(becomes, list) or not all(isinstance(tag, str) for tag in becomes):
        entry.error("`becomes` is no list of events", 'Write `becomes = ["..."]`.', "becomes")
        return None
    if event is None:
        return None
    return EventFact(event, tuple(becomes), entry.text("why") or "", entry.span("event"))


def _text(entry: Entry) -> TextFact | None:
    text = _required(entry, "text", 'Write `text = "..."`.')
    if text is None:
        return None
    return TextFact(text, entry.text("why") or "", entry.text("advice") or "", entry.span("text"))


def _dialect(entry: Entry) -> DialectFact | None:
    name = _required(entry, "name", 'Write `name = "..."`.')
    texts = entry.table.get("texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        entry.error("`texts` is no list of texts", 'Write `texts = ["..."]`.', "texts")
        return None
    if name is None:
        return None
    is_own = entry.table.get("own") is True
    return DialectFact(name, tuple(texts), is_own, entry.text("why") or "", entry.span("name"))


def _required(entry: Entry, key: str, advice: str) -> str | None:
    text = entry.text(key)
    if text is None and key not in entry.table:
        entry.error(f"an entry has no `{key}`", advice)
    return text


def _kind(
    table: str,
    keys: Sequence[str],
    reads: Callable[[Entry], _Fact | None],
    *,
    corrects: bool = True,
) -> FactKind[_Fact, tuple[_Fact, ...]]:
    return FactKind(table, tuple(keys), reads, _unchecked, corrects)


def _unchecked(
    _model: Model, facts: Sequence[_Fact]
) -> tuple[tuple[_Fact, ...], Sequence[Diagnostic]]:
    """Accept all: facts of a change are checked when their two specs are compared."""
    return tuple(facts), ()


CHANGE_KINDS: Final[tuple[FactKind[Any, Any], ...]] = (
    _kind("field", ("match", "is", "why"), _field),
    _kind("gone", ("match", "why"), _gone),
    _kind("value", ("match", "value", "form", "where", "undeclared", "why"), _value),
    _kind("list", ("match", "values", "form", "why"), _list),
    _kind("event", ("event", "becomes", "why"), _event),
    _kind("text", ("text", "why", "advice"), _text),
    _kind("dialect", ("name", "texts", "own", "why"), _dialect, corrects=False),
)


def change_facts(source: SourceFile) -> tuple[tuple[ChangeFact, ...], tuple[Diagnostic, ...]]:
    """Read a file of facts of a change.

    Returns the facts that could be read, and an RC502 or RC503 for everything that could not.
    """
    facts, diagnostics = read(source, CHANGE_KINDS)
    records = (record for kind in CHANGE_KINDS for record in facts.of(kind))
    return tuple(records), diagnostics
