"""The closing table: what agrees in each file of the corpus, and what it costs.

python -m tests.oracle            the whole corpus; takes some minutes
python -m tests.oracle openai     the entries with a word in their name
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.oracle.compare import Comparison, compare, table
from tests.oracle.corpus import CORPUS, OWN, REST, VERSIONS, Entry
from tests.oracle.generate import generate
from tests.oracle.introspect import import_module
from tests.oracle.typescript import ask


def _compared(entry: Entry) -> Comparison:
    file = entry.file()
    with tempfile.TemporaryDirectory() as folder:
        made = generate(file, Path(folder), "compared")
        (oracle,) = ask([file])
        result = compare(oracle, import_module(Path(folder), "compared"), made.name)
    result.entry = str(entry)
    result.seconds, result.mebibytes = made.seconds, made.mebibytes
    return result


def main(words: list[str]) -> int:
    """Print the table and every difference; 0 where all agrees."""
    entries = [e for e in (OWN, *CORPUS, *REST, *VERSIONS) if all(w in str(e) for w in words)]
    results = [_compared(entry) for entry in entries]
    reports = [result.report() for result in results if not result.complete]
    sys.stdout.write("\n".join([table(results), *reports]) + "\n")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
