"""Output folders: write them, check them, report conflicts."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

import click

from ..output.transaction import ChangedError, UnfinishedError
from ..output.tree import (
    Conflict,
    ConflictError,
    OutsideError,
    Revision,
    Tree,
    compare,
    conflicts,
    foreign_files,
    is_unfinished,
    text_diff,
    write,
)
from ..text.diagnostics import Diagnostic, error, format_diagnostic, note
from ..text.disk import OUTPUT_LIMIT, read_file
from ..text.hidden import escape_hidden
from ..text.lines import with_line_feeds
from .console import EXIT_DIFFERENT, fail

__all__ = ["are_fresh", "check_trees", "write_trees"]

_MOST_NAMED: Final = 5
_OWN_CODE: Final = (
    "Own code belongs in a module outside the package, which imports, wraps or subclasses what "
    "is generated"
)
_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    # A kind of conflict: its code, its description, and advice.
    "edited": (
        "RC403",
        "edited since it was generated",
        f"{_OWN_CODE}. --force overwrites the edits; keep formatters away from the folder.",
    ),
    "foreign": (
        "RC404",
        "in the way, and not generated",
        "Move it, or choose another --output or --package. --force overwrites it.",
    ),
    "unreadable": (
        "RC405",
        "not readable as a manifest, without which edited files cannot be told",
        "Restore it. --force writes it anew, and overwrites edited files.",
    ),
    "other": (
        "RC405",
        "the manifest of another package, whose files are there",
        "Choose another --output, or other targets. --force overwrites, and removes nothing.",
    ),
}


def write_trees(
    trees: Sequence[Tree],
    home: Path | None = None,
    others: Mapping[Path, bytes | Revision] | None = None,
    *,
    force: bool = False,
) -> None:
    """Write output folders and other files in one transaction, and report the changes.

    Ends the program if there is a conflict, or if a file cannot be written.
    """
    try:
        changed = write(trees, home, others, force=force)
    except ConflictError as fault:
        for diagnostic in _as_diagnostics(fault.conflicts):
            click.echo(format_diagnostic(diagnostic, {}), err=True)
        click.echo("nothing was written", err=True)
        sys.exit(EXIT_DIFFERENT)
    except OutsideError as fault:
        _fail_outside(fault)
    except UnfinishedError as fault:
        _fail_unfinished(fault)
    except ChangedError as fault:
        message = "somebody else has changed the file since it was read"
        advice = "Run the command again. Nothing was written."
        fail(error("RC408", message, advice=advice, file=str(fault.path)))
    except OSError as fault:
        place = fault.filename or str(trees[0].folder)
        fail(error("RC402", f"{place}: {fault.strerror}", advice=_advice(fault)))
    for tree, names in zip(trees, changed, strict=True):
        state = f"{len(names)} changed" if names else "all fresh"
        click.echo(f"{tree.folder}/{tree.package}: {len(tree.files)} files, {state}")


def _advice(fault: OSError) -> str:
    match fault.errno:
        case errno.EEXIST | errno.ENOTDIR:
            way = "Name a folder with --output, or move the file that has its name."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            way = "Name another folder with --output, or make this one writable."
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            way = "Name another folder with --output, or make room there."
        case errno.ETIMEDOUT:
            way = "Wait for it, and run the command again."
        case _:
            way = "Mend it there, or name another folder with --output."
    return f"{way} Nothing was written."


def _fail_outside(fault: OutsideError) -> NoReturn:
    message = f"{fault.path!r} would not be written there: {fault.why}"
    advice = "Replace the link by a folder, or change what asks for the path. --force is no way."
    fail(error("RC407", message, advice=advice, file=str(fault.folder)))


def _fail_unfinished(fault: UnfinishedError) -> NoReturn:
    message = f"a run of the configuration in {fault.home} was cut off"
    fail(error("RC406", message, advice="Run realtime-codegen there first; that finishes it."))


def _as_diagnostics(conflicts: Sequence[Conflict]) -> list[Diagnostic]:
    """A diagnostic for each folder and kind of conflict, with the names of the files."""
    grouped: dict[tuple[Path, str], list[str]] = {}
    for conflict in conflicts:
        grouped.setdefault((conflict.folder, conflict.kind), []).append(conflict.path)
    diagnostics = []
    for (folder, kind), paths in grouped.items():
        code, what, advice = _KINDS[kind]
        others = [f"{folder}/{path}" for path in paths[1:_MOST_NAMED]]
        more = [f"{len(paths) - _MOST_NAMED} more"] if len(paths) > _MOST_NAMED else []
        also = f" (also {', '.join([*others, *more])})" if others else ""
        diagnostics.append(error(code, f"{what}{also}", advice=advice, file=f"{folder}/{paths[0]}"))
    return diagnostics


def check_trees(trees: Sequence[Tree], others: Mapping[Path, bytes] | None = None) -> None:
    """Compare output folders and other files with the expected content.

    Ends the program if one differs.
    """
    if not are_fresh(trees, others or {}):
        sys.exit(EXIT_DIFFERENT)


def are_fresh(trees: Sequence[Tree], others: Mapping[Path, bytes]) -> bool:
    """Report the differences of output folders and other files; return whether there are none."""
    fresh = [_is_fresh(tree) for tree in trees]
    fresh += [_is_as_expected(path, data) for path, data in others.items()]
    return all(fresh)


def _is_as_expected(path: Path, data: bytes) -> bool:
    try:
        actual = read_file(path, OUTPUT_LIMIT)
    except OSError:
        actual = b""
    if with_line_feeds(actual) == data:
        return True
    shown = Path(os.path.relpath(path)).as_posix()
    _show_diff(text_diff(shown, actual, data, missing=not actual))
    click.echo(f"{shown}: not fresh; generate again to bring it up to date", err=True)
    return False


def _show_diff(diff: str) -> None:
    """Print a diff: byte for byte so that it can be applied, but escaped on a terminal."""
    click.echo(escape_hidden(diff) if sys.stdout.isatty() else diff, nl=False)


def _is_fresh(tree: Tree) -> bool:
    """Report the differences of a folder; return whether there are none."""
    try:
        differences = compare(tree)
        edited = [conflict for conflict in conflicts(tree) if conflict.kind == "edited"]
        foreign = foreign_files(tree)
    except OutsideError as fault:
        _fail_outside(fault)
    except OSError as fault:
        fail(error("RC402", f"{fault.filename}: {fault.strerror}", advice="Make it readable."))
    for difference in differences:
        _show_diff(difference.diff)
    if is_unfinished(tree):
        advice = "Generate again: that finishes it, or takes it back."
        diagnostic = error("RC406", "a run was cut off, or is writing now", advice=advice)
        click.echo(f"{tree.folder}: {format_diagnostic(diagnostic, {})}", nl=False, err=True)
    for diagnostic in _as_diagnostics(edited):
        click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)
    if foreign:
        folder = f"{tree.folder}/{tree.package}"
        message = f"not generated, and left alone: {', '.join(foreign[:_MOST_NAMED])}"
        more = ", ..." if len(foreign) > _MOST_NAMED else ""
        told = note("RC404", message + more, advice=f"{_OWN_CODE}.", file=folder)
        click.echo(format_diagnostic(told, {}), nl=False, err=True)
    if not differences:
        return not is_unfinished(tree)
    kinds = ", ".join(
        f"{count} {kind}"
        for kind in ("changed", "missing", "stale")
        if (count := sum(difference.kind == kind for difference in differences))
    )
    click.echo(
        f"{tree.folder}: not fresh: {kinds}; generate again to bring it up to date", err=True
    )
    return False
