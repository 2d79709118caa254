"""Errors for configured files that do not exist, at their places in the configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ..facts.choosing import WORDS, meant_word
from ..project.job import Job
from ..text.diagnostics import Diagnostic, error
from ..text.placed import place_of
from ..text.similar import missing_file_advice, similar_file
from .console import fail

__all__ = ["assert_configured_files", "with_similar_file"]


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
            similar = similar_file(Path(text))
            advice = "Check the path." if similar is None else f"Did you mean {similar.as_posix()}?"
            if field == "facts" and (word := meant_word(Path(text).name)):
                advice = f"Did you mean {word}?"
            diagnostic = error("RC743", f"there is no {kind} {text!r}", span, advice)
            fail(diagnostic, sources=() if job.config is None else (job.config,))


def with_similar_file(
    diagnostics: Iterable[Diagnostic], job: Job, entry: str
) -> tuple[Diagnostic, ...]:
    """Add to the error about a missing spec the place where it is configured."""
    span = place_of(job.placed, "spec", job.spec)
    return tuple(
        replace(
            diagnostic,
            span=span,
            advice=missing_file_advice(job.spec) if span is not None else diagnostic.advice,
        )
        if diagnostic.code == "RC101" and diagnostic.file == entry and not job.is_npm
        else diagnostic
        for diagnostic in diagnostics
    )
