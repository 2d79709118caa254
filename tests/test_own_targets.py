"""Targets declare all that others have to know of them, also those of a folder outside."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.cli import main
from realtime_codegen.model import DeclId, Interface, Model, SpecInfo
from realtime_codegen.targets import discover, package_names, target_names
from realtime_codegen.targets.base import Option
from tests.tools.archives import package_archive
from tests.tools.cases import USABLE, Case, made, over
from tests.tools.fake_npm import FakeNpm
from tests.tools.own_sources import GROUP, nodes_of
from tests.tools.packages import compiled_text, import_package, tree_of

CODEGEN = Path(__file__).parents[1] / "codegen"
TEMPLATES = CODEGEN.parent / "templates"

SPEC = """
export interface captions { text: string }
export interface SUBTITLES { text: string }
export interface Line { caption: string; captions: captions; more: SUBTITLES }
"""

TARGET = '''
"""Captions: which fields hold some, a fact that this target brings, as a table in Python."""

from dataclasses import dataclass

from realtime_codegen.facts.kinds import FactKind
from realtime_codegen.model import Interface
from realtime_codegen.targets.base import Emission, Export, Option, Page, Target
from realtime_codegen.text.diagnostics import error


@dataclass(frozen=True)
class Caption:
    field: str
    language: str
    span: object


def read(entry):
    field, language = entry.text("field"), entry.text("language")
    if field is None:
        entry.error("an entry of [[captions]] has no `field`", "Name one.", "field")
        return None
    return Caption(field, language or "en", entry.span("field"))


def check(model, facts):
    names = {
        property_.wire_name
        for declaration in model.declarations
        if isinstance(declaration, Interface)
        for property_ in declaration.properties
    }
    stale = [
        error("RC501", f"no field is called {fact.field!r}", fact.span, "Mend the entry.")
        for fact in facts
        if fact.field not in names
    ]
    return {fact.field: fact.language for fact in facts}, stale


CAPTIONS = FactKind("captions", ("field", "language"), read, check)


def emit(request):
    languages = request.facts[CAPTIONS]
    separator, upper = request.options["separator"], request.options["upper"]
    text = separator.join(f"{field}={languages[field]}" for field in sorted(languages))
    text = (text.upper() if upper else text) * request.options["times"]
    page = Page(
        f"{request.package}/captions.py",
        "captions/captions.py.j2",
        {"header": request.python_header, "text": text},
        frozenset({"SUBTITLES"}),
    )
    return Emission((page,), (Export("captions", ("SUBTITLES",)),))


TARGET = Target(
    "captions",
    "Which fields hold captions: captions.py.",
    emit,
    requires=("dataclasses",),
    by_default=True,
    modules=("captions",),
    reserved=("SUBTITLES",),
    facts=(CAPTIONS,),
    options=(
        Option("separator", "text", "What is between two fields.", ", "),
        Option("upper", "flag", "Write capitals.", False),
        Option("times", "number", "How often.", 1, (1, 2)),
    ),
)
'''
TEMPLATE = """\
{% for line in header %}
# {{ line }}
{% endfor %}
SUBTITLES = "{{ text }}"
"""
FACTS = '[[captions]]\nfield = "caption"\n\n[[captions]]\nfield = "text"\nlanguage = "de"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec, its facts, and a target of its own in `more`."""
    (tmp_path / "more" / "captions").mkdir(parents=True)
    (tmp_path / "more" / "captions.py").write_text(TARGET)
    (tmp_path / "more" / "captions" / "captions.py.j2").write_text(TEMPLATE)
    (tmp_path / "s.d.ts").write_text(SPEC)
    (tmp_path / "facts.toml").write_text(FACTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def of_command(*more: str) -> Result:
    own = ("-t", "captions", "--target-path", "more", "--facts", "facts.toml", "--package", "owned")
    return run("s.d.ts", "-o", "out", *own, *more)


def subtitles(project: Path, name: str) -> Any:
    """What the target's module says; the package is imported under its own name."""
    return import_package(project / "out", {}, name).SUBTITLES


def test_a_target_brings_a_name_a_fact_and_options(project: Path) -> None:
    done = of_command("-O", "captions.separator=; ", "--option", "captions.upper=true")
    assert done.exit_code == 0, done.output
    assert subtitles(project, "owned") == "CAPTION=EN; TEXT=DE"
    models = (project / "out" / "owned" / "models.py").read_text()
    assert re.findall(r"^class (\w+)", models, re.MULTILINE) == ["captions_", "SUBTITLES_", "Line"]
    assert (project / "out" / "owned" / "captions.py").exists()


def test_the_configuration_gives_facts_and_options_too(project: Path) -> None:
    (project / "realtime-codegen.toml").write_text("""
output = "out"
facts = "facts.toml"
target-path = ["more"]
[options]
captions.separator = " / "
captions.times = 2
[specs.first]
source = "s.d.ts"
package = "configured"
targets = ["captions"]
[specs.first.options.captions]
separator = " + "
[specs.second]
source = "s.d.ts"
package = "by_default"
options = { captions = { times = 1, upper = true } }
""")
    done = run()
    assert done.exit_code == 0, done.output
    assert subtitles(project, "configured") == "caption=en + text=de" * 2
    assert subtitles(project, "by_default") == "CAPTION=EN / TEXT=DE"
    before = tree_of(project / "out")
    assert "typed_dicts.py" in {Path(path).name for path in before}, "all that is by default"
    assert run("--check").exit_code == 0
    assert tree_of(project / "out") == before
    again = run("first", "-O", "captions.times=1")
    assert again.exit_code == 0, again.output
    text = (project / "out" / "configured" / "captions.py").read_text()
    assert '"caption=en + text=de"' in text, "the command line goes before what is configured"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("captions.seperator=x", ("no option 'seperator'", "Did you mean 'captions.separator'?")),
        ("captoins.separator=x", ("no target 'captoins'", "Did you mean 'captions'?")),
        ("captions.upper=yes", ("captions.upper is not true or false",)),
        ("captions.times=3", ("captions.times is not one of 1, 2",)),
        ("captions.times=1e3", ("captions.times is not one of 1, 2",)),
        ("captions.times=" + "9" * 5000, ("captions.times is not one of 1, 2",)),
        ("docs.depth=3", ("'docs'", "is not made", "--target docs")),
        ("dataclasses.depth=3", ("'dataclasses' has no option 'depth'", "no options at all")),
        ("captions=x", ("TARGET.NAME=VALUE",)),
        ("captions.upper", ("TARGET.NAME=VALUE",)),
    ],
)
def test_a_wrong_option_of_the_command_is_told(
    given: str, words: tuple[str, ...], project: Path
) -> None:
    done = of_command("-O", given)
    assert done.exit_code == 2
    assert all(word in done.output for word in words), done.output
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    ("options", "code", "line", "words"),
    [
        ('captions.seperator = "x"', "RC742", 6, "Did you mean 'captions.separator'?"),
        ('captoins.separator = "x"', "RC742", 6, "Did you mean 'captions'?"),
        ('captions.upper = "true"', "RC743", 6, "captions.upper is not true or false"),
        ("captions.times = true", "RC743", 6, "captions.times is not one of 1, 2"),
        ("captions.times = 1.5", "RC743", 6, "is not a string, a whole number, true or false"),
        ("captions = 1", "RC743", 5, "[options.TARGET]"),
    ],
)
def test_a_wrong_option_of_the_configuration_is_told_at_its_place(
    options: str, code: str, line: int, words: str, project: Path
) -> None:
    text = '[specs.a]\nsource = "s.d.ts"\ntarget-path = ["more"]\nfacts = "facts.toml"\n'
    (project / "realtime-codegen.toml").write_text(f"{text}[specs.a.options]\n{options}\n")
    done = run()
    assert done.exit_code == 2
    assert f"realtime-codegen.toml:{line}:" in done.output
    assert code in done.output
    assert words in done.output
    assert not (project / "generated").exists()


def test_an_option_for_all_specs_does_not_matter_to_others(project: Path) -> None:
    text = 'target-path = ["more"]\n[options]\ncaptions.times = 2\n'
    (project / "realtime-codegen.toml").write_text(
        f'{text}[specs.a]\nsource = "s.d.ts"\ntargets = ["docs"]\n'
    )
    assert run().exit_code == 0


def test_a_fact_of_a_target_is_checked_as_others_are(project: Path) -> None:
    (project / "facts.toml").write_text('[[captions]]\nfield = "nowhere"\nmore = 1\n')
    done = of_command()
    assert done.exit_code == 3
    assert "RC501" in done.output
    assert "facts.toml:2:" in done.output
    assert "RC503" in done.output
    (project / "facts.toml").write_text("[[captions]]\nlanguage = 'de'\n")
    assert "RC502" in of_command().output
    assert not (project / "out").exists()


def test_two_kinds_of_fact_cannot_share_a_table(project: Path) -> None:
    for table in ("audio", "spec"):
        (project / "more" / "captions.py").write_text(
            TARGET.replace('FactKind("captions"', f'FactKind("{table}"')
        )
        done = of_command()
        assert done.exit_code == 2
        assert f"is called '{table}'" in done.output


@pytest.mark.usefixtures("project")
def test_the_list_of_targets_shows_those_of_a_folder_with_their_options() -> None:
    shown = run("targets", "--target-path", "more").output
    assert "-O captions.times=VALUE  How often.  [one of 1, 2; default: 1]" in shown
    assert {line.split()[0] for line in shown.splitlines()} >= {*target_names(), "captions"}


# -------------------------------------------------------------------------------- laws


def test_every_module_of_a_package_is_declared() -> None:
    """Whatever a run writes into the package, no class can have its name."""
    declared = {
        name for target in discover(()).values() for name in (*target.modules, *target.runtime)
    }
    seen = {
        path.stem for path in (CODEGEN.parent / "generated" / "openai_realtime_beta").glob("*.py")
    }
    for case in USABLE:
        for path in made(case).files:
            if path.startswith(f"{case.package}/") and path.endswith(".py"):
                seen.add(Path(path).stem)
    # These are of larger packages than any case: see test_parts.py and test_tangles.py.
    assert seen - {"__init__"} == declared - {"_parts", "_references"}


@over(USABLE)
def test_what_targets_export_is_a_class_or_reserved(case: Case) -> None:
    """`__init__` takes a name from two modules only where one of them gives way."""
    text = made(case).files[f"{case.package}/__init__.py"]
    taken: dict[str, str] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            for alias in node.names:
                assert taken.setdefault(alias.name, node.module or "") == (node.module or "")


def test_no_class_has_a_name_that_targets_reserve() -> None:
    reserved = {
        name
        for target in discover(()).values()
        for name in (*target.modules, *target.runtime, *target.reserved)
    }
    assert {"_pydantic", "_peek", "_wire", "peer", "audio_bytes", "typed_dicts"} <= reserved
    declarations = tuple(Interface(DeclId("a.d.ts", (name,)), ()) for name in sorted(reserved))
    names, _ = package_names(Model(SpecInfo("", "", ""), declarations), "a.d.ts")
    assert {names.declarations[declaration.id] for declaration in declarations} == {
        f"{n}_" for n in reserved
    }
    spec = "".join(f"export interface {name} {{ a: string }}\n" for name in sorted(reserved))
    few, whole = (
        re.findall(r"^class (\w+)", text, re.MULTILINE)
        for text in (
            compiled_text(spec, "few", targets=("typeddicts",)).files["few/typed_dicts.py"],
            compiled_text(spec, "whole").files["whole/typed_dicts.py"],
        )
    )
    assert len(few) == len(reserved)
    assert few == whole, "another choice of targets renames no class"


NAMED: dict[tuple[str, str], str] = {
    ("facts.audio", "audio"): "the table of a kind of fact, in files of users",
    ("runtime._conversation", "audio"): "what facts call a whole, in conversations",
    ("targets.session.emission", "audio"): "a column of a table that it writes",
    (
        "targets.session.emission",
        "dispatcher",
    ): "the module of a target that it requires",
    ("replay.fixture", "session"): "how long pytest keeps what a fixture gives",
    ("wire.samples", "session"): "the name of a field on the wire",
    ("project.job", "docs"): "the setting that leaves comments out",
    ("python.spelling", "dataclasses"): "the module of the standard library, as a dialect",
    ("wire.scalars", "audio"): "the name of a field on the wire",
    ("wire.samples", "model"): "the name of a field on the wire",
    ("wire.scalars", "session"): "what an error may be about, in a sample",
    ("wire.counts", "audio"): "a kind of what is counted, in names on the wire",
}
"""Text that is equal to the name of a target and does not mean it, with what it means."""


@GROUP
def test_no_file_but_its_own_names_a_target() -> None:
    """A target may name those that it requires, in its declaration."""
    names = set(target_names())
    named = set()
    for path in sorted(CODEGEN.rglob("*.py")):
        parts = path.relative_to(CODEGEN).with_suffix("").parts
        nodes = nodes_of(path)
        required = {
            id(constant)
            for node in nodes
            if isinstance(node, ast.keyword) and node.arg == "requires"
            for constant in ast.walk(node.value)
        }
        own = parts[1] if parts[0] == "targets" and len(parts) > 1 else ""
        named |= {
            (".".join(parts), node.value)
            for node in nodes
            if isinstance(node, ast.Constant) and node.value in names and id(node) not in required
            if node.value != own
        }
    assert named == set(NAMED)


@GROUP
def test_no_target_imports_another_and_no_other_room_imports_one() -> None:
    names = set(target_names())
    wrong = []
    for path in sorted(CODEGEN.rglob("*.py")):
        parts = path.relative_to(CODEGEN).parts
        own = Path(parts[1]).stem if parts[0] == "targets" and len(parts) > 1 else ""
        for node in nodes_of(path):
            if not isinstance(node, ast.ImportFrom) or not node.level:
                continue
            above = parts[: len(parts) - node.level]
            target = (*above, *(node.module or "").split("."))
            if target[0] == "targets" and len(target) > 1 and target[1] in names - {own}:
                wrong.append(f"{'/'.join(parts)}: {'.'.join(target)}")
    assert wrong == []


def test_no_template_but_its_own_names_a_target() -> None:
    quoted = {name: re.compile(rf"""["']{name}["']""") for name in target_names()}
    for path in sorted(TEMPLATES.rglob("*.j2")):
        folder = path.relative_to(TEMPLATES).parts[0]
        text = path.read_text()
        assert not [n for n, words in quoted.items() if n != folder and words.search(text)], path


def test_what_makes_pages_is_imported_when_it_is_called() -> None:
    """Each run reads the declarations of all targets, which have to be cheap."""
    for name in target_names():
        tree = ast.parse((CODEGEN / "targets" / name / "__init__.py").read_text())
        modules = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
        facts = {"facts.audio", "facts.answers", "facts.history", "facts.movement"}
        assert modules <= {"__future__", "collections.abc", "typing", "base", *facts}, name


def test_options_are_declared_with_a_default_that_fits() -> None:
    for target in discover(()).values():
        for option in target.options:
            assert isinstance(option, Option)
            assert not option.choices or option.default in option.choices


@pytest.mark.parametrize(
    "command",
    [
        ("facts", "s.d.ts"),
        ("diff", "s.d.ts", "s.d.ts"),
        ("migrate", "s.d.ts", "s.d.ts", "facts.toml"),
        ("audit", "s.d.ts", "log.jsonl"),
    ],
    ids=lambda command: command[0],
)
def test_facts_of_ones_own_kind_are_read_by_all_commands(
    command: tuple[str, ...], project: Path
) -> None:
    """A file that `generate` takes is not refused by what reads the same spec."""
    (project / "s.d.ts").write_text(SPEC + EVENTS)
    (project / "log.jsonl").write_text('{"type": "a"}\n')
    done = run(*command, "--facts", "facts.toml", "--target-path", "more")
    assert done.exit_code == 0, done.output
    refused = run(*command, "--facts", "facts.toml")
    assert refused.exit_code == 3
    assert "error[RC503]: unknown key 'captions'" in refused.stderr
    (project / "more" / "captions.py").write_text("")
    broken = run(*command, "--facts", "facts.toml", "--target-path", "more")
    assert broken.exit_code == 2
    assert "Invalid value for --target-path" in broken.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for npm is a script")
def test_update_reads_facts_of_ones_own_kind(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it tells what changed, after all is written."""
    npm = FakeNpm(project / "npm")
    monkeypatch.setenv("PATH", str(npm.home / "bin"))
    for version in ("1.0.0", "1.1.0"):
        npm.package("house", version, package_archive({"s.d.ts": SPEC}))
    npm.answer("view house@latest version", stdout='"1.1.0"')
    text = 'target-path = ["more"]\nfacts = "facts.toml"\n[specs.a]\n'
    (project / "realtime-codegen.toml").write_text(f'{text}source = "npm:house@1.0.0/s.d.ts"\n')
    assert run().exit_code == 0
    done = run("update")
    assert done.exit_code == 0, done.output
    assert "moved 1.0.0 -> 1.1.0" in done.output


EVENTS = """
export interface A { type: "a" }
export interface B { type: "b" }
export type Events = A | B;
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\nTARGET = 1 +\n", "own.py:2: invalid syntax"),
        ("import nothing_of_this_name\n", "own.py:1: ModuleNotFoundError: No module named"),
        ("def made():\n    raise KeyError('x')\n\n\nmade()\n", "own.py:2 in made: KeyError: 'x'"),
        ("x = 1\n", "own.py defines no TARGET called 'own'"),
        ("\0", "own.py"),
    ],
)
@pytest.mark.parametrize("command", [["s.d.ts", "-t", "own"], ["targets"], ["facts", "s.d.ts"]])
def test_a_module_that_cannot_be_loaded_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.d.ts").write_text("export interface A { a: 'x' }\n")
    (tmp_path / "own.py").write_text(text)
    done = CliRunner().invoke(main, [*command, "--target-path", "."])
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert "RC901" not in done.output


FAILING = {
    "sys.exit(0)": "SystemExit: 0",
    "sys.exit()": "SystemExit",
    "sys.exit('bye')": "SystemExit: bye",
    "raise GeneratorExit": "GeneratorExit",
    "raise BaseException('x')": "BaseException: x",
    "raise OSError(2, 'gone')": "FileNotFoundError: [Errno 2] gone",
    "raise RecursionError('deep')": "RecursionError: deep",
    "raise StopIteration": "StopIteration",
    "raise BrokenPipeError": "BrokenPipeError",
    "raise __import__('click').exceptions.Exit(0)": "Exit",
    "raise __import__('click').Abort": "Abort",
}
PLACES = {
    "module": "FAIL\n",
    "emit": "def emit(request):\n    FAIL\nTARGET = Target('own', 'x', emit)\n",
    "notes": (
        "def notes(request):\n    FAIL\n"
        "TARGET = Target('own', 'x', lambda r: Emission(()), notes=notes)\n"
    ),
    "read": (
        "def read(entry):\n    FAIL\n"
        "KIND = FactKind('mine', ('a',), read, lambda m, f: ((), ()))\n"
        "TARGET = Target('own', 'x', lambda r: Emission(()), facts=(KIND,))\n"
    ),
    "check": (
        "def check(model, facts):\n    FAIL\n"
        "KIND = FactKind('mine', ('a',), lambda e: 1, check)\n"
        "TARGET = Target('own', 'x', lambda r: Emission(()), facts=(KIND,))\n"
    ),
}
HEAD = (
    "import sys\nfrom realtime_codegen.facts.kinds import FactKind\n"
    "from realtime_codegen.targets.base import Emission, Target\n"
)


@pytest.mark.parametrize(
    ("place", "fault"),
    [*(("emit", fault) for fault in FAILING), *((place, "sys.exit(0)") for place in PLACES)],
)
def test_code_of_a_target_never_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, fault: str
) -> None:
    """Whatever it raises and wherever: an error with its line, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.d.ts").write_text("export interface A { a: 'x' }\n")
    (tmp_path / "f.toml").write_text("[[mine]]\na = 'x'\n")
    (tmp_path / "own.py").write_text(HEAD + PLACES[place].replace("FAIL", fault))
    command = ["s.d.ts", "-t", "own", "-t", "model", "-t", "dataclasses", "-o", "out"]
    if place in ("read", "check"):
        command += ["--facts", "f.toml"]
    done = CliRunner().invoke(main, [*command, "--target-path", "."])
    assert done.exit_code == 2, done.output
    where = "own.py:4" if place == "module" else f"own.py:5 in {place}"
    assert f"{where}: {FAILING[fault]}" in done.output
    assert not (tmp_path / "out").exists()


LATE = {
    "pages": """
def emit(request):
    def pages():
        yield Page("own.txt", "own/own.txt.j2", {"a": 1})
        sys.exit(0)
    return Emission(pages())
""",
    "variables": """
class Text:
    def __str__(self):
        sys.exit(0)
def emit(request):
    return Emission((Page("own.txt", "own/own.txt.j2", {"a": Text()}),))
""",
}


@pytest.mark.parametrize("place", LATE)
def test_code_that_runs_when_its_result_is_used_does_not_end_the_run_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.d.ts").write_text("export interface A { a: 'x' }\n")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own.txt.j2").write_text("{{ a }}\n")
    head = HEAD.replace("Emission,", "Emission, Page,")
    (tmp_path / "own.py").write_text(f"{head}{LATE[place]}TARGET = Target('own', 'x', emit)\n")
    command = ["s.d.ts", "-t", "own", "-t", "model", "-o", "out", "--target-path", "."]
    done = CliRunner().invoke(main, command)
    assert done.exit_code in (2, 3), done.output
    assert "SystemExit: 0" in done.output
    assert not (tmp_path / "out").exists()


def test_the_key_that_stops_a_run_stops_one_of_a_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.d.ts").write_text("export interface A { a: 'x' }\n")
    (tmp_path / "own.py").write_text(
        HEAD + PLACES["emit"].replace("FAIL", "raise KeyboardInterrupt")
    )
    done = CliRunner().invoke(main, ["s.d.ts", "-t", "own", "-o", "out", "--target-path", "."])
    assert done.exit_code == 130
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("made", ["None", "[]", "'text'"])
def test_what_is_no_emission_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.d.ts").write_text("export interface A { a: 'x' }\n")
    (tmp_path / "own.py").write_text(f"{HEAD}TARGET = Target('own', 'x', lambda r: {made})\n")
    done = CliRunner().invoke(main, ["s.d.ts", "-t", "own", "-o", "out", "--target-path", "."])
    assert done.exit_code == 2
    assert "own.py: `emit` returns no Emission" in done.output
