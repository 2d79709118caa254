"""`npm:PACKAGE@VERSION/PATH`: a file in a published package as the entry of a spec."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import partial
from typing import Final

from ..text.diagnostics import Diagnostic, error
from ..text.modules import resolve_module
from ..text.similar import similar_paths
from .npm import NpmError, PackageName, fetch, newest, published
from .npm_files import PackageFiles
from .origin import NPM, OpenedSpec, Origin, OriginError

__all__ = ["open_npm", "split_npm"]

_SPEC: Final = re.compile(
    r"(?P<name>(?:@[^@/]+/)?[^@/]+)(?:@(?P<version>[^/]*))?(?:/(?P<path>.*))?"
)
_DECLARATIONS: Final = (".d.ts", ".d.mts", ".d.cts")


def open_npm(text: str, *, offline: bool = False) -> OpenedSpec:
    """Open a SPEC, given without its `npm:`, as files and entry.

    The path may leave out what an import may: its extension, or `index`. `offline` keeps npm to its
    cache. Raises OriginError.
    """
    wanted, path = _read_npm(text)
    try:
        package = fetch(wanted, offline=offline)
    except NpmError as fault:
        raise OriginError(error("RC602", fault.message, advice=_advice(wanted, fault))) from None
    file = resolve_module(PackageFiles(package, ""), "", f"./{path}")
    if file is None or file.endswith(".json"):  # A JSON file has values, and declares no types.
        raise OriginError(_no_such_file(wanted, path, package.archive.paths))
    shown = f"{NPM}{package.name}@{package.version}/{file}"
    get, when = partial(fetch, offline=offline), partial(published, offline=offline)
    files = PackageFiles(package, posixpath.dirname(file), get, when)
    origin = Origin(package.name, package.version, shown, package.integrity)
    return OpenedSpec(files, posixpath.basename(file), shown, origin, files.findings)


def split_npm(text: str) -> tuple[PackageName, str] | None:
    """The exact package and the path of a SPEC without its `npm:`; None if it is malformed."""
    try:
        return _read_npm(text, hint=False)
    except OriginError:
        return None


def _read_npm(text: str, *, hint: bool = True) -> tuple[PackageName, str]:
    """Split a SPEC into the package and the path, unchecked."""
    match = _SPEC.fullmatch(text)
    if match is None:
        raise _misspelt(f"{NPM}{text} names no file of a package")
    name, version, path = match.group("name", "version", "path")
    wanted = PackageName(name, "latest" if version is None or not version.strip() else version)
    if not wanted.is_fetchable:
        raise _misspelt(f"{name}{'' if version is None else f'@{version}'} is no published package")
    if not wanted.is_exact:
        if not hint:
            raise _misspelt(f"{wanted} is not one exact version")
        raise _unpinned(wanted, path or "", given=bool(version))
    if not path or path.endswith("/"):
        raise _misspelt(f"{NPM}{text} names no file in the package")
    plain = posixpath.normpath(path)
    if plain.startswith(("..", "/")) or "\\" in plain:
        raise _misspelt(f"{path!r} is no path inside the package")
    return wanted, plain


def _misspelt(message: str) -> OriginError:
    advice = "Write npm:PACKAGE@VERSION/PATH.d.ts, such as npm:openai@7.57.0/index.d.ts."
    return OriginError(error("RC604", message, advice=advice), usage=True)


def _unpinned(wanted: PackageName, path: str, *, given: bool) -> OriginError:
    """The error for a range or tag, whose meaning, and so the output, would change."""
    exact = newest(wanted)
    message = f"{wanted} is not one exact version" if given else f"{wanted.name} needs a version"
    advice = f"Pin one exact version; `npm view {wanted.name} versions` lists those there are."
    if exact is not None:
        pinned = f"{NPM}{wanted.name}@{exact}/{path or 'PATH.d.ts'}"
        advice = f"Pin one exact version; now it would be {pinned}"
    return OriginError(error("RC604", message, advice=advice), usage=True)


def _advice(wanted: PackageName, fault: NpmError) -> str:
    """The advice for a failure; for a missing version, with the newest one."""
    exact = newest(PackageName(wanted.name, "latest")) if fault.missing else None
    return f"{fault.advice} The newest is {exact}." if exact is not None else fault.advice


def _no_such_file(wanted: PackageName, path: str, paths: Iterable[str]) -> Diagnostic:
    """The error for a path without a file, with similar paths."""
    declared = sorted(file for file in paths if file.endswith(_DECLARATIONS))
    if not declared:
        message = f"{wanted} has no {path!r}, and no TypeScript declarations at all"
        advice = "Name another version, or the package that has its types."
        return error("RC603", message, advice=advice)
    name = posixpath.basename(path).split(".")[0]
    same = [file for file in declared if posixpath.basename(file).split(".")[0] == name]
    near = similar_paths(path, same or declared)
    advice = f"Did you mean {' or '.join(near)}?" if near else f"It has {', '.join(declared[:3])}."
    return error("RC603", f"{wanted} has no {path!r}", advice=advice)
