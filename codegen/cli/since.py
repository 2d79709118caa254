"""The pairs of `diff --since LOCK`: the pinned and the newest version of each package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..project.lock import Lock, LockedSpec, LockError, read_lock
from ..sources.npm import NpmError, PackageName, newest_now
from ..sources.npm_source import split_npm
from ..sources.origin import NPM, OpenedSpec
from ..text.diagnostics import error
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.records import dataclass
from ..text.similar import similar_name
from .console import EXIT_SPEC, fail, opened_spec

__all__ = ["Pair", "pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """The pinned and the newest version of a spec; `name` is its name in the lock file."""

    name: str
    old: OpenedSpec
    new: OpenedSpec


def pairs(place: str, names: Sequence[str]) -> Iterator[Pair]:
    """The specs of a lock file that are in packages, all or those with some names.

    Ends the program if the lock file, a name or a package cannot be used.
    """
    lock = _lock_at(place)
    for name, spec in _chosen(lock, place, names):
        wanted = split_npm(spec.source.removeprefix(NPM))
        if wanted is None:
            message = f"{spec.source} is not pinned"
            fail(error("RC751", message, advice="Lock it anew.", file=name))
        package, path = wanted
        try:
            newest = PackageName(package.name, newest_now(PackageName(package.name, "latest")))
        except NpmError as fault:
            fail(error("RC602", fault.message, advice=fault.advice, file=name), EXIT_SPEC)
        old = opened_spec(spec.source)
        if old.origin is not None and spec.integrity not in ("", old.origin.integrity):
            message = f"{package} is not the package that the lock file has"
            advice = "Find out why a published version changed, and trust neither until then."
            fail(error("RC752", message, advice=advice, file=name), EXIT_SPEC)
        yield Pair(name, old, old if newest == package else opened_spec(f"{NPM}{newest}/{path}"))


def _lock_at(place: str) -> Lock:
    try:
        return read_lock(read_file(place, DOCUMENT_LIMIT))
    except (LockError, OSError) as fault:
        said = fault.strerror if isinstance(fault, OSError) else str(fault)
        advice = "Name the lock file that realtime-codegen writes beside the configuration."
        message = f"the lock file cannot be used: {said}"
        fail(error("RC751", message, advice=advice, file=place))


def _chosen(lock: Lock, place: str, names: Sequence[str]) -> Iterator[tuple[str, LockedSpec]]:
    for name in names:
        if name not in lock.specs:
            close = similar_name(name, lock.specs)
            known = ", ".join(sorted(lock.specs)) or "none"
            advice = f"Did you mean {close}?" if close else f"There are: {known}."
            fail(error("RC711", f"the lock file has no spec {name!r}", advice=advice, file=place))
    chosen = [
        (name, lock.specs[name])
        for name in dict.fromkeys(names or sorted(lock.specs))
        if lock.specs[name].source.startswith(NPM)
    ]
    if not chosen:
        named = "of these" if names else "of the lock file"
        advice = "A file has no newer version; name it and an older one: diff OLD NEW."
        fail(error("RC711", f"no spec {named} is in a package", advice=advice, file=place))
    yield from chosen
