"""Fetch what the tests of a push need of registries: `python3 -m tests.tools.prefetch`.

It takes no package but the standard library, so that it can run while the environment of the tests
is made. npm is started once for all packages: each start takes as long as three of them. What
cannot be fetched, or is missing here, is fetched, and reported, by the test that needs it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.oracle.corpus import CORPUS, DAILY
from tests.oracle.typescript import TYPESCRIPT
from tests.tools.node import locked_modules, node_available, node_modules, npm_packages
from tests.tools.pypi import python_environment

LOCKS = Path(__file__).parents[1] / "clients" / "locks"
GENERATOR = "ts-json-schema-generator@2.4.0"
ASYNCAPI_PARSER = "@asyncapi/parser@3.6.6"
MODULES = ([TYPESCRIPT], [GENERATOR, TYPESCRIPT], [ASYNCAPI_PARSER])
_PINNED = ("4.83.0", "7.59.0")
_COMPARED = (
    *("4.79.1", "4.79.4", "4.80.0", "4.85.0", "4.90.0", "5.0.1", "5.6.0", "5.12.0"),
    *("6.10.0", "6.23.0", "6.24.0", "6.25.0"),
)
"""The versions of `openai` whose changes are known (`tests/test_spec_changes.py`)."""
PACKAGES = sorted(
    {
        *((entry.package, entry.version) for entry in (*CORPUS[:-1], *DAILY)),
        *(("openai", version) for version in (*_PINNED, *_COMPARED)),
    }
)


def main() -> int:
    """Fetch it; returns the exit code."""
    try:
        python_environment(LOCKS / "openai.txt")
        if node_available():
            npm_packages(PACKAGES)
            locked_modules(LOCKS / "node.txt")
            for packages in MODULES:
                node_modules(packages)
    except (OSError, subprocess.SubprocessError) as fault:
        sys.stderr.write(f"prefetch: {fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
