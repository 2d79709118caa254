"""Report diagnostics about types during evaluation, once for each place."""

from __future__ import annotations

from collections import Counter
from dataclasses import field

from ...model import Opaque
from ...text.diagnostics import Diagnostic, warning
from ...text.records import dataclass
from ...text.source import Span
from ..syntax import Range
from .budget import MOST_FAILED, Budget
from .endings import shortened, span_of
from .scopes import Program
from .semantics import UNRESOLVED, Env, Named, TypeTerm
from .symbols import Symbol

__all__ = ["Reporter"]


@dataclass(eq=False)
class Reporter:
    """Reports diagnostics of a program, and makes the opaque types that replace types."""

    program: Program
    budget: Budget = field(default_factory=Budget)
    failed: Counter[Symbol] = field(default_factory=Counter)
    """How many instances of generic types took too many steps when few were left."""
    _lost: dict[Symbol, Opaque] = field(default_factory=dict)
    """What is in place of the instances of such a type."""
    _said: set[Diagnostic] = field(default_factory=set)
    _reported: set[tuple[str, Range, str]] = field(default_factory=set)

    def span(self, env: Env, at: Range) -> Span:
        """The place of a range in the file that is being read."""
        return env.scope.module.source.span(*at)

    def text(self, env: Env, at: Range) -> str:
        """The TypeScript of a range, white space folded."""
        data = env.scope.module.source.data[at[0] : at[1]]
        return " ".join(data.decode("utf-8", "replace").split())

    def report(self, env: Env, at: Range, diagnostic: Diagnostic) -> None:
        """Report a diagnostic, once for each place and code; none about the library itself."""
        if env.scope.module.is_library:
            return
        key = (env.scope.module.path, at, diagnostic.code)
        if key not in self._reported:
            self._reported.add(key)
            self.program.diagnostics.append(diagnostic)

    def opaque(self, env: Env, at: Range, reason: str) -> Opaque:
        """A type that cannot be expressed, with its warning."""
        if env.scope.module.is_library:
            return Opaque(reason, "")  # It is told where the library is asked.
        text = self.text(env, at)
        message = f"{shortened(text)!r} cannot be expressed: {reason}"
        advice = "It becomes Any; declare a plain type there to have it checked."
        self.report(env, at, warning("RC204", message, self.span(env, at), advice))
        return Opaque(reason, text)

    def endless(self, text: str, at: Span) -> Opaque:
        """A type that needs its own result, with its warning."""
        message = f"{shortened(text)!r} has no end: computing it needs its own result"
        self.say(warning("RC206", message, at, "Name the recursive part with an interface."))
        return Opaque("it has no end", text)

    def too_costly(self, text: str, at: Span) -> Opaque:
        """A type whose computation ends before its result, with its warning."""
        message = f"{shortened(text)!r} takes too many steps, or too deep ones, to be computed"
        if self.budget.is_low:
            # Types with the same text are reported once, with their number.
            if self.budget.is_low_told:
                message = "types took too many steps before, so that few are left for this one"
            self.budget.is_low_told = True
        advice = "It becomes Any; give its recursion an end that comes sooner, or write it out."
        self.say(warning("RC206", message, at, advice))
        return Opaque("it takes too many steps to compute", text)

    def given_up(self, named: Named) -> Opaque:
        """An instance of an alias that takes too many steps, with its warning."""
        self.failed[named.symbol] += self.budget.is_low
        if self.failed[named.symbol] <= MOST_FAILED or named.symbol not in self._lost:
            self._lost[named.symbol] = self.too_costly(named.symbol.name, span_of(named))
        return self._lost[named.symbol]

    def count_failed(self, symbol: Symbol) -> None:
        """Count an instance whose arguments or defaults take too many steps."""
        self.failed[symbol] += self.budget.is_low
        span = symbol.span()
        if self.failed[symbol] >= MOST_FAILED and symbol not in self._lost and span is not None:
            self._lost[symbol] = self.too_costly(symbol.name, span)

    def lost(self, symbol: Symbol) -> Opaque | None:
        """The type in place of further instances; None if there is hope for them.

        There is none if few steps are left and many of its instances took too many.
        """
        if self.budget.is_low and self.failed[symbol] >= MOST_FAILED:
            return self._lost.get(symbol)
        return None

    def say(self, diagnostic: Diagnostic) -> None:
        """Report a diagnostic, once."""
        if diagnostic not in self._said:
            self._said.add(diagnostic)
            self.program.diagnostics.append(diagnostic)

    def circular(self, named: Named) -> TypeTerm:
        """Report a circular alias; the type of it is `any`."""
        span = named.symbol.span()
        message = f"the alias {named.symbol.name!r} stands for itself"
        self.say(warning("RC206", message, span, "It becomes Any; give it a type of its own."))
        return UNRESOLVED
