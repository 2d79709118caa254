"""The files of a published package and its dependencies, for module resolution."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Final

from ..text.diagnostics import Diagnostic, warning
from ..text.documents import DocumentError, read_json
from ..text.records import dataclass
from ..text.source import canonical_below
from .npm import NpmError, Package, PackageName, fetch, published

__all__ = ["PackageFiles"]

_MOST_PACKAGES: Final = 50
_DEPENDENCY: Final = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/(.+)")


@dataclass(eq=False, slots=True)
class _Installed:
    """A package and its `node_modules`; None for one that cannot be fetched."""

    package: Package
    ranges: Mapping[str, str]
    inside: dict[str, _Installed | None] = field(default_factory=dict)


@dataclass(eq=False)
class PackageFiles:
    """A package's files by their path from one of its folders.

    `folder` is that folder, "" for the package's own. A path that leaves the package leads nowhere.
    `node_modules` has the dependencies that the package declares, laid out as npm would: a
    dependency of a dependency is at the top unless another version is there. Each is fetched on the
    first access to it; a range is resolved as of the package's publication, so that one version of
    a package always means the same files.
    """

    package: Package
    folder: str
    get: Callable[..., Package] = fetch
    when: Callable[[PackageName], str | None] = published
    findings: list[Diagnostic] = field(default_factory=list)
    """The errors of dependencies, in the order of access."""

    def __post_init__(self) -> None:
        self._top = _Installed(self.package, _ranges(self.package))
        self._fetched: dict[PackageName, _Installed | None] = {}
        self._date: str | None = None

    @property
    def dependencies(self) -> tuple[Package, ...]:
        """The dependencies that were fetched so far, by name and version."""
        installed = filter(None, self._fetched.values())
        packages = [dependency.package for dependency in installed]
        unique = {(package.name, package.version): package for package in packages}
        return tuple(unique[key] for key in sorted(unique))

    @property
    def is_settled(self) -> bool:
        """Whether a later run reads the same files.

        Not if a dependency is missing, or if the date of the publication is unknown, so that ranges
        are resolved to the newest version.
        """
        return not self.findings and self._date != ""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        return self._read(self._top, posixpath.normpath(posixpath.join(self.folder, path)))

    def canonical(self, path: str) -> str:
        """The one path of a file, found by the names of the folders above."""
        return canonical_below(self.folder, path)

    def lacks(self, _: str, /) -> bool:
        """False: whether there is such a folder is not known."""
        return False

    def _read(self, owner: _Installed, path: str) -> bytes | None:
        data = owner.package.archive.read(path)
        match = _DEPENDENCY.fullmatch(path) if data is None else None
        if match is None:
            return data
        inner = self._dependency(owner, match[1])
        return None if inner is None else self._read(inner, match[2])

    def _dependency(self, owner: _Installed, name: str) -> _Installed | None:
        if name in owner.inside:
            return owner.inside[name]
        if name not in owner.ranges:
            return None
        dependency = self._fetch(PackageName(name, owner.ranges[name]), owner.package)
        if dependency is not None and owner is not self._top:
            above = self._dependency(self._top, name)
            if above is None:
                self._top.inside[name] = above = dependency
            if above.package.version == dependency.package.version:
                return None
        owner.inside[name] = dependency
        return dependency

    def _fetch(self, wanted: PackageName, owner: Package) -> _Installed | None:
        if wanted not in self._fetched:
            self._fetched[wanted] = None
            try:
                package = self._package(wanted)
            except NpmError as fault:
                message = f"{wanted}, on which {owner.name} depends, is not read: {fault.message}"
                self.findings.append(warning("RC602", message, advice=fault.advice))
            else:
                self._fetched[wanted] = _Installed(package, _ranges(package))
        return self._fetched[wanted]

    def _package(self, wanted: PackageName) -> Package:
        if len(self._fetched) > _MOST_PACKAGES:
            advice = "Unpack the package yourself, and name the file in the folder."
            raise NpmError(f"there are more than {_MOST_PACKAGES} dependencies", advice)
        if wanted.is_exact:
            return self.get(wanted)
        if self._date is None:
            self._date = self.when(PackageName(self.package.name, self.package.version)) or ""
        return self.get(wanted, before=self._date)


def _ranges(package: Package) -> dict[str, str]:
    """The dependencies in a package's manifest, with their versions."""
    manifest = _object(_parsed(package.archive.read("package.json")))
    ranges = _object(manifest.get("peerDependencies"))
    for name, meta in _object(manifest.get("peerDependenciesMeta")).items():
        if _object(meta).get("optional") is True:
            ranges.pop(name, None)
    ranges |= _object(manifest.get("dependencies"))
    return {name: text for name, text in ranges.items() if isinstance(text, str)}


def _parsed(data: bytes | None) -> object:
    try:
        content: object = read_json(data or b"{}")
    except DocumentError:
        return None
    return content


def _object(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
