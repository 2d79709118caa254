"""Facts about a spec that its declarations cannot say, read from a TOML file beside it.

A facts file names the whole numbers among the `number`s (`[[integers]]`), the strings that
hold audio (`[[audio]]`), the formats of audio whose samples take several bytes
(`[[audio_formats]]`), the event that answers a message which does not fit (`[[answers]]`), and
what the spec itself is called (`[spec]`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from ..model import AudioSource
from ..text.diagnostics import Diagnostic, error
from ..text.documents import DocumentError, read_toml
from ..text.records import dataclass
from ..text.source import SourceFile, Span

__all__ = [
    "NO_FACTS",
    "AnswerFact",
    "AudioFact",
    "AudioFormatFact",
    "Facts",
    "IntegerFact",
    "SpecFacts",
    "read",
]


@dataclass(frozen=True, slots=True)
class SpecFacts:
    """What the spec is called; None where the file does not say.

    `package_span` is where the file names the package.
    """

    name: str | None = None
    version: str | None = None
    package: str | None = None
    package_span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class IntegerFact:
    """The properties that `match` selects hold whole numbers only."""

    match: str
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class AudioFact:
    """The properties that `match` selects hold audio in Base64."""

    match: str
    format: AudioSource
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class AudioFormatFact:
    """Audio in the format that messages call `name` has so many bytes in a sample."""

    name: str
    sample_bytes: int
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """`event` answers a message that does not fit; `fields` says what is in it, by path.

    A value is a fixed text, or "{message}", "{param}" or "{cause}" for what the refusal says;
    `cause` is the field of the refused message that the last one quotes.
    """

    event: str
    cause: str
    fields: tuple[tuple[str, str], ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What a facts file says."""

    spec: SpecFacts = SpecFacts()
    integers: tuple[IntegerFact, ...] = ()
    audio: tuple[AudioFact, ...] = ()
    audio_formats: tuple[AudioFormatFact, ...] = ()
    answers: tuple[AnswerFact, ...] = ()


NO_FACTS: Final = Facts()

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("spec", "integers", "audio", "audio_formats", "answers"),
    "spec": ("name", "version", "package"),
    "integers": ("match", "why"),
    "audio": ("match", "format", "why"),
    "audio_formats": ("name", "sample_bytes", "why"),
    "answers": ("event", "cause", "fields", "why"),
}
_FORMATS: Final[Mapping[str, AudioSource]] = {"input": "input", "output": "output"}


def read(source: SourceFile) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """Read a facts file.

    Returns the facts that could be read, and an error for everything that could not:
    RC502 for text that is not TOML and values of the wrong kind, RC503 for unknown keys.
    """
    try:
        content = read_toml(source.data.decode("utf-8"))
    except UnicodeDecodeError as failure:
        span = source.span(failure.start, failure.start + 1)
        advice = "Save the file as UTF-8."
        return NO_FACTS, (error("RC502", "the facts file is not UTF-8", span, advice),)
    except DocumentError as failure:
        advice = "A facts file is TOML: `[spec]`, `[[integers]]`, `[[audio]]` and others."
        message = f"the facts file is not TOML: {failure}"
        return NO_FACTS, (error("RC502", message, _toml_span(source, failure), advice),)
    reader = _Reader(source)
    reader.check_keys(content, "", "")
    facts = Facts(
        spec=reader.spec(content.get("spec", {})),
        integers=tuple(reader.integers(content.get("integers", []))),
        audio=tuple(reader.audio(content.get("audio", []))),
        audio_formats=tuple(reader.audio_formats(content.get("audio_formats", []))),
        answers=tuple(reader.answers(content.get("answers", []))),
    )
    return facts, tuple(reader.diagnostics)


def _toml_span(source: SourceFile, failure: DocumentError) -> Span:
    """The place of an error in the TOML, or the end of the file."""
    if failure.line is None or failure.column is None:
        return source.span(len(source.data), len(source.data))
    return Span(source.path, failure.line, failure.column, failure.line, failure.column + 1)


class _Reader:
    """Checks the tables of one facts file and collects what is wrong with them."""

    def __init__(self, source: SourceFile) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._places = _Places(source)

    def check_keys(self, table: Mapping[str, object], name: str, place: str) -> None:
        """Report the keys of a table that have no meaning."""
        known = _KEYS[name]
        for key in table:
            if key not in known:
                where = f"[{name}]" if name else "the facts file"
                message = f"unknown key {key!r} in {where}"
                self._error("RC503", message, self._places.key(place, key), _suggest(key, known))

    def spec(self, table: object) -> SpecFacts:
        """The table `[spec]`."""
        if not isinstance(table, dict):
            advice = "Write it as a table: `[spec]`."
            self._error("RC502", "`spec` is not a table", self._places.key("", "spec"), advice)
            return SpecFacts()
        self.check_keys(table, "spec", "spec")
        values = {key: self._text(table, key, "spec") for key in _KEYS["spec"]}
        span = self._places.key("spec", "package")
        return SpecFacts(values["name"], values["version"], values["package"], span)

    def integers(self, tables: object) -> Iterator[IntegerFact]:
        """The tables `[[integers]]`."""
        for table, place in self._tables(tables, "integers"):
            match = self._match(table, place)
            why = self._text(table, "why", place)
            if match is not None:
                yield IntegerFact(match, why or "", self._places.key(place, "match"))

    def audio(self, tables: object) -> Iterator[AudioFact]:
        """The tables `[[audio]]`."""
        for table, place in self._tables(tables, "audio"):
            match = self._match(table, place)
            why = self._text(table, "why", place)
            given = table.get("format")
            format_ = _FORMATS.get(given) if isinstance(given, str) else None
            if format_ is None:
                known = " or ".join(f'"{name}"' for name in _FORMATS)
                message = f"`format` of an [[audio]] entry is not {known}"
                self._error("RC502", message, self._places.key(place, "format"), f"Give {known}.")
            elif match is not None:
                span = self._places.key(place, "match")
                yield AudioFact(match, format_, why or "", span)

    def audio_formats(self, tables: object) -> Iterator[AudioFormatFact]:
        """The tables `[[audio_formats]]`."""
        for table, place in self._tables(tables, "audio_formats"):
            name, why = self._text(table, "name", place), self._text(table, "why", place)
            size: object = table.get("sample_bytes")
            if type(size) is not int or size < 1:
                message = "`sample_bytes` of an [[audio_formats]] entry is not a positive integer"
                span = self._places.key(place, "sample_bytes")
                self._error("RC502", message, span, "Write `sample_bytes = 2`.")
            elif name is not None:
                yield AudioFormatFact(name, size, why or "", self._places.key(place, "name"))
            elif "name" not in table:
                message = "an entry of [[audio_formats]] has no `name`"
                self._error("RC502", message, self._places.table(place), 'Write `name = "pcm16"`.')

    def answers(self, tables: object) -> Iterator[AnswerFact]:
        """The tables `[[answers]]`."""
        for table, place in self._tables(tables, "answers"):
            event, why = self._text(table, "event", place), self._text(table, "why", place)
            cause = self._text(table, "cause", place)
            given: object = table.get("fields")
            fields = given if isinstance(given, dict) else {}
            if event is None or cause is None or not fields:
                message = "an entry of [[answers]] lacks its `event`, `cause` or `fields`"
                advice = 'Write `"error.message" = "{message}"` in its table `[answers.fields]`.'
                self._error("RC502", message, self._places.table(place), advice)
                continue
            values = [(path, self._text(fields, path, place)) for path in fields]
            known = tuple((path, value) for path, value in values if value is not None)
            if len(known) == len(values):
                span = self._places.key(place, "event")
                yield AnswerFact(event, cause, known, why or "", span)

    def _tables(self, tables: object, name: str) -> Iterator[tuple[dict[str, object], str]]:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            advice = f"Write each entry as a table of its own: `[[{name}]]`."
            message = f"`{name}` is not a list of tables"
            self._error("RC502", message, self._places.key("", name), advice)
            return
        for number, table in enumerate(tables):
            place = f"{name}.{number}"
            self.check_keys(table, name, place)
            yield table, place

    def _match(self, table: Mapping[str, object], place: str) -> str | None:
        match = self._text(table, "match", place)
        if match is None and "match" not in table:
            message = f"an entry of [[{place.partition('.')[0]}]] has no `match`"
            advice = 'Say which properties it is about: `match = "*_index"`.'
            self._error("RC502", message, self._places.table(place), advice)
        return match

    def _text(self, table: Mapping[str, object], key: str, place: str) -> str | None:
        value = table.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        message = f"the value of `{key}` is not a string, or empty"
        self._error("RC502", message, self._places.key(place, key), f'Write `{key} = "..."`.')
        return None

    def _error(self, code: str, message: str, span: Span, advice: str) -> None:
        self.diagnostics.append(error(code, message, span, advice))


class _Places:
    """Finds the lines of a facts file that say something; `tomllib` does not tell them.

    A table is named `spec`, `integers.0`, `audio.2`, or "" for the top. Where the file is
    written in an unusual way (an inline table), the nearest thing found is cited.
    """

    _HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*\]")
    _KEY: Final = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*[=.]")

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._tables: dict[str, int] = {"": 1}
        self._keys: dict[tuple[str, str], int] = {}
        counts: dict[str, int] = {}
        table = ""
        for line in range(1, source.data.count(b"\n") + 2):
            text = source.line_text(line)
            if header := self._HEADER.match(text):
                name = header[2].strip("\"'")
                self._keys.setdefault(("", name), line)
                table = name
                if header[1] == "[[":
                    table = f"{name}.{counts.get(name, 0)}"
                    counts[name] = counts.get(name, 0) + 1
                self._tables.setdefault(table, line)
            elif key := self._KEY.match(text):
                self._keys.setdefault((table, key[1].strip("\"'")), line)

    def table(self, table: str) -> Span:
        """The head of a table."""
        name = table.partition(".")[0]
        return self._line(self._tables.get(table, self._keys.get(("", name), 1)))

    def key(self, table: str, key: str) -> Span:
        """The line that sets a key of a table; the table's head where no line does."""
        line = self._keys.get((table, key))
        return self.table(table) if line is None else self._line(line)

    def _line(self, line: int) -> Span:
        text = self._source.line_text(line)
        start = len(text) - len(text.lstrip())
        return Span(self._source.path, line, start + 1, line, max(start, len(text.rstrip())) + 1)


def _suggest(wrong: str, known: Sequence[str]) -> str:
    """Advice for a key that is not among the known ones."""
    # Imported late: a plain run never needs it.
    from difflib import get_close_matches

    close = get_close_matches(wrong, known, n=1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"The keys are {', '.join(f'`{name}`' for name in known)}."
