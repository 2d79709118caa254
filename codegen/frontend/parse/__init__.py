"""Concrete syntax to declarations. The only package that imports tree_sitter.

tree-sitter never fails: where the text is wrong it leaves ERROR and MISSING nodes, and
each of these becomes a diagnostic here, before anything is lowered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import tree_sitter
import tree_sitter_typescript

from ...text.diagnostics import Diagnostic, error
from ...text.source import SourceFile
from ..syntax import ModuleSyntax
from .cursor import Cursor, Node
from .statements import lower_statements

__all__ = ["parse"]


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))


_IMPORT_TYPE: Final = re.compile(rb"""\bimport\s*\(\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*\)""")
_GAP: Final = rb"(?:\s|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+"
_VARIANCE: Final = re.compile(
    rb"([<,]" + _GAP + rb")((?:in|out)\s+(?:out\s+)?)(?!extends\b)(?=[A-Za-z_$])"
)
_ABSTRACT: Final = re.compile(rb"\babstract(?=\s+new\b)")
_ABSTRACT_NAME: Final = re.compile(
    rb"\babstract(?=" + _GAP + rb"(?:\?" + _GAP + rb":|\[\s*[\]\"']|extends\b|[:|&;,)\]>}.=?]))"
)
_MODIFIER_NAME: Final = re.compile(
    rb"(?<=[(.])(" + _GAP + rb")"
    rb"(await|async|declare|get|module|namespace|override|set|type|using)(?![\w$])"
)
_TYPE_STAR: Final = re.compile(rb"(\bexport\s+)type(\s+\*)")
_TEMPLATE: Final = re.compile(rb"`(?:\\.|[^`\\])*`", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_REFERENCE: Final = re.compile(rb"""^///\s*<reference\s+path\s*=\s*["']([^"']+)["']""")


def _without_import_types(data: bytes) -> tuple[bytes, dict[str, str]]:
    """Spell each `import("module")` as an identifier of the same length.

    The grammar has no rule for `import("module").Name<Argument>`. A stand-in of equal
    length leaves every offset where it was. Comments may be changed by this too, which
    is why their text is always read from the file and never from the tree.
    """
    modules: dict[str, str] = {}

    def stand_in(match: re.Match[bytes]) -> bytes:
        name = f"$i{len(modules)}".ljust(match.end() - match.start(), "_")
        modules[name] = (match[1] or match[2] or b"").decode("utf-8")
        return name.encode()

    return _IMPORT_TYPE.sub(stand_in, data), modules


def _without_modifiers(data: bytes) -> bytes:
    """Blank out modifiers that the grammar does not know and that say nothing of the data.

    These are `in` and `out` before type parameters, and `abstract` before a constructor type.
    A property or type called `abstract`, and a type in parentheses or behind `...` that is called
    as a modifier is, get a stand-in for the grammar; their names are read from the file.
    """
    data = _VARIANCE.sub(lambda match: match[1] + b" " * len(match[2]), data)
    data = _ABSTRACT.sub(lambda match: b" " * len(match[0]), data)
    data = _ABSTRACT_NAME.sub(b"abstrac_", data)
    return _MODIFIER_NAME.sub(lambda match: match[1] + match[2][:-1] + b"_", data)


def _without_template_escapes(data: bytes) -> bytes:
    """Hide the escape sequences of template literals, which the grammar refuses in types."""

    def hidden(match: re.Match[bytes]) -> bytes:
        return _ESCAPE.sub(b"__", match[0])

    return _TEMPLATE.sub(hidden, data)


def _repaired(data: bytes) -> tree_sitter.Tree:
    """The tree of a text, with the escapes that the grammar refuses in template types hidden.

    Hiding one can bring the next to light, so this goes on as long as it finds any.
    """
    tree = _parser().parse(data)
    for _ in range(_MOST_REPAIRS):
        faults = [
            node
            for node in _faults(tree.root_node)
            if data[node.start_byte : node.start_byte + 1] == b"\\"
        ]
        if not faults:
            break
        repaired = bytearray(data)
        for node in faults:
            repaired[node.start_byte : node.end_byte] = b"_" * (node.end_byte - node.start_byte)
        data = bytes(repaired)
        tree = _parser().parse(data)
    return tree


def _faults(root: Node) -> Iterator[Node]:
    """The outermost ERROR and MISSING nodes, in order."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "ERROR" or node.is_missing:
            yield node
        elif node.has_error:
            stack.extend(reversed(node.children))


_MOST_FAULTS: Final = 20
_MOST_REPAIRS: Final = 20


def _syntax_diagnostics(root: Node, source: SourceFile) -> tuple[Diagnostic, ...]:
    faults: list[Diagnostic] = []
    for node in _faults(root):
        if len(faults) == _MOST_FAULTS:
            break
        span = source.span(node.start_byte, node.end_byte)
        if node.is_missing:
            message = f"syntax error: {node.type!r} is missing here"
        else:
            text = source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
            shown = text.split("\n", 1)[0].strip()[:60]
            message = f"syntax error: {shown!r} is not understood here"
        faults.append(
            error("RC104", message, span, "Check the file with tsc; nothing is read past an error.")
        )
    return tuple(faults)


def parse(source: SourceFile) -> ModuleSyntax:
    """The statements of one file.

    Takes a file of valid UTF-8; returns its statements, with an error diagnostic for each
    place that is not TypeScript (in which case there are no statements).
    """
    data = source.data
    if data.startswith(b"\xef\xbb\xbf"):
        data = b"   " + data[3:]
    modules: dict[str, str] = {}
    if b"import(" in data or b"import (" in data:
        data, modules = _without_import_types(data)
    if b"\0" in data:
        # The grammar ends a file at a null byte, even inside a comment.
        data = data.replace(b"\0", b" ")
    data = _TYPE_STAR.sub(rb"\1    \2", data)
    tree = _parser().parse(data)
    if tree.root_node.has_error:
        tree = _repaired(_without_template_escapes(_without_modifiers(data)))
    root = tree.root_node
    diagnostics = _syntax_diagnostics(root, source) if root.has_error else ()
    cursor = Cursor(source, modules)
    statements = () if diagnostics else tuple(lower_statements(root.children, cursor))
    references = tuple(
        (match[1].decode("utf-8"), (node.start_byte, node.end_byte))
        for node in _leading_comments(root)
        if (match := _REFERENCE.match(cursor.raw(node)))
    )
    exports = [child.type in ("export_statement", "import_statement") for child in root.children]
    return ModuleSyntax(
        source=source,
        statements=statements,
        references=references,
        is_module=any(exports),
        has_explicit_exports=any(map(_ends_implicit_export, root.children)),
        diagnostics=diagnostics,
    )


def _leading_comments(root: Node) -> Iterator[Node]:
    for child in root.children:
        if child.type != "comment":
            return
        yield child


def _ends_implicit_export(node: Node) -> bool:
    """Whether a statement ends the implicit export of everything in a declaration file.

    TypeScript: in a declaration file all top-level declarations are exported unless there
    is an export assignment or an export declaration.
    """
    if node.type != "export_statement" or node.child_by_field_name("declaration") is not None:
        return False
    return not any(child.type in ("namespace", "*") for child in node.children)
