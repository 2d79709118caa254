"""Facts that come with the tool: which specs they are for, and what becomes of other versions."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result as Ran

from realtime_codegen.cli import main
from realtime_codegen.facts.applying import check
from realtime_codegen.facts.choosing import WORDS, FactsError, choose
from realtime_codegen.facts.reading import OWN_KINDS, read
from realtime_codegen.facts.shipped import (
    SHIPPED,
    SHIPPED_CHANGES,
    Shipped,
    installed,
    published,
    shipped_source,
)
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.sources.opening import open_spec
from realtime_codegen.sources.origin import Origin
from realtime_codegen.targets import package_names
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.archives import package_archive
from tests.tools.fake_npm import FakeNpm
from tests.tools.night import sampled
from tests.tools.node import npm_package

NEWEST = "7.59.0"
BY_NAME = {facts.name: facts for facts in SHIPPED}
GA = BY_NAME["openai-realtime-ga"]
PATH = f"{GA.paths[0]}.d.ts"

SPEC = """\
export interface RealtimeErrorEvent { type: 'error'; event_id: string; at_ms: number }
export interface Ping { type: 'ping'; audio_start_ms: number }
export type RealtimeServerEvent = RealtimeErrorEvent | Ping;
"""
"""Declarations of a version to which few of the facts apply."""


def run(*arguments: str | Path) -> Ran:
    ran = CliRunner().invoke(main, list(map(str, arguments)))
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran


def unpacked(folder: Path, name: str = "openai", version: str = "9.9.9", path: str = PATH) -> Path:
    """A package's folder with one file of declarations; returns that file."""
    entry = folder / path
    entry.parent.mkdir(parents=True)
    entry.write_text(SPEC)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version}))
    return entry


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    """An npm that has another version of the package; nothing else is on the PATH."""
    npm = FakeNpm(tmp_path / "fake")
    monkeypatch.setenv("PATH", str(npm.home / "bin"))
    for version in ("0.0.1", "9.9.9"):
        npm.package("openai", version, package_archive({PATH: SPEC, "x.d.ts": SPEC}))
    return npm


# -------------------------------------------------------------------------- the files


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_shipped_facts_can_be_read_and_cite_why(shipped: Shipped) -> None:
    facts, problems = read(shipped_source(shipped.name))
    assert problems == ()
    assert facts.spec.name
    assert facts.spec.package
    assert len(facts.entries) > 10
    assert all(entry.why and entry.about for entry in facts.entries)


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_a_misspelt_key_is_one_error(shipped: Shipped) -> None:
    """Whichever key it is, required or not, of an entry or a table: nothing else is told."""
    lines = shipped_source(shipped.name).data.decode().split("\n")
    places: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(lines):
        if header := re.fullmatch(r"\[+([\w.]+)\]+", line):
            table = header[1]
            if "." not in table and table != "spec":
                places.setdefault(("", table), number)
        elif (named := re.match(r"(\w+) =", line)) and "." not in table:
            places.setdefault((table, named[1]), number)
    assert len(places) > 10
    for (_, key), number in places.items():
        wrong = f"{key}{key[-1]}"
        # A table's name is misspelt wherever it stands.
        text = [
            re.sub(rf"^(\[*){key}(?=\]| =)", rf"\1{wrong}", line)
            if number == place or line == lines[number].strip() == f"[[{key}]]"
            else re.sub(rf"^\[{key}\.", f"[{wrong}.", line)
            for place, line in enumerate(lines)
        ]
        _, problems = read(SourceFile("facts.toml", "\n".join(text).encode()))
        [problem] = problems
        assert problem.code == "RC503", problem
        assert problem.advice == f"Did you mean `{key}`?"
        assert problem.span is not None
        assert problem.span.line == number + 1


def test_each_folder_of_facts_is_shipped(repo_root: Path) -> None:
    """Nothing below `spec/` is copied into the package without a name by which it is found."""
    folders = {path.parent.name for path in (repo_root / "spec").glob("*/facts.toml")}
    assert folders == {*BY_NAME, *SHIPPED_CHANGES.values()}


@pytest.mark.network
@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_all_entries_apply_to_the_newest_declarations(shipped: Shipped) -> None:
    """As facts that are named, of which each entry has to apply."""
    package = npm_package(shipped.package, NEWEST)
    opened = open_spec(str(package / f"{shipped.paths[0]}.d.ts"))
    chosen = choose(None if shipped.is_found else shipped.name, opened)
    assert chosen.shipped == shipped
    if shipped.is_found:
        assert chosen.package_version == f"{shipped.package}@{NEWEST}"
    loaded = load_model(opened.files, opened.entry, Options(facts=chosen.source))
    assert loaded.model is not None
    _, naming = package_names(loaded.model, opened.entry)
    # Nothing is left to be settled, names that two declarations want neither.
    told = (*loaded.diagnostics, *naming)
    assert [d for d in told if d.severity is not Severity.NOTE] == []


@pytest.mark.network
def test_the_live_api_is_made_of_a_package_alone(tmp_path: Path) -> None:
    entry = npm_package("openai", NEWEST) / "resources/live/live.d.ts"
    ran = run(entry, "-o", tmp_path)
    assert ran.exit_code == 0, ran.output
    assert "facts: openai-live, 43 entries; --facts none leaves them out\n" in ran.stderr
    package = tmp_path / "openai_live"
    assert "start_ms: int" in (package / "models.py").read_text(encoding="utf-8")
    audio = (package / "audio.py").read_text(encoding="utf-8")
    assert "def encode_input_audio_append_event" in audio
    model = load_model(open_spec(str(entry)).files, entry.name, Options()).model
    assert model is not None
    sizes = {str(group.id): len(group.members) for group in model.groups}
    assert (sizes["ServerEvent"], sizes["ClientEvent"]) == (28, 15)


# -------------------------------------------------------------------- by package and path


@pytest.mark.parametrize("ending", [".d.ts", ".d.mts", ".d.cts", ".ts"])
@pytest.mark.parametrize("prefix", ["", "src/"])
@pytest.mark.parametrize(
    ("facts", "path"),
    [(facts, path) for facts in SHIPPED if facts.is_found for path in facts.paths],
)
def test_facts_are_found_by_package_and_path(
    facts: Shipped, path: str, prefix: str, ending: str, tmp_path: Path
) -> None:
    inside = f"{prefix}{path}{ending}"
    source = f"npm:{facts.package}@1.2.3/{inside}"
    assert published(Origin(facts.package, "1.2.3", source, "")) == facts
    for folder in (tmp_path / "node_modules" / facts.package, tmp_path / "package"):
        entry = unpacked(folder, facts.package, path=inside)
        known = installed(str(entry))
        assert known is not None
        assert (known.facts, known.version) == (facts, "9.9.9")
        assert Path(known.manifest) == folder / "package.json"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("openai", "resources/realtime/calls.d.ts"),
        ("openai", "more/resources/realtime/realtime.d.ts"),
        ("openai", "resources/realtime/realtime.d.ts.d.ts"),
        ("openai", "realtime.d.ts"),
        ("@house/openai", PATH),
        ("openai-fork", PATH),
    ],
)
def test_other_files_have_no_facts(name: str, path: str, tmp_path: Path) -> None:
    assert published(Origin(name, "1.0.0", f"npm:{name}@1.0.0/{path}", "")) is None
    known = installed(str(unpacked(tmp_path / "p", name, path=path)))
    assert known is None or known.facts is None


@pytest.mark.parametrize(
    "manifest", [None, b"", b"[]", b"\xff", b'{"name": 7}', b'{"name": ["openai"]}', b"[" * 99_999]
)
def test_a_manifest_that_says_nothing(manifest: bytes | None, tmp_path: Path) -> None:
    entry = unpacked(tmp_path / "p")
    place = tmp_path / "p" / "package.json"
    place.unlink()
    if manifest is not None:
        place.write_bytes(manifest)
    known = installed(str(entry))
    assert known is not None
    assert known.facts is None
    ran = run(entry, "-o", tmp_path / "out")
    assert ran.exit_code == 0
    assert "facts:" not in ran.stderr


@pytest.mark.parametrize("inside", [".", "resources", "resources/realtime"])
def test_the_path_may_begin_anywhere(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "node_modules" / "openai"
    entry = unpacked(package)
    for here in (tmp_path, package / inside):
        monkeypatch.chdir(here)
        known = installed(os.path.relpath(entry))
        assert known is not None
        assert known.facts == GA
        assert Path(known.manifest).samefile(package / "package.json")


# ------------------------------------------------------------------------ other versions


def thinned(text: str, seed: int) -> str:
    """Declarations without some of their properties, as an older version may have them."""
    chance = random.Random(seed)
    lines = text.splitlines()
    kept = [line for line in lines if not _PROPERTY.fullmatch(line) or chance.random() < 0.6]
    return "\n".join(kept)


_PROPERTY = re.compile(r" +(?!type)\w+\??: .*;")


@pytest.mark.parametrize("seed", sampled(range(8), 3))
def test_what_is_left_of_facts_is_what_applies(repo_root: Path, seed: int) -> None:
    """Whatever a version lacks: it is not refused, and each entry is used or told of.

    As facts that a user names, the entries that are used are right, and each other one is not.
    """
    source = shipped_source(GA.name)
    text = (repo_root / "spec" / GA.name / "realtime.d.ts").read_text(encoding="utf-8")
    files = MemoryFiles({"x.d.ts": thinned(text, seed).encode()})
    loaded = load_model(files, "x.d.ts", Options(facts=source, facts_found=True, strict=True))
    known = [d for d in loaded.diagnostics if d.span is not None and d.span.file == source.path]
    assert {d.severity for d in known} == {Severity.NOTE}
    used = loaded.used
    whole, _ = read(source)
    assert {e.head for e in used.entries} | {e.head for e, _ in used.idle} == {
        entry.head for entry in whole.entries
    }
    assert len(used.entries) + len(used.idle) == len(whole.entries)
    assert used.idle
    plain = load_model(files, "x.d.ts", Options()).model
    assert plain is not None
    idle = {entry.head for entry, _ in used.idle}
    left_out = [entry for entry in whole.entries if entry.head in idle]
    assert check(plain, whole.without(left_out), OWN_KINDS)[1] == ()
    for entry, reason in used.idle:
        others = [e for e in whole.entries if e.head != entry.head]
        (stale,) = check(plain, whole.without(others), OWN_KINDS)[1]
        assert (stale.message, stale.span) == (reason.message, reason.span)


def test_entries_in_one_line_are_told_apart() -> None:
    text = 'integers = [{ match = "a" }, { match = "b" }, { match = "c" }]\n'
    files = MemoryFiles({"x.d.ts": b"export interface X { a: number; c: number }"})
    options = Options(facts=SourceFile("f.toml", text.encode()), facts_found=True)
    used = load_model(files, "x.d.ts", options).used
    assert [entry.about for entry in used.entries] == ["a", "c"]
    assert [entry.about for entry, _ in used.idle] == ["b"]


def test_patterns_of_the_configuration_are_of_the_user(tmp_path: Path) -> None:
    """Also beside facts that were found."""
    entry = unpacked(tmp_path / "node_modules" / "openai")
    config = tmp_path / "realtime-codegen.toml"
    source = entry.relative_to(tmp_path).as_posix()
    config.write_text(f'[specs.a]\nsource = "{source}"\nintegers = ["nothing_*"]\n')
    ran = run("--config", config)
    assert ran.exit_code == 3
    assert "error[RC501]: 'nothing_*' selects no property" in ran.stderr


@pytest.mark.parametrize("version", ["0.0.1", "9.9.9"])
@pytest.mark.parametrize("place", ["npm", "disk"])
@pytest.mark.parametrize("strict", ["--strict", "--no-strict"])
@pytest.mark.usefixtures("fake")
def test_no_version_is_refused_for_facts_that_nobody_named(
    version: str, place: str, strict: str, tmp_path: Path
) -> None:
    on_disk = unpacked(tmp_path / "node_modules" / "openai", version=version)
    spec = f"npm:openai@{version}/{PATH}" if place == "npm" else str(on_disk)
    out = tmp_path / "out"
    ran = run(spec, "-o", out, strict)
    assert ran.exit_code == 0, ran.output
    total = len(read(shipped_source(GA.name))[0].entries)
    # `*_ms`, and the answer, which has what it needs nowhere.
    assert f"facts: {GA.name}, 1 of {total} entries apply (realtime-codegen facts {spec} lists" in (
        ran.stderr
    )
    text = (out / "openai_realtime" / "models.py").read_text(encoding="utf-8")
    assert "audio_start_ms: int" in text
    assert f"openai@{version}" in text or f", {version}" in text.split("\n")[1]
    verbose = run(spec, "-o", out, strict, "--verbose")
    assert verbose.stderr.count("note[RC501]") == total - 1
    assert f"facts:{GA.name}:" in verbose.stderr
    assert run(spec, "-o", out, strict, "--check").exit_code == 0
    named = run(spec, "-o", out, strict, "--facts", GA.name)
    assert named.exit_code == 3
    assert named.stderr.count("error[RC501]") == total - 1


# ------------------------------------------------------------------- FILE, NAME or none


def model_of(folder: Path, *options: str | Path) -> Any:
    """What the target `model` prints for a package on the disk, with options."""
    entry = folder / "node_modules" / "openai" / PATH
    if not entry.exists():
        unpacked(folder / "node_modules" / "openai")
    ran = run(entry, "-t", "model", "-o", folder / "out", *options)
    assert ran.exit_code == 0, ran.output
    (place,) = (folder / "out").rglob("[!.]*.json")
    text = place.read_text(encoding="utf-8")
    shutil.rmtree(folder / "out")
    return text


def test_facts_are_a_file_or_a_name_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own.toml"
    own.write_text('[[integers]]\nmatch = "at_ms"\n')
    for word in WORDS:
        (tmp_path / word).write_text('[[integers]]\nmatch = "at_ms"\n')
    whole = model_of(tmp_path)
    plain = model_of(tmp_path, "--facts", "none")
    partly = model_of(tmp_path, "--facts", own)
    assert (whole.count('"integer"'), partly.count('"integer"'), plain.count('"integer"')) == (
        2,
        1,
        0,
    )
    # A name is no file of the folder; with a folder before it, it is one.
    for word in WORDS:
        assert model_of(tmp_path, "--facts", f"./{word}").count('"integer"') == 1
    # The configuration says the same.
    source = f"node_modules/openai/{PATH}"
    for said, count in (("none", 0), ("./none", 1), ("own.toml", 1), (None, 2)):
        line = "" if said is None else f'facts = "{said}"\n'
        table = f'[specs.a]\nsource = "{source}"\ntargets = ["model"]\n'
        (tmp_path / "realtime-codegen.toml").write_text(table + line)
        assert run().exit_code == 0
        (place,) = (tmp_path / "generated").rglob("[!.]*.json")
        assert place.read_text(encoding="utf-8").count('"integer"') == count, said
        assert run("--check").exit_code == 0
        assert run("check").exit_code == 0
        shutil.rmtree(tmp_path / "generated")
        (tmp_path / "realtime-codegen.lock").unlink()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("openai-realtime-gaa", "did you mean openai-realtime-ga?"),
        ("openai_live", "did you mean openai-live?"),
        ("nnoe", "did you mean none?"),
        ("x", f"the names are {', '.join(WORDS)}"),
        ("a/b.toml", "a/b.toml: No such file or directory\n"),
    ],
)
@pytest.mark.parametrize("command", ["generate", "audit", "diff", "migrate", "facts"])
def test_facts_that_are_not_there(
    command: str, wanted: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.d.ts").write_text(SPEC)
    more = {"diff": ["x.d.ts"], "migrate": ["x.d.ts", "."]}.get(command, [])
    ran = run(command, "x.d.ts", *more, "--facts", wanted)
    assert ran.exit_code == 2
    assert said in ran.stderr
    with pytest.raises(FactsError):
        choose(wanted, open_spec("x.d.ts"))


# ------------------------------------------------------- runs that are known to be fresh


def test_the_cache_knows_what_the_facts_depend_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    entry = unpacked(tmp_path / "node_modules" / "openai").relative_to(tmp_path)
    manifest = tmp_path / "node_modules" / "openai" / "package.json"
    models = Path("generated/made/models.py")

    def annotation(*options: str) -> str:
        ran = run(entry, "--package", "made", *options)
        assert ran.exit_code == 0, ran.output
        text = models.read_text(encoding="utf-8")
        return "int" if "audio_start_ms: int" in text else "float"

    for _ in range(2):
        assert annotation() == "int"
        fresh = run(entry, "--package", "made")
        assert "all fresh" in fresh.stdout
        assert f"facts: {GA.name}" in fresh.stderr
        assert annotation("--facts", "none") == "float"
        manifest.write_text('{"name": "another"}')
        assert annotation() == "float"
        assert annotation() == "float"
        manifest.unlink()
        assert annotation() == "float"
        manifest.write_text('{"name": "openai", "version": "1.0.0"}')


def test_the_lock_file_says_which_facts_were_used(
    fake: FakeNpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = f'[specs.a]\nsource = "npm:openai@0.0.1/{PATH}"\n'
    config = Path("realtime-codegen.toml")
    config.write_text(table)
    assert run().exit_code == 0
    lock = Path("realtime-codegen.lock").read_text(encoding="utf-8")
    assert f'"facts:{GA.name}" = "{shipped_source(GA.name).sha256}"' in lock
    assert run("check").exit_code == 0
    # Another choice is another output, and another lock file.
    config.write_text(f'{table}facts = "none"\n')
    assert run("check").exit_code == 1
    assert run().exit_code == 0
    assert "facts:" not in Path("realtime-codegen.lock").read_text(encoding="utf-8")
    # A newer version keeps the facts that apply to it.
    config.write_text(table)
    assert run("--force").exit_code == 0
    fake.answer("view openai@latest version", stdout='"9.9.9"')
    ran = run("update")
    assert ran.exit_code == 0, ran.output
    assert f"facts: {GA.name}, 1 of" in ran.stderr
    assert f'"facts:{GA.name}"' in Path("realtime-codegen.lock").read_text(encoding="utf-8")
    assert run("check").exit_code == 0


# ------------------------------------------------------------------ audit, diff, migrate


NULLS = """\
export interface RealtimeResponse { usage?: Usage }
export interface Usage { total_tokens: number }
export interface ResponseDoneEvent { type: 'response.done'; response: RealtimeResponse }
export interface Ping { type: 'ping' }
export type RealtimeServerEvent = ResponseDoneEvent | Ping;
"""


def test_an_audit_reads_with_the_facts_of_what_is_generated(tmp_path: Path) -> None:
    entry = unpacked(tmp_path / "node_modules" / "openai")
    entry.write_text(NULLS)
    log = tmp_path / "log.jsonl"
    log.write_text('{"type": "response.done", "response": {"usage": null}}\n')
    assert run("audit", entry, log).exit_code == 0
    assert f"facts: {GA.name}, " in run("audit", entry, log).stderr
    without = run("audit", entry, log, "--facts", "none")
    assert without.exit_code == 1
    assert "facts:" not in without.stderr
    own = tmp_path / "own.toml"
    own.write_text('[[nullable]]\nmatch = "RealtimeResponse.usage"\nwhy = "seen"\n')
    assert run("audit", entry, log, "--facts", own).exit_code == 0
    own.write_text('[[nullable]]\nmatch = "RealtimeResponse.usag"\nwhy = "seen"\n')
    stale = run("audit", entry, log, "--facts", own)
    assert stale.exit_code == 3
    assert "own.toml:2:1: error[RC501]" in stale.stderr


def test_a_comparison_has_the_facts_of_both_sides_or_of_none(tmp_path: Path) -> None:
    old, new = (unpacked(tmp_path / name / "node_modules" / "openai") for name in "ab")
    old.write_text(NULLS)
    new.write_text(NULLS.replace("usage?: Usage", "usage?: Usage | null"))
    alone = tmp_path / "alone.d.ts"
    alone.write_text(NULLS)
    # What the facts have said before the declarations did is no change.
    both = run("diff", old, new)
    assert "nothing" in both.stdout.lower() or both.stdout.count("usage") == 0, both.stdout
    assert "usage" in run("diff", old, new, "--facts", "none").stdout
    # Facts for one side alone would be taken for a change.
    assert "usage" not in run("diff", old, alone).stdout
    assert "total_tokens" not in run("diff", old, alone).stdout
    assert "facts:" not in run("diff", old, alone).stderr
    own = tmp_path / "own.toml"
    own.write_text('[[nullable]]\nmatch = "RealtimeResponse.usage"\nwhy = "seen"\n')
    assert "usage" not in run("diff", old, new, "--facts", own).stdout
    own.write_text('[[nullable]]\nmatch = "RealtimeResponse.usag"\nwhy = "seen"\n')
    stale = run("diff", old, new, "--facts", own)
    assert stale.exit_code == 3
    assert "error[RC501]" in stale.stderr


# ----------------------------------------------------------------------- `facts [SPEC]`


def test_the_command_lists_what_applies_and_what_does_not(tmp_path: Path) -> None:
    entry = unpacked(tmp_path / "node_modules" / "openai")
    document = json.loads(run("facts", entry, "--format", "json").stdout)
    assert (document["facts"], document["found"]) == (GA.name, True)
    assert [known["about"] for known in document["applies"]] == ["*_ms"]
    assert {"kind", "about", "why", "file", "line", "reason"} == set(document["idle"][0])
    text = run("facts", entry).stdout
    assert text.startswith(f"{GA.name}, which are for the package openai\nentries that apply: 1\n")
    for known in (*document["applies"], *document["idle"]):
        assert f"({known['file']}:{known['line']})" in text
        assert known["about"] in text
    assert "  integers  *_ms  whole milliseconds  (" in text
    own = tmp_path / "own.toml"
    own.write_text('[[integers]]\nmatch = "at_ms"\nwhy = "\\u001b[31m"\n')
    ran = run("facts", entry, "--facts", own)
    assert ran.exit_code == 0
    assert "\x1b" not in ran.stdout
    own.write_text('[[integers]]\nmatch = "x_ms"\n')
    assert run("facts", entry, "--facts", own).exit_code == 1
    own.write_text('[[integer]]\nmatch = "x_ms"\n')
    misspelt = run("facts", entry, "--facts", own)
    assert misspelt.exit_code == 3
    assert "error[RC503]: unknown key 'integer'" in misspelt.stderr
    assert "Did you mean `integers`?" in misspelt.stderr
    assert run("facts", entry, "--facts", "none").stdout == f"no facts for {entry}\n"


def test_the_command_takes_a_configured_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    unpacked(tmp_path / "node_modules" / "openai")
    Path("own.toml").write_text('[[integers]]\nmatch = "at_ms"\n')
    table = f'source = "node_modules/openai/{PATH}"\n'
    Path("realtime-codegen.toml").write_text(
        f'[specs.a]\n{table}[specs.b]\n{table}facts = "own.toml"\n'
    )
    for name, facts in (
        ("a", GA.name),
        ("b", "own.toml"),
        (f"node_modules/openai/{PATH}", GA.name),
    ):
        assert json.loads(run("facts", name, "--format", "json").stdout)["facts"] == facts
    named = run("facts", "b", "--facts", GA.name, "--format", "json")
    assert json.loads(named.stdout)["facts"] == GA.name


def test_the_command_lists_and_prints_shipped_facts(tmp_path: Path) -> None:
    listed = run("facts").stdout.splitlines()
    assert [line.split(maxsplit=1) for line in listed] == [
        [
            facts.name,
            f"npm:{facts.package}@VERSION/{facts.paths[0]}.d.ts"
            + ("" if facts.is_found else ", by name"),
        ]
        for facts in SHIPPED
    ]
    as_json = json.loads(run("facts", "--format", "json").stdout)
    assert [facts["name"] for facts in as_json] == list(BY_NAME)
    entry = unpacked(tmp_path / "p")
    for shipped in SHIPPED:
        ran = run("facts", entry, "--facts", shipped.name, "--format", "toml")
        assert ran.stdout_bytes == shipped_source(shipped.name).data
    assert run("facts", "--format", "toml").exit_code == 2


@pytest.mark.parametrize("name", [facts.name for facts in SHIPPED])
def test_facts_of_another_spec_are_one_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can mend the entries of the tool, so none of them is told one after the other."""
    monkeypatch.chdir(tmp_path)
    Path("a.d.ts").write_text("export interface A { type: 'a' }\n", "utf-8")
    ran = CliRunner().invoke(main, ["a.d.ts", "--facts", name])
    assert ran.exit_code == 3
    assert ran.output.count("error[") == 1
    assert re.search(rf"error\[RC501\]: none of the \d+ entries of {name} applies", ran.output)
    assert not Path("generated").exists()


@pytest.mark.network
def test_the_documents_have_the_figures_that_the_command_prints(
    repo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [(repo_root / "docs" / name).read_text("utf-8") for name in ("facts.md", "guide.md")]
    monkeypatch.chdir(tmp_path)
    said = "".join(
        CliRunner().invoke(main, words).output
        for words in (
            ["facts", "npm:openai@6.0.0/resources/realtime/realtime.d.ts"],
            ["npm:openai@7.59.0/resources/realtime/realtime.d.ts", "-o", "src"],
            ["npm:openai@7.59.0/resources/realtime", "-o", "other"],
        )
    )
    figures = [
        line
        for text in texts
        for line in text.splitlines()
        if re.match(r"entries that|facts: openai-realtime-ga, ", line)
    ]
    assert len(figures) >= 3
    assert said.count("facts: openai-realtime-ga, ") == 2, "a folder is the file that it leads to"
    for line in figures:
        assert line in said.splitlines()
