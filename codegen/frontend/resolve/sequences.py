"""Assignability of functions, arrays and tuples, with inference from them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence

from ...model import NULL, Opaque
from ..syntax import KeywordType
from .functions import (
    parameters_of,
    predicate_of,
    result_of,
    signatures_of,
    takes_all,
    this_of,
)
from .generics import (
    constructs_as,
    erased,
    in_context,
    takes_its_parameter,
    with_rigid_parameters,
)
from .identical import conditions_agree
from .protocol import Types
from .semantics import (
    ANY,
    ERASED,
    NEVER,
    UNDEFINED,
    VOID,
    LibraryClass,
    LibraryFunction,
    ObjectShape,
    Signature,
    TArray,
    TTuple,
    TTupleItem,
    TUnion,
    TypeTerm,
    identity,
    tuple_of,
)
from .templates import is_hole
from .tuples import as_items, middle
from .unions import union_of

__all__ = ["Sequences", "taken"]


class Sequences(ABC):
    """The part of a comparison that is about parameters and elements.

    `inferred` has the results of inference; without it, a comparison stops as soon as its result is
    known.
    """

    def __init__(self, types: Types, inferred: dict[str, TypeTerm] | None) -> None:
        self.types = types
        self.inferred = {} if inferred is None else inferred
        self.inferring = inferred is not None
        self.holes = 0
        self._joined: dict[str, dict[object, TypeTerm]] = {}
        self.busy: set[tuple[object, object]] = set()
        """The pairs under comparison: they count as assignable where they are met again."""
        self.held: dict[tuple[object, object], None] = {}
        """The pairs that are assignable if those under comparison are, in the order found."""
        self.assuming = 0
        """The comparisons so far whose result may depend on those of others."""
        self.weak: set[str] = set()
        self.taken: set[str] = set()
        self.mixed = False
        self.parameter = False
        """Whether what is compared is a parameter; that of a parameter is none."""
        self.bivariant = False
        """Whether it is in a method, whose parameters are inferred as results are."""
        self.is_instance = False
        """Whether it is in two instances of one class or interface."""

    @abstractmethod
    def check(self, source: TypeTerm, target: TypeTerm) -> bool | None:
        """Whether one type is assignable to another; None if undecided."""

    def _drop_held(self, count: int) -> None:
        """Keep the first pairs that are held: those before a pair that is not assignable.

        A pair that was held before the comparison of another began did not assume the other.
        """
        while len(self.held) > count:
            self.held.popitem()

    def _every(self, verdicts: Iterable[bool | None]) -> bool | None:
        """Whether all hold. With inference all are tested, as each may infer a type."""
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
        """Whether any holds."""
        verdict_of_any: bool | None = False
        for verdict in verdicts:
            if verdict:
                verdict_of_any = True
                if not self.inferring:
                    break
            elif verdict is None and verdict_of_any is False:
                verdict_of_any = None
        return verdict_of_any

    def _infer(self, name: str, source: TypeTerm) -> None:
        """Infer a type of a name: candidates are joined, those of parameters intersected.

        TypeScript: candidates from other places precede those of parameters.
        """
        self.holes += 1
        is_parameter = self.parameter and not self.bivariant
        known = self.inferred.get(name)
        if known is not None and is_parameter and name not in self.taken | self.weak:
            self.mixed = True
            return
        if name in self.taken and not is_parameter:
            self.mixed = True
            known = None
        if name in self.weak:
            known = None
        self.weak.discard(name)
        (self.taken.add if is_parameter else self.taken.discard)(name)
        if known is None:
            self._joined.pop(name, None)
        if name in self._joined:
            self._join(name, source)
        elif known is None or identity(known) == identity(source):
            self.inferred[name] = source
        elif is_parameter:
            whole = self.inferred[name] = self.types.intersection([known, source])
            if isinstance(whole, ObjectShape) and len(whole.calls) > 1:
                self.types.unordered.add(whole)
        else:
            self._join(name, known)
            self._join(name, source)

    def _infer_weakly(self, name: str, source: TypeTerm) -> None:
        """Infer a type of a name, beside others of this kind; any other precedes it."""
        if name not in self.inferred or name in self.weak:
            self.weak.discard(name)
            self._infer(name, source)
            self.weak.add(name)

    def _join(self, name: str, candidate: TypeTerm) -> None:
        """Add a candidate to those of a name, which may be as many as a union has members."""
        candidates = self._joined.setdefault(name, {})
        for member in candidate.members if isinstance(candidate, TUnion) else (candidate,):
            candidates.setdefault(identity(member), member)

    def join_candidates(self) -> None:
        """Put the unions of all candidates into `inferred`, when all of them are known."""
        for name, candidates in self._joined.items():
            self.inferred[name] = union_of(candidates.values())

    def _function(
        self, source: TypeTerm, target: Signature, behind: int = 0, *, is_overload: bool = False
    ) -> bool | None:
        """Whether a function is one, behind which as many others are asked for.

        TypeScript: any of its overloads; inferred is from the one that has as many behind it, or
        from the first. Whether another one is such a function is asked when all is inferred.
        """
        given = signatures_of(
            self.types, source, constructs=target.node.constructs, mixed=not self.inferring
        )
        if isinstance(source, LibraryFunction) and not given:
            return None  # Its signature is not known.
        if given and not constructs_as(given[0], target):
            return False
        if not self.inferring:
            same = [call for call in given if call.node is target.node]
            if same or len(given) > 1 or is_overload:
                any_type = ERASED if same and self.is_instance else ANY
                target = erased(target, any_type)
                calls = (erased(call, any_type) for call in same or given)
                return self._some(self._signature(call, target) for call in calls)
        if not self.inferring:
            return self._some(self._once(call, target) for call in given)
        if len(given) < 2:
            return self._some(self._signature(call, target) for call in given)
        if source in self.types.unordered:
            self.types.guesses += 1
        paired = given[max(len(given) - 1 - behind, 0)]
        return self._signature(paired, target) or None

    def _once(self, given: Signature, target: Signature) -> bool | None:
        """Compare as `_signature`, once for all comparisons, unless others are assumed for it."""
        if given.node.parameters:
            return self._signature(given, target)
        key, assuming = (id(given), id(target), self.is_instance), self.assuming
        if key not in self.types.compared:
            verdict = self._signature(given, target)
            if self.assuming != assuming:
                return verdict
            self.types.compared[key] = given, target, verdict
        return self.types.compared[key][-1]

    @abstractmethod
    def infer_from(self, pairs: Iterable[tuple[TypeTerm, TypeTerm]]) -> Mapping[str, TypeTerm]:
        """The types that the targets of some pairs infer from their sources."""

    def _signature(self, given: Signature, target: Signature) -> bool | None:
        if given is target:
            return True
        if takes_all(self.types, target):
            return True
        agree = conditions_agree(self.types, given, target)
        if agree is not None:
            return agree
        if given.node.parameters and self.inferring:
            # It is tested again with what is inferred.
            return self._compared(given, target) or None
        if not self.inferring:
            is_open = takes_its_parameter(target)
            target = with_rigid_parameters(self.types, target)
            given = in_context(given, target, self)
            verdict = self._compared(given, target)
            return None if verdict and is_open else verdict
        return self._compared(given, target)

    def _compared(self, given: Signature, target: Signature) -> bool | None:
        own = parameters_of(self.types, given).items
        wanted = parameters_of(self.types, target).items
        outer, self.bivariant = self.bivariant, self.bivariant or target.node.is_method
        verdicts = [
            self._this(given, target),
            self._parameters(own, wanted, both_ways=target.node.is_method),
        ]
        self.bivariant = outer
        if not _gives_nothing(target):
            results = [result_of(self.types, callable_) for callable_ in (given, target)]
            verdicts.append(self.check(*results))
            verdicts.append(self._predicate(given, target))
        elif self.inferring and given.node.predicate is not None:
            self._predicate(given, target)  # Nothing has to be as an assertion says.
        return self._every(verdicts)

    def _this(self, given: Signature, target: Signature) -> bool | None:
        """Compare the `this` parameters of two functions that have both one."""
        pair = [this_of(self.types, one) for one in (given, target)]
        own, wanted = pair
        if own is None or wanted is None:
            return True
        verdict = self._parameter(own, wanted, target.node.is_method)
        return True if own is VOID else verdict

    def _predicate(self, given: Signature, target: Signature) -> bool | None:
        """Whether a function tells of a parameter what another one tells: `value is string`."""
        own, wanted = given.node.predicate, target.node.predicate
        if wanted is None:
            return True
        if own is None:
            return wanted.asserts
        if (own.asserts, own.place) != (wanted.asserts, wanted.place):
            return False
        pair = [predicate_of(self.types, one) for one in (given, target)]
        if None in pair:
            return pair[0] is pair[1]
        return self.check(*(term for term in pair if term is not None))

    def _parameters(
        self,
        own: Sequence[TTupleItem],
        wanted: Sequence[TTupleItem],
        *,
        both_ways: bool = False,
        of_callback: bool = False,
    ) -> bool | None:
        """Compare parameters contravariantly: each has to accept the target's.

        TypeScript: of methods, either has to accept the other (`both_ways`).
        """
        verdicts: list[bool | None] = []
        own_rest, wanted_rest = _first_rest(own), _first_rest(wanted)
        for place in range(max(len(own), len(wanted))):
            mine = _at(own, min(place, own_rest))
            theirs = _at(wanted, min(place, wanted_rest))
            if self.inferring and theirs is not None and place == wanted_rest:
                # What is inferred here is of all further parameters.
                rest = own[min(place, own_rest) :]
                inferred = self._infer_rest(rest, theirs, both_ways)
                if inferred is not None:
                    verdicts.append(inferred)
                    break
            if mine is None or theirs is None:
                continue
            pair = taken(mine), taken(theirs)
            verdicts.append(
                self.check(*reversed(pair)) if of_callback else self._parameter(*pair, both_ways)
            )
            if mine.rest and theirs.rest:
                break
        more = () if any(item.rest for item in wanted) else own[len(wanted) :]
        missing = any(not item.optional and not item.rest for item in more)
        return False if missing else self._every(verdicts)

    def _parameter(self, own: TypeTerm, wanted: TypeTerm, both_ways: bool) -> bool | None:
        is_other: bool | None = None
        if self.inferring:
            holes, outer, self.parameter = self.holes, self.parameter, not self.parameter
            try:
                is_other = self.check(own, wanted)
            finally:
                self.parameter = outer
            if self.holes > holes:
                return is_other
        given, target = _callback_of(self.types, wanted), _callback_of(self.types, own)
        if given is not None and target is not None and given[1] == target[1]:
            return self._callback(given[0], target[0], both_ways)
        if both_ways and (is_other if self.inferring else self.check(own, wanted)):
            return True
        return self.check(wanted, own)

    def _callback(self, given: Signature, target: Signature, both_ways: bool) -> bool | None:
        """Compare two functions that a function takes. TypeScript: parameters are contravariant.

        Of those that a method takes (`both_ways`), either result may be the other.
        """
        if takes_all(self.types, target):
            return True
        target = with_rigid_parameters(self.types, target)
        given = in_context(given, target, self)
        own, wanted = (parameters_of(self.types, callable_).items for callable_ in (given, target))
        verdicts = [self._parameters(own, wanted, of_callback=True)]
        if not _gives_nothing(target):
            results = [result_of(self.types, callable_) for callable_ in (given, target)]
            pairs = (results, results[::-1]) if both_ways else (results,)
            verdicts.append(self._some(self.check(*pair) for pair in pairs))
        return self._every(verdicts)

    def _array(self, source: TypeTerm, target: TArray) -> bool | None:
        if self._may_have_more(source):
            return None
        source = self._as_list(source)
        if isinstance(source, TArray | TTuple) and source.readonly and not target.readonly:
            return False
        match source:
            case TArray(element=inner):
                return self.check(inner, target.element)
            case TTuple(items):
                parts = [taken(item) for item in items] or [NEVER]
                return self._every(self.check(part, target.element) for part in parts)
            case _:
                return False

    def _may_have_more(self, source: TypeTerm) -> bool:
        """Whether a class of the library beside a list may have further elements."""
        if not isinstance(source, ObjectShape) or self.types.list_base(source) is None:
            return False
        return any(isinstance(base, LibraryClass) for base in source.library)

    def _as_list(self, source: TypeTerm) -> TypeTerm:
        """The list that a type is beside other types; any other type itself."""
        base = self.types.list_base(source)
        return source if base is None else base

    def _tuple(self, source: TypeTerm, target: TTuple) -> bool | None:
        is_list = isinstance(source, TArray | TTuple)
        if not is_list and any(item.rest for item in target.items):
            return None if self.types.list_base(source) is not None else False
        source = self._as_list(source)
        if not isinstance(source, TArray | TTuple) or (source.readonly and not target.readonly):
            return False
        wanted = list(target.items)
        for place, item in enumerate(wanted):
            if item.variadic and isinstance(item.type, Opaque) and is_hole(item.type):
                taken = middle(source, target, place)
                self._infer(item.type.text, tuple_of(taken))
                wanted[place : place + 1] = taken
                break
        if self.inferring and isinstance(source, TArray):
            for item in wanted:
                self.check(source.element, item.type)
        return self._items(as_items(source), wanted)

    def _items(self, given: Sequence[TTupleItem], wanted: Sequence[TTupleItem]) -> bool | None:
        """Compare the elements of two tuples; those behind a rest element from the end."""
        rest = next((place for place, item in enumerate(wanted) if item.rest), None)
        fewest = sum(not item.optional and not item.rest for item in given)
        wanted_fewest = sum(not item.optional and not item.rest for item in wanted)
        loose = any(item.rest for item in given)
        if not loose and len(given) < wanted_fewest:
            return False
        if rest is None and (len(wanted) < fewest or loose or len(wanted) < len(given)):
            return False
        behind = 0 if rest is None else len(wanted) - 1 - rest
        verdicts: list[bool | None] = []
        for place, item in enumerate(given):
            at = place
            if rest is not None and place >= rest:
                at = len(wanted) - 1 - min(len(given) - 1 - place, behind)
            other = wanted[at]
            if not (other.optional or other.rest) and (item.optional or item.rest):
                return False
            both = item.optional and other.optional
            verdicts.append(self.check(item.type if both else taken(item), taken(other)))
        return self._every(verdicts)

    def _infer_rest(
        self, rest: Sequence[TTupleItem], item: TTupleItem, both_ways: bool
    ) -> bool | None:
        """Infer from parameters to a rest parameter; None if there is no `infer` in it."""
        forced = self.types.force(item.type)
        if isinstance(forced, Opaque) and is_hole(forced):
            parts = [taken(part) for part in rest]
            whole = tuple_of(rest) if item.variadic else union_of(parts)
            outer, self.parameter = self.parameter, item.variadic and not self.parameter
            self._infer(forced.text, whole)
            self.parameter = outer
            if item.variadic or both_ways:
                return True
            # Each parameter has to accept what all of them are.
            return self._every(self.check(whole, part) for part in parts)
        holes = self.holes
        parts = [part.type for part in rest] or [NEVER]
        verdict = self._every(self.check(part, item.type) for part in parts)
        return verdict if self.holes > holes else None


def _gives_nothing(signature: Signature) -> bool:
    """Whether a function is for one that returns anything: its result is `void`."""
    result = signature.node.result
    return isinstance(result, KeywordType) and result.name == "void"


def _callback_of(types: Types, term: TypeTerm) -> tuple[Signature, set[TypeTerm]] | None:
    """The one signature of what is a function and nothing else, and what it may be instead."""
    members = list(types.members(term))
    absent: set[TypeTerm] = {member for member in members if member in (NULL, UNDEFINED)}
    given = [member for member in members if member not in absent]
    if len(given) != 1:
        return None
    calls = [given[0]] if isinstance(given[0], Signature) else []
    shape = None if calls else types.shape(given[0])
    if shape is not None and not (shape.properties or shape.methods or shape.indexes):
        calls = shape.calls
    if len(calls) != 1 or calls[0].node.constructs:
        return None
    return calls[0], absent


def _at(items: Sequence[TTupleItem], place: int) -> TTupleItem | None:
    """The parameter at a place; None if there is none."""
    return items[place] if place < len(items) else None


def _first_rest(items: Sequence[TTupleItem]) -> int:
    """The place of the rest parameter; the number of parameters if there is none."""
    return next((place for place, item in enumerate(items) if item.rest), len(items))


def taken(item: TTupleItem) -> TypeTerm:
    """The type that a parameter accepts, with undefined if it is optional."""
    return union_of([item.type, UNDEFINED]) if item.optional else item.type
