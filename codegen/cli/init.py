"""`realtime-codegen init`: write a first configuration."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

import click

from ..project.config import CONFIG_NAME, PYPROJECT
from ..project.job import Job
from ..project.starting import Start, added_to, configuration_text, has_configuration
from ..sources.npm_source import split_npm
from ..sources.origin import NPM
from ..text.diagnostics import error
from ..text.disk import DOCUMENT_LIMIT, read_file
from ..text.documents import DocumentError
from ..text.similar import address_fault
from .completing import complete_files, complete_folders, complete_targets
from .console import EXIT_DIFFERENT, fail
from .endings import EXIT_STOPPED, verbose_option
from .helping import HelpedCommand

__all__ = ["command"]

_Check: TypeAlias = Callable[[str], str]
"""Returns a value as the configuration has it. Raises BadParameter."""

_PACKAGE_PATH: Final = "npm:PACKAGE@VERSION/PATH.d.ts"


@click.command(
    "init",
    cls=HelpedCommand,
    examples=(
        "realtime-codegen init",
        "realtime-codegen init --source spec.d.ts --package my_types --output src --yes",
        "realtime-codegen init --source spec.d.ts -t dataclasses -t docs --pyproject",
    ),
    context_settings={"allow_extra_args": True},
)
@click.option(
    "--source",
    shell_complete=complete_files,
    help=f"The declarations: a file, or {_PACKAGE_PATH}.",
)
@click.option("--package", help="The name of the package.  [default: as the source is called]")
@click.option(
    *("--output", "-o"),
    shell_complete=complete_folders,
    help=f"The output folder.  [default: {Job('').folder}]",
)
@click.option(
    *("--target", "-t", "targets"),
    multiple=True,
    shell_complete=complete_targets,
    help="What to emit; may be repeated.  [default: what generate --help marks with *]",
)
@click.option(
    "--pyproject", is_flag=True, help=f"Add the table to {PYPROJECT}, not a file of its own."
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: what is not given has its default.")
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    source: str | None,
    package: str | None,
    output: str | None,
    targets: tuple[str, ...],
    pyproject: bool,
    yes: bool,
) -> None:
    """Write a configuration for one spec into the working directory.

    On a terminal, what no option says is asked. Nothing that exists is overwritten.
    """
    if ctx.args:
        meant = "" if source is not None else f"; did you mean --source {ctx.args[0]}?"
        raise click.UsageError(f"Got unexpected extra argument ({ctx.args[0]}){meant}")
    _assert_none_yet(pyproject=pyproject)
    asks = not yes and sys.stdin.isatty()
    try:
        start = _start(source, package, output, targets, asks=asks)
        place = PYPROJECT if pyproject else CONFIG_NAME
        if asks:
            click.echo(f"\n{configuration_text(start, place)}")
            if not click.confirm(f"Write this to {place}?", default=True):
                click.echo("nothing was written", err=True)
                sys.exit(EXIT_DIFFERENT)
    except click.Abort:
        click.echo("\nstopped; nothing was written", err=True)
        sys.exit(EXIT_STOPPED)
    if pyproject:
        _add(start)
    else:
        _create(start)
    click.echo(f"wrote {place}: the spec {start.name}\nnext: realtime-codegen")


def _assert_none_yet(*, pyproject: bool) -> None:
    """End the program if the folder has a configuration, or lacks the file to add one to."""
    own, shared = Path(CONFIG_NAME), Path(PYPROJECT)
    if own.exists() or own.is_symlink():
        _refuse_another(CONFIG_NAME)
    if shared.is_file():
        try:
            has_one = has_configuration(_text_of(shared))
        except DocumentError as fault:
            if pyproject:
                fail(error("RC741", f"it is not TOML: {fault}", advice="Mend it.", file=PYPROJECT))
        else:
            if has_one:
                _refuse_another(PYPROJECT)
    elif pyproject:
        raise click.BadParameter(f"there is no {PYPROJECT} here", param_hint="--pyproject")


def _refuse_another(place: str) -> NoReturn:
    message = "there is a configuration already"
    advice = "Add a table [specs.NAME] to it; init overwrites nothing."
    fail(error("RC746", message, advice=advice, file=place))


def _text_of(path: Path) -> str:
    """Read a file as text. Raises DocumentError; ends the program if it cannot be read."""
    try:
        return read_file(path, DOCUMENT_LIMIT).decode("utf-8")
    except UnicodeDecodeError:
        raise DocumentError("it is not UTF-8") from None
    except OSError as fault:
        fail(error("RC741", f"{fault.strerror}", advice="Make it readable.", file=str(path)))


# ------------------------------------------------------------------------------ values


def _start(
    source: str | None,
    package: str | None,
    output: str | None,
    targets: tuple[str, ...],
    *,
    asks: bool,
) -> Start:
    """The settings, from the options, the answers to prompts, or defaults."""
    from ..python.identifiers import module_name

    if source is None and not asks:
        said = "name the declarations with --source, as there is no terminal to ask on"
        raise click.UsageError(said)
    ask_source = f"Declarations (a file, or {_PACKAGE_PATH})"
    spec = _value(source, "--source", ask_source, "", _source, asks=asks)
    called = module_name(spec.rpartition("/")[2])
    name = _value(package, "--package", "Package", called, _package, asks=asks)
    folder = _value(output, "--output", "Output folder", Job("").folder, _output, asks=asks)
    given = " ".join(targets) or None
    ask_targets = "Targets (none: the default ones)"
    made = _value(given, "--target", ask_targets, "", _targets, asks=asks)
    return Start(spec, name, folder, tuple(made.split()))


def _value(
    given: str | None, option: str, question: str, default: str, check: _Check, *, asks: bool
) -> str:
    """The value of an option, else the answer to a prompt, else the default."""
    if given is not None or not asks:
        try:
            return check(default if given is None else given)
        except click.BadParameter as fault:
            fault.param_hint = option
            raise
    answer: str = click.prompt(
        question, default=default, show_default=bool(default), value_proc=check
    )
    return answer


def _source(text: str) -> str:
    if text.startswith(NPM):
        if split_npm(text.removeprefix(NPM)) is None:
            raise click.BadParameter(f"{text} is not {_PACKAGE_PATH}, with one exact version")
        return text
    fault = address_fault(text)
    if fault is not None:
        raise click.BadParameter(": ".join(fault))
    if not text.isprintable() or not Path(text).is_file():
        raise click.BadParameter(f"there is no file {text!r}")
    return Path(text).as_posix()


def _package(text: str) -> str:
    from ..text.paths import package_fault

    fault = package_fault(text)
    if fault is not None:
        raise click.BadParameter(f"{text!r} is no name for a package: {fault}")
    return text


def _output(text: str) -> str:
    if not text or not text.isprintable():
        raise click.BadParameter(f"{text!r} is no folder")
    if Path(text).exists() and not Path(text).is_dir():
        raise click.BadParameter(f"{text!r} is a file")
    return Path(text).as_posix()


def _targets(text: str) -> str:
    from ..targets import TargetError, discover

    names = text.replace(",", " ").split()
    try:
        discover(names)
    except TargetError as fault:
        raise click.BadParameter(str(fault)) from None
    return " ".join(dict.fromkeys(names))


# ----------------------------------------------------------------------------- writing


def _create(start: Start) -> None:
    """Write the configuration as a new file; never overwrite one that was made meanwhile."""
    from ..output.named import write_named

    data = configuration_text(start, CONFIG_NAME).encode("utf-8")
    if not write_named(Path(CONFIG_NAME), data, lambda before: before is None):
        _refuse_another(CONFIG_NAME)


def _add(start: Start) -> None:
    from .trees import write_trees

    place = Path(PYPROJECT)
    try:
        text = added_to(_text_of(place), start)
    except DocumentError as fault:
        advice = f"Leave out --pyproject, which writes {CONFIG_NAME}."
        fail(error("RC741", f"{fault}", advice=advice, file=PYPROJECT))
    write_trees((), Path(), {place: text.encode("utf-8")})
