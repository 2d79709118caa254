"""What a SPEC argument names: a file on the disk, or one in a published npm package."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .diagnostics import Diagnostic
from .source import DiskFiles, Files

__all__ = ["NPM", "OpenedSpec", "Origin", "OriginError", "open_spec"]

NPM: Final = "npm:"


class OriginError(Exception):
    """A SPEC that cannot be opened. `usage` says that it is written wrongly."""

    def __init__(self, diagnostic: Diagnostic, *, usage: bool = False) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.usage = usage


@dataclass(frozen=True, slots=True)
class Origin:
    """The published package that a spec is from.

    `source` is the whole SPEC, `integrity` the SHA-512 of the package's archive.
    """

    name: str
    version: str
    source: str
    integrity: str


@dataclass(frozen=True, slots=True)
class OpenedSpec:
    """A spec that is ready to be compiled.

    `entry` is a path of `files`; all paths of `files` are relative to the entry's folder.
    `shown` is the entry as people know it, and what diagnostics cite: other files are
    shown relative to its folder. `origin` is None for a file on the disk.
    """

    files: Files
    entry: str
    shown: str
    origin: Origin | None = None
    findings: Sequence[Diagnostic] = ()
    """What went wrong while files were fetched; grows while the files are read."""

    def shown_path(self, path: str) -> str:
        """A path of `files` as people know it."""
        folder = posixpath.dirname(self.shown)
        return posixpath.normpath(posixpath.join(folder, path))


def open_spec(spec: str) -> OpenedSpec:
    """The files and the entry that a SPEC names.

    `npm:PACKAGE@VERSION/PATH` is a file in one published version of a package, which is
    fetched with the user's npm; anything else is a path on the disk, and is not looked at
    yet. Raises OriginError.
    """
    if spec.startswith(NPM):
        # A spec on the disk should not pay for what runs npm.
        from .npm_source import open_npm

        return open_npm(spec.removeprefix(NPM))
    path = Path(spec)
    return OpenedSpec(DiskFiles(path.parent), path.name, spec.replace(os.sep, "/"))
