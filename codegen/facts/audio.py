"""The kinds of fact `[[audio]]` and `[[audio_formats]]`: strings that hold audio in Base64."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, assert_never

from ..model import (
    Alias,
    AudioField,
    AudioFormat,
    AudioSource,
    Declaration,
    Enum,
    Interface,
    Literal,
    Model,
    Type,
    nested,
)
from ..text.diagnostics import Diagnostic, error
from ..text.records import dataclass
from ..text.source import Span
from .kinds import Entry, FactKind
from .selecting import holds, properties, selector, stale

__all__ = ["AUDIO", "AUDIO_FORMATS", "AudioFact", "AudioFormatFact"]


@dataclass(frozen=True, slots=True)
class AudioFact:
    """The properties that `match` selects hold audio in Base64."""

    match: str
    format: AudioSource
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class AudioFormatFact:
    """The number of bytes in a sample of the audio format that messages call `name`."""

    name: str
    sample_bytes: int
    why: str
    span: Span


_SOURCES: Final[Mapping[str, AudioSource]] = {"input": "input", "output": "output"}


def _read_audio(entry: Entry) -> AudioFact | None:
    match, why = entry.pattern(), entry.text("why")
    given = entry.table.get("format")
    source = _SOURCES.get(given) if isinstance(given, str) else None
    if source is None:
        known = " or ".join(f'"{name}"' for name in _SOURCES)
        message = f"`format` of an [[audio]] entry is not {known}"
        entry.error(message, f"Give {known}.", "format")
        return None
    return None if match is None else AudioFact(match, source, why or "", entry.span("match"))


def _check_audio(
    model: Model, facts: Sequence[AudioFact]
) -> tuple[tuple[AudioField, ...], Sequence[Diagnostic]]:
    """The properties that hold audio, in the model's order; the first matching fact counts.

    A fact that selects no property with a string in its type is an RC501.
    """
    selectors = [(selector([fact.match]), fact) for fact in facts]
    fields: list[AudioField] = []
    for id_, property_ in properties(model):
        for selects, fact in selectors:
            if selects(id_, property_) and holds(property_.type, "string"):
                fields.append(AudioField(id_, property_.wire_name, fact.format))
                break
    return tuple(fields), tuple(stale(model, facts, "string"))


AUDIO: Final = FactKind("audio", ("match", "format", "why"), _read_audio, _check_audio)


def _read_format(entry: Entry) -> AudioFormatFact | None:
    name, why = entry.text("name"), entry.text("why")
    size = entry.table.get("sample_bytes")
    if type(size) is not int or size < 1:
        message = "`sample_bytes` of an [[audio_formats]] entry is not a positive integer"
        entry.error(message, "Write `sample_bytes = 2`.", "sample_bytes")
        return None
    if name is None:
        if "name" not in entry.table:
            message = "an entry of [[audio_formats]] has no `name`"
            entry.error(message, 'Write `name = "pcm16"`.')
        return None
    return AudioFormatFact(name, size, why or "", entry.span("name"))


def _check_formats(
    model: Model, facts: Sequence[AudioFormatFact]
) -> tuple[tuple[AudioFormat, ...], Sequence[Diagnostic]]:
    """The formats of audio whose samples have a known size, in the order of the facts.

    A format that no literal of the model names is an RC501.
    """
    formats = tuple(AudioFormat(fact.name, fact.sample_bytes) for fact in facts)
    return formats, tuple(_stale_formats(model, facts))


def _stale_formats(model: Model, facts: Sequence[AudioFormatFact]) -> Iterator[Diagnostic]:
    """An error for each format whose name is no literal of the spec."""
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
    return (inner for inner in nested(type_) if isinstance(inner, Literal))


AUDIO_FORMATS: Final = FactKind(
    "audio_formats", ("name", "sample_bytes", "why"), _read_format, _check_formats
)
