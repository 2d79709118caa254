"""Sample values: for any type of a model one realistic value that is valid against the spec.

The values are made for documentation and tests. They follow from the model alone: the same
model always gives the same samples. Guesses by a property's name or text only ever choose
among valid values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isinf
from typing import Any, Final, TypeAlias, assert_never

from .model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Model,
    Opaque,
    Primitive,
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    refs,
)

__all__ = ["Sampled", "SampledObject", "Sampler", "is_tag", "plain", "sample"]


@dataclass(frozen=True, slots=True)
class SampledObject:
    """An object of a sample; `interface` is what it was made from, None for a map."""

    interface: Interface | None
    members: Mapping[str, Sampled]

    @property
    def value(self) -> dict[str, Any]:
        """The object as JSON data."""
        return {key: plain(member) for key, member in self.members.items()}


Sampled: TypeAlias = "SampledObject | list[Sampled] | str | int | float | bool | None"
"""A sample that still knows which interface each of its objects was made from."""


def plain(sampled: Sampled) -> Any:
    """The sample as JSON data."""
    if isinstance(sampled, SampledObject):
        return sampled.value
    if isinstance(sampled, list):
        return [plain(each) for each in sampled]
    return sampled


def sample(model: Model, of: DeclId | Type) -> Any:
    """A value of a declaration or a type of the model, as JSON data.

    Raises ValueError where no finite value exists (`never`, an interface that requires itself)
    or the smallest one is out of proportion.
    """
    return plain(Sampler(model).sampled(of))


_MANY: Final = (5, 4, 2, 1)
"""How many of its optional properties an object shows, by its depth; deeper ones show none."""
_MOST_OBJECTS: Final = 500
_DEEPEST: Final = 60

_HELPFUL: Final = {
    name: rank
    for rank, name in enumerate(
        (
            *("type", "object", "role", "id", "event_id", "name", "content", "output", "text"),
            *("status", "model", "modalities", "voice", "instructions", "session", "response"),
            *("usage", "transcript", "description", "parameters"),
        )
    )
}
_STRINGS: Final = {
    "arguments": '{"city": "Paris"}',
    "delta": "Hello",
    "description": "What it is for.",
    "instructions": "You are a friendly assistant.",
    "language": "en",
    "message": "Something went wrong.",
    "name": "get_weather",
    "output": '{"celsius": 21}',
    "text": "Hello, how are you?",
    "transcript": "Hello, how are you?",
}
_AUDIO: Final = "AAABAAIAAwA="
_QUOTED: Final = re.compile(r"`([\w.-]+)`")
_NAMED_VALUE: Final = re.compile(
    r"(?:options (?:are|is)|e\.g\.,?|always|must be|only|one of|such as|defaults? to|currently)"
    r'\s+[`"]([\w.-]+)[`"]',
    re.IGNORECASE,
)
_DEFAULT_NUMBER: Final = re.compile(
    r"defaults?(?: value)? (?:to|is|of) `?(\d{1,9}(?:\.\d{1,9})?)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_NO_THING: Final = frozenset({"event", "object", "param", "params", "resource", "type"})


class Sampler:
    """Makes samples of one model; cheaper than `sample` where many are made."""

    def __init__(self, model: Model) -> None:
        self._declarations = model.by_id()
        self._ranks = _rank(model.declarations)
        self._helpful_of: dict[DeclId, list[Property]] = {}
        self._objects_left = 0

    def sampled(self, of: DeclId | Type) -> Sampled:
        """A sample of a declaration or a type.

        Raises ValueError where no value exists or none that a reader could take in.
        """
        type_ = Ref(of) if isinstance(of, DeclId) else of
        if self._rank_of(type_) is None:
            raise ValueError(f"no finite value exists of {of}")
        self._objects_left = _MOST_OBJECTS
        return self._make(type_, _Place())

    def _rank_of(self, type_: Type) -> int | None:
        return _type_rank(type_, self._ranks)

    def _make(self, type_: Type, place: _Place) -> Sampled:
        match type_:
            case Ref(id_):
                return self._of_declaration(self._declarations[id_], place)
            case Primitive(name):
                return _primitive(name, place)
            case Literal(_, value):
                return value
            case Template(parts):
                return _template(parts)
            case Array(element):
                if self._stops(element, place):
                    return []
                return [self._make(element, place)]
            case Tuple(items):
                return [
                    self._make(item.type, place)
                    for item in items
                    if not (item.optional or item.rest)
                ]
            case Map():
                return SampledObject(None, self._entry(type_, place))
            case Union(members):
                return self._make(self._chosen(members, place), place)
            case Opaque():
                return SampledObject(None, {})
            case _:
                assert_never(type_)

    def _of_declaration(self, declaration: Declaration, place: _Place) -> Sampled:
        match declaration:
            case Alias(id_, type_):
                return self._make(type_, place.inside(id_))
            case Enum(_, members):
                return next((each.value.value for each in members if each.value is not None), 0)
            case Interface():
                return self._object(declaration, place)
            case _:
                assert_never(declaration)

    def _object(self, interface: Interface, place: _Place) -> SampledObject:
        self._objects_left -= 1
        if self._objects_left < 0 or place.depth > _DEEPEST:
            raise ValueError(f"a value of {interface.id} is too large to show")
        shown = self._shown(interface, place)
        here = place.inside(interface.id, 1)
        members: dict[str, Sampled] = {}
        for property_ in shown:
            members[property_.wire_name] = self._make(property_.type, here.at(property_))
        if interface.index is not None and not interface.properties:
            members.update(self._entry(interface.index, here))
        return SampledObject(interface, members)

    def _shown(self, interface: Interface, place: _Place) -> list[Property]:
        """The properties that a sample shows: tags first, then as declared."""
        tags = [each for each in interface.properties if is_tag(each)]
        rest = [each for each in interface.properties if not is_tag(each)]
        names: set[str] = set()
        if not (place.short or interface.id in place.open) and place.depth < len(_MANY):
            here = place.inside(interface.id)
            many = _MANY[place.depth]
            for property_ in self._helpful(interface):
                if len(names) < many and not self._stops(property_.type, here):
                    names.add(property_.wire_name)
        return tags + [each for each in rest if each.required or each.wire_name in names]

    def _helpful(self, interface: Interface) -> list[Property]:
        """The optional properties that say something in a sample, the most helpful first."""
        found = self._helpful_of.get(interface.id)
        if found is not None:
            return found
        properties = interface.properties
        owners: dict[str, str] = {}
        chosen: set[str] = set()
        for property_ in properties:
            literals = _string_literals(property_.type)
            owners.update(dict.fromkeys(literals, property_.wire_name))
            chosen.update(literals[:1])
        found = []
        for property_ in properties:
            name = property_.wire_name
            if property_.required or property_.deprecated is not None or is_tag(property_):
                continue
            # "The arguments of the function call (for `function_call` items)" belongs to
            # another value of a sibling than the one that the sample shows.
            quoted = _QUOTED.findall(property_.doc or "") if owners else ()
            about = {each for each in quoted if owners.get(each, name) != name}
            if not about or about & chosen:
                found.append(property_)
        last = len(_HELPFUL)
        found.sort(key=lambda each: _HELPFUL.get(each.wire_name, last))
        self._helpful_of[interface.id] = found
        return found

    def _entry(self, map_: Map, place: _Place) -> dict[str, Sampled]:
        if self._rank_of(map_.key) is None or self._stops(map_.value, place):
            return {}
        key = self._make(map_.key, _Place(name="key"))
        name = "true" if key is True else str(key) if isinstance(key, (str, int, float)) else "key"
        return {name: self._make(map_.value, replace(place, name="value"))}

    def _stops(self, type_: Type, place: _Place) -> bool:
        """Whether a value that nothing requires is left out: it would repeat or has no end."""
        if self._rank_of(type_) is None:
            return True
        named = tuple(refs(type_))
        return bool(named) and (place.short or any(each in place.open for each in named))

    def _chosen(self, members: tuple[Type, ...], place: _Place) -> Type:
        ranked = [(rank, each) for each in members if (rank := self._rank_of(each)) is not None]
        repeats = [any(id_ in place.open for id_ in refs(each)) for _, each in ranked]
        if place.short or all(repeats):
            return min(ranked, key=lambda pair: pair[0])[1]
        free = [each for (_, each), repeated in zip(ranked, repeats, strict=True) if not repeated]
        return min(free, key=self._order)

    def _order(self, type_: Type) -> int:
        """How welcome a member of a union is: objects first, any string and null last."""
        match type_:
            case Map():
                return 0
            case Ref(id_):
                declaration = self._declarations[id_]
                match declaration:
                    case Interface():
                        return 0
                    case Alias(_, Union(members)):
                        return min(map(self._order, members), default=1)
                return 1
            case Primitive("string"):
                return 2
            case Primitive("null"):
                return 3
        return 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: the property it is for, and the declarations around it."""

    name: str = ""
    doc: str = ""
    owner: DeclId | None = None
    depth: int = 0
    open: frozenset[DeclId] = frozenset()
    short: bool = False

    def inside(self, id_: DeclId, depth: int = 0) -> _Place:
        # What comes back to a declaration takes the shortest way out: it shows required
        # properties only, and its unions take the member of the lowest rank.
        return _Place(
            self.name,
            self.doc,
            id_,
            self.depth + depth,
            self.open | {id_},
            self.short or id_ in self.open,
        )

    def at(self, property_: Property) -> _Place:
        return _Place(
            property_.wire_name,
            property_.doc or "",
            self.owner,
            self.depth,
            self.open,
            self.short,
        )


# --------------------------------------------------------------------------- ranks


def _rank(declarations: tuple[Declaration, ...]) -> dict[DeclId, int]:
    """A rank for each declaration that has a finite value.

    A declaration's rank is higher than that of each declaration that its smallest value
    needs, so following the lowest ranks always comes to an end.
    """
    ranks: dict[DeclId, int] = {}
    open_ = list(declarations)
    while True:
        left = []
        for declaration in open_:
            if _has_value(declaration, ranks):
                ranks[declaration.id] = len(ranks) + 1
            else:
                left.append(declaration)
        if len(left) == len(open_):
            return ranks
        open_ = left


def _has_value(declaration: Declaration, ranks: Mapping[DeclId, int]) -> bool:
    match declaration:
        case Interface(_, properties):
            return all(
                _type_rank(each.type, ranks) is not None for each in properties if each.required
            )
        case Alias(_, type_):
            return _type_rank(type_, ranks) is not None
        case Enum():
            return True
        case _:
            assert_never(declaration)


def _type_rank(type_: Type, ranks: Mapping[DeclId, int]) -> int | None:
    """The highest rank that a smallest value of the type needs, None where there is no value."""
    match type_:
        case Primitive(name):
            return None if name == "never" else 0
        case Ref(id_):
            return ranks.get(id_)
        case Template(parts):
            return None if Primitive("never") in parts else 0
        case Union(members):
            found = [rank for each in members if (rank := _type_rank(each, ranks)) is not None]
            return min(found, default=None)
        case Tuple(items):
            needed = [
                _type_rank(each.type, ranks) for each in items if not (each.optional or each.rest)
            ]
            return None if None in needed else max((each or 0 for each in needed), default=0)
        case Literal(_, value):
            # JSON has no infinity.
            return None if isinstance(value, float) and isinf(value) else 0
        case Array() | Map() | Opaque():
            return 0
        case _:
            assert_never(type_)


# -------------------------------------------------------------------------- scalars


def is_tag(property_: Property) -> bool:
    """Whether a property's type is one string, the mark of what kind of object it is in."""
    return isinstance(property_.type, Literal) and property_.type.kind == "string"


def _string_literals(type_: Type) -> list[str]:
    """The strings of a literal or a union that has some, in order."""
    members = type_.members if isinstance(type_, Union) else (type_,)
    return [
        each.value for each in members if isinstance(each, Literal) and isinstance(each.value, str)
    ]


def _template(parts: tuple[str | Primitive, ...]) -> str:
    shown = {"number": "1", "integer": "1", "boolean": "true", "null": "null"}
    return "".join(part if isinstance(part, str) else shown.get(part.name, "123") for part in parts)


def _primitive(name: str, place: _Place) -> Sampled:
    match name:
        case "string" | "defined":
            return _string(place)
        case "number" | "integer":
            return _number(place, whole=name == "integer")
        case "boolean":
            return True
        case "null":
            return None
        case "unknown" if place.name in ("parameters", "schema"):
            return SampledObject(None, {"type": "object", "properties": SampledObject(None, {})})
    return SampledObject(None, {})


def _string(place: _Place) -> str:
    name, doc = place.name, place.doc
    lower = doc.lower()
    if "base64" in lower or (name == "audio" and "id" not in lower.split()):
        return _AUDIO
    if name == "id":
        return f"{_thing(place.owner)}_123"
    if name.endswith("_id"):
        words = name.split("_")
        return f"{words[-2] or 'some'}_{'122' if words[0] == 'previous' else '123'}"
    if "json string" in lower:
        return _STRINGS["arguments"]
    if name in _STRINGS:
        return _STRINGS[name]
    if name == "url" or name.endswith("_url"):
        return "https://example.com/"
    if name.endswith("_at"):
        return "2025-01-01T00:00:00Z"
    named = _NAMED_VALUE.search(doc)
    return named[1] if named else name or "text"


def _thing(owner: DeclId | None) -> str:
    """What a declaration is about: `RealtimeConversationItem` -> `item`."""
    words = [] if owner is None else [each.lower() for each in _WORD.findall(owner.path[-1])]
    return next((word for word in reversed(words) if word not in _NO_THING), "id")


def _number(place: _Place, *, whole: bool) -> int | float:
    name = place.name
    default = _DEFAULT_NUMBER.search(place.doc)
    if default is not None and not (whole and "." in default[1]):
        return float(default[1]) if "." in default[1] else int(default[1])
    if name == "index" or name.endswith("_index"):
        return 0
    if name.endswith("_at"):
        return 1735689600
    if name.endswith("_ms"):
        return 500
    if name.endswith("tokens"):
        return 128
    return 1
