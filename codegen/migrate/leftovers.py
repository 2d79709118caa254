"""Report what no other reader understood: fields, and parts of tags, in any other place.

It is unknown what a program does with them, so each is reported, once, with its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .composed import composed
from .edits import ByteSpan
from .leftover_reads import moved_inside, once, unknown_names
from .lists import told_lists
from .paths import dotted, last_name
from .proposals import Strength
from .reader import Reader
from .tree import nodes as cst
from .uses import UNSURE

__all__ = ["left_over"]

_OTHER_CALLS: Final = frozenset({"completions", "responses"})
"""Names in calls of other OpenAI APIs that have arguments of the same names."""
_ENTRY: Final = re.compile(r'"(?P<key>\w+)"\s*:\s*"(?P<text>[^"\\]*)"')
"""A string value of a key in JSON text."""
_QUOTES: Final = "\"'"


def left_over(
    reader: Reader, nodes: Sequence[cst.CSTNode], documents: frozenset[cst.CSTNode]
) -> None:
    """Report the leftovers of a file: `documents` are docstrings and logged texts."""
    strings = [
        node for node in nodes if isinstance(node, cst.SimpleString) and node not in documents
    ]
    _texts(reader, nodes, strings)
    shown = False
    for node in strings:
        if node not in reader.seen:
            _message(reader, node)
            shown |= _part(reader, node)
    for formatted in nodes:
        if isinstance(formatted, cst.FormattedString):
            _template(reader, formatted)
    shown |= _joined(reader, nodes)
    composed(reader, nodes)
    named = _named_handlers(reader, nodes)
    if not shown:
        _cut(reader, named=named)
    _fields(reader, nodes, strings)
    unknown_names(reader)
    moved_inside(reader, nodes)
    _values(reader, strings)
    told_lists(reader, nodes)
    _compared(reader, nodes)
    _payloads(reader)


# ------------------------------------------------------------------------- texts


def _texts(
    reader: Reader, nodes: Sequence[cst.CSTNode], strings: Iterable[cst.SimpleString]
) -> None:
    """Report headers, addresses and other texts that no longer work."""
    pieces: list[tuple[cst.CSTNode, str]] = [(node, node.value) for node in strings]
    pieces += [(node, node.value) for node in nodes if isinstance(node, cst.FormattedStringText)]
    for notice in reader.uses.plan.text_notices:
        places = [reader.span(node) for node, text in pieces if notice.text in text]
        if "." in notice.text and "/" not in notice.text:
            named = (node for node in nodes if isinstance(node, cst.Attribute))
            ends = tuple(notice.text.split("."))
            places += [reader.span(node) for node in named if _dotted_end(node, ends)]
        once(reader, places, notice.message, notice.advice, Strength.STRONG)


def _dotted_end(node: cst.Attribute, ends: Sequence[str]) -> bool:
    """Whether an attribute ends in these dotted names."""
    current: cst.BaseExpression = node
    for name in reversed(ends):
        match current:
            case cst.Attribute(value=inner, attr=cst.Name(value=attribute)) if attribute == name:
                current = inner
            case _:
                return False
    return True


def _message(reader: Reader, node: cst.SimpleString) -> None:
    """Report a text that is a message in JSON, if its fields have changed."""
    quoted = reader.quoted(node)
    if quoted is not None:
        _as_json(reader, quoted.span, quoted.text)


def _template(reader: Reader, node: cst.FormattedString) -> None:
    """Report an f-string that makes a message in JSON, if its fields have changed."""
    fixed = (part.value for part in node.parts if isinstance(part, cst.FormattedStringText))
    _as_json(reader, reader.span(node), "".join(fixed))


def _as_json(reader: Reader, span: ByteSpan, text: str) -> None:
    """Report a text that is a message in JSON, or the template of one, if its fields changed."""
    tag = _tag_in(reader, text)
    changed = reader.uses.changed_inside(tag) if tag is not None else []
    if changed and tag is not None and not reader.uses.is_touched(span):
        reader.uses.knows(tag)
        message = f"this text is the event {tag!r}; these have changed: {', '.join(changed)}"
        reader.uses.note(span, message, "Write it anew.", Strength.STRONG, UNSURE)


def _tag_in(reader: Reader, text: str) -> str | None:
    """The tag of a message in JSON: the first string under a discriminator."""
    if not text.lstrip().startswith("{"):
        return None
    for match in _ENTRY.finditer(text):
        if match["key"] in reader.schema.discriminators and match["text"] in reader.schema.tags:
            return match["text"]
    return None


# ------------------------------------------------------------------------- parts of tags


def _part(reader: Reader, node: cst.SimpleString) -> bool:
    """Report a text with a part of a renamed tag: a prefix, a pattern. Returns whether it has."""
    quoted = reader.quoted(node)
    if quoted is None or quoted.text in reader.schema.tags or " " in quoted.text.strip():
        return False
    if _is_whole_name(reader, quoted.text):
        return False
    if reader.uses.parts.inside.search(quoted.text):
        message = f"{quoted.text!r} has a part of a tag that is renamed"
        reader.uses.note(quoted.span, message, _renames(reader), Strength.WEAK, UNSURE)
        return True
    return False


def _is_whole_name(reader: Reader, text: str) -> bool:
    """Whether a text is a dotted name as long as a tag, and so no part of a tag."""
    longest = max((rename.old.count(".") for rename in reader.uses.plan.events), default=0)
    return all(part.isidentifier() for part in text.split(".")) and text.count(".") >= longest


def _renames(reader: Reader) -> str:
    first = reader.uses.plan.events[0]
    return f"See what it stands for: {first.old!r} is {first.new!r} now, and so are others."


def _joined(reader: Reader, nodes: Sequence[cst.CSTNode]) -> bool:
    """Report tags that are spelled as sequences of texts; returns whether there are any."""
    is_known = False
    for node in nodes:
        match node:
            case cst.MatchSequence(patterns=elements):
                values = [getattr(element, "value", None) for element in elements]
                pieces = [v.value for v in values if isinstance(v, cst.MatchValue)]
                is_known |= _sequence(reader, node, pieces)
            case cst.List(elements=elements) | cst.Tuple(elements=elements):
                is_known |= _sequence(reader, node, [element.value for element in elements])
    return is_known


def _cut(reader: Reader, *, named: bool) -> None:
    """Report tags that are split or changed if it is unknown what their parts are used for.

    `named`: there are handlers that are named after tags, which explains a `replace`.
    """
    cuts = [span for span, how in reader.uses.cuts.items() if not (named and how == "replace")]
    if reader.uses.plan.events and cuts:
        message = "a tag is cut into parts here"
        once(reader, cuts, message, _renames(reader), Strength.WEAK)


def _sequence(reader: Reader, node: cst.CSTNode, pieces: Sequence[cst.BaseExpression]) -> bool:
    """Report a tag that is spelled as a sequence of texts; returns whether it is one."""
    texts = [
        quoted.text
        for piece in pieces
        if isinstance(piece, cst.SimpleString) and (quoted := reader.quoted(piece)) is not None
    ]
    joined = ".".join(texts)
    if len(texts) < 2 or len(texts) != len(pieces) or any("." in text for text in texts):
        return False
    for rename in reader.uses.plan.events:
        if f".{joined}." in f".{rename.old}." and f".{joined}." not in f".{rename.new}.":
            message = f"this is the event {rename.old!r} in pieces, which is {rename.new!r} now"
            reader.uses.note(reader.span(node), message, "Change it.", Strength.WEAK, UNSURE)
            return True
    return False


def _named_handlers(reader: Reader, nodes: Sequence[cst.CSTNode]) -> bool:
    """Report methods that are named after a tag, with `_` for its dots.

    Returns whether there are any.
    """
    is_known = False
    by_name = {lost.old.replace(".", "_"): lost for lost in reader.uses.lost}
    dispatches = any(
        isinstance(node, cst.Call) and last_name(node.func) in ("getattr", "replace")
        for node in nodes
    )
    for node in nodes if dispatches else ():
        if isinstance(node, cst.FunctionDef):
            lost = next(
                (tag for end, tag in by_name.items() if node.name.value.endswith(end)), None
            )
            if lost is not None:
                message = f"{node.name.value} is named after {lost.old!r}, {lost.words}"
                advice = "Rename it, if it is called by that name."
                reader.uses.note(reader.span(node.name), message, advice, Strength.WEAK, UNSURE)
                is_known = True
    return is_known


# ------------------------------------------------------------------------- fields


def _stale(reader: Reader) -> dict[str, str]:
    """The fields of the old spec whose name the new spec lacks, each with its fate in words."""
    plan = reader.uses.plan
    stale: dict[str, str] = {}
    for notice in plan.field_notices:
        if notice.use == "any":
            stale.setdefault(notice.wire, "is gone")
    for rename in plan.fields:
        stale[rename.old_wire] = f"is {rename.new_wire} now"
    for move in plan.moves:
        if len(move.old) == 1:
            stale[move.old[0]] = f"is {'.'.join(move.new)} now"
    return {name: now for name, now in stale.items() if name not in plan.new_fields}


def _fields(
    reader: Reader, nodes: Sequence[cst.CSTNode], strings: Sequence[cst.SimpleString]
) -> None:
    """Report removed names of fields wherever they occur, each once."""
    stale = _stale(reader)
    places: dict[str, list[ByteSpan]] = {}
    for name, span in _names(reader, nodes, strings):
        if name in stale:
            places.setdefault(name, []).append(span)
    for name, spans in places.items():
        message = f"the field {name!r} {stale[name]}"
        advice = "Change it, if this is of the protocol."
        once(reader, spans, message, advice, Strength.LOOSE)


def _values(reader: Reader, strings: Sequence[cst.SimpleString]) -> None:
    """Report values that were replaced by objects wherever they occur, each once."""
    forms = {form.old: form for form in reader.uses.plan.forms if form.is_object}
    places: dict[str, list[ByteSpan]] = {}
    for node in strings:
        quoted = reader.quoted(node)
        if quoted is not None and quoted.text in forms:
            places.setdefault(quoted.text, []).append(quoted.span)
    for text, spans in places.items():
        form = forms[text]
        message = f"the value {text!r} of {form.wire} is {form.form} now"
        once(reader, spans, message, f"See where it goes: {form.why}.", Strength.LOOSE)


def _compared(reader: Reader, nodes: Sequence[cst.CSTNode]) -> None:
    """Report comparisons of a field with a text that was replaced, each once.

    A text such as `"text"` alone is weak evidence, so the field has to have the name of the
    protocol.
    """
    forms = {(f.wire, f.old): f for f in reader.uses.plan.forms if not f.is_object}
    places: dict[tuple[str, str], list[ByteSpan]] = {}
    for node in nodes:
        if not isinstance(node, cst.Comparison):
            continue
        sides = [node.left, *(target.comparator for target in node.comparisons)]
        for side in list(sides):
            if isinstance(side, cst.Tuple | cst.List | cst.Set):
                sides += [element.value for element in side.elements]
        names = {last_name(side).strip(_QUOTES) for side in sides}
        for side in sides:
            quoted = reader.quoted(side) if isinstance(side, cst.SimpleString) else None
            if quoted is not None:
                for key in {(name, quoted.text) for name in names} & forms.keys():
                    places.setdefault(key, []).append(quoted.span)
    for (name, text), spans in places.items():
        form = forms[name, text]
        there = f" where {form.where[0]} is {form.where[1]!r}" if form.where else ""
        message = f"the value {text!r} of {name} is {form.form!r} now{there}"
        once(reader, spans, message, f"See what is compared: {form.why}.", Strength.LOOSE)


def _names(
    reader: Reader, nodes: Sequence[cst.CSTNode], strings: Sequence[cst.SimpleString]
) -> Iterator[tuple[str, ByteSpan]]:
    for literal in strings:
        quoted = reader.quoted(literal)
        if quoted is not None:
            yield quoted.text, quoted.span
    others: set[cst.CSTNode] = set()
    for node in nodes:
        match node:
            case cst.Call(func=function, args=arguments) if _OTHER_CALLS & {*dotted(function)}:
                others.update(arguments)
            case cst.Arg() if node in others:
                pass
            case cst.Arg(keyword=cst.Name() as name) | cst.AnnAssign(target=cst.Name() as name):
                yield name.value, reader.span(name)


# ------------------------------------------------------------------------- payloads


def _payloads(reader: Reader) -> None:
    """Report events that the file sends if no payload of theirs was read."""
    uses = reader.uses
    for tag, span in uses.first_places.items():
        if tag in uses.payloads or tag in uses.compared or not uses.is_written(tag):
            continue
        changed = reader.uses.changed_inside(tag)
        if changed:
            message = f"what is sent as {tag!r} was not seen; these have changed: "
            advice = "See where it is made, and change it there."
            uses.note(span, message + ", ".join(changed), advice, Strength.WEAK, UNSURE, tag)
