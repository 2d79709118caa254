"""Read the configuration: named specs in `realtime-codegen.toml`, or in `pyproject.toml`.

`[specs.NAME]` has the same settings as the options of the command; the keys above it are the
defaults for all specs. In `pyproject.toml` all of it is below `[tool.realtime-codegen]`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..sources.origin import NPM
from ..text.diagnostics import Diagnostic, error, summed_up
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.documents import DocumentError, read_toml
from ..text.placed import Placed
from ..text.records import dataclass
from ..text.similar import address_fault, similar_name
from ..text.source import SourceFile, Span
from .job import Job, Kind, settings
from .toml_places import Path as KeyPath, places

if TYPE_CHECKING:
    from ..facts.integers import IntegerFact
    from ..targets import GivenOption

__all__ = [
    "CONFIG_NAME",
    "PYPROJECT",
    "TOOL",
    "Config",
    "ConfigError",
    "DiffSettings",
    "SpecConfig",
    "find_config",
    "is_spec_name",
    "read_config",
]

CONFIG_NAME: Final = "realtime-codegen.toml"
PYPROJECT: Final = "pyproject.toml"
TOOL: Final = ("tool", "realtime-codegen")
_ROOT_MARKS: Final = (".git", ".hg", ".jj")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_SAID: Final[Mapping[Kind, str]] = {
    **dict.fromkeys(("text", "output", "facts"), "a string"),
    **dict.fromkeys(("texts", "folders"), "a list of strings"),
    "choice": "one of its choices",
    "flag": "true or false",
}
"""The description of a valid value, by kind; other kinds are checked where they are read."""
_PLACED: Final = ("text", "texts", "facts", "folders")
"""The kinds of values whose places are kept, for errors about unknown names."""
_SETTINGS: Final = {setting.key: (own.name, setting) for own, setting in settings()}
_OUTPUT: Final = {s.key: own.default for own, s in settings() if s.kind == "output"}
"""The default output folder, which is relative to the configuration."""

_SYNONYMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("spec", "path", "file", "url", "input", "src"), "source"),
    **dict.fromkeys(("quirks", "repairs"), "facts"),
    **dict.fromkeys(("out", "folder", "dir", "directory"), "output"),
    **dict.fromkeys(("name", "module"), "package"),
    **dict.fromkeys(("emit", "generate"), "targets"),
    **dict.fromkeys(("profiles", "profile"), "specs"),
}


def is_spec_name(text: str) -> bool:
    """Whether a text is valid as the name of a spec."""
    return _NAME.fullmatch(text) is not None


class ConfigError(Exception):
    """A configuration that cannot be used; `source` is the file that the diagnostics cite."""

    def __init__(self, diagnostics: Sequence[Diagnostic], source: SourceFile | None = None) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = tuple(diagnostics)
        self.source = source


@dataclass(frozen=True, slots=True)
class SpecConfig:
    """The configuration of one spec.

    `written` is the source as spelled in the file, and `span` its place.
    """

    job: Job
    written: str
    span: tuple[int, int]

    @property
    def name(self) -> str:
        """The name of the spec in the configuration."""
        return self.job.name


@dataclass(frozen=True, slots=True)
class DiffSettings:
    """The table `[diff]`: the rules with their levels and places, and the accepted changes."""

    severities: tuple[tuple[str, str, Span], ...] = ()
    accepted: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """A valid configuration file; `folder` is its folder."""

    folder: Path
    source: SourceFile
    specs: tuple[SpecConfig, ...]
    diff: DiffSettings

    @property
    def path(self) -> Path:
        """The path of the file from the working directory."""
        return Path(self.source.path)

    def span(self, start: int, end: int) -> Span:
        """The span between two characters of the file."""
        return _span(self.source, self.source.data.decode("utf-8"), (start, end))


def find_config(start: Path) -> Path | None:
    """Find the configuration of a folder: the nearest one, up to the repository's root.

    In one folder `realtime-codegen.toml` takes precedence over `pyproject.toml`, which counts only
    with a table `[tool.realtime-codegen]`.
    """
    for folder in (start, *start.parents):
        own = folder / CONFIG_NAME
        if own.exists() and not own.is_dir():
            return own
        shared = folder / PYPROJECT
        if shared.is_file() and _has_table(shared):
            return shared
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return None
    return None


def _has_table(path: Path) -> bool:
    try:
        data = read_file(path, DOCUMENT_LIMIT)
        if TOOL[1].encode() not in data:
            return False
        return TOOL[1] in read_toml(data.decode("utf-8")).get(TOOL[0], {})
    except (OSError, ValueError, AttributeError):
        return False


def read_config(path: Path, here: Path) -> Config:
    """Read a configuration file; `here` is the working directory.

    Raises ConfigError with all diagnostics: RC741 for a file that cannot be read, RC742 for an
    unknown key, RC743 for a wrong value, RC744 for a missing key.
    """
    shown = _seen_from(path, here)
    try:
        source = SourceFile(shown, read_file(path, DOCUMENT_LIMIT))
    except OSError as fault:
        advice = "Name a file that can be read."
        raise ConfigError(
            [error("RC741", f"{fault.strerror}", advice=advice, file=shown)]
        ) from None
    content, text = _parsed(source)
    base = TOOL if path.name == PYPROJECT else ()
    reader = _Reader(source, text, path.parent, here)
    specs = reader.specs(content, base)
    diff = reader.diff(content, base)
    if reader.diagnostics:
        raise ConfigError(summed_up(reader.diagnostics), source)
    return Config(path.parent, source, specs, diff)


def _seen_from(path: Path, here: Path) -> str:
    try:
        return os.path.relpath(path, here).replace(os.sep, "/")
    except ValueError:  # Another drive.
        return str(path)


def _parsed(source: SourceFile) -> tuple[dict[str, Any], str]:
    try:
        text = source.data.decode("utf-8")
        return read_toml(text), text
    except UnicodeDecodeError as fault:
        span = source.span(fault.start, fault.start + 1)
        diagnostic = error(
            "RC741", "the configuration is not UTF-8", span, "Save the file as UTF-8."
        )
    except DocumentError as fault:
        end = source.position(len(source.data))
        line, column = fault.line or end[0], fault.column or end[1]
        span = Span(source.path, line, column, line, column + 1)
        message = f"the configuration is not TOML: {fault.message}"
        diagnostic = error("RC741", message, span, "Mend the file.")
    raise ConfigError([diagnostic], source)


def _span(source: SourceFile, text: str, place: tuple[int, int]) -> Span:
    start, end = (len(text[:offset].encode("utf-8")) for offset in place)
    return source.span(start, end)


class _Reader:
    """Checks the tables of one configuration and collects the errors."""

    def __init__(self, source: SourceFile, text: str, folder: Path, here: Path) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._source, self._text = source, text
        self._folder, self._here = folder, here
        self._places = places(text)

    def specs(self, content: Mapping[str, Any], base: KeyPath) -> tuple[SpecConfig, ...]:
        """All specs, in the order of the file."""
        table = _table_at(content, base)
        if table is None:
            self._error("RC744", "there is no configuration", base, "Add [tool.realtime-codegen].")
            return ()
        shared = [key for key, (_, setting) in _SETTINGS.items() if setting.shared]
        known = ("specs", "diff", *shared)
        self._check_keys(table, base, known)
        defaults = {key: value for key, value in table.items() if key in shared}
        fit = {key for key, value in defaults.items() if self._checked(key, value, (*base, key))}
        defaults = {key: value for key, value in defaults.items() if key in fit}
        named = table.get("specs")
        if not isinstance(named, dict) or not named:
            advice = 'Name one: [specs.NAME] with source = "PATH".'.replace(
                "specs", ".".join((*map(str, base), "specs")), 1
            )
            self._error("RC744", "no spec is configured", (*base, "specs"), advice)
            return ()
        specs = [self._spec(name, named[name], defaults, base) for name in named]
        return tuple(spec for spec in specs if spec is not None)

    def diff(self, content: Mapping[str, Any], base: KeyPath) -> DiffSettings:
        """Read the table `[diff]`; the names of rules are checked by the comparison."""
        table, place = (_table_at(content, base) or {}).get("diff", {}), (*base, "diff")
        if not isinstance(table, dict):
            self._error("RC743", "'diff' is not a table", place, "Write [diff].")
            return DiffSettings()
        self._check_keys(table, place, ("severity", "accepted"))
        accepted, rules = table.get("accepted"), table.get("severity", {})
        if accepted is not None and (not isinstance(accepted, str) or not accepted):
            message = "the value of 'accepted' is not a string"
            self._error("RC743", message, (*place, "accepted"), "Give the path of a file.")
            accepted = None
        if not isinstance(rules, dict):
            advice = 'Give levels by rule: severity = { values-added = "safe" }.'
            self._error("RC743", "'severity' is not a table", (*place, "severity"), advice)
            return DiffSettings()
        return DiffSettings(
            tuple(self._severities(rules, (*place, "severity"))),
            None if accepted is None else self._path(accepted),
        )

    def _severities(
        self, rules: Mapping[str, object], place: KeyPath
    ) -> Iterator[tuple[str, str, Span]]:
        if not rules:  # Imported only if needed: the comparison's import takes time.
            return
        from ..changes.policy import LEVELS

        for rule, level in rules.items():
            if self._chosen(rule, level, tuple(LEVELS), (*place, rule)):
                yield rule, str(level), self._place((*place, rule))

    def _spec(
        self, name: str, table: object, defaults: Mapping[str, Any], base: KeyPath
    ) -> SpecConfig | None:
        """Read the table of a spec; None if it has errors."""
        place = (*base, "specs", name)
        if not isinstance(table, dict):
            self._error("RC743", f"{name!r} is not a table", place, f"Write [specs.{name}].")
            return None
        if not is_spec_name(name):
            advice = "Use letters, digits, `-` and `_`."
            self._error("RC743", f"{name!r} is no name for a spec", place, advice)
        self._check_keys(table, place, tuple(_SETTINGS))
        if not self._has_source(name, table, place):
            return None
        before = len(self.diagnostics)
        if isinstance(table["source"], str) and (fault := address_fault(table["source"])):
            self._error("RC743", fault[0], (*place, "source"), fault[1])
        for key in table:
            if key in _SETTINGS:
                self._checked(key, table[key], (*place, key))
        integers = self._integers(table, defaults, base, name)
        options = [
            *self._target_options(defaults.get("options", {}), (*base, "options")),
            *self._target_options(table.get("options", {}), (*place, "options")),
        ]
        if len(self.diagnostics) > before:
            return None
        placed = [
            *self._placed(table, place),
            *self._placed({k: v for k, v in defaults.items() if k not in table}, base),
        ]
        values = {
            _SETTINGS[key][0]: self._value(key, value)
            for key, value in {**_OUTPUT, **defaults, **table}.items()
            if key in _SETTINGS
        }
        own = {
            "name": name,
            "integers": integers,
            "target_options": tuple(options),
            "config": self._source,
            "placed": tuple(placed),
        }
        span = self._places[(*place, "source")].value
        return SpecConfig(Job(**{**values, **own}), table["source"], span)

    def _has_source(self, name: str, table: Mapping[str, Any], place: KeyPath) -> bool:
        """Whether a spec has a source; a missing one is reported, unless a key is misspelled."""
        if "source" in table:
            return True
        meant = "Did you mean 'source'?"
        if all(_suggest(key, tuple(_SETTINGS)) != meant for key in table):
            advice = 'Say what it is: source = "PATH", or "npm:PACKAGE@VERSION/PATH".'
            self._error("RC744", f"{name!r} has no source", place, advice)
        return False

    def _placed(self, table: Mapping[str, Any], place: KeyPath) -> Iterator[Placed]:
        """The texts of a table by the fields of the job they are for, with their places."""
        for key, value in table.items():
            if key not in _SETTINGS or _SETTINGS[key][1].kind not in _PLACED:
                continue
            field = _SETTINGS[key][0]
            if isinstance(value, list):
                for number, text in enumerate(value):
                    checked = self._value(key, [text])[0]
                    yield Placed(field, str(checked), self._place((*place, key, number)))
            else:
                yield Placed(field, self._value(key, value), self._place((*place, key)))

    def _value(self, key: str, value: Any) -> Any:
        """Convert a value of the file to that of the job's field."""
        kind = _SETTINGS[key][1].kind
        if kind == "facts":
            return self._facts(value)
        if kind == "output" or (key == "source" and not value.startswith(NPM)):
            return self._path(value)
        if kind == "folders":
            return tuple(Path(self._path(folder)) for folder in value)
        if kind == "texts":
            return tuple(dict.fromkeys(value))
        return value

    def _facts(self, text: str) -> str:
        """The name of facts, or a path, spelled so that it is no name of facts."""
        from ..facts.choosing import WORDS

        if text in WORDS:
            return text
        path = self._path(text)
        return f"./{path}" if path in WORDS else path

    def _path(self, text: str) -> str:
        """Resolve a path relative to the file's folder; the result is relative to `here`."""
        path = Path(text)
        return text if path.is_absolute() else _seen_from(self._folder / path, self._here)

    def _check_keys(
        self, table: Mapping[str, object], place: KeyPath, known: Sequence[str]
    ) -> None:
        for key in table:
            if key not in known:
                where = f"[{'.'.join(map(str, place))}]" if place else "the configuration"
                advice = _suggest(key, known)
                self._error("RC742", f"unknown key {key!r} in {where}", (*place, key), advice)

    def _checked(self, key: str, value: object, place: KeyPath) -> bool:
        """Report a value of the wrong kind; return whether it is right."""
        kind, choices = _SETTINGS[key][1].kind, _SETTINGS[key][1].choices
        if kind not in _SAID:
            return True
        if choices:
            return self._chosen(key, value, choices, place)
        if kind == "flag":
            fits = isinstance(value, bool)
        elif kind in ("texts", "folders"):
            fits = isinstance(value, list) and all(isinstance(v, str) and v for v in value)
        else:
            fits = isinstance(value, str) and bool(value)
        if not fits:
            expected = _SAID[kind]
            message = f"the value of {key!r} is not {expected}"
            self._error("RC743", message, place, f"Give {expected}.")
        elif _has_null(value):
            fits = False
            message = f"the value of {key!r} has a null character in it"
            self._error("RC743", message, place, "No name and no path has one.")
        return fits

    def _chosen(self, key: str, value: object, choices: Sequence[str], place: KeyPath) -> bool:
        """Report a value that is none of the choices; return whether it is one."""
        if isinstance(value, str) and value in choices:
            return True
        expected = " or ".join(f'"{choice}"' for choice in choices)
        message = f"the value of {key!r} is not {expected}"
        self._error("RC743", message, place, f"Give {expected}.")
        return False

    def _integers(
        self, table: Mapping[str, Any], defaults: Mapping[str, Any], base: KeyPath, name: str
    ) -> tuple[IntegerFact, ...]:
        own = "integers" in table
        entries = table["integers"] if own else defaults.get("integers", [])
        place = (*base, *(("specs", name) if own else ()), "integers")
        if not isinstance(entries, list):
            advice = 'Give patterns, such as integers = ["*_ms"].'
            self._error("RC743", "the value of 'integers' is not a list", place, advice)
            return ()
        facts = []
        for number, entry in enumerate(entries):
            fact = self._integer(entry, (*place, number))
            if fact is not None:
                facts.append(fact)
        return tuple(facts)

    def _integer(self, entry: object, place: KeyPath) -> IntegerFact | None:
        # Imported only if needed: a fresh run should not load the model for facts.
        from ..facts.integers import IntegerFact

        span = self._place(place)
        if isinstance(entry, str) and entry:
            return IntegerFact(entry, "", span)
        if isinstance(entry, dict):
            self._check_keys(entry, place, ("match", "why"))
            match, why = entry.get("match"), entry.get("why", "")
            if isinstance(match, str) and match and isinstance(why, str):
                return IntegerFact(match, why, span)
        advice = 'Give a pattern, or { match = "*_ms", why = "whole milliseconds" }.'
        self._error("RC743", "an entry of 'integers' is not a pattern", place, advice)
        return None

    def _target_options(self, tables: object, place: KeyPath) -> Iterator[GivenOption]:
        """Read the options of targets, whose names the targets check."""
        if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
            advice = "Write a table for each target: [options.TARGET]."
            message = "the value of 'options' is not tables of options by target"
            self._error("RC743", message, place, advice)
            return
        if not tables:  # Imported only if needed: a fresh run should not load the targets.
            return
        from ..targets import GivenOption

        for target, options in tables.items():
            for name, value in options.items():
                here = (*place, target, name)
                if isinstance(value, str | int | bool):
                    yield GivenOption(target, name, value, self._place(here))
                else:
                    expected = "a string, a whole number, true or false"
                    message = f"the value of the option {target}.{name} is not {expected}"
                    self._error("RC743", message, here, f"Give {expected}.")

    def _place(self, path: KeyPath) -> Span:
        """The place of a key, or of the nearest enclosing table in the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._places:
                return _span(self._source, self._text, self._places[path[:length]].key)
        return Span(self._source.path, 1, 1, 1, 2)

    def _error(self, code: str, message: str, place: KeyPath, advice: str) -> None:
        self.diagnostics.append(error(code, message, self._place(place), advice))


def _table_at(content: Mapping[str, Any], base: KeyPath) -> dict[str, Any] | None:
    table: Any = content
    for key in base:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _has_null(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and "\0" in text for text in texts)


def _suggest(wrong: str, known: Sequence[str]) -> str:
    """Advice for an unknown key: a similar key, or all of them."""
    plain = wrong.lower().replace("_", "-")
    meant = _SYNONYMS.get(plain, plain)
    close = meant if meant in known else similar_name(plain, known)
    if close is not None:
        return f"Did you mean {close!r}?"
    return f"The keys are {', '.join(known)}."
