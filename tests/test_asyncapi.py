"""The target `asyncapi`: documents that AsyncAPI's own parser takes, of what the spec says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from realtime_codegen.pipeline import Options, compile_spec, load_model
from realtime_codegen.targets import GivenOption
from realtime_codegen.text.source import DiskFiles, SourceFile
from tests.tools.cases import USABLE, made
from tests.tools.node import node_modules, require_node, run_node
from tests.tools.packages import compiled_text
from tests.tools.prefetch import ASYNCAPI_PARSER

HTML = ("@asyncapi/generator@3.4.1", "@asyncapi/html-template@3.5.6")
SCRIPTS = Path(__file__).parent / "oracle"
ROOT = Path(__file__).parents[1]
SPECS = {
    "ga": (ROOT / "spec/openai-realtime-ga", "realtime.d.ts"),
    "beta": (ROOT / "spec/openai-realtime-beta", "resources/beta/realtime/realtime.d.ts"),
}

HOSTILE = r"""
/** Says </script><script>alert(1)</script> `</SCRIPT><script>` {{ x }} ${y} `z`. */
export interface Größe { type: 'größe/~1' | "it's"; "a/b~c": 名前; t: [1, ...string[]]; u?: null }
export interface 名前 { type: 'n'; kind?: 'a' | 2; either: Über }
export interface Über1 { kind: 'x'; readonly one: 1 }
export interface Über2 { kind: 'y' | true; /** @deprecated */ two?: number }
export type Über = Über1 | Über2;
export type ClientEvents = Größe | 名前;
export interface Über3 { type: 'ü' }
export type ServerEvent = Über3 | 名前;
export type More = Größe | Über3;
"""


@cache
def document(which: str) -> dict[str, Any]:
    if which == "hostile":
        text = compiled_text(HOSTILE, "hostile", targets=("asyncapi",), groups=GROUPS).files
        return loaded(text["asyncapi/hostile.json"])
    folder, entry = SPECS[which]
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    options = Options(("asyncapi",), which, facts=facts)
    return loaded(compile_spec(DiskFiles(folder), entry, options).files[f"asyncapi/{which}.json"])


GROUPS = ("ClientEvents", "ServerEvent", "More")


def loaded(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    return value


def parsed(folder: Path, *documents: Any) -> list[dict[str, Any]]:
    """What the parser says of each document."""
    files = []
    for number, document in enumerate(documents):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(document), encoding="utf-8")
    modules = node_modules([ASYNCAPI_PARSER])
    text = run_node(SCRIPTS / "asyncapi.mjs", *map(str, files), modules=modules)
    answers: list[dict[str, Any]] = json.loads(text)
    return answers


@pytest.mark.network
@pytest.mark.parametrize(
    "names", [["hostile"], pytest.param(["beta", "ga"], marks=pytest.mark.nightly)], ids="-".join
)
def test_the_parser_has_nothing_to_say(names: list[str], tmp_path: Path) -> None:
    """Nor of the examples, which it holds against the schemas; and it finds what is broken."""
    require_node()
    broken = json.loads(json.dumps(document("hostile")))
    messages = next(iter(broken["channels"].values()))["messages"]
    removed, _ = messages.popitem()
    *answers, of_broken = parsed(tmp_path, *map(document, names), broken)
    for name, answer in zip(names, answers, strict=True):
        assert answer["problems"] == [], name
        assert answer["channels"] == list(document(name)["channels"])
        assert answer["operations"] == list(document(name)["operations"])
        assert len(answer["messages"]) == len(document(name)["components"]["messages"])
    assert any(removed in problem for problem in of_broken["problems"])


@pytest.mark.network
@pytest.mark.nightly
def test_the_parser_has_nothing_to_say_of_any_case(tmp_path: Path) -> None:
    texts = [
        text
        for case in USABLE
        for path, text in made(case).files.items()
        if path.startswith("asyncapi/")
    ]
    assert len(texts) > 20
    for text, answer in zip(texts, parsed(tmp_path, *map(loaded, texts)), strict=True):
        assert answer["problems"] == [], text


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("which", [*SPECS, "hostile"])
def test_the_html_generator_renders_it(tmp_path: Path, which: str) -> None:
    require_node()
    file = tmp_path / "document.json"
    file.write_text(json.dumps(document(which)), encoding="utf-8")
    modules = node_modules(HTML)
    run_node(SCRIPTS / "asyncapi-html.mjs", str(file), str(tmp_path / "out"), modules=modules)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    for message in document(which)["components"]["messages"].values():
        assert json.dumps(message["title"], ensure_ascii=False) in page
    assert "<script>alert" not in page


def test_no_description_is_html() -> None:
    """Descriptions are Markdown, and a template has them in a script."""
    described = [
        value
        for part in document("hostile")["components"].values()
        for one in part.values()
        for value in re.findall(r'"description": ("(?:[^"\\\\]|\\\\.)*")', json.dumps(one))
    ]
    assert len(described) == 2
    assert not any(re.search(r"<[/!?a-z]", json.loads(text), re.IGNORECASE) for text in described)


@pytest.mark.parametrize("which", [*SPECS, "hostile"])
def test_examples_fit_their_payloads(which: str) -> None:
    whole = document(which)
    parts = whole["components"]
    for key, message in parts["messages"].items():
        schema = {**message["payload"], "components": parts}
        assert message["examples"], key
        for example in message["examples"]:
            assert Draft7Validator(schema).is_valid(example["payload"]), (key, example)


@pytest.mark.parametrize("which", SPECS)
def test_operations_are_those_of_the_groups(which: str) -> None:
    folder, entry = SPECS[which]
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    model = load_model(DiskFiles(folder), entry, Options(facts=facts)).model
    assert model is not None
    operations = document(which)["operations"]
    assert {
        operation["title"]: len(operation["messages"]) for operation in operations.values()
    } == {str(group.id): len(group.interfaces) for group in model.groups}
    for operation in operations.values():
        assert (operation["action"] == "send") == ("ClientEvent" in operation["title"])
        assert operation["channel"]["$ref"] in {
            f"#/channels/{key}" for key in document(which)["channels"]
        }


def test_the_document_of_a_server_receives_what_clients_send() -> None:
    option = GivenOption("asyncapi", "application", "server")
    result = compiled_text(
        HOSTILE, "made", targets=("asyncapi",), groups=GROUPS, target_options=(option,)
    )
    of_server = loaded(result.files["asyncapi/made.json"])["operations"]
    actions = {key: part["action"] for key, part in of_server.items()}
    assert actions == {"client_events": "receive", "server_event": "send", "more": "receive"}
    of_client = document("hostile")["operations"]
    actions = {key: part["action"] for key, part in of_client.items()}
    assert actions == {"client_events": "send", "server_event": "receive", "more": "receive"}


def test_without_groups_there_is_no_document() -> None:
    result = compiled_text("export interface A { a: 1 }", "made", targets=("asyncapi",))
    assert dict(result.files) == {}
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["RC307"]
