"""Load a spec with its facts for replaying outside of the command."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..audit.unpacking import UnreadableError
from ..facts.choosing import FactsError, choose
from ..pipeline import Options, load_model
from ..sources.opening import open_spec
from ..sources.origin import OriginError
from ..targets import package_names
from ..text.diagnostics import Severity, format_diagnostic
from ..text.disk import open_stream
from .protocol import Protocol
from .reading import NoScriptError, read_script
from .script import Script

__all__ = ["ReplayError", "protocol_of", "script_of"]

_NO_EVENTS: Final = "it declares no events"


class ReplayError(Exception):
    """A spec or a file cannot be used; the text is the reason."""


def protocol_of(spec: str, facts: str | None = None) -> Protocol:
    """Load the protocol of a spec, which is named as for the command. Raises ReplayError."""
    try:
        opened = open_spec(spec)
        chosen = choose(facts, opened)
    except OriginError as fault:
        raise ReplayError(format_diagnostic(fault.diagnostic, {})) from None
    except FactsError as fault:
        raise ReplayError(f"{facts}: {fault}") from None
    options = Options(
        facts=chosen.source,
        facts_found=chosen.is_found,
        origin=opened.origin,
        spec_version=chosen.package_version,
    )
    loaded = load_model(opened.files, opened.entry, options)
    if loaded.model is None:
        by_path = {source.path: source for source in loaded.sources}
        wrong = [d for d in loaded.diagnostics if d.severity is Severity.ERROR]
        raise ReplayError("".join(format_diagnostic(d, by_path) for d in wrong))
    if not loaded.model.groups:
        raise ReplayError(f"{spec}: {_NO_EVENTS}")
    names, _ = package_names(loaded.model, opened.entry)
    return Protocol(loaded.model, names, loaded.facts)


def script_of(file: str | Path, protocol: Protocol, pointer: str | None = None) -> Script:
    """Read the script of a recording or a scenario. Raises ReplayError."""
    try:
        with open_stream(str(file)) as stream:
            return read_script(stream, protocol, pointer).script
    except OSError as fault:
        raise ReplayError(f"{file}: {fault.strerror}") from None
    except (NoScriptError, UnreadableError) as fault:
        raise ReplayError(f"{file}: {fault}") from None
