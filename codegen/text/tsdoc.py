"""Parse doc comments into tags and text, and convert them to Markdown.

A tag begins as in TypeScript: at an `@` after white space and outside of code. Only known tags
count within a line, as prose may name a decorator or a package there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from .records import dataclass

__all__ = ["INTERNAL", "Section", "in_markdown", "is_internal", "sections"]

INTERNAL: Final = "internal"

_SENTENCES: Final = {
    "default": "Default",
    "defaultValue": "Default",
    "exception": "Throws",
    "format": "Format",
    "maximum": "Maximum",
    "maxLength": "Maximum length",
    "minimum": "Minimum",
    "minLength": "Minimum length",
    "pattern": "Pattern",
    "return": "Returns",
    "returns": "Returns",
    "throws": "Throws",
    "todo": "To do",
    "yields": "Yields",
}
_TEXTS: Final = frozenset(
    {"classdesc", "desc", "description", "file", "fileoverview", "overview", "summary"}
)
"""Tags whose text is the text of the comment itself."""
_ITEMS: Final = frozenset(
    {"arg", "argument", "param", "prop", "property", "template", "typeParam", "typeparam"}
)
"""Tags about a name: an item of a list."""
_VALUES: Final = frozenset({"default", "defaultValue", "format", "pattern"})
"""Tags whose text is a value, so that braces at its beginning are no type."""
_MODIFIERS: Final = {
    "alpha": "Alpha.",
    "beta": "Beta.",
    "experimental": "Experimental.",
    "readonly": "Read-only.",
} | dict.fromkeys(
    (
        "abstract async eventProperty final global hidden hideconstructor ignore inner instance "
        "override packageDocumentation private protected public sealed static virtual"
    ).split(),
    "",
)
"""Tags without text, and their meaning for readers of data."""
_LEFT_OUT: Final = frozenset({"label", "privateRemarks"})
_BLOCKS: Final = ("example", "inheritDoc", "inheritdoc", "remarks", "see", "since")
_WITHIN_LINES: Final = (
    *_SENTENCES,
    *_BLOCKS,
    *_LEFT_OUT,
    *("author", "decorator", "deprecated", "param", "typeParam", "version", INTERNAL),
)
_AT_ENDS: Final = tuple(name for name in _MODIFIERS if name != INTERNAL)
_TAG: Final = re.compile(
    r"^[ \t]*@(?P<first>\w++(?:-\w++)*+)(?!/\w)"
    rf"|(?<=\s)@(?P<within>(?:{'|'.join(_WITHIN_LINES)})(?!\S)"
    rf"|(?:{'|'.join(_AT_ENDS)})(?=\s*+(?:$|@)))"
)
_FENCES: Final = ("```", "~~~")
_FENCE: Final = re.compile(r"[ \t]*(?:```|~~~)")
# The parts are possessive, so that comments of any length take linear time.
_MENTIONED: Final = "|".join((*_WITHIN_LINES, *_ITEMS, *_TEXTS, *_AT_ENDS))
_CODE_OR_MENTION: Final = (
    r"(?P<code>^[ \t]*+(?P<fence>```|~~~).*?(?:^[ \t]*+(?P=fence)|\Z)|`[^`\n]*+`)"
    rf"|(?<![\w@/])(?P<mention>@(?:{_MENTIONED})\b)(?!/\w)"
)
_NO_INLINE: Final = re.compile(_CODE_OR_MENTION, re.DOTALL | re.MULTILINE)
_TARGET: Final = re.compile(r"\s*+([^\s|]++)\s*+\|?+\s*+(.*)", re.DOTALL)
_TYPE: Final = re.compile(r"\{(?!@)((?:[^{}]++|\{[^{}]*+\})*+)\}\s*+")
_NAME: Final = re.compile(r"(\[[^\]]*+\]|\S++)\s*+(?:-\s++)?+")
_CAPTION: Final = re.compile(r"\s*<caption>([^<]*)</caption>", re.IGNORECASE)
_CLOSING: Final = "})]*_\"'”’»"
"""Characters that may follow the end of a sentence."""
_OPEN_ENDS: Final = ("`", "/", "%")
"""Characters that do not end a sentence, besides letters and digits."""
_SPAN: Final = re.compile(r"`[^`\n]++`")
_URL: Final = re.compile(r"https?://[^\s<>]+")


_KEPT: Final = 16_384
"""The number of cached comments in Markdown, as each target formats them again."""


@dataclass(frozen=True, slots=True)
class Section:
    """A tag, or "", with the text up to the next tag.

    `leads`: the tag is the first word of its line.
    """

    tag: str
    text: str
    leads: bool = True


def sections(comment: str) -> Iterator[Section]:
    """Split a comment, without its frame, into sections: a tag begins each but the first."""
    if "@" not in comment:
        yield Section("", comment)
        return
    tag, leads, lines = "", True, [""]
    fenced = False
    for number, line in enumerate(comment.split("\n")):
        if number:
            lines.append("")
        start = counted = ticks = 0
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and "@" in line:
            for match in _TAG.finditer(line):
                ticks += line.count("`", counted, match.start())
                counted = match.start()
                if ticks % 2:
                    continue
                lines[-1] += line[start : match.start()].rstrip()
                yield Section(tag, "\n".join(lines), leads)
                leads = match["first"] is not None
                tag, lines, start = match["first"] or match["within"], [""], match.end()
        lines[-1] += line[start:]
    yield Section(tag, "\n".join(lines), leads)


def is_internal(doc: str | None) -> bool:
    """Whether a comment marks its item as internal."""
    if doc is None or "@" not in doc:
        return False
    return any(section.tag == INTERNAL for section in sections(doc))


def in_markdown(doc: str) -> str:
    """Convert a comment to Markdown: tags as sentences, lists and code, links as their text.

    An unknown tag is a sentence that begins with the name. A tag within prose becomes code.
    """
    return _in_markdown(doc) if "@" in doc else doc


@lru_cache(_KEPT)
def _in_markdown(doc: str) -> str:
    """`in_markdown`, of a comment that may have a tag."""
    lines: list[list[str]] = []
    after_blank = was_item = False
    for section in sections(doc):
        said, rest = _said(section)
        is_item = section.tag in _ITEMS
        begins = not lines or section.leads or is_item or was_item
        if said and not begins and not lines[-1][-1].endswith(_FENCES):
            lines[-1][-1] = _ended(lines[-1][-1])
            lines[-1].append(said)
        elif said:
            lines.append([f"\n{said}" if after_blank or was_item != is_item else said])
        after_blank = section.text.endswith("\n\n")
        was_item = is_item if said else was_item
        if rest.strip():
            lines.append([f"\n{rest.strip()}"])
            was_item = False
    text = "\n".join(map(" ".join, lines))
    return _inline(text).strip()


def _ended(text: str) -> str:
    """Append a full stop, so that a sentence can follow on the same line."""
    last = text.rstrip(_CLOSING)[-1:]
    return f"{text}." if last.isalnum() or last in _OPEN_ENDS else text


def _inline(text: str) -> str:
    """Replace the inline tags of a text by words; code stays as it is."""
    # No inline tag can end behind the last brace, so none is searched there.
    end = text.rfind("}") + 1
    before = _inline_tag().sub(_reworded, text[:end]) if end else ""
    return before + _NO_INLINE.sub(_reworded, text[end:])


@cache
def _inline_tag() -> re.Pattern[str]:
    """A pattern for `_inline`, compiled if a comment has a brace."""
    return re.compile(
        rf"{_CODE_OR_MENTION}|\{{@(?P<name>\w++)(?P<text>[^}}]*+)\}}", re.DOTALL | re.MULTILINE
    )


def _reworded(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return match["code"]
    if match["mention"] is not None:
        return f"`{match['mention']}`"
    name, text = match["name"].lower(), match["text"].strip()
    match name:
        case "link" | "linkcode" | "linkplain" | "tutorial":
            return _linked(text)
        case "code" | "literal":
            return f"`{text}`"
        case "inheritdoc":
            return f"As {_linked(text)}." if text else ""
        case "label":
            return ""
        case _:
            return text


def _said(section: Section) -> tuple[str, str]:
    """The text of a section in Markdown, and the paragraphs behind that of its tag."""
    tag = section.tag
    if not tag:
        return section.text.rstrip(), ""
    own, _, rest = section.text.strip().partition("\n\n")
    match tag:
        case "internal":
            return "", section.text
        case "remarks":
            return f"\n{section.text.strip()}", ""
        case "example":
            return _example(section.text.strip("\n").rstrip()), ""
        case "see":
            return f"See {_one_line(own)}".rstrip(".") if own else "", rest
        case "since":
            return f"Since {_one_line(own)}." if own else "", rest
        case "inheritDoc" | "inheritdoc":
            return f"As {_one_line(own)}." if own else "", rest
        case _ if tag in _LEFT_OUT:
            return "", ""
        case _ if tag in _MODIFIERS:
            line, _, more = section.text.partition("\n")
            return f"{_MODIFIERS[tag]} {line.strip()}".strip(), more
        case _ if tag in _TEXTS:
            return section.text.strip(), ""
        case _ if tag in _ITEMS and own:
            return _item(own), rest
        case _:
            label = _SENTENCES.get(tag) or _in_words(tag)
            return _sentence(label, own, typed=tag not in _VALUES), rest


def _item(text: str) -> str:
    """Format an item of a list: `name - what it is`, with or without a type in braces before it."""
    named = _NAME.match(_TYPE.sub("", text, count=1) if _TYPE.match(text) else text)
    if named is None:
        return f"- {_one_line(text)}"
    name = named[1].strip("[]").partition("=")[0]
    said = _one_line(named.string[named.end() :])
    return f"- `{name}`: {said}." if said else f"- `{name}`"


def _sentence(label: str, text: str, typed: bool) -> str:
    """Format a tag as a sentence; a text of several lines keeps them.

    `typed`: braces at the beginning are a type.
    """
    text = text.removeprefix(": ")
    type_ = _TYPE.match(text) if typed else None
    if type_ is not None:
        said = f"`{type_[1].strip()}`" if type_[1].strip() else ""
        text = f"{said} {text[type_.end() :]}".strip()
    if "```" in text or "\n-" in text:
        return f"{label}:\n\n{text}"
    said = _one_line(text)
    return f"{label}: {said}." if said else f"{label}."


def _in_words(tag: str) -> str:
    """`categoryDescription` as `Category description`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", tag).split()
    text = " ".join(word if word.isupper() else word.lower() for word in words)
    return f"{text[:1].upper()}{text[1:]}" if text else "Note"


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _example(text: str) -> str:
    caption = _CAPTION.match(text)
    if caption is not None:
        title = f"Example: {_one_line(caption[1])}."
        code = _example(text[caption.end() :].strip("\n")).partition(":")[2].strip()
        return f"{title}\n\n{code.removesuffix('.')}" if code else title
    stripped = text.strip()
    if not stripped:
        return ""
    if "\n" not in stripped and "`" not in stripped:
        return f"Example: `{stripped}`."
    if _SPAN.fullmatch(stripped):
        return f"Example: {stripped}."
    if "```" in text or "~~~" in text:
        return f"Example:\n\n{text.strip()}"
    return f"Example:\n\n```ts\n{text}\n```"


def _linked(text: str) -> str:
    """The target and the text of a link, from its tag."""
    parts = _TARGET.fullmatch(text)
    if parts is None:
        return text
    target, label = parts[1], parts[2].strip()
    if _URL.fullmatch(target):
        return f"[{label}]({target})" if label else target
    return label or f"`{target}`"
