"""Whether one type can be used as another: what conditional types ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...model import UNKNOWN, Literal, Opaque, Primitive
from ..syntax import KeywordType
from .budget import DEEPEST_ALIKE, DEEPEST_COMPARISON
from .enums import enum_keys, is_enum, spread
from .functions import parameters_of, result_of, signature_of
from .protocol import Types
from .scopes import Symbol
from .semantics import (
    DATE,
    FUNCTION,
    NEVER,
    UNDEFINED,
    URL,
    BigIntLiteral,
    EnumLiteral,
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
    TTupleItem,
    TUnion,
    TypeTerm,
    identity,
    tuple_of,
)
from .templates import converted, fits, is_hole, is_member, matched
from .unions import union_of

__all__ = ["assignable", "primitive_kind"]

_DISTINCTIVE: Final[dict[str, str]] = {
    "AbortController": "abort",
    "AbortSignal": "throwIfAborted",
    "Blob": "arrayBuffer",
    "Buffer": "subarray",
    "File": "arrayBuffer",
    "FormData": "append",
    "Headers": "append",
    "Map": "set",
    "Promise": "then",
    "PromiseLike": "then",
    "ReadableStream": "getReader",
    "ReadonlyMap": "forEach",
    "ReadonlySet": "forEach",
    "RegExp": "exec",
    "Request": "clone",
    "Response": "clone",
    "Set": "add",
    "URLSearchParams": "append",
    "Uint8Array": "subarray",
    "WeakMap": "set",
    "WeakSet": "add",
    "WritableStream": "getWriter",
}
"""A method without which nothing is of a class of the library."""


def assignable(
    types: Types,
    source: TypeTerm,
    target: TypeTerm,
    inferred: dict[str, TypeTerm] | None = None,
    constraints: Mapping[str, TypeTerm] | None = None,
) -> bool | None:
    """Whether `source` is assignable to `target` (TypeScript, strict); None if undecided.

    `Opaque("infer", name)` in the target matches anything and is noted in `inferred`;
    `constraints` are those of these names, which decide what a piece of text is taken for.
    """
    return _Comparison(types, inferred, constraints or {}).check(source, target)


class _Comparison:
    """One question, with what it has inferred and what it is busy with."""

    def __init__(
        self,
        types: Types,
        inferred: dict[str, TypeTerm] | None,
        constraints: Mapping[str, TypeTerm],
    ) -> None:
        self.types = types
        self.inferred = {} if inferred is None else inferred
        self.inferring = inferred is not None
        self.constraints = constraints
        self.busy: set[tuple[object, object]] = set()
        self.held: set[tuple[object, object]] = set()
        self.refuted: dict[tuple[object, object], bool | None] = {}
        self.alike: Counter[tuple[Symbol | None, Symbol | None]] = Counter()
        self.holes = 0
        self.parameter = False

    def _every(self, verdicts: Iterable[bool | None]) -> bool | None:
        """Whether all hold. What is inferred may be in any of them: then none is left out."""
        verdict_of_all: bool | None = True
        for verdict in verdicts:
            if verdict is False:
                verdict_of_all = False
                if not self.inferring:
                    break
            elif verdict is None and verdict_of_all:
                verdict_of_all = None
        return verdict_of_all

    def _some(self, verdicts: Iterable[bool | None]) -> bool | None:
        """Whether one holds."""
        verdict_of_any: bool | None = False
        for verdict in verdicts:
            if verdict:
                verdict_of_any = True
                if not self.inferring:
                    break
            elif verdict is None and verdict_of_any is False:
                verdict_of_any = None
        return verdict_of_any

    def check(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Whether one type is assignable to another; None if undecided."""
        self.types.spend(1)
        source, target = self.types.peel(source), self.types.peel(target)
        if is_hole(target):
            assert isinstance(target, Opaque)
            self._infer(target.text, source)
            return True
        if isinstance(source, Literal) and isinstance(target, TUnion):
            return self._literal_in(source, target)
        if isinstance(source, LibraryClass) or isinstance(target, LibraryClass):
            by_library = self._library(source, target)
            if by_library is not None:
                return by_library
        if UNKNOWN in (source, target) or source == NEVER or _same(source, target):
            return True
        if is_enum(source):
            source = TUnion(tuple(spread([source])))
        if isinstance(source, TUnion):
            return self._every(self.check(member, target) for member in source.members)
        if source == Primitive("boolean") and isinstance(target, TUnion | Literal):
            halves = [Literal("boolean", True), Literal("boolean", False)]
            return self._every(self.check(half, target) for half in halves)
        if isinstance(target, TUnion):
            return self._some(self.check(source, member) for member in target.members)
        if isinstance(source, Opaque | Placeholder) or isinstance(target, Opaque | Placeholder):
            return None
        return self._single(source, target)

    def _literal_in(self, source: Literal, target: TUnion) -> bool | None:
        """Whether a union takes a literal: its own literals are looked up, not walked."""
        literals, others = self.types.split(target)
        if identity(source) in literals:
            return True
        return self._some(self.check(source, member) for member in others)

    def _template(self, source: TypeTerm, target: TTemplate) -> bool | None:
        """Whether a string fits a template, what its holes stand for noted where `infer` asks."""
        if isinstance(source, Literal):
            self.types.spend_text(len(str(source.value)))
        parts = matched(source, target, self.check)
        if parts is None:
            if not any(target.texts):
                for hole in filter(is_hole, target.holes):
                    self.check(NEVER, hole)
            return False
        verdicts: list[bool | None] = []
        for part, hole in zip(parts, target.holes, strict=True):
            if isinstance(hole, Opaque):
                self._infer(hole.text, self._converted(part, hole.text))
            else:
                verdicts.append(fits(part, hole, self.check))
        return self._every(verdicts)

    def _converted(self, part: TypeTerm, name: str) -> TypeTerm:
        """A piece of text as the value that the constraint of what `infer` finds asks for."""
        constraint = self.constraints.get(name)
        if constraint is None or not isinstance(part, Literal):
            return part
        return converted(part, list(self.types.members(constraint)), self.check)

    def _infer(self, name: str, source: TypeTerm) -> None:
        """Note what a name stands for: of several places all, of several parameters each."""
        self.holes += 1
        known = self.inferred.get(name)
        if known is None or identity(known) == identity(source):
            self.inferred[name] = source
        elif self.parameter:
            self.inferred[name] = self.types.intersection([known, source])
        else:
            self.inferred[name] = union_of([known, source])

    def _library(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Classes of the library are known by name alone; what they demand is not."""
        if isinstance(source, LibraryClass) and isinstance(target, LibraryClass):
            pairs = zip(source.arguments, target.arguments, strict=False)
            same = source.name == target.name
            return self._every(self.check(*pair) for pair in pairs) if same else None
        if isinstance(source, LibraryClass):
            known = (Primitive("object"), Primitive("defined"))
            if target in known or target == UNKNOWN:
                return True
            no_class = isinstance(target, Primitive | Literal | TTemplate | TArray | TTuple)
            return False if no_class or isinstance(target, Special) else None
        member = _DISTINCTIVE.get(target.name) if isinstance(target, LibraryClass) else None
        if member is None or source in (UNKNOWN, NEVER):
            return None
        shape = self.types.shape(source)
        if shape is not None:
            return None if member in shape.properties or member in shape.methods else False
        return False if isinstance(source, Primitive | Literal | TTemplate | TArray) else None

    def _single(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        match target:
            case Named(symbol) if symbol.of_kind("enum"):
                return _is_member(source, target)
            case Literal(kind, value) if isinstance(source, Literal):
                return (source.kind, source.value) == (kind, value)
            case Primitive("defined"):
                return source not in (Primitive("null"), UNDEFINED)
            case Primitive("object"):
                return self._is_object(source)
            case Primitive("string") | Special("open string"):
                return _kind(source) == "string"
            case Primitive("number") | Special("open number"):
                return _kind(source) == "number"
            case Primitive("boolean"):
                return _kind(source) == "boolean"
            case Special("bigint"):
                return _kind(source) == "bigint"
            case TTemplate():
                return self._template(source, target)
            case StringMapping():
                return is_member(source, target, self.check) if _kind(source) == "string" else False
            case TArray(element):
                return self._array(source, element)
            case TTuple():
                return self._tuple(source, target)
            case Signature():
                return self._function(source, target)
            case Special("function"):
                return self._is_callable(source)
        if source in (DATE, URL) and target not in (DATE, URL, FUNCTION):
            return None
        wanted = self.types.shape(target)
        if wanted is not None:
            return self._object(source, target, wanted)
        return source == target

    def _is_callable(self, source: TypeTerm) -> bool:
        shape = self.types.shape(source)
        return source == FUNCTION or isinstance(source, Signature) or bool(shape and shape.callable)

    def _is_object(self, source: TypeTerm) -> bool:
        if isinstance(source, TArray | TTuple | Signature):
            return True
        if source in (FUNCTION, DATE, URL, Primitive("object")):
            return True
        return self.types.shape(source) is not None

    def _function(self, source: TypeTerm, target: Signature) -> bool | None:
        constructs = target.node.constructs
        given = signature_of(self.types, source, constructs=constructs)
        if given is None:
            return False
        if given is target:
            return True
        own = parameters_of(self.types, given).items
        wanted = parameters_of(self.types, target).items
        verdicts = [self._parameters(own, wanted)]
        result = target.node.result
        if not (isinstance(result, KeywordType) and result.name == "void"):
            results = [result_of(self.types, callable_) for callable_ in (given, target)]
            verdicts.append(self.check(*results))
        return self._every(verdicts)

    def _parameters(self, own: Sequence[TTupleItem], wanted: Sequence[TTupleItem]) -> bool | None:
        """Parameters are compared the other way round: each has to take what is wanted."""
        verdicts: list[bool | None] = []
        position = 0
        for item in wanted:
            if item.rest:
                verdicts.append(self._rest(TTuple(tuple(own[position:])), item.type))
                position = len(own)
                break
            if position == len(own):
                break
            verdicts.append(self._parameter(_taken(own[position]), _taken(item)))
            position += not own[position].rest
        missing = any(not item.optional and not item.rest for item in own[position:])
        return False if missing else self._every(verdicts)

    def _parameter(self, own: TypeTerm, wanted: TypeTerm) -> bool | None:
        holes, outer, self.parameter = self.holes, self.parameter, True
        try:
            inferring = self.check(own, wanted)
        finally:
            self.parameter = outer
        return inferring if self.holes > holes else self.check(wanted, own)

    def _array(self, source: TypeTerm, element: TypeTerm) -> bool | None:
        match source:
            case TArray(element=inner):
                return self.check(inner, element)
            case TTuple(items):
                return self._every(self.check(item.type, element) for item in items)
            case _:
                return False

    def _tuple(self, source: TypeTerm, target: TTuple) -> bool | None:
        if not isinstance(source, TTuple):
            return False
        verdicts: list[bool | None] = []
        position = 0
        for index, wanted in enumerate(target.items):
            if wanted.rest:
                after = len(target.items) - index - 1
                end = len(source.items) - after
                rest = TTuple(source.items[position:end])
                verdicts.append(self._rest(rest, wanted.type))
                position = end
            elif position < len(source.items):
                verdicts.append(self.check(source.items[position].type, wanted.type))
                position += 1
            elif not wanted.optional:
                return False
        return False if position < len(source.items) else self._every(verdicts)

    def _rest(self, rest: TTuple, element: TypeTerm) -> bool | None:
        forced = self.types.force(element)
        if isinstance(forced, Opaque) and is_hole(forced):
            self._infer(forced.text, tuple_of(rest.items))
            return True
        return self._every(self.check(item.type, element) for item in rest.items)

    def _object(self, source: TypeTerm, target: TypeTerm, wanted: ObjectShape) -> bool | None:
        if wanted.is_empty:
            return source not in (Primitive("null"), UNDEFINED)
        if wanted.callable and not wanted.properties and not wanted.methods:
            return self._every(self._function(source, call) for call in wanted.calls)
        given = self.types.shape(source)
        if given is None or _nothing_in_common(given, wanted):
            return False
        key = (identity(source), identity(target))
        if key in self.busy or key in self.held:
            return True
        if not self.inferring and key in self.types.verdicts:
            return self.types.verdicts[key]
        if key in self.refuted:
            return self.refuted[key]
        alike = (_declared(source), _declared(target))
        if self.alike[alike] >= DEEPEST_ALIKE and None not in alike:
            return True
        if len(self.busy) > DEEPEST_COMPARISON:
            return None
        holes = self.holes
        self.busy.add(key)
        self.alike[alike] += 1
        try:
            verdict = self._every(self._properties(given, wanted))
        finally:
            self.busy.discard(key)
            self.alike[alike] -= 1
        self._remember(key, verdict, inferring=self.holes > holes)
        return verdict

    def _remember(
        self, key: tuple[object, object], verdict: bool | None, *, inferring: bool
    ) -> None:
        """Keep a verdict; what held while this was taken to hold is in doubt if it does not."""
        if verdict is not True:
            self.held.clear()
        if not self.busy and not self.inferring:
            self.types.verdicts[key] = verdict
        if not inferring:
            if verdict is True:
                self.held.add(key)
            else:
                self.refuted[key] = verdict

    def _properties(self, given: ObjectShape, wanted: ObjectShape) -> Iterator[bool | None]:
        for name, item in (*wanted.properties.items(), *wanted.methods.items()):
            own = given.properties.get(name) or given.methods.get(name)
            if own is None:
                yield item.optional
            elif own.optional and not item.optional:
                yield False
            else:
                yield self.check(own.type, item.type)
        for _, value in wanted.indexes:
            for item in given.properties.values():
                yield self.check(item.type, value)
            for _, inner in given.indexes:
                yield self.check(inner, value)


def _nothing_in_common(given: ObjectShape, wanted: ObjectShape) -> bool:
    """TypeScript: where all properties are optional, at least one of them has to be given."""
    names = {**wanted.properties, **wanted.methods}
    own = {**given.properties, **given.methods}
    if not names or wanted.indexes or wanted.calls or not (own or given.calls):
        return False
    return all(item.optional for item in names.values()) and names.keys().isdisjoint(own)


def _is_member(source: TypeTerm, enum: Named) -> bool:
    """Whether a literal is of an enum: a number that a member has is, a text never."""
    if isinstance(source, EnumLiteral):
        return source.symbol is enum.symbol
    if not isinstance(source, Literal) or source.kind != "number":
        return False
    return identity(source) in enum_keys(enum.symbol)


def _declared(term: TypeTerm) -> Symbol | None:
    """The declaration that a type is an instance of."""
    return term.symbol if isinstance(term, Named) else None


def _same(source: TypeTerm, target: TypeTerm) -> bool:
    """Whether two types are the same one, as far as a key tells."""
    if source is target:
        return True
    return type(source) is type(target) and identity(source) == identity(target)


def _taken(item: TTupleItem) -> TypeTerm:
    """What a parameter takes: undefined too, where it is optional."""
    return union_of([item.type, UNDEFINED]) if item.optional else item.type


def _kind(source: TypeTerm) -> str | None:
    match source:
        case Literal(kind):
            return kind
        case TTemplate() | StringMapping() | Special("open string"):
            return "string"
        case Special("open number"):
            return "number"
        case BigIntLiteral() | Special("bigint"):
            return "bigint"
        case Primitive("string" | "number" | "boolean" as name):
            return name
        case _:
            return None


def primitive_kind(term: TypeTerm) -> str | None:
    """Which kind of primitive value a type is of; None for objects and what is not known."""
    match term:
        case Primitive("null"):
            return "null"
        case Special("undefined" | "symbol" as name):
            return name
        case Named(symbol) if symbol.of_kind("enum"):
            return "enum"
        case _:
            return _kind(term)
