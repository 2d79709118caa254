"""The origin of a spec: a file on the disk, in a commit, or in a published npm package."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import Final

from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from ..text.source import Files

__all__ = ["GIT", "NPM", "OpenedSpec", "Origin", "OriginError"]

GIT: Final = "git:"
NPM: Final = "npm:"


class OriginError(Exception):
    """A SPEC that cannot be opened. `usage` is whether it is malformed."""

    def __init__(self, diagnostic: Diagnostic, *, usage: bool = False) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.usage = usage


@dataclass(frozen=True, slots=True)
class Origin:
    """The published package of a spec.

    `source` is the whole SPEC, `integrity` the SHA-512 of the package's archive.
    """

    name: str
    version: str
    source: str
    integrity: str


@dataclass(frozen=True, slots=True)
class OpenedSpec:
    """An opened spec.

    `entry` is a path of `files`; all paths of `files` are relative to the entry's folder. `shown`
    is the entry as the user named it, which diagnostics cite: other files are shown relative to its
    folder. `origin` is None for a file on the disk.
    """

    files: Files
    entry: str
    shown: str
    origin: Origin | None = None
    findings: Sequence[Diagnostic] = ()
    """The errors of fetching; more are added while the files are read."""

    def shown_path(self, path: str) -> str:
        """The display path for a path of `files`."""
        folder = posixpath.dirname(self.shown)
        return posixpath.normpath(posixpath.join(folder, path))
