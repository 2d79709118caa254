"""Conditional types: `A extends B ? X : Y`, and what `infer` finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..model import UNKNOWN, Literal, Opaque
from ..syntax import ConditionalType, InferType, ReferenceType, SkippedNode, TemplateType
from .assignability import assignable
from .enums import folded, spread
from .semantics import NEVER, Env, ObjectShape, TArray, TTuple, TypeTerm
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
    if isinstance(node.extends, TemplateType) and any(_infer_nodes(node.extends)):
        return _decide_template(evaluator, node, node.extends, env, check)
    inferred: dict[str, TypeTerm] = {}
    target = evaluator.term(node.extends, env.bind(_infer_holes(node)))
    verdict = assignable(evaluator, check, target, inferred)
    if verdict and not _within_constraints(evaluator, node, env, inferred):
        verdict = False
    if check == UNKNOWN and evaluator.peel(target) != UNKNOWN:
        then = evaluator.term(node.then, env.bind(_bound(node, inferred)))
        return union_of([then, evaluator.term(node.otherwise, env)])
    if verdict is None:
        return evaluator.opaque(env, node.at, "the condition cannot be decided")
    if verdict:
        return evaluator.term(node.then, env.bind(_bound(node, inferred)))
    return evaluator.term(node.otherwise, env)


def _decide_template(
    evaluator: Evaluator,
    node: ConditionalType,
    pattern: TemplateType,
    env: Env,
    check: TypeTerm,
) -> TypeTerm:
    """A condition on a template with `infer` in it: each hole but the last takes the least."""
    check = evaluator.peel(check)
    if not isinstance(check, Literal) or check.kind != "string":
        if isinstance(check, Literal | ObjectShape | TArray | TTuple):
            return evaluator.term(node.otherwise, env)
        return evaluator.opaque(env, node.at, "the condition cannot be decided")
    expression, names = "", []
    for part in pattern.parts:
        if isinstance(part, str):
            expression += re.escape(part)
        else:
            names.append(part.name if isinstance(part, InferType) else "")
            expression += "([\\s\\S]*?)"
    found = re.fullmatch(expression, str(check.value))
    if found is None:
        return evaluator.term(node.otherwise, env)
    pairs = zip(names, found.groups(), strict=True)
    bound: dict[str, TypeTerm] = {n: Literal("string", value) for n, value in pairs if n}
    return evaluator.term(node.then, env.bind(bound))


def _within_constraints(
    evaluator: Evaluator, node: ConditionalType, env: Env, inferred: Mapping[str, TypeTerm]
) -> bool:
    """Whether what was inferred keeps to the constraints of `infer X extends Constraint`."""
    return all(
        assignable(evaluator, inferred[each.name], evaluator.term(each.constraint, env))
        is not False
        for each in _infer_nodes(node.extends)
        if each.constraint is not None and each.name in inferred
    )


def _inner_nodes(node: object) -> Iterator[object]:
    """What a syntax node or a sequence of nodes holds."""
    if isinstance(node, tuple):
        yield from node
    if isinstance(node, SkippedNode) and node.signature_of is not None:
        yield node.signature_of()
    for name in getattr(node, "__dataclass_fields__", ()):
        yield getattr(node, name)


def _infer_nodes(node: object) -> Iterator[InferType]:
    if isinstance(node, InferType):
        yield node
    for inner in _inner_nodes(node):
        yield from _infer_nodes(inner)


def _infer_holes(node: ConditionalType) -> Mapping[str, TypeTerm]:
    """Each `infer X` as a term that `assignable` fills."""
    return {each.name: Opaque("infer", each.name) for each in _infer_nodes(node.extends)}


def _bound(node: ConditionalType, inferred: Mapping[str, TypeTerm]) -> Mapping[str, TypeTerm]:
    return {each.name: inferred.get(each.name, UNKNOWN) for each in _infer_nodes(node.extends)}
