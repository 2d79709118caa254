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
from ..text.diagnostics import Diagnostic, shown_fault
from ..text.disk import read_file
from ..text.similar import similar_name
from ._border import (
    TargetError,
    checked_derived,
    checked_emission,
    checked_facts,
    checked_notes,
    checked_target,
    of_targets,
    page_faults,
)
from ._derived import Derived, taken_names
from ._init import init_page
from ._options import GivenOption, Option, OptionValue, closest, settled
from .base import Emission, Notes, Request, Target

__all__ = [
    "GivenOption",
    "TargetError",
    "derived_names",
    "discover",
    "fact_kinds",
    "init_page",
    "misspelt_targets",
    "of_targets",
    "own_targets",
    "package_modules",
    "package_names",
    "page_faults",
    "settled_options",
    "taken_by_package",
    "taken_names",
    "target_names",
    "with_requirements",
]


def target_names() -> tuple[str, ...]:
    """The names of the modules of this folder that define a target, sorted."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in modules if name != "base" and not name.startswith("_")))


def discover(names: Sequence[str] | None, folders: Sequence[Path] = ()) -> Mapping[str, Target]:
    """Load targets by name: all of the tool's own, and the required ones of the folders.

    In `folders` a target is `NAME.py` with its templates in `NAME/` beside it; it replaces one of
    the tool's own with its name. With `names`, only these and the targets they require are imported
    from the folders, and all without names, as each may be made by default. Raises TargetError for
    a name that is no target.
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
        for required in targets[name].requires:
            if name in extra and required not in own and required not in extra:
                known = sorted({*own, *extra})
                message = f"there is no target {required!r} to be required"
                raise TargetError(f"{extra[name]}: {message}{_similar(required, known)}")
            pending.append(required)
    return targets


def misspelt_targets(names: Iterable[str], folders: Sequence[Path]) -> Mapping[str, str]:
    """The names that are no targets, each with advice."""
    known = {*target_names(), *own_targets(folders)}
    return {name: closest(name, known, "targets") for name in names if name not in known}


def _similar(name: str, known: Sequence[str]) -> str:
    """The end of a message about a wrong name: a similar name, and all targets."""
    close = similar_name(name, known)
    meant = "" if close is None else f"; did you mean {close}?"
    return f"{meant or ';'} the targets are {', '.join(known)}"


def _extra_modules(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            if not path.stem.startswith("_"):
                yield path.stem, path


def own_targets(folders: Sequence[Path]) -> frozenset[str]:
    """The names of the modules in the user's folders that define targets."""
    return frozenset(name for name, _ in _extra_modules(folders))


class _Loader(SourceFileLoader):
    """Loads a module through the tool's file reader, without Python's cached bytecode.

    The cache misses a change of equal size within a second, as it may happen under `--watch`.
    """

    def get_code(self, fullname: str) -> CodeType:
        """Compile the module. Raises OSError and SyntaxError."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def get_data(self, path: str) -> bytes:
        """Read a file. Raises OSError."""
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
    if path is None:
        return target
    try:
        return _guarded(checked_target(target, path), path)
    except (KeyboardInterrupt, TargetError):
        raise
    except BaseException as fault:  # A user's object may raise when it is inspected.
        raise TargetError(_why_failed(path, fault)) from fault


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _guarded(target: Target, path: Path) -> Target:
    """Wrap the functions of a user's target, so that no exception of theirs ends the run."""

    def emit(request: Request) -> Emission:
        return checked_emission(target.emit(request), path)

    def notes(request: Request) -> Notes:
        assert target.notes is not None
        return checked_notes(target.notes(request), path)

    def derived(request: Request) -> tuple[Derived, ...]:
        assert target.derived is not None
        return checked_derived(target.derived(request), path)

    return replace(
        target,
        emit=_guard(emit, path),
        notes=None if target.notes is None else _guard(notes, path),
        derived=None if target.derived is None else _guard(derived, path),
        path=path,
    )


def _guarded_kind(kind: FactKind[Any, Any], path: Path) -> FactKind[Any, Any]:
    """Wrap the functions of a user's kind of fact, as `_guarded` does those of a target."""

    def check(model: Model, facts: Sequence[Any]) -> tuple[Any, tuple[Diagnostic, ...]]:
        return checked_facts(kind.check(model, facts), kind.table, path)

    return replace(kind, read=_guard(kind.read, path), check=_guard(check, path))


def _guard(function: Callable[_P, _R], path: Path) -> Callable[_P, _R]:
    """Wrap a function of the user's, whose exceptions become a TargetError."""

    @wraps(function)
    def called(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return function(*args, **kwargs)
        except (KeyboardInterrupt, TargetError):
            raise
        except BaseException as fault:
            raise TargetError(_why_failed(path, fault)) from fault

    return called


def _why_failed(path: Path, fault: BaseException) -> str:
    """Describe an exception in a module of the user's, with its place if it has one."""
    if isinstance(fault, OSError) and fault.filename == str(path):
        return f"{path} cannot be read: {fault.strerror}"
    if isinstance(fault, SyntaxError):
        return f"{fault.filename or path}:{fault.lineno or 1}: {fault.msg}"
    own = [at for at in extract_tb(fault.__traceback__) if at.filename == str(path)]
    where = str(path)
    if own:
        where += f":{own[-1].lineno}"
        where += "" if own[-1].name == "<module>" else f" in {own[-1].name}"
    return f"{where}: {shown_fault(fault)}"


def with_requirements(names: Sequence[str], targets: Mapping[str, Target]) -> tuple[str, ...]:
    """The targets with those that they require, requirements first, each once.

    Without names, these are the targets that are made by default.
    """
    ordered: dict[str, None] = {}
    begun: set[str] = set()

    def add(name: str) -> None:
        if name not in begun:  # Two that require one another are both made, in turn.
            begun.add(name)
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
    """Assign the names of a generated package, as `assign_names` does.

    The reserved names of all targets count, even if a target is not made, so that another choice of
    targets renames no class. `targets` are the tool's own, if they are not given.
    """
    return assign_names(model, entry, _reserved(targets), field_case)


def taken_by_package(model: Model, entry: str) -> frozenset[str]:
    """The names that new declarations of a spec cannot have: declared, and reserved ones."""
    names, _ = package_names(model, entry)
    return _reserved(None) | frozenset(names.declarations.values())


def _reserved(targets: Iterable[Target] | None) -> frozenset[str]:
    made = discover(()).values() if targets is None else targets
    return frozenset(
        name for target in made for name in (*target.modules, *target.runtime, *target.reserved)
    )


def derived_names(request: Request, targets: Mapping[str, Target]) -> Iterator[Derived]:
    """The names that targets derive from declarations, also targets that are not made."""
    for target in targets.values():
        if target.derived is not None:
            yield from target.derived(request)


def package_modules() -> frozenset[str]:
    """The modules that targets can add to a generated package."""
    targets = discover(()).values()
    return frozenset(name for target in targets for name in (*target.modules, *target.runtime))


def fact_kinds(targets: Mapping[str, Target]) -> tuple[FactKind[Any, Any], ...]:
    """All kinds of facts: those of every facts file, and those of targets.

    Raises TargetError for a kind whose table is that of another kind.
    """
    kinds = {kind.table: kind for kind in OWN_KINDS}
    of_users: dict[str, Path] = {}
    for target in targets.values():
        for kind in target.facts:
            if kinds.setdefault(kind.table, kind) is not kind or kind.table == SPEC_TABLE:
                raise TargetError(
                    f"the target {target.name!r} has a kind of fact of its own that is called "
                    f"{kind.table!r}, as another one is"
                )
            if target.path is not None and kind not in OWN_KINDS:
                of_users[kind.table] = target.path
    return tuple(
        _guarded_kind(kind, of_users[table]) if table in of_users else kind
        for table, kind in kinds.items()
    )


def settled_options(
    given: Iterable[GivenOption],
    targets: Mapping[str, Target],
    made: Sequence[str],
    folders: Sequence[Path],
) -> tuple[Mapping[str, Mapping[str, OptionValue]], tuple[Diagnostic, ...]]:
    """The option values of each made target, and the diagnostics for the given ones."""
    known: dict[str, Sequence[Option] | None] = dict.fromkeys(dict(_extra_modules(folders)))
    known |= {name: target.options for name, target in targets.items()}
    return settled(given, known, made)
