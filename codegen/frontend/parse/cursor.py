"""Reading text, literals and comments out of syntax nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from math import inf
from typing import TYPE_CHECKING, Final, TypeAlias

from ...text.records import dataclass
from ...text.source import SourceFile
from ...text.tsdoc import sections
from ..flow import Flow
from ..syntax import Doc, Range, Reading, TypeNode

if TYPE_CHECKING:
    import tree_sitter

Node: TypeAlias = "tree_sitter.Node"
Rule: TypeAlias = "Callable[[Node, Cursor], TypeNode]"
"""A rule of the lowering: converts a node of one kind to a type."""

__all__ = [
    "LONGEST_TEXT",
    "Chain",
    "Cursor",
    "Node",
    "Rule",
    "bigint_value",
    "named_children",
    "number_value",
    "unescape",
]


def named_children(node: Node) -> list[Node]:
    """The parts of a node that the grammar names, comments left out."""
    return [child for child in node.named_children if child.type != "comment"]


_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|.))", re.DOTALL
)
_SIMPLE_ESCAPES: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "0": "\0",
    "\n": "",
    "\r\n": "",
    "\r": "",
    "\u2028": "",
    "\u2029": "",
}


def _escaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        return chr(min(int(digits, 16), 0x10FFFF))
    return _SIMPLE_ESCAPES.get(match[4], match[4])


def unescape(text: str) -> str:
    """Decode the inside of a string literal (ECMAScript's escape sequences).

    Surrogate pairs written as two escapes are joined; a lone one stays as it is.
    """
    if "\\" not in text:
        return text
    return _join_surrogates(_ESCAPE.sub(_escaped, text))


_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _join_surrogates(text: str) -> str:
    def join(match: re.Match[str]) -> str:
        high, low = map(ord, match[0])
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))

    return _PAIR.sub(join, text)


_FRAME: Final = re.compile(r"\n[ \t]*+(?:\* ?)?")


def _doc_lines(comment: str) -> list[str]:
    """The lines of a `/** */` comment without its frame."""
    inner = comment[3:-2].replace("\r\n", "\n").replace("\r", "\n")
    first, *others = _FRAME.split(inner)
    return [first.strip(), *map(str.rstrip, others)]


def _read_doc(comment: str) -> Doc:
    """Split a comment without its frame into the documentation and the text of `@deprecated`."""
    whole = "\n".join(_doc_lines(comment))
    if "@" not in whole:
        return Doc(whole.strip() or None, None)
    kept: list[str] = []
    why: str | None = None
    for section in sections(whole):
        if section.tag == "deprecated":
            why = " ".join(section.text.split()).removeprefix(":").lstrip()
        else:
            before = "" if section.leads else " "
            kept.append(f"{before}@{section.tag}{section.text}" if section.tag else section.text)
    text = "".join(kept).strip()
    return Doc(text or None, why)


@dataclass(frozen=True, slots=True)
class Chain:
    """What an expression `a.b[0].c()` begins with, and its length.

    `of_this` is whether these are properties of `this` alone, `dotted` whether they are names with
    dots between.
    """

    of_this: bool
    dotted: bool
    length: int = 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A file, the rules of the lowering by kind of node, and the stand-ins of import types.

    `class_body` is the body of the class around, of which one is `in_static` members or in others,
    `this` is what a function says of it, and `functions` is how many functions are around. A value
    `reads` names behind their declarations, here or in a function.
    What follows is known by the identity of nodes, once computed: `enums` are the values of the
    enums of a block, `own_fields` the fields of a class body, `assigned` the members of `this` that
    its constructor names, and `chains` what expressions are of. `assigned_names` are the names
    that the file assigns to, and `flow` says where it tests or assigns one outside of functions.
    """

    source: SourceFile
    rules: Mapping[str, Rule]
    import_types: dict[str, str] = field(default_factory=dict)
    class_body: Node | None = None
    in_static: bool = False
    this: TypeNode | None = None
    functions: int = 0
    reads: Reading = ""
    enums: dict[int, dict[str, dict[str, str | int | float | None]]] = field(default_factory=dict)
    own_fields: dict[tuple[int, bool], dict[str, Node]] = field(default_factory=dict)
    assigned: dict[int, frozenset[str]] = field(default_factory=dict)
    chains: dict[int, Chain] = field(default_factory=dict)
    assigned_names: set[bytes] = field(default_factory=set)
    flow: dict[str, Flow] = field(default_factory=dict)

    def raw(self, node: Node) -> bytes:
        """The bytes of the file under a node."""
        return self.source.data[node.start_byte : node.end_byte]

    def text(self, node: Node) -> str:
        """The text of the file under a node."""
        return self.source.data[node.start_byte : node.end_byte].decode("utf-8")

    def name(self, node: Node) -> str:
        """An identifier: the stand-in of an import type, or else the text in the file."""
        if self.import_types and node.text is not None:
            text = node.text.decode("utf-8")
            if text in self.import_types:
                return text
        return self.text(node)

    def follows(self, node: Node, word: bytes) -> bool:
        """Whether a word precedes a node in the file, regardless of the tree."""
        return self.before(node).rstrip().endswith(word)

    def before(self, node: Node) -> bytes:
        """The bytes of the file near before a node."""
        return self.source.data[max(0, node.start_byte - _NEAR) : node.start_byte]

    def at(self, node: Node) -> Range:
        """The byte range of a node."""
        return (node.start_byte, node.end_byte)

    def string(self, node: Node) -> str:
        """The value of a `string` node."""
        return unescape(self.text(node)[1:-1])

    def doc(self, comment: Node | None) -> Doc | None:
        """The doc comment in a comment node; None for any other comment."""
        if comment is None:
            return None
        text = self.text(comment)
        if not text.startswith("/**") or len(text) < 5:
            return None
        return _read_doc(text)


_NEAR: Final = 100
"""The number of bytes before a node that are searched for a word."""

LONGEST_TEXT: Final = 2**20
"""The longest literal that stays one, in characters: Python compiles it to much more memory."""

_LONGEST_BIGINT: Final = 14_000
"""The most bits of a bigint literal: Python converts integers of at most 4,300 digits."""


def number_value(text: str) -> int | float:
    """The value of a numeric literal (ECMAScript's syntax, separators included)."""
    whole = _whole(text)
    try:
        value = float(_digits(text) if whole is None else whole)
    except OverflowError:
        return inf
    if whole is not None:
        return whole
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def bigint_value(text: str) -> int | None:
    """The value of a bigint literal without its `n`; None if it is too long."""
    whole = _whole(text)
    return whole if whole is not None and whole.bit_length() < _LONGEST_BIGINT else None


def _whole(text: str) -> int | None:
    """Parse an integer literal; None if it has too many digits for Python."""
    digits = _digits(text)
    try:
        return int(digits, 0 if digits[:2] in ("0x", "0o", "0b") else 10)
    except ValueError:
        return None


def _digits(text: str) -> str:
    return text.replace("_", "").lower()
