"""Single files of a program: their text, and whether they lead to other files."""

from __future__ import annotations

import re
from typing import Final

from ...text.diagnostics import Diagnostic, error
from ...text.source import SourceFile
from ..parse import parse
from ..syntax import (
    AmbientModuleNode,
    BareImportNode,
    ExportAllNode,
    ExportNode,
    ImportNode,
    ModuleSyntax,
)

__all__ = ["as_module", "leads_on", "parsed"]

_IMPORT_CALL: Final = re.compile(rb"import\s*\(")


def leads_on(syntax: ModuleSyntax) -> bool:
    """Whether a file may import others; with a single file there is nothing to index."""
    modules = (AmbientModuleNode, BareImportNode, ExportAllNode, ImportNode)
    if syntax.references or _IMPORT_CALL.search(syntax.source.data):
        return True
    return any(
        isinstance(statement, modules)
        or (isinstance(statement, ExportNode) and statement.module is not None)
        for statement in syntax.statements
    )


def as_module(json: bytes) -> bytes:
    """Convert a JSON file to the module that TypeScript makes of it, with the same lines."""
    return b"const json = " + json.rstrip().removeprefix(b"\xef\xbb\xbf") + b"\nexport = json;\n"


def parsed(source: SourceFile) -> tuple[ModuleSyntax | None, tuple[Diagnostic, ...]]:
    """The syntax of a file, None if it is not UTF-8, and the diagnostics about it."""
    undecodable = _utf8_fault(source)
    if undecodable is not None:
        return None, (undecodable,)
    syntax = parse(source)
    return syntax, syntax.diagnostics


def _utf8_fault(source: SourceFile) -> Diagnostic | None:
    """The error for a file that is not UTF-8, else None."""
    try:
        source.data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return error(
            "RC102",
            f"the file is not UTF-8: byte 0x{source.data[fault.start]:02x}",
            source.span(fault.start, fault.start + 1),
            "Save the file as UTF-8.",
        )
    return None
