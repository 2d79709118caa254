"""Choose the scalars of samples by the name and the documentation of the property."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ..model import DeclId, Property, Type
from ..runtime._shapes import Scalar

__all__ = ["Place", "fitting_literal", "number_of", "text_of", "text_of_pattern", "words_of"]

_STRINGS: Final = {
    "arguments": '{"city": "Paris"}',
    "delta": "Hello",
    "description": "What it is for.",
    "file_data": "data:text/plain;base64,SGVsbG8=",
    "filename": "notes.txt",
    "instructions": "You are a friendly assistant.",
    "language": "en",
    "message": "Something went wrong.",
    "name": "get_weather",
    "output": '{"celsius": 21}',
    "prompt": "Expect words about the weather.",
    "reason": "It was not asked for.",
    "sdp": "v=0",
    "speaker": "speaker_1",
    "text": "Hello, how are you?",
    "token": "Hello",
    "transcript": "Hello, how are you?",
    "version": "1",
}
_BY_LAST_WORD: Final = {"label": "weather", "names": "get_weather"}
_OF_ERRORS: Final = {"code": "invalid_value", "param": "session", "type": "invalid_request_error"}
_SECRETS: Final = frozenset({"authorization", "password", "secret"})
_NUMBERS: Final = {
    "bytes": 72,
    "code": 400,
    "limit": 100,
    "logprob": -0.25,
    "rate": 24000,
    "ratio": 0.8,
    "remaining": 99,
    "seconds": 60,
    "temperature": 0.8,
    "threshold": 0.5,
    "tokens": 128,
}
"""Numbers by the last word of a name."""
_TOKENS: Final = {"text": 32, "audio": 96, "image": 0, "video": 0, "cached": 64}
"""Numbers of tokens by the first word of a name."""
_AUDIO: Final = "AAABAAIAAwA="
_IMAGE: Final = "iVBORw0KGgo="
_URL: Final = "https://example.com/"
_NAMED_VALUE: Final = re.compile(
    r"(?:options (?:are|is)|e\.g\.,?|always|must be|only|one of|such as|defaults? to|currently)"
    r'\s+[`"]([\w.:/+-]+)[`"]',
    re.IGNORECASE,
)
_DEFAULT_NUMBER: Final = re.compile(
    r"defaults?(?: value)? (?:to|is|of) `?(\d{1,9}(?:\.\d{1,9})?)", re.IGNORECASE
)
_KEPT: Final = 16_384
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_NO_THING: Final = frozenset({"event", "object", "param", "params", "resource", "type"})
_NO_HOLDER: Final = _NO_THING | {"body", "content", "data", "payload", "result", "value"}
"""Properties whose names do not describe their values."""


class Place(NamedTuple):
    """The place of a value: its property, and the enclosing declarations.

    `type` is the type in the spec. It has details that shapes lack: the keys of maps, and the order
    of a union's members. `lists` counts the enclosing lists, tuples and maps, up to the nearest
    object. `about` are the words of the event's tag, `kind` is the kind that the enclosing object
    states, and `holder` the property that has it.
    """

    name: str = ""
    doc: str = ""
    type: Type | None = None
    owner: DeclId | None = None
    depth: int = 0
    open: frozenset[DeclId] = frozenset()
    short: bool = False
    lists: int = 0
    about: frozenset[str] = frozenset()
    kind: str = ""
    holder: str = ""

    def behind(self, aliases: Sequence[DeclId], target: Type | None) -> Place:
        """The place of the target of a chain of aliases."""
        short = self.short or not self.open.isdisjoint(aliases)
        return Place(
            self.name,
            self.doc,
            target,
            aliases[-1],
            self.depth,
            self.open.union(aliases),
            short,
            self.lists,
            self.about,
        )

    def inside(self, id_: DeclId, depth: int = 0, kind: str = "") -> Place:
        """The place in an object of a declaration, some objects deeper."""
        # A nested object of the same declaration shows required properties only, and its unions
        # take the member of the lowest rank: that ends the recursion soonest.
        around = self.open
        repeats = id_ in around
        return Place(
            self.name,
            self.doc,
            self.type,
            id_,
            self.depth + depth,
            around if repeats else around | {id_},
            self.short or repeats,
            about=self.about,
            kind=kind,
            holder="" if self.lists else self.name,
        )

    def at(self, property_: Property) -> Place:
        """The place of the value of a property."""
        return Place(
            property_.wire_name,
            property_.doc or "",
            property_.type,
            self.owner,
            self.depth,
            self.open,
            self.short,
            self.lists,
            self.about,
            self.kind,
            self.holder,
        )

    def words(self) -> frozenset[str]:
        """The topic of the value: the words of the event's tag, and those of the property."""
        return self.about.union(words_of(self.name)) if self.name else self.about

    def in_list(self) -> Place:
        """The place of an element of the list, tuple or map here."""
        # Quicker than `_replace`, as a sample may have thousands.
        return Place(
            self.name,
            self.doc,
            self.type,
            self.owner,
            self.depth,
            self.open,
            self.short,
            self.lists + 1,
            self.about,
            self.kind,
            self.holder,
        )


@lru_cache(1024)
def words_of(text: str) -> frozenset[str]:
    """The words of a name or a literal: `response.output_item.done`, `outputItem`."""
    return frozenset(word.lower() for word in _WORD.findall(text))


_STATES: Final = (
    (
        frozenset({"added", "begun", "created", "delta", "queued", "started"}),
        ("in_progress", "pending", "queued", "running", "active", "started"),
    ),
    (
        frozenset({"completed", "done", "ended", "finished", "succeeded"}),
        ("completed", "done", "finished", "succeeded", "success"),
    ),
)
"""The status that a word in an event's tag implies."""


def fitting_literal(values: Sequence[Scalar], about: frozenset[str]) -> Scalar:
    """The value that fits the event's topic; the first one if none does.

    `response.created` is of a response that is in progress, `response.failed` of a failed one.
    """
    if about and len(values) > 1:
        texts = [value for value in values if isinstance(value, str)]
        for text in texts:
            if about.issuperset(words_of(text) or (text,)):
                return text
        for words, states in _STATES:
            if not about.isdisjoint(words):
                for state in states:
                    if state in texts:
                        return state
    return values[0]


def text_of_pattern(parts: tuple[tuple[str, bool], ...]) -> str:
    """A text of a template literal type, whose parts are texts and holes."""
    shown = {"number": "1", "integer": "1", "boolean": "true", "null": "null"}
    return "".join(shown.get(part, "123") if is_hole else part for part, is_hole in parts)


def text_of(place: Place) -> str:
    """A text that fits a place."""
    name, doc = place.name, place.doc
    lower = doc.lower()
    if name in ("url", "uri") or name.endswith(("_url", "_uri")):
        is_image = "image" in name and ("base64" in lower or "data ur" in lower)
        return f"data:image/png;base64,{_IMAGE}" if is_image else _named_value(doc) or _URL
    if "base64" in lower or (name == "audio" and "id" not in lower.split()):
        return _IMAGE if "image" in name else _AUDIO
    if name == "id":
        return f"{_thing(place)}_123"
    if name.endswith("_id"):
        words = name.split("_")
        return f"{words[-2] or 'some'}_{'122' if words[0] == 'previous' else '123'}"
    if "json string" in lower or (name == "delta" and "arguments" in place.about):
        return _STRINGS["arguments"]
    if name.endswith("_at"):
        return "2025-01-01T00:00:00Z"
    if name in _STRINGS:
        return _STRINGS[name]
    return _named_value(doc) or _by_words(place) or name or "text"


def _by_words(place: Place) -> str:
    """A text by the words of its name, and by the enclosing object; "" if they imply none."""
    if place.name in _OF_ERRORS and _thing(place) == "error":
        return _OF_ERRORS[place.name]
    said = words_of(place.name)
    if place.name == "value" and place.owner is not None:
        said |= words_of(place.holder) | words_of(place.owner.path[-1])
    if said & _SECRETS:
        return "secret_123"
    return _BY_LAST_WORD.get(place.name.rpartition("_")[2], "")


@lru_cache(_KEPT)
def _named_value(doc: str) -> str | None:
    """The first value in a documentation, cached, as each sample with the property needs it."""
    named = _NAMED_VALUE.search(doc)
    return named[1] if named else None


def _thing(place: Place) -> str:
    """The kind of the enclosing object: as it states, by its property, or by its type.

    `realtime.item` is an `item`, the object in `error` an `error`; `RealtimeResponse` a `response`.
    """
    for text, no_thing in ((place.kind, _NO_THING), (place.holder, _NO_HOLDER)):
        words = _words_in_order(text)
        if words and words[-1] not in no_thing:
            return words[-1]
    words = _words_in_order(place.owner.path[-1]) if place.owner is not None else []
    return next((word for word in reversed(words) if word not in _NO_THING), "id")


def _words_in_order(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


@lru_cache(_KEPT)
def _default_number(doc: str) -> str | None:
    """The default that a documentation states, cached as `_named_value` is."""
    stated = _DEFAULT_NUMBER.search(doc)
    return stated[1] if stated else None


def number_of(place: Place, *, whole: bool) -> int | float:
    """A number that fits a place, without a fraction if it is to be `whole`."""
    name = place.name
    default = _default_number(place.doc)
    if default is not None and not (whole and "." in default):
        return float(default) if "." in default else int(default)
    if name == "index" or name.endswith("_index"):
        return 0
    if name.endswith("_at"):
        return 1735689600
    words = _words_in_order(name) or [""]
    if words[-1] == "ms" or words[0] in ("start", "end"):
        seconds = 1.5 if "end" in words else 0.5
        return int(1000 * seconds) if words[-1] == "ms" else int(seconds) if whole else seconds
    known = _TOKENS.get(words[0]) if words[-1] == "tokens" else None
    number = _NUMBERS.get(words[-1], 1) if known is None else known
    return 1 if whole and isinstance(number, float) else number
