"""The signatures of an intersection: constructors of mixins add to those of the other types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..syntax import ArrayType, IntersectionType, KeywordType, ReferenceType, TupleElement
from .functions import result_of
from .protocol import Types
from .semantics import Lazy, Signature, TypeTerm

__all__ = ["joined_calls"]


def joined_calls(
    types: Types, left: Sequence[Signature], right: Sequence[Signature]
) -> list[Signature]:
    """The signatures of an intersection of two types.

    TypeScript: a mixin, which takes any arguments, has no constructor of its own beside others.
    What these make is an instance of the mixin as well. Of mixins alone the first one counts.
    """
    for side, others in ((right, left), (left, right)):
        mixin = _mixin(side)
        if mixin is not None and _constructors(others):
            with_it = [_with(types, call, mixin) for call in others]
            rest = [call for call in side if call is not mixin]
            return [replace(mixin, mixed=True), *with_it, *rest]
    return [*left, *right]


def _constructors(signatures: Sequence[Signature]) -> list[Signature]:
    return [call for call in signatures if call.node.constructs and not call.mixed]


def _mixin(signatures: Sequence[Signature]) -> Signature | None:
    """The constructor of a mixin, `new (...args: any[])`; None of any other type."""
    constructors = _constructors(signatures)
    if len(constructors) != 1 or constructors[0].node.parameters:
        return None
    match constructors[0].node.elements:
        case (TupleElement(type=ArrayType(element=KeywordType("any")), rest=True),):
            return constructors[0]
        case (TupleElement(type=KeywordType("any"), rest=True),):
            return constructors[0]
    return None


def _with(types: Types, signature: Signature, mixin: Signature) -> Signature:
    """A constructor that makes an instance of a mixin as well; any other signature as it is."""
    node = signature.node
    if not node.constructs or signature.mixed or node.result is None:
        return signature
    name = f"new {len(signature.env.parameters)}"  # No declared name has a space in it.
    both = IntersectionType((node.result, ReferenceType((name,), (), node.at)), node.at)
    span = types.span(mixin.env, mixin.node.at)
    made: TypeTerm = Lazy(lambda: result_of(types, mixin), lambda: "new", span)
    return Signature(replace(node, result=both), signature.env.bind({name: made}))
