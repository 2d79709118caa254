"""Options of targets: declarations, given values, and their validation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.similar import similar_name

if TYPE_CHECKING:
    from ..text.source import Span

__all__ = ["GivenOption", "Option", "OptionValue", "closest", "settled"]

OptionValue: TypeAlias = str | int | bool

_SAID: Final[Mapping[str, str]] = {
    "text": "a string",
    "number": "a whole number",
    "flag": "true or false",
}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a target. `summary` is its help; `choices` are all valid values, if given."""

    name: str
    kind: Literal["text", "number", "flag"]
    summary: str
    default: OptionValue
    choices: tuple[OptionValue, ...] = ()

    @property
    def expected(self) -> str:
        """The description of a valid value."""
        if self.choices:
            return f"one of {', '.join(map(_shown, self.choices))}"
        return _SAID[self.kind]

    @property
    def shown(self) -> str:
        """The description of a valid value, and the default, for a list of options."""
        return f"{self.expected}; default: {_shown(self.default)}"

    def value_of(self, given: GivenOption) -> OptionValue | None:
        """Validate a given value; None if it is of another kind, or no choice."""
        value = given.value
        if given.span is None and isinstance(value, str):
            value = self._read(value)
        types = {"text": str, "number": int, "flag": bool}
        if type(value) is not types[self.kind] or (self.choices and value not in self.choices):
            return None
        return value

    def _read(self, text: str) -> OptionValue:
        """Parse a text of the command line as a value."""
        if self.kind == "flag":
            return {"true": True, "false": False}.get(text, text)
        if self.kind == "number" and text.isascii() and text.removeprefix("-").isdigit():
            return int(text) if len(text) <= _LONGEST_NUMBER else text
        return text


_LONGEST_NUMBER: Final = 18


@dataclass(frozen=True, slots=True)
class GivenOption:
    """A value that users gave for an option; `span` is its place in the configuration.

    One of the command line has no span, and is the text of its value.
    """

    target: str
    name: str
    value: OptionValue
    span: Span | None = None


def settled(
    given: Iterable[GivenOption],
    known: Mapping[str, Sequence[Option] | None],
    made: Iterable[str],
) -> tuple[Mapping[str, Mapping[str, OptionValue]], tuple[Diagnostic, ...]]:
    """The options of each made target, by name, and diagnostics for invalid values.

    `known` has the options of each existing target, None if its module was not loaded. The last
    value given for an option counts. For a target that is not made, an option of the command line
    is an error, and one of the configuration is ignored.
    """
    targets = list(made)
    values = {
        target: {option.name: option.default for option in known[target] or ()}
        for target in targets
    }
    diagnostics: list[Diagnostic] = []
    for asked in given:
        options = known.get(asked.target, ())
        by_name = {option.name: option for option in options or ()}
        option = by_name.get(asked.name)
        if asked.target not in known:
            message = f"there is no target {asked.target!r} to have an option"
            diagnostics.append(_unknown(asked, message, closest(asked.target, known, "targets")))
        elif asked.target not in values and (asked.span is None or options is None):
            if asked.span is None:
                message = f"the target {asked.target!r}, which has the option, is not made"
                diagnostics.append(_unknown(asked, message, f"Add --target {asked.target}."))
        elif option is None:
            message = f"the target {asked.target!r} has no option {asked.name!r}"
            names = [f"{asked.target}.{name}" for name in by_name]
            advice = f"The target {asked.target!r} has no options at all."
            if names:
                wanted = f"{asked.target}.{asked.name}"
                advice = closest(wanted, names, "options of the target")
            diagnostics.append(_unknown(asked, message, advice))
        else:
            value = option.value_of(asked)
            if value is None:
                diagnostics.append(_wrong(asked, option))
            elif asked.target in values:
                values[asked.target][asked.name] = value
    return values, tuple(diagnostics)


def _unknown(given: GivenOption, message: str, advice: str) -> Diagnostic:
    return error("RC304" if given.span is None else "RC742", message, given.span, advice)


def _wrong(given: GivenOption, option: Option) -> Diagnostic:
    code = "RC304" if given.span is None else "RC743"
    message = f"the value of the option {given.target}.{given.name} is not {option.expected}"
    return error(code, message, given.span, f"Give {option.expected}: {option.summary}")


def closest(wrong: str, known: Iterable[str], plural: str) -> str:
    """Advice for an unknown name: a similar name, or all of them."""
    names = sorted(known)
    close = similar_name(wrong, names)
    if close is not None:
        return f"Did you mean {close!r}?"
    return f"The {plural} are {', '.join(names)}." if names else f"There are no {plural}."


def _shown(value: OptionValue) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
