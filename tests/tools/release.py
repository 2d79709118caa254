"""The changelog for a release: the notes of a version, and a new heading for one.

`python -m tests.tools.release v1.2.3` prints the notes of the version that a tag names, and fails
if the tag is not that of the tool's version. `--cut 1.2.3` moves what stands
below `[Unreleased]` to a heading with the version and the date, and writes the version wherever it
stands.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from realtime_codegen import __version__

__all__ = ["ReleaseError", "cut", "main", "notes_of", "versions", "write_version"]

ROOT: Final = Path(__file__).parents[2]
_PLACES: Final = {
    "codegen/__init__.py": r'^__version__ = "(.+)"$',
    "native/pyproject.toml": r'^version = "(.+)"$',
    "docs/vendoring.md": r"^  rev: v(.+)$",
    "docs/examples/workflow.yml": r"^  TOOL: .+@v(.+)$",
}  # The files with the version, and the line that has it.
_UNRELEASED: Final = "## [Unreleased]\n"
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")


class ReleaseError(ValueError):
    """A release that cannot be made; the text is the reason."""


def notes_of(changelog: str, version: str) -> str:
    """The text of a changelog for a version, without its heading. Raises ReleaseError."""
    sections = re.split(r"^## ", changelog, flags=re.MULTILINE)
    for section in sections[1:]:
        heading, _, text = section.partition("\n")
        if heading.startswith(f"[{version}] - ") and text.strip():
            return f"{text.strip()}\n"
    raise ReleaseError(f"CHANGELOG.md says nothing of {version}: cut it with --cut {version}")


def cut(changelog: str, version: str, date: str) -> str:
    """Turn the unreleased part of a changelog into a version of a date, as YYYY-MM-DD."""
    if _VERSION.fullmatch(version) is None:
        raise ReleaseError(f"{version!r} is no version")
    if f"## [{version}]" in changelog:
        raise ReleaseError(f"{version} is there already")
    before, heading, rest = changelog.partition(_UNRELEASED)
    unreleased = re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]
    if not heading or not unreleased.strip():
        raise ReleaseError("nothing is unreleased")
    return f"{before}{_UNRELEASED}\n## [{version}] - {date}\n{rest}"


def versions(root: Path = ROOT) -> dict[str, list[str]]:
    """The version in each file that has it: they have to be equal."""
    return {
        path: re.findall(line, (root / path).read_text("utf-8"), re.MULTILINE)
        for path, line in _PLACES.items()
    }


def write_version(version: str, root: Path = ROOT) -> None:
    """Write a version to each file that has it. Raises ReleaseError."""
    for path, line in _PLACES.items():
        text = (root / path).read_text("utf-8")
        match = re.search(line, text, re.MULTILINE)
        if match is None:
            raise ReleaseError(f"{path} has no version")
        (root / path).write_text(text[: match.start(1)] + version + text[match.end(1) :], "utf-8")


def main(arguments: list[str]) -> int:
    """The exit code of the command."""
    parser = argparse.ArgumentParser(description="Notes of a version, and a heading for one.")
    parser.add_argument("tag", nargs="?", help="the tag of the release, such as v1.2.3")
    parser.add_argument("--cut", metavar="VERSION", help="give what is unreleased a version")
    given = parser.parse_args(arguments)
    path = ROOT / "CHANGELOG.md"
    changelog = path.read_text("utf-8")
    try:
        if given.cut is not None:
            done = cut(changelog, given.cut, f"{datetime.now(UTC):%Y-%m-%d}")
            write_version(given.cut)
            path.write_text(done, "utf-8")
            return 0
        if given.tag != f"v{__version__}":
            raise ReleaseError(f"the tag of {__version__} is v{__version__}")
        sys.stdout.write(notes_of(changelog, __version__))
    except ReleaseError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
