"""The pinned declarations are what `spec/*/ORIGIN.toml` says they are."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import MemoryFiles
from tests.tools import pin_spec
from tests.tools.night import is_nightly, sampled
from tests.tools.node import node_modules, npm_package, run_node

# One process asks the compiler for all.
pytestmark = pytest.mark.xdist_group("spec origin")

REPOSITORY = Path(__file__).parents[1]
GA_SPEC = REPOSITORY / "spec" / "openai-realtime-ga"
GA_ORIGIN: dict[str, Any] = tomllib.loads((GA_SPEC / "ORIGIN.toml").read_text(encoding="utf-8"))
(GA_FILE,) = GA_ORIGIN["file"]
GA_PUBLISHED: list[dict[str, Any]] = GA_ORIGIN["published"]
SPEC = REPOSITORY / "spec" / "openai-realtime-beta"
ORIGIN: dict[str, Any] = tomllib.loads((SPEC / "ORIGIN.toml").read_text(encoding="utf-8"))
FILES: list[dict[str, Any]] = ORIGIN["file"]
REWRITTEN = [file for file in FILES if file["rewritten"]]
COMPARE = Path(__file__).parent / "tools" / "compare_declarations.cjs"
TYPESCRIPT = "typescript@5.9.3"
SESSIONS = "resources/beta/realtime/sessions.d.ts"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _path(file: dict[str, Any]) -> str:
    return str(file["path"])


@pytest.fixture(scope="module")
def published() -> Path:
    name = ORIGIN["origin"]["package"].removeprefix("npm:")
    return npm_package(name, ORIGIN["origin"]["version"])


Pair: TypeAlias = tuple[Path, Path, list[str]]
"""Our file, theirs, and the names of the declarations to compare."""


def _compare(*pairs: Pair) -> list[dict[str, Any]]:
    """What the compiler says of each pair."""
    asked = json.dumps([[str(ours), str(theirs), names] for ours, theirs, names in pairs])
    output = run_node(COMPARE, asked, modules=node_modules([TYPESCRIPT]))
    compared: list[dict[str, Any]] = json.loads(output)
    return compared


def _differences(compared: dict[str, Any]) -> list[str]:
    """The declarations that differ in a property, its presence, type or place."""
    return [
        name
        for name, sides in compared.items()
        if sides["ours"] is None
        or sides["ours"] != sides["theirs"]
        or sides["assignable"] != [True, True]
    ]


def _runs(path: Path) -> set[tuple[str, ...]]:
    """Every six words that follow one another in a comment of a file."""
    comments = re.findall(r"/\*\*.*?\*/", path.read_text(encoding="utf-8"), re.DOTALL)
    runs: set[tuple[str, ...]] = set()
    for comment in comments:
        words = re.findall(r"[a-z0-9_']+", comment.lower())
        runs.update(tuple(words[i : i + 6]) for i in range(len(words) - 5))
    return runs


def test_every_file_of_the_tree_is_recorded() -> None:
    declared = {path.relative_to(SPEC).as_posix() for path in SPEC.rglob("*.ts")}
    assert declared == {_path(file) for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=_path)
def test_the_files_have_the_recorded_sums(file: dict[str, Any]) -> None:
    assert _sha256(SPEC / file["path"]) == file["sha256"]
    assert (file["sha256"] == file["published_sha256"]) is not file["rewritten"]


@pytest.mark.network
@pytest.mark.parametrize("file", FILES, ids=_path)
def test_the_published_files_have_the_recorded_sums(file: dict[str, Any], published: Path) -> None:
    assert _sha256(published / file["path"]) == file["published_sha256"]


@pytest.fixture(scope="module")
def compared(
    published: Path, ga_published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[dict[str, Any]]]:
    """What the compiler says of all that is compared here, by what it is about.

    It is started once, and reads each published file once.
    """
    folder = tmp_path_factory.mktemp("compared")
    (names,) = (file["same"] for file in FILES if file["path"] == SESSIONS)
    asked: dict[str, list[Pair]] = {
        file["path"]: [(SPEC / file["path"], published / file["path"], file["same"])]
        for file in REWRITTEN
        if file["same"]
    }
    asked["ga"] = [
        (GA_SPEC / GA_FILE["path"], ga_published / file["path"], _ga_names(file))
        for file in GA_PUBLISHED
    ]
    for change, (edits, _) in CHANGES.items():
        changed = _changed(folder / "beta" / change, edits)
        asked[f"beta: {change}"] = [(changed, published / SESSIONS, names)]
    for number, edit in enumerate(GA_CHANGES if is_nightly() else GA_CHANGES[::3]):
        asked[f"ga: {edit.id}"] = [_ga_change(folder / f"ga{number}.d.ts", edit, ga_published)]
    answers = iter(_compare(*(pair for pairs in asked.values() for pair in pairs)))
    return {about: [next(answers) for _ in pairs] for about, pairs in asked.items()}


@pytest.mark.network
@pytest.mark.parametrize("file", [file for file in REWRITTEN if file["same"]], ids=_path)
def test_rewritten_declarations_say_what_the_published_ones_say(
    file: dict[str, Any], compared: Mapping[str, list[dict[str, Any]]]
) -> None:
    (said,) = compared[file["path"]]
    assert set(file["same"]) <= set(said)
    assert all(sides["ours"] for sides in said.values()), "a declaration without properties"
    assert _differences(said) == []


@pytest.mark.network
def test_the_tree_is_complete_for_the_compiler(tmp_path: Path) -> None:
    """Every import of the pinned file resolves inside the tree."""
    modules = node_modules([TYPESCRIPT])
    entry = str(SPEC / "resources" / "beta" / "realtime" / "realtime.d.ts")
    flags = ["--noEmit", "--strict", "--module", "nodenext", "--typeRoots", str(tmp_path)]
    flags += ["--lib", "es2022"]  # Not those of browsers, which take longest to check.
    output = run_node(modules / "typescript" / "bin" / "tsc", *flags, entry, modules=modules)
    assert output == ""


@pytest.mark.parametrize("file", REWRITTEN, ids=_path)
def test_rewritten_files_declare_only_what_is_recorded(file: dict[str, Any]) -> None:
    text = (SPEC / file["path"]).read_text(encoding="utf-8")
    exported = re.findall(
        r"^export (?:declare )?(?:interface|type|class) (\w+)", text, re.MULTILINE
    )
    assert exported == [*file["reduced"], *file["same"]]


@pytest.mark.network
@pytest.mark.parametrize("file", [file for file in REWRITTEN if file["same"]], ids=_path)
def test_rewritten_comments_are_our_own(file: dict[str, Any], published: Path) -> None:
    """No six words in a row of the published comments stand in ours."""
    assert _runs(SPEC / file["path"]) & _runs(published / file["path"]) == set()


CHANGES = {
    "null lost": ([("TurnDetection | null;", "TurnDetection;")], "Session"),
    "presence": ([("    id?: string;", "    id: string;")], "Session"),
    "literal lost": ([("'pcm16' | 'g711_ulaw'", "'pcm16'")], "Session"),
    "member lost": ([("number | 'inf'", "number")], "Session"),
    "closed": ([("(string & {}) | ", "")], "Session"),
    "name": ([("temperature?: ", "temperatur?: ")], "Session"),
    "order": (
        [("description?: ", "@?: "), (" name?: ", " description?: "), ("@?: ", "name?: ")],
        "Session.Tool",
    ),
    "property lost": (
        [("        language?: string;\n", "")],
        "SessionCreateParams.InputAudioTranscription",
    ),
    "property more": (
        [("        value: string;\n", "        value: string;\n        x?: 1;\n")],
        "SessionCreateResponse.ClientSecret",
    ),
}


@pytest.mark.network
def test_the_comparison_sees_each_change(
    compared: Mapping[str, list[dict[str, Any]]],
) -> None:
    differing = {change: _differences(compared[f"beta: {change}"][0]) for change in CHANGES}
    assert differing == {change: [declaration] for change, (_, declaration) in CHANGES.items()}


def _changed(folder: Path, edits: list[tuple[str, str]]) -> Path:
    """A copy of our file in a folder, edited."""
    text = (SPEC / SESSIONS).read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    changed = folder / SESSIONS
    changed.parent.mkdir(parents=True)
    changed.write_text(text, encoding="utf-8")
    (folder / "resource.d.ts").write_bytes((SPEC / "resource.d.ts").read_bytes())
    return changed


@pytest.fixture(scope="module")
def ga_published() -> Path:
    name = GA_ORIGIN["origin"]["package"].removeprefix("npm:")
    return npm_package(name, GA_ORIGIN["origin"]["version"])


def _ga_names(file: dict[str, Any]) -> list[str]:
    """The declarations that are of a published file, as the comparison takes them."""
    renamed = [f"{ours}={theirs}" for ours, theirs in file.get("renamed", {}).items()]
    return [*file["same"], *renamed]


def test_the_pinned_ga_file_is_what_is_recorded() -> None:
    assert [GA_FILE["path"]] == [
        path.relative_to(GA_SPEC).as_posix() for path in GA_SPEC.rglob("*.ts")
    ]
    assert _sha256(GA_SPEC / GA_FILE["path"]) == GA_FILE["sha256"]
    text = (GA_SPEC / GA_FILE["path"]).read_text(encoding="utf-8")
    matches = re.findall(
        r"^export (?:declare )?(?:interface|type|namespace) (\w+)", text, re.MULTILINE
    )
    recorded = [name.partition("=")[0] for file in GA_PUBLISHED for name in _ga_names(file)]
    assert len(recorded) == len(set(recorded))
    assert set(matches) == set(recorded)


@pytest.mark.network
@pytest.mark.parametrize("file", GA_PUBLISHED, ids=_path)
def test_the_published_ga_files_have_the_recorded_sums(
    file: dict[str, Any], ga_published: Path
) -> None:
    assert _sha256(ga_published / file["path"]) == file["sha256"]


@pytest.mark.network
def test_pinned_ga_declarations_say_what_the_published_ones_say(
    compared: Mapping[str, list[dict[str, Any]]],
) -> None:
    assert len(compared["ga"]) == len(GA_PUBLISHED)
    assert [name for said in compared["ga"] for name in _differences(said)] == []


@pytest.mark.network
def test_pinned_ga_declarations_are_deprecated_where_the_published_ones_are(
    ga_published: Path,
) -> None:
    """Of a deprecated property the word is kept, and the next line with code is the same."""

    def deprecated(path: Path) -> list[str]:
        text = path.read_text(encoding="utf-8")
        matches = re.findall(r"/\*\*((?:(?!\*/).)*)\*/\s*(?:export )?(.*?)[?:;{]", text, re.DOTALL)
        return [code.strip() for comment, code in matches if "@deprecated" in comment]

    ours = deprecated(GA_SPEC / GA_FILE["path"])
    realtime = [file for file in GA_PUBLISHED if file["path"].startswith("resources/realtime/")]
    theirs = [name for file in realtime for name in deprecated(ga_published / file["path"])]
    assert ours == theirs
    assert ours


@pytest.mark.network
def test_ga_comments_are_our_own(ga_published: Path) -> None:
    """No six words in a row of any published comment stand in ours."""
    ours = _runs(GA_SPEC / GA_FILE["path"])
    theirs = {run for file in GA_PUBLISHED for run in _runs(ga_published / file["path"])}
    assert ours
    assert theirs
    assert ours & theirs == set()


class Change(NamedTuple):
    """An edit of the pinned GA file, and the declaration that it changes."""

    old: str
    new: str
    declaration: str
    id: str


GA_CHANGES = [
    Change(
        "  audio_end_ms: number;\n",
        "  audio_end_ms?: number;\n",
        "ConversationItemTruncateEvent",
        id="presence",
    ),
    Change(
        "turn_detection?: RealtimeAudioInputTurnDetection | null;",
        "turn_detection?: RealtimeAudioInputTurnDetection;",
        "RealtimeAudioConfigInput",
        id="null lost",
    ),
    Change(
        "type NoiseReductionType = 'near_field' | 'far_field'",
        "type NoiseReductionType = 'near_field'",
        "NoiseReductionType",
        id="alias",
    ),
    Change("'auto' | 'disabled' | ", "'auto' | ", "RealtimeTruncation", id="member"),
    Change(" | RealtimeMcpApprovalRequest;", ";", "ConversationItem", id="member object"),
    Change(
        "    audio_tokens?: number;",
        "    audio_tokens?: string;",
        "ConversationItemInputAudioTranscriptionCompletedEvent"
        ".TranscriptTextUsageTokens.InputTokenDetails",
        id="type in a namespace",
    ),
    Change("target_uri:", "uri:", "CallReferParams", id="name in another file"),
    Change(
        "interface TranslationClientSecretCreateParams {\n",
        "interface TranslationClientSecretCreateParams {\n  x?: 1;\n",
        "TranslationClientSecretCreateParams",
        id="property more in a renamed one",
    ),
]


def _ga_change(changed: Path, change: Change, published: Path) -> Pair:
    """A copy of the pinned GA file with an edit, and the published file to compare it with."""
    text = (GA_SPEC / GA_FILE["path"]).read_text(encoding="utf-8")
    assert change.old in text
    changed.write_text(text.replace(change.old, change.new, 1), encoding="utf-8")
    top = change.declaration.partition(".")[0]
    (file,) = (
        file for file in GA_PUBLISHED if top in {name.partition("=")[0] for name in _ga_names(file)}
    )
    return changed, published / file["path"], _ga_names(file)


@pytest.mark.network
@pytest.mark.parametrize(
    "change", sampled([pytest.param(change, id=change.id) for change in GA_CHANGES], 3)
)
def test_the_ga_comparison_sees_a_change(
    change: Change, compared: Mapping[str, list[dict[str, Any]]]
) -> None:
    (said,) = compared[f"ga: {change.id}"]
    sides = said[change.declaration]
    assert sides["ours"] != sides["theirs"]
    assert change.declaration in _differences(said)


@pytest.mark.network
def test_pinning_the_same_version_again_changes_nothing() -> None:
    text = pin_spec.PINNED.read_text(encoding="utf-8")
    published = pin_spec.as_published()
    comments = pin_spec.read_model(GA_SPEC, pin_spec.PINNED.name)
    assert pin_spec.pinned_text(published, text, comments) == text
    assert pin_spec.lost_comments(published, comments) == []


def _model(text: str) -> Model:
    loaded = load_model(MemoryFiles({"a.d.ts": text.encode()}), "a.d.ts", Options())
    assert loaded.model is not None
    return loaded.model


OURS = """// Ours, twice.
// ORIGIN.toml says more.

/** What A is. */
export interface A {
  /** How long, in seconds. */
  kept?: number;
  /** It is gone. */
  gone?: string;
  /** @deprecated Use `kept`. */
  old?: string;
}
"""
THEIRS = """/** Their words. */
export interface A {
  /** Their words on it. */
  kept: string;
  /** Their words on what is new. */
  added?: boolean;
  /** @deprecated Their reason. */
  old?: string;
  /** @deprecated Their other reason. */
  older?: string;
}
"""
PINNED = """// Ours, twice.
// ORIGIN.toml says more.

/**
 * What A is.
 */
export interface A {
  /**
   * How long, in seconds.
   */
  kept: string;
  added?: boolean;
  /**
   * @deprecated Use `kept`.
   */
  old?: string;
  /**
   * @deprecated
   */
  older?: string;
}
"""


def test_a_new_version_is_pinned_with_our_comments_and_none_of_theirs() -> None:
    ours, theirs = _model(OURS), _model(THEIRS)
    assert pin_spec.pinned_text(theirs, OURS, ours) == PINNED
    assert pin_spec.lost_comments(theirs, ours) == ["A.gone"]
