"""The facts that come with the tool, by name, and the published declarations they are for."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from typing import Final

from ..sources.origin import NPM, Origin
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.documents import DocumentError, read_json
from ..text.lines import with_line_feeds
from ..text.records import dataclass
from ..text.resources import shipped_facts_path
from ..text.source import SourceFile

__all__ = [
    "CHANGES_OF_PACKAGES",
    "SHIPPED",
    "SHIPPED_CHANGES",
    "SHIPPED_PATHS",
    "SHIPPED_ROOT",
    "Installed",
    "Shipped",
    "installed",
    "published",
    "shipped_source",
]


@dataclass(frozen=True, slots=True)
class Shipped:
    """Facts that come with the tool.

    They are for the files `paths` of any version of the npm package `package`, given without a
    file's ending. Facts for another vendor's server are used only if they are named.
    """

    name: str
    package: str
    paths: tuple[str, ...]
    is_found: bool = True


_OPENAI: Final = "openai"
_REALTIME: Final = (
    "resources/realtime/realtime",
    "resources/realtime/index",
    "resources/realtime",
)

SHIPPED: Final = (
    Shipped(
        "openai-realtime-ga",
        _OPENAI,
        _REALTIME,
    ),
    Shipped(
        "openai-realtime-beta",
        _OPENAI,
        (
            "resources/beta/realtime/realtime",
            "resources/beta/realtime/index",
            "resources/beta/realtime",
        ),
    ),
    Shipped(
        "openai-live",
        _OPENAI,
        (
            "resources/live/live",
            "resources/live/index",
            "resources/live",
            "resources/live/sideband/sideband",
            "resources/live/forks/forks",
        ),
    ),
    Shipped("xai", _OPENAI, _REALTIME, is_found=False),
    Shipped("azure-voicelive", _OPENAI, _REALTIME, is_found=False),
)
"""The shipped facts. A name is also that of the folder below `spec/`."""

SHIPPED_CHANGES: Final = {
    ("openai-realtime-beta", "openai-realtime-ga"): "openai-realtime-beta-to-ga",
}
"""The facts of a change, by the names of the facts of both specs."""

CHANGES_OF_PACKAGES: Final = {
    facts.package: name
    for (old, _), name in SHIPPED_CHANGES.items()
    for facts in SHIPPED
    if facts.name == old
}
"""The facts of a change by package, where both specs are of one package."""

_NAMES: Final = (*(facts.name for facts in SHIPPED), *SHIPPED_CHANGES.values())
SHIPPED_ROOT: Final = "facts:"
"""The prefix of a name where diagnostics cite its file."""
SHIPPED_PATHS: Final = frozenset(f"{SHIPPED_ROOT}{name}" for name in _NAMES)
"""The display paths of shipped files in diagnostics."""

_FOUND: Final = tuple(facts for facts in SHIPPED if facts.is_found)
_ENDING: Final = re.compile(r"(\.d)?\.[mc]?ts$")
_SOURCES: Final = "src/"
"""The folder of a package that may have the TypeScript source of its declarations."""


def shipped_source(name: str) -> SourceFile:
    """The file of the facts of a name, which diagnostics cite as `facts:NAME`.

    Raises KeyError for an unknown name, OSError for an installation that lacks the file.
    """
    if name not in _NAMES:
        raise KeyError(name)
    data = read_file(shipped_facts_path(name), DOCUMENT_LIMIT)
    return SourceFile(f"{SHIPPED_ROOT}{name}", with_line_feeds(data))


def published(origin: Origin) -> Shipped | None:
    """The shipped facts for a file of a published package; None if there are none."""
    path = origin.source.removeprefix(f"{NPM}{origin.name}@{origin.version}/")
    stem = _ENDING.sub("", path).removeprefix(_SOURCES)
    fitting = (facts for facts in _FOUND if facts.package == origin.name and stem in facts.paths)
    return next(fitting, None)


@dataclass(frozen=True, slots=True)
class Installed:
    """Shipped facts for a file on the disk that may be one of an installed package.

    `manifest` is the `package.json` that decides, as a path from the working directory, and `data`
    its content, None if it does not exist. `version` is the package's version; without `facts`
    there are none for the package.
    """

    manifest: str
    data: bytes | None
    facts: Shipped | None = None
    version: str = ""


def installed(spec: str) -> Installed | None:
    """Look for facts for a file of an unpacked package, such as one below `node_modules`.

    None if the path alone rules out that there are any.
    """
    path = os.path.abspath(spec).replace(os.sep, "/")  # noqa: PTH100 - links stay as they are.
    stem = _ENDING.sub("", path)
    for facts, inside in _ends(stem):
        # The manifest's path is relative if the file's path is.
        ups = posixpath.join(*[".."] * (inside.count("/")), "package.json")
        folder = posixpath.dirname(spec.replace(os.sep, "/"))
        manifest = posixpath.normpath(posixpath.join(folder, ups))
        try:
            data = read_file(manifest, DOCUMENT_LIMIT)
        except OSError:
            return Installed(manifest, None)
        name, version = _identity(data)
        return Installed(manifest, data, facts if name == facts.package else None, version)
    return None


def _ends(stem: str) -> Iterator[tuple[Shipped, str]]:
    """The paths in packages that could be the end of a path, each with its facts."""
    for facts in _FOUND:
        for path in facts.paths:
            for inside in (f"{_SOURCES}{path}", path):
                if stem.endswith(f"/{inside}"):
                    yield facts, inside


def _identity(data: bytes) -> tuple[str, str]:
    """The name and the version in a `package.json`; "" for a missing one."""
    try:
        manifest = read_json(data)
    except DocumentError:
        return "", ""
    if not isinstance(manifest, dict):
        return "", ""
    name, version = manifest.get("name"), manifest.get("version")
    return name if isinstance(name, str) else "", version if isinstance(version, str) else ""
