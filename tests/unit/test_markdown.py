"""Doc comments as Markdown: what is harmless stays, nothing else gets through."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.text import markdown
from realtime_codegen.text.markdown import cell, code, first_sentence, prose, table
from tests.tools.night import share


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("One line.", "One line."),
        ("Two\nlines.", "Two\nlines."),
        ("Two\n\nparagraphs.\r\n\r\nThree.", "Two\n\nparagraphs.\n\nThree."),
        ("List:\n\n- a\n  more\n- b\n  1. c", "List:\n\n- a\n  more\n- b\n  1. c"),
        ("List:\n- a\nlazy\n\n  inside", "List:\n- a\n  lazy\n\n  inside"),
        ("> quoted\n> text", "> quoted\n> text"),
        ("*em* **strong** _em_ a_b {{ x }} {% y %}", "*em* **strong** _em_ a_b {{ x }} {% y %}"),
        ("see [docs](https://a.b/c_(d)?e=f&g#h)", "see [docs](https://a.b/c_(d)?e=f&g#h)"),
        ("see <https://a.b/c> or https://a.b", "see <https://a.b/c> or https://a.b"),
        ("`a <b> | c` and ``x ` y``", "`a <b> | c` and ``x ` y``"),
        ('e.g. `{"a":\n"b"}`.', 'e.g. `{"a": "b"}`.'),
        ("```json\n{ <a> }\n```\nafter", "```json\n{ <a> }\n```\n\nafter"),
        ("~~~\n```\n~~~", "````\n```\n````"),
        # What could be active or reach beyond its place.
        ("a <b>c</b> <!-- d", "a &lt;b>c&lt;/b> &lt;!-- d"),
        ("\\<b> \\\\<b>", "&lt;b> \\\\&lt;b>"),
        ("<script>\nx\n</script>", "&lt;script>\nx\n&lt;/script>"),
        ("[x](javascript:alert(1))", "[x\\](javascript:alert(1))"),
        ("[x](/docs/guide)", "[x\\](/docs/guide)"),
        ("[x](\n javascript:1)", "[x\\](\njavascript:1)"),
        ("![x](https://a.b/c.png)", "\\![x](https://a.b/c.png)"),
        ("[x]: javascript:1\n[x]", "[x\\]: javascript:1\n[x]"),
        ("<javascript:1>", "&lt;javascript:1>"),
        ("# Title\ntext", "**Title**\n\ntext"),
        ("- # Title", "- **Title**"),
        ("Title\n===\nmore", "Title\n\\===\nmore"),
        ("Title\n---", "Title\n\\---"),
        ("Title\n-\n", "Title"),
        ("a | b\n-|-\n`<i> | c`", "a | b\n\\-|-\n`<i> | c`"),
        ("lone ` tick <b>", "lone \\` tick &lt;b>"),
        ("a ` b\n- c ` <b>", "a \\` b\n- c \\` &lt;b>"),
        ("``` x\nno <end>", "```x\nno <end>\n```"),
        ("- a\n\n  ```\n<b>\n", "- a\n\n  ```\n  <b>\n\n  ```"),
        ("> ```\n<b>", "> \\`\\`\\`\n> &lt;b>"),
        ("```a`<b>`", "\\`\\`\\`a`<b>`"),
        ("a\u202eb\x00c\u2028d", "a\\u202eb\\u0000c\\u2028d"),
        ("trailing  \nspace \t", "trailing\nspace"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_prose(doc: str, expected: str) -> None:
    assert prose(doc) == expected


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("One\nline.", "One line."),
        ("Two\n\nparts: `a | b` | c", "Two<br>parts: `a \\| b` &#124; c"),
        ("- a\n- b\n  more\n1. c", "• a<br>• b more<br>1. c"),
        ("a\n\n```\nx | y\n\nz\n```", "a<br>`x \\| y`<br>`z`"),
        ("a \\| b `c \\| d`", "a &#124; b <code>c &#92;&#124; d</code>"),
        ("ends in \\\n\nnext", "ends in \\ <br>next"),
        ("<br> <b>", "&lt;br> &lt;b>"),
        ("# Title", "Title"),
    ],
)
def test_a_cell_is_one_line(doc: str, expected: str) -> None:
    assert cell(doc) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "`a`"),
        ("a|b", "`a\\|b`"),
        ("a`b", "`` a`b ``"),
        ("", '`""`'),
        ("  ", '`"  "`'),
        (" a ", "`  a  `"),
        ("a\nb\t\u202e", "`a\\nb\\t\\u202e`"),
        ("\\|", "<code>&#92;&#124;</code>"),
    ],
)
def test_code(text: str, expected: str) -> None:
    assert code(text, in_table=True) == expected
    assert code("a|b") == "`a|b`"


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("First one. Second one.", "First one."),
        ("Split\nover lines (e.g. `x`). More.", "Split over lines (e.g. `x`)."),
        ("A list:\n\n- one", "A list:"),
        ("Only this", "Only this"),
        ("Version 1.5 is it. No.", "Version 1.5 is it."),
        ("```\ncode\n```\n\nText. More.", "Text."),
        ("`a. B` <b>. C", "\\`a."),
        (None, ""),
        ("", ""),
    ],
)
def test_first_sentence(doc: str | None, expected: str) -> None:
    assert first_sentence(doc) == expected


def test_table() -> None:
    assert table(("A", "B"), [("1", "2"), ("", "4")]) == (
        "| A | B |\n| --- | --- |\n| 1 | 2 |\n|  | 4 |"
    )


WORDS = """
    <script> <b> <!-- --> ` `` ``` ~~~ | \\ \\| [x](javascript:1) [x](https://a.b) ![i](https://a.b)
    [x]: [x] a <https://a.b> <javascript:1> &lt; * _ ]( ]: [ ( < > # = --- - 1. |---| -|-
    https://a.b/`<i>` {{x}} <?php <![CDATA[
"""
GAPS = [" ", "\n", "\n\n", "\n  ", "\n    ", "\n> ", "\n- ", "\n\t", "\r", "\u202e"]
PIECES = st.sampled_from(WORDS.split()) | st.sampled_from(GAPS)
DOCS = st.lists(PIECES, max_size=16).map("".join)


def _without_code(text: str) -> str:
    """The text without fenced blocks, an x for each code span, by the plain rules of Markdown."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = re.match(r" *(`{3,})[^`]*$", line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif mark is not None:
            fence = mark[1]
        else:
            kept.append(line)
    assert not fence, "a fence stays open"
    rest, shown = "\n".join(kept), ""
    while rest:
        run = re.match(r"`+", rest)
        if rest[0] == "\\":
            shown, rest = shown + rest[:2], rest[2:]
        elif run is None:
            shown, rest = shown + rest[0], rest[1:]
        else:
            end = re.search(rf"(?<!`){run[0]}(?!`)", rest[run.end() :])
            assert end is not None, "a tick has no partner"
            assert "\n" not in rest[: run.end() + end.start()]
            shown, rest = f"{shown}x", rest[run.end() + end.end() :]
    return shown


@settings(max_examples=share(400), deadline=None)
@given(DOCS)
def test_nothing_active_gets_through(doc: str) -> None:
    for text in (prose(doc), cell(doc), first_sentence(doc)):
        assert not any(line != line.rstrip() for line in text.split("\n")[:-1])
        shown = _without_code(text)
        assert "`" not in shown.replace("\\`", "")
        plain = re.sub(r"<br>|<https://a\.b>|</?code>", " ", shown)
        assert "<" not in plain
        assert not re.search(r"(?<!\\)\](\((?!https://a\.b\))|:)", plain)
        assert not re.search(r"(?<!\\)!\[", plain)
    headings = r"^(?:[ >]|[-*] )*(#{1,6}( |$)|(=+|-+|[-:| ]*\|[-:| ]*)$)"
    assert not re.search(headings, _without_code(prose(doc)), re.MULTILINE)


@settings(max_examples=share(200), deadline=None)
@given(DOCS)
def test_a_cell_stays_in_its_column(doc: str) -> None:
    row = table(("A", "B"), [(cell(doc), "end")]).split("\n")
    assert len(row) == 3
    assert len(re.findall(r"(?<!\\)\|", row[2])) == 3
    assert row[2].endswith(" | end |")


_STARTS = ("", " ", "- ", "-", "* ", "> ", "# ", "#", "1. ", "```", "~~~", "===", "---", "| ", "é")
_BODIES = ("a b", "a  b", "a `b`", "{@link A}", "<b>", "a!", "(a) [b]", "", "a ", "a  ", "a\\")
LINES = st.one_of(
    st.sampled_from(("A plain line.", "with more")),
    st.sampled_from([start + "a b" for start in _STARTS]),
    st.sampled_from(_BODIES),
)


@settings(max_examples=share(900))
@given(st.lists(LINES, min_size=1, max_size=3).map("\n".join))
def test_plain_lines_are_the_block_that_reading_them_gives(text: str) -> None:
    """The short way for lines without syntax has the result of the long one."""
    short = list(markdown._blocks(text))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(markdown, "_PLAIN", re.compile("(?!)"))
        assert list(markdown._blocks(text)) == short
