"""What tests need on Windows: line ends as they write them, and a word where links fail.

Links need Developer Mode or an administrator there. Text is UTF-8 if PYTHONUTF8 is set, which the
workflow does for the tests.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

__all__ = ["as_elsewhere"]

_NO_PRIVILEGE: Final = 1314


@contextmanager
def as_elsewhere() -> Iterator[None]:
    """Let files have the line ends that tests write, and skip tests that may not make links."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_text", _with_line_feeds(Path.write_text))
        patch.setattr(Path, "symlink_to", _or_skipped(Path.symlink_to))
        yield


def _with_line_feeds(write: Callable[..., int]) -> Callable[..., int]:
    @functools.wraps(write)
    def written(*arguments: Any, newline: str | None = "\n", **options: Any) -> int:
        return write(*arguments, newline=newline, **options)

    return written


def _or_skipped(link: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(link)
    def linked(*arguments: Any, **options: Any) -> None:
        try:
            link(*arguments, **options)
        except OSError as fault:
            if getattr(fault, "winerror", None) != _NO_PRIVILEGE:
                raise
            pytest.skip("links need Developer Mode, or an administrator, on Windows")

    return linked
