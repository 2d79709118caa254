"""Fetch what the programs of `tests/clients` need: `python3 -m tests.tools.prefetch`.

It takes no package but the standard library, so that it can run while the environment of the tests
is made. What cannot be fetched is fetched again, and reported, by the test that needs it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tools.node import locked_modules, node_available
from tests.tools.pypi import python_environment

LOCKS = Path(__file__).parents[1] / "clients" / "locks"


def main() -> int:
    """Fetch it; returns the exit code."""
    try:
        python_environment(LOCKS / "openai.txt")
        if node_available():
            locked_modules(LOCKS / "node.txt")
    except (OSError, subprocess.SubprocessError) as fault:
        sys.stderr.write(f"prefetch: {fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
