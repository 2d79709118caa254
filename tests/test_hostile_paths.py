"""No name and no path makes a run write, or remove, anything but its own files.

Names are judged where a spec is compiled; beneath that, the output, the manifests and the
transaction refuse what leaves their folder. Each of these is tried with those above it away.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from realtime_codegen import pipeline
from realtime_codegen.cli import main
from realtime_codegen.output import manifest as manifests, transaction, tree as output
from realtime_codegen.output.manifest import (
    MANIFEST,
    ManifestError,
    read_manifest,
    top_of,
    with_manifests,
)
from realtime_codegen.output.transaction import commit
from realtime_codegen.output.tree import (
    MARK,
    ConflictError,
    OutsideError,
    Tree,
    compare,
    conflicts,
    write,
)
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.python.identifiers import module_name
from realtime_codegen.targets import _border
from realtime_codegen.text.lines import sum_of
from realtime_codegen.text.paths import package_fault, path_fault
from realtime_codegen.text.resources import WORK
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.night import share
from tests.tools.packages import write_tree

SPEC = """\
export interface A { type: 'a' }
export interface B { type: 'b' }
export type E = A | B;
"""

ESCAPES = [
    *["..", ".", "", "/", "../x", "../../x", "../../../x", "a/..", "a/../..", "./a", "a/./b"],
    *["/tmp/x", "//server/x", "a/b", "a//b", "a/", "/a", "~/x", "..\\x", "a\\b", "C:\\x", "C:x"],
    *["\\\\server\\x", "...", "a.", "a ", " a", ".a", "a.b", "a\0b", "a\nb", "a\x7fb", "\ud800"],
]
"""Texts that lead, or may lead, out of a folder."""

NO_NAMES = [
    *["class", "None", "async", "match", "case", "type", "_", "__init__", "__main__", "__x__"],
    *["CON", "con", "Nul", "AUX", "prn", "COM1", "com9", "LPT3", "con.txt", "NUL.py", "COM¹"],
    *["1st", "a-b", "a b", "a$", "$", "a;b", "x" * 101, "x" * 5000, "{{ x }}", "*", "?", "|"],
    *["\uff41bc", "\u0430bc", "p\u0430y", "\u0441\u043e\u0440\u0443", "\u0391", "ﬁx", "ſpec"],
    *["U\u0308nicode", "a\u200bb", "\u202eabc", "ıd", "ℝ", "٣a", "a٣", "x²"],
]
"""Texts that are no name for a package, and lead nowhere."""

NAMES = ["a", "A", "_a", "a1", "openai_realtime", "console", "com", "com10", "nulls", "Ünicode"]


def snapshot(folder: Path, but: Path | None = None) -> dict[str, object]:
    """All that is below a folder, links and empty folders too, but for one folder in it."""
    entries: dict[str, object] = {}
    for directory, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if Path(directory, name) != but]
        for name in (*folders, *files):
            path = Path(directory, name)
            key = path.relative_to(folder).as_posix()
            if path.is_symlink():
                entries[key] = path.readlink()
            else:
                entries[key] = path.read_bytes() if path.is_file() else "folder"
    return entries


def tree(folder: Path, word: str, *paths: str, package: str = "p") -> Tree:
    files = dict.fromkeys(paths or ("p/__init__.py", "p/a.py"), word)
    return Tree(folder, package, with_manifests(files, package))


def bare(folder: Path, *paths: str) -> Tree:
    """A tree as no target of ours makes one: any paths, and no manifests."""
    return Tree(folder, "p", dict.fromkeys(paths, b"new"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project with an output and, around it, other generated packages and files of the user's."""
    project = tmp_path / "home" / "work" / "project"
    marked = f"# {MARK} 0.1.0: do not edit.\n"
    around = {
        "home/.profile": "mine",
        "home/work/x/__init__.py": marked,
        "home/work/project/s.d.ts": SPEC,
        "home/work/project/mine.txt": "mine",
        "home/work/project/other/precious/models.py": marked,
    }
    write_tree(tmp_path, around)
    write([tree(project / "other", "old", "precious/__init__.py", package="precious")])
    write([tree(project / "out", "old", "sibling/__init__.py", package="sibling")])
    return project


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert "RC901" not in done.output
    assert isinstance(done.exception, SystemExit | None)
    return done.exit_code, done.stderr


# ------------------------------------------------------------------------ names


@pytest.mark.parametrize("name", NAMES)
def test_a_good_name_is_taken(name: str) -> None:
    assert package_fault(name) is None
    assert not compile_spec(spec_files(), "s.d.ts", Options(package=name)).failed


def spec_files(name: str = "s.d.ts") -> MemoryFiles:
    return MemoryFiles({name: SPEC.encode()})


def asked_by_options(name: str) -> tuple[Options, str, bool]:
    return Options(package=name), "RC303", False


def asked_by_facts(name: str) -> tuple[Options, str, bool]:
    text = f"# Facts.\n[spec]\npackage = {json.dumps(name, ensure_ascii=False)}\n"
    data = text.replace("\x7f", "\\u007f").encode()
    return Options(facts=SourceFile("facts.toml", data)), "RC502", True


@pytest.mark.parametrize("ask", [asked_by_options, asked_by_facts])
@pytest.mark.parametrize("name", [*ESCAPES, *NO_NAMES], ids=ascii)
def test_a_bad_name_is_an_error_with_a_place(
    name: str, ask: Callable[[str], tuple[Options, str, bool]]
) -> None:
    if ask is asked_by_facts and "\ud800" in name:
        pytest.skip("no TOML holds it")
    options, code, placed = ask(name)
    result = compile_spec(spec_files(), "s.d.ts", options)
    assert result.files == {}
    [diagnostic] = result.diagnostics
    assert diagnostic.code == code
    assert diagnostic.advice
    assert len(diagnostic.message) < 300
    if placed:
        assert diagnostic.place == "facts.toml:3:1"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("./\\ _ac"), max_size=300))
def test_the_file_of_a_spec_always_gives_a_name(text: str) -> None:
    assert package_fault(module_name(text)) is None


@pytest.mark.parametrize("text", [*ESCAPES, *NO_NAMES], ids=ascii)
def test_any_file_name_gives_a_name(text: str) -> None:
    entry = f"{text}.d.ts"
    result = compile_spec(spec_files(entry), entry, Options())
    assert package_fault(result.package) is None
    assert not result.failed


def test_a_configured_name_is_judged_in_its_place(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    before = snapshot(place)
    for name in ("../x", "con", "match", "\u0441\u043e"):
        text = f"[specs.a]\nsource = 's.d.ts'\noutput = 'out'\npackage = {json.dumps(name)}\n"
        Path("realtime-codegen.toml").write_text(text)
        code, said = run()
        assert code == 2
        assert "realtime-codegen.toml:4:1: error[RC743]: " in said
        # What the command line asks for instead has no place in the configuration.
        code, said = run("--package", "a/b")
        assert (code, said.startswith("error[RC303]: 'a/b' is no name")) == (2, True)
    Path("realtime-codegen.toml").unlink()
    assert snapshot(place) == before


PIECES = [*ESCAPES, *NO_NAMES, *NAMES, "project", "precious", "other", "out", "docs", WORK]


@settings(max_examples=share(150))
@given(st.data())
def test_a_name_is_refused_or_all_is_written_inside(data: st.DataObject) -> None:
    """The law of this file, through the command, for facts and for the command line."""
    pieces = st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=8)
    name = data.draw(st.lists(pieces, min_size=1, max_size=3).flatmap(joined_by))
    by_facts = data.draw(st.booleans())
    if "\ud800" in name:
        return
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "a", "b", "c")
        write_tree(Path(folder), {"a/b/x/__init__.py": MARK, "a/b/c/s.d.ts": SPEC, "x.py": MARK})
        write([tree(project / "precious", "old")])
        facts, out = project / "facts.toml", project / "out"
        facts.write_text(asked_by_facts(name)[0].facts.data.decode())  # type: ignore[union-attr]
        before = snapshot(Path(folder), out)
        ask = ("--facts", facts) if by_facts else (f"--package={name}",)
        code, said = run(project / "s.d.ts", "-t", "typeddicts", "-o", out, *ask, "--force")
        assert snapshot(Path(folder), out) == before
        if package_fault(name) is None:
            assert code == 0
            assert {path.name for path in out.iterdir()} == {name}
        else:
            assert code in (2, 3)
            assert "error[RC" in said
            assert not out.exists()


def joined_by(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "/", "\\", "."]).map(lambda glue: glue.join(pieces))


# -------------------------------------------------------------- pages of any target


TARGET = """
from realtime_codegen.targets.base import Emission, Page, Target
PATH = {path!r}
TARGET = Target("own", "", lambda request: Emission((Page(PATH, "own/page.j2", {{}}),)))
"""


def with_own_target(place: Path, path: str) -> Path:
    write_tree(place.parent / "targets", {"own.py": TARGET.format(path=path), "own/page.j2": "x"})
    return place.parent / "targets"


@pytest.mark.parametrize("path", ESCAPES, ids=ascii)
@pytest.mark.parametrize("rest", ["", "/page.txt"])
def test_a_target_of_ones_own_cannot_leave_the_output(path: str, rest: str, place: Path) -> None:
    asked = path + rest
    if path_fault(asked) is None:
        assert path in ("~/x", "a/b", " a", ".a", "a.b") or rest == ""
        return
    folder = with_own_target(place, asked)
    before = snapshot(place.parents[1])
    for force in ((), ("--force",), ("--check",)):
        own = ("-t", "own", "--target-path", folder)
        code, said = run(place / "s.d.ts", "-o", place / "out", *own, *force)
        assert code in (2, 3)
        assert "error[RC407]: the target 'own' asks for the file" in said or (
            "own.py: Emission.pages[0].path" in said and not _is_text(asked)
        )
        assert snapshot(place.parents[1]) == before


def _is_text(path: str) -> bool:
    return path.encode(errors="replace").decode() == path


# ------------------------------------------------------------------- the output alone


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", ESCAPES, ids=ascii)
def test_the_output_refuses_a_path_that_leaves_it(path: str, force: bool, place: Path) -> None:
    paths = [
        candidate for candidate in (path, f"{path}/a.py", f"p/{path}/a.py") if path_fault(candidate)
    ]
    assert paths or path in ("~/x", "a/b", " a", ".a", "a.b")
    before = snapshot(place.parents[1])
    for outside in paths:
        for given_ in (bare(place / "out", outside), bare(place / "new", "p/a.py", outside)):
            with pytest.raises(OutsideError):
                write([given_], force=force)
            for look in (compare, conflicts):
                with pytest.raises(OutsideError):
                    look(given_)
    assert snapshot(place.parents[1]) == before


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("target", ["outside", "sibling", "nowhere", "itself"])
@pytest.mark.parametrize("at", ["p", "p/deep", "p/deep/er"])
def test_the_output_follows_no_link_below_it(
    at: str, target: str, force: bool, place: Path
) -> None:
    leads = {"outside": "../other/precious", "sibling": "sibling", "nowhere": "no", "itself": "."}
    link = place / "out" / at
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(place / "out" / leads[target])
    before = snapshot(place.parents[1])
    with pytest.raises(OutsideError, match="is a link"):
        write([tree(place / "out", "new", "p/deep/er/a.py", "p/a.py")], force=force)
    assert snapshot(place.parents[1]) == before


def test_a_link_below_the_output_is_told_by_the_command(place: Path) -> None:
    (place / "out" / "p").symlink_to(place / "other" / "precious")
    before = snapshot(place.parents[1])
    for more in ((), ("--force",), ("--check",)):
        code, said = run(place / "s.d.ts", "--package", "p", "-o", place / "out", *more)
        assert code == 2
        assert "error[RC407]: 'p/.realtime-codegen.json' would not be written there" in said
    assert snapshot(place.parents[1]) == before


def test_a_file_that_is_a_link_is_replaced_and_not_followed(place: Path) -> None:
    write([tree(place / "out", "old")])
    victim = place / "mine.txt"
    (place / "out/p/a.py").unlink()
    (place / "out/p/a.py").symlink_to(victim)
    with pytest.raises(ConflictError):
        write([tree(place / "out", "new")])
    write([tree(place / "out", "new")], force=True)
    assert victim.read_text() == "mine"
    assert (place / "out/p/a.py").read_text() == "new"
    assert not (place / "out/p/a.py").is_symlink()


# ------------------------------------------------------------------------- manifests


def tampered(place: Path, top: str, listed: dict[str, bytes], package: str = "p") -> None:
    """A manifest that lists files with the sums that they have."""
    sums = {path: sum_of(data) for path, data in listed.items()}
    folder = place / "out" / top
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(json.dumps({"package": package, "files": sums}))


OTHERS = {
    "../sibling/__init__.py": "old",
    "../../other/precious/__init__.py": "old",
    "../../mine.txt": "mine",
    "sub/../../sibling/__init__.py": "old",
    "./../sibling/__init__.py": "old",
}


@pytest.mark.parametrize("path", [*OTHERS, "/etc/passwd", "a\\b", "C:x", "a\0b", "", "."])
def test_a_manifest_lists_files_of_its_folder_or_is_none(path: str) -> None:
    content = {"package": "p", "files": {path: "0"}}
    with pytest.raises(ManifestError):
        read_manifest(json.dumps(content).encode())


@pytest.mark.parametrize("layer", ["all", "output alone", "transaction alone"])
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", OTHERS)
def test_what_a_manifest_lists_elsewhere_is_not_removed(
    path: str, force: bool, layer: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "out" / "p" / "sub").mkdir(parents=True)
    tampered(place, "p", {path: OTHERS[path].encode()})
    before = snapshot(place.parents[1], place / "out" / "p")
    if layer != "all":
        monkeypatch.setattr(manifests, "path_fault", lambda _: None)
    if layer == "transaction alone":
        monkeypatch.setattr(output, "_is_listed_by_right", lambda *_: True)
        monkeypatch.setattr(output, "_assert_inside", lambda _: None)
    # A manifest that is none stands in the way; one that lies is obeyed where it is right.
    refused = layer == "transaction alone" or (layer == "all" and not force)
    with pytest.raises((ConflictError, OSError)) if refused else nullcontext():
        write([tree(place / "out", "new")], force=force)
    assert snapshot(place.parents[1], place / "out" / "p") == before
    # Without the layers that were taken away here nothing would be left of it.
    assert path_fault(path) is not None


def without_output_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_is_listed_by_right", lambda *_: True)
    monkeypatch.setattr(output, "_assert_inside", lambda _: None)


@pytest.mark.parametrize("force", [False, True])
def test_a_manifest_lists_nothing_through_a_link(force: bool, place: Path) -> None:
    write([tree(place / "out", "old")])
    (place / "out" / "p" / "sub").symlink_to(place / "other" / "precious")
    tampered(place, "p", {"a.py": b"old", "__init__.py": b"old", "sub/__init__.py": b"old"})
    before = snapshot(place / "other")
    write([tree(place / "out", "new")], force=force)
    assert snapshot(place / "other") == before


@pytest.mark.parametrize("force", [False, True])
def test_a_package_in_a_package_is_its_own(force: bool, place: Path) -> None:
    """Neither by a manifest that lists its files, nor because its files are marked."""
    inner = place / "out" / "p" / "inner"
    write([tree(inner, "# " + MARK, "q/__init__.py", "q/models.py", package="q")])
    before = snapshot(inner)
    write([tree(place / "out", "new")], force=force)
    assert snapshot(inner) == before
    listed = {"inner/q/models.py": ("# " + MARK).encode(), "a.py": b"new", "__init__.py": b"new"}
    tampered(place, "p", listed)
    write([tree(place / "out", "newer")], force=force)
    assert snapshot(inner) == before


def test_the_manifest_of_bare_files_lists_bare_files(place: Path) -> None:
    tampered(place, "", {"sibling/__init__.py": b"old", "gone.txt": b"old"})
    (place / "out" / "gone.txt").write_text("old")
    before = snapshot(place / "out" / "sibling")
    write([tree(place / "out", "new", "bare.txt")])
    assert snapshot(place / "out" / "sibling") == before
    assert not (place / "out" / "gone.txt").exists()


def test_a_manifest_lists_nothing_below_a_folder_that_is_not_its_own(place: Path) -> None:
    """Also where that folder has no manifest to tell so."""
    (place / "out" / "notes").mkdir()
    (place / "out" / "notes" / "a.py").write_text("old")
    tampered(place, "", {"notes/a.py": b"old", "gone.txt": b"old"})
    (place / "out" / "gone.txt").write_text("old")
    write([tree(place / "out", "new", "bare.txt")], force=True)
    assert (place / "out" / "notes" / "a.py").read_text() == "old"
    assert not (place / "out" / "gone.txt").exists()


@pytest.mark.parametrize("edited", [False, True])
def test_what_is_no_longer_made_is_removed_unless_somebody_edited_it(
    place: Path, *, edited: bool
) -> None:
    out = place / "out"
    write([tree(out, "old", "p/gone.py", "p/stays.py")])
    if edited:
        (out / "p" / "gone.py").write_text("mine")
    new = tree(out, "new", "p/stays.py")
    if edited:
        with pytest.raises(ConflictError) as at:
            write([new])
        assert [(c.path, c.kind) for c in at.value.conflicts] == [("p/gone.py", "edited")]
        assert (out / "p" / "gone.py").read_text() == "mine"
    write([new], force=edited)
    assert not (out / "p" / "gone.py").exists()


def test_force_removes_nothing_of_another_package(place: Path) -> None:
    write([tree(place / "out", "old", "docs/A.md", "docs/B.md", package="q")])
    new = tree(place / "out", "new", "docs/A.md")
    with pytest.raises(ConflictError) as at:
        write([new])
    assert {conflict.kind for conflict in at.value.conflicts} == {"other"}
    # Nor does it need a manifest of ours to be told.
    with pytest.raises(ConflictError):
        write([bare(place / "out", "docs/C.md")])
    write([new], force=True)
    assert (place / "out/docs/B.md").read_text() == "old"


@settings(max_examples=share(60), deadline=None)
@given(st.data())
def test_a_write_removes_only_what_its_own_manifest_lists_unedited(data: st.DataObject) -> None:
    """Whatever manifests say, and whoever wrote the files around them."""
    with tempfile.TemporaryDirectory() as at:
        base = Path(at)
        out = base / "x" / "out"
        names = st.sampled_from(["a.py", "b.md", "p/a.py", "p/q/a.py", "q/a.py", "docs/A.md"])
        paths = data.draw(st.lists(names, min_size=1, unique=True))
        write_tree(out, {path: data.draw(st.sampled_from(["1", MARK, "3"])) for path in paths})
        write_tree(base, {"victim.py": "1", "x/victim.py": MARK})
        listed = st.sampled_from([*paths, "../victim.py", "../../victim.py", "p/../q/a.py"])
        sums = st.sampled_from([sum_of(content.encode()) for content in ("1", MARK, "3")])
        for top in data.draw(st.lists(st.sampled_from(["", "p", "p/q", "q", "docs"]), unique=True)):
            (out / top).mkdir(parents=True, exist_ok=True)
            files = data.draw(st.dictionaries(listed | listed.map(lambda p: p[2:]), sums))
            package = data.draw(st.sampled_from(["p", "q"]))
            text = json.dumps({"package": package, "files": files})
            (out / top / MANIFEST).write_text(text)
        before = snapshot(base)
        new = tree(out, "new", *data.draw(st.lists(names, min_size=1, unique=True)))
        force = data.draw(st.booleans())
        try:
            write([new], force=force)
        except (ConflictError, OSError):
            assert snapshot(base) == before
            return
        after = snapshot(base)
        for path in before.keys() - after.keys():
            assert path.startswith("x/out/"), path
            inner = path.removeprefix("x/out/")
            top = top_of(inner, "p")
            own = before[f"x/out/{top}/{MANIFEST}".replace("//", "/")]
            assert isinstance(own, bytes)
            assert read_manifest(own).package == "p"
            inner = inner.removeprefix(f"{top}/")
            if inner != MANIFEST:
                content = before[path]
                assert isinstance(content, bytes)
                assert inner in read_manifest(own).files
                assert force or read_manifest(own).knows(inner, content)
        written = {f"x/out/{path}" for path in new.files}
        for path in before.keys() & after.keys():
            assert before[path] == after[path] or path in written


# -------------------------------------------------------------------- the transaction


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", ["../x", "../../x", "p/../../x", "../other/precious/models.py"])
def test_the_transaction_refuses_a_place_outside(
    path: str, force: bool, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_output_layer(monkeypatch)
    before = snapshot(place.parents[1])
    with pytest.raises(OSError, match="the file is not in the folder"):
        write([bare(place / "out", "p/a.py", path)], place, force=force)
    assert snapshot(place.parents[1]) == before
    for data in (b"new", None):
        with pytest.raises(OSError, match="the file is not in the folder"):
            commit(place / "out", {place / "out" / path: data})
    (place / "out" / "link").symlink_to(place / "other")
    with pytest.raises(OSError, match="the file is not in the folder"):
        commit(place / "out", {place / "out/link/new.py": b"new"})
    (place / "out" / "link").unlink()
    assert snapshot(place.parents[1]) == before


def test_the_facts_that_escaped_are_stopped_by_each_layer(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = place.parent / "facts.toml"
    facts.write_text('[spec]\npackage = "../../x"\n')
    before = snapshot(place.parents[1])
    command: tuple[Any, ...] = (place / "s.d.ts", "--facts", facts, "-o", place / "out", "--force")
    layers: list[tuple[str, Callable[[], None]]] = [
        ("facts.toml:2:1: error[RC502]", lambda: None),
        ("error[RC407]", lambda: monkeypatch.setattr(pipeline, "package_fault", lambda _: None)),
        ("error[RC407]", lambda: monkeypatch.setattr(_border, "path_fault", lambda _: None)),
        ("error[RC402]", lambda: without_output_layer(monkeypatch)),
    ]
    for said, disable in layers:
        disable()
        code, told = run(*command)
        assert code in (2, 3)
        assert said in told
        assert snapshot(place.parents[1]) == before


def test_these_tests_would_see_an_escape(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every layer away, the files do land outside."""
    without_output_layer(monkeypatch)
    monkeypatch.setattr(transaction, "is_within", lambda *_: True)
    before = snapshot(place.parents[1], place / "out")
    write([bare(place / "out", "../escaped.txt")])
    assert snapshot(place.parents[1], place / "out") != before
