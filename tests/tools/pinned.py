"""Hold the hashes by which the workflows name actions against the tags beside them.

`python -m tests.tools.pinned` asks the repository of each action for the commit of the tag that its
comment names, and fails if that is another one. `--from ADDRESS` asks below another address than
GitHub's. It needs git and nothing else.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["PINNED", "Pin", "faults", "main", "pins_of"]

WORKFLOWS: Final = Path(__file__).parents[2] / ".github" / "workflows"
GITHUB: Final = "https://github.com"
PINNED: Final = re.compile(
    r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v\d+(?:\.\d+)+)$", re.MULTILINE
)


class Pin(NamedTuple):
    """An action, the commit that runs, and the tag that the comment names."""

    action: str
    commit: str
    tag: str


def pins_of(folder: Path) -> list[Pin]:
    """The different pins of the workflows in a folder."""
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.yml")]
    return sorted({Pin(*pinned) for text in texts for pinned in PINNED.findall(text)})


def _commit_of(address: str, pin: Pin) -> str:
    """The commit of a tag, "none" without one. Raises CalledProcessError if nobody answers."""
    tag = f"refs/tags/{pin.tag}"
    asked = ["git", "ls-remote", "--", f"{address}/{pin.action}", tag, f"{tag}^{{}}"]
    answer = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True, timeout=60)
    names = {name: commit for commit, name in map(str.split, answer.stdout.splitlines())}
    # A tag with a message is an object of its own, and the second name is what it is a tag of.
    return names.get(f"{tag}^{{}}") or names.get(tag, "none")


def faults(pins: Iterable[Pin], address: str = GITHUB) -> list[str]:
    """A line for each pin whose tag is at another commit.

    Raises CalledProcessError if a repository does not answer.
    """
    compared = [(pin, _commit_of(address, pin)) for pin in pins]
    return [
        f"{pin.action}: {pin.tag} is {commit}, not {pin.commit}"
        for pin, commit in compared
        if commit != pin.commit
    ]


def main(arguments: list[str] | None = None) -> int:
    """Print what is wrong; 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.pinned", description=__doc__)
    parser.add_argument("--from", dest="address", default=GITHUB, metavar="ADDRESS")
    parser.add_argument("--workflows", type=Path, default=WORKFLOWS, metavar="FOLDER")
    options = parser.parse_args(arguments)
    pins = pins_of(options.workflows)
    wrong = faults(pins, options.address)
    said = wrong or [f"{len(pins)} pins are those of their tags."]
    sys.stdout.writelines(f"{line}\n" for line in said)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
