"""The declarations of the library that the tool ships are the compiler's, and all are read."""

from __future__ import annotations

import pytest

from realtime_codegen.frontend.parse import parse
from realtime_codegen.text.source import SourceFile
from tests.tools.library_declarations import SHIPPED, of_the_compiler


@pytest.mark.network
def test_the_declarations_are_the_compilers() -> None:
    assert SHIPPED.read_text("ascii") == of_the_compiler()


def test_all_declarations_are_read() -> None:
    """Law: no line has a declaration that the parser does not understand."""
    lines = SHIPPED.read_text("ascii").splitlines()
    assert len(lines) > 2_500
    text = "\n".join(line.partition("\t")[2] for line in lines)
    syntax = parse(SourceFile("library.d.ts", f"{text}\nexport {{}};".encode()))
    assert syntax.diagnostics == ()
    assert len(syntax.statements) > len(lines)
