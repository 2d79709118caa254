"""`npm:` sources: files of published packages, fetched with the npm that the user has."""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result as Ran

from realtime_codegen.cli import main
from realtime_codegen.output.manifest import MANIFEST
from realtime_codegen.sources import npm
from realtime_codegen.sources.archive import read_archive
from realtime_codegen.sources.npm import NpmError, Package, PackageName
from realtime_codegen.sources.npm_files import PackageFiles
from realtime_codegen.sources.opening import open_spec
from realtime_codegen.sources.origin import OpenedSpec, OriginError
from tests.tools.archives import archive, header, member, package_archive
from tests.tools.fake_npm import FakeNpm, integrity_of
from tests.tools.node import npm_package, require_node
from tests.tools.packages import tree_of

GA = "npm:openai@7.57.0/resources/realtime/realtime.d.ts"
HOST = "mirror.house.example"

EVENTS = """import { Item } from '../items';
import type { Kind } from './kinds.js';
export interface Hello { type: 'hello'; item: Item; kind: Kind }
export interface Bye { type: 'bye' }
export type ServerEvent = Hello | Bye;
"""
FILES = {
    "events/events.d.ts": EVENTS,
    "events/kinds.d.ts": "export type Kind = 'a' | 'b';",
    "events/index.d.mts": "export * from './events.mjs';",
    "events/events.d.mts": EVENTS.replace("'../items'", "'../items.mjs'"),
    "items/index.d.ts": "export interface Item { id: string }",
    "items.d.mts": "export interface Item { id: string }",
    "events/events.js": "throw new Error('never run')",
    "broken.d.ts": "export interface X {\n  a: 'unfinished\n}",
    "bare.d.ts": "import { Q } from 'elsewhere';\nexport interface X { q: Q }",
}
TYPES = "npm:vscode-languageserver-types@3.18.5"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    """An npm that has one package; nothing else is on the PATH."""
    npm = FakeNpm(tmp_path / "fake")
    monkeypatch.setenv("PATH", str(npm.home / "bin"))
    npm.package("@house/proto", "1.2.3", package_archive(FILES))
    return npm


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, which has to be empty at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def run(*arguments: str) -> Ran:
    ran = CliRunner().invoke(main, arguments)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran


def generate(spec: str, folder: Path, *options: str) -> Ran:
    return run(spec, "--package", "made", "-o", str(folder), *options)


def namespace(package: Path) -> dict[str, Any]:
    """What the SPEC of a generated package says."""
    text = (package / "__init__.py").read_text(encoding="utf-8")
    match = re.search(r"^SPEC: Final = (\{.*?^\})$", text, re.MULTILINE | re.DOTALL)
    assert match
    spec = ast.literal_eval(match[1])
    assert isinstance(spec, dict)
    return spec


_ORIGIN = re.compile(
    rb'^(?:# )?(?:Source|integrity): .*\n|^    "(?:source|integrity)": .*\n', re.MULTILINE
)


def assert_same_but_for_origin(from_disk: Path, from_npm: Path) -> None:
    """Two outputs are equal to the byte, but for what the second says of its origin."""
    ours, theirs = tree_of(from_disk), tree_of(from_npm)
    assert ours.keys() == theirs.keys()
    for path, data in theirs.items():
        if path.endswith(MANIFEST):  # The sums differ as the files do.
            continue
        assert _ORIGIN.sub(b"", data) == ours[path], path


# ------------------------------------------------------------------------ the good way


@pytest.mark.usefixtures("temporary")
def test_a_package_becomes_a_package(fake: FakeNpm, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = generate("npm:@house/proto@1.2.3/events/events.d.ts", out)
    assert ran.exit_code == 0, ran.output
    integrity = integrity_of(package_archive(FILES))
    spec = namespace(out / "made")
    assert spec == {
        "name": "@house/proto",
        "version": "1.2.3",
        "sha256": spec["sha256"],
        "source": "npm:@house/proto@1.2.3/events/events.d.ts",
        "integrity": integrity,
    }
    for module in ("models.py", "codec.py", "__init__.py", "typed_dicts.py"):
        lines = (out / "made" / module).read_text(encoding="utf-8").split("\n")
        assert lines[1] == "# Spec: @house/proto, 1.2.3"
        assert lines[3] == "# Source: npm:@house/proto@1.2.3/events/events.d.ts"
        assert lines[4] == f"# integrity: {integrity}"
    text = (out / "made" / "models.py").read_text(encoding="utf-8")
    assert "class Item" in text
    assert "Literal['a', 'b']" in text.replace('"', "'")
    assert generate("npm:@house/proto@1.2.3/events/events.d.ts", out, "--check").exit_code == 0


@pytest.mark.usefixtures("fake")
def test_the_output_is_that_of_the_unpacked_package(tmp_path: Path) -> None:
    for path, text in FILES.items():
        file = tmp_path / "unpacked" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    facts = tmp_path / "facts.toml"
    facts.write_text('[spec]\nname = "House"\nversion = "1.2.3"\n', encoding="utf-8")
    options = ("--facts", str(facts), "-t", "dataclasses", "-t", "typeddicts", "-t", "docs")
    entry = str(tmp_path / "unpacked" / "events" / "events.d.ts")
    assert generate(entry, tmp_path / "a", *options).exit_code == 0
    npm_spec = "npm:@house/proto@1.2.3/events/events.d.ts"
    assert generate(npm_spec, tmp_path / "b", *options).exit_code == 0
    assert_same_but_for_origin(tmp_path / "a", tmp_path / "b")


def test_a_facts_file_names_the_spec_but_not_its_version(fake: FakeNpm, tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text('[spec]\nname = "House"\nversion = "0.0.1"\n', encoding="utf-8")
    spec = "npm:@house/proto@1.2.3/events/events.d.ts"
    assert generate(spec, tmp_path / "out", "--facts", str(facts)).exit_code == 0
    spec_of = namespace(tmp_path / "out" / "made")
    assert (spec_of["name"], spec_of["version"]) == ("House", "1.2.3")


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("events/events.d.ts", "events/events.d.ts"),
        ("events/events", "events/events.d.ts"),
        ("events/events.js", "events/events.d.ts"),
        ("./events//events.d.ts", "events/events.d.ts"),
        ("items/../events/events", "events/events.d.ts"),
        ("events/events.mjs", "events/events.d.mts"),
        ("events/events.d.mts", "events/events.d.mts"),
        ("events", "events/index.d.mts"),
        ("items", "items.d.mts"),
    ],
)
@pytest.mark.usefixtures("fake")
def test_a_path_may_be_written_as_in_an_import(path: str, entry: str) -> None:
    opened = open_spec(f"npm:@house/proto@1.2.3/{path}")
    assert opened.shown == f"npm:@house/proto@1.2.3/{entry}"
    assert opened.entry == entry.rpartition("/")[2]
    assert opened.files.read(opened.entry) == FILES[entry].encode()
    assert opened.origin is not None
    assert opened.origin.source == opened.shown


def test_npm_is_asked_to_run_nothing(fake: FakeNpm) -> None:
    open_spec("npm:@house/proto@1.2.3/events/events.d.ts")
    (call,) = fake.calls
    assert call[0] == "pack"
    assert call[-2:] == ["--", "@house/proto@1.2.3"]
    assert {"--json", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1"} <= set(call)
    destination = Path(call[call.index("--pack-destination") + 1])
    assert destination.is_absolute()
    assert not destination.exists()


@pytest.mark.usefixtures("fake")
def test_the_files_of_a_package_end_at_its_folder() -> None:
    files = open_spec("npm:@house/proto@1.2.3/events/events.d.ts").files
    assert files.read("../items/index.d.ts") == FILES["items/index.d.ts"].encode()
    assert files.read("../package.json") is not None
    for path in ("../../package.json", "../../../etc/passwd", "/etc/passwd", "..", "", "."):
        assert files.read(path) is None


@pytest.mark.usefixtures("fake")
def test_a_diagnostic_cites_the_file_in_the_package(tmp_path: Path) -> None:
    ran = generate("npm:@house/proto@1.2.3/broken.d.ts", tmp_path)
    assert ran.exit_code == 3
    assert re.match(r"npm:@house/proto@1\.2\.3/broken\.d\.ts:2:\d+: error\[RC104\]", ran.output)
    assert "a: 'unfinished" in ran.output


@pytest.mark.usefixtures("fake")
def test_an_import_that_leads_nowhere_is_the_usual_warning(tmp_path: Path) -> None:
    ran = generate("npm:@house/proto@1.2.3/bare.d.ts", tmp_path)
    assert ran.exit_code == 0
    assert "npm:@house/proto@1.2.3/bare.d.ts:1:" in ran.output
    assert "warning[RC106]: the import 'elsewhere'" in ran.output


def test_a_path_on_the_disk_is_no_package(fake: FakeNpm, tmp_path: Path) -> None:
    folder = tmp_path / "npm:x@1.0.0"
    folder.mkdir()
    (folder / "a.d.ts").write_text("export interface A { a: string }", encoding="utf-8")
    opened = open_spec(f"{folder}/a.d.ts")
    assert opened.origin is None
    assert opened.files.read("a.d.ts") is not None
    assert opened.shown_path("../b.d.ts") == f"{tmp_path}/b.d.ts"
    assert fake.calls == []


# ------------------------------------------------------------- a SPEC written wrongly


@pytest.mark.parametrize(
    "spec",
    [
        "npm:",
        "npm:/",
        "npm:/x.d.ts",
        "npm:@house",
        "npm:@house/proto@1.2.3",
        "npm:@house/proto@1.2.3/",
        "npm:@house/proto@1.2.3/events/",
        "npm:@house/proto@1.2.3/../x.d.ts",
        "npm:@house/proto@1.2.3/a/../../x.d.ts",
        "npm:@house/proto@1.2.3//etc/x.d.ts/",
        "npm:@house/proto@1.2.3/a\\..\\x.d.ts",
        "npm:../up@1.2.3/x.d.ts",
        "npm:./here@1.2.3/x.d.ts",
        "npm:-g@1.2.3/x.d.ts",
        "npm:--help@1.2.3/x.d.ts",
        "npm:house proto@1.2.3/x.d.ts",
        "npm:house;id@1.2.3/x.d.ts",
        "npm:house@file:../x/x.d.ts",
        "npm:house@https://example.com/x.tgz",
        "npm:house@git+ssh://git@example.com/x",
        "npm:house@npm:other@1.2.3/x.d.ts",
        "npm:house\n@1.2.3/x.d.ts",
    ],
)
def test_a_spec_that_names_no_file_is_misuse(fake: FakeNpm, spec: str, tmp_path: Path) -> None:
    ran = generate(spec, tmp_path)
    assert ran.exit_code == 2
    assert ran.output.startswith("error[RC604]: ")
    assert "help: Write npm:PACKAGE@VERSION/PATH.d.ts" in ran.output
    assert fake.calls == []


@pytest.mark.parametrize(
    ("spec", "asked", "message"),
    [
        ("npm:house/x.d.ts", "house@latest", "house needs a version"),
        ("npm:house@/x.d.ts", "house@latest", "house needs a version"),
        ("npm:house", "house@latest", "house needs a version"),
        ("npm:@a/house/x.d.ts", "@a/house@latest", "@a/house needs a version"),
        ("npm:house@latest/x.d.ts", "house@latest", "house@latest is not one exact version"),
        ("npm:house@^4/x.d.ts", "house@^4", "house@^4 is not one exact version"),
        ("npm:house@4/x.d.ts", "house@4", "house@4 is not one exact version"),
        ("npm:house@4.1.x/x.d.ts", "house@4.1.x", "house@4.1.x is not one exact version"),
        ("npm:house@>=1 <5/x.d.ts", "house@>=1 <5", "house@>=1 <5 is not one exact version"),
        ("npm:house@v4.1.0/x.d.ts", "house@v4.1.0", "house@v4.1.0 is not one exact version"),
    ],
)
def test_a_range_is_refused_with_the_version_it_means_now(
    fake: FakeNpm, spec: str, asked: str, message: str, tmp_path: Path
) -> None:
    name = asked.rpartition("@")[0]
    versions = ["4.2.0", "4.10.0", "4.9.0", "4.11.0-beta.1"]
    fake.answer(f"view {asked} version", stdout=json.dumps(versions))
    ran = generate(spec, tmp_path)
    assert ran.exit_code == 2
    path = "x.d.ts" if spec.endswith("x.d.ts") else "PATH.d.ts"
    assert ran.output == (
        f"error[RC604]: {message}\n"
        f"  help: Pin one exact version; now it would be npm:{name}@4.10.0/{path}\n"
    )


@pytest.mark.parametrize(
    "stdout",
    ['"4.10.0"', '["4.9.0", "4.10.0"]', '["4.10.0-a", "4.10.0"]', '["4.10.0", "4.11.0-a"]'],
)
def test_one_version_or_several(fake: FakeNpm, stdout: str) -> None:
    fake.answer("view house@^4 version", stdout=stdout)
    assert npm.newest(PackageName("house", "^4")) == "4.10.0"


def test_the_newest_of_several_pre_releases(fake: FakeNpm) -> None:
    versions = ["4.0.0-alpha.10", "4.0.0-alpha.9", "4.0.0-alpha.2"]
    fake.answer("view house@>3 version", stdout=json.dumps(versions))
    assert npm.newest(PackageName("house", ">3")) == "4.0.0-alpha.10"


@pytest.mark.parametrize(
    "answer",
    [
        {"stdout": "", "code": 0},
        {"stdout": "{}", "code": 0},
        {"stdout": '["x", 1]', "code": 0},
        {"stdout": '"4.1.0"', "code": 1},
    ],
)
def test_a_range_is_refused_where_npm_cannot_tell(
    fake: FakeNpm, answer: dict[str, Any], tmp_path: Path
) -> None:
    fake.answer("view house@^4 version", **answer)
    ran = generate("npm:house@^4/x.d.ts", tmp_path)
    assert ran.exit_code == 2
    assert "help: Pin one exact version; `npm view house versions` lists" in ran.output


# ------------------------------------------------------------ packages that cannot be had


def fails(spec: str, folder: Path, *expected: str) -> str:
    """Generating ends with exit code 3 and one diagnostic that has advice."""
    ran = generate(spec, folder)
    assert ran.exit_code == 3
    head, advice = ran.output.rstrip("\n").split("\n")
    assert re.match(r"error\[RC60[23]\]: \S", head)
    assert re.match(r"  help: \S.*\S$", advice)
    for text in expected:
        assert text in ran.output
    assert "house.example" not in ran.output
    assert "secret" not in ran.output
    assert not (folder / "made").exists()
    return ran.output


SPEC = "npm:house@1.0.0/x.d.ts"


def test_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    fails(SPEC, tmp_path, "RC602]: npm is not installed, or not on the PATH", "Install Node.js")


def test_with_an_npm_that_cannot_run(fake: FakeNpm, tmp_path: Path) -> None:
    script = fake.home / "bin" / "npm"
    script.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    fails(SPEC, tmp_path, "RC602]: npm cannot be run: No such file or directory")


@pytest.mark.usefixtures("temporary")
def test_a_missing_version(fake: FakeNpm, tmp_path: Path) -> None:
    fake.refuse("pack house@1.0.0", "ETARGET", "No matching version found for house@1.0.0.")
    fake.answer("view house@latest version", stdout='"2.5.0"')
    fails(SPEC, tmp_path, "RC602]: the registry has no house@1.0.0", "The newest is 2.5.0.")


def test_a_missing_version_of_which_npm_says_no_more(fake: FakeNpm, tmp_path: Path) -> None:
    fake.refuse("pack house@1.0.0", "ETARGET", "No matching version found for house@1.0.0.")
    output = fails(SPEC, tmp_path, "the registry has no house@1.0.0", "`npm view house versions`")
    assert "newest" not in output


def test_a_missing_package(fake: FakeNpm, tmp_path: Path) -> None:
    fake.refuse("pack house@1.0.0", "E404", f"Not Found - GET https://{HOST}/house")
    fails(SPEC, tmp_path, "RC602]: the registry has no package 'house'", "Check the name")


@pytest.mark.parametrize(
    ("code", "summary", "expected"),
    [
        ("ENOTFOUND", f"getaddrinfo ENOTFOUND {HOST}", "the registry cannot be reached"),
        ("ECONNREFUSED", "connect ECONNREFUSED 10.1.2.3:4873", "the registry cannot be reached"),
        ("ETIMEDOUT", f"request to https://{HOST}/house", "the registry cannot be reached"),
        ("EAI_AGAIN", f"getaddrinfo EAI_AGAIN {HOST}", "the registry cannot be reached"),
        ("ENOTCACHED", f"request to https://{HOST}/house", "offline and house@1.0.0 is not in"),
        ("SELF_SIGNED_CERT_IN_CHAIN", HOST, "certificate is not trusted"),
        ("E401", f"Unable to authenticate https://u:secret@{HOST}/", "refuses access to house@1"),
        ("E403", f"403 Forbidden - GET https://{HOST}/house", "refuses access to house@1.0.0"),
        ("E503", f"503 - GET https://{HOST}/house", "the registry cannot be reached"),
        ("E429", f"429 - GET https://{HOST}/house", "too many requests"),
        ("EINTEGRITY", f"sha512 of https://{HOST}/x.tgz", "not what the registry's integrity"),
        ("ENOSPC", "no space left on device, write", "no space left"),
        ("EACCES", "permission denied, mkdir '/home/me/.npm'", "npm may not write its cache"),
    ],
)
@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize("channel", ["json", "new words", "old words"])
def test_what_npm_says(
    fake: FakeNpm, code: str, summary: str, expected: str, channel: str, tmp_path: Path
) -> None:
    """npm's code counts, from its JSON or, where there is none, from its messages."""
    fake.refuse("pack house@1.0.0", code, summary)
    if channel != "json":
        word = "error" if channel == "new words" else "ERR!"
        lines = f"npm warn x\nnpm {word} code {code}\nnpm {word} {summary}\n"
        fake.answer("pack house@1.0.0", stderr=lines, code=1)
    fails(SPEC, tmp_path, "RC602]: ", expected)


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (f"odd answer of https://u:secret@{HOST}:80/house?a=b", "odd answer of <the registry>"),
        (f"odd answer of {HOST}:4873", "odd answer of <a host>"),
        ("odd answer of 10.1.2.3:4873 for you", "odd answer of <a host> for you"),
        ("odd answer from [2001:db8::1]:80 to you", "odd answer from <a host> to you"),
        ("cannot read .npmrc or package.json of 1.2.3", "cannot read .npmrc or package.json of 1."),
        (f"git+ssh://git@{HOST}/house.git is odd", "<the registry> is odd"),
        ("first\nsecret", ": first\n"),
        ("long " * 100, "long long"),
        ("", "npm has failed (EODD)\n"),
        ("\x1b[31mred", "\\u{1b}[31mred"),
    ],
)
def test_what_we_do_not_know_is_quoted_without_hosts(
    fake: FakeNpm, summary: str, expected: str, tmp_path: Path
) -> None:
    fake.refuse("pack house@1.0.0", "EODD", summary)
    output = fails(SPEC, tmp_path, "RC602]: npm has failed (EODD)", expected)
    assert "10.1.2.3" not in output
    assert len(output) < 400


def test_a_host_without_a_dot_is_known_by_its_address(fake: FakeNpm, tmp_path: Path) -> None:
    fake.refuse("pack house@1.0.0", "EODD", "intranet9 is odd", stderr="http://intranet9:80/house")
    assert "intranet9" not in fails(SPEC, tmp_path, "<the registry> is odd")


@pytest.mark.parametrize("stderr", ["", "env: node: not found\n", "\xff"])
def test_an_npm_that_fails_without_a_code(fake: FakeNpm, stderr: str, tmp_path: Path) -> None:
    fake.answer("pack house@1.0.0", stderr=stderr, code=127)
    fails(SPEC, tmp_path, "RC602]: npm has failed", stderr.strip())


def test_an_npm_that_hangs(fake: FakeNpm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.answer("pack house@1.0.0", sleep=60)
    monkeypatch.setattr(npm, "_TIMEOUT", 1)
    fails(SPEC, tmp_path, "RC602]: npm has not answered in 1 seconds")


# --------------------------------------------------- packages that are not what they should be


@pytest.mark.usefixtures("temporary")
def test_an_archive_with_another_sum_is_refused(fake: FakeNpm, tmp_path: Path) -> None:
    fake.package("house", "1.0.0", package_archive(FILES), integrity=integrity_of(b"other"))
    fails(SPEC, tmp_path, "RC602]: house@1.0.0 is not what the registry's integrity says")


@pytest.mark.parametrize("integrity", [None, "", "sha1-abc", 7])
def test_an_archive_without_a_sum_is_refused(
    fake: FakeNpm, integrity: object, tmp_path: Path
) -> None:
    fake.package("house", "1.0.0", package_archive(FILES), integrity=integrity)
    fails(SPEC, tmp_path, "RC602]: ")


def test_another_package_is_refused(fake: FakeNpm, tmp_path: Path) -> None:
    fake.package("horse", "1.0.0", package_archive(FILES), asked="house@1.0.0")
    fails(SPEC, tmp_path, "RC602]: npm gave another package than house@1.0.0")


def test_another_version_is_refused(fake: FakeNpm, tmp_path: Path) -> None:
    fake.package("house", "1.0.1", package_archive(FILES), asked="house@1.0.0")
    fails(SPEC, tmp_path, "RC602]: npm gave 1.0.1 instead of house@1.0.0")


@pytest.mark.parametrize("stdout", ["", "[]", "7", "[7]", "[{}, {}]", "null", "no json"])
def test_an_npm_that_does_not_say_what_it_packed(
    fake: FakeNpm, stdout: str, tmp_path: Path
) -> None:
    fake.package("house", "1.0.0", package_archive(FILES))
    fake.answer("pack house@1.0.0", **{**fake.answers["pack house@1.0.0"], "stdout": stdout})
    fails(SPEC, tmp_path, "RC602]: npm has not said what it packed", "npm 7 or newer")


@pytest.mark.parametrize("shape", ["table", "alone"])
def test_reports_of_other_shapes(fake: FakeNpm, shape: str) -> None:
    data = package_archive({"x.d.ts": "export interface A { a: string }"})
    fake.package("house", "1.0.0", data)
    (report,) = json.loads(fake.answers["pack house@1.0.0"]["stdout"])
    said = {"house": report} if shape == "table" else report
    fake.answer(
        "pack house@1.0.0", **{**fake.answers["pack house@1.0.0"], "stdout": json.dumps(said)}
    )
    assert open_spec(SPEC).entry == "x.d.ts"


def test_an_npm_that_writes_elsewhere(fake: FakeNpm, tmp_path: Path) -> None:
    fake.answer("pack house@1.0.0", stdout="[{}]")
    fails(SPEC, tmp_path, "RC602]: npm has written no archive", "npm 7 or newer")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"no archive", "not a sound gzip file"),
        (archive([member(b"p/a.d.ts", b"x")])[:-9], "cut off"),
        (gzip.compress(header(b"p/x.d.ts", 4000)), "cut off"),
        (archive([member(b"p/../../x.d.ts", b"x")]), "outside its folder: 'p/../../x.d.ts'"),
        (archive([member(b"/x.d.ts", b"x")]), "outside its folder: '/x.d.ts'"),
    ],
    ids=["no archive", "cut archive", "cut member", "above its folder", "absolute"],
)
@pytest.mark.usefixtures("temporary")
def test_a_hostile_archive_is_refused(
    fake: FakeNpm, data: bytes, expected: str, tmp_path: Path
) -> None:
    fake.package("house", "1.0.0", data)
    fails(SPEC, tmp_path, "RC602]: house@1.0.0 cannot be used: ", expected)


def test_a_link_to_the_machine_leads_nowhere(fake: FakeNpm, tmp_path: Path) -> None:
    secret = tmp_path / "secret.d.ts"
    secret.write_text("export interface Secret { a: string }", encoding="utf-8")
    link = member(b"p/x.d.ts", b"", b"2", target=str(secret).encode())
    fake.package("house", "1.0.0", archive([link, member(b"p/y.d.ts", b"x")]))
    fails(SPEC, tmp_path, "RC603]: house@1.0.0 has no 'x.d.ts'")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("event/events.d.ts", "Did you mean events/events.d.ts or"),
        ("events.d.ts", "Did you mean events/events.d.ts or"),
        ("events/evnts.d.ts", "Did you mean events/events.d.ts"),
        ("zzzzzzz", "It has bare.d.ts, broken.d.ts, events/events.d.mts."),
        ("package.json", "RC603]: @house/proto@1.2.3 has no 'package.json'"),
    ],
)
@pytest.mark.usefixtures("fake", "temporary")
def test_a_path_that_is_not_there(path: str, expected: str, tmp_path: Path) -> None:
    fails(f"npm:@house/proto@1.2.3/{path}", tmp_path, "RC603]: ", expected)


def test_a_package_without_declarations(fake: FakeNpm, tmp_path: Path) -> None:
    fake.package("house", "1.0.0", package_archive({"x.js": ""}))
    fails(SPEC, tmp_path, "has no 'x.d.ts', and no TypeScript declarations at all")


# ------------------------------------------------------------------------- dependencies

LEAF = "export interface Leaf { id: string }"
USER = "import { Leaf } from 'leaf';\nexport interface User { leaf: Leaf }"


def opened_user(spec: str = "npm:user@1.0.0/user.d.ts") -> OpenedSpec:
    return open_spec(spec)


def test_a_dependency_is_read_when_an_import_needs_it(fake: FakeNpm, tmp_path: Path) -> None:
    fake.package("leaf", "2.0.0", package_archive({"leaf.d.ts": LEAF}, types="./leaf.d.ts"))
    manifest = {"dependencies": {"leaf": "2.0.0", "unused": "1.0.0"}}
    fake.package("user", "1.0.0", package_archive({"user.d.ts": USER}, **manifest))
    ran = generate("npm:user@1.0.0/user.d.ts", tmp_path)
    assert ran.exit_code == 0, ran.output
    assert "RC106" not in ran.output
    assert "class Leaf" in (tmp_path / "made" / "models.py").read_text(encoding="utf-8")
    assert [call[-1] for call in fake.calls] == ["user@1.0.0", "leaf@2.0.0"]


def test_a_range_means_what_it_meant_when_the_package_was_published(
    fake: FakeNpm, tmp_path: Path
) -> None:
    leaf = package_archive({"index.d.ts": LEAF})
    fake.package("leaf", "2.7.0", leaf, asked="leaf@^2.1 || >=3 <4")
    manifest = {"peerDependencies": {"leaf": "^2.1 || >=3 <4"}}
    fake.package("user", "1.0.0", package_archive({"user.d.ts": USER}, **manifest))
    date = "2026-01-02T03:04:05.678Z"
    fake.answer("view user@1.0.0 time", stdout=json.dumps({"1.0.0": date, "1.0.1": "later"}))
    assert generate("npm:user@1.0.0/user.d.ts", tmp_path).exit_code == 0
    (pack,) = [call for call in fake.calls if call[-1].startswith("leaf@")]
    assert f"--before={date}" in pack


@pytest.mark.parametrize("date", ["tomorrow; id", "", 7, None])
def test_a_date_that_is_none_is_not_used(fake: FakeNpm, date: object) -> None:
    fake.package("leaf", "2.7.0", package_archive({"index.d.ts": LEAF}), asked="leaf@^2")
    manifest = {"dependencies": {"leaf": "^2"}}
    fake.package("user", "1.0.0", package_archive({"user.d.ts": USER}, **manifest))
    fake.answer("view user@1.0.0 time", stdout=json.dumps({"1.0.0": date}))
    assert open_spec("npm:user@1.0.0/user.d.ts").files.read("node_modules/leaf/index.d.ts")
    assert not any("--before" in text for call in fake.calls for text in call)


@pytest.mark.parametrize(
    "wanted", ["file:../leaf", "git+ssh://git@x/leaf", "a/b", "npm:other@1", "-x/y", "$(id)", ""]
)
def test_a_dependency_from_elsewhere_is_not_read(
    fake: FakeNpm, wanted: str, tmp_path: Path
) -> None:
    manifest = {"dependencies": {"leaf": wanted}}
    fake.package("user", "1.0.0", package_archive({"user.d.ts": USER}, **manifest))
    ran = generate("npm:user@1.0.0/user.d.ts", tmp_path)
    assert ran.exit_code == 0
    assert "warning[RC106]: the import 'leaf'" in ran.output
    assert "warning[RC602]: leaf@" in ran.output
    assert not any(call[0] == "pack" and "leaf" in call[-1] for call in fake.calls)


def test_a_dependency_that_cannot_be_had_is_a_warning(fake: FakeNpm, tmp_path: Path) -> None:
    manifest = {"dependencies": {"leaf": "2.0.0"}}
    fake.package("user", "1.0.0", package_archive({"user.d.ts": USER}, **manifest))
    fake.refuse("pack leaf@2.0.0", "ENOTFOUND", f"getaddrinfo ENOTFOUND {HOST}")
    ran = generate("npm:user@1.0.0/user.d.ts", tmp_path)
    assert ran.exit_code == 0
    assert "warning[RC106]: the import 'leaf'" in ran.output
    assert (
        "warning[RC602]: leaf@2.0.0, on which user depends, is not read: "
        "the registry cannot be reached\n  help: Check the network"
    ) in ran.output
    assert HOST not in ran.output
    assert len([call for call in fake.calls if call[-1] == "leaf@2.0.0"]) == 1
    assert generate("npm:user@1.0.0/user.d.ts", tmp_path, "--strict").exit_code == 3


def made(name: str, version: str, files: dict[str, str], **manifest: Any) -> Package:
    data = package_archive(files, **manifest)
    return Package(name, version, "sha512-", read_archive(data))


def tree(*packages: Package, folder: str = "") -> PackageFiles:
    """The first package's files, the others being what the registry has."""
    known = {PackageName(package.name, package.version): package for package in packages}
    asked: set[PackageName] = set()

    def get(wanted: PackageName, *, before: str = "") -> Package:
        assert not before
        assert wanted not in asked, "each is fetched once"
        asked.add(wanted)
        if wanted not in known:
            raise NpmError("not there", "Nothing.", missing=True)
        return known[wanted]

    return PackageFiles(packages[0], folder, get)


def test_dependencies_lie_where_npm_would_put_them() -> None:
    """At the top, unless another version is there."""
    files = tree(
        made("a", "1.0.0", {}, dependencies={"b": "1.0.0", "c": "1.0.0", "d": "1.0.0"}),
        made(
            "b", "1.0.0", {"x.d.ts": "b"}, dependencies={"c": "1.0.0", "d": "2.0.0", "e": "1.0.0"}
        ),
        made("c", "1.0.0", {"x.d.ts": "c1"}, dependencies={"e": "2.0.0"}),
        made("d", "1.0.0", {"x.d.ts": "d1"}, dependencies={}),
        made("d", "2.0.0", {"x.d.ts": "d2"}, dependencies={"b": "1.0.0"}),
        made("e", "1.0.0", {"x.d.ts": "e1"}),
        made("e", "2.0.0", {"x.d.ts": "e2"}),
    )

    def read(path: str) -> str | None:
        data = files.read(path)
        return None if data is None else data.decode()

    assert read("node_modules/e/x.d.ts") is None, "nobody has asked for it"
    assert read("node_modules/b/x.d.ts") == "b"
    assert read("node_modules/b/node_modules/c/x.d.ts") is None, "the one at the top will do"
    assert read("node_modules/c/x.d.ts") == "c1"
    assert read("node_modules/b/node_modules/d/x.d.ts") == "d2"
    assert read("node_modules/d/x.d.ts") == "d1"
    assert read("node_modules/b/node_modules/d/node_modules/b/x.d.ts") is None
    assert read("node_modules/b/node_modules/e/x.d.ts") is None, "it goes to the top"
    assert read("node_modules/e/x.d.ts") == "e1"
    assert read("node_modules/c/node_modules/e/x.d.ts") == "e2"
    assert files.findings == []
    assert [f"{dependency.name}@{dependency.version}" for dependency in files.dependencies] == (
        ["b@1.0.0", "c@1.0.0", "d@1.0.0", "d@2.0.0", "e@1.0.0", "e@2.0.0"]
    )


@pytest.mark.parametrize(
    ("folder", "path", "canonical"),
    [
        ("dist/types", "../types/a.d.ts", "a.d.ts"),
        ("dist/types", "../../dist/a.d.ts", "../a.d.ts"),
        ("dist/types", "../../dist/types/b/a.d.ts", "b/a.d.ts"),
        ("dist/types", "../../other/types/a.d.ts", "../../other/types/a.d.ts"),
        ("", "dist/a.d.ts", "dist/a.d.ts"),
    ],
)
def test_a_file_has_one_path(folder: str, path: str, canonical: str) -> None:
    assert tree(made("a", "1.0.0", {}), folder=folder).canonical(path) == canonical


def test_bundled_dependencies_need_no_fetching() -> None:
    package = made("a", "1.0.0", {"node_modules/b/x.d.ts": "own"}, dependencies={"b": "1.0.0"})
    assert tree(package).read("node_modules/b/x.d.ts") == b"own"


def test_optional_peers_and_odd_manifests() -> None:
    package = made(
        "a",
        "1.0.0",
        {},
        peerDependencies={"b": "1.0.0", "c": "1.0.0"},
        peerDependenciesMeta={"b": {"optional": True}, "c": 7, "d": {"optional": True}},
        dependencies={"e": 7, "f": None},
        devDependencies={"g": "1.0.0"},
    )
    others = [made(name, "1.0.0", {"x": name}) for name in "bcdefg"]
    files = tree(package, *others)
    names = [name for name in "bcdefg" if files.read(f"node_modules/{name}/x") is not None]
    assert names == ["c"]


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000, '{"dependencies": 7}'])
def test_a_manifest_that_says_nothing(text: str) -> None:
    package = Package("a", "1", "", read_archive(package_archive({"package.json": text})))
    assert PackageFiles(package, "").read("node_modules/b/x") is None


def test_the_number_of_dependencies_is_bounded() -> None:
    names = {f"p{number}": "1.0.0" for number in range(100)}
    files = tree(
        made("a", "1.0.0", {}, dependencies=names), *(made(n, "1.0.0", {"x": ""}) for n in names)
    )
    read = [name for name in names if files.read(f"node_modules/{name}/x") is not None]
    assert len(read) == 50
    assert "more than 50 dependencies" in files.findings[0].message


def test_a_cycle_of_dependencies_ends() -> None:
    files = tree(
        made("a", "1.0.0", {}, dependencies={"b": "1.0.0"}),
        made("b", "1.0.0", {"x": "b"}, dependencies={"a": "1.0.0", "b": "1.0.0"}),
    )
    assert files.read("node_modules/b/" * 500 + "x") is None
    assert files.read("node_modules/b/x") == b"b"


# ------------------------------------------------------------------------- the real thing


@pytest.fixture(scope="module")
def registry() -> None:
    """Skip where npm or the registry is out of reach; fail there in continuous integration."""
    require_node()
    try:
        open_spec(f"{TYPES}/lib/umd/main.d.ts")
    except OriginError as fault:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"npm has no {TYPES}: {fault}")


@pytest.mark.network
@pytest.mark.usefixtures("registry")
def test_the_newest_protocol_from_the_registry(tmp_path: Path) -> None:
    unpacked = npm_package("openai", "7.57.0")
    facts = tmp_path / "facts.toml"
    facts.write_text('[spec]\nname = "Realtime"\nversion = "7.57.0"\n', encoding="utf-8")
    options = ("--package", "openai_realtime_ga", "--facts", str(facts), "-o")
    ran = run(GA, *options, str(tmp_path / "a"))
    assert ran.exit_code == 0, ran.output
    assert "RC106" not in ran.output
    spec = namespace(tmp_path / "a" / "openai_realtime_ga")
    assert (spec["version"], spec["source"]) == ("7.57.0", GA)
    assert re.fullmatch(r"sha512-[\w+/]{86}==", spec["integrity"])
    entry = unpacked / "resources" / "realtime" / "realtime.d.ts"
    ran = run(str(entry), *options, str(tmp_path / "b"))
    assert ran.exit_code == 0, ran.output
    assert_same_but_for_origin(tmp_path / "b", tmp_path / "a")
    program = (
        "import openai_realtime_ga as g; e = g.decode_realtime_server_event"
        "({'type': 'input_audio_buffer.cleared', 'event_id': 'e'}); print(type(e).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "a",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "InputAudioBufferClearedEvent\n"


@pytest.mark.network
@pytest.mark.usefixtures("registry")
def test_every_file_is_what_npm_unpacks() -> None:
    unpacked = npm_package("vscode-languageserver-types", "3.18.5", whole=True)
    opened = open_spec(f"{TYPES}/lib/umd/main.d.ts")
    assert isinstance(opened.files, PackageFiles)
    package = opened.files.package
    on_disk = {
        path.relative_to(unpacked).as_posix(): path.read_bytes()
        for path in unpacked.rglob("*")
        if path.is_file()
    }
    assert {path: package.archive.read(path) for path in package.archive.paths} == on_disk


@pytest.mark.network
@pytest.mark.usefixtures("registry")
def test_the_real_npm_says_what_is_missing() -> None:
    with pytest.raises(
        OriginError, match=r"the registry has no vscode-languageserver-types@3\.18\.9"
    ) as at:
        open_spec("npm:vscode-languageserver-types@3.18.9999/lib/umd/main.d.ts")
    assert re.search(r"The newest is \d+\.\d+\.\d+\.$", at.value.diagnostic.advice)
    with pytest.raises(OriginError) as at:
        open_spec(f"{TYPES}/lib/umd/man.d.ts")
    assert "lib/umd/main.d.ts" in at.value.diagnostic.advice
    with pytest.raises(OriginError) as at:
        open_spec("npm:vscode-languageserver-types@^3.16/lib/umd/main.d.ts")
    assert re.search(r"now it would be npm:\S+@3\.\d+\.\d+/lib/umd", at.value.diagnostic.advice)


@pytest.mark.network
def test_the_real_npm_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_node()
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    output = fails(SPEC, tmp_path, "RC602]: the registry cannot be reached")
    assert "127.0.0.1" not in output
    monkeypatch.setenv("npm_config_offline", "true")
    fails(SPEC, tmp_path, "RC602]: npm is offline and house@1.0.0 is not in its cache")
