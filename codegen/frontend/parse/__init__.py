"""Concrete syntax to declarations. The only package that imports tree_sitter.

tree-sitter never fails: where the text is wrong it leaves ERROR and MISSING nodes. The
statements that these are in are left out, each with a diagnostic, before anything is lowered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ...text.diagnostics import Diagnostic, error, warning
from ...text.source import SourceFile
from ..syntax import AliasBody, DeclarationNode, KeywordType, ModuleSyntax, TypeParameter
from .comments import (
    COMMENT,
    bare,
    has_many_comments,
    is_closed,
    with_line_breaks,
    without_dense_comments,
)
from .cursor import Cursor, Node
from .line_breaks import GAP, without_line_breaks
from .parser import ManyErrorsError, Parser, expect_closed, may_be_open
from .patterns import without_patterns
from .specifiers import with_plain_specifiers
from .statements import lower_statements
from .types import TYPE_RULES

if TYPE_CHECKING:
    from tree_sitter import Tree

    from .recovery import Fault, Lost

__all__ = ["COMMENT", "REFERENCE", "parse"]


_IMPORT_TYPE: Final = re.compile(
    rb"""\bimport\s*\(\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*"""
    rb"""(?:,\s*(?:\{\s*(?:with|assert)\s*:\s*\{[^{}]*\}\s*,?\s*\}\s*,?\s*)?)?\)"""
)
_VARIANCE: Final = re.compile(
    rb"([<,]" + GAP + rb"(?:const\s+)?)((?:in|out)\s+(?:out\s+)?)(?!extends\b)(?=[A-Za-z_$])"
)
_ABSTRACT: Final = re.compile(rb"\babstract(?=\s+new\b)")
_STATIC_INDEX: Final = re.compile(
    rb"static(?<=\bstatic)(?=[ \t]+(?:readonly[ \t]+)?\[\s*[\w$]+\s*:)"
)
_STATIC_ACCESSOR: Final = re.compile(rb"(static(?<=\bstatic)[ \t]+)accessor(?=[ \t]+[\w$\"'\[#])")
_MEMBER_NAME: Final = re.compile(
    rb"\b(?:abstract|accessor)(?="
    + GAP
    + rb"(?:\?"
    + GAP
    + rb":|\[\s*[\]\"']|extends\b|[:|&;,()\]<>}.=?!]))"
)
_PRIMITIVES: Final = (
    "any bigint boolean never number object string symbol undefined unknown".split()
)
_PRIMITIVE_NAME: Final = re.compile(
    # Searched by letters: a search that begins with a look behind tries each byte of a file.
    rb"(?:%b)(?=" % "|".join(rf"{name}(?<![\w$]{name})" for name in _PRIMITIVES).encode()
    + (GAP + rb"\." + GAP + rb"[A-Za-z_$])")
)
_MODIFIER_NAME: Final = re.compile(
    # A comment may end with a dot, before a declaration.
    rb"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+|((?:\(|\.\.\.|(,))" + GAP + rb")"
    rb"(await|async|declare|get|module|namespace|override|set|type|using)(?![\w$])"
    # Behind a comma a name only, of a parameter: a type is understood there.
    rb"(?(2)(?=" + GAP + rb"\??+" + GAP + rb":))"
)
_KEYOF_READONLY: Final = re.compile(
    rb"(keyof(?<=\bkeyof)[ \t]+)readonly(?=[ \t]+(?!extends\b|in\b)[\w$\[({])"
)
# The grammar reports `[type in K]` as an error, but parses it.
_MAPPED_NAME: Final = re.compile(
    rb"(\[\s*+)(abstract|accessor|any|as|asserts|async|await|boolean|constructor|declare|from|get"
    rb"|global|infer|is|keyof|let|module|namespace|never|number|object|of|out|override|private"
    rb"|protected|public|readonly|require|satisfies|set|static|string|symbol|type|undefined|unique"
    rb"|unknown|using|yield)(?=\s+in\s)"
)
_DEFAULT_FUNCTION: Final = re.compile(rb"\bdefault(\s+)function(?=\s*[(<])")
_DEFAULT_ABSTRACT: Final = re.compile(
    rb"(\bdefault\s+)abstract(?=\s+class(?:\s+extends\b|\s*[{<]))"
)
_GLOBAL: Final = re.compile(rb"(\bdeclare" + GAP + rb"global\b)|(?<![\w$.])global(?=\s*\{)")
_EXPORTED_IMPORT: Final = re.compile(
    rb"\bexport(?=\s{1,40}import\s++[^\s=]++(?:\s++[^\s=]++)?\s*+=\s*+require\b)"
)
# Searched by its letters: a search that begins with `\b` tries each byte of a file.
_TYPE_STAR: Final = re.compile(rb"(export(?<=\bexport)" + GAP + rb")type(" + GAP + rb"\*)")
_TEMPLATE: Final = re.compile(rb"`(?:\\.|[^`\\])*`", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
REFERENCE: Final = re.compile(
    rb"""^///\s*<reference\s+(path|types)\s*=\s*["']([^"'\n]+)["']""", re.MULTILINE
)
"""A line that refers to a file or to a package of types; its groups are which, and the name."""


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


_RESERVED: Final = (
    rb"break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends"
    rb"|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw"
    rb"|true|try|typeof|var|void|while|with"
)
_LABEL: Final = re.compile(rb"([\[,]\s*+(?:\.\.\.\s*+)?)(" + _RESERVED + rb")(?=\s*+\??+\s*+:)")


def _without_modifiers(data: bytes) -> bytes:
    """Blank out modifiers that the grammar lacks and that do not change the data.

    These are `in` and `out` before type parameters, `readonly` behind `keyof`, `accessor` behind
    `static`, and `abstract` before a constructor type and a default class without a name; also
    `export` before an import by `require` and `static` before an index signature, for which the
    file is read again. A default function without a name gets one.
    `global` without `declare`, as in a declared module, becomes a condition. A member or type
    named `abstract` or `accessor`, a namespace named like a primitive type, and a type in
    parentheses or behind `...` named like a modifier, get a stand-in for the grammar; their names
    are read from the file. So does the label of a tuple's element that is a reserved word, and an
    optional parameter that is a pattern.
    """
    data = _LABEL.sub(lambda match: match[1] + match[2][:-1] + b"_", data)
    data = _VARIANCE.sub(lambda match: match[1] + b" " * len(match[2]), data)
    data = _DEFAULT_FUNCTION.sub(lambda match: b"function" + match[1] + b"default", data)
    data = _DEFAULT_ABSTRACT.sub(lambda match: match[1] + b" " * len(b"abstract"), data)
    data = _EXPORTED_IMPORT.sub(b"      ", data)
    data = _GLOBAL.sub(lambda match: match[1] or b"if(1) ", data)
    data = _KEYOF_READONLY.sub(lambda match: match[1] + b" " * len(b"readonly"), data)
    data = _ABSTRACT.sub(lambda match: b" " * len(match[0]), data)
    data = _STATIC_INDEX.sub(lambda match: b" " * len(match[0]), data)
    data = _STATIC_ACCESSOR.sub(lambda match: match[1] + b" " * len(b"accessor"), data)
    data = _PRIMITIVE_NAME.sub(_with_stand_in, _MEMBER_NAME.sub(_with_stand_in, data))
    data = without_patterns(data)
    return _MODIFIER_NAME.sub(
        lambda match: match[1] + match[3][:-1] + b"_" if match[3] else match[0], data
    )


def _with_stand_in(match: re.Match[bytes]) -> bytes:
    return match[0][:-1] + b"_"


def _without_template_escapes(data: bytes) -> bytes:
    """Hide the escape sequences of template literals, which the grammar refuses in types."""

    def hidden(match: re.Match[bytes]) -> bytes:
        return _ESCAPE.sub(b"__", match[0])

    return _TEMPLATE.sub(hidden, data)


def _repaired(data: bytes, tree: Tree | None, parser: Parser) -> tuple[Tree, bytes]:
    """Parse a text, with escapes hidden that the grammar refuses in template types.

    The tree is that of the bare text. Hiding one can reveal the next, so this is repeated. Also
    returns the text that was parsed. `tree` is that of the text, if it was parsed before.
    """
    tree = tree or parser.parse(bare(data))
    for _ in range(_MOST_REPAIRS if b"\\" in data else 0):
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
        tree = parser.parse(bare(data))
    return tree, data


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


def _fault_of(tree: Tree) -> Fault | None:
    """The first syntax error of a text; None if there is none."""
    from .recovery import Fault

    node = next(_faults(tree.root_node), None)
    if node is None:
        return None
    return Fault((node.start_byte, node.end_byte), node.type if node.is_missing else None)


def _recovered(data: bytes, tree: Tree, parser: Parser) -> tuple[Tree, bytes, tuple[Lost, ...]]:
    """Parse a text without its invalid statements; `tree` has errors.

    Return the tree of the bare text, what is left of the text, and the invalid statements.
    """
    # Imported late: most files are valid TypeScript.
    from .recovery import Fault, Lost, blanked, lost_statements

    def first_fault(part: bytes) -> Fault | None:
        return _fault_of(parser.parse(part))

    rest = tuple(_unclosed(data))
    if rest:
        data = blanked(data, rest)
        tree = parser.parse(bare(data))
    lost = lost_statements(bare(data), first_fault, _fault_of(tree))
    data = blanked(data, lost)
    lost = (*lost, *rest)
    tree = parser.parse(bare(data))
    if not tree.root_node.has_error:
        return tree, data, lost
    # The error is between statements, or a statement is invalid only next to another one.
    fault = _fault_of(tree) or Fault((0, 0), None)
    whole = (Lost((0, len(data)), fault, None, False, 0),)
    data = blanked(data, whole)
    return parser.parse(data), data, whole


def _unclosed(data: bytes) -> Iterator[Lost]:
    """The comment at the end of a text that nothing closes: TypeScript reads what is before it."""
    from .recovery import Fault, Lost

    start = data.rfind(b"/*")
    if start < 0 or data.find(b"*/", start + 2) >= 0:
        return
    for match in COMMENT.finditer(data):
        text = match[1]
        if text is not None and not is_closed(text):
            at = match.span()
            yield Lost(at, Fault(at, None), None, False, 0)


_MOST_IN_ROWS: Final = 200
_FEW_BYTES: Final = 1 << 15
_MARKS: Final = (b"'", b'"', b"!", b"?")


def _rows_of_operands(data: bytes) -> tuple[Lost, ...]:
    """Find statements that are rows of names or strings, if their marks suggest any."""
    if len(data) < _FEW_BYTES or sum(map(data.count, _MARKS)) < len(data) // 8:
        return ()
    from .recovery import rows_of_operands

    return rows_of_operands(data, _MOST_IN_ROWS)


def _said(
    lost: Sequence[Lost], source: SourceFile, make: Callable[..., Diagnostic]
) -> Iterator[Diagnostic]:
    """The diagnostic for skipped statements: the first of them, and the number of others."""
    for statement in lost[:_MOST_FAULTS]:
        start, end = statement.fault.at
        if statement.fault.missing is not None:
            problem = f"{statement.fault.missing!r} is missing here"
        else:
            text = source.data[start:end].decode("utf-8", "replace")
            problem = f"{text.split(chr(10), 1)[0].strip()[:60]!r} is not understood here"
        name = statement.name
        outcome = "The statement is left out" if name is None else f"The type {name!r} becomes Any"
        advice = f"{outcome}; check the file with tsc."
        yield make("RC104", f"syntax error: {problem}", source.span(start, end), advice)
    if len(lost) > _MOST_FAULTS:
        more = len(lost) - _MOST_FAULTS
        span = source.span(*lost[_MOST_FAULTS].fault.at)
        message = f"syntax error: so it is in {more} more statement{'s' if more > 1 else ''}"
        yield make("RC104", message, span, "They are left out; check the file with tsc.")


def _stand_ins(lost: Iterable[Lost]) -> Iterator[DeclarationNode]:
    """Declare each lost type as `any`, with any number of arguments."""
    for statement in lost:
        if statement.name is not None:
            yield _stand_in(statement, statement.name)


def _stand_in(lost: Lost, name: str) -> DeclarationNode:
    anything = KeywordType("any", lost.at)
    parameters = tuple(
        TypeParameter(f"T{number}", None, anything) for number in range(lost.parameters)
    )
    body = AliasBody(parameters, anything)
    return DeclarationNode(
        kind="alias",
        name=name,
        exported=lost.exported,
        default=False,
        at=lost.at,
        name_at=lost.at,
        doc_of=lambda: None,
        body_of=lambda: body,
    )


def parse(source: SourceFile) -> ModuleSyntax:
    """Parse one file, which is valid UTF-8.

    A statement that is not TypeScript is skipped, with a warning; if it would declare a type of the
    file itself, that type is `any`. If no other statement is left, the diagnostics are errors.
    Of a file that is nearly nothing but errors, no statement is read.
    """
    try:
        return _parsed(source, Parser(len(source.data)))
    except ManyErrorsError as errors:
        said = _refused(source, errors)
        return ModuleSyntax(source, (), (), (), False, False, (said,))


def _refused(source: SourceFile, errors: ManyErrorsError) -> Diagnostic:
    advice = "Nothing of the file is read; check it with tsc."
    span = source.span(errors.at, errors.at)
    return error("RC104", f"syntax errors: {errors.problem}", span, advice)


def _parsed(source: SourceFile, parser: Parser) -> ModuleSyntax:
    data = source.data
    if data.startswith(b"\xef\xbb\xbf"):
        data = b"   " + data[3:]
    modules: dict[str, str] = {}
    if b"import(" in data or b"import (" in data:
        data, modules = _without_import_types(data)
    if b"\0" in data:
        # The grammar ends a file at a null byte, even inside a comment.
        data = data.replace(b"\0", b" ")
    data = without_line_breaks(without_dense_comments(data))
    data = with_plain_specifiers(_TYPE_STAR.sub(rb"\1    \2", data))
    data = _MAPPED_NAME.sub(lambda match: match[1] + match[2][:-1] + b"_", data)
    lost = _rows_of_operands(data)
    if lost:
        from .recovery import blanked

        data = blanked(data, lost)
    if may_be_open(data):
        expect_closed(COMMENT.sub(b"", data))
    tree = parser.parse(bare(data))
    if tree.root_node.has_error:
        known = with_line_breaks(_without_template_escapes(_without_modifiers(data)))
        tree, data = _repaired(known, tree if known == data else None, parser)
    if tree.root_node.has_error:
        tree, data, others = _recovered(data, tree, parser)
        lost = tuple(sorted((*lost, *others), key=lambda one: one.at))
    if has_many_comments(data):
        commented = parser.parse(data)
        # A comment between lines of a type is an error for the grammar: then the data counts.
        tree = tree if commented.root_node.has_error else commented
    root = tree.root_node
    cursor = Cursor(source, TYPE_RULES, modules)
    statements = tuple(lower_statements(root.children, cursor))
    references = [
        (match[1], match[2].decode("utf-8"), (node.start_byte, node.end_byte))
        for node in _leading_comments(root)
        if (match := REFERENCE.match(cursor.raw(node)))
    ]
    exports = [child.type in ("export_statement", "import_statement") for child in root.children]
    return ModuleSyntax(
        source=source,
        statements=(*statements, *_stand_ins(lost)) if statements else (),
        references=tuple((name, at) for kind, name, at in references if kind == b"path"),
        types=tuple(name for kind, name, _ in references if kind == b"types"),
        is_module=any(exports) or any(statement.exported for statement in lost),
        has_explicit_exports=any(map(_ends_implicit_export, root.children)),
        diagnostics=tuple(_said(lost, source, warning if statements else error)),
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
