"""Open a SPEC: resolve the user's argument to readable files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ..text.diagnostics import Diagnostic, error, warning
from ..text.similar import address_fault
from ..text.source import DiskFiles
from .origin import GIT, NPM, OpenedSpec, OriginError

__all__ = ["open_spec"]

_SLASHES: Final = f"/{os.sep}"
_ADVICE: Final = "Put a regular file in its place; until then what it declares is Any."


def open_spec(spec: str, *, offline: bool = False) -> OpenedSpec:
    """Open the files and the entry of a SPEC.

    `npm:PACKAGE@VERSION/PATH` is a file in one published version of a package, which is fetched
    with the user's npm; `git:REV:PATH` is a file in a commit of the working directory's repository;
    anything else is a path on the disk, which is not read yet. `offline` keeps npm to its cache.
    Raises OriginError.
    """
    fault = address_fault(spec)
    if fault is not None:
        message, advice = fault
        raise OriginError(error("RC604", message, advice=advice, file=spec), usage=True)
    if spec.startswith(NPM):
        # Imported only if needed: a spec on the disk does not need npm.
        from .npm_source import open_npm

        return open_npm(spec.removeprefix(NPM), offline=offline)
    if spec.startswith(GIT):
        from .git_source import open_git

        return open_git(spec.removeprefix(GIT))
    if not spec:
        advice = "Name a file of declarations."
        raise OriginError(error("RC604", "the SPEC is empty", advice=advice), usage=True)
    path = Path(spec)
    findings: list[Diagnostic] = []

    def refused(name: str, why: str) -> None:
        finding = warning("RC101", f"the file cannot be read: {why}", advice=_ADVICE, file=name)
        # The resolver reports it for the entry, as an error.
        if name != path.name and finding not in findings:
            findings.append(finding)

    files = DiskFiles(path.parent, refused)
    return OpenedSpec(
        files, path.name, spec.rstrip(_SLASHES).replace(os.sep, "/") or "/", findings=findings
    )
