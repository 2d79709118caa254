"""The text and the syntax of the library's declarations.

`library.txt` has them as the compiler merges them, one name a line: the name, a tab and all its
declarations. A value is called `typeof NAME`, what is in a namespace `NAMESPACE.NAME`. They are
those of TypeScript 5.9's `lib.esnext` and `lib.dom`, and what only `lib.webworker` has;
`tests/tools/library_declarations.py` writes the file, and a test compares it. It is only read where
something of the library is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from ...text.disk import read_file
from ...text.source import SourceFile
from ..parse import parse
from ..syntax import Body, DeclarationNode, ModuleSyntax

__all__ = ["DECLARATIONS", "FILE", "aliases", "bodies_of", "is_called", "syntax_of"]

FILE: Final = "library "
"""What the names of files of the library's declarations begin with."""
DECLARATIONS: Final = Path(__file__).with_name("library.txt")


@cache
def _texts() -> Mapping[str, str]:
    """The declarations by name."""
    lines = read_file(DECLARATIONS).decode("ascii").splitlines()
    return dict(line.split("\t", 1) for line in lines)


_CALLED: Final = re.compile(r"^interface.*?[{;] (?:new )?[(<]")


def is_called(name: str) -> bool:
    """Whether an interface has a signature: it is called, or makes instances."""
    return _CALLED.match(_texts().get(name, "")) is not None


@cache
def aliases() -> frozenset[str]:
    """The names that are aliases; `intrinsic` is what the compiler alone can say."""
    texts = _texts().items()
    return frozenset(n for n, t in texts if t.startswith("type ") and not t.endswith("intrinsic;"))


@cache
def syntax_of(name: str) -> ModuleSyntax | None:
    """The declarations of a name, read once for all programs; None for an unknown name."""
    text = _texts().get(name)
    if text is None:
        return None
    return parse(SourceFile(f"{FILE}{name}", f"{text} export {{}};".encode()))


@cache
def bodies_of(name: str) -> Sequence[Body]:
    """The bodies of the declarations of a name; none of an unknown name."""
    syntax = syntax_of(name)
    statements = () if syntax is None else syntax.statements
    bodies = (node.body for node in statements if isinstance(node, DeclarationNode))
    return [body for body in bodies if body is not None]
