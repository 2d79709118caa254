"""Conditional types: `A extends B ? X : Y`, and what `infer` finds in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ...model import UNKNOWN, Opaque, Primitive
from ..syntax import ConditionalType, InferType, ReferenceType, SkippedNode, TemplateType
from .assignability import assignable
from .enums import folded, spread
from .semantics import NEVER, Env, TypeTerm
from .unions import union_of

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = ["conditional"]


def conditional(evaluator: Evaluator, node: ConditionalType, env: Env) -> TypeTerm:
    """`A extends B ? X : Y`, distributed over a union where A is a bare type parameter."""
    name = None
    if isinstance(node.check, ReferenceType) and len(node.check.name) == 1:
        name = node.check.name[0] if node.check.name[0] in env.parameters else None
    check = evaluator.term(node.check, env)
    if name is None:
        return _decide(evaluator, node, env, check)
    members = list(evaluator.members(check))
    found = union_of(
        evaluator.force(_decide(evaluator, node, env.bind({name: member}), member))
        for member in spread(members)
        if member != NEVER
    )
    return folded(found, members)


def _decide(evaluator: Evaluator, node: ConditionalType, env: Env, check: TypeTerm) -> TypeTerm:
    nodes = list(_infer_nodes(node.extends))
    holes = {each.name: Opaque("infer", each.name) for each in nodes}
    constraints: dict[str, TypeTerm] = {
        each.name: evaluator.term(each.constraint, env)
        for each in nodes
        if each.constraint is not None
    }
    for name in _names_in_templates(node.extends):
        constraints.setdefault(name, Primitive("string"))
    inferred: dict[str, TypeTerm] = {}
    target = evaluator.term(node.extends, env.bind(holes))
    verdict = assignable(evaluator, check, target, inferred, constraints)
    broken = _broken(evaluator, constraints, inferred)
    if broken and verdict is not False:
        inferred |= broken
        target = evaluator.term(node.extends, env.bind(_bound(holes, inferred)))
        verdict = assignable(evaluator, check, target)
    then = env.bind(_bound(holes, inferred))
    if check == UNKNOWN and evaluator.peel(target) != UNKNOWN:
        return union_of([evaluator.term(node.then, then), evaluator.term(node.otherwise, env)])
    if verdict is None:
        return evaluator.opaque(env, node.at, "the condition cannot be decided")
    return evaluator.term(node.then, then) if verdict else evaluator.term(node.otherwise, env)


def _broken(
    evaluator: Evaluator, constraints: Mapping[str, TypeTerm], inferred: Mapping[str, TypeTerm]
) -> dict[str, TypeTerm]:
    """The constraints of `infer X extends Constraint` that what was inferred does not keep to.

    TypeScript: X stands for its constraint then, and the condition is decided with that.
    """
    return {
        name: constraint
        for name, constraint in constraints.items()
        if name not in inferred or assignable(evaluator, inferred[name], constraint) is False
    }


def _bound(names: Iterable[str], inferred: Mapping[str, TypeTerm]) -> Mapping[str, TypeTerm]:
    return {name: inferred.get(name, UNKNOWN) for name in names}


def _inner_nodes(node: object) -> Iterator[object]:
    """What a syntax node or a sequence of nodes holds."""
    if isinstance(node, tuple):
        yield from node
    if isinstance(node, SkippedNode) and node.signature_of is not None:
        yield node.signature_of()
    for name in getattr(node, "__dataclass_fields__", ()):
        yield getattr(node, name)


def _names_in_templates(node: object) -> Iterator[str]:
    """What `infer` names as the hole of a template: TypeScript makes it a string."""
    if isinstance(node, TemplateType):
        yield from (part.name for part in node.parts if isinstance(part, InferType))
    for inner in _inner_nodes(node):
        yield from _names_in_templates(inner)


def _infer_nodes(node: object) -> Iterator[InferType]:
    if isinstance(node, InferType):
        yield node
    for inner in _inner_nodes(node):
        yield from _infer_nodes(inner)
