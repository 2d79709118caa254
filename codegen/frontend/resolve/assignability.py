"""Assignability of types, as conditional types test it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import partial
from itertools import chain
from typing import Final

from ...model import UNKNOWN, Literal, Opaque, Primitive
from ..syntax import canonical_number
from .absent import absorbed
from .apparent import (
    is_iterable,
    kind_of,
    primitive_kind,
)
from .budget import DEEPEST_ALIKE, DEEPEST_COMPARISON
from .enums import enum_keys, is_enum, spread
from .identical import identical
from .kin import Kin, is_identical
from .libraries import classes_of
from .library_called import may_be_function
from .matching import may_infer, paired
from .members import Verdicts, hides, nothing_in_common, tags_differ
from .protocol import Types
from .rigid import RigidLookup
from .semantics import (
    ANY,
    BOXES,
    DATE,
    FUNCTION,
    HALVES,
    NEVER,
    OPEN_NUMBER,
    OPEN_STRING,
    SYMBOL,
    UNDEFINED,
    URL,
    VOID,
    Branded,
    EnumLiteral,
    EnumNumber,
    HoleBeside,
    LibraryClass,
    LibraryFunction,
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
    UniqueSymbol,
    identity,
)
from .symbols import Symbol
from .templates import converted, fits, is_hole, is_member, is_number, matched
from .unions import union_of

__all__ = ["assignable"]

_BOOLEAN: Final = Primitive("boolean")


def assignable(
    types: Types,
    source: TypeTerm,
    target: TypeTerm,
    inferred: dict[str, TypeTerm] | None = None,
    constraints: Mapping[str, TypeTerm] | None = None,
) -> bool | None:
    """Whether `source` is assignable to `target` (TypeScript, strict); None if undecided.

    `Opaque("infer", name)` in the target matches any type, which is stored in `inferred`;
    `constraints` are those of these names, which decide how a piece of text is converted.
    """
    if inferred is None:
        if isinstance(source, Literal | TTemplate):
            verdict = _at_once(types, source, target)
            if verdict is not None:
                return verdict
        elif isinstance(source, ObjectShape | Named) and tags_differ(types, source, target):
            return False
    comparison = _Comparison(types, inferred, constraints or {})
    verdict = comparison.check(source, target)
    comparison.join_candidates()
    # One part inferred a type that another part did not test: undecided.
    return None if verdict and comparison.mixed else verdict


def _at_once(types: Types, source: Literal | TTemplate, target: TypeTerm) -> bool | None:
    """Whether a literal is assignable to a literal, a union or its own kind; None for others.

    Most of the keys that `Omit`, `Exclude` and conditions test are literals. A pattern is not
    assignable to a literal, nor a text to a pattern that begins or ends otherwise.
    """
    if isinstance(source, TTemplate):
        if type(target) is not Literal:
            return None
        is_among = False
    elif type(target) is TTemplate and type(source) is Literal and source.kind == "string":
        text = str(source.value)
        is_like = text.startswith(target.texts[0]) and text.endswith(target.texts[-1])
        if is_like or not text.isascii():  # Half of a pair begins a pattern as well.
            return None
        types.spend_text(len(text))
        is_among = False
    elif isinstance(target, TUnion):
        literals, others = types.split(target)
        is_among = _is_among(source, literals)
        if not is_among and others:
            return None
    elif type(target) is Literal or (type(target) is EnumLiteral and type(source) is EnumLiteral):
        is_among = _is_among(source, (identity(target),))
    elif type(target) is Primitive and target.name == source.kind:
        is_among = True
    else:
        return None
    types.spend(1)
    return is_among


def _is_among(source: Literal, literals: Container[object]) -> bool:
    """Whether a literal is among others, by their keys; an enum's member counts as its literal."""
    if identity(source) in literals:
        return True
    if isinstance(source, EnumLiteral):
        return identity(Literal(source.kind, source.value)) in literals
    return _number_among(source, literals)


class _Comparison(Kin):
    """One comparison, with its inferred types and the pairs under comparison."""

    def __init__(
        self,
        types: Types,
        inferred: dict[str, TypeTerm] | None,
        constraints: Mapping[str, TypeTerm],
    ) -> None:
        super().__init__(types, inferred)
        self.constraints = constraints
        self.refuted: dict[tuple[object, object], bool | None] = {}
        self.alike: Counter[tuple[Symbol | None, Symbol | None]] = Counter()

    def check(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Whether one type is assignable to another; None if undecided."""
        self.types.spend(1)
        if self.inferring and not may_infer(target):
            return self._without_inference(source, target)
        source, target = absorbed(self.types, source), self.types.peel(target)
        if isinstance(source, RigidLookup) or isinstance(target, RigidLookup):
            return self._by_rigid_key(source, target)
        if isinstance(target, HoleBeside):
            return self._infer_beside(source, target)
        if is_hole(target):
            assert isinstance(target, Opaque)
            self._infer(target.text, source)
            return True
        if self.inferring and isinstance(target, TUnion) and self._asks(target):
            return self._infer_from_union(source, target)
        if isinstance(source, Literal) and isinstance(target, TUnion):
            return self._literal_in(source, target)
        if isinstance(source, TTemplate) and isinstance(target, TUnion):
            verdict = identity(source) in self.types.split(target)[0]
            if verdict:
                return True  # Of hundreds of templates not each is tried.
        if isinstance(source, Branded) and isinstance(target, LibraryClass):
            return self._some(self.check(part, target) for part in (source.bare, source.whole))
        if isinstance(source, LibraryClass) or isinstance(target, LibraryClass):
            source = TUnion(tuple(spread([source]))) if is_enum(source) else source
            by_library = self._beside_library(source, target)
            if by_library is not None:
                return by_library
        if source is VOID and target == UNDEFINED:
            return target is VOID  # Undefined is void, but void may be anything.
        if isinstance(target, UniqueSymbol) and source == SYMBOL:
            return identity(source) == identity(target)
        if target in (UNKNOWN, ANY) or source == NEVER or is_identical(source, target):
            return True
        if source == ANY:
            return target != NEVER
        if is_enum(source):
            source = TUnion(tuple(spread([source])))
        if isinstance(source, TUnion):
            return self._every(self.check(member, target) for member in source.members)
        if source == _BOOLEAN and isinstance(target, TUnion | Literal):
            return self._every(self.check(half, target) for half in HALVES)
        if isinstance(target, TUnion):
            if source == UNKNOWN and self._takes_all(target):
                return True
            return self._some(self.check(source, member) for member in target.members)
        if isinstance(source, Opaque | Placeholder) or isinstance(target, Opaque | Placeholder):
            return None
        if source == UNKNOWN:
            return False
        if isinstance(target, Branded):
            return self._every(self._of_brand(source, part) for part in (target.bare, target.whole))
        if isinstance(source, Branded):
            return self._branded(source, target)
        return self._single(source, target)

    def _by_rigid_key(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Compare what is looked up by a type parameter of a function."""
        if is_hole(target):
            assert isinstance(target, Opaque)
            self._infer(target.text, source)
            return True
        if isinstance(source, RigidLookup) and isinstance(target, RigidLookup):
            same = identity(source.key) == identity(target.key)
            if same and self.check(source.owner, target.owner):
                return True
        given = source.read if isinstance(source, RigidLookup) else source
        return self.check(given, target.written if isinstance(target, RigidLookup) else target)

    def _without_inference(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Compare with a type in which nothing is inferred: it ends as soon as it is decided."""
        self.inferring = False
        try:
            return self.check(source, target)
        finally:
            self.inferring = True

    def infer_from(self, pairs: Iterable[tuple[TypeTerm, TypeTerm]]) -> Mapping[str, TypeTerm]:
        """The types that the targets of some pairs infer from their sources."""
        inner = _Comparison(self.types, {}, {})
        inner.busy = self.busy  # Else a method of a class that takes the class has no end.
        for source, target in pairs:
            inner.check(source, target)
        inner.join_candidates()
        return inner.inferred

    def _infer_beside(self, source: TypeTerm, target: HoleBeside) -> bool | None:
        """Infer from an intersection with an `infer`.

        TypeScript: it gets the parts of the source, unless that is a union, that are none of the
        other types there; what is found elsewhere precedes it, unless the source has all of these.
        Nothing is inferred where nothing is left, or another `infer` is there.
        """
        whole = self.types.peel(source)
        is_union = whole == _BOOLEAN or len([*spread(self.types.members(whole))]) > 1
        parts = [whole] if is_union else list(self._parts(source))
        pairs = [
            (part, other)
            for part in ([] if is_union else parts)
            for other in target.beside
            if identical(self.types, part, other)
        ]
        matched_parts, met = ({identity(one[side]) for one in pairs} for side in (0, 1))
        rest = [part for part in parts if identity(part) not in matched_parts]
        left = [other for other in target.beside if identity(other) not in met]
        verdicts = (self._is_also(source, other) for other in target.beside if not is_hole(other))
        if rest and not any(map(is_hole, left)):
            inferred = self.types.intersection(rest)
            (self._infer_weakly if left else self._infer)(target.text, inferred)
            if not left:
                return self._every(verdicts)
        # What is found elsewhere decides.
        return self._every(chain([None], verdicts))

    def _is_also(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Compare a type with what is beside an `infer`; it need not have any of its members."""
        verdict = self.check(source, target)
        if verdict is not False or isinstance(source, TUnion) or self.types.shape(target) is None:
            return verdict
        return self._operand(source, target)

    def _takes_all(self, target: TUnion) -> bool:
        """Whether a union is `{} | null | undefined`, which accepts all that `unknown` does."""
        members = list(self.types.members(target))
        shapes = [shape for member in members if (shape := self.types.shape(member)) is not None]
        empty = any(shape.is_empty for shape in shapes)
        return empty and Primitive("null") in members and UNDEFINED in members

    def _literal_in(self, source: Literal, target: TUnion) -> bool | None:
        """Whether a union accepts a literal; its literals are looked up by identity, not tried."""
        literals, others = self.types.split(target)
        if _is_among(source, literals):
            return True
        return self._some(self.check(source, member) for member in others)

    def _template(self, source: TypeTerm, target: TTemplate) -> bool | None:
        """Whether a string matches a template; the texts of its `infer` holes are stored."""
        if isinstance(source, Literal):
            self.types.spend_text(len(str(source.value)))
        parts = matched(source, target, self.check)
        if parts is None:
            return False if any(target.texts) else self._infer_never(target)
        verdicts: list[bool | None] = []
        for part, hole in zip(parts, target.holes, strict=True):
            if isinstance(hole, Opaque):
                self._infer(hole.text, self._converted(part, hole.text))
            else:
                verdicts.append(fits(part, hole, self.check))
        return self._every(verdicts)

    def _converted(self, part: TypeTerm, name: str) -> TypeTerm:
        """Convert a piece of text to a value that satisfies the constraint of an `infer`."""
        constraint = self.constraints.get(name)
        if constraint is None or not isinstance(part, Literal):
            return part
        members = list(spread(self.types.members(constraint)))
        return converted(part, members, self.check)

    def _asks(self, target: TUnion) -> bool:
        """Whether a member of a union is an `infer`."""
        return any(map(is_hole, self.types.members(target)))

    def _infer_from_union(self, source: TypeTerm, target: TUnion) -> bool | None:
        """Infer from a union with an `infer` among its members.

        TypeScript: it gets the part of the source that the other members do not accept, or the
        whole source if they accept all of it, unless an inner `infer` found something there.
        """
        given, wanted = paired(self.types, source, target, self.check)
        holes = [member for member in wanted if is_hole(member)]
        others = [member for member in wanted if not is_hole(member)]
        left: list[TypeTerm] = []
        for part in given:
            before = self.holes
            for member in others:
                self.check(part, member)
            if self.holes == before:
                left.append(part)
        names = list(dict.fromkeys(hole.text for hole in holes if isinstance(hole, Opaque)))
        if left and len(names) == 1:
            self._infer(names[0], union_of(left))
        else:
            whole = union_of(given) if given else source
            for name in names:
                self._infer_weakly(name, whole)
        # The inferred type decides: it is in the union, too.
        return None

    def _single(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        match target:
            case Named(symbol) if symbol.of_kind("enum"):
                return _is_member(source, target)
            case EnumNumber():
                return source == Primitive("number") or _is_plain_number(source)
            case EnumLiteral("number") if source == Primitive("number"):
                return True  # TypeScript: any number may be one of an enum.
            case EnumLiteral(kind, value, owner) if isinstance(source, Literal):
                own = (
                    source.symbol is owner if isinstance(source, EnumLiteral) else kind != "string"
                )
                return own and (source.kind, source.value) == (kind, value)
            case Literal(kind, value) if isinstance(source, Literal):
                return (source.kind, source.value) == (kind, value)
            case Primitive("defined"):
                return source not in (Primitive("null"), UNDEFINED)
            case Primitive("object"):
                return self._is_object(source)
            case Special("function"):
                return self._is_function(source, target)
            case Primitive("string") | Special("open string"):
                return kind_of(source) == "string"
            case Primitive("number") | Special("open number"):
                return kind_of(source) == "number"
            case Primitive("boolean"):
                return kind_of(source) == "boolean"
            case Special("String" | "Number" | "Boolean") as box:
                return (
                    kind_of(source) == BOXES[box].name
                    or source == box
                    or self._is_heir(source, box)
                )
            case Special("bigint"):
                return kind_of(source) == "bigint"
            case TTemplate():
                return self._template(source, target)
            case StringMapping():
                return (
                    is_member(source, target, self.check) if kind_of(source) == "string" else False
                )
            case TArray():
                return self._array(source, target)
            case TTuple():
                return self._tuple(source, target)
            case Signature():
                by_arguments = self._by_arguments(source, target)
                return self._function(source, target) if by_arguments is None else by_arguments
        if isinstance(target, Named) and isinstance(source, Named):
            by_arguments = self._by_arguments(source, target)
            if by_arguments is not None:
                return by_arguments
        wanted = self.types.shape(target)
        if wanted is None:
            return source == target or self._is_heir(source, target)
        for base in wanted.library:
            if (is_of_base := self._is_of_base(source, base)) is not True:
                return is_of_base
        return self._object(source, target, wanted)

    def _is_object(self, source: TypeTerm) -> bool:
        if isinstance(source, TArray | TTuple | Signature):
            return True
        if source in (FUNCTION, DATE, URL, *BOXES, OPEN_STRING, OPEN_NUMBER, Primitive("object")):
            return True
        return self.types.shape(source) is not None

    def _is_function(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        if isinstance(target, LibraryFunction):
            # It has a signature, and members, of which not all are known.
            if identity(source) == identity(target):
                return True
            if not self._is_function(source, FUNCTION):
                return False
            test = partial(assignable, self.types)
            return None if may_be_function(self.types, source, target, test) else False
        if source == FUNCTION or isinstance(source, Signature):
            return True
        shape = self.types.shape(source)
        return shape is not None and (shape.callable or FUNCTION in shape.library)

    def _object(
        self, source: TypeTerm, target: TypeTerm, wanted: ObjectShape, *, is_operand: bool = False
    ) -> bool | None:
        if wanted.is_empty:
            return source not in (Primitive("null"), UNDEFINED)
        if isinstance(source, ObjectShape) and target in self.types.parts.get(source, ()):
            return True  # It is an operand of the intersection.
        if wanted.callable and not wanted.properties and not wanted.methods:
            return self._every(self._calls(source, wanted))
        if self.inferring and isinstance(source, TTemplate | StringMapping):
            # TypeScript infers nothing from the members of a pattern.
            return type(self)(self.types, None, {}).check(source, target)
        declared = self.types.shape(source)
        given = self._members_of_object(source, declared)
        if given is not None and given is not declared and self._asks_unknown(given, wanted):
            return None if self._has_names_of(given, wanted) else False
        if given is None or hides(given, wanted):
            return False
        if not is_operand and nothing_in_common(self._declares(source, declared) or given, wanted):
            return False
        by_kin = self._by_kin(source, target)
        if by_kin is not None:
            return by_kin
        key = (identity(source), identity(target))
        is_assumed = key in self.busy or key in self.held
        if not (is_assumed or self.inferring) and key in self.types.verdicts:
            return self.types.verdicts[key]
        self.assuming += 1
        if is_assumed:
            return True
        if key in self.refuted:
            return self.refuted[key]
        alike = (_declared(source), _declared(target))
        if self.alike[alike] >= DEEPEST_ALIKE and None not in alike:
            return True
        if len(self.busy) > DEEPEST_COMPARISON:
            return None
        holes, held = self.holes, len(self.held)
        self.busy.add(key)
        self.alike[alike] += 1
        outer = self.is_instance
        given_as, wanted_as = self._instance(source), self._instance(target)
        self.is_instance = bool(given_as and wanted_as and given_as.symbol is wanted_as.symbol)
        try:
            settled = self._settled_by_bases(source, target, wanted)
            inherited = self._inherited(source, target)
            properties = self._properties(given, wanted, inherited, settled)
            calls = self._calls(source, wanted)
            verdicts = chain(properties, calls, self._indexes(source, given, wanted))
            verdict = False if settled is None else self._every(verdicts)
        finally:
            self.is_instance = outer
            self.busy.discard(key)
            self.alike[alike] -= 1
        if verdict is not True:
            self._drop_held(held)
        self._remember(key, verdict, inferring=self.holes > holes)
        return verdict

    def _calls(self, source: TypeTerm, wanted: ObjectShape) -> Verdicts:
        """Compare a type with each of the ways in which another can be called."""
        count = Counter(call.node.constructs for call in wanted.calls)
        left = count.copy()
        for call in wanted.calls:
            kind = call.node.constructs
            left[kind] -= 1
            yield self._function(source, call, left[kind], is_overload=count[kind] > 1)

    def _remember(
        self, key: tuple[object, object], verdict: bool | None, *, inferring: bool
    ) -> None:
        """Store a verdict for this comparison, or for all."""
        if not self.busy and not self.inferring:
            self.types.verdicts[key] = verdict
        if not inferring:
            if verdict is True:
                self.held[key] = None
            else:
                self.refuted[key] = verdict

    def _indexes(self, source: TypeTerm, given: ObjectShape, wanted: ObjectShape) -> Verdicts:
        """Compare a type with the index signatures of another.

        TypeScript: an interface has only its declared index signatures, an object type literal has
        an implicit one of all its properties.
        """
        keys = [self.types.peel(key) for key, _ in wanted.indexes]
        is_object = primitive_kind(source) is None or source in (OPEN_STRING, OPEN_NUMBER)
        open_to_any = Primitive("string") in keys and is_object
        written_in_place = isinstance(source, ObjectShape) and not source.library
        for key, (_, value) in zip(keys, wanted.indexes, strict=True):
            own = [inner for known, inner in given.indexes if self._covers(known, key)]
            if written_in_place and not own:
                own = [inner for known, inner in given.indexes if self._covers(key, known)]
                own += [
                    item.type
                    for name, item in given.properties.items()
                    if self._covers(key, Literal("string", name))
                ]
                own += [item.type for item in given.symbols.values() if key == SYMBOL]
            if open_to_any and self.types.peel(value) == ANY:
                yield True
            elif own or written_in_place:
                yield self._every(self.check(inner, value) for inner in own)
            else:
                is_list_like = key == Primitive("number") and any(
                    is_iterable(base.name) is not False for base in classes_of(given)
                )
                yield None if is_list_like else False

    def _covers(self, key: TypeTerm, name: TypeTerm) -> bool:
        """Whether an index signature of one key type applies to a name, or to another key type."""
        key, number = self.types.peel(key), Primitive("number")
        if key == Primitive("string") and self.types.peel(name) == number:
            return True
        if key == number and isinstance(name, Literal) and name.kind == "string":
            text = str(name.value)
            return is_number(text) and canonical_number(float(text)) == text
        return assignable(self.types, name, key) is True


def _is_member(source: TypeTerm, enum: Named) -> bool:
    """Whether a literal is assignable to an enum: the number of a member is, a text never."""
    if isinstance(source, EnumLiteral | EnumNumber):
        return source.symbol is enum.symbol
    if source == Primitive("number"):
        return any(kind_of(member) == "number" for member in spread([enum]))
    if not _is_plain_number(source):
        return False
    has_any = any(isinstance(member, EnumNumber) for member in spread([enum]))
    return has_any or _number_among(source, enum_keys(enum.symbol))


def _number_among(source: TypeTerm, keys: Container[object]) -> bool:
    """Whether a plain literal is the number of a member of an enum, by the keys of the members."""
    return type(source) is Literal and ("number of a member", source.value) in keys


def _is_plain_number(term: TypeTerm) -> bool:
    """Whether a type is a literal number, and no member of an enum."""
    return type(term) is Literal and term.kind == "number"


def _declared(term: TypeTerm) -> Symbol | None:
    """The symbol of a class or interface that a type is an instance of."""
    return term.symbol if isinstance(term, Named) else None
