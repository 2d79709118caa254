"""Doc comments: where their tags begin, and what they say in Markdown.

A tag begins where TypeScript sees one: at an `@` after white space and outside of code. Only
tags of known names count within a line, as prose may name a decorator or a package there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from .records import dataclass

__all__ = ["INTERNAL", "Section", "in_markdown", "is_internal", "sections"]

INTERNAL: Final = "internal"

_SENTENCES: Final = {
    "default": "Default",
    "defaultValue": "Default",
    "format": "Format",
    "maximum": "Maximum",
    "maxLength": "Maximum length",
    "minimum": "Minimum",
    "minLength": "Minimum length",
    "pattern": "Pattern",
}
_WITHIN_LINES: Final = (*_SENTENCES, "deprecated", "example", "see", "since", INTERNAL)
_TAG: Final = re.compile(
    rf"^[ \t]*@(?P<first>\w+)|(?<=\s)@(?P<within>{'|'.join(_WITHIN_LINES)})(?!\S)"
)
_FENCE: Final = re.compile(r"[ \t]*(?:```|~~~)")
# No part of these gives back what it took, so that a comment of any length takes linear time.
_LINK: Final = re.compile(r"\{@(?:link|linkcode|linkplain)\s++([^\s|}]++)\s*+\|?+\s*+([^}]*+)\}")
_CODE: Final = re.compile(r"\{@code\s++([^}]*+)\}")
_CAPTION: Final = re.compile(r"\s*<caption>([^<]*)</caption>", re.IGNORECASE)
_URL: Final = re.compile(r"https?://[^\s<>]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A tag, "" for none, with the text that follows it up to the next one.

    `leads`: the tag is the first word of its line.
    """

    tag: str
    text: str
    leads: bool = True


def sections(comment: str) -> Iterator[Section]:
    """The text of a comment, its frame removed, in parts: a tag begins each but the first."""
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
        elif not fenced:
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
    """Whether a comment says that what it stands at is not for users."""
    if doc is None or "@" not in doc:
        return False
    return any(section.tag == INTERNAL for section in sections(doc))


def in_markdown(doc: str) -> str:
    """What a comment says, as Markdown: tags as sentences and code, links as their text."""
    if "@" not in doc:
        return doc
    lines: list[list[str]] = []
    after_blank = False
    for section in sections(doc):
        said, rest = _said(section)
        if said and lines and not section.leads:
            lines[-1].append(said)
        elif said:
            lines.append([f"\n{said}" if after_blank else said])
        after_blank = section.text.endswith("\n\n")
        if rest.strip():
            lines.append([f"\n{rest.strip()}"])
    text = "\n".join(map(" ".join, lines))
    return _replaced(_CODE, r"`\1`", _replaced(_LINK, _linked, text)).strip()


def _replaced(tag: re.Pattern[str], by: str | Callable[[re.Match[str]], str], text: str) -> str:
    """A text with something in place of an inline tag, which ends with a brace."""
    end = text.rfind("}") + 1
    return tag.sub(by, text[:end]) + text[end:]


def _said(section: Section) -> tuple[str, str]:
    """What a section says, and the text after its first paragraph, which is not the tag's."""
    if not section.tag:
        return section.text.rstrip(), ""
    own, _, rest = section.text.strip().partition("\n\n")
    match section.tag:
        case "internal":
            return "", section.text
        case "remarks":
            return f"\n{section.text.strip()}", ""
        case "example":
            return _example(section.text.strip("\n").rstrip()), ""
        case "see":
            return f"See {_one_line(own)}".rstrip("."), rest
        case "since":
            return f"Since {_one_line(own)}.", rest
        case tag if tag in _SENTENCES and own:
            return f"{_SENTENCES[tag]}: {_one_line(own)}.", rest
        case tag:
            return f"@{tag} {section.text.strip()}".rstrip(), ""


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
    if "```" in text or "~~~" in text:
        return f"Example:\n\n{text.strip()}"
    return f"Example:\n\n```ts\n{text}\n```"


def _linked(match: re.Match[str]) -> str:
    target, label = match[1], match[2].strip()
    if _URL.fullmatch(target):
        return f"[{label}]({target})" if label else target
    return label or f"`{target}`"
