"""Doc comments: where tags begin, and what is made of them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.text.tsdoc import in_markdown, is_internal, sections
from tests.tools.growth import EVEN
from tests.tools.night import at_night
from tests.tools.packages import ENTRY, compiled_text, import_package

ROOT = Path(__file__).parents[2]


def doc_of(comment: str) -> tuple[str | None, str | None]:
    """What a model has of a comment: its text, and what it says of deprecation."""
    files = MemoryFiles({ENTRY: f"{comment}\nexport interface A {{ a: 'a' }}\n".encode()})
    model = load_model(files, ENTRY, Options()).model
    assert model is not None
    [interface] = model.declarations
    assert isinstance(interface, Interface)
    return interface.doc, interface.deprecated


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("/** How many. @deprecated use total */", ("How many.", "use total")),
        ("/** @deprecated */", (None, "")),
        ("/** @deprecated since 2 */", (None, "since 2")),
        ("/** @deprecated: use b */", (None, "use b")),
        ("/** A.\n * @deprecated use\n * total\n * @see B\n */", ("A.\n@see B", "use total")),
        ("/** A.\n * @see B @deprecated use C\n */", ("A.\n@see B", "use C")),
        ("/** Not `x @deprecated y`. */", ("Not `x @deprecated y`.", None)),
        ("/** Not a@deprecated.org */", ("Not a@deprecated.org", None)),
        ("/** Not @deprecatedly */", ("Not @deprecatedly", None)),
        ("/** Use @types/node. */", ("Use @types/node.", None)),
        ("/**\n * ```\n * @deprecated\n * ```\n */", ("```\n@deprecated\n```", None)),
        ("/** A. @default 5 @deprecated no @minimum 1 */", ("A. @default 5 @minimum 1", "no")),
    ],
)
def test_deprecation_is_told_from_the_text(
    comment: str, expected: tuple[str | None, str | None]
) -> None:
    assert doc_of(comment) == expected


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        ("Plain text.", "Plain text."),
        ("Mail a@b.org, see @types/node.", "Mail a@b.org, see @types/node."),
        ("How loud. @default 5 @minimum 1", "How loud. Default: 5. Minimum: 1."),
        ("How loud.\n@defaultValue `5`.", "How loud.\nDefault: `5`."),
        ("@example 7", "Example: `7`."),
        ("A.\n@example\na();\nb();", "A.\nExample:\n\n```ts\na();\nb();\n```"),
        ("A.\n@example\n```js\na();\n```", "A.\nExample:\n\n```js\na();\n```"),
        (
            "@example <caption>Do it.</caption>\na();\nb();",
            "Example: Do it.\n\n```ts\na();\nb();\n```",
        ),
        (
            "@example <caption>Do\nit</caption>\n```js\na();\n```",
            "Example: Do it.\n\n```js\na();\n```",
        ),
        ("@example <caption>Do it</caption> a()", "Example: Do it.\n\n`a()`"),
        ("@example <caption>Do it</caption>", "Example: Do it."),
        ("@see https://example.org/x", "See https://example.org/x"),
        ("@see {@link B}", "See `B`"),
        ("A.\n@see B\n\nMore.", "A.\nSee B\n\nMore."),
        ("Use {@link B} or {@link C | that}.", "Use `B` or that."),
        ("{@link https://example.org the page}", "[the page](https://example.org)"),
        ("{@linkcode a.b} and {@code x}", "`a.b` and `x`"),
        ("@internal", ""),
        ("A. @internal", "A."),
        ("A.\n\n@see B", "A.\n\nSee B"),
        ("A.\n\n@see B @default 5", "A.\n\nSee B. Default: 5."),
        ("{@link B | } and {@link C", "`B` and {@link C"),
        ("`a` @see B `c @see d`", "`a`. See B `c @see d`"),
        ("A.\n@remarks More.", "A.\n\nMore."),
        ("A.\n@param x what", "A.\n\n- `x`: what."),
        (
            "A.\n@param {string} x - What.\n@param [y=1] more\n  of it\n@returns a {@link B}.",
            "A.\n\n- `x`: What.\n- `y`: more of it.\n\nReturns: a `B`.",
        ),
        ("@throws {RangeError} if it is\n@returns", "Throws: `RangeError` if it is.\nReturns."),
        ("{@inheritDoc B.c}", "As `B.c`."),
        ("{@inheritDoc}", ""),
        ("A. {@label X} {@unknown it}", "A.  it"),
        ("A.\n@inheritDoc", "A."),
        ("A.\n@privateRemarks No.\n@remarks Yes.", "A.\n\nYes."),
        ("@beta\nA.", "Beta.\n\nA."),
        ("A. @sealed\n```\n@code\n```", "A.\n\n```\n@code\n```"),
        ("A. @beta @sealed", "A. Beta."),
        ("Mark it @readonly here (@sealed).", "Mark it `@readonly` here (`@sealed`)."),
        ("@categoryOf this and that", "Category of: this and that."),
        ("@summary A. @author B", "A. Author: B."),
        ("@types/node is needed", "@types/node is needed"),
        ("`{@link B}` {@link B}", "`{@link B}` `B`"),
        ("```\n@returns {@link B}\n```", "```\n@returns {@link B}\n```"),
        ("See {@link\nB}.", "See `B`."),
        ("@returns\n```js\na()\n```", "Returns:\n\n```js\na()\n```"),
        ("`@default 5` @default 6", "`@default 5`. Default: 6."),
        ('{@link X|the b} @default "x"', 'the b. Default: "x".'),
        ("How loud (`db`) @default 5 @see B @beta", "How loud (`db`). Default: 5. See B. Beta."),
        ("So it is! @default 5", "So it is! Default: 5."),
        ("(So it is.) @default 5", "(So it is.) Default: 5."),
        ("As follows: @default 5", "As follows: Default: 5."),
        ("@see https://a.org/ @default 5", "See https://a.org/. Default: 5."),
        ("A.\n```\na\n```\n@see @default 5", "A.\n```\na\n```\nDefault: 5."),
        ("@default {}", "Default: {}."),
        ("@default { a: {} }", "Default: { a: {} }."),
        ("@pattern {2}", "Pattern: {2}."),
        ("@param {{ a: string }} x - the x", "- `x`: the x."),
        ("@returns {} x", "Returns: x."),
        ("@since", ""),
        ("Text.\n@see", "Text."),
        ("@example `f()`", "Example: `f()`."),
        ("@deprecated: use b", "Deprecated: use b."),
    ],
)
def test_tags_become_markdown(doc: str, expected: str) -> None:
    assert in_markdown(doc) == expected


def test_internal() -> None:
    assert is_internal("A.\n@internal")
    assert is_internal("A. @internal")
    assert not is_internal("Not `@internal`.")
    assert not is_internal(None)


@given(st.lists(st.sampled_from([*" \n`@{}|aA.", "@see ", "{@link ", "@default"])).map("".join))
def test_sections_have_the_whole_text(comment: str) -> None:
    """Nothing of a comment is lost: what is not white space stands in one section."""
    whole = "".join(
        f"@{section.tag}{section.text}" if section.tag else section.text
        for section in sections(comment)
    )
    assert "".join(whole.split()) == "".join(comment.split())
    in_markdown(comment)


def test_a_deprecated_class_is_one_at_run_time(tmp_path: Path) -> None:
    text = "/** @deprecated Use {@link New}. */\nexport interface Old { a: 'a' }\n"
    package = import_package(tmp_path, compiled_text(text, "tsdoc_old").files, "tsdoc_old")
    assert package.Old() == package.decode(package.Old, '{"a": "a"}', strict=True)
    models = (tmp_path / "tsdoc_old" / "models.py").read_text("utf-8")
    assert '\n\n@deprecated("Use `New`.")\n@dataclass(slots=True, kw_only=True)\n' in models


FAMILIES = {
    "links without an end": "{@link x ",
    "links in white space": "{@link x          ",
    "code without an end": "{@code x ",
    "code before a link": "{@code x ",
    "tags within lines": "a @see b ",
    "tags that lead": "@see b\n",
    "ticks": "` @see b ",
}


@pytest.mark.parametrize("length", [250_000, at_night(pytest.param(2_000_000))])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_comment_takes_no_longer_than_it_is(family: str, length: int) -> None:
    """In a process of its own, which can be ended where the time grows without bounds."""
    child = (
        "import sys; from realtime_codegen.text.tsdoc import in_markdown; "
        "from tests.tools.growth import growth; _, part, tail, length = sys.argv; "
        "made = lambda length: part * (length // len(part)) + tail; "
        "print(growth(made, in_markdown, int(length) // 10, 10))"
    )
    tail = "{@link b}" if family == "code before a link" else "x"
    command = [sys.executable, "-c", child, FAMILIES[family], tail, str(length)]
    done = subprocess.run(
        command, timeout=300, check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert float(done.stdout) < EVEN


BLOCK_TAGS = (
    "decorator defaultValue deprecated example param privateRemarks remarks returns see throws "
    "typeParam since return exception arg author version todo template property summary "
    "description default inheritDoc internal type typedef category foo-bar madeUp"
).split()
MODIFIERS = (
    "alpha beta eventProperty experimental internal override packageDocumentation public "
    "readonly sealed virtual private abstract static"
).split()
INLINE_TAGS = ["link", "linkcode", "linkplain", "inheritDoc", "inheritdoc", "label", "code", "odd"]
WORDS_OF_TEXT = [
    "text",
    "A.B",
    "https://example.org/x",
    "{string}",
    "[x=1]",
    "-",
    "`code`",
    "a@b.org",
]
RAW_TAG = re.compile(
    rf"\{{@\w|(?<![\w@/])@(?:{'|'.join((*BLOCK_TAGS, *MODIFIERS))})\b", re.MULTILINE
)
CODE = re.compile(r"^[ \t]*```.*?(?:^[ \t]*```|\Z)|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def comments() -> st.SearchStrategy[str]:
    """Comments with tags at the beginnings of lines, within and at the ends, and inline tags."""
    words = st.lists(st.sampled_from(WORDS_OF_TEXT), max_size=3).map(" ".join)
    inline = st.builds("{{@{} {}}}".format, st.sampled_from(INLINE_TAGS), words)
    text = st.lists(st.one_of(words, inline), max_size=3).map(" ".join)
    block = st.builds("@{} {}".format, st.sampled_from(BLOCK_TAGS), text)
    modified = st.builds("{} @{}".format, text, st.sampled_from(MODIFIERS))
    line = st.one_of(text, block, modified, st.sampled_from(["", "```\n@code\n```"]))
    return st.lists(line, min_size=1, max_size=5).map("\n".join)


@given(comments())
def test_no_tag_is_left_outside_of_code(doc: str) -> None:
    said = CODE.sub("", in_markdown(doc))
    assert not RAW_TAG.search(said), said


def test_pages_and_docstrings_have_no_tags() -> None:
    """What the law above says holds where comments end up: in all docstrings and all pages."""
    doc = "A {@link B} of it.\n@param x - a {@link C | c}\n@returns {@inheritDoc}\n@throws {E} e"
    doc += "\n@remarks More {@label X}\n@since 2\n@see {@link B}\n@madeUp it\n@beta"
    comment = "/**\n" + "".join(f" * {line}\n" for line in doc.split("\n")) + " */\n"
    text = (
        f"{comment}export interface B {{ type: 'b';\n{comment} x?: string;\n{comment} y: C }}\n"
        f"{comment}export interface C {{ type: 'c' }}\n{comment}export type Ev = B | C;\n"
        f"{comment}export enum M {{\n{comment} A = 'a' }}\n"
    )
    seen = 0
    for path, made in compiled_text(text, "tagged").files.items():
        if path.endswith(".md"):
            texts = [made]
        elif path.endswith(("models.py", "typed_dicts.py")):
            nodes = [node for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Expr)]
            values = [node.value.value for node in nodes if isinstance(node.value, ast.Constant)]
            texts = [value for value in values if isinstance(value, str)]
        else:
            continue
        for one in texts:
            seen += "More" in one
            assert not RAW_TAG.search(CODE.sub("", one)), (path, one)
    assert seen > 8
