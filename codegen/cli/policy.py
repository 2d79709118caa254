"""A team's policy for changes, from the options of `diff` and from `[diff]`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..text.diagnostics import error, format_diagnostic, warning
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.documents import DocumentError, read_toml
from ..text.records import dataclass
from .console import EXIT_USAGE, fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..changes import ChangeReport, Level
    from ..changes.policy import Accepted, Policy
    from ..project.config import DiffSettings
    from .project import Project

__all__ = ["ChosenPolicy", "accept", "chosen_policy", "judged_by"]

_NO_FILE: Final = "Name the file of accepted changes; --accept makes one."


@dataclass(frozen=True, slots=True)
class ChosenPolicy:
    """A policy, and the path of its file of accepted changes, if it has one."""

    policy: Policy
    path: str | None


def chosen_policy(
    severities: Sequence[str],
    accepted: str | None,
    project: Project | None,
    *,
    missing: bool,
) -> ChosenPolicy:
    """The policy of the options and, for what they leave open, of `project`'s configuration.

    `severities` are RULE=LEVEL; `missing` allows that the file of accepted changes does not exist.
    Ends the program if the policy cannot be used.
    """
    from ..changes.policy import LEVELS, Policy, rule_advice

    settings = project.config.diff if project is not None else None
    levels = _configured(settings)
    for text in severities:
        rule, _, level = text.partition("=")
        advice = rule_advice(rule)
        if advice is not None:
            raise click.BadParameter(
                f"there is no rule {rule!r}. {advice}", param_hint="--severity"
            )
        if level not in LEVELS:
            known = ", ".join(LEVELS)
            message = f"{level!r} is no level; give RULE=LEVEL with one of {known}"
            raise click.BadParameter(message, param_hint="--severity")
        levels[rule] = LEVELS[level]
    path = accepted if accepted is not None else (settings.accepted if settings else None)
    entries = () if path is None else _accepted_at(path, missing=missing)
    return ChosenPolicy(Policy(levels, entries), path)


def _configured(settings: DiffSettings | None) -> dict[str, Level | None]:
    from ..changes.policy import LEVELS, rule_advice

    levels = {}
    for rule, level, span in settings.severities if settings is not None else ():
        advice = rule_advice(rule)
        if advice is not None:
            fail(error("RC742", f"there is no rule {rule!r}", span, advice), EXIT_USAGE)
        levels[rule] = LEVELS[level]
    return levels


def _accepted_at(path: str, *, missing: bool) -> tuple[Accepted, ...]:
    from ..changes.policy import PolicyError, read_accepted

    try:
        return read_accepted(read_toml(read_file(path, DOCUMENT_LIMIT).decode("utf-8")))
    except FileNotFoundError:
        if missing:
            return ()
        fail(error("RC712", "there is no such file", advice=_NO_FILE, file=path), EXIT_USAGE)
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror}"
        fail(error("RC712", message, advice=_NO_FILE, file=path), EXIT_USAGE)
    except UnicodeDecodeError:
        fail(error("RC712", "the file is not UTF-8", advice="Save it as UTF-8.", file=path))
    except DocumentError as fault:
        message = f"the file is not TOML: {fault.message}"
        fail(error("RC712", message, advice="Mend the file.", file=path), EXIT_USAGE)
    except PolicyError as fault:
        where = "" if fault.entry is None else f"entry {fault.entry + 1}: "
        fail(error("RC712", f"{where}{fault}", advice="Mend the file.", file=path), EXIT_USAGE)


def judged_by(chosen: ChosenPolicy, reports: dict[str, ChangeReport]) -> dict[str, ChangeReport]:
    """Apply the policy to reports. Warns of accepted changes that no report has."""
    from ..changes.policy import applied

    judged, idle = {}, set(chosen.policy.accepted)
    for name, report in reports.items():
        judged[name], left = applied(report, chosen.policy)
        idle &= set(left)
    for entry in chosen.policy.accepted:
        if entry in idle:
            message = f"{entry.subject}: {entry.change!r} ({entry.rule}) is no change any more"
            idle_entry = warning("RC713", message, advice="Remove it.", file=chosen.path or "")
            click.echo(f"{format_diagnostic(idle_entry, {})}", nl=False, err=True)
    return judged


def accept(chosen: ChosenPolicy, reports: Iterable[ChangeReport]) -> int:
    """Add all breaking changes of judged reports to the accepted ones; return their number."""
    from ..changes.policy import Accepted, accepted_text
    from ..changes.report import Level
    from ..output.named import write_named

    assert chosen.path is not None
    new = {Accepted.of(change) for report in reports for change in report.of_level(Level.BREAKING)}
    try:
        write_named(Path(chosen.path), accepted_text((*chosen.policy.accepted, *new)).encode())
    except OSError as fault:
        message = f"the accepted changes cannot be written: {fault.strerror}"
        fail(error("RC712", message, advice="Name a file that can be written.", file=chosen.path))
    return len(new)
