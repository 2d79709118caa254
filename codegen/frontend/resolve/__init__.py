"""Resolve files of declarations to the model.

The passes, in order: bind names to declarations (`scopes`), evaluate types as they are reached
(`evaluate`; operators and utility types have modules of their own), lift them to declarations of
the model (`lift`), merge declarations with one origin (`sharing`), sort declarations behind the
ones they refer to (`order`), add decisions to unions (`discriminate`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from ...model import Declaration, Model, SpecInfo
from ...model.groups import default_groups
from ...text.diagnostics import Diagnostic, Severity, error, note, summed_up, warning
from ...text.records import dataclass
from ...text.source import Files, SourceFile, Span
from .budget import OUT_OF_BOUNDS, Budget
from .discriminate import discriminate
from .evaluate import Evaluator
from .lift import Lifter, TooManyError
from .order import order
from .references import is_of_library
from .roots import check_imports, in_turn, is_surely_declared, roots
from .scopes import Program
from .sharing import shared
from .symbols import Module, Symbol

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The result for a spec: its model (None after an error), the files read, the diagnostics.

    `count` is a lower bound of the declarations of a spec with more than allowed.
    """

    model: Model | None
    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    count: int = 0


def resolve(
    files: Files,
    entry: str,
    spec: SpecInfo,
    *,
    decodes: bool = True,
    large: bool = False,
    wanted: Sequence[str] = (),
    most: Callable[[int], int] | None = None,
) -> Resolution:
    """Resolve the declarations that a file exports, and those that they refer to.

    `entry` is a path of `files`. The spec's `sha256` is replaced by that of the entry. Without
    `decodes`, ambiguous unions are not reported. A `large` spec may repeat more of its types. If a
    spec repeats too much to write all of it out, the exports whose names match a `wanted` pattern,
    and the types near them, go first. An exported class with behaviour is data if one of them is
    its name. A spec whose exports alone give more declarations than the `most` for its bytes has no
    model; resolution stops early then.
    """
    budget = Budget(is_large=large)
    asked = frozenset(wanted)
    resolution = _resolution(files, entry, spec, decodes, budget, (), asked, most)
    if wanted and budget.is_full:
        again = Budget(is_large=large)
        resolution = _resolution(files, entry, spec, decodes, again, wanted, asked, most)
    return resolution


def _resolution(
    files: Files,
    entry: str,
    spec: SpecInfo,
    decodes: bool,
    budget: Budget,
    wanted: Sequence[str],
    asked: Collection[str],
    most: Callable[[int], int] | None,
) -> Resolution:
    program = Program(files, is_of_library)
    model, count = None, 0
    try:
        model = _resolve(program, entry, spec, decodes, budget, wanted, asked, most)
    except TooManyError as fault:
        count = fault.count
    except OUT_OF_BOUNDS:
        advice = "Give the innermost types names of their own."
        message = f"{entry!r} nests types too deeply, or repeats too much, to be read"
        program.diagnostics.append(error("RC206", message, Span(entry, 1, 1, 1, 1), advice))
    failed = any(d.severity is Severity.ERROR for d in program.diagnostics)
    ordered = sorted(program.diagnostics, key=_place_of)
    findings = summed_up(tuple(dict.fromkeys(ordered)))
    return Resolution(None if failed else model, tuple(program.sources), findings, count)


def _place_of(diagnostic: Diagnostic) -> tuple[str, int, int]:
    span = diagnostic.span
    return (span.file, span.line, span.column) if span is not None else ("", 0, 0)


def _resolve(
    program: Program,
    entry: str,
    spec: SpecInfo,
    decodes: bool,
    budget: Budget,
    wanted: Sequence[str],
    asked: Collection[str],
    most: Callable[[int], int] | None,
) -> Model | None:
    module = program.load(entry)
    if module is None:
        if not program.diagnostics:
            advice = "Check the path."
            message = f"there is no file {entry!r}"
            program.diagnostics.append(error("RC101", message, advice=advice, file=entry))
        return None
    if module.syntax.diagnostics and not module.syntax.statements:
        return None
    evaluator = Evaluator(program, budget=budget)
    check_imports(evaluator, module)
    entries = roots(evaluator, module, asked)
    exports = entries.exports
    if not exports:
        program.diagnostics.append(_nothing_declared(module))
        return None
    if most is not None:
        count = sum(map(is_surely_declared, exports))
        if count > most(program.size):
            raise TooManyError(count)
    lifter = Lifter(evaluator)
    lifter.lift_roots(in_turn(exports, wanted), most)
    if not lifter.declarations:
        program.diagnostics.append(_nothing_declared(module))
        return None
    left_out = [symbol for symbol in entries.left_out if symbol.id not in lifter.declarations]
    if left_out:
        program.diagnostics.append(_classes_left_out(left_out))
    declarations, diagnostics = discriminate(order(shared(tuple(lifter.declarations.values()))))
    if decodes:
        program.diagnostics += diagnostics
    exported = [root.symbol.id for root in exports]
    groups, too_many = default_groups(declarations, exported)
    if too_many and decodes:
        first = next(item for item in declarations if item.id == too_many[0].id)
        program.diagnostics.append(_too_many_groups(first, len(too_many)))
    return Model(replace(spec, sha256=module.source.sha256), declarations, groups)


def _classes_left_out(classes: Sequence[Symbol]) -> Diagnostic:
    first = classes[0]
    others = f" and {len(classes) - 1} other classes" if len(classes) > 1 else ""
    message = f"left out: {first.id}{others} with behaviour that nothing refers to"
    advice = "Their fields are data where one is named with --root."
    return note("RC205", message, first.span(), advice)


def _too_many_groups(first: Declaration, count: int) -> Diagnostic:
    others = f" and {count - 1} other unions" if count > 1 else ""
    return warning(
        "RC308",
        f"{first.id}{others} would make the dispatchers too large: others have most of the members",
        first.span,
        "They are unions as any other; name the groups that you need, with --group NAME.",
    )


def _nothing_declared(module: Module) -> Diagnostic:
    source = module.source
    if not source.data.strip():
        message, code, advice = "the file is empty", "RC103", "Put the declarations into it."
    else:
        message, code = "the file declares no type", "RC105"
        advice = "Export an interface, a type or an enum, or name the file that does."
    return error(code, message, Span(source.path, 1, 1, 1, 1), advice)
