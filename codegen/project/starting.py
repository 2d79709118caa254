"""Format the first configuration, as `init` writes it."""

from __future__ import annotations

from typing import Final

from ..text.documents import DocumentError, read_toml, toml_string
from ..text.records import dataclass
from .config import PYPROJECT, TOOL, is_spec_name

__all__ = ["Start", "added_to", "configuration_text", "has_configuration"]

_FALLBACK_NAME: Final = "spec"


@dataclass(frozen=True, slots=True)
class Start:
    """The settings of a first configuration for its one spec; no `targets` are the default ones."""

    source: str
    package: str
    output: str
    targets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the spec in the configuration: that of its package, if valid."""
        return self.package if is_spec_name(self.package) else _FALLBACK_NAME


def configuration_text(start: Start, path: str) -> str:
    """Format the table of a spec for the configuration file of that name."""
    above = (*TOOL, "specs") if path == PYPROJECT else ("specs",)
    lines = [
        f"[{'.'.join((*above, start.name))}]",
        f"source = {toml_string(start.source)}",
        f"package = {toml_string(start.package)}",
        f"output = {toml_string(start.output)}",
    ]
    if start.targets:
        lines.append(f"targets = [{', '.join(map(toml_string, start.targets))}]")
    return "".join(f"{line}\n" for line in lines)


def has_configuration(pyproject: str) -> bool:
    """Whether a `pyproject.toml` has a configuration. Raises DocumentError if it is not TOML."""
    table = read_toml(pyproject).get(TOOL[0], {})
    return isinstance(table, dict) and TOOL[1] in table


def added_to(pyproject: str, start: Start) -> str:
    """Append the configuration to the text of a `pyproject.toml`.

    Raises DocumentError if no table can be added to the file.
    """
    before = read_toml(pyproject)
    if not isinstance(before.get(TOOL[0], {}), dict):
        raise DocumentError(f"{TOOL[0]!r} is not a table")
    ends = "\r\n" if "\r\n" in pyproject else "\n"
    gap = "" if not pyproject else ends if pyproject.endswith("\n") else 2 * ends
    table = configuration_text(start, PYPROJECT).replace("\n", ends)
    text = f"{pyproject}{gap}{table}"
    after = read_toml(text)
    del after[TOOL[0]][TOOL[1]]
    if TOOL[0] not in before and not after[TOOL[0]]:
        del after[TOOL[0]]
    if after != before:
        raise DocumentError("the table cannot be added at its end")
    return text
