"""The targets: each module of this folder that defines `TARGET` is one."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from traceback import extract_tb
from types import CodeType
from typing import Any, ParamSpec, TypeVar

from ..facts.kinds import FactKind
from ..facts.reading import OWN_KINDS, SPEC_TABLE
from ..model import Model
from ..python.names import FieldCase, Names, assign_names
from ..text.diagnostics import Diagnostic
from ..text.disk import read_file
from ..text.similar import similar_name
from ._derived import Derived, taken_names
from ._options import GivenOption, Option, OptionValue, closest, settled
from .base import Emission, Request, Target

__all__ = [
    "GivenOption",
    "OwnTargetError",
    "TargetError",
    "derived_names",
    "discover",
    "fact_kinds",
    "misspelt_targets",
    "own_targets",
    "package_modules",
    "package_names",
    "settled_options",
    "taken_names",
    "target_names",
    "with_requirements",
]


class TargetError(ValueError):
    """A target that does not exist, or a module that defines none."""


class OwnTargetError(RuntimeError):
    """What code of a target of the user's raised, `SystemExit` too: its type, and its text."""


def target_names() -> tuple[str, ...]:
    """The names of the modules of this folder that are targets, sorted."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in modules if name != "base" and not name.startswith("_")))


def discover(names: Sequence[str] | None, folders: Sequence[Path] = ()) -> Mapping[str, Target]:
    """The targets by name: all of the tool's own, and of the folders what is needed.

    In `folders` a target is `NAME.py` with its templates in `NAME/` beside it; it stands for
    one of the tool's own that has its name. With `names`, only these and what they require
    are imported from the folders, and all without names, as each may be made by default.
    Raises TargetError for a name that is no target.
    """
    own = target_names()
    extra = dict(_extra_modules(folders))
    targets: dict[str, Target] = {}
    pending = [*own, *(names or sorted(extra.keys() - set(own)))]
    while pending:
        name = pending.pop(0)
        if name in targets:
            continue
        if name not in own and name not in extra:
            known = sorted({*own, *extra})
            raise TargetError(f"there is no target {name!r}{_similar(name, known)}")
        targets[name] = _load(name, extra.get(name))
        pending += targets[name].requires
    return targets


def misspelt_targets(names: Iterable[str], folders: Sequence[Path]) -> Mapping[str, str]:
    """The names that are no targets, each with advice."""
    known = {*target_names(), *own_targets(folders)}
    return {name: closest(name, known, "targets") for name in names if name not in known}


def _similar(name: str, known: Sequence[str]) -> str:
    """Which target was meant, and which there are, as the end of a message."""
    close = similar_name(name, known)
    meant = "" if close is None else f"; did you mean {close}?"
    return f"{meant or ';'} the targets are {', '.join(known)}"


def _extra_modules(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            if not path.stem.startswith("_"):
                yield path.stem, path


def own_targets(folders: Sequence[Path]) -> frozenset[str]:
    """The names of the modules of the user's folders that are targets."""
    return frozenset(name for name, _ in _extra_modules(folders))


class _Loader(SourceFileLoader):
    """Reads a module as every file is read, and anew each time: it may change while one watches.

    Compiled modules that are kept beside are known by the second, and by their size.
    """

    def get_code(self, fullname: str) -> CodeType:
        """The code of the module. Raises OSError and SyntaxError."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def get_data(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return read_file(path)


def _load(name: str, path: Path | None) -> Target:
    if path is None:
        module = importlib.import_module(f"{__name__}.{name}")
    else:
        full = f"{__name__}.{name}"
        loader = _Loader(full, str(path))
        module = importlib.util.module_from_spec(ModuleSpec(full, loader, origin=str(path)))
        try:
            loader.exec_module(module)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            raise TargetError(_why_failed(path, fault)) from fault
    target = getattr(module, "TARGET", None)
    if not isinstance(target, Target) or target.name != name:
        raise TargetError(f"{path or name} defines no TARGET called {name!r}")
    return target if path is None else _guarded(target, path)


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _guarded(target: Target, path: Path) -> Target:
    """A target of the user's, whose code cannot end the run."""

    def made(request: Request) -> Emission | str:
        emission: object = target.emit(request)
        if not isinstance(emission, Emission):
            return type(emission).__name__
        # What is made when it is asked for is made here, where it cannot end the run.
        return replace(emission, pages=tuple(emission.pages), exports=tuple(emission.exports))

    def emit(request: Request) -> Emission:
        emission = _guard(made)(request)
        if isinstance(emission, str):
            raise TargetError(f"{path}: `emit` returns no Emission, but {emission}")
        return emission

    notes = None if target.notes is None else _guard(target.notes)
    return replace(target, emit=emit, notes=notes, path=path)


def _guard(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A function of the user's, which cannot end the run: what would is an error as others are."""

    @wraps(function)
    def called(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return function(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            failed = OwnTargetError(f"{type(fault).__name__}: {fault}")
            raise failed.with_traceback(fault.__traceback__) from None

    return called


def _why_failed(path: Path, fault: BaseException) -> str:
    """What is wrong with a module of the user's: where it is, as far as that is told, and what."""
    if isinstance(fault, OSError) and fault.filename == str(path):
        return f"{path} cannot be read: {fault.strerror}"
    if isinstance(fault, SyntaxError):
        return f"{fault.filename or path}:{fault.lineno or 1}: {fault.msg}"
    lines = [at.lineno for at in extract_tb(fault.__traceback__) if at.filename == str(path)]
    where = f"{path}:{lines[-1]}" if lines else str(path)
    return f"{where}: {type(fault).__name__}: {fault}"


def with_requirements(names: Sequence[str], targets: Mapping[str, Target]) -> tuple[str, ...]:
    """The names and what they require, requirements first, each once.

    Without names, these are the targets that are made by default.
    """
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        for requirement in targets[name].requires:
            add(requirement)
        ordered[name] = None

    for name in names or [name for name in sorted(targets) if targets[name].by_default]:
        add(name)
    return tuple(ordered)


def package_names(
    model: Model,
    entry: str,
    targets: Iterable[Target] | None = None,
    field_case: FieldCase = "wire",
) -> tuple[Names, tuple[Diagnostic, ...]]:
    """The names of a generated package, as `assign_names` gives them.

    What any target reserves is reserved, also where the target is not made, so that another
    choice of targets renames no class. `targets` are the tool's own, if they are not given.
    """
    reserved: set[str] = set()
    for target in discover(()).values() if targets is None else targets:
        reserved.update(target.modules, target.runtime, target.reserved)
    return assign_names(model, entry, reserved, field_case)


def derived_names(request: Request, targets: Mapping[str, Target]) -> Iterator[Derived]:
    """The names that targets make of those of the declarations, also targets that are not made."""
    for target in targets.values():
        if target.derived is not None:
            yield from target.derived(request)


def package_modules() -> frozenset[str]:
    """The modules that a generated package may have."""
    targets = discover(()).values()
    return frozenset(name for target in targets for name in (*target.modules, *target.runtime))


def fact_kinds(targets: Mapping[str, Target]) -> tuple[FactKind[Any, Any], ...]:
    """The kinds of fact that there are: those of every facts file, and what targets bring.

    Raises TargetError for a kind whose table is one of another kind.
    """
    kinds = {kind.table: kind for kind in OWN_KINDS}
    of_users: set[str] = set()
    for target in targets.values():
        for kind in target.facts:
            if kinds.setdefault(kind.table, kind) is not kind or kind.table == SPEC_TABLE:
                raise TargetError(
                    f"the target {target.name!r} has a kind of fact of its own that is called "
                    f"{kind.table!r}, as another one is"
                )
            if target.path is not None and kind not in OWN_KINDS:
                of_users.add(kind.table)
    return tuple(
        replace(kind, read=_guard(kind.read), check=_guard(kind.check))
        if table in of_users
        else kind
        for table, kind in kinds.items()
    )


def settled_options(
    given: Iterable[GivenOption],
    targets: Mapping[str, Target],
    made: Sequence[str],
    folders: Sequence[Path],
) -> tuple[Mapping[str, Mapping[str, OptionValue]], tuple[Diagnostic, ...]]:
    """The options of each target that is made, and what is wrong with those that were given."""
    known: dict[str, Sequence[Option] | None] = dict.fromkeys(dict(_extra_modules(folders)))
    known |= {name: target.options for name, target in targets.items()}
    return settled(given, known, made)
