"""The plan of a migration: derived from two specs, or loaded from the cache."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..project.freshness import tool_sum
from ..project.plans import KeptPlan, load_plan, plan_path, save_plan
from ..sources.origin import GIT, NPM
from .console import cache_folder, opened_spec
from .pairs import Account, Reading, compared_specs

if TYPE_CHECKING:
    from ..migrate.plan import Plan
    from ..sources.origin import OpenedSpec

__all__ = ["plan_of"]


def plan_of(old: str, new: str, reading: Reading) -> Plan:
    """Make the plan for two specs. Ends the program if a spec cannot be used.

    The plan of an earlier run is reused if all of its inputs are unchanged.
    """
    account = Account()
    place = _place((old, new), reading)
    plan = None if place is None else _kept(place, account)
    if plan is not None:
        return plan
    from ..migrate.derive import derive

    specs = opened_spec(old), opened_spec(new)
    before, after = (
        opened if spec.startswith((NPM, GIT)) else account.recorded(opened, spec)
        for spec, opened in zip((old, new), specs, strict=True)
    )
    plan = derive(*compared_specs((before, after), reading, (), account))
    if place is not None and all(map(_is_settled, specs)):
        _keep(place, plan, account)
    return plan


def _is_settled(opened: OpenedSpec) -> bool:
    """Whether a spec stays the same as long as its files on the disk do."""
    if opened.origin is None:
        return not opened.findings
    from ..sources.npm_files import PackageFiles

    return isinstance(opened.files, PackageFiles) and opened.files.is_settled


def _place(specs: tuple[str, str], reading: Reading) -> Path | None:
    """The path of the plan in the cache; None if its inputs are unknown beforehand."""
    cache = cache_folder()
    if cache is None or reading.folders or any(spec.startswith(GIT) for spec in specs):
        return None
    settings = ""
    if any(spec.startswith(NPM) for spec in specs):
        from ..sources.npm_source import split_npm
        from .npm_settings import settings_sum

        packages = [spec.removeprefix(NPM) for spec in specs if spec.startswith(NPM)]
        if not all(map(split_npm, packages)):
            return None
        settings = settings_sum()
    try:
        # The names of Python's builtins and keywords depend on its version.
        tool = (tool_sum(), sys.version, _folder(specs, reading))
    except OSError:
        return None
    return plan_path(cache, (*tool, *specs, repr(replace(reading, config=None)), settings))


def _folder(specs: tuple[str, str], reading: Reading) -> str:
    """The working directory if a given path is relative to it, else ""."""
    files = [spec for spec in specs if not spec.startswith(NPM)]
    files += [name for name in (*reading.named, reading.change_facts) if name is not None]
    return "" if all(Path(name).is_absolute() for name in files) else str(Path.cwd())


def _kept(place: Path, account: Account) -> Plan | None:
    from ..migrate.keeping import unpacked

    kept = load_plan(place)
    if kept is None:
        return None
    try:
        plan = unpacked(kept.rows)
    except ValueError:
        return None
    for line in kept.said:
        account.say(line)
    return plan


def _keep(place: Path, plan: Plan, account: Account) -> None:
    from ..migrate.keeping import packed

    # A plan with types too deep to pack is not kept: the next run derives it again.
    with contextlib.suppress(RecursionError):
        save_plan(place, KeptPlan(account.inputs, account.said, packed(plan)))
