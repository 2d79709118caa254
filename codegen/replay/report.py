"""The result of playing: messages of clients that misfit or are missing."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable
from typing import Final

from ..text.diagnostics import printable
from ..text.records import dataclass

__all__ = ["MOST_FINDINGS", "Connection", "Finding", "Kind", "as_json", "as_text", "is_clean"]

MOST_FINDINGS: Final = 1000
"""The limit of findings for one connection; further ones are only counted."""


class Kind(enum.Enum):
    """The kinds of findings, by their names in reports."""

    MISFIT = "misfit"
    MISSING = "missing"
    SERVER = "server"
    UNEXPECTED = "unexpected"
    ORDER = "order"
    FAULT = "fault"


_STRICT: Final = frozenset({Kind.UNEXPECTED, Kind.ORDER})
_TOLD: Final = frozenset({Kind.FAULT})


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; `number` is that of the client's message, from 1 on."""

    kind: Kind
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Connection:
    """The result of one connection: number of messages each way, and the findings."""

    number: int
    heard: int
    said: int
    findings: tuple[Finding, ...]
    more: int = 0


def is_clean(connections: Iterable[Connection], *, strict: bool) -> bool:
    """Whether clients did as expected; with `strict`, in this order and without other messages."""
    return not any(
        connection.more or any(_counts(finding, strict) for finding in connection.findings)
        for connection in connections
    )


def _counts(finding: Finding, strict: bool) -> bool:
    return finding.kind not in _TOLD and (strict or finding.kind not in _STRICT)


def as_text(connections: Iterable[Connection], *, strict: bool) -> str:
    """The report as text."""
    lines: list[str] = []
    for connection in connections:
        lines.append(
            f"connection {connection.number}: {connection.heard} messages came, "
            f"{connection.said} were sent"
        )
        for finding in connection.findings:
            note = "" if _counts(finding, strict) else " (does not count)"
            place = f" at message {finding.number}" if finding.number else ""
            lines.append(f"  {finding.kind.value}{place}: {printable(finding.text)}{note}")
        if connection.more:
            lines.append(f"  and {connection.more} more")
    return "".join(f"{line}\n" for line in lines)


def as_json(connections: Iterable[Connection], *, strict: bool) -> str:
    """The report as JSON values."""
    known = tuple(connections)
    document = {
        "clean": is_clean(known, strict=strict),
        "connections": [
            {
                "number": connection.number,
                "heard": connection.heard,
                "said": connection.said,
                "findings": [
                    {
                        "kind": finding.kind.value,
                        "message": finding.number,
                        "text": finding.text,
                        "counts": _counts(finding, strict),
                    }
                    for finding in connection.findings
                ],
                "more": connection.more,
            }
            for connection in known
        ],
    }
    return json.dumps(document, indent=2) + "\n"
