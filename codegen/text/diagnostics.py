"""Diagnostics: errors as values, with a place, a code frame and what to do about it."""

from __future__ import annotations

import enum
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from .records import dataclass
from .source import SourceFile, Span

__all__ = [
    "CODES",
    "Diagnostic",
    "Severity",
    "error",
    "format_diagnostic",
    "note",
    "printable",
    "shown_fault",
    "summed_up",
    "warning",
]


class Severity(enum.Enum):
    """The severity of a diagnostic: an error stops the run, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


CODES: Final[Mapping[str, str]] = {
    "RC101": "the file cannot be read",
    "RC102": "the file is not UTF-8",
    "RC103": "the file is empty",
    "RC104": "syntax error",
    "RC105": "nothing is declared",
    "RC106": "an import cannot be resolved",
    "RC107": "a module does not export the name",
    "RC201": "a name that nobody declares",
    "RC202": "wrong number of type arguments",
    "RC203": "members of a union share a tag",
    "RC204": "a type that cannot be expressed",
    "RC205": "left out: JSON cannot carry it",
    "RC206": "a type without end",
    "RC207": "declarations that do not go together",
    "RC208": "members of a union cannot be told apart",
    "RC301": "two names collide in Python",
    "RC302": "a name that Python forbids",
    "RC303": "a name that no package can have",
    "RC304": "an option of a target that cannot be used",
    "RC305": "a root that selects no declaration",
    "RC306": "a template of the user that cannot be used",
    "RC307": "a target that makes nothing",
    "RC308": "a union that cannot be a group",
    "RC309": "more declarations than a spec of its size may have",
    "RC401": "the generated text is not what was planned",
    "RC402": "the output cannot be written",
    "RC403": "a generated file was edited",
    "RC404": "a file in the way that was not generated",
    "RC405": "a manifest that cannot be used",
    "RC406": "a run was cut off",
    "RC407": "a path that leaves the output folder",
    "RC408": "a file that changed during the run",
    "RC501": "a fact that applies to nothing",
    "RC502": "the facts file cannot be used",
    "RC503": "an unknown key in the facts file",
    "RC602": "a package cannot be fetched",
    "RC603": "the package has no such file",
    "RC604": "a package is not named exactly",
    "RC711": "there is nothing to compare",
    "RC712": "the accepted changes cannot be used",
    "RC713": "an accepted change that is none any more",
    "RC721": "a Python file cannot be migrated",
    "RC722": "code that a person has to see to",
    "RC723": "a rename that is not certain",
    "RC724": "a Python file cannot be written",
    "RC726": "a spec without events to adapt",
    "RC727": "the adapting module cannot be written",
    "RC731": "a recording cannot be read",
    "RC732": "a recording holds no events",
    "RC733": "the spec declares no events",
    "RC734": "a partial report cannot be merged",
    "RC735": "a report or facts cannot be written",
    "RC736": "no facts can be proposed",
    "RC741": "the configuration cannot be read",
    "RC742": "an unknown key in the configuration",
    "RC743": "a wrong value in the configuration",
    "RC744": "something is missing in the configuration",
    "RC745": "two specs write to the same folder",
    "RC746": "there is a configuration already",
    "RC751": "the lock file cannot be used",
    "RC752": "a package is not what the lock file says",
    "RC753": "the output is not what the lock file says",
    "RC754": "a spec that cannot be updated",
    "RC755": "nothing can be watched",
    "RC756": "nothing can listen at an address",
    "RC757": "a package that a command needs is missing",
    "RC758": "a recording cannot be written",
    "RC901": "an error of the tool itself",
    "RC902": "the memory or the threads that a run may have are not enough",
    "RC903": "the system refused a call that no part of the tool expects to fail",
}
"""The meaning of each diagnostic code."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A diagnostic.

    `span` is None only if no file has a place for it (a file that does not exist); `related` cites
    further places, each with a few words.
    """

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    advice: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    file: str = ""

    @property
    def place(self) -> str:
        """`file:line:column`, the file alone, or ""."""
        return str(self.span) if self.span is not None else self.file


def shown_fault(fault: BaseException) -> str:
    """The type and the text of an exception in a user's code, whose `__str__` may raise, too."""
    try:
        return f"{type(fault).__name__}: {fault}"
    except Exception as inner:
        return f"{type(fault).__name__}, whose text cannot be made: {type(inner).__name__}"


def error(
    code: str,
    message: str,
    span: Span | None = None,
    advice: str = "",
    related: Iterable[tuple[Span, str]] = (),
    file: str = "",
) -> Diagnostic:
    """A diagnostic that stops the run."""
    return Diagnostic(Severity.ERROR, code, message, span, advice, tuple(related), file)


def warning(
    code: str,
    message: str,
    span: Span | None = None,
    advice: str = "",
    related: Iterable[tuple[Span, str]] = (),
    file: str = "",
) -> Diagnostic:
    """A diagnostic that stops the run only under `--strict`."""
    return Diagnostic(Severity.WARNING, code, message, span, advice, tuple(related), file)


def note(
    code: str,
    message: str,
    span: Span | None = None,
    advice: str = "",
    related: Iterable[tuple[Span, str]] = (),
    file: str = "",
) -> Diagnostic:
    """A diagnostic that only informs."""
    return Diagnostic(Severity.NOTE, code, message, span, advice, tuple(related), file)


_MOST_OF_ONE: Final = 5
_MOST_OF_A_KIND: Final = 300


def summed_up(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Summarize repeated diagnostics; the order stays.

    Up to five equal ones are kept, of more the first with their number. Of hundreds that differ in
    names only, as for imports, most are counted: nobody reads megabytes of them.
    """
    alike: dict[object, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        alike.setdefault(_said(diagnostic), []).append(diagnostic)
    kept: list[Diagnostic] = []
    for diagnostic in diagnostics:
        group = alike[_said(diagnostic)]
        if len(group) <= _MOST_OF_ONE:
            kept.append(diagnostic)
        elif diagnostic is group[0]:
            message = f"{diagnostic.message}; so it is in {len(group) - 1} more places"
            kept.append(replace(diagnostic, message=message))
    return tuple(_cut(kept))


def _cut(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Keep the first of each kind, with the number of the others."""
    counts = Counter(map(_kind, diagnostics))
    told: Counter[object] = Counter()
    for diagnostic in diagnostics:
        kind = _kind(diagnostic)
        told[kind] += 1
        rest = counts[kind] - _MOST_OF_A_KIND
        if told[kind] <= _MOST_OF_A_KIND or rest == 1:
            yield diagnostic
        elif told[kind] == _MOST_OF_A_KIND + 1:
            message = f"{diagnostic.message}; there are {rest - 1:,} more like it"
            yield replace(diagnostic, message=message)


def _kind(diagnostic: Diagnostic) -> object:
    return (diagnostic.severity, diagnostic.code)


def _said(diagnostic: Diagnostic) -> object:
    """A key that is equal for diagnostics that differ in their place only."""
    return (diagnostic.severity, diagnostic.code, diagnostic.message, diagnostic.advice)


def printable(text: str) -> str:
    """Make text of a spec safe for a terminal: escape control and format characters."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == " " else f"\\u{{{ord(character):x}}}"
        for character in text
    )


def _shortened(text: str) -> str:
    """A message without its middle, if it quotes text without end."""
    if len(text) <= _LONGEST_MESSAGE:
        return text
    half = _LONGEST_MESSAGE // 2
    return f"{text[:half]} ... {text[-half:]}"


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


_LONGEST_LINE: Final = 160
_LONGEST_MESSAGE: Final = 4000


def _code_frame(span: Span, source: SourceFile) -> list[str]:
    start, cut = span.column - 1, 0
    text = source.line_piece(span.line, 0, _LONGEST_LINE + 1)
    if len(text) > _LONGEST_LINE:
        cut = max(0, start - 40)
        text = source.line_piece(span.line, cut, _LONGEST_LINE)
    text = text.replace("\t", " ")
    is_one_line = span.end_line == span.line
    end = min(span.end_column - 1 - cut, len(text)) if is_one_line else len(text)
    start -= cut
    before = printable(text[:start])
    marked = printable(text[start:end])
    after = printable(text[end:])
    gutter = str(span.line)
    blank = " " * len(gutter)
    carets = " " * _display_width(before) + "^" * max(1, _display_width(marked))
    return [f" {blank} |", f" {gutter} | {before}{marked}{after}", f" {blank} | {carets}"]


def format_diagnostic(diagnostic: Diagnostic, sources: Mapping[str, SourceFile]) -> str:
    """Format a diagnostic: place, message, code frame, advice.

    `sources` are the files by display path; a place in any other file is cited without a code
    frame. The text ends with a line break.
    """
    place = f"{printable(diagnostic.place)}: " if diagnostic.place else ""
    message = printable(_shortened(diagnostic.message))
    head = f"{place}{diagnostic.severity.value}[{diagnostic.code}]: {message}"
    lines = [head]
    if diagnostic.span is not None and diagnostic.span.file in sources:
        lines += _code_frame(diagnostic.span, sources[diagnostic.span.file])
    for span, words in diagnostic.related:
        lines.append(f"  {printable(str(span))}: {printable(words)}")
        if span.file in sources:
            lines += _code_frame(span, sources[span.file])
    if diagnostic.advice:
        lines.append(f"  help: {printable(_shortened(diagnostic.advice))}")
    return "\n".join(lines) + "\n"
