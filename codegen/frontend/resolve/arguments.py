"""Assignability of two instances of one generic type, by their arguments."""

from __future__ import annotations

from .brands import Brands
from .identical import identical
from .matching import may_infer
from .semantics import VOID, Named, ObjectShape, Signature, TypeTerm, Variance
from .variances import variances

__all__ = ["Arguments"]


class Arguments(Brands):
    """The part of a comparison that is about the arguments of generic types."""

    def _by_arguments(
        self, source: TypeTerm, target: TypeTerm, *, is_base: bool = False
    ) -> bool | None:
        """Compare two instances of one generic type by their arguments.

        None if the structure decides: where the type does not show how it follows an argument. Of
        the base of an heir, the members decide where they may say anything else.
        """
        given, wanted = self._instance(source), self._instance(target)
        if given is None or wanted is None or given.symbol is not wanted.symbol:
            return None
        if self.inferring:
            self._infer_from_unused(given, wanted)
        if self.inferring or not given.arguments:
            return None
        is_sure, verdicts = True, list[bool | None]()
        measured = variances(self.types, given.symbol)
        for one, own, other in zip(measured, given.arguments, wanted.arguments, strict=False):
            if is_base and one.used and not one.plain:
                return None
            if one.used:
                # TypeScript: where nothing is asked for, the structure may allow more.
                is_sure &= one.sure and not (one.up and self.types.peel(other) is VOID)
                verdicts.append(self._by_variance(one, own, other))
        verdict = self._every(verdicts)
        return verdict if verdict or is_sure else None

    def _infer_from_unused(self, given: Named, wanted: Named) -> None:
        """Infer from the arguments of an alias that its members do not show.

        TypeScript infers from all arguments of two instances of one alias.
        """
        if not given.symbol.is_alias:
            return
        measured = variances(self.types, given.symbol)
        for one, own, other in zip(measured, given.arguments, wanted.arguments, strict=False):
            if not one.used and may_infer(self.types.peel(other)):
                self.check(own, other)

    def _is_plain(self, term: TypeTerm) -> bool:
        """Whether the members of instances compare as the arguments do."""
        instance = self._instance(term)
        if instance is None or not instance.arguments:
            return True
        return all(one.plain for one in variances(self.types, instance.symbol) if one.used)

    def _by_variance(self, variance: Variance, own: TypeTerm, wanted: TypeTerm) -> bool | None:
        """Whether an argument may stand for another one."""
        if not (variance.sure or variance.up or variance.down):
            return identical(self.types, own, wanted)
        ways = ((own, wanted), (wanted, own))
        if variance.up != variance.down:
            return self.check(*ways[variance.down])
        verdicts = (self.check(*pair) for pair in ways)
        return self._some(verdicts) if variance.up else self._every(verdicts)

    def _instance(self, term: TypeTerm) -> Named | None:
        """The generic type, with its arguments, that a type is written as."""
        if isinstance(term, Named):
            return term
        return self.types.instances.get(term) if isinstance(term, ObjectShape | Signature) else None
