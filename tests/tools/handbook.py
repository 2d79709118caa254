"""Laws for the pages of every handbook: links resolve, and no Markdown is broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

__all__ = ["anchors", "blocks", "faults", "fields", "headings", "links", "outside_code"]

_FENCED: Final = re.compile(r"(?ms)^(`{3,}).*?^\1$")
_SPAN: Final = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_LINK: Final = re.compile(r"(?<!\\)\]\(([^)]*)\)")
_ANCHOR: Final = re.compile(r'<a id="([^"]*)"></a>')
_HEADING: Final = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_OURS: Final = re.compile(
    r'<br>|</?code>|<a id="[\w.*-]+"></a>|<details markdown="1">|</details>|'
    r"<summary>(?:[\w .\[\]-]|&#\d+;|: |</?code>)*</summary>"
)
_TARGET: Final = re.compile(r"https?://|#|[\w%.~-]+\.md(?:#|$)")
_HIDDEN: Final = re.compile("[\x00-\x09\x0b-\x1f\u202a-\u202e]")


def outside_code(text: str) -> str:
    """The text with an x for each fenced block and each code span."""
    return _SPAN.sub("x", _FENCED.sub("x", text))


def links(path: str, text: str) -> Iterator[tuple[str, str]]:
    """The pages that a page leads to, each with the anchor there."""
    for target in _LINK.findall(outside_code(text)):
        if not target.startswith(("https://", "http://")):
            file, _, anchor = target.partition("#")
            place = str(PurePosixPath(path).parent / unquote(file)) if file else path
            yield place, unquote(anchor)


def anchors(text: str) -> list[str]:
    """The explicit anchors of a page, in order."""
    return _ANCHOR.findall(outside_code(text))


def headings(text: str) -> list[str]:
    """The anchors that renderers give the headings of a page."""
    titles = [title for _, title in _HEADING.findall(_FENCED.sub("x", text))]
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


def fields(text: str) -> set[str]:
    """The fields of a page's tables: their anchors, as far as these are paths alone."""
    return {anchor for anchor in anchors(text) if not anchor.startswith("events.")}


def faults(pages: Mapping[str, str]) -> Iterator[str]:
    """The faults in the pages of one handbook."""
    known = {path: {*anchors(text), *headings(text)} for path, text in pages.items()}
    for path, text in pages.items():
        for target, anchor in links(path, text):
            if target not in pages or (anchor and anchor not in known[target]):
                yield f"{path}: nothing at {target}#{anchor}"
        counted = Counter((*anchors(text), *set(headings(text))))
        yield from (f"{path}: {name} is there {n} times" for name, n in counted.items() if n > 1)
        yield from (f"{path}: {fault}" for fault in _faults_of(text))


def _faults_of(text: str) -> Iterator[str]:
    header, _, body = text.partition("-->\n<!-- fmt: off -->\n")
    if not header.startswith("<!--\n") or ">" in header:
        yield "the header is no comment"
    outside = outside_code(body)
    if "<" in _OURS.sub("", outside):
        yield f"HTML: {_OURS.sub('', outside).partition('<')[2][:40]}"
    if re.search(r"(?<!\\)!\[", outside):
        yield "an image"
    for target in _LINK.findall(outside):
        if not _TARGET.match(target):
            yield f"a link to {target}"
    if _HIDDEN.search(text):
        yield "a hidden character"
    depth = 0
    for tag in re.findall(r"^</?details", outside, re.MULTILINE):
        depth += 1 if tag == "<details" else -1
        if depth < 0:
            break
    if depth:
        yield "details that do not end, or end twice"
    width = 0
    for line in text.split("\n"):
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("| ") else 0
        if cells and width and cells != width:
            yield f"a row of {cells - 1} cells: {line[:60]}"
        width = cells
    if not text.endswith("\n") or text.endswith("\n\n") or "\n\n\n" in outside:
        yield "empty lines"
    if [line for line in text.split("\n") if line != line.rstrip()]:
        yield "white space at the end of a line"
