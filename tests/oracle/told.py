"""What is read otherwise than the compiler does without a diagnostic at its line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles
from tests.oracle.beside import model_beside, of_values
from tests.oracle.typescript import ask
from tests.tools.night import is_nightly
from tests.tools.node import require_node

__all__ = ["Told", "assert_told", "constants_of", "file_of", "sources_of", "told_beside"]

_TYPES: Final = 100
"""The number of types in a file."""


@dataclass
class Told:
    """How many types the compiler takes, how many are read as it does, and which go untold."""

    taken: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(
            [f"{len(self.wrong)} of {self.taken}, {self.right} right", *self.wrong[:20]]
        )


def file_of(types: Sequence[tuple[str, str, bool]], before: str) -> tuple[list[str], str]:
    """The types as they are shown, and a file of them: `v0` of `Values` has the first.

    Each is a source, a type in which `T` stands for it, and whether it is an alias's argument. Each
    has lines of its own.
    """
    aliases: list[str] = []
    uses: list[str] = []
    for number, (source, type_, is_argument) in enumerate(types):
        if is_argument:
            # No two have the same text: what is said of many such places is summed up.
            inside = re.sub(r"\b([TIVK])\b", rf"\g<1>{number}", type_)
            aliases.append(f"type G{number}<T{number}> = {inside};")
            uses.append(f"v{number}: G{number}<{source}>;")
        else:
            inside = source.join(re.split(r"\bT\b", type_))
            aliases.append("")
            uses.append(f"v{number}: {inside};")
    shown = [f"{alias} {use}".strip() for alias, use in zip(aliases, uses, strict=True)]
    lines = [*aliases, "export interface Values {", *uses, "}", *before.strip().split("\n")]
    return shown, "\n".join(lines) + "\n"


def constants_of(values: Sequence[str], before: str) -> tuple[list[str], str]:
    """A source of exported constants, each on a line of its own: `v0` of `Values` has the first.

    What they name stands `before` them on the first line.
    """
    lines = [f"export const c{number} = {value};" for number, value in enumerate(values)]
    asked = [f"typeof c{number}" for number in range(len(values))]
    return list(values), sources_of(list(zip(lines, asked, strict=True)), before)[1]


def sources_of(pairs: Sequence[tuple[str, str]], before: str) -> tuple[list[str], str]:
    """A source of statements, each on a line of its own, and the types that ask for them.

    What they name stands `before` them on the first line. `v0` of `Values` is the first type.
    """
    lines = [text for text, _ in pairs]
    lines[0] = f"{' '.join(before.split())} {lines[0]}"
    uses = [f"v{number}: {asked};" for number, (_, asked) in enumerate(pairs)]
    shown = [f"{text} // {asked}" for text, asked in pairs]
    return shown, "\n".join([*lines, "export interface Values {", *uses, "}"]) + "\n"


def told_beside(
    made: Sequence[tuple[list[str], str]],
    folder: Path,
    name: str = "input.d.ts",
    together: int = 1,
) -> Told:
    """Compare files of types with the compiler; `folder` gets them.

    What several types `together` name is on the line of the first of these.
    """
    paths = [folder / f"f{number}" / name for number in range(len(made))]
    for path, (_, text) in zip(paths, made, strict=True):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    result = Told()
    for (shown, text), oracle in zip(made, ask(paths, errors=True), strict=True):
        loaded = load_model(MemoryFiles({name: text.encode()}), name, Options())
        assert loaded.model is not None
        told = {
            item.span.line
            for item in loaded.diagnostics
            if item.span is not None and item.severity is not Severity.NOTE
        }
        count = len(shown)
        otherwise = {int(m.property[1:]): m for m in of_values(model_beside(loaded.model, oracle))}
        for number, example in enumerate(shown):
            lines = {number - number % together + 1, count + 2 + number}
            if lines & oracle.erring:
                continue
            result.taken += 1
            result.right += number not in otherwise
            if number in otherwise and not lines & told:
                result.wrong.append(f"{example}\n    {otherwise[number]}")
        assert max(oracle.erring, default=0) <= 2 * count + 2, oracle.errors
    return result


def assert_told(
    written: Callable[[random.Random, int], tuple[list[str], str]],
    seed: str,
    folder: Path,
    *,
    at_night: int,
    in_a_push: int,
    taken: float,
    right: float,
    name: str = "input.d.ts",
    together: int = 1,
) -> None:
    """Draw files of types, and assert that what is read otherwise than the compiler does is told.

    `written` makes a file of so many types. Of all types the compiler takes more than the share
    `taken`, and of these at least the share `right` is read as it does.
    """
    require_node()
    files = at_night if is_nightly() else in_a_push
    rand = random.Random(seed)
    result = told_beside([written(rand, _TYPES) for _ in range(files)], folder, name, together)
    assert result.taken > taken * files * _TYPES
    assert not result.wrong, str(result)
    assert result.right >= right * result.taken, str(result)
