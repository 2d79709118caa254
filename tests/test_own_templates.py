"""A template in a folder of `--target-path` is used or refused, never ignored."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.cli import main
from realtime_codegen.targets import target_names
from realtime_codegen.text.resources import templates_dir

BASE = templates_dir()
TOOLS = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.j2"))
SPEC = """
/** One. */
export interface A { type: 'a'; sound?: string }
export interface B { type: 'b' }
export type ServerEvent = A | B
export interface C { type: 'c' }
export interface D { type: 'd' }
export type ClientEvent = C | D
"""
FACTS = "[[audio]]\nmatch = 'A.sound'\nformat = 'input'\nwhy = 'sound'\n"
COMMENT = "{# of my own #}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a spec and an empty folder of targets."""
    (tmp_path / "s.d.ts").write_text(SPEC, encoding="utf-8")
    (tmp_path / "more").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, name: str, text: str) -> None:
    path = folder / "more" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(*more: str) -> Result:
    targets = [word for name in target_names() for word in ("-t", name)]
    return CliRunner().invoke(main, ["s.d.ts", *targets, "--target-path", "more", *more])


def texts(folder: Path) -> str:
    files = sorted(path for path in (folder / "generated").rglob("*") if path.is_file())
    return "".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize("name", TOOLS)
def test_a_template_of_the_tools_own_name_stands_for_it(name: str, folder: Path) -> None:
    """Law: for every template of the tool, an edited copy shows in the output."""
    mark = "<!-- edited copy -->" if name.endswith(".md.j2") else "# edited copy"
    if name.endswith((".json.j2", ".d.ts.j2")):
        mark = "// edited copy"
    text = (BASE / name).read_text("utf-8")
    # What a macro makes is in the output, what is behind it is not.
    edited = text.replace(
        "{% endfor %}\n{%- endmacro %}", f"{mark}\n{{% endfor %}}\n{{%- endmacro %}}"
    )
    put(folder, name, f"{text}{mark}\n" if edited == text else edited)
    (folder / "facts.toml").write_text(FACTS, encoding="utf-8")
    done = run("--facts", "facts.toml")
    assert done.exit_code == 0, done.output
    assert "edited copy" in texts(folder)


UNUSED = {
    "models.py.j2": "Did you mean dataclasses/models.py.j2",
    "dataclass/models.py.j2": "Did you mean dataclasses/models.py.j2",
    "dcos/page.md.j2": "Did you mean docs/page.md.j2",
    "docs/pages.md.j2": "Did you mean docs/page.md.j2",
    "docs/deep/er/page.md.j2": "Did you mean docs/page.md.j2",
    "dataclasses/_schma.py.j2": "Did you mean dataclasses/_schema.py.j2",
    "_shared/heder.py.j2": "Did you mean _shared/header.py.j2",
    "docs/page.md.jinja": "Did you mean docs/page.md.j2",
    "docs/page.md.jinja2": "Did you mean docs/page.md.j2",
    "docs/page.md.J2": "Did you mean docs/page.md.j2",
    "docs/page.md": "Did you mean docs/page.md.j2",
    "dataclasses/models.py": "Did you mean dataclasses/models.py.j2",
    "page.md.jinja": "Did you mean docs/page.md.j2",
    "templates/docs/page.md.j2": "Did you mean docs/page.md.j2",
    "src/templates/docs/page.md.j2": "Did you mean docs/page.md.j2",
    "something/else.html.jinja": "Those of the tool that one can stand for are _shared/",
    "something/else.html.j2": "Those of the tool that one can stand for are _shared/",
}


@pytest.mark.parametrize("name", UNUSED)
def test_a_template_that_nothing_uses_is_refused(name: str, folder: Path) -> None:
    put(folder, name, COMMENT)
    done = run()
    assert done.exit_code == 2, done.output
    assert f"more/{name}: error[RC306]: no target uses this template" in done.output
    assert UNUSED[name] in done.output
    assert not (folder / "generated").exists()


def test_what_a_template_in_use_includes_is_used(folder: Path) -> None:
    page = (BASE / "docs/page.md.j2").read_text("utf-8")
    put(folder, "docs/page.md.j2", f'{page}{{% include "docs/more.md.j2" %}}\n')
    put(folder, "docs/more.md.j2", '{% include "bits/end.md.j2" %}')
    put(folder, "bits/end.md.j2", "The end of it.\n")
    done = run()
    assert done.exit_code == 0, done.output
    assert "The end of it." in texts(folder)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("docs/page.md.j2", "{% if %}", "line 1: Expected an expression"),
        ("docs/page.md.j2", "{{ nothing_so_called }}", "'nothing_so_called' is undefined"),
        ("docs/page.md.j2", '{% include "docs/gone.md.j2" %}', "docs/gone.md.j2"),
        ("docs/page.md.j2", "{{ 1 + 'a' }}", "unsupported operand"),
        ("dataclasses/models.py.j2", "class Other: ...\n", "Other"),
        ("dataclasses/models.py.j2", "class (\n", "invalid syntax"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(
    name: str, text: str, words: str, folder: Path
) -> None:
    put(folder, name, text)
    done = run()
    assert done.exit_code == 2, done.output
    assert f"more/{name}: error[RC306]" in done.output
    assert words in done.output
    assert "your own" in done.output
    assert "RC901" not in done.output
    assert not (folder / "generated").exists()


def test_the_last_folder_counts(folder: Path) -> None:
    (folder / "last" / "docs").mkdir(parents=True)
    (folder / "last" / "docs" / "page.md.j2").write_text("the last\n", encoding="utf-8")
    put(folder, "docs/page.md.j2", "first of mine\n")
    assert run("--target-path", "last").exit_code == 0
    assert "the last" in texts(folder)
    assert "first of mine" not in texts(folder)


def test_a_shared_template_that_spoils_pages_is_named(folder: Path) -> None:
    put(folder, "_shared/header.py.j2", "{% macro header(lines) %}\n(\n{% endmacro %}\n")
    done = run()
    assert done.exit_code == 3, done.output
    assert "Mend your own templates: more/_shared/header.py.j2" in done.output
