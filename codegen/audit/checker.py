"""Find all misfits of a message with a declaration.

Rules and wording are those of strict decoding, whose walk is used. Misfits get a kind here, and
undeclared fields are misfits as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from ..model import DeclId, Model
from ..python.names import Names
from ..runtime import _shapes as shapes
from ..runtime._compile import Check
from ..runtime._problems import Misfit as Departure, told_steps
from ..runtime._strict import Walk
from ..wire import lower
from .findings import Found, Kind, Misfit
from .owners import OwningWalk
from .quick import QuickChecks

__all__ = ["Checker", "Findings"]

Findings: TypeAlias = Sequence[Found]
"""The misfits of a value; empty if it fits."""

_MOST: Final = 1000
"""The limit of findings in one message; strict decoding refuses it at the first one."""

_KINDS: Final = {"missing": Kind.MISSING, "null": Kind.NULL, "undeclared": Kind.UNDECLARED}


class Checker:
    """The checks of one model; `names` are the names of declarations in messages.

    With `sites`, each finding has the declared object type that it is in.
    """

    def __init__(self, model: Model, names: Names, *, sites: bool = False) -> None:
        self._names = names.declarations
        self.shapes: Final = lower(model, names)
        self._ids = (
            {id(self.shapes[name]): id_ for id_, name in names.declarations.items()}
            if sites
            else None
        )
        self._quick = QuickChecks(self.shapes)

    def quick(self, declaration: DeclId) -> Check:
        """A quick test for values of a declaration, which is True only for values that fit.

        It is False for some values that fit: `check` decides.
        """
        return self._quick.check(shapes.Named(self._names[declaration]))

    def check(self, declaration: DeclId, value: Any) -> Findings:
        """The findings in a JSON value that should be of a declaration; empty if it fits.

        Raises RecursionError for a value that nests too deeply.
        """
        if self.quick(declaration)(value):
            return ()
        if self._ids is None:
            walk: Walk = Walk(self.shapes, undeclared=True, most=_MOST)
        else:
            walk = OwningWalk(self.shapes, self._ids, _MOST)
        problems = walk.find(shapes.Named(self._names[declaration]), value)
        return () if problems is None else [self._found(walk, item) for item in problems.first]

    def _found(self, walk: Walk, departure: Departure) -> Found:
        wanted: Any = departure.wanted
        expected = wanted if isinstance(wanted, str) else walk.told(wanted)
        kind = _KINDS.get(departure.kind, Kind.WRONG_TYPE)
        if not departure.kind and self._has_literals(wanted, type(departure.value)):
            kind = Kind.UNKNOWN_VALUE
        got = departure.got if departure.kind in ("missing", "length") else ""
        misfit = Misfit(kind, expected, departure.value, got)
        _, is_secret = told_steps(departure.steps)
        if is_secret:
            misfit = misfit.without_value()
        if not isinstance(walk, OwningWalk):
            return Found(departure.steps, misfit)
        return Found(departure.steps, misfit, walk.site(departure.steps, departure.value))

    def _has_literals(self, wanted: shapes.Shape | str, kind: type) -> bool:
        """Whether a union has literals of a Python type."""
        if isinstance(wanted, str):
            return False
        return any(kind in _literal_types(shape) for shape in shapes.variants(self.shapes, wanted))


def _literal_types(shape: shapes.Shape) -> frozenset[type]:
    match shape:
        case shapes.Pattern():
            return frozenset({str})
        case shapes.Constant(values):
            types = frozenset(map(type, values))
            return types | {int, float} if types & {int, float} else types
        case _:
            return frozenset()
