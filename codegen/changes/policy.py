"""A team's policy for changes: the level of each rule, and the accepted changes.

A rule is a kind of change, `field-removed`, or a kind for one side, `values-added:readers`. An
accepted change stays in the report as safe, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, get_args

from ..text.documents import toml_string
from ..text.records import dataclass
from ..text.similar import similar_name
from .report import Change, ChangeKind, ChangeReport, Effect, Level, Side

__all__ = [
    "LEVELS",
    "Accepted",
    "Policy",
    "PolicyError",
    "accepted_text",
    "applied",
    "read_accepted",
    "rule_advice",
]

LEVELS: Final[Mapping[str, Level | None]] = {
    **{level.label: level for level in sorted(Level, reverse=True)},
    "off": None,
}
"""The levels of a rule; `off` leaves its changes out."""
_KINDS: Final = frozenset(get_args(ChangeKind))
_SIDES: Final = frozenset(side.value for side in Side)
_KEYS: Final = ("rule", "subject", "change", "why")


class PolicyError(ValueError):
    """A policy that cannot be used; `entry` is the index of the accepted change at fault."""

    def __init__(self, message: str, entry: int | None = None) -> None:
        super().__init__(message)
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change that a team accepts, by rule, subject and wording as reported."""

    rule: str
    subject: str
    change: str
    why: str

    @classmethod
    def of(cls, change: Change) -> Accepted:
        """The entry that accepts a change, in texts that a file can have."""
        return cls(change.kind, _in_file(change.subject), _in_file(change.words), "")


def _in_file(text: str) -> str:
    r"""A text with its lone surrogates, which no file can have, escaped as `\uXXXX`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Policy:
    """Levels by rule (None is off) and accepted changes; a rule with a side takes precedence."""

    severities: Mapping[str, Level | None]
    accepted: Sequence[Accepted] = ()


def rule_advice(rule: str) -> str | None:
    """Advice for the name of a rule that does not exist; None if it exists."""
    kind, colon, side = rule.partition(":")
    if kind not in _KINDS:
        close = similar_name(kind, sorted(_KINDS))
        return f"Did you mean {close}?" if close else "docs/diff.md lists the rules."
    if colon and side not in _SIDES:
        return f"After the colon stands one of {', '.join(sorted(_SIDES))}."
    return None


def applied(report: ChangeReport, policy: Policy) -> tuple[ChangeReport, tuple[Accepted, ...]]:
    """Apply a policy to a report; return it and the accepted changes that are no longer in it."""
    waiting = dict.fromkeys(policy.accepted)
    entries = {replace(entry, why=""): entry for entry in reversed(policy.accepted)}
    changes = []
    for change in report.changes:
        judged = _with_severity(change, policy.severities)
        if judged is None:
            continue
        entry = entries.get(Accepted.of(change))
        if entry is not None:
            waiting.pop(entry, None)
            judged = _as_accepted(judged, entry)
        changes.append(judged)
    return replace(report, changes=tuple(changes)), tuple(waiting)


def _with_severity(change: Change, severities: Mapping[str, Level | None]) -> Change | None:
    """Set the levels of a change; None where the policy turns it off on all its sides."""
    effects = []
    for effect in change.effects:
        rules = (f"{change.kind}:{effect.side.value}", change.kind)
        rule = next((rule for rule in rules if rule in severities), None)
        if rule is None:
            effects.append(effect)
            continue
        level = severities[rule]
        if level is not None:
            why = effect.why or ("the configuration says so" if level is not Level.SAFE else "")
            effects.append(Effect(effect.side, level, why))
    if change.effects and not effects:
        return None
    return replace(change, effects=tuple(effects))


def _as_accepted(change: Change, entry: Accepted) -> Change:
    why = f"accepted: {entry.why}" if entry.why else "accepted"
    effects = (replace(effect, level=Level.SAFE, why=why) for effect in change.effects)
    return replace(change, effects=tuple(effects))


# -------------------------------------------------------------------------- the file


def read_accepted(content: Mapping[str, Any]) -> tuple[Accepted, ...]:
    """Read the accepted changes from a parsed TOML document. Raises PolicyError."""
    unknown = sorted(set(content) - {"accepted"})
    if unknown:
        raise PolicyError(f"unknown key {unknown[0]!r}; entries are [[accepted]]")
    entries = content.get("accepted", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PolicyError("'accepted' is no list of tables; write [[accepted]]")
    return tuple(_entry(number, entry) for number, entry in enumerate(entries))


def _entry(number: int, entry: Mapping[str, Any]) -> Accepted:
    for key, value in entry.items():
        if key not in _KEYS:
            close = similar_name(key, _KEYS) or _KEYS[0]
            raise PolicyError(f"unknown key {key!r}; did you mean {close}?", number)
        if not isinstance(value, str):
            raise PolicyError(f"the value of {key!r} is not a string", number)
    for key in _KEYS[:3]:
        if key not in entry:
            raise PolicyError(f"there is no {key!r}", number)
    if ":" in entry["rule"] or rule_advice(entry["rule"]) is not None:
        advice = rule_advice(entry["rule"]) or "Leave out the side."
        raise PolicyError(f"there is no rule {entry['rule']!r}. {advice}", number)
    return Accepted(**{"why": "", **entry})


def accepted_text(entries: Sequence[Accepted]) -> str:
    """The text of a file of accepted changes, without duplicates and sorted by rule and subject."""
    ordered = sorted(set(entries), key=lambda e: (e.rule, e.subject, e.change, e.why))
    lines = [
        "# Changes of the spec that were seen to. `realtime-codegen diff --accepted FILE` does not",
        "# count them as breaking; --accept adds those that break. Say why.",
    ]
    for entry in ordered:
        values = (entry.rule, entry.subject, entry.change, entry.why)
        lines += ["", "[[accepted]]"]
        lines += [f"{key} = {toml_string(value)}" for key, value in zip(_KEYS, values, strict=True)]
    return "\n".join(lines) + "\n"
