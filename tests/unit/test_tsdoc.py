"""Doc comments: where tags begin, and what is made of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Interface
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.text.tsdoc import in_markdown, is_internal, sections
from tests.tools.packages import ENTRY, compiled_text, import_package


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
        ("A.\n\n@see B @default 5", "A.\n\nSee B Default: 5."),
        ("{@link B | } and {@link C", "`B` and {@link C"),
        ("`a` @see B `c @see d`", "`a` See B `c @see d`"),
        ("A.\n@remarks More.", "A.\n\nMore."),
        ("A.\n@param x what", "A.\n@param x what"),
        ("`@default 5` @default 6", "`@default 5` Default: 6."),
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
        f"@{each.tag}{each.text}" if each.tag else each.text for each in sections(comment)
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


@pytest.mark.parametrize("family", FAMILIES)
def test_a_comment_takes_no_longer_than_it_is(family: str) -> None:
    """A time that grows with the square of the length would be many minutes here."""
    child = (
        "import sys; from realtime_codegen.text.tsdoc import in_markdown; "
        "in_markdown(sys.argv[1] * (500_000 // len(sys.argv[1])) + sys.argv[2])"
    )
    tail = "{@link b}" if family == "code before a link" else "x"
    command = [sys.executable, "-c", child, FAMILIES[family], tail]
    subprocess.run(command, timeout=120, check=True)
