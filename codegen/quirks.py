"""Facts about a spec that its declarations cannot say, read from a TOML file beside it.

A facts file names the whole numbers among the `number`s (`[[integers]]`), the strings that
hold audio (`[[audio]]`), the formats of audio whose samples take several bytes
(`[[audio_formats]]`), the event that answers a message which does not fit (`[[answers]]`), and
what the spec itself is called (`[spec]`). Each entry has to apply to something: one that no
longer does is stale, and an error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import translate
from typing import Final, Literal as OneOf, assert_never

from .answers import AnswerFact, answers
from .diagnostics import Diagnostic, error
from .model import (
    Alias,
    Array,
    AudioField,
    AudioFormat,
    AudioSource,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    children,
)
from .source import SourceFile, Span

__all__ = [
    "NO_FACTS",
    "AudioFact",
    "AudioField",
    "AudioFormatFact",
    "Facts",
    "IntegerFact",
    "SpecFacts",
    "apply",
    "audio_fields",
    "audio_formats",
    "read",
]


@dataclass(frozen=True, slots=True)
class SpecFacts:
    """What the spec is called; None where the file does not say."""

    name: str | None = None
    version: str | None = None
    package: str | None = None


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

# ------------------------------------------------------------------------- reading


def read(source: SourceFile) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """Read a facts file.

    Returns the facts that could be read, and an error for everything that could not:
    RC502 for text that is not TOML and values of the wrong kind, RC503 for unknown keys.
    """
    try:
        content = tomllib.loads(source.data.decode("utf-8"))
    except UnicodeDecodeError as failure:
        span = source.span(failure.start, failure.start + 1)
        advice = "Save the file as UTF-8."
        return NO_FACTS, (error("RC502", "the facts file is not UTF-8", span, advice),)
    except tomllib.TOMLDecodeError as failure:
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


def _toml_span(source: SourceFile, failure: tomllib.TOMLDecodeError) -> Span:
    """The place that a TOML error names in its message, or the end of the file."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(failure))
    if found is None:
        return source.span(len(source.data), len(source.data))
    line, column = int(found[1]), int(found[2])
    return Span(source.path, line, column, line, column + 1)


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
        return SpecFacts(values["name"], values["version"], values["package"])

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


# ------------------------------------------------------------------------ applying


def apply(model: Model, facts: Facts) -> tuple[Model, tuple[Diagnostic, ...]]:
    """The model with the facts in it: `number` becomes `integer` where an entry says so.

    A fact reaches into unions, arrays, tuples and maps at the property, not through a
    reference to another declaration. An integer entry that selects no property with a
    `number`, an audio entry that selects no property with a string, and an audio format that
    no literal of the model names, is an RC501, as is an answer that would be no such event.
    Returns the model unchanged but for those properties; names and order stay.
    """
    diagnostics = (
        *_stale(model, facts.integers, "number"),
        *_stale(model, facts.audio, "string"),
        *_stale_formats(model, facts.audio_formats),
        *answers(model, facts.answers)[1],
    )
    selects = _selector(fact.match for fact in facts.integers)
    declarations = tuple(
        replace(
            declaration,
            properties=tuple(
                replace(property_, type=_integral(property_.type))
                if selects(declaration.id, property_)
                else property_
                for property_ in declaration.properties
            ),
        )
        if isinstance(declaration, Interface)
        else declaration
        for declaration in model.declarations
    )
    return replace(model, declarations=declarations), diagnostics


def audio_fields(model: Model, facts: Facts) -> tuple[AudioField, ...]:
    """The properties that hold audio, in the model's order.

    Where several entries select a property, the first one tells its format.
    """
    selectors = [(_selector([fact.match]), fact) for fact in facts.audio]
    found: list[AudioField] = []
    for id_, property_ in _properties(model):
        for selects, fact in selectors:
            if selects(id_, property_) and _holds(property_.type, "string"):
                found.append(AudioField(id_, property_.wire_name, fact.format))
                break
    return tuple(found)


def audio_formats(facts: Facts) -> tuple[AudioFormat, ...]:
    """The formats of audio whose samples have a known size, in the order of the facts."""
    return tuple(AudioFormat(fact.name, fact.sample_bytes) for fact in facts.audio_formats)


def _properties(model: Model) -> Iterator[tuple[DeclId, Property]]:
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for property_ in declaration.properties:
                yield declaration.id, property_


def _selector(patterns: Iterable[str]) -> Callable[[DeclId, Property], bool]:
    """Whether one of the patterns selects a property of a declaration.

    A pattern with a dot is about the whole "Declaration.Nested.property", one without
    about the wire name.
    """
    names: list[str] = []
    paths: list[str] = []
    for pattern in patterns:
        (paths if "." in pattern else names).append(translate(pattern))
    # A pattern that never matches stands for none at all.
    by_name = re.compile("|".join(names) or r"(?!)").match
    by_path = re.compile("|".join(paths) or r"(?!)").match

    def selects(id_: DeclId, property_: Property) -> bool:
        if by_name(property_.wire_name) is not None:
            return True
        return bool(paths) and by_path(f"{id_}.{property_.wire_name}") is not None

    return selects


def _stale(
    model: Model, facts: Sequence[IntegerFact | AudioFact], primitive: OneOf["number", "string"]
) -> Iterator[Diagnostic]:
    """An error for each of the facts that selects no property with the primitive in it."""
    for fact in facts:
        selects = _selector([fact.match])
        selected = [(id_, prop) for id_, prop in _properties(model) if selects(id_, prop)]
        if any(_holds(property_.type, primitive) for _, property_ in selected):
            continue
        if selected:
            message = f"no property that {fact.match!r} selects holds a `{primitive}`"
            related = [
                (property_.span, f"`{id_}.{property_.wire_name}` holds none")
                for id_, property_ in selected
                if property_.span is not None
            ][:3]
        else:
            message = f"{fact.match!r} selects no property"
            related = []
        advice = "Mend the pattern, or remove the entry: the spec does not have what it is about."
        yield error("RC501", message, fact.span, advice, related)


def _stale_formats(model: Model, facts: Sequence[AudioFormatFact]) -> Iterator[Diagnostic]:
    """An error for each format whose name is no text that the spec declares."""
    if not facts:
        return
    declared = {
        literal.value
        for declaration in model.declarations
        for type_ in _types(declaration)
        for literal in _literals(type_)
    }
    for fact in facts:
        if fact.name not in declared:
            advice = "Mend the name, or remove the entry: the spec does not have such a format."
            yield error("RC501", f"no literal of the spec is {fact.name!r}", fact.span, advice)


def _types(declaration: Declaration) -> Iterator[Type]:
    match declaration:
        case Interface(properties=properties):
            yield from (property_.type for property_ in properties)
        case Alias(type=type_):
            yield type_
        case Enum(members=members):
            yield from (member.value for member in members if member.value is not None)
        case _:
            assert_never(declaration)


def _literals(type_: Type) -> Iterator[Literal]:
    if isinstance(type_, Literal):
        yield type_
    for child in children(type_):
        yield from _literals(child)


def _holds(type_: Type, primitive: OneOf["number", "string"]) -> bool:
    """Whether a primitive is part of a type, references not followed."""
    if type_ == Primitive(primitive):
        return True
    return any(_holds(child, primitive) for child in children(type_))


def _integral(type_: Type) -> Type:
    """The type with `integer` for `number`."""
    match type_:
        case Primitive("number"):
            return Primitive("integer")
        case Primitive() | Literal() | Template() | Ref() | Opaque():
            return type_
        case Array(element):
            return Array(_integral(element))
        case Tuple(items):
            return Tuple(tuple(replace(item, type=_integral(item.type)) for item in items))
        case Map(key, value):
            return Map(key, _integral(value))
        case Union(members, decision):
            types = tuple(_integral(member) for member in members)
            return Union(types, None if decision is None else _integral_decision(decision))
        case _:
            assert_never(type_)


def _integral_decision(decision: Decision) -> Decision:
    """The decision with the members that `_integral` makes of the union's."""
    match decision:
        case Member(type_):
            return Member(_integral(type_))
        case ByKeys(members):
            return replace(decision, members=tuple(_integral(member) for member in members))
        case ByTag(_, branches, absent, other):
            return replace(
                decision,
                branches=tuple((tag, _integral_decision(way)) for tag, way in branches),
                absent=None if absent is None else _integral_decision(absent),
                other=None if other is None else _integral_decision(other),
            )
        case _:
            assert_never(decision)
