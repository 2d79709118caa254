"""The configuration: several named specs, what is wrong with one, and who wins."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import ANY

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.project.config import CONFIG_NAME, find_config, read_config
from realtime_codegen.targets import target_names
from tests.tools.packages import tree_of, write_tree

SPEC = """\
export interface Ping {
  type: 'ping';
  wait_ms?: number;
}
export interface Pong {
  type: 'pong';
}
export type Message = Ping | Pong;
"""
CONFIG = """\
targets = ["typeddicts"]

[specs.one]
source = "in/one.d.ts"
package = "first"

[specs.two]
source = "in/two.d.ts"
output = "src/vendored"
targets = ["dataclasses", "docs"]
integers = ["*_ms"]
"""


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A repository with a configuration and two specs; it is the working directory."""
    root = tmp_path / "repo"
    write_tree(root, {CONFIG_NAME: CONFIG, "in/one.d.ts": SPEC, "in/two.d.ts": SPEC})
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    return root


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def written(root: Path) -> set[str]:
    """The files of a repository that were not there before, but for manifests."""
    return {
        path
        for path in tree_of(root)
        if not path.startswith(("in/", CONFIG_NAME)) and not path.endswith(".json")
    }


def test_a_run_without_a_spec_does_all(project: Path) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert re.fullmatch(
        r"generated/first: \d+ files, \d+ changed\nsrc/vendored/two: \d+ files, \d+ changed\n", out
    )
    files = written(project)
    assert {"generated/first/typed_dicts.py", "src/vendored/two/models.py"} <= files
    assert "src/vendored/docs/two/README.md" in files
    assert "generated/first/models.py" not in files
    assert "wait_ms: Maybe[int]" in (project / "src/vendored/two/models.py").read_text()
    assert "float" in (project / "generated/first/typed_dicts.py").read_text()
    assert run("--check") == (0, "", "")
    assert "all fresh" in run()[1]


def test_some_are_chosen_by_name(project: Path) -> None:
    assert run("two")[0] == 0
    assert not (project / "generated").exists()
    assert run("two", "--check") == (0, "", "")
    assert run("one", "two")[0] == 0
    assert (project / "generated").exists()
    code, _, err = run("tow")
    assert code == 2
    assert "no spec 'tow' is configured\n  help: Did you mean two?" in err


def test_the_configuration_is_found_from_below(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "in")
    code, out, _ = run()
    assert code == 0
    assert "../generated/first: " in out
    assert (project / "src/vendored/two/models.py").exists()
    monkeypatch.chdir(project)
    assert run("--check") == (0, "", "")


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "inner" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / CONFIG_NAME).write_text("")
    assert find_config(inner) == tmp_path / CONFIG_NAME
    (tmp_path / "inner" / ".git").write_text("gitdir: elsewhere\n")
    assert find_config(inner) is None
    pyproject = tmp_path / "inner" / "pyproject.toml"
    pyproject.write_text('[project]\nname = "realtime-codegen"\n')
    assert find_config(inner) is None
    pyproject.write_text("[tool.realtime-codegen]\n")
    assert find_config(inner) == pyproject
    (tmp_path / "inner" / CONFIG_NAME).write_text("")
    assert find_config(inner) == tmp_path / "inner" / CONFIG_NAME


def test_pyproject_says_the_same(project: Path) -> None:
    assert run()[0] == 0
    before = tree_of(project)
    own = project / CONFIG_NAME
    text = own.read_text().replace("[specs", "[tool.realtime-codegen.specs")
    (project / "pyproject.toml").write_text(
        f'[project]\nname = "mine"\n\n[tool.realtime-codegen]\n{text}'
    )
    own.unlink()
    assert run("--check") == (0, "", "")
    assert run()[0] == 0
    after = tree_of(project)
    assert {path: data for path, data in before.items() if path != CONFIG_NAME} == {
        path: data for path, data in after.items() if path != "pyproject.toml"
    }


def test_the_command_line_wins(project: Path) -> None:
    (project / CONFIG_NAME).write_text(f"strict = true\nverbose = true\n{CONFIG}")
    assert run("two", "-t", "typeddicts", "-o", "other", "--package", "p")[0] == 0
    assert "other/p/typed_dicts.py" in written(project)
    assert all(path.startswith("other/p/") for path in written(project))
    # It is not what is configured, and so nothing for the lock file.
    assert not (project / "realtime-codegen.lock").exists()
    code, _, err = run("--package", "p")
    assert code == 2
    assert "one package" in err
    unresolved = "import { Gone } from './gone.js';\nexport interface A { gone: Gone }\n"
    (project / "in/two.d.ts").write_text(unresolved)
    assert run("two")[0] == 3
    (project / CONFIG_NAME).write_text(f"strict = true\n{CONFIG.replace('integers', '# ')}")
    assert run("two")[0] == 3
    assert run("two", "--no-strict")[0] == 0


def test_a_path_is_not_about_the_configuration(project: Path) -> None:
    assert run("in/two.d.ts", "-o", "elsewhere")[0] == 0
    assert written(project)
    assert all(path.startswith("elsewhere/") for path in written(project))


def test_nothing_is_written_if_one_spec_cannot_be_used(project: Path) -> None:
    (project / "in/two.d.ts").write_text("export interface A { x: Array<string }\n")
    before = tree_of(project)
    code, out, err = run()
    assert (code, out) == (3, "")
    assert "in/two.d.ts:1:37: error[RC104]" in err
    assert tree_of(project) == before


def test_two_specs_in_one_folder_are_refused(project: Path) -> None:
    text = CONFIG.replace('package = "first"', 'package = "two"')
    (project / CONFIG_NAME).write_text(text.replace("src/vendored", "generated"))
    code, _, err = run()
    assert code == 2
    assert "error[RC745]: one and two both write to generated/two" in err
    assert written(project) == set()


def test_facts_of_the_configuration_are_facts(project: Path) -> None:
    (project / "facts.toml").write_text('[[integers]]\nmatch = "*_ms"\nwhy = "whole"\n')
    config = CONFIG.replace('["*_ms"]', '[{ match = "Ping.wait_ms", why = "whole" }]')
    (project / CONFIG_NAME).write_text(config)
    assert run("two")[0] == 0
    models = (project / "src/vendored/two/models.py").read_text()
    (project / CONFIG_NAME).write_text(CONFIG.replace("integers =", 'facts = "facts.toml" #'))
    assert run("two", "--check")[0] == 1  # The lock file has the facts file now,
    assert run("two")[0] == 0
    assert (project / "src/vendored/two/models.py").read_text() == models  # and that is all.
    stale = CONFIG.replace('["*_ms"]', '[\n  "*_ms",\n  "*_seconds", # none\n]')
    (project / CONFIG_NAME).write_text(stale)
    code, _, err = run("two")
    assert code == 3
    assert f"{CONFIG_NAME}:13:3: error[RC501]: " in err
    assert '13 |   "*_seconds", # none' in err


# ------------------------------------------------------------------------------ mistakes

WRONG: Mapping[str, tuple[str, str, str, str]] = {
    # What is wrong: the file, the place, a code, the advice.
    "unknown": ('[specs.a]\nsource = "x"\nfcats = "y"\n', "3:1", "RC742", "mean 'facts'"),
    "synonym": ('[specs.a]\nsource = "x"\nquirks = "y"\n', "3:1", "RC742", "mean 'facts'"),
    "underscore": ('target_path = ["x"]\n[specs.a]\nsource = "x"\n', "1:1", "RC742", "target-path"),
    "unknown table": ('[profiles.a]\nsource = "x"\n', "1:1", "RC742", "mean 'specs'"),
    "in a string": (
        '[specs.a]\nsource = """\\\nfcats = 1\\\n"""\n"fcats" = "y"\n',
        "5:1",
        "RC742",
        "facts",
    ),
    "dotted": ('specs.a.source = "x"\nspecs.a.sorce = "x"\n', "2:1", "RC742", "mean 'source'"),
    "inline": ('[specs]\na = { source = "x", sorce = "y" }\n', "2:21", "RC742", "mean 'source'"),
    "own for all": ('package = "p"\n[specs.a]\nsource = "x"\n', "1:1", "RC742", "The keys are"),
    "wrong kind": ('[specs.a]\nsource = "x"\ntargets = "docs"\n', "3:1", "RC743", "list"),
    "wrong flag": ('[specs.a]\nsource = "x"\nstrict = "yes"\n', "3:1", "RC743", "true or false"),
    "url": ('[specs.a]\nsource = "https://a.b/c.d.ts"\n', "2:1", "RC743", "npm:PACKAGE"),
    "choice": (
        '[specs.a]\nsource = "x"\nfield-case = "snaek"\n',
        "3:1",
        "RC743",
        'Give "wire" or "snake"',
    ),
    "empty": ('[specs.a]\nsource = ""\n', "2:1", "RC743", "string"),
    "no package": ('[specs.a]\nsource = "x"\npackage = "class"\n', "3:1", "RC743", "import"),
    "integers": ('[specs.a]\nsource = "x"\nintegers = ["a", 1]\n', "3:18", "RC743", "pattern"),
    "integer key": (
        '[specs.a]\nsource = "x"\nintegers = [{ match = "a", wy = "b" }]\n',
        "3:28",
        "RC742",
        "mean 'why'",
    ),
    "no source": ('[specs.a]\npackage = "p"\n', "1:1", "RC744", "source ="),
    "no spec": ("strict = true\n", "1:1", "RC744", "[specs.NAME]"),
    "no table": ("specs = 1\n", "1:1", "RC744", "[specs.NAME]"),
    "no name": ('[specs."a b"]\nsource = "x"\n', "1:1", "RC743", "letters"),
    "target": (
        '[specs.a]\nsource = "in/one.d.ts"\ntargets = [\n  "docs",\n  "modle", # x\n]\n',
        "5:3",
        "RC743",
        "mean 'model'",
    ),
    "target for all": (
        'targets = ["dcos"]\n[specs.a]\nsource = "in/one.d.ts"\n',
        "1:12",
        "RC743",
        "mean 'docs'",
    ),
    "no such target": (
        '[specs.a]\nsource = "in/one.d.ts"\ntargets = ["zzz"]\n',
        "3:12",
        "RC743",
        "The targets are asyncapi, audio",
    ),
    "target in a line": (
        'specs = { a = { source = "in/one.d.ts", targets = ["docs", "typedict"] } }\n',
        "1:60",
        "RC743",
        "mean 'typeddicts'",
    ),
    "root": (
        '[specs.a]\nsource = "in/one.d.ts"\nroots = ["Pong", "Pinng"]\n',
        "3:18",
        "RC305",
        "mean 'Ping'",
    ),
    "tag": (
        'roots = ["pign"]\n[specs.a]\nsource = "in/one.d.ts"\n',
        "1:10",
        "RC305",
        "mean 'ping'",
    ),
    "facts": (
        '[specs.a]\nsource = "in/one.d.ts"\nfacts = "in/oen.d.ts"\n',
        "3:1",
        "RC743",
        "mean in/one.d.ts",
    ),
    "target folder": (
        'target-path = ["i"]\n[specs.a]\nsource = "in/one.d.ts"\n',
        "1:16",
        "RC743",
        "mean in?",
    ),
    "not TOML": ('[specs.a]\nsource = "x\n', "2:12", "RC741", "Mend"),
    "hidden": ('[specs.a]\nsource = "x"\n"\\u202efcats" = 1\n', "3:1", "RC742", "facts"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_shown_in_its_place(name: str, project: Path) -> None:
    text, place, code, advice = WRONG[name]
    (project / CONFIG_NAME).write_text(text)
    before = tree_of(project)
    ended, out, err = run()
    assert (ended, out) == (2, "")
    match = re.search(rf"^{CONFIG_NAME}:{place}: error\[{code}\]: .*", err, re.MULTILINE)
    assert match, err
    assert re.search(rf"  help: .*{re.escape(advice)}", err), err
    assert "\u202e" not in err
    assert tree_of(project) == before


def test_all_mistakes_are_told_at_once(project: Path) -> None:
    (project / CONFIG_NAME).write_text('a = 1\n[specs.a]\nb = 2\n[specs.c]\nsource = "x"\nd = 3\n')
    assert run()[2].count("error[RC74") == 4


def test_a_byte_order_mark_is_no_text(project: Path) -> None:
    """Editors of Windows put one before a configuration and before facts."""
    facts = '[[member]]\nmatch = "Pong"\nproperty = "at"\ntype = "string"\nwhy = "It is sent."\n'
    (project / "in/facts.toml").write_text(f"\ufeff{facts}", "utf-8")
    config = f'\ufefffacts = "in/facts.toml"\n{CONFIG}'
    (project / CONFIG_NAME).write_text(config, "utf-8")
    assert run() == (0, ANY, "")
    assert "at: Maybe[str]" in (project / "src/vendored/two/models.py").read_text()
    assert run("--check") == (0, "", "")
    (project / CONFIG_NAME).write_text(f"\ufeffsurce = 1\n{CONFIG}", "utf-8")
    assert f"{CONFIG_NAME}:1:2: error[RC742]: unknown key" in run()[2]
    (project / CONFIG_NAME).write_text("\ufeffa = = 1\n", "utf-8")
    assert f"{CONFIG_NAME}:1:6: error[RC741]: the configuration is not TOML" in run()[2]


def test_a_configuration_that_is_not_utf_8(project: Path) -> None:
    (project / CONFIG_NAME).write_bytes(b"# \xff\n")
    code, _, err = run()
    assert code == 2
    assert f"{CONFIG_NAME}:1:3: error[RC741]: the configuration is not UTF-8" in err


def test_without_a_configuration_something_has_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run()
    assert code == 2
    assert "no SPEC is named, and no configuration is found" in err
    code, _, err = run("--config", "none.toml")
    assert code == 2
    assert "none.toml: error[RC741]: No such file" in err


def test_the_configuration_of_this_repository(repo_root: Path) -> None:
    config = read_config(repo_root / CONFIG_NAME, repo_root)
    assert [(spec.name, spec.job.package, spec.job.folder) for spec in config.specs] == [
        ("ga", "openai_realtime", "generated"),
        ("beta", "openai_realtime_beta", "generated"),
    ]


def test_a_source_that_is_not_there_is_told_at_its_place(project: Path) -> None:
    (project / CONFIG_NAME).write_text('[specs.a]\nsource = "in/oen.d.ts"\n')
    code, out, err = run()
    assert (code, out) == (3, "")
    assert f"{CONFIG_NAME}:2:1: error[RC101]" in err
    assert "help: Did you mean in/one.d.ts?" in err
    assert "help: Did you mean in/one.d.ts?" in run("in/oen.d.ts")[2]


@pytest.mark.parametrize("seed", range(12))
def test_a_misspelt_target_is_told_wherever_it_is_written(seed: int, project: Path) -> None:
    """Law: any typing mistake, in any layout, gets the line, the column and the right name."""
    chance = random.Random(seed)
    meant = chance.choice([name for name in target_names() if len(name) > 4])
    at = chance.randrange(1, len(meant) - 1)
    wrong = chance.choice(
        [
            meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :],
            meant[:at] + meant[at + 1 :],
            meant[:at] + "q" + meant[at:],
        ]
    )
    if wrong == meant:
        wrong += "q"
    gap = chance.choice(["", " ", "\n", "\n  # docs\n  ", " # more\n\n"])
    row = f'targets = [{gap}"docs",{gap}"{wrong}"{gap.rstrip(" ")}]\n'
    spec = '[specs.a]\nsource = "in/one.d.ts"\n'
    text = chance.choice([row + spec, spec + row, "\n\n" + spec + 'output = "x"\n' + row])
    (project / CONFIG_NAME).write_text(text)
    code, _, err = run()
    before = text[: text.index(f'"{wrong}"')]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert code == 2
    assert f"{CONFIG_NAME}:{line}:{column}: error[RC743]: there is no target {wrong!r}" in err
    assert f"Did you mean {meant!r}?" in err


def test_a_target_of_the_command_line_is_not_looked_for_in_the_file(project: Path) -> None:
    (project / CONFIG_NAME).write_text(
        f'targets = ["dcos"]\n{CONFIG}'.replace('targets = ["typ', "# ")
    )
    code, _, err = run("-t", "dcos")
    assert code == 2
    assert "--target" in err
    assert CONFIG_NAME not in err


@pytest.mark.parametrize("key", ["source", "output", "package", "facts", "roots", "target-path"])
def test_a_null_character_is_told_at_its_line(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.d.ts").write_text("export interface A { a: string }", "utf-8")
    value = '"x\\u0000"' if key not in ("roots", "target-path") else '["x\\u0000"]'
    lines = ["[specs.a]", 'source = "a.d.ts"', f"{key} = {value}"]
    text = "\n".join(line for line in lines if key != "source" or "a.d.ts" not in line)
    (tmp_path / "realtime-codegen.toml").write_text(text, "utf-8")
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 2, done.output
    assert "error[RC743]" in done.output
    assert "null character" in done.output
