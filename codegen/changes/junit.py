"""The report as JUnit XML, which CI services show as test results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ..text.hidden import escape_hidden
from .outline import phrase, reasons_of, shown, summary
from .report import Change, ChangeReport, Level, plain_text

__all__ = ["to_junit"]

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_NOT_IN_XML: Final = re.compile("[\ufffe\uffff]")
"""The characters that a document of XML 1.0 cannot have, but for those that are hidden."""


def to_junit(
    reports: Mapping[str, ChangeReport], *, level: Level = Level.SAFE, docs: bool = False
) -> str:
    """Reports as suites, by the name of their spec: a test for each change.

    The test of a breaking change fails. The class of a test is the change's rule. Changes
    below `level` are left out.
    """
    suites = [
        _suite(name, report, shown(report, level, docs=docs)) for name, report in reports.items()
    ]
    lines = [line for suite in suites for line in suite]
    return "\n".join([_HEAD, "<testsuites>", *lines, "</testsuites>"]) + "\n"


def _suite(name: str, report: ChangeReport, changes: Sequence[Change]) -> list[str]:
    failures = sum(change.level is Level.BREAKING for change in changes)
    head = _attribute(f"realtime-codegen diff {name}".rstrip())
    lines = [f'  <testsuite name={head} tests="{max(1, len(changes))}" failures="{failures}">']
    for change in sorted(changes, key=lambda change: -change.level):
        lines += _case(change)
    if not changes:
        lines.append(f'    <testcase classname="diff" name={_attribute(summary(report))}/>')
    return [*lines, "  </testsuite>"]


def _case(change: Change) -> list[str]:
    said = plain_text(phrase(change))
    name = _attribute(f"{change.subject}: {said}")
    head = f'    <testcase classname="{change.kind}" name={name}'
    reasons = "; ".join((change.level.label, *reasons_of(change)))
    if change.place.span is not None:
        reasons += f"\n{change.place.span}"
    if change.level is Level.BREAKING:
        failure = f'<failure type="{change.kind}" message={_attribute(said)}>'
        inside = f"{failure}{_text(reasons)}</failure>"
    else:
        inside = f"<system-out>{_text(reasons)}</system-out>"
    return [f"{head}>", f"      {inside}", "    </testcase>"]


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", escape_hidden(text))


def _attribute(text: str) -> str:
    return quoteattr(_plain(text))


def _text(text: str) -> str:
    return escape(_plain(text))
