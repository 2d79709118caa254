"""Conditional types: `A extends B ? X : Y`, and inference with `infer`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...model import UNKNOWN, Opaque, Primitive
from ...text.diagnostics import warning
from ..syntax import (
    AliasBody,
    ArrayType,
    ConditionalType,
    InferType,
    IntersectionType,
    ReferenceType,
    SkippedNode,
    TemplateType,
    TupleElement,
    TupleType,
    TypeNode,
)
from .assignability import assignable
from .budget import DECISION
from .checked import checked_parameter
from .closed import names_in
from .endings import shortened
from .enums import folded, spread
from .protocol import Asked, Types
from .semantics import (
    ANY,
    NEVER,
    NOT_IMPORTED,
    Env,
    HoleBeside,
    LibraryClass,
    Named,
    Placeholder,
    TArray,
    TypeTerm,
)
from .symbols import Unresolved
from .templates import STRING_MAPPINGS, is_hole
from .unions import alternatives, union_of
from .variances import variances

__all__ = ["conditional"]


def conditional(types: Types, node: ConditionalType, env: Env) -> TypeTerm:
    """`A extends B ? X : Y`, distributed over a union where A is a bare type parameter."""
    name = checked_parameter(types, node.check, env)
    check = types.term(node.check, env)
    if name is not None and name in env.narrowed and types.peel(env.parameters[name]) == ANY:
        name = None  # TypeScript: any that is narrowed is no parameter.
    if name is None or name in env.whole:
        return _OPEN if _is_open(types.peel(check)) else _decide(types, node, env, check)
    members = alternatives(types, check)
    if any(map(_is_open, members)):
        return _OPEN
    result = union_of(
        types.force(_decide(types, node, env.bind({name: member}), member))
        for member in spread(members)
        if member != NEVER
    )
    return folded(result, members)


def _wrapped(types: Types, node: ConditionalType, env: Env) -> tuple[str, TypeNode] | None:
    """The type parameter T of `[T] extends [X]`, and X.

    TypeScript: in the true branch, T is `T & X`, which is no bare type parameter.
    """
    check, extends = node.check, node.extends
    while isinstance(check, TupleType) and isinstance(extends, TupleType):
        if len(check.elements) != 1 or len(extends.elements) != 1:
            return None
        check, extends = check.elements[0].type, extends.elements[0].type
    name = None if check is node.check else checked_parameter(types, check, env)
    return None if name is None else (name, extends)


_OPEN: Final = Opaque("it depends on what is inferred", "")
"""The result of a condition on an `infer` that is not inferred yet."""


def _is_open(term: TypeTerm) -> bool:
    return term == _OPEN or is_hole(term)


def _decide(types: Types, node: ConditionalType, env: Env, check: TypeTerm) -> TypeTerm:
    _, nodes, implied = _asked(types, node)
    types.spend(DECISION * (1 + 2 * len(nodes)))
    given = check
    members = alternatives(types, check)
    check = members[0] if len(members) == 1 else check
    holes = {hole.name: Opaque("infer", hole.name) for hole in nodes}
    constraints: dict[str, TypeTerm] = {
        hole.name: types.term(hole.constraint, env) for hole in nodes if hole.constraint is not None
    }
    for name, constraint in implied:
        constraints.setdefault(name, constraint)
    target = types.term(node.extends, env.bind(holes))
    inferred = _of_alias(types, given, target) if nodes else {}
    guesses = types.guesses
    verdict = assignable(types, check, target, inferred if nodes else None, constraints)
    if types.guesses > guesses:
        _tell_of_order(types, node, env)
    broken, is_certain = _broken(types, constraints, inferred)
    if verdict and not is_certain:
        verdict = None
    elif nodes and (verdict is None or (broken and verdict)):
        inferred |= broken
        target = types.term(node.extends, env.bind(_bound(holes, inferred)))
        verdict = assignable(types, check, target)
    then = _then(types, node, env, _bound(holes, inferred), nodes)
    if members == [ANY] and not any(map(_takes_all, _inside(types, target, inferred))):
        return union_of([types.term(node.then, then), types.term(node.otherwise, env)])
    if verdict is None:
        missing = _missing(types, node, env, [*members, *types.members(target)])
        return missing or types.opaque(env, node.at, "the condition cannot be decided")
    return types.term(node.then, then) if verdict else types.term(node.otherwise, env)


def _of_alias(types: Types, given: TypeTerm, target: TypeTerm) -> dict[str, TypeTerm]:
    """What is inferred of the arguments of an alias that its type does not show.

    TypeScript infers from all arguments of two instances of one alias that is a type of its own.
    """
    if not isinstance(given, Named) or not isinstance(target, Named):
        return {}
    if given.symbol is not target.symbol or not given.symbol.is_alias:
        return {}
    body = given.symbol.of_kind("alias")[0].body
    if not isinstance(body, AliasBody) or not _is_of_alias(types, body.type, given):
        return {}
    measured = variances(types, given.symbol)
    return {
        hole.text: own
        for one, own, other in zip(measured, given.arguments, target.arguments, strict=False)
        if not one.used and is_hole(hole := types.peel(other)) and isinstance(hole, Opaque)
    }


def _tell_of_order(types: Types, node: ConditionalType, env: Env) -> None:
    """Warn that a condition asks for the last of functions that come from a union."""
    text = shortened(types.text(env, node.at))
    message = f"{text!r} takes the last member of a union, and TypeScript may have another order"
    advice = "It is the one that is written last; write the types out where their order matters."
    types.report(env, node.at, warning("RC204", message, types.span(env, node.at), advice))


def _missing(
    types: Types, node: ConditionalType, env: Env, terms: Iterable[TypeTerm]
) -> TypeTerm | None:
    """The name of a condition that no module has, of which its import was told."""
    for term in terms:
        if isinstance(types.peel(term), Placeholder):
            return NOT_IMPORTED
    for part in (node.check, node.extends):
        for name in names_in(part) or ():
            entity = types.program.lookup_path(env.scope, (name,), "type")
            if isinstance(entity, Unresolved) and name not in env.parameters:
                return NOT_IMPORTED
    return None


def _inside(types: Types, target: TypeTerm, inferred: Mapping[str, TypeTerm]) -> Iterator[TypeTerm]:
    """The members of what a condition asks for, with the types that were inferred for them."""
    for member in types.members(target):
        if is_hole(member) or isinstance(member, HoleBeside):
            assert isinstance(member, Opaque)
            yield inferred.get(member.text, member)
        else:
            yield member


def _takes_all(term: TypeTerm) -> bool:
    return term in (ANY, UNKNOWN)


def _then(
    types: Types,
    node: ConditionalType,
    env: Env,
    bound: Mapping[str, TypeTerm],
    holes: Iterable[InferType],
) -> Env:
    """The environment in which a condition holds."""
    constraints = {hole.name: hole.constraint for hole in holes if hole.constraint is not None}
    then = env.bind(bound, constraints)
    own, wrapped = checked_parameter(types, node.check, env), _wrapped(types, node, env)
    if own is not None and own not in bound:
        return then.narrow(own, node.extends)
    if wrapped is not None:
        name, extends = wrapped
        return then.undistributed(name).narrow(name, extends)
    return then


def _is_of_alias(types: Types, node: TypeNode, given: TypeTerm) -> bool:
    """Whether a type is one of its own for an alias; object types are compared as instances."""
    if isinstance(node, ReferenceType) and node.arguments:
        whole = types.peel(given)
        return isinstance(whole, LibraryClass | TArray) or (
            isinstance(whole, Named) and node.name[-1] == whole.symbol.name
        )
    return isinstance(node, ArrayType | IntersectionType | TupleType)


def _asked(types: Types, node: ConditionalType) -> Asked:
    """The `infer` nodes of a condition, cached, as it may be tested for each of many types."""
    known = types.asked.get(id(node))
    if known is None:
        known = types.asked[id(node)] = Asked(
            node,
            tuple(_infer_nodes(node.extends)),
            (
                *((name, Primitive("string")) for name in _names_in_templates(node.extends)),
                *((name, TArray(UNKNOWN)) for name in _names_in_spreads(node.extends)),
            ),
        )
    return known


def _broken(
    types: Types, constraints: Mapping[str, TypeTerm], inferred: Mapping[str, TypeTerm]
) -> tuple[dict[str, TypeTerm], bool]:
    """The constraints of `infer X extends Constraint` that the inferred types do not satisfy.

    TypeScript: X is its constraint then, and the condition is tested with that. Also whether all of
    them could be decided.
    """
    verdicts = {
        name: assignable(types, inferred[name], constraint) if name in inferred else False
        for name, constraint in constraints.items()
    }
    broken = {name: constraints[name] for name, verdict in verdicts.items() if verdict is False}
    return broken, None not in verdicts.values()


def _bound(names: Iterable[str], inferred: Mapping[str, TypeTerm]) -> Mapping[str, TypeTerm]:
    return {name: inferred.get(name, UNKNOWN) for name in names}


def _inner_nodes(node: object) -> Iterator[object]:
    """The syntax nodes in a node or in a sequence of nodes."""
    if isinstance(node, tuple):
        yield from node
    if isinstance(node, SkippedNode) and node.signature_of is not None:
        yield node.signature_of()
    for name in getattr(node, "__dataclass_fields__", ()):
        yield getattr(node, name)


def _names_in_templates(node: object) -> Iterator[str]:
    """The names of `infer` in templates and in `Uppercase` and its like: they are strings."""
    parts: Sequence[object] = ()
    if isinstance(node, TemplateType):
        parts = node.parts
    elif isinstance(node, ReferenceType) and node.name[-1] in STRING_MAPPINGS:
        parts = node.arguments
    yield from (part.name for part in parts if isinstance(part, InferType))
    for inner in _inner_nodes(node):
        yield from _names_in_templates(inner)


def _names_in_spreads(node: object) -> Iterator[str]:
    """The names of `infer` in spread elements, whose types are lists."""
    if isinstance(node, TupleElement) and node.rest and isinstance(node.type, InferType):
        yield node.type.name
    for inner in _inner_nodes(node):
        yield from _names_in_spreads(inner)


def _infer_nodes(node: object) -> Iterator[InferType]:
    if isinstance(node, InferType):
        yield node
    for inner in _inner_nodes(node):
        yield from _infer_nodes(inner)
