"""The option `--propose` of `audit`: write a facts file that makes recordings fit."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from ..text.diagnostics import error, printable
from ..text.disk import open_stream
from .console import fail, loaded_with

if TYPE_CHECKING:
    from ..audit.auditor import Auditor
    from ..audit.observer import Refused
    from ..audit.proposal import Attempt, Proposal
    from ..audit.tally import Report
    from ..facts.choosing import ChosenFacts
    from ..pipeline import Loaded
    from ..sources.origin import OpenedSpec
    from ..text.diagnostics import Diagnostic
    from ..text.source import SourceFile

__all__ = ["Recordings", "assert_writable", "proposed"]

_DECLARATIONS: Final = re.compile(r"(\.d)?\.[cm]?tsx?$")
_KEPT: Final = 64 * 2**20  # The number of bytes of standard input that are kept in memory.
_STREAMS: Final = ("-", "/dev/fd/", "/proc/self/fd/")


def assert_writable(path: Path, facts: str | None) -> None:
    """Raise BadParameter if the path has no facts file, or one that the run does not continue."""
    stem = _DECLARATIONS.sub("", path.name)
    if stem != path.name:
        message = f"{path} is no facts file, but declarations; name a TOML file: {stem}.facts.toml"
        raise click.BadParameter(message, param_hint="--propose")
    if not path.exists():
        return
    if path.suffix != ".toml" and path.is_file():
        message = f"{path} exists, and nothing is overwritten; name a new TOML file"
        raise click.BadParameter(message, param_hint="--propose")
    if facts is None or not Path(facts).is_file() or not path.samefile(facts):
        message = f"{path} exists; --facts {path} goes on with it"
        raise click.BadParameter(message, param_hint="--propose")


class Recordings:
    """Recordings that are read several times; a copy of what comes from a pipe is kept."""

    def __init__(self) -> None:
        self._kept: dict[str, IO[bytes]] = {}

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Open a recording at its beginning. Raises OSError if it cannot be read."""
        if not name.startswith(_STREAMS):
            with open_stream(name) as stream:
                yield stream
            return
        if name not in self._kept:
            # It is kept until `close`.
            kept = self._kept[name] = tempfile.SpooledTemporaryFile(_KEPT)  # noqa: SIM115
            with _source(name) as stream:
                shutil.copyfileobj(stream, kept)
        self._kept[name].seek(0)
        yield self._kept[name]

    def close(self) -> None:
        """Close and delete the kept copies."""
        for kept in self._kept.values():
            kept.close()
        self._kept.clear()


@contextmanager
def _source(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with open_stream(name) as stream:
            yield stream


def proposed(
    path: Path,
    opened: OpenedSpec,
    chosen: ChosenFacts,
    loaded: Loaded,
    folders: tuple[Path, ...],
    read: Callable[[Loaded, Refused], Auditor],
) -> Report:
    """Write the facts that make recordings fit, and return the report without them.

    `chosen` are the facts of the run, which the file continues, and `loaded` the model with them.
    `read` audits the recordings with a model, given the mends not to propose.
    """
    from ..audit.proposal import Attempt, ProposalError, propose
    from ..facts.writing import base_text
    from ..output.named import write_named
    from ..targets import taken_by_package

    def attempt(source: SourceFile, refused: Refused) -> Attempt | Sequence[Diagnostic]:
        trial = replace(chosen, source=source, shipped=None, is_found=False)
        tried = loaded_with(trial, opened, folders)
        if tried.model is None:
            return tried.diagnostics
        auditor = read(tried, refused)
        assert auditor.observer is not None
        return Attempt(auditor.report(), auditor.observer)

    shipped = None if chosen.shipped is None else chosen.shipped.name
    base = base_text(chosen.source, shipped, loaded.spec, loaded.used, loaded.sources)
    try:
        taken = () if loaded.model is None else taken_by_package(loaded.model, opened.entry)
        proposal = propose(base, str(path), _HEADLINE, attempt, taken)
    except ProposalError as fault:
        message = f"no facts can be proposed: {fault}"
        advice = "Mend the facts that the proposal is added to, and run the command again."
        fail(error("RC736", message, advice=advice, file=str(path)))
    if not proposal.before.count:
        return proposal.before  # Without events nothing is proposed, and nothing written.

    def as_read(before: bytes | None) -> bool:
        return before is None or (chosen.source is not None and before == chosen.source.data)

    try:
        if not write_named(path, proposal.text.encode(), as_read):
            message = "somebody else has changed the file since it was read"
            fail(error("RC735", message, advice="Run the command again.", file=str(path)))
    except OSError as fault:
        message = f"the facts cannot be written: {fault.strerror}"
        advice = "Name a file that can be written."
        fail(error("RC735", message, advice=advice, file=str(path)))
    click.echo(_summary(path, proposal), nl=False, err=True)
    return proposal.before


_HEADLINE: Final = "# Proposed by an audit, to be edited: what recordings have beside the spec.\n"


def _summary(path: Path, proposal: Proposal) -> str:
    count = "1 new entry" if proposal.count == 1 else f"{proposal.count} new entries"
    before, after = proposal.before, proposal.after
    text = (
        f"proposal: {printable(str(path))}, {count}; with it {after.misfits:,} of "
        f"{after.count:,} events misfit, {before.misfits:,} without"
    )
    left = len(proposal.unmended)
    if left:
        text += f"; what no fact mends stands at its end ({left})"
    return f"{text}\n"
