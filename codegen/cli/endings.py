"""Endings of runs: a signal, a bug in the tool, or an output stream that was closed."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

import click

from .. import __version__

__all__ = [
    "EXIT_STOPPED",
    "ended_early",
    "fill_streams",
    "keep_verbose",
    "show_cause",
    "show_unforeseen",
    "stops_unwrapped",
    "verbose_option",
]

# The exit codes by which a shell recognizes the end by SIGINT, SIGPIPE and SIGTERM.
EXIT_STOPPED: Final = 130
_EXIT_UNREAD: Final = 141
_EXIT_TERMINATED: Final = 143

_VERBOSE: Final = f"{__name__}.verbose"
_TOOL: Final = Path(__file__).resolve().parents[1]


class _Terminated(KeyboardInterrupt):
    """A signal other than SIGINT that asks the program to end."""


def fill_streams() -> None:
    """Open the null device for standard streams that are closed, as those of a service may be.

    Else there is no stream to ask whether it is a terminal, and a file that is opened later gets
    the number of one, which other programs and the interpreter write to.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            null = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, null)


@contextlib.contextmanager
def ended_early(ctx: click.Context) -> Iterator[None]:
    """End a run that is stopped by a signal, or by a closed output, with its own exit code."""
    _print_anything()
    try:
        with _signals_raised(), stops_unwrapped():
            yield
    except KeyboardInterrupt as stop:
        click.echo("stopped", err=True)
        ctx.exit(_EXIT_TERMINATED if isinstance(stop, _Terminated) else EXIT_STOPPED)
    except BrokenPipeError:
        _drop_output()
        ctx.exit(_EXIT_UNREAD)
    except OSError as fault:
        from .console import EXIT_USAGE

        _drop_output()
        with contextlib.suppress(OSError):
            _show_refusal(fault)
        ctx.exit(EXIT_USAGE)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as fault:
        from .console import EXIT_SPEC

        show_unforeseen(fault)
        ctx.exit(EXIT_SPEC)


@contextlib.contextmanager
def stops_unwrapped() -> Iterator[None]:
    """Raise a stop as itself that became a RuntimeError.

    Python 3.11 makes one of what is raised within `__set_name__`. Another comes of clearing up
    after the stop, where a pool of processes ends whose thread was not started yet.
    """
    try:
        yield
    except RuntimeError as fault:
        behind: BaseException | None = fault
        while behind is not None and not isinstance(behind, KeyboardInterrupt):
            behind = behind.__cause__ or behind.__context__
        if behind is not None:
            raise behind from None
        raise


def _print_anything() -> None:
    r"""Let output streams escape characters that their encoding lacks, as `\u2192`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def _signals_raised() -> Iterator[None]:
    """Turn signals that would end the process into exceptions, so that changes are undone."""
    names = ("SIGTERM", "SIGHUP", "SIGBREAK")
    signals = [number for name in names if (number := getattr(signal, name, None)) is not None]
    taken = []
    if threading.current_thread() is threading.main_thread():
        taken = [number for number in signals if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _terminate)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated


def _drop_output() -> None:
    """Discard unprinted text: the interpreter would flush it again at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# ----------------------------------------------------------------- errors of the tool


def keep_verbose(ctx: click.Context, _parameter: click.Parameter, value: object) -> object:
    """Store whether `--verbose` was given, for errors; the callback of that option."""
    ctx.find_root().meta[_VERBOSE] = bool(value)
    return value


verbose_option: Final = click.option(
    "--verbose",
    "-v",
    is_flag=True,
    expose_value=False,
    callback=keep_verbose,
    help="Show the traceback of an error of the tool.",
)
"""The option `--verbose` of commands that have it for tracebacks only."""


def show_unforeseen(fault: Exception) -> None:
    """Report an unexpected exception, and how to file an issue, or that the memory was not enough.

    With `--verbose` its traceback is shown as well.
    """
    from ..text.diagnostics import error, format_diagnostic

    ctx = click.get_current_context(silent=True)
    verbose = ctx is not None and ctx.find_root().meta.get(_VERBOSE, False)
    if verbose:
        _show_traceback(fault)
    if _is_of_memory(fault):
        diagnostic = error("RC902", f"the memory was not enough: {_described(fault)}", advice=_MORE)
    else:
        said = f"an error that nobody foresaw: {_described(fault)}"
        diagnostic = error("RC901", said, advice=_advice(verbose=verbose))
    click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)


def _is_of_printing(fault: OSError) -> bool:
    """Whether what failed is the printing of text."""
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and at.tb_frame.f_code is click.echo.__code__


def _show_refusal(fault: OSError) -> None:
    """Report a call of the system that failed where no command expects it."""
    from ..text.diagnostics import error, format_diagnostic

    try:
        Path.cwd()
    except OSError as missing:
        message = f"the working directory cannot be used: {missing.strerror}"
        advice = "Change to a folder that exists and that you may enter, and run it again."
    else:
        place = "the standard output" if _is_of_printing(fault) else fault.filename
        message = f"{f'{place}: ' if place else ''}{fault.strerror or fault}"
        advice = "The system refused this. Mend it there, and run it again."
    diagnostic = error("RC903", message, advice=advice)
    click.echo(format_diagnostic(diagnostic, {}), nl=False, err=True)


def show_cause(fault: Exception) -> None:
    """With `--verbose`, show the traceback behind an error message."""
    ctx = click.get_current_context(silent=True)
    if fault.__cause__ is not None and ctx is not None and ctx.find_root().meta.get(_VERBOSE):
        _show_traceback(fault.__cause__)


def _show_traceback(fault: BaseException) -> None:
    import traceback

    click.echo("".join(traceback.format_exception(fault)), nl=False, err=True)


def _described(fault: Exception) -> str:
    """Describe an exception: type, text, the line of the tool, and the line that raised it."""
    import traceback

    frames = [
        (Path(frame.filename), f"{frame.lineno} in {frame.name}")
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    own = [
        f"{path.relative_to(_TOOL).as_posix()}:{place}"
        for path, place in frames
        if path.is_relative_to(_TOOL)
    ]
    places = own[-1:]
    if frames and not frames[-1][0].is_relative_to(_TOOL):
        path, place = frames[-1]
        places.append(f"{path.name}:{place}")
    text = str(fault)
    said = f": {text[:_LONGEST]}{'...' if len(text) > _LONGEST else ''}" if text else ""
    where = f" at {', '.join(places)}" if places else ""
    return f"{type(fault).__name__}{said}{where}"


_LONGEST: Final = 300


_NO_THREAD: Final = "can't start new thread"
_MORE: Final = (
    "A run needs about 400 MiB of addresses, most of them for the stack of a thread, and a large "
    "spec more than that. Give it more, or name what you need with --root."
)


def _is_of_memory(fault: Exception) -> bool:
    """Whether the system had no memory left, or none for the stack of another thread."""
    return isinstance(fault, MemoryError) or (
        isinstance(fault, RuntimeError) and str(fault).startswith(_NO_THREAD)
    )


def _advice(*, verbose: bool) -> str:
    traced = "the traceback" if verbose else "what --verbose shows of it"
    return (
        "This is a bug of realtime-codegen, or of a target of your own. Please report it with the "
        f"declarations, the version, {__version__}, and {traced}."
    )
