"""The signatures of functions, as types use them: parameters and results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from ...model import NULL, UNKNOWN, Opaque
from ..syntax import TupleType, TypeParameter
from .closed import closed_argument
from .library_declarations import calls_of_library
from .protocol import Types
from .semantics import (
    ANY,
    FUNCTION,
    NEVER,
    UNDEFINED,
    Env,
    LibraryClass,
    LibraryFunction,
    ObjectShape,
    Placeholder,
    Signature,
    TArray,
    TTuple,
    TTupleItem,
    TypeTerm,
    tuple_of,
)
from .unions import union_of, without

__all__ = [
    "FUNCTION_UTILITIES",
    "constructors_of",
    "parameters_of",
    "predicate_of",
    "result_of",
    "signature_of",
    "signatures_of",
    "takes_all",
    "this_of",
    "within_limits",
]

_PROMISES: Final = ("Promise", "PromiseLike")
_MOST_ROUNDS: Final = 16
"""How often a circle of constraints is followed."""
_ANYTHING: Final = TTuple((TTupleItem(ANY, False, True, None),))

Utility: TypeAlias = Callable[[Types, Sequence[TypeTerm]], TypeTerm]


def signature_of(types: Types, term: TypeTerm, *, constructs: bool) -> Signature | None:
    """The signature of a function, or of an object that can be called; of several, the last."""
    return next(reversed(signatures_of(types, term, constructs=constructs)), None)


def signatures_of(
    types: Types, term: TypeTerm, *, constructs: bool, mixed: bool = False
) -> list[Signature]:
    """The signatures of a function, or of an object that can be called: its overloads.

    `mixed` adds the constructors that are mixed in those of other types.
    """
    calls = _calls(types, types.peel(term))
    return [
        call for call in calls if call.node.constructs == constructs and (mixed or not call.mixed)
    ]


def _calls(types: Types, peeled: TypeTerm) -> list[Signature]:
    """All that is known of how a type is called, or makes instances."""
    if isinstance(peeled, Signature):
        return [peeled]
    if isinstance(peeled, LibraryFunction):
        return [*calls_of_library(types, peeled)]
    shape = types.shape(peeled)
    return shape.calls if shape is not None else []


def constructors_of(types: Types, term: TypeTerm) -> list[Signature]:
    """The constructors of a base: one of a class, all of a mixin."""
    return signatures_of(types, term, constructs=True)


def parameters_of(types: Types, signature: Signature) -> TTuple:
    """The parameters as a tuple, with optional and rest elements."""
    term = _parameters(types, signature)
    if isinstance(term, TArray):
        return TTuple((TTupleItem(term.element, False, True, None),))
    if term == NEVER:
        return TTuple((TTupleItem(NEVER, False, True, None),))
    return term if isinstance(term, TTuple) else _ANYTHING


def _parameters(types: Types, signature: Signature) -> TypeTerm:
    elements, env = signature.node.elements, _inside(types, signature)
    if elements and elements[-1].rest:
        last = types.peel(types.term(elements[-1].type, env))
        listed = types.list_base(last) if isinstance(last, ObjectShape) else None
        if listed is not None:
            # TypeScript: a list beside another type stays whole only alone.
            return listed if len(elements) == 1 else NEVER
    return types.peel(types.term(TupleType(elements, signature.node.at), env))


def parameter_list(types: Types, signature: Signature) -> TypeTerm:
    """The type of the parameters."""
    never = _parameters(types, signature) == NEVER
    return NEVER if never else tuple_of(parameters_of(types, signature).items)


def result_of(types: Types, signature: Signature) -> TypeTerm:
    """The return type of a function, or the instance type of a constructor."""
    node = signature.node.result
    return ANY if node is None else types.term(node, _inside(types, signature))


def this_of(types: Types, signature: Signature) -> TypeTerm | None:
    """The type of the `this` parameter; None if there is none."""
    node = signature.node.this
    return None if node is None else types.term(node, _inside(types, signature))


def predicate_of(types: Types, signature: Signature) -> TypeTerm | None:
    """The type that a function finds a parameter to be; None if it tells none."""
    predicate = signature.node.predicate
    if predicate is None or predicate.type is None:
        return None
    return types.term(predicate.type, _inside(types, signature))


def takes_all(types: Types, signature: Signature) -> bool:
    """Whether all functions are one of a type: `(...args: any[]) => unknown`.

    TypeScript: the arguments are any or never, the result is any or unknown.
    """
    if signature.node.parameters:
        return False
    match parameters_of(types, signature).items:
        case (TTupleItem(type=element, rest=True, variadic=False),):
            anything = types.peel(element) in (ANY, NEVER)
            return anything and types.peel(result_of(types, signature)) in (ANY, UNKNOWN)
    return False


def _inside(types: Types, signature: Signature) -> Env:
    """The environment inside a signature, with type parameters as their constraints."""
    return within_limits(types, signature.node.parameters, signature.env)


def within_limits(types: Types, parameters: Sequence[TypeParameter], env: Env) -> Env:
    """The environment with type parameters as their constraints, which may name any of them.

    TypeScript: a circle of constraints is followed as often as there are parameters, then it is
    any type.
    """
    if not _are_in_order(types, parameters):
        inside = env.bind({one.name: ANY for one in parameters})
        for _ in parameters[:_MOST_ROUNDS]:
            inside = env.bind({one.name: _limit(types, one, inside) for one in parameters})
        return inside
    for one in parameters:
        env = env.bind({one.name: _limit(types, one, env)})
    return env


def _limit(types: Types, parameter: TypeParameter, env: Env) -> TypeTerm:
    limit = parameter.constraint
    return UNKNOWN if limit is None else types.deferred(limit, env)


def _are_in_order(types: Types, parameters: Sequence[TypeParameter]) -> bool:
    """Whether each constraint names only type parameters before its own."""
    later: set[str] = set()
    for one in reversed(parameters):
        later.add(one.name)
        if one.constraint is not None:
            names = closed_argument(types.closed, one.constraint).names
            if names is None or not later.isdisjoint(names):
                return False
    return True


# ------------------------------------------------------------------------- utility types


def _part(
    part: Callable[[Types, Signature], TypeTerm], *, constructs: bool, anything: TypeTerm
) -> Utility:
    """Make a utility type of a part of each function in a union; `anything` is that of `any`."""

    def of_one(types: Types, term: TypeTerm) -> TypeTerm | None:
        signature = signature_of(types, term, constructs=constructs)
        return None if signature is None else part(types, signature)

    return _of_each(of_one, anything)


def _of_each(of_one: Callable[[Types, TypeTerm], TypeTerm | None], anything: TypeTerm) -> Utility:
    """Make a utility type that maps the members of a union; `of_one` is None for no function."""

    def apply(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
        parts: list[TypeTerm] = []
        for member in types.members(arguments[0]):
            made = of_one(types, member)
            if made is not None:
                parts.append(types.force(made))
            elif member == ANY:
                parts.append(anything)
            elif isinstance(member, Opaque | Placeholder):
                return member
            elif member == FUNCTION:
                return Opaque("nothing is known of that function", "")
        return union_of(parts)

    return apply


def _awaited(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    return union_of(_settled(types, member) for member in types.members(arguments[0]))


def _settled(types: Types, term: TypeTerm) -> TypeTerm:
    """The resolved type of a promise; any other type as it is."""
    if isinstance(term, LibraryClass) and term.name in _PROMISES:
        return _awaited(types, term.arguments or (UNKNOWN,))
    shape = types.shape(term)
    for base in shape.library if shape is not None else ():
        if isinstance(base, LibraryClass) and base.name in _PROMISES:
            return _settled(types, base)
    value = _fulfilled(types, shape) if shape is not None else None
    return term if value is None else _awaited(types, [value])


def _fulfilled(types: Types, shape: ObjectShape) -> TypeTerm | None:
    """The argument of the first callback of an object's `then`; None if it has no `then`."""
    method = shape.methods.get("then") or shape.properties.get("then")
    then = signature_of(types, method.type, constructs=False) if method else None
    taken = _first(types, then) if then is not None else None
    if taken is None:
        return None
    callback = without(types, taken, NULL, UNDEFINED)
    signature = signature_of(types, callback, constructs=False)
    return NEVER if signature is None else _first(types, signature) or ANY


def _first(types: Types, signature: Signature) -> TypeTerm | None:
    items = parameters_of(types, signature).items
    return items[0].type if items else None


def _this(types: Types, arguments: Sequence[TypeTerm]) -> TypeTerm:
    """`ThisParameterType`: unknown of a function without one, and of anything else."""
    parts = [_this_of_one(types, member) for member in types.members(arguments[0])]
    return UNKNOWN if UNKNOWN in parts else union_of(parts)


def _this_of_one(types: Types, term: TypeTerm) -> TypeTerm:
    signature = signature_of(types, term, constructs=False)
    this = None if signature is None else this_of(types, signature)
    return UNKNOWN if this is None else this


def _without_this(types: Types, term: TypeTerm) -> TypeTerm:
    """`OmitThisParameter`: a function that takes the other parameters."""
    signature = signature_of(types, term, constructs=False)
    if signature is None or signature.node.this is None:
        return term
    return replace(signature, node=replace(signature.node, this=None))


FUNCTION_UTILITIES: Final[dict[str, tuple[int, Utility]]] = {
    "Parameters": (1, _part(parameter_list, constructs=False, anything=TArray(UNKNOWN))),
    "ConstructorParameters": (1, _part(parameter_list, constructs=True, anything=TArray(UNKNOWN))),
    "ReturnType": (1, _part(result_of, constructs=False, anything=ANY)),
    "InstanceType": (1, _part(result_of, constructs=True, anything=ANY)),
    "Awaited": (1, _awaited),
    "OmitThisParameter": (1, lambda types, arguments: _without_this(types, arguments[0])),
    "ThisParameterType": (1, _this),
}
"""Utility types for functions, by name, with the number of their arguments."""
