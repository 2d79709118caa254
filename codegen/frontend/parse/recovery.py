"""Recovery from syntax errors: find the invalid statements, so that the others are kept.

The tree of the grammar behind an error is useless: an error may swallow many statements. So the
text is split into statements here, without the grammar, and each of them is parsed alone. Invalid
ones are blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeAlias

from ...text.lines import blank
from ...text.records import dataclass
from ..syntax import Range

__all__ = ["Fault", "Lost", "blanked", "lost_statements", "rows_of_operands"]

_TOKEN: Final = re.compile(
    rb"""(?P<skipped>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"""
    rb"""|"(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?|`(?:\\.|[^`\\])*+`?"""
    rb"""|(?P<word>[A-Za-z_$][\w$]*+)|(?P<newline>\n)|(?P<open>[{(\[])|(?P<close>[})\]])|=>"""
    # What version control writes between two versions, and an ellipsis, are one token.
    rb"""|(?<=\n)(?:<{7}|={7}|>{7}|\|{7})|\.{3}|\S""",
    re.DOTALL,
)
_BEGINNINGS: Final = frozenset(
    b"abstract class const declare enum export function import interface let module namespace"
    b" type var".split()
)
_FIRST_OF_A_LINE: Final = re.compile(
    rb"(?:\n|\*/)[^\S\n]*+(?:" + b"|".join(sorted(_BEGINNINGS)) + rb")\b"
)
"""What may begin a statement inside of another one: see `_statements`."""
_MODIFIERS: Final = frozenset(b"abstract async const declare default export".split())
_NAMED: Final = re.compile(
    rb"(?:(export)\s+)?(?:declare\s+)?(?:(?:abstract|const)\s+)*"
    rb"(?:interface|type|class|enum)\s+([^\s!\"#%&'()*+,./:;<=>?@\[\\\]^`{|}~-]++)\s*+(<)?"
)
_DEEPEST: Final = 12
"""The depth of nested namespaces that are split, as each level parses its contents again."""
_MOST_ENDS: Final = 3
"""How many places in an invalid statement are tried, as each parses what is before it again."""
_BLOCK: Final = re.compile(
    rb"(?:(?:abstract|const|declare|default|export)\s+)*(?:interface|class|enum)\b"
)
_BODY: Final = re.compile(rb"(?:export\s+)?(?:declare\s+)?(?:namespace|module|global)\b[^{};=]*+\{")


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error; `missing` is the token that was expected there."""

    at: Range
    missing: str | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A statement that is skipped, and its first syntax error.

    `name` is the type that it would declare, None if it is unknown or no type of the file itself;
    `parameters` is the number of type parameters that it seems to have.
    """

    at: Range
    fault: Fault
    name: str | None
    exported: bool
    parameters: int


FindsFault: TypeAlias = Callable[[bytes], Fault | None]


def lost_statements(
    data: bytes, first_fault: FindsFault, known: Fault | None = None
) -> tuple[Lost, ...]:
    """Find the invalid statements of a text, in order.

    `first_fault` finds the first error in a text, None if there is none; `known` is that of the
    whole text. A text of one statement is not parsed again.
    """
    whole = (0, len(data))
    statements = list(islice(_statements(data, whole, anew=False), 2))
    if len(statements) != 1 or known is None:
        return tuple(_lost(data, whole, first_fault, 0))
    (start, end), text = statements[0], data[slice(*statements[0])]
    if not _may_be_split(data, (start, end)):
        return (Lost((start, end), known, *_declared(text)),)
    own = Fault((max(0, known.at[0] - start), max(0, known.at[1] - start)), known.missing)
    # A text of errors alone costs the parser as much as a run may cost.
    return tuple(_lost(data, whole, lambda part: own if part == text else first_fault(part), 0))


def rows_of_operands(data: bytes, most: int) -> tuple[Lost, ...]:
    """Find the statements with more than `most` names and strings in a row on a line, in order.

    Nothing is between those of a row, or `!` and `?`. They are never valid, and each of them costs
    the parser as much as a statement: a megabyte took it longer than a run may take.
    """
    rows = []
    for start, end in _statements(data, (0, len(data)), anew=False):
        first = _row(data, start, end, most)
        if first is not None:
            text = data[start:end]
            rows.append(Lost((start, end), Fault((first, end), None), *_declared(text)))
    return tuple(rows)


def _row(data: bytes, start: int, end: int, most: int) -> int | None:
    """The start of a row of more than `most` operands in a statement; None if it has none."""
    count, first = 0, start
    for match in _TOKEN.finditer(data, start, end):
        if match["word"] or data[match.start()] in _QUOTES:
            first = first if count else match.start()
            count += 1
            if count > most:
                return first
        elif not match["skipped"] and match[0] not in (b"!", b"?"):
            count = 0
    return None


_QUOTES: Final = b"'\""


def _may_be_split(data: bytes, at: Range) -> bool:
    """Whether an invalid statement may contain valid ones."""
    return _body(data, at) is not None or _is_several(data, at) or any(_ends(data[slice(*at)]))


def blanked(data: bytes, lost: Sequence[Lost]) -> bytes:
    """Blank out the lost statements; every offset stays."""
    parts: list[bytes] = []
    end = 0
    for statement in lost:
        start, stop = statement.at
        parts += (data[end:start], blank(data[start:stop]))
        end = stop
    return b"".join((*parts, data[end:]))


def _lost(
    data: bytes, within: Range, first_fault: FindsFault, depth: int, *, anew: bool = False
) -> Iterator[Lost]:
    for start, end in _statements(data, within, anew):
        text = data[start:end]
        fault = first_fault(text)
        if fault is None:
            continue
        at = (start, end)
        if not anew and not _is_balanced(text) and _is_several(data, at):
            yield from _lost(data, at, first_fault, depth, anew=True)
            continue
        body = _body(data, at) if depth < _DEEPEST else None
        frame = text if body is None else text[: body[0] - start] + text[body[1] - start :]
        if body is not None and first_fault(frame) is None:
            yield from _lost(data, body, first_fault, depth + 1)
            continue
        behind = next((b for a, b in _ends(text) if first_fault(text[:a]) is None), 0)
        if behind:
            at, text = (start + behind, end), text[behind:]
            fault = first_fault(text) or Fault((0, len(text)), None)
        place = (at[0] + fault.at[0], at[0] + fault.at[1])
        declared = (None, False, 0) if depth else _declared(text)
        yield Lost(at, Fault(place, fault.missing), *declared)


def _ends(text: bytes) -> Iterator[Range]:
    """The first places where a statement may be over, and the start of what stands behind them.

    It is over behind its braces, if it is no alias, at a semicolon, and before a line that cannot
    go on with it. A closing bracket that nothing opened is no part of it.
    """
    return islice(_all_ends(text), _MOST_ENDS)


def _all_ends(text: bytes) -> Iterator[Range]:
    is_block = _BLOCK.match(text) is not None
    depth, end, before, on_new_line = 0, 0, b"", False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if match["newline"] or match["skipped"]:
            on_new_line = on_new_line or b"\n" in token
            continue
        over = before == b";" or (before == b"}" and is_block) or match["close"]
        over = over or (on_new_line and token not in _GOING_ON)
        if over and end and not depth and before not in _OPEN_ENDED:
            yield end, match.start()
        depth += bool(match["open"]) - bool(match["close"] and depth)
        end, before, on_new_line = match.end(), token, False


def _is_balanced(text: bytes) -> bool:
    """Whether a text has as many opening brackets as closing ones."""
    matches = list(_TOKEN.finditer(text))
    return sum(bool(m["open"]) for m in matches) == sum(bool(m["close"]) for m in matches)


def _is_several(data: bytes, at: Range) -> bool:
    """Whether a statement is several, if one of its brackets is never closed."""
    if _FIRST_OF_A_LINE.search(data, *at) is None:
        return False
    return len(list(islice(_statements(data, at, anew=True), 2))) > 1


def _declared(text: bytes) -> tuple[str | None, bool, int]:
    """The name, whether it is exported, and the number of type parameters of a declaration."""
    match = _NAMED.match(text)
    if match is None:
        return None, False, 0
    parameters = _parameters(text, match.end()) if match[3] else 0
    return match[2].decode("utf-8", "replace"), match[1] is not None, parameters


def _parameters(text: bytes, start: int) -> int:
    """Count the type parameters behind a `<`."""
    depth, count = 1, 1
    for match in _TOKEN.finditer(text, start):
        token = match[0]
        if token == b"<" or match["open"]:
            depth += 1
        elif token == b">" or match["close"]:
            depth -= 1
        elif token == b"," and depth == 1:
            count += 1
        if not depth:
            break
    return count


def _statements(data: bytes, within: Range, anew: bool) -> Iterator[Range]:
    """Split a part of a text into statements, at the keywords that begin one outside of brackets.

    With `anew` such a keyword also begins one inside brackets, if it is at the start of its line,
    indented no further than the first statement: the bracket before it is not closed.
    """
    start = column = None
    depth, end, before, on_new_line = 0, within[0], b";", True
    line = data.rfind(b"\n", 0, within[0])
    for match in _TOKEN.finditer(data, *within):
        token, at = match[0], match.start()
        own_column = at - line
        if b"\n" in token:
            line = at + token.rindex(b"\n")
        if match["newline"]:
            on_new_line = True
            continue
        if match["skipped"]:
            continue
        ends = before in (b";", b"}") or (on_new_line and before not in _OPEN_ENDED)
        if (
            token in _BEGINNINGS
            and before not in _MODIFIERS
            and (
                (not depth and ends)
                or (anew and on_new_line and column is not None and own_column <= column)
            )
        ):
            if start is not None:
                yield start, end
            start, depth = at, 0
            column = own_column if column is None else column
        elif start is None:
            start, column = at, own_column
        depth += bool(match["open"]) - bool(match["close"] and depth)
        end, before, on_new_line = match.end(), token, False
    if start is not None:
        yield start, end


_OPEN_ENDED: Final = frozenset((b"=", b"|", b"&", b",", b":", b"=>", b"?", b"extends", *_MODIFIERS))
"""Tokens that cannot end a statement."""
_GOING_ON: Final = frozenset(
    (
        *_OPEN_ENDED - {b"="},
        *b"{ ( [ . ; + - * / % ^ ` as implements in instanceof is satisfies".split(),
    )
)
"""Tokens that may go on with a statement at the start of a line."""


def _body(data: bytes, at: Range) -> Range | None:
    """The inside of the braces of a namespace; None if they are not closed."""
    match = _BODY.match(data, *at)
    if match is None or data[at[1] - 1 : at[1]] != b"}":
        return None
    return match.end(), at[1] - 1
