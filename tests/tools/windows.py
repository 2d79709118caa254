"""Adaptations of tests to Windows: line ends, and skips where links fail.

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
    """Write line ends as given, and skip tests that cannot make links."""
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
