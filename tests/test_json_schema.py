"""The target `jsonschema`: a JSON Schema takes and refuses what strict decoding does.

Where the two differ, `docs/targets.md` says why, and a test here shows that they do. Values come
from both sides: samples and changes of them, payloads of cases, recordings, and instances that
another tool makes of the schema.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from jsonschema import Draft202012Validator

from realtime_codegen.model import Model
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import Names
from realtime_codegen.runtime._shapes import Named, TupleOf, parts
from realtime_codegen.runtime._strict import find_problems
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, Files, MemoryFiles, SourceFile
from realtime_codegen.wire.json_schema import JsonSchemas
from realtime_codegen.wire.samples import Sampler, plain
from tests.oracle.corpus import CORPUS, Entry
from tests.oracle.values import changed
from tests.test_sample_laws import specs
from tests.tools.cases import USABLE, Case, model_of, over, python_name
from tests.tools.night import at_night
from tests.tools.packages import ENTRY, compiled_text
from tests.tools.schema_instances import DRAFT_7, instances, with_definitions

ROOT = Path(__file__).parents[1]
SPECS = {
    "ga": (ROOT / "spec/openai-realtime-ga", "realtime.d.ts"),
    "beta": (ROOT / "spec/openai-realtime-beta", "resources/beta/realtime/realtime.d.ts"),
}


class Both:
    """The schemas of one model, and its strict decoding."""

    def __init__(self, model: Model, names: Names) -> None:
        schemas = JsonSchemas(model, names)
        self.shapes = schemas.shapes
        self.definitions = schemas.definitions()
        self.by_tool = JsonSchemas(model, names, DRAFT_7).definitions()
        self.sampler = Sampler(model, names)
        self.ids = {
            names.declarations[declaration.id]: declaration.id for declaration in model.declarations
        }
        self._validators: dict[str, Draft202012Validator] = {}
        inner = list(self.shapes.values())
        for shape in inner:
            inner += parts(shape)
        self.has_elements_after_a_rest = any(
            isinstance(shape, TupleOf) and shape.rest is not None and shape.after != ()
            for shape in inner
        )

    def document(self, name: str) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{name}", "$defs": self.definitions}

    def schema_takes(self, name: str, value: Any) -> bool:
        if name not in self._validators:
            self._validators[name] = Draft202012Validator(self.document(name))
        return self._validators[name].is_valid(value)

    def strict_takes(self, name: str, value: Any) -> bool:
        return find_problems(self.shapes, Named(name), value) == []

    def agree(self, name: str, value: Any) -> bool:
        """What both say of a value; a difference fails the test."""
        taken = self.strict_takes(name, value)
        by_schema = self.schema_takes(name, value)
        said = (name, json.dumps(value), taken, by_schema)
        assert by_schema == taken or (by_schema and self.has_elements_after_a_rest), said
        return taken

    def samples(self) -> Iterator[tuple[str, Any]]:
        for name, id_ in self.ids.items():
            try:
                yield name, plain(self.sampler.sampled(id_))
            except ValueError:
                continue

    def hold(self, changes: int) -> tuple[int, int]:
        """Samples and changes of them; how many values were taken, and how many were not."""
        taken = refused = 0
        for name, value in self.samples():
            assert self.agree(name, value), (name, value)
            taken += 1
            chance = random.Random(name)
            for _ in range(changes):
                if self.agree(name, changed(value, chance)[0]):
                    taken += 1
                else:
                    refused += 1
        return taken, refused


@cache
def both(which: str) -> Both:
    folder, entry = SPECS[which]
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    return of_files(DiskFiles(folder), entry, Options(facts=facts))


def of_files(files: Files, entry: str, options: Options) -> Both:
    model = load_model(files, entry, options).model
    assert model is not None
    return Both(model, package_names(model, entry)[0])


def of_text(text: str) -> Both:
    return of_files(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options())


# ------------------------------------------------------------------- values of our side


@pytest.mark.parametrize("which", SPECS)
@pytest.mark.parametrize("changes", [2, at_night(pytest.param(300, id="300"))])
def test_samples_and_their_changes(which: str, changes: int) -> None:
    taken, refused = both(which).hold(changes)
    assert min(taken, refused) > 50


@over(tuple(case for case in USABLE if case.construct != "bad")[::2])
def test_payloads_and_samples_of_a_case(case: Case) -> None:
    model, names = model_of(case)
    its = Both(model, names)
    Draft202012Validator.check_schema(its.document(""))
    its.hold(2)
    for payload in case.payloads:
        if (case.id, json.dumps(payload["value"])) not in DIFFERENT:
            its.agree(python_name(case, payload["type"]), payload["value"])


DIFFERENT: set[tuple[str, str]] = set()
"""Payloads of cases of which schema and strict decoding say something else."""


@pytest.mark.parametrize("many", [12, at_night(pytest.param(2000, id="2000"))])
def test_random_specs(many: int) -> None:
    @settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck))
    @given(specs())
    def hold(text: str) -> None:
        model = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options()).model
        assume(model is not None)
        assert model is not None
        its = Both(model, package_names(model, ENTRY)[0])
        Draft202012Validator.check_schema(its.document(""))
        its.hold(4)

    hold()


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("entry", CORPUS, ids=str)
def test_published_declarations(entry: Entry) -> None:
    """OpenAI's of many versions, the Live API, and other houses'."""
    its = of_files(DiskFiles(entry.root()), entry.path, Options())
    Draft202012Validator.check_schema(its.document(""))
    its.hold(3)


@pytest.mark.network
@pytest.mark.nightly
def test_the_live_api_with_its_facts() -> None:
    [entry] = [one for one in CORPUS if one.path == "resources/live/live.d.ts"]
    text = (ROOT / "spec" / "openai-live" / "facts.toml").read_bytes()
    options = Options(facts=SourceFile("facts.toml", text))
    taken, refused = of_files(DiskFiles(entry.root()), entry.path, options).hold(10)
    assert min(taken, refused) > 1000


def test_recordings(events_dir: Path) -> None:
    its = both("ga")
    groups = ("RealtimeServerEvent", "RealtimeClientEvent")
    taken = refused = 0
    for file in sorted(events_dir.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines()[::30]:
            event = json.loads(line).get("event")
            for group in groups if isinstance(event, dict) else ():
                taken, refused = map(
                    sum, zip((taken, refused), _one(its.agree(group, event)), strict=True)
                )
    assert min(taken, refused) > 5


def _one(taken: bool) -> tuple[int, int]:
    return (1, 0) if taken else (0, 1)


# --------------------------------------------------------------- values of the schema's side


@pytest.mark.parametrize("which", SPECS)
@pytest.mark.parametrize(
    ("step", "most", "count"), [(8, 4, 2), at_night(pytest.param(1, 10**6, 20, id="all"))]
)
def test_instances_that_another_tool_makes(which: str, step: int, most: int, count: int) -> None:
    """Of every declaration, or of each `step`th that refers to few others, which takes less."""
    its = both(which)
    schemas = [(name, with_definitions(name, its.by_tool)) for name in its.by_tool]
    small = [(n, s) for n, s in schemas if s is not None and len(s["definitions"]) <= most]
    chosen = small[::step]
    made = 0
    for name, schema in chosen:
        values: list[Any] = []

        @settings(
            max_examples=count,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(instances(schema))
        def collect(value: Any) -> None:
            values.append(value)  # noqa: B023

        collect()
        for value in values:
            assert its.agree(name, value) or has_whole_float(value), (name, value)
        made += len(values)
    assert made >= len(chosen)


def has_whole_float(value: Any) -> bool:
    """Whether a value has a number in it that is an integer to a schema and a float to Python."""
    inner = value.values() if isinstance(value, dict) else value if type(value) is list else ()
    return (isinstance(value, float) and value.is_integer()) or any(map(has_whole_float, inner))


# ------------------------------------------------------------------------ the differences


@pytest.mark.parametrize(
    ("text", "value", "strict", "why"),
    [
        ("export type T = `a${number}`", "a1e999", False, "too large for a number"),
        ("export type T = `${number}e${string}`", "0xe1ex", False, "the first text that fits"),
        ("export type T = [...string[], number]", [1, "a"], False, "after the rest"),
        ("export type T = 1e999", float("inf"), True, "infinite"),
    ],
)
def test_a_written_difference_is_one(text: str, value: Any, strict: bool, why: str) -> None:
    its = of_text(text)
    assert its.strict_takes("T", value) == strict
    assert its.schema_takes("T", value) == (not strict)
    assert why in (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")


def test_a_whole_float_is_an_integer_to_a_schema_alone() -> None:
    facts = SourceFile("facts.toml", b'[[integers]]\nmatch = "T.n"\nwhy = "whole"\n')
    files = MemoryFiles({ENTRY: b"export interface T { n: number }"})
    its = of_files(files, ENTRY, Options(facts=facts))
    assert its.agree("T", {"n": 1})
    assert not its.agree("T", {"n": 1.5})
    assert not its.strict_takes("T", {"n": 1.0})
    assert its.schema_takes("T", {"n": 1.0})


# ---------------------------------------------------------------------------- the document

SPEC = """
/** A person.
 * @deprecated use Being */
export interface Person {
  /** What they are called: "it's" */
  readonly name: string;
  /** @deprecated */
  age?: number | null;
  /** @default 'blue' */
  eyes?: 'blue' | 'green';
  /** @default 3 */
  arms?: 'two' | 'three';
  /** @defaultValue `2` */
  legs?: number;
  pet?: Animal;
}
export interface Cat { kind: 'cat' }
export interface Dog { kind: 'dog' | 'hound' }
export type Animal = Cat | Dog;
export type Noises = Record<`on_${string}`, number>;
export interface Noisy { [key: `on_${string}`]: number; on_x: number; other?: string }
"""


def document(text: str = SPEC, **options: Any) -> dict[str, Any]:
    result = compiled_text(text, "made", targets=("jsonschema",), **options)
    assert list(result.files) == ["jsonschema/made.schema.json"]
    loaded: dict[str, Any] = json.loads(result.files["jsonschema/made.schema.json"])
    Draft202012Validator.check_schema(loaded)
    return loaded


def test_the_document_says_what_comments_say() -> None:
    definitions = document()["$defs"]
    person = definitions["Person"]
    assert person["description"] == "A person.\n\nDeprecated: use Being"
    assert person["deprecated"] is True
    assert person["required"] == ["name"]
    assert person["properties"] == {
        "name": {
            "type": "string",
            "description": 'What they are called: "it\'s"',
            "readOnly": True,
        },
        "age": {"type": ["number", "null"], "deprecated": True},
        "eyes": {
            "type": "string",
            "enum": ["blue", "green"],
            "description": "Default: 'blue'.",
            "default": "blue",
        },
        "arms": {"type": "string", "enum": ["two", "three"], "description": "Default: 3."},
        "legs": {"type": "number", "description": "Default: `2`.", "default": 2},
        "pet": {"$ref": "#/$defs/Animal"},
    }
    assert definitions["Animal"] == {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {
                "cat": "#/$defs/Cat",
                "dog": "#/$defs/Dog",
                "hound": "#/$defs/Dog",
            },
        },
    }


def test_the_document_takes_the_messages_of_the_groups() -> None:
    from realtime_codegen.targets.base import Option
    from realtime_codegen.targets.jsonschema import TARGET

    assert [(option.name, option.default) for option in TARGET.options] == [("id", "")]
    assert isinstance(TARGET.options[0], Option)
    plain_document = document("export interface A { a: string }")
    assert "anyOf" not in plain_document
    assert "$id" not in plain_document
    events = "export interface A { type: 'a' }\nexport interface B { type: 'b' }\n"
    whole = document(f"{events}export type Events = A | B;")
    assert whole["anyOf"] == [{"$ref": "#/$defs/Events"}]
    assert Draft202012Validator(whole).is_valid({"type": "a"})
    assert not Draft202012Validator(whole).is_valid({"type": "c"})


def test_an_option_gives_the_document_an_id() -> None:
    from realtime_codegen.targets import GivenOption

    given_id = GivenOption("jsonschema", "id", "https://example.com/made.json")
    whole = document(target_options=(given_id,))
    assert whole["$id"] == "https://example.com/made.json"
    instance = {"name": "x", "pet": {"kind": "hound"}}
    schema = {**whole, "$ref": "#/$defs/Person"}
    assert Draft202012Validator(schema).is_valid(instance)


def test_literals_that_python_takes_for_equal_are_apart() -> None:
    text = "export type T = [...false[], 0]\nexport type U = null | unknown\n"
    its = of_text(f"{text}export type V = [...null[], unknown]\nexport type W = [...true[], 1]\n")
    assert its.agree("T", [0])
    assert its.agree("T", [False, 0])
    assert its.agree("W", [True, 1])
    assert its.agree("U", None)
    assert its.agree("V", [None, {}])


def test_names_that_are_no_words_are_referred_to() -> None:
    text = "export interface Größe { x: 名前 }\nexport interface 名前 { y: 1 }\n"
    definitions = document(text)["$defs"]
    [reference] = definitions["Größe"]["properties"]["x"].values()
    assert reference.isascii()
    assert unquote(reference) == "#/$defs/名前"
    its = of_text(text)
    assert its.agree("Größe", {"x": {"y": 1}})
    assert not its.agree("Größe", {"x": {"y": 2}})


def test_hostile_text_stays_text() -> None:
    hostile = '\\u202e\\ud800\\u0000\\"\\\\ */ </script>'
    text = (
        f'export interface A {{ "{hostile}": "{hostile}" }}\n/** \u202e {{x}} */\nexport type B = A'
    )
    result = compiled_text(text, "made", targets=("jsonschema",))
    written = result.files["jsonschema/made.schema.json"]
    assert not re.search("[\u202e\ud800\x00]", written)
    its = of_text(text)
    [key] = its.definitions["A"]["properties"]
    assert its.agree("A", {key: key})
    assert not its.agree("A", {key: f"{key}x"})
