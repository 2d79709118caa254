"""Whether one type can be used as another: what conditional types ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ..model import UNKNOWN, Literal, Opaque, Primitive, Template
from ..runtime import _template as runtime
from ..syntax import KeywordType
from .enums import is_enum, spread
from .functions import parameters_of, result_of, signature_of
from .semantics import (
    DATE,
    FUNCTION,
    NEVER,
    UNDEFINED,
    URL,
    EnumLiteral,
    LibraryClass,
    Named,
    ObjectShape,
    Placeholder,
    Signature,
    Special,
    TArray,
    TTuple,
    TTupleItem,
    TUnion,
    TypeTerm,
    identity,
    tuple_of,
)
from .unions import union_of

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = ["assignable", "template_allows"]

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
    evaluator: Evaluator,
    source: TypeTerm,
    target: TypeTerm,
    inferred: dict[str, TypeTerm] | None = None,
) -> bool | None:
    """Whether `source` is assignable to `target` (TypeScript, strict); None if undecided.

    `Opaque("infer", name)` in the target matches anything and is noted in `inferred`.
    """
    return _Comparison(evaluator, {} if inferred is None else inferred).check(source, target)


def _every(verdicts: Sequence[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _some(verdicts: Sequence[bool | None]) -> bool | None:
    if True in verdicts:
        return True
    return None if None in verdicts else False


class _Comparison:
    """One question, with what it has inferred and what it is busy with."""

    def __init__(self, evaluator: Evaluator, inferred: dict[str, TypeTerm]) -> None:
        self.evaluator = evaluator
        self.inferred = inferred
        self.busy: set[tuple[object, object]] = set()
        self.held: set[tuple[object, object]] = set()
        self.refuted: dict[tuple[object, object], bool | None] = {}
        self.holes = 0
        self.parameter = False

    def check(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        source, target = self.evaluator.peel(source), self.evaluator.peel(target)
        if isinstance(target, Opaque) and target.reason == "infer":
            self._infer(target.text, source)
            return True
        if isinstance(source, LibraryClass) or isinstance(target, LibraryClass):
            found = self._library(source, target)
            if found is not None:
                return found
        if UNKNOWN in (source, target) or source == NEVER or identity(source) == identity(target):
            return True
        if is_enum(source):
            source = TUnion(tuple(spread([source])))
        if isinstance(source, TUnion):
            return _every([self.check(member, target) for member in source.members])
        if source == Primitive("boolean") and isinstance(target, TUnion | Literal):
            halves = [Literal("boolean", True), Literal("boolean", False)]
            return _every([self.check(half, target) for half in halves])
        if isinstance(target, TUnion):
            return _some([self.check(source, member) for member in target.members])
        if isinstance(source, Opaque | Placeholder) or isinstance(target, Opaque | Placeholder):
            return None
        return self._single(source, target)

    def _infer(self, name: str, source: TypeTerm) -> None:
        """Note what a name stands for: of several places all, of several parameters each."""
        self.holes += 1
        known = self.inferred.get(name)
        if known is None or identity(known) == identity(source):
            self.inferred[name] = source
        elif self.parameter:
            self.inferred[name] = self.evaluator.intersection([known, source])
        else:
            self.inferred[name] = TUnion((known, source))

    def _library(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Classes of the library are known by name alone; what they demand is not."""
        if isinstance(source, LibraryClass) and isinstance(target, LibraryClass):
            pairs = zip(source.arguments, target.arguments, strict=False)
            same = source.name == target.name
            return _every([self.check(*pair) for pair in pairs]) if same else None
        if isinstance(source, LibraryClass):
            known = (Primitive("object"), Primitive("defined"))
            if target in known or target == UNKNOWN:
                return True
            no_class = isinstance(target, Primitive | Literal | Template | TArray | TTuple)
            return False if no_class or isinstance(target, Special) else None
        member = _DISTINCTIVE.get(target.name) if isinstance(target, LibraryClass) else None
        if member is None or source in (UNKNOWN, NEVER):
            return None
        shape = self.evaluator.shape(source)
        if shape is not None:
            return None if member in shape.properties or member in shape.methods else False
        return False if isinstance(source, Primitive | Literal | Template | TArray) else None

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
            case Template():
                return _matches(source, target)
            case TArray(element):
                return self._array(source, element)
            case TTuple():
                return self._tuple(source, target)
            case Signature():
                return self._function(source, target)
        if source in (DATE, URL) and target not in (DATE, URL, FUNCTION):
            return None
        wanted = self.evaluator.shape(target)
        if wanted is not None:
            return self._object(source, target, wanted)
        return source == target

    def _is_object(self, source: TypeTerm) -> bool:
        if isinstance(source, TArray | TTuple | Signature):
            return True
        if source in (FUNCTION, DATE, URL, Primitive("object")):
            return True
        return self.evaluator.shape(source) is not None

    def _function(self, source: TypeTerm, target: Signature) -> bool | None:
        constructs = target.node.constructs
        given = signature_of(self.evaluator, source, constructs=constructs)
        if given is None:
            return False
        if given is target:
            return True
        own = parameters_of(self.evaluator, given).items
        wanted = parameters_of(self.evaluator, target).items
        verdicts = [self._parameters(own, wanted)]
        result = target.node.result
        if not (isinstance(result, KeywordType) and result.name == "void"):
            results = [result_of(self.evaluator, each) for each in (given, target)]
            verdicts.append(self.check(*results))
        return _every(verdicts)

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
        return False if missing else _every(verdicts)

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
                return _every([self.check(item.type, element) for item in items])
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
        return False if position < len(source.items) else _every(verdicts)

    def _rest(self, rest: TTuple, element: TypeTerm) -> bool | None:
        forced = self.evaluator.force(element)
        if isinstance(forced, Opaque) and forced.reason == "infer":
            self._infer(forced.text, tuple_of(rest.items))
            return True
        return _every([self.check(item.type, element) for item in rest.items])

    def _object(self, source: TypeTerm, target: TypeTerm, wanted: ObjectShape) -> bool | None:
        if wanted.is_empty:
            return source not in (Primitive("null"), UNDEFINED)
        if wanted.callable and not wanted.properties and not wanted.methods:
            return _every([self._function(source, call) for call in wanted.calls])
        given = self.evaluator.shape(source)
        if given is None or _nothing_in_common(given, wanted):
            return False
        key = (identity(source), identity(target))
        if key in self.busy or key in self.held:
            return True
        if key in self.refuted:
            return self.refuted[key]
        holes = self.holes
        self.busy.add(key)
        try:
            verdict = _every(self._properties(given, wanted))
        finally:
            self.busy.discard(key)
        self._remember(key, verdict, inferring=self.holes > holes)
        return verdict

    def _remember(
        self, key: tuple[object, object], verdict: bool | None, *, inferring: bool
    ) -> None:
        """Keep a verdict; what held while this was taken to hold is in doubt if it does not."""
        if verdict is not True:
            self.held.clear()
        if not inferring:
            if verdict is True:
                self.held.add(key)
            else:
                self.refuted[key] = verdict

    def _properties(self, given: ObjectShape, wanted: ObjectShape) -> list[bool | None]:
        verdicts: list[bool | None] = []
        for name, item in (*wanted.properties.items(), *wanted.methods.items()):
            own = given.properties.get(name) or given.methods.get(name)
            if own is None:
                verdicts.append(item.optional)
            elif own.optional and not item.optional:
                verdicts.append(False)
            else:
                verdicts.append(self.check(own.type, item.type))
        for _, value in wanted.indexes:
            verdicts += [self.check(item.type, value) for item in given.properties.values()]
            verdicts += [self.check(inner, value) for _, inner in given.indexes]
        return verdicts


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
    return identity(source) in map(identity, spread([enum]))


def _taken(item: TTupleItem) -> TypeTerm:
    """What a parameter takes: undefined too, where it is optional."""
    return union_of([item.type, UNDEFINED]) if item.optional else item.type


def _kind(source: TypeTerm) -> str | None:
    match source:
        case Literal(kind):
            return kind
        case Template() | Special("open string"):
            return "string"
        case Special("open number"):
            return "number"
        case Primitive("string" | "number" | "boolean" as name):
            return name
        case _:
            return None


def template_allows(template: Template, text: str) -> bool:
    """Whether a text is of a template literal type."""
    return runtime.Template(
        (part, False) if isinstance(part, str) else (part.name, True) for part in template.parts
    ).allows(text)


def _matches(source: TypeTerm, target: Template) -> bool | None:
    if isinstance(source, Literal):
        if source.kind != "string":
            return False
        return template_allows(target, str(source.value))
    return None if isinstance(source, Template) else False
