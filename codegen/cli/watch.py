"""`--watch`: run again when a file changes that the last run read, or missed."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from ..project.freshness import sum_of
from ..text.diagnostics import error, printable
from .console import fail
from .endings import show_unforeseen, stops_unwrapped

__all__ = ["target_sums", "watch"]

_DEBOUNCE_MS: Final = 1000
"""Seconds, at most, in which changes are collected: editors and Git make many at once."""

_QUIET_MS: Final = 60
"""Seconds without changes before a run begins."""

_TICK_MS: Final = 250
"""Seconds until the watcher has started; files are compared once after them."""


def watch(run: Callable[[dict[str, str]], None]) -> None:
    """Do a run, and again at each change of its files, until it is interrupted.

    `run` adds the files that it reads, with their sums, and "" for a file that does not exist. An
    error ends the run, which shows it, but not the watching.
    """
    _assert_there()
    known: dict[str, str] = {}
    try:
        while True:
            seen: dict[str, str] = {}
            # A failing run may end before it reads all the files of the last one: watch these too.
            before = {path: sum_of(path) for path in known}
            _attempt(run, seen)
            known = {**before, **seen}
            if not known:
                fail(error("RC755", "there is no file to watch", advice="Name a file."))
            count = sum(1 for known_sum in known.values() if known_sum)
            click.echo(
                f"watching {count} file{'' if count == 1 else 's'}; Ctrl-C ends it", err=True
            )
            changed = next(_changes(known))
            click.echo(f"changed: {', '.join(map(printable, changed))}", err=True)
    except KeyboardInterrupt:
        click.echo("", err=True)


def target_sums(folders: Iterable[Path]) -> dict[str, str]:
    """The sums of the files in folders of targets, and "" for files that could be added.

    These are all modules, and templates of the targets or overrides of the tool's.
    """
    from ..output.own_templates import own_templates, replaceable_templates
    from ..targets import own_targets, target_names

    chosen = tuple(folders)
    places = [path for folder in chosen for path in sorted(folder.glob("*.py"))]
    places += own_templates(chosen, {*target_names(), *own_targets(chosen)}).values()
    places += [folder / name for folder in chosen for name in replaceable_templates()]
    return {str(path): sum_of(str(path)) for path in places}


def _assert_there() -> None:
    try:
        import watchfiles  # noqa: F401
    except ImportError:
        advice = "Install it: pip install 'realtime-codegen[watch]'."
        fail(error("RC755", "--watch needs the package watchfiles", advice=advice))


def _attempt(run: Callable[[dict[str, str]], None], seen: dict[str, str]) -> None:
    try:
        with stops_unwrapped():
            run(seen)
    except click.ClickException as fault:
        fault.show()
    except SystemExit:
        pass
    except Exception as fault:
        show_unforeseen(fault)
    # Compiling templates to the cache pays for many runs, not for one.
    gc.collect()


def _changes(known: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the names of changed files, again and again; first those that changed before."""
    import watchfiles

    places = {place: path for path in known for place in _places(path)}
    folders = {os.path.dirname(place) for place in places}  # noqa: PTH120
    begun = False
    for events in watchfiles.watch(
        *sorted(folder for folder in folders if Path(folder).is_dir()),
        watch_filter=lambda _change, path: path in places,
        debounce=_DEBOUNCE_MS,
        step=_QUIET_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        recursive=False,
    ):
        if events or not begun:
            begun = True
            changed = [path for path in sorted(known) if sum_of(path) != known[path]]
            if changed:
                yield changed


def _places(path: str) -> tuple[str, str]:
    """The paths under which changes of a file are reported: its own, and its link's target."""
    folder, name = os.path.split(path.removesuffix("/"))
    return os.path.join(os.path.realpath(folder), name), os.path.realpath(path)  # noqa: PTH118
