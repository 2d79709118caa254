"""Files that are named and do not exist: told where they are named, with what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ..facts.choosing import WORDS, meant_word
from ..project.job import Job
from ..text.diagnostics import Diagnostic, error
from ..text.placed import place_of
from .console import fail

__all__ = ["assert_configured_files", "with_similar_file"]

_MOST_COMPARED = 1000


def assert_configured_files(job: Job) -> None:
    """End the program if a facts file or a folder of the configuration does not exist."""
    named: list[tuple[str, str, str, Callable[[Path], bool]]] = [
        ("target_folders", str(folder), "folder", Path.is_dir) for folder in job.target_folders
    ]
    if job.facts is not None and job.facts not in WORDS:
        named.append(("facts", job.facts, "file", Path.exists))
    for field, text, kind, exists in named:
        span = place_of(job.placed, field, text)
        if span is not None and not exists(Path(text)):
            advice = _similar(Path(text)) or "Check the path."
            if field == "facts" and (word := meant_word(Path(text).name)):
                advice = f"Did you mean {word}?"
            diagnostic = error("RC743", f"there is no {kind} {text!r}", span, advice)
            fail(diagnostic, sources=() if job.config is None else (job.config,))


def with_similar_file(
    diagnostics: Iterable[Diagnostic], job: Job, entry: str
) -> tuple[Diagnostic, ...]:
    """The diagnostics, of which the one about a missing entry says where it is configured."""
    return tuple(
        replace(
            diagnostic,
            span=place_of(job.placed, "spec", job.spec),
            advice=_similar(Path(job.spec)) or diagnostic.advice,
        )
        if diagnostic.code == "RC101" and diagnostic.file == entry and not job.is_npm
        else diagnostic
        for diagnostic in diagnostics
    )


def _similar(path: Path) -> str:
    """Which file or folder beside a path was meant; "" if none is similar, or the path exists."""
    from difflib import get_close_matches

    try:
        if path.exists():
            return ""
        beside = sorted(other.name for other in path.parent.iterdir())[:_MOST_COMPARED]
    except (OSError, ValueError):
        return ""
    close = get_close_matches(path.name, beside, n=1)
    return f"Did you mean {(path.parent / close[0]).as_posix()}?" if close else ""
