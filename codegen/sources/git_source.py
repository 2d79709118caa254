"""`git:REV:PATH`: a file as a commit of a Git repository has it, as the entry of a spec."""

from __future__ import annotations

import posixpath
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from typing import Final

from ..text.diagnostics import Diagnostic, error, warning
from ..text.disk import SOURCE_LIMIT
from ..text.records import dataclass
from ..text.similar import similar_paths
from ..text.source import canonical_below
from .origin import GIT, OpenedSpec, OriginError

__all__ = ["open_git"]

_TIMEOUT: Final = 60
"""The time limit of one call of git, in seconds."""
_HOW: Final = "Write git:REV:PATH, such as git:HEAD~1:spec/protocol.d.ts."
_FILE_MODE: Final = "100"
"""The prefix of a regular file's mode; links and submodules have others."""
_ADVICE: Final = "Until it is smaller, what it declares is Any."


@dataclass(frozen=True, slots=True)
class _Blob:
    """A regular file of a commit: its object, and its size in bytes."""

    id: str
    size: int


@dataclass(frozen=True, slots=True)
class GitFiles:
    """The files of a commit by their path from one of its folders, "" for the top.

    A path that leaves the repository, a link or a submodule leads nowhere.
    """

    blobs: Mapping[str, _Blob]
    folder: str
    findings: list[Diagnostic]

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file that can be read."""
        blob = self.blobs.get(posixpath.normpath(posixpath.join(self.folder, path)))
        if blob is None:
            return None
        if blob.size > SOURCE_LIMIT:
            too_large = warning(
                "RC101", "the file is too large to be read", advice=_ADVICE, file=path
            )
            if too_large not in self.findings:
                self.findings.append(too_large)
            return None
        return _git("cat-file", "blob", blob.id)

    def canonical(self, path: str) -> str:
        """The one path of a file, found by the names of the folders above."""
        return canonical_below(self.folder, path)

    def lacks(self, _: str, /) -> bool:
        """False: whether there is such a folder is not known."""
        return False


def open_git(text: str) -> OpenedSpec:
    """Open a SPEC, given without its `git:`, as files and entry.

    The repository is that of the working directory. A path is from the top of the repository, or
    from the working directory if it begins with `./` or `../`. Raises OriginError: RC604 for a
    malformed SPEC, RC602 for one that git does not have.
    """
    revision, colon, path = text.partition(":")
    if not (revision and colon and path) or "\0" in text or revision.startswith("-"):
        message = f"{GIT}{text} names no file of a commit"
        raise OriginError(error("RC604", message, advice=_HOW), usage=True)
    prefix = _git("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    commit = _commit(revision)
    start = prefix if path.startswith(("./", "../")) else ""
    plain = posixpath.normpath(posixpath.join(start, path))
    blobs = _blobs(commit)
    if plain not in blobs:
        raise OriginError(_no_such_file(revision, plain, blobs))
    findings: list[Diagnostic] = []
    files = GitFiles(blobs, posixpath.dirname(plain), findings)
    shown = f"{GIT}{revision}:{plain}"
    return OpenedSpec(files, posixpath.basename(plain), shown, findings=findings)


def _commit(revision: str) -> str:
    """Resolve a revision to the id of its commit."""
    try:
        name = _git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except OriginError as fault:
        message = f"there is no commit {revision!r}: {fault.diagnostic.message}"
        advice = "Name a commit, a branch or a tag; a shallow clone has only the newest commits."
        raise OriginError(error("RC602", message, advice=advice)) from None
    # With --end-of-options, old versions of git print the option too.
    return name.decode("ascii", "replace").split()[-1]


def _blobs(commit: str) -> dict[str, _Blob]:
    """The regular files of a commit, by path from the top of the repository."""
    listing = _git("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
    blobs = {}
    for line in listing.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = line.partition("\t")
        if head.startswith(_FILE_MODE):
            _, _, id_, size = head.split()
            blobs[path] = _Blob(id_, int(size))
    return blobs


def _git(*call: str) -> bytes:
    """Run a command of git and return its output. Raises OriginError if it fails."""
    git = shutil.which("git")
    if git is None:
        advice = "Install git, or name a file."
        raise OriginError(error("RC602", "git is not installed, or not on the PATH", advice=advice))
    try:
        ran = subprocess.run(
            [git, "--no-pager", "--no-optional-locks", *call],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"git has not answered in {_TIMEOUT} seconds"
        raise OriginError(error("RC602", message, advice="Try `git status` yourself.")) from None
    except OSError as fault:
        message = f"git cannot be run: {fault.strerror}"
        raise OriginError(error("RC602", message, advice="Install git anew.")) from None
    if ran.returncode != 0:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or ["it does not say why"]
        message = f"git failed: {said[-1].removeprefix('fatal: ')}"
        advice = "Run the command in a folder of the repository that has the file."
        raise OriginError(error("RC602", message, advice=advice))
    return ran.stdout


def _no_such_file(revision: str, path: str, paths: Iterable[str]) -> Diagnostic:
    """The error for a path without a file, with similar paths."""
    known = [known for known in paths if known.endswith((".ts", ".mts", ".cts"))]
    near = similar_paths(path, known)
    advice = f"Did you mean {' or '.join(near)}?" if near else _HOW
    return error("RC603", f"{revision} has no {path!r}", advice=advice)
