"""A job is one record: each field is part of the cache's key, and reaches the pipeline."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.cli.generate import command
from realtime_codegen.cli.jobs import Made, fresh_stamp, keep_stamp
from realtime_codegen.facts.integers import IntegerFact
from realtime_codegen.output.tree import Tree
from realtime_codegen.pipeline import Options
from realtime_codegen.project.config import read_config
from realtime_codegen.project.job import Job, key_of, settings
from realtime_codegen.targets import GivenOption
from realtime_codegen.text.placed import Placed
from realtime_codegen.text.source import SourceFile, Span

SPAN = Span("c.toml", 1, 1, 1, 2)
OTHER = SPAN._replace(line=2, end_line=2)
VALUES: dict[str, tuple[Any, ...]] = {
    "spec": ("a.d.ts", "b.d.ts", "npm:a@1.0.0/a.d.ts"),
    "package": (None, "None", "a"),
    "folder": ("generated", "other", "None"),
    "targets": ((), ("docs",), ("docs", "model"), ("model", "docs"), ("docs\0model",)),
    "facts": (None, "None", "none", "./none", "openai-live", "facts.toml"),
    "integers": (
        (),
        (IntegerFact("*_ms", "", SPAN),),
        (IntegerFact("*_s", "", SPAN),),
        (IntegerFact("*_ms", "whole", SPAN),),
        (IntegerFact("*_ms", "", OTHER),),
    ),
    "groups": ((), ("A",), ("B",), ("A", "B"), ("B", "A"), ("A, B",)),
    "roots": ((), ("A",), ("B",), ("A", "B"), ("A, B",)),
    "docs": (True, False),
    "internal": (True, False),
    "field_case": ("wire", "snake"),
    "strict": (False, True),
    "large": (False, True),
    "verbose": (False, True),
    "target_folders": ((), (Path("more"),), (Path("more"), Path("than"))),
    "target_options": (
        (),
        (GivenOption("docs", "depth", 1),),
        (GivenOption("docs", "depth", "1"),),
        (GivenOption("docs", "depth", True),),
        (GivenOption("docs", "width", 1),),
        (GivenOption("docs", "depth", 1, SPAN),),
    ),
    "name": ("", "a", "None"),
    "config": (None, SourceFile("c.toml", b""), SourceFile("c.toml", b"#"), SourceFile("d", b"")),
    "pinned": (False, True),
    "placed": (
        (),
        (Placed("package", "a", SPAN),),
        (Placed("package", "a", OTHER),),
        (Placed("package", "b", SPAN),),
        (Placed("targets", "a", SPAN),),
    ),
}
"""Values of each field, no two of which mean the same."""


def test_each_field_has_values_to_try() -> None:
    assert set(VALUES) == {own.name for own in fields(Job)}
    assert all(len(values) >= 2 for values in VALUES.values())


@pytest.mark.parametrize("name", VALUES)
def test_a_change_of_any_field_is_another_key(name: str) -> None:
    keys = [key_of(replace(Job("a.d.ts"), **{name: value})) for value in VALUES[name]]
    assert len(set(keys)) == len(keys)


def test_no_two_jobs_share_a_key() -> None:
    """Also where a value of one field stands in another: all pairs of changes."""
    base = Job("a.d.ts")
    jobs = {
        replace(base, **{one: first, other: second})
        for one, ones in VALUES.items()
        for other, others in VALUES.items()
        if one != other
        for first in ones
        for second in others
    }
    assert len(jobs) > 300
    assert len(set(map(key_of, jobs))) == len(jobs)


@pytest.mark.parametrize("name", sorted(set(VALUES) - {"target_folders", "spec"}))
def test_a_stamp_is_for_one_job_alone(name: str, tmp_path: Path) -> None:
    """As the command keeps and looks for it; a spec of a package has none unless it is pinned."""
    (tmp_path / "cache").mkdir()
    base = replace(Job("a.d.ts"), folder=str(tmp_path))
    values: tuple[Any, ...] = VALUES[name]
    if name == "folder":
        values = (str(tmp_path / "x"), str(tmp_path))
    jobs = [replace(base, **{name: value}) for value in values]
    tree = Tree(tmp_path, "a", {})
    for number, kept in enumerate(jobs):
        cache = tmp_path / f"cache-{number}"
        keep_stamp(Made(kept, tree, "", {}, {}, None), cache, {})
        fresh = [fresh_stamp(job, cache) is not None for job in jobs]
        assert fresh == [job is kept for job in jobs]


def test_two_configurations_do_not_pass_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have all but a pattern in common, and each run stands for its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path / "cache"))
    Path("s.d.ts").write_text("export interface A { end_ms: number }\n")
    spec = '[specs.a]\nsource = "s.d.ts"\npackage = "p"\ntargets = ["typeddicts"]\n'
    Path("whole.toml").write_text(f'integers = ["*_ms"]\n{spec}')
    Path("plain.toml").write_text(spec)
    for _ in range(2):
        for name, annotation in (("whole", "int"), ("plain", "float")):
            done = CliRunner().invoke(main, ["--config", f"{name}.toml"])
            assert done.exit_code == 0, done.output
            text = Path("generated/p/typed_dicts.py").read_text()
            assert f"end_ms: {annotation}\n" in text, name


def test_what_the_key_cannot_tell_is_refused() -> None:
    @dataclass(frozen=True)
    class Opaque:
        value: object

    with pytest.raises(TypeError, match="dict"):
        key_of(replace(Job("a.d.ts"), name=Opaque({})))  # type: ignore[arg-type]


# ------------------------------------------------------------ one list of the options


def test_the_pipeline_is_asked_for_what_the_job_says() -> None:
    """What is not a field of both is known to be of one alone, so that nothing gets lost."""
    of_job, of_options = ({own.name for own in fields(record)} for record in (Job, Options))
    assert of_job - of_options == {"spec", "folder", "name", "pinned", "verbose"}
    of_the_spec = {"origin", "spec_name", "spec_version", "facts_found"}
    assert of_options - of_job == {"compiled", *of_the_spec}
    for name in sorted(of_job & of_options - {"facts"}):
        for value in VALUES[name]:
            options = replace(Job("a.d.ts"), **{name: value}).options(None, None)
            assert getattr(options, name) == value


def test_each_setting_is_an_option_and_a_key(tmp_path: Path) -> None:
    parameters = {parameter.name: parameter for parameter in command.params}
    text = "".join(f"{setting.key} = 1\n" for _, setting in settings())
    (tmp_path / "c.toml").write_text(f"[specs.a]\n{text}")
    refused = CliRunner().invoke(main, ["--config", str(tmp_path / "c.toml")])
    assert refused.exit_code == 2
    assert "RC742" not in refused.output, "no key is unknown"
    for own, setting in settings():
        assert f"{setting.key} = 1" in refused.output, "each is checked"
        if setting.flags:
            parameter = parameters[own.name]
            assert set(parameter.opts + parameter.secondary_opts) == {
                flag for flags in setting.flags for flag in flags.split("/")
            }


def test_what_is_not_configured_is_as_in_a_job(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[specs.a]\nsource = "a.d.ts"\n')
    (spec,) = read_config(tmp_path / "c.toml", tmp_path).specs
    expected = {own.name: own.default for own in fields(Job) if own.default is not MISSING}
    expected |= {"name": "a", "config": spec.job.config}
    expected |= {"placed": (Placed("spec", "a.d.ts", Span("c.toml", 2, 1, 2, 7)),)}
    assert spec.job == Job("a.d.ts", **expected)
    (below,) = read_config(tmp_path / "c.toml", tmp_path.parent).specs
    assert below.job.folder == f"{tmp_path.name}/generated"


@pytest.mark.parametrize("key", ["output", "targets", "facts", "target-path", "strict", "verbose"])
def test_a_wrong_default_for_all_specs_is_an_error(key: str, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(f'{key} = 5\n[specs.a]\nsource = "a.d.ts"\n')
    refused = CliRunner().invoke(main, ["--config", str(tmp_path / "c.toml")])
    assert refused.exit_code == 2
    assert "RC743" in refused.output
    assert "RC901" not in refused.output
