"""Find the name that is most similar to a misspelt one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

__all__ = [
    "address_fault",
    "missing_file_advice",
    "similar_file",
    "similar_name",
    "similar_paths",
]

_MOST_COMPARED: Final = 1000
_MOST_PATHS: Final = 5_000
_SHORTEST_PREFIX: Final = 3
_LONGEST: Final = 100
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(.*)", re.DOTALL)
_SCHEMES: Final = ("npm", "git")
_HOST: Final = re.compile(r"[\w.-]+@[\w.-]+:")
_REPOSITORIES: Final = re.compile(
    r"(git|hg|svn|bzr)\+.*|ssh|sftp|scp|git@.*|github|gitlab|bitbucket|gist", re.IGNORECASE
)
_PACKAGE: Final = "one of a published package: npm:PACKAGE@VERSION/PATH.d.ts"
_BY_PATH: Final = f"Name a file by its path, or {_PACKAGE}"
_DOWNLOAD: Final = "Download the file, or name a published package: npm:PACKAGE@VERSION/PATH.d.ts"
_REPOSITORY: Final = (
    "a repository elsewhere is not read",
    f"Clone it and name the file by its path, or {_PACKAGE}",
)


def similar_name(wrong: str, known: Iterable[str]) -> str | None:
    """The most similar known name, if it is close; None otherwise.

    Close is an edit for each three characters, or one; case does not count, and neither do dashes
    in front, unless two names are as close. A common beginning of three characters or more is
    close, too.
    """
    plain = _plain(wrong)
    characters = Counter(plain)
    best: tuple[int, str] | None = None
    for name in known:
        other = _plain(name)
        most = max(1, max(len(plain), len(other)) // 3)
        begins = len(plain) >= _SHORTEST_PREFIX and other.startswith(plain)
        if begins:
            distance = len(other) - len(plain)
        elif _edits_at_least(characters, Counter(other)) > most:
            continue
        else:
            distance = _edits(plain, other)
        if not begins and (distance > most or distance >= max(len(plain), len(other))):
            continue
        if best is None or distance < best[0] or (distance == best[0] and _fits(wrong, name, best)):
            best = (distance, name)
    return None if best is None else best[1]


def _fits(wrong: str, name: str, best: tuple[int, str]) -> bool:
    """Whether a name as close as the best one is closer with its case."""
    return _edits(wrong[:_LONGEST], name[:_LONGEST]) < _edits(wrong[:_LONGEST], best[1][:_LONGEST])


def similar_paths(wrong: str, known: Sequence[str]) -> list[str]:
    """Up to three paths that are most similar to a wrong one; only the first are compared."""
    # Imported late: a plain run never needs it.
    from difflib import get_close_matches

    return get_close_matches(wrong, known[:_MOST_PATHS], n=3, cutoff=0.4)


def similar_file(path: Path) -> Path | None:
    """The existing file or folder that is similar to a missing path; None if there is none.

    The part behind the first dot does not count: that two files are declarations says nothing.
    """
    try:
        if path.exists():
            return None
        names = sorted(other.name for other in path.parent.iterdir())[:_MOST_COMPARED]
    except (OSError, ValueError):
        return None
    others: dict[str, list[str]] = {}
    for name in names:
        if name != path.name:
            others.setdefault(_stem(name), []).append(name)
    stem = similar_name(_stem(path.name), others)
    if stem is None:
        return None
    same_suffix = [name for name in others[stem] if name.endswith(path.suffix)]
    return path.parent / (same_suffix or others[stem])[0]


def missing_file_advice(text: str) -> str:
    """Advice for a SPEC that is taken for a path without a file."""
    try:
        return _advice(text, Path(text))
    except (OSError, ValueError):  # Too long, or with a character that no path can have.
        return "Check the path."


def _advice(text: str, path: Path) -> str:
    if text == "-":
        return "Standard input is read by generate alone; save the declarations to a file."
    if path.is_symlink():
        return "It is a link to a file that does not exist."
    similar = similar_file(path)
    if similar is not None:
        return f"Did you mean {similar.as_posix()}?"
    if path.parent.is_file():
        return f"{path.parent.as_posix()} is a file, and no folder."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent.as_posix()}, either."
    return "Check the path; a file of a published package is npm:PACKAGE@VERSION/PATH.d.ts."


def address_fault(text: str) -> tuple[str, str] | None:
    """The reason why an address given as SPEC is not read, and advice; None for a path.

    An existing file is a path, whatever it looks like, and so is a drive of Windows.
    """
    scheme, host = _SCHEME.match(text), _HOST.match(text)
    if (scheme is None and host is None) or (scheme and scheme[1] in _SCHEMES) or _exists(text):
        return None
    if scheme is None:
        return _REPOSITORY
    name, rest = scheme.groups()
    known = similar_name(name, _SCHEMES)
    if _REPOSITORIES.fullmatch(name) or (rest.startswith("//") and rest.endswith(".git")):
        return _REPOSITORY
    if rest.startswith("//"):
        advice = "Name the file by its path alone." if name.lower() == "file" else _DOWNLOAD
        return "a URL is not read", advice
    if known is not None:
        return f"no SPEC begins with {name}:", f"Did you mean {known}:{rest}?"
    if name.lower() == "file":
        return "a URL is not read", "Name the file by its path alone."
    return f"no SPEC begins with {name}:", _BY_PATH


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _plain(name: str) -> str:
    return name.lstrip("-").casefold()[:_LONGEST]


def _stem(name: str) -> str:
    stem = name[1:].partition(".")[0]
    return name[:1] + stem


def _edits_at_least(one: Counter[str], other: Counter[str]) -> int:
    """A cheap lower bound of `_edits`: characters that only one of two words has."""
    return max((one - other).total(), (other - one).total())


def _edits(one: str, other: str) -> int:
    """The edit distance: insertions, deletions, substitutions and transpositions."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, character in enumerate(one):
        last, before, row = before, row, [at + 1]
        for place, wanted in enumerate(other):
            cost = min(row[place] + 1, before[place + 1] + 1, before[place] + (character != wanted))
            if at and place and character == other[place - 1] and one[at - 1] == wanted:
                cost = min(cost, last[place - 1] + 1)
            row.append(cost)
    return row[-1]
