"""The ids of declarations: names for generic instances and anonymous types."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal as OneOf

from ...model import UNKNOWN, DeclId, Literal, Primitive
from .functions import parameters_of, result_of
from .protocol import Types
from .semantics import (
    BigIntLiteral,
    Branded,
    LibraryClass,
    Named,
    ObjectShape,
    Placeholder,
    Signature,
    Special,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TUnion,
    TypeTerm,
    identity,
)
from .templates import template_of_term

__all__ = ["Ids"]

_ENDING: Final = re.compile(r"(\.d)?\.[cm]?tsx?$")
_DEEPEST: Final = 6
_MOST_WORDS: Final = 3
"""The number of members of a union in a word; further ones are `others`."""
_NESTED_UNIONS: Final = 2
"""The depth of unions whose members are in a word."""
_MOST_NESTED: Final = 6
"""The depth of nested digests."""
_MOST_NODES: Final = 5_000
"""The number of nodes in one digest, those of nested digests included."""
_MOST_TOLD: Final = 500
"""The number of words for the arguments of an instance."""


class Ids:
    """Makes ids, and the words in them, from types alone. Results are cached.

    The name of an anonymous type is from its tag or a required property, never from all of its
    structure, so that a change of an optional property renames nothing. If two types get one id,
    the second and later ones are numbered in the order of their occurrence. The `home` of a word is
    the module that refers to it: the name of a declaration of another module has that module behind
    an `@`.
    """

    def __init__(self, types: Types) -> None:
        self._types = types
        self._named: dict[object, DeclId] = {}
        self._instances: dict[DeclId, _Numbered] = {}
        self._first: dict[tuple[DeclId, str, str], Named] = {}
        self._exact = False
        self._digests: dict[object, str] = {}
        self._nested = 0
        self._nodes = 0
        self._words = 0
        self._told: dict[tuple[object, str, int], tuple[int, str]] = {}

    def __len__(self) -> int:
        """The number of named types with an id."""
        return len(self._named)

    def named(self, named: Named, *, plain: bool = False) -> DeclId:
        """Make the id of a named type, with its arguments unless it is `plain`."""
        key = identity(named)
        id_ = self._named.get(key)
        if id_ is None:
            id_ = named.symbol.id
            if named.arguments and not plain:
                id_ = self._instance(id_, named)
            self._named[key] = id_
        return id_

    def _instance(self, generic: DeclId, named: Named) -> DeclId:
        self._words = 0
        words = ", ".join(self._word(argument, generic.module) for argument in named.arguments)
        structure = ",".join(map(self.digest, named.arguments))
        first = self._first.setdefault((generic, words, structure), named)
        if self._words > _MOST_TOLD:
            # Words and structure are cut off, so each of these is an instance of its own.
            structure += f",{len(self._named)}"
        elif first is not named:
            body = self._exactly(named)
            # Conditions distinguish `any` from `unknown`, and readonly lists from others.
            structure += body if body != self._exactly(first) else ""
        word = self._instances.setdefault(generic, _Numbered()).word(words, structure)
        return DeclId(generic.module, (*generic.path, f"<{word}>"))

    def _exactly(self, named: Named) -> str:
        """The digest of the structure of a type, with `any` and `unknown` distinct."""
        self._exact = True
        try:
            return self.digest(_body(self._types, named))
        finally:
            self._exact = False

    def digest(self, term: TypeTerm) -> str:
        """A word that is equal for types of equal structure, and that no name contains."""
        key = (identity(term), self._exact)
        digest = self._digests.get(key)
        if digest is not None:
            return digest
        if not self._nested:
            self._nodes = 0
        elif self._nested > _MOST_NESTED:
            return "..."
        words, self._words = self._words, 0
        self._nested += 1
        try:
            text = self._structure(term, 0)
        finally:
            self._nested -= 1
            self._words = words
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        if not self._nested or self._nodes < _MOST_NODES:
            self._digests[key] = digest
        return digest

    def segments(self, shapes: Sequence[ObjectShape]) -> dict[ObjectShape, str]:
        """A path segment for each anonymous member of a union, which distinguishes it.

        It is its tag, another literal or a required property that no other one has; ambiguous ones
        get their position.
        """
        alike: dict[str, list[ObjectShape]] = {}
        for shape in shapes:
            alike.setdefault(self._tag(shape) or shape.hint or "", []).append(shape)
        words: dict[ObjectShape, str] = {}
        for tag, group in alike.items():
            if tag and len(group) == 1:
                words[group[0]] = tag
                continue
            apart = _Apart(self, group if tag else shapes)
            for shape in group:
                words[shape] = " ".join(filter(None, (tag, apart.word(shape)))) or "object"
        numbered = _Numbered()
        return {shape: f".{numbered.word(words[shape], self.digest(shape))}" for shape in shapes}

    def _tag(self, shape: ObjectShape) -> str | None:
        return next((str(item.value) for _, item in self.literals(shape, "string")), None)

    def literals(
        self, shape: ObjectShape, kind: OneOf["string", "number", "boolean"]
    ) -> Iterator[tuple[str, Literal]]:
        """The required properties whose type is one literal of a kind, with the literal."""
        for name, item in shape.properties.items():
            term = None if item.optional else self._types.peel(item.type)
            term = term.bare if isinstance(term, Branded) else term
            if isinstance(term, Literal) and term.kind == kind and term.value != "":
                yield name, term

    def _word(self, term: TypeTerm, home: str, unions: int = _NESTED_UNIONS) -> str:
        """A short readable name of a type argument, which is not unique."""
        if self._words >= _MOST_TOLD:
            self._words += 1
            return "..."
        term = self._types.force(term)
        if not isinstance(term, Named) or not term.arguments:
            self._words += 1
            return self._spelled(term, home, unions)
        # Arguments inside each other are instances too, each of which has the words of the next.
        key = identity(term), home, unions
        words, before = self._told.get(key, (0, "")), self._words
        if words[0] and before + words[0] <= _MOST_TOLD:
            self._words += words[0]
            return words[1]
        self._words += 1
        text = self._spelled(term, home, unions)
        if self._words <= _MOST_TOLD:
            self._told[key] = self._words - before, text
        return text

    def _spelled(self, term: TypeTerm, home: str, unions: int) -> str:
        """The name of a type argument by what it is, and by those of its parts."""

        def inner(part: TypeTerm) -> str:
            return self._word(part, home, unions)

        match term:
            case Named(symbol, arguments):
                inside = "".join(f"<{inner(argument)}>" for argument in arguments)
                own = symbol.id
                origin = "" if own.module == home else f"@{_ENDING.sub('', own.module)}"
                return ".".join(own.path) + origin + inside
            case Special("any"):
                return UNKNOWN.name
            case Branded(name="unit", bare=bare):
                return inner(bare)
            case Primitive(name) | Special(name):
                return name
            case StringMapping():
                return "string"
            case BigIntLiteral():
                return "bigint"
            case Literal(value=value):
                return str(value).lower() if isinstance(value, bool) else str(value)
            case LibraryClass(name=name, arguments=arguments):
                return name + "".join(f"<{inner(argument)}>" for argument in arguments)
            case TArray(element):
                return f"{inner(element)}[]"
            case TUnion(members) if unions:
                first = members if len(members) <= _MOST_WORDS + 1 else members[:_MOST_WORDS]
                words = [self._word(member, home, unions - 1) for member in first]
                return " | ".join(words if len(first) == len(members) else [*words, "others"])
            case TUnion():
                return "union"
            case TTuple():
                return "tuple"
            case Placeholder(id=id_):
                return ".".join(id_.path)
            case ObjectShape() if (listed := self._types.list_base(term)) is not None:
                return inner(listed)
            case ObjectShape(indexes=[(key, value)]) if term.is_map:
                return f"Record<{inner(key)}><{inner(value)}>"
            case ObjectShape():
                return self._tag(term) or term.hint or next(_required(term), "object")
            case TTemplate():
                return "string"
            case Signature():
                return "function"
            case _:
                return "any"

    def _structure(self, term: TypeTerm, depth: int) -> str:
        """The structure of a type as text: equal texts mean types that read and write alike."""
        self._nodes += 1
        if depth > _DEEPEST or self._nodes > _MOST_NODES:
            return "..."
        term = self._types.force(term)

        def inner(part: TypeTerm) -> str:
            return self._structure(part, depth + 1)

        match term:
            case Named(symbol, arguments):
                return f"{symbol.id!r}<{','.join(map(inner, arguments))}>"
            case Special("any") if not self._exact:
                return repr(UNKNOWN)
            case TArray(element, True) if self._exact:
                return f"readonly {inner(element)}[]"
            case TTuple(readonly=True, items=items) if self._exact:
                return "readonly [" + ",".join(inner(item.type) for item in items) + "]"
            case LibraryClass(name=name, arguments=arguments):
                return f"{name}<{','.join(map(inner, arguments))}>"
            case Literal(kind, value):
                return f"{kind} {value!r}"
            case ObjectShape():
                properties = ",".join(
                    f"{name!r}{'?' * item.optional}:{inner(item.type)}"
                    for name, item in term.properties.items()
                )
                indexes = "".join(f"[{inner(key)}]:{inner(value)}" for key, value in term.indexes)
                listed = self._types.list_base(term)
                whole = "" if listed is None else inner(listed)
                return whole + "{" + properties + indexes + "}"
            case TUnion(members):
                return f"({'|'.join(map(inner, members))})"
            case TTuple(items):
                return "[" + ",".join(inner(item.type) for item in items) + "]"
            case TArray(element):
                return inner(element) + "[]"
            case TTemplate():
                return repr(template_of_term(term))
            case Signature():
                inside = inner(parameters_of(self._types, term))
                result = inner(result_of(self._types, term))
                return f"{'new ' * term.node.constructs}{inside}=>{result}"
            case _:
                return repr(term)


def _body(types: Types, named: Named) -> TypeTerm:
    """The structure of a named type: the target of an alias, or an object type."""
    if named.symbol.of_kind("alias"):
        return types.force(types.alias_body(named))
    return types.shape(named) or named


class _Numbered:
    """Unique words for types: equal words of different types are numbered."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._words: dict[tuple[str, str], str] = {}

    def word(self, word: str, structure: str) -> str:
        """The word of the type with this structure; a later call gives the same one."""
        key = (word, structure)
        while key not in self._words:
            count = self._counts[word] = self._counts.get(word, 0) + 1
            numbered = word if count == 1 else f"{word} {count}"
            if self._owners.setdefault(numbered, structure) == structure:
                self._words[key] = numbered
        return self._words[key]


class _Apart:
    """Finds distinguishing words of object types, without comparing pairs."""

    def __init__(self, ids: Ids, shapes: Sequence[ObjectShape]) -> None:
        self._ids = ids
        self._alone = len(shapes) == 1
        self._words = Counter(word for shape in shapes for word in self._candidates(shape))

    def word(self, shape: ObjectShape) -> str | None:
        """The first unique word of a type, else its first required property, else None."""
        if self._alone:
            return next(_required(shape), None)
        words = (word for word in self._candidates(shape) if self._words[word] == 1)
        return next(words, next(_required(shape), None))

    def _candidates(self, shape: ObjectShape) -> Iterator[str]:
        """The candidate words of a type: its strings, numbers, properties, and booleans."""
        literals = self._ids.literals
        yield from dict.fromkeys(str(item.value) for _, item in literals(shape, "string"))
        for name, item in literals(shape, "number"):
            yield f"{name} {item.value}".replace("-", "minus ")
        yield from _required(shape)
        for name, item in literals(shape, "boolean"):
            yield f"{name} {str(item.value).lower()}"


def _required(shape: ObjectShape) -> Iterator[str]:
    return (name for name, item in shape.properties.items() if not item.optional)
