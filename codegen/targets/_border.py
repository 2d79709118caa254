"""Check the declarations and results of users' targets against their annotations.

A misfit is a TargetError that names the target's file, instead of an error in the tool later on.
"""

from __future__ import annotations

import ast
import keyword
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..text.diagnostics import CODES, Diagnostic, error
from ..text.paths import path_fault
from ..text.resources import has_runtime
from ..text.source import Span
from ._derived import Derived
from ._options import GivenOption
from .base import Emission, Note, Notes, Target

__all__ = [
    "TargetError",
    "checked_derived",
    "checked_emission",
    "checked_facts",
    "checked_notes",
    "checked_target",
    "of_targets",
    "page_faults",
]

_LONGEST: Final = 60
_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_MEND: Final = "Mend the target, or its template."


class TargetError(ValueError):
    """A target that does not exist, or that is invalid."""


def checked_target(target: Target, path: Path) -> Target:
    """Check the declarations of a target. Raises TargetError."""
    _check(target, Target, "TARGET", path)
    for where, names in (
        ("modules", target.modules),
        ("runtime", target.runtime),
        ("reserved", target.reserved),
    ):
        for number, name in enumerate(names):
            _check_name(name, f"TARGET.{where}[{number}]", path)
    for number, name in enumerate(target.runtime):
        if not has_runtime(name):
            raise _misfit(
                f"TARGET.runtime[{number}]", f"{name!r} is no module of the runtime", path
            )
    for number, kind in enumerate(target.facts):
        for key in (kind.table, *kind.keys):
            _check_key(key, f"TARGET.facts[{number}]", path)
    for number, option in enumerate(target.options):
        _check_key(option.name, f"TARGET.options[{number}].name", path)
        if option.value_of(_as_given(option.default)) is None:
            wrong = f"the default {_shown(option.default)} is not {option.expected}"
            raise _misfit(f"TARGET.options[{number}]", wrong, path)
    return target


def _as_given(value: Any) -> GivenOption:
    """Make a given value as from the configuration, which is not parsed as text."""
    return GivenOption("", "", value, Span("", 1, 1, 1, 1))


def checked_emission(emission: object, path: Path) -> Emission:
    """Check the result of `emit`; iterables of pages are evaluated. Raises TargetError."""
    if not isinstance(emission, Emission):
        raise TargetError(f"{path}: `emit` returns no Emission, but {_kind(emission)}")
    made = Emission(
        _made(emission.pages, "Emission.pages", path),
        _made(emission.exports, "Emission.exports", path),
        emission.why_empty,
        emission.without,
    )
    _check(made, Emission, "Emission", path)
    for number, export in enumerate(made.exports):
        where = f"Emission.exports[{number}]"
        _check_name(export.module, f"{where}.module", path)
        for index, name in enumerate(export.names):
            _check_name(name, f"{where}.names[{index}]", path)
    return made


def checked_notes(notes: object, path: Path) -> Mapping[Any, tuple[Note, ...]]:
    """Check the result of `notes`. Raises TargetError."""
    _check(notes, Notes, "what `notes` returns", path)
    return typing.cast("Mapping[Any, tuple[Note, ...]]", notes)


def checked_derived(derived: object, path: Path) -> tuple[Derived, ...]:
    """Check the result of `derived`. Raises TargetError."""
    names = _made(derived, "what `derived` returns", path)
    _check(names, tuple[Derived, ...], "what `derived` returns", path)
    return names


def checked_facts(result: object, table: str, path: Path) -> tuple[Any, tuple[Diagnostic, ...]]:
    """Check the result of a kind of fact's `check`. Raises TargetError."""
    where = f"what `check` of [[{table}]] returns"
    if not isinstance(result, tuple) or len(result) != 2:
        raise _misfit(where, f"{_kind(result)} is no pair of a value and diagnostics", path)
    diagnostics = _made(result[1], f"{where}[1]", path)
    _check(diagnostics, tuple[Diagnostic, ...], f"{where}[1]", path)
    for number, diagnostic in enumerate(diagnostics):
        if diagnostic.code not in CODES:
            wrong = f"{_shown(diagnostic.code)} is no code of a diagnostic"
            raise _misfit(f"{where}[1][{number}].code", wrong, path)
    return result[0], diagnostics


# ------------------------------------------------------------------------- pages


def page_faults(
    made: Sequence[Target], emissions: Sequence[Emission], package: str
) -> tuple[Diagnostic, ...]:
    """An error for each page with an invalid path, and for each invalid export.

    A page has a unique path below the output folder.
    """
    pairs = list(zip(made, emissions, strict=True))
    makers: dict[str, Target] = {}
    faults: list[Diagnostic] = []
    for target, emission in pairs:
        for page in emission.pages:
            fault = path_fault(page.path)
            other = makers.get(page.path.casefold())
            makers[page.path.casefold()] = target
            if fault is None and other is not None:
                fault = f"the target {other.name!r} makes one there, too"
            if fault is not None:
                message = f"the target {target.name!r} asks for the file {page.path!r}: {fault}"
                advice = "A target's paths are relative to the output folder, with forward slashes."
                faults.append(error("RC407", message, advice=advice, file=_file(target)))
    return tuple(faults) or tuple(_wrong_exports(pairs, package))


def _wrong_exports(pairs: Sequence[tuple[Target, Emission]], package: str) -> Iterator[Diagnostic]:
    """An error for each invalid export of a user's target.

    Its module has to be a page, and no other module may export its names.
    """
    modules = {page.path for _, emission in pairs for page in emission.pages}
    modules.update(f"{package}/{name}.py" for target, _ in pairs for name in target.runtime)
    homes: dict[str, set[str]] = {}
    for _, emission in pairs:
        for export in emission.exports:
            for name in () if export.fallback else export.names:
                homes.setdefault(name, set()).add(export.module)
    for target, emission in pairs:
        for export in () if target.path is None else emission.exports:
            says = f"the target {target.name!r} exports names of the module {export.module!r}"
            if f"{package}/{export.module}.py" not in modules:
                advice = "Make a page of it, or export nothing of it."
                yield error(
                    "RC407", f"{says}, which nobody makes", None, advice, file=_file(target)
                )
            shared = [] if export.fallback else [n for n in export.names if len(homes[n]) > 1]
            if shared:
                advice = "Call it otherwise, or make the export a `fallback`."
                message = f"{says}, and another module exports {shared[0]!r}"
                yield error("RC407", message, None, advice, file=_file(target))


def _file(target: Target) -> str:
    return "" if target.path is None else target.path.as_posix()


def of_targets(
    diagnostics: Iterable[Diagnostic],
    texts: Mapping[str, str],
    made: Sequence[Target],
    emissions: Sequence[Emission],
    package: str,
) -> tuple[Diagnostic, ...]:
    """Attribute diagnostics about generated texts of users' targets to the targets' files."""
    told: list[Diagnostic] = []
    paths: dict[str, str] = {}
    for target, emission in zip(made, emissions, strict=True):
        if target.path is not None:
            file = _file(target)
            paths.update(dict.fromkeys((page.path for page in emission.pages), file))
            told += (
                error("RC306", message, None, _MEND, file=file)
                for message in _faults_of_texts(emission, texts, package)
            )
    own = [
        replace(one, code="RC306", advice=_MEND, file=paths[one.file])
        for one in diagnostics
        if one.file in paths
    ]
    others = [one for one in diagnostics if one.file not in paths]
    return (*others, *(own or told))


def _faults_of_texts(emission: Emission, texts: Mapping[str, str], package: str) -> Iterator[str]:
    """Errors that only texts of users' targets can have."""
    for page in emission.pages:
        if not is_encodable(texts[page.path]):
            yield f"{page.path}: the text has half of a character"
    for export in emission.exports:
        path = f"{package}/{export.module}.py"
        missing = sorted(set(export.names) - _names_in(texts[path]))
        if missing:
            yield f"{path}: does not define {', '.join(missing)}, which the package exports"


def _names_in(text: str) -> set[str]:
    """A superset of the names that a module defines; a syntax error is reported elsewhere."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return set()
    defined = {node.id for node in nodes if isinstance(node, ast.Name)}
    defined |= {
        node.name
        for node in nodes
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return defined | {(node.asname or node.name) for node in nodes if isinstance(node, ast.alias)}


# --------------------------------------------------------- values and annotations


def is_encodable(text: str) -> bool:
    """Whether a text can be encoded as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _made(values: object, where: str, path: Path) -> tuple[Any, ...]:
    """Evaluate an iterable of the user's."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise _misfit(where, f"{_kind(values)} is no tuple", path)
    return tuple(values)


def _check(value: object, annotation: Any, where: str, path: Path) -> None:
    for place, wrong in _misfits(value, annotation, where):
        raise _misfit(place, wrong, path)


def _check_name(name: str, where: str, path: Path) -> None:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise _misfit(where, f"{_shown(name)} is no name in Python", path)


def _check_key(name: str, where: str, path: Path) -> None:
    if not _KEY.fullmatch(name):
        raise _misfit(where, f"{_shown(name)} is no bare key of TOML", path)


def _misfit(where: str, wrong: str, path: Path) -> TargetError:
    return TargetError(f"{path}: {where}: {wrong}")


def _kind(value: object) -> str:
    return "None" if value is None else f"of type {type(value).__name__!r}"


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except Exception:  # The `repr` of a user's class may fail.
        return f"a value {_kind(value)}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


@cache
def _annotations(record: type) -> Mapping[str, Any]:
    return typing.get_type_hints(record)


def _misfits(value: object, annotation: Any, where: str) -> Iterator[tuple[str, str]]:
    """The places in a value that do not fit an annotation, each with the reason."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation in (Any, object) or isinstance(annotation, typing.TypeVar):
        return
    if origin in (typing.Union, types.UnionType):
        if all(any(_misfits(value, member, where)) for member in arguments):
            yield from _wrong(value, arguments, where)
        return
    if origin is typing.Literal:
        if not any(type(value) is type(argument) and value == argument for argument in arguments):
            yield where, f"{_shown(value)} is none of {', '.join(map(repr, arguments))}"
        return
    class_ = _class(annotation if origin is None else origin)
    if not isinstance(value, class_) or (class_ is int and isinstance(value, bool)):
        yield from _wrong(value, (annotation,), where)
    elif isinstance(value, str):
        if not is_encodable(value):
            yield where, f"{_shown(value)} has half of a character"
    elif is_dataclass(class_) or hasattr(class_, "_fields"):
        for name, known in _annotations(class_).items():
            yield from _misfits(getattr(value, name), known, f"{where}.{name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _misfits(key, arguments[0], f"a key of {where}")
            yield from _misfits(item, arguments[1], f"{where}[{_shown(key)}]")
    elif isinstance(value, tuple):
        yield from _misfits_of_tuple(value, arguments, where)
    elif isinstance(value, frozenset):
        for item in value:
            yield from _misfits(item, arguments[0], f"an element of {where}")


def _misfits_of_tuple(
    value: tuple[object, ...], arguments: tuple[Any, ...], where: str
) -> Iterator[tuple[str, str]]:
    if arguments[-1:] == (Ellipsis,):
        arguments = (arguments[0],) * len(value)
    if len(value) != len(arguments):
        yield where, f"it has {len(value)} values, and not {len(arguments)}"
        return
    for number, (item, known) in enumerate(zip(value, arguments, strict=True)):
        yield from _misfits(item, known, f"{where}[{number}]")


def _class(annotation: Any) -> Any:
    """The class for `isinstance` of an annotation without arguments."""
    if annotation is None:
        return type(None)
    return annotation if isinstance(annotation, type) else Callable


def _wrong(value: object, wanted: tuple[Any, ...], where: str) -> Iterator[tuple[str, str]]:
    names = " or ".join(_name(annotation) for annotation in wanted)
    yield where, f"it is {_kind(value)}, and has to be {names}"


def _name(annotation: Any) -> str:
    if annotation in (None, type(None)):
        return "None"
    origin = typing.get_origin(annotation)
    return str(getattr(annotation if origin is None else origin, "__name__", annotation))
