"""The declarations of the library that the tool ships, written anew from the compiler's.

`python -m tests.tools.library_declarations` writes `codegen/frontend/resolve/library.txt`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tests.oracle.typescript import TYPESCRIPT
from tests.tools.node import node_modules, run_node

__all__ = ["SHIPPED", "of_the_compiler"]

SHIPPED: Final = Path(__file__).parents[2] / "codegen" / "frontend" / "resolve" / "library.txt"
_SCRIPT: Final = Path(__file__).with_suffix(".mjs")


def of_the_compiler(*libraries: str) -> str:
    """All declarations, one name a line, as the compiler has them: of all that the tool ships."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.d.ts"
        empty.write_text("export {};", encoding="utf-8")
        return run_node(_SCRIPT, str(empty), *libraries, modules=node_modules([TYPESCRIPT]))


if __name__ == "__main__":
    SHIPPED.write_text(of_the_compiler(), encoding="ascii", newline="\n")
