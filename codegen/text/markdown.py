"""Format doc comments as safe Markdown, and parts of reference pages.

A doc comment is Markdown by somebody else. Its paragraphs, lists, emphasis, code and links to the
web stay; raw HTML, images, headings, link definitions and links of other kinds become plain text. A
comment cannot reach beyond its own place: no fence stays open, no row of a table is broken, and
nothing in it runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal as OneOf, TypeAlias

from .hidden import escape_hidden
from .records import dataclass
from .tsdoc import in_markdown

__all__ = ["Mention", "cell", "code", "first_sentence", "prose", "table"]

Mention: TypeAlias = Callable[[str], str]
"""The link target of a code span by its content; "" for none.

If a span has none and is followed by a noun (`error` event), both together are tried.
"""


# --------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that form one block of Markdown.

    `lead` is the prefix of the text: indentation, and a list's or quotation's mark.
    """

    kind: OneOf["text", "code", "heading"]
    lead: str
    text: str
    spaced: bool
    info: str = ""


_FENCE: Final = re.compile(r"( *)(`{3,}|~{3,})([^`]*)")
_LEAD: Final = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)|>[ \t]?)*")
_HEADING: Final = re.compile(r"#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")


_PLAIN_LINE: Final = r"[A-Za-z](?: ?[A-Za-z0-9,.;:'\"()/$%&+?=#*_~>{}^\[-]++)*+"
_PLAIN: Final = re.compile(rf"{_PLAIN_LINE}(?:\n{_PLAIN_LINE})*+")
"""Lines of text without any syntax of Markdown."""


def _blocks(doc: str) -> Iterator[_Block]:
    if _PLAIN.fullmatch(doc) is not None:
        yield _Block("text", "", doc, False)
        return
    doc = in_markdown(doc.replace("\r\n", "\n").replace("\r", "\n"))
    lines = escape_hidden(doc).split("\n")
    text: list[str] = []
    lead = ""
    spaced = False
    blank = False
    position = 0
    while position < len(lines):
        line = lines[position].rstrip()
        position += 1
        mark = _LEAD.match(line)
        own_lead = mark[0] if mark is not None else ""
        body = line[len(own_lead) :]
        fence = _FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
        heading = _HEADING.fullmatch(body) if body.startswith("#") else None
        starts = not text or not body or fence or heading or own_lead.strip()
        if starts and text:
            yield _Block("text", lead, "\n".join(text), spaced)
            text = []
        if not body:
            # An empty item, too: under a paragraph a lone `-` would make it a heading.
            blank = True
        elif fence is not None:
            end = _end_of_fence(lines, position, fence[2])
            code_text = "\n".join(lines[position:end])
            yield _Block("code", fence[1], code_text, True, fence[3].strip())
            position = end + 1
            blank = True
        elif heading is not None:
            yield _Block("heading", own_lead, heading[1] or "", True)
            blank = True
        elif starts:
            text, lead, spaced, blank = [body], own_lead, blank, False
        else:
            text.append(body)
    if text:
        yield _Block("text", lead, "\n".join(text), spaced)


def _end_of_fence(lines: list[str], start: int, fence: str) -> int:
    """The line that closes a fence, else the end of the text."""
    for position in range(start, len(lines)):
        line = lines[position].strip()
        if len(line) >= len(fence) and not line.strip(fence[0]):
            return position
    return len(lines)


# --------------------------------------------------------------------------- inline

_URL: Final = r"https?://[^\s()<>\\`|\"']+(?:\([^\s()<>\\`|\"']*\)[^\s()<>\\`|\"']*)*"
_INLINE: Final = re.compile(
    rf"""
      \\[!-/:-@\[-`{{-~]                              # an escaped character
    | (?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | `+
    | \]\((?P<target>{_URL})\)
    | \](?=[(:])
    | <(?P<auto>{_URL})>
    | [<|]
    | !(?=\[)
    """,
    re.VERBOSE | re.DOTALL,
)
_NEEDS_CARE: Final = re.compile(r"[\\`<|!]|\]\(|\]:")
_LINE_START: Final = re.compile(
    r"^([ \t]*)(?=(?:=+|[-:|][-:| \t]*|~{3,}.*|#{1,6}(?:[ \t].*)?)[ \t]*$)", re.MULTILINE
)


def _inline(text: str, mention: Mention | None, *, in_table: bool) -> str:
    """Escape the text of a block, so that all active syntax is plain."""
    if _NEEDS_CARE.search(text) is None:
        return text
    plain = _in_cell if in_table else _in_prose
    if mention is None or "`" not in text:
        return _INLINE.sub(plain, text)
    return _INLINE.sub(_Mentions(text, mention, plain), text)


_NOUN: Final = re.compile(r"\s+(\w+)")


class _Mentions:
    """Replaces a match by a link if the text names a linked item.

    A code span in brackets may be in the text of a link, which cannot contain another one.
    """

    def __init__(self, text: str, mention: Mention, plain: Callable[[re.Match[str]], str]) -> None:
        self._text, self._mention, self._plain = text, mention, plain
        self._position = 0
        self._in_brackets = False

    def __call__(self, match: re.Match[str]) -> str:
        shown = self._plain(match)
        start = match.start()
        # Behind `!`, a link would be an image.
        if (
            not match["ticks"]
            or self._is_in_brackets(start)
            or self._text[start - 1 : start] == "!"
        ):
            return shown
        content = _span_content(match["code"])
        noun = _NOUN.match(self._text, match.end())
        url = self._mention(content) or (noun and self._mention(f"{content} {noun[1]}"))
        return f"[{shown}]({url})" if url else shown

    def _is_in_brackets(self, position: int) -> bool:
        opened = self._text.rfind("[", self._position, position)
        closed = self._text.rfind("]", self._position, position)
        if opened != closed:
            self._in_brackets = opened > closed
        self._position = position
        return self._in_brackets


def _in_prose(match: re.Match[str]) -> str:
    text = match[0]
    if match["ticks"]:
        # The second line of a broken code span could start a block; on one line it cannot.
        return f"{match['ticks']}{' '.join(match['code'].split(chr(10)))}{match['ticks']}"
    if match["target"]:
        return text
    if match["auto"]:
        return f"<{match['auto']}>"
    if text in ("<", "\\<"):
        # Some renderers ignore a backslash before `<`; an entity works in all of them.
        return "&lt;"
    if text[0] in "`]!":
        return "".join(f"\\{char}" for char in text)
    return text


def _in_cell(match: re.Match[str]) -> str:
    if match["ticks"]:
        return code(_span_content(match["code"]), in_table=True)
    if match[0] in ("|", "\\|"):
        return "&#124;"
    return _in_prose(match)


def _span_content(content: str) -> str:
    """The content of a code span as rendered: no line breaks, and less one space of padding."""
    content = content.replace("\n", " ")
    padded = content.startswith(" ") and content.endswith(" ") and content.strip()
    return content[1:-1] if padded else content


_TICKS: Final = re.compile("`+")
_KEPT: Final = 1024
"""The number of cached code spans: most are of a few types."""


@lru_cache(_KEPT)
def code(text: str, *, in_table: bool = False) -> str:
    """Format a text as a code span, with escape sequences for hidden characters."""
    shown = escape_hidden(text).replace("\n", "\\n").replace("\t", "\\t")
    if in_table and "|" in shown:
        if "\\|" in shown or shown.endswith("\\"):
            return f"<code>{_entities(shown)}</code>"
        shown = shown.replace("|", "\\|")
    if "`" not in shown:
        if not shown.strip():
            return f'`"{shown}"`'
        return f"` {shown} `" if shown[0] == shown[-1] == " " else f"`{shown}`"
    fence = "`" * (1 + max(map(len, _TICKS.findall(shown))))
    return f"{fence} {shown} {fence}"


def _entities(text: str) -> str:
    return "".join(char if char.isalnum() or char in " -." else f"&#{ord(char)};" for char in text)


# --------------------------------------------------------------------------- results


def prose(doc: str, mention: Mention | None = None) -> str:
    """Format a doc comment as Markdown blocks, without a line break at the end.

    `mention` gives the link targets of code spans.
    """
    out: list[str] = []
    for block in _blocks(doc):
        if block.spaced and out and out[-1] != "":
            out.append("")
        if block.kind == "code":
            out += _fenced(block)
            out.append("")
        elif block.kind == "heading":
            text = _inline(block.text, mention, in_table=False)
            out += (f"{block.lead}**{text}**" if text else f"{block.lead.rstrip()} \\#", "")
        else:
            text = _LINE_START.sub(r"\1\\", _inline(block.text, mention, in_table=False))
            first, *rest = text.split("\n")
            indent = "".join(">" if char == ">" else " " for char in block.lead)
            out.append(f"{block.lead}{first}".rstrip())
            out += (f"{indent}{line.lstrip()}".rstrip() for line in rest)
    return "\n".join(out).strip("\n")


def _fenced(block: _Block) -> Iterator[str]:
    """Format a fenced block whose lines are indented at least as far as its fence."""
    longest = max((len(ticks) for ticks in re.findall("`+", block.text)), default=0)
    fence = block.lead + "`" * max(3, longest + 1)
    yield fence + (block.info if block.info.isalnum() else "")
    for line in block.text.split("\n"):
        inside = line if line.startswith(block.lead) else block.lead + line.lstrip()
        yield inside.rstrip()
    yield fence


def cell(doc: str, mention: Mention | None = None) -> str:
    """Format a doc comment as a cell of a table: one line, with `<br>` between blocks."""
    parts: list[str] = []
    for block in _blocks(doc):
        if block.kind == "code":
            parts += (code(line, in_table=True) for line in block.text.split("\n") if line.strip())
            continue
        text = _inline(" ".join(block.text.split()), mention, in_table=True)
        mark = block.lead.strip()
        if mark:
            text = f"{'•' if mark in ('-', '*', '+') else mark} {text}"
        # A backslash at the end would escape the table's separator.
        parts.append(f"{text} " if text.endswith("\\") else text)
    return "<br>".join(parts)


_SENTENCE_END: Final = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)\s+(?=[A-Z`*\[])")


def first_sentence(doc: str | None, mention: Mention | None = None) -> str:
    """The first sentence of a doc comment, for a cell of a table; "" if there is none."""
    for block in _blocks(doc or ""):
        if block.kind != "code":
            text = " ".join(block.text.split())
            return _inline(_SENTENCE_END.split(text, 1)[0], mention, in_table=True)
    return ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Format a table of cells that are Markdown already; no line break at the end."""
    lines = [_row(head), _row("---" for _ in head)]
    lines += map(_row, rows)
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
