"""The ids of declarations: what generic instances and types without a name are called."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from ...model import UNKNOWN, DeclId, Literal, Opaque, Primitive
from .functions import parameters_of, result_of
from .protocol import Types
from .semantics import (
    BigIntLiteral,
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
_MOST_NESTED: Final = 6
"""Digests inside each other."""
_MOST_NODES: Final = 5_000
"""Nodes that one digest is made of, those of the digests in it included."""


_EXACT: Final = "any is not unknown"
"""The home of words that tell `any` from `unknown`: no module is called that."""


class Ids:
    """Makes ids, and the words in them, out of types alone. What it made is remembered.

    The `home` of a word is the module that it is read in: the name of another module's
    declaration has that module behind an `@`.
    """

    def __init__(self, types: Types) -> None:
        self._types = types
        self._named: dict[object, DeclId] = {}
        self._first: dict[DeclId, Named] = {}
        self._digests: dict[object, str] = {}
        self._nested = 0
        self._nodes = 0

    def __len__(self) -> int:
        """How many named types have an id."""
        return len(self._named)

    def named(self, named: Named, *, plain: bool = False) -> DeclId:
        """The id of a named type, its arguments part of it unless it is `plain`."""
        key = identity(named)
        id_ = self._named.get(key)
        if id_ is None:
            id_ = named.symbol.id
            if named.arguments and not plain:
                words = ", ".join(self._word(argument, id_.module) for argument in named.arguments)
                id_ = DeclId(id_.module, (*id_.path, f"<{words}>"))
            first = self._first.setdefault(id_, named)
            if first is not named and not self._alike(first, named):
                id_ = DeclId(
                    id_.module,
                    (*id_.path, f".{self.digest(_body(self._types, named), id_.module)}"),
                )
            self._named[key] = id_
        return id_

    def _alike(self, one: Named, other: Named) -> bool:
        """Whether two instances with the same words are one type: `any` and `unknown` are one."""
        bodies = [_body(self._types, named) for named in (one, other)]
        return self.digest(bodies[0], _EXACT) == self.digest(bodies[1], _EXACT)

    def digest(self, term: TypeTerm, home: str) -> str:
        """A word for a type without a name: equal for equal structures."""
        key = (identity(term), home)
        digest = self._digests.get(key)
        if digest is not None:
            return digest
        if not self._nested:
            self._nodes = 0
        elif self._nested > _MOST_NESTED:
            return "..."
        self._nested += 1
        try:
            text = self._structure(term, home, 0)
        finally:
            self._nested -= 1
        digest = "x" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
        if not self._nested or self._nodes < _MOST_NODES:
            self._digests[key] = digest
        return digest

    def segments(self, shapes: Sequence[ObjectShape], home: str) -> dict[ObjectShape, str]:
        """A path segment for each anonymous member of a union: its tag, or what only it has.

        None of them depends on how many members there are or in which order they come.
        """
        tags = {shape: self._tag(shape) or shape.hint for shape in shapes}
        words = list(tags.values())
        chosen = {
            shape: f".{_keys_word(shape) if tag is None or words.count(tag) > 1 else tag}"
            for shape, tag in tags.items()
        }
        taken = list(chosen.values())
        return {
            shape: word if taken.count(word) == 1 else f"{word}.{self.digest(shape, home)}"
            for shape, word in chosen.items()
        }

    def _tag(self, shape: ObjectShape) -> str | None:
        for item in shape.properties.values():
            term = self._types.peel(item.type)
            if not item.optional and isinstance(term, Literal) and term.kind == "string":
                return str(term.value) or None
        return None

    def _word(self, term: TypeTerm, home: str) -> str:
        """A short readable name of a type argument; unique where the type has no name."""
        term = self._types.force(term)
        match term:
            case Named(symbol, arguments):
                inner = "".join(f"<{self._word(argument, home)}>" for argument in arguments)
                own = symbol.id
                origin = "" if own.module == home else f"@{_ENDING.sub('', own.module)}"
                return ".".join(own.path) + origin + inner
            case Special("any"):
                return "any" if home == _EXACT else UNKNOWN.name
            case Primitive(name) | Special(name):
                return name
            case StringMapping():
                return "string"
            case BigIntLiteral():
                return "bigint"
            case Literal(value=value):
                return str(value).lower() if isinstance(value, bool) else str(value)
            case LibraryClass(name=name, arguments=arguments):
                return name + "".join(f"<{self._word(argument, home)}>" for argument in arguments)
            case TArray(element):
                return f"{self._word(element, home)}[]"
            case TUnion(members) if len(members) <= 4:
                return " | ".join(self._word(member, home) for member in members)
            case Placeholder(id=id_):
                return ".".join(id_.path)
            case ObjectShape(indexes=[(key, value)]) if term.is_map:
                return f"Record<{self._word(key, home)}><{self._word(value, home)}>"
            case _:
                return self.digest(term, home)

    def _structure(self, term: TypeTerm, home: str, depth: int) -> str:
        """The structure of a type as text, for a digest that does not depend on anything else."""
        self._nodes += 1
        if depth > _DEEPEST or self._nodes > _MOST_NODES:
            return "..."
        term = self._types.force(term)

        def inner(part: TypeTerm) -> str:
            return self._structure(part, home, depth + 1)

        match term:
            case ObjectShape():
                properties = ",".join(
                    f"{name}{'?' * item.optional}:{inner(item.type)}"
                    for name, item in term.properties.items()
                )
                indexes = "".join(f"[{inner(key)}]:{inner(value)}" for key, value in term.indexes)
                return "{" + properties + indexes + "}"
            case TUnion(members):
                return "|".join(map(inner, members))
            case TTuple(items):
                return "[" + ",".join(inner(item.type) for item in items) + "]"
            case TArray(element):
                return inner(element) + "[]"
            case TTemplate():
                return repr(template_of_term(term))
            case Opaque() if not isinstance(term, LibraryClass):
                return repr(term)
            case Signature():
                inside = inner(parameters_of(self._types, term))
                result = inner(result_of(self._types, term))
                return f"{'new ' * term.node.constructs}{inside}=>{result}"
            case _:
                return self._word(term, home)


def _body(types: Types, named: Named) -> TypeTerm:
    """What a named type consists of."""
    if named.symbol.of_kind("alias"):
        return types.force(types.alias_body(named))
    return types.shape(named) or named


def _keys_word(shape: ObjectShape) -> str:
    """The names of a type's first required properties; of its first ones if none is."""
    required = [name for name, item in shape.properties.items() if not item.optional]
    return " ".join((required or list(shape.properties))[:3])
