"""The handbook of protocols: who sends what, what answers it, its fields, its code and samples."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.model import Alias, DeclId, Interface, Map, Model, Ref, Type, children
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import MemoryFiles, SourceFile
from realtime_codegen.wire.samples import Sampler, plain
from tests.tools.handbook import anchors, blocks, faults
from tests.tools.packages import ENTRY, compiled, import_package

ROOT = Path(__file__).parents[1]
SPECS = {
    "ga": (ROOT / "spec/openai-realtime-ga/realtime.d.ts", ROOT / "spec/openai-realtime-ga"),
    "dap": (ROOT / "tests/movement/dap/spec.d.ts", ROOT / "tests/movement/dap"),
}
NAMES = {"ga": "handbook_ga", "dap": "handbook_dap"}


def handbook(text: str, facts: str = "", name: str = "p") -> dict[str, str]:
    """The pages of a spec, by their names without an ending."""
    files = MemoryFiles({ENTRY: text.encode()})
    source = SourceFile("facts.toml", facts.encode())
    result = compiled(files, name, facts=source, targets=("dataclasses", "docs"))
    assert not result.failed, result.diagnostics
    pages = pages_of(result.files)
    assert list(faults(pages)) == []
    return {Path(path).stem: text for path, text in pages.items()}


def pages_of(files: Any) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.endswith(".md")}


@cache
def published(name: str) -> dict[str, str]:
    """All files of a spec of this repository, with its facts."""
    spec, folder = SPECS[name]
    files = MemoryFiles({ENTRY: spec.read_bytes()})
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    result = compiled(files, NAMES[name], facts=facts, targets=("dataclasses", "docs"))
    assert not result.failed, result.diagnostics
    return dict(result.files)


@cache
def model_of(name: str) -> Model:
    spec, folder = SPECS[name]
    facts = SourceFile("facts.toml", (folder / "facts.toml").read_bytes())
    files = MemoryFiles({ENTRY: spec.read_bytes()})
    model = load_model(files, ENTRY, Options(facts=facts)).model
    assert model is not None
    return model


def page(name: str, title: str) -> str:
    return published(name)[f"docs/{NAMES[name]}/{title}.md"]


def objects(
    model: Model, type_: Type, above: tuple[DeclId, ...] = ()
) -> Iterator[tuple[str, Interface]]:
    """The objects in a value of a type, with what a map puts before their fields."""
    if isinstance(type_, Ref):
        declared = model.by_id()[type_.id]
        if isinstance(declared, Interface):
            yield "", declared
        elif isinstance(declared, Alias) and type_.id not in above:
            yield from objects(model, declared.type, (*above, type_.id))
    else:
        star = ".*" if isinstance(type_, Map) else ""
        for child in children(type_):
            for path, owner in objects(model, child, above):
                yield star + path, owner


def fields_of(
    model: Model, owner: Interface, path: str = "", above: tuple[DeclId, ...] = ()
) -> Iterator[tuple[str, Interface]]:
    """The path of each field of an object, down to the leaves, with what has the field."""
    for property_ in owner.properties:
        here = f"{path}{property_.wire_name}"
        yield here, owner
        for star, inner in dict.fromkeys(objects(model, property_.type)):
            if inner.id not in (*above, owner.id):
                yield from fields_of(model, inner, f"{here}{star}.", (*above, owner.id))


# --------------------------------------------------------------------------------- laws


@pytest.mark.parametrize("name", SPECS)
def test_every_field_of_every_event_is_in_its_tree(name: str) -> None:
    model = model_of(name)
    names, _ = package_names(model, ENTRY)
    count = 0
    for id_ in {id_ for group in model.groups for id_ in group.interfaces}:
        event = model.by_id()[id_]
        assert isinstance(event, Interface)
        there = anchors(page(name, names.declarations[id_]))
        expected = list(fields_of(model, event))
        for path, owner in expected:
            own = f"{path}-{names.declarations[owner.id]}"
            assert path in there or own in there, (id_, path)
        stars = [anchor for anchor in there if "*" in anchor.split(".")[-1]]
        held = [anchor for anchor in there if anchor in names.declarations.values()]
        assert len(there) - len(stars) - len(held) == len(expected), id_
        count += len(expected)
    assert count > (1500 if name == "ga" else 10)


class Plain(ast.NodeTransformer):
    """An annotation without what only classes have: what is absent, and unknown events."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        head = ast.unparse(node.value)
        if head == "Maybe":
            return node.slice
        if head == "Union":
            assert isinstance(node.slice, ast.Tuple)
            members = [one for one in node.slice.elts if ast.unparse(one) != "UnknownEvent"]
            return functools.reduce(lambda a, b: ast.BinOp(a, ast.BitOr(), b), members)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return node.left if ast.unparse(node.right) == "UnknownEvent" else node


def annotation(text: str) -> str:
    return ast.unparse(Plain().visit(ast.parse(text, mode="eval")))


@pytest.mark.parametrize("name", SPECS)
def test_types_are_those_of_the_classes(name: str) -> None:
    """What a page says of a field of an event is its annotation."""
    model = model_of(name)
    names, _ = package_names(model, ENTRY)
    module = ast.parse(published(name)[f"{NAMES[name]}/models.py"])
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    count = 0
    for id_ in {id_ for group in model.groups for id_ in group.interfaces}:
        declared = {
            node.target.id: ast.unparse(node.annotation)
            for node in classes[names.declarations[id_]].body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        text = page(name, names.declarations[id_])
        for wire, python in names.fields[id_].items():
            row = rf'^\| <a id="{wire}"></a>.*?\) \| (.*?)(?:<br>.*?)? \| (?:req|opt)'
            [shown] = re.findall(row, text, re.MULTILINE)
            plain = re.sub(r"\[(`\w+`)\]\([^)]*\)", r"\1", shown)
            plain = plain.replace("\\|", "|").replace("`", "")
            own = declared[python].strip("'\"")
            if own.startswith("Maybe["):  # Which has None in any case.
                plain = plain.removesuffix(" | None")
            assert annotation(plain) == annotation(own), (id_, wire)
            count += 1
    assert count > (250 if name == "ga" else 10)


@pytest.mark.parametrize("name", SPECS)
def test_pages_are_whole(name: str) -> None:
    assert list(faults(pages_of(published(name)))) == []


@pytest.mark.parametrize("name", SPECS)
def test_samples_are_valid_and_the_code_runs(name: str, tmp_path: Path) -> None:
    package = import_package(tmp_path, published(name), NAMES[name])
    kinds = {"send": 0, "handle": 0, "other": 0}
    for path, text in pages_of(published(name)).items():
        declared = getattr(package, Path(path).stem, None)
        for message, code in zip(blocks(text, "json"), blocks(text, "python"), strict=False):
            scope: dict[str, Any] = {"message": message}
            exec(compile(code, path, "exec"), scope)
            if isinstance(declared, type):
                value = scope.get("event", scope.get("value"))
                assert package.decode(declared, message, strict=True) == value
                assert package.to_dict(value) == json.loads(message)
            title = re.search(r"^## To (send|handle) it$", text, re.MULTILINE)
            kinds["other" if title is None else title[1]] += 1
    assert kinds["send"] >= 3
    assert kinds["handle"] >= 2
    assert kinds["other"] > (50 if name == "ga" else 0)


# ------------------------------------------------------------------------ what pages say


def test_pages_of_fewer_types_than_before() -> None:
    """A page for each event and shared type, none for what stands inside one."""
    pages = pages_of(published("ga"))
    assert len(pages) == 148
    assert "RealtimeResponseStatusError" not in {Path(path).stem for path in pages}
    assert "RealtimeResponseStatusError" in anchors(page("ga", "RealtimeResponseStatus"))
    assert "response.usage.input_token_details" in anchors(page("ga", "ResponseDoneEvent"))


SAID = {
    "ResponseDoneEvent": """
- **Sent by** the server, as one of [`RealtimeServerEvent`](RealtimeServerEvent.md)
- **Ends** what [`response.created`](ResponseCreatedEvent.md) began, the answer to \
[`response.create`](ResponseCreateEvent.md): with the same [`response.id`](#response.id)
- **Adds up** the numbers of [`response.usage`](#response.usage)
""",
    "ResponseCreateEvent": """
- **Sent by** the client, as one of [`RealtimeClientEvent`](RealtimeClientEvent.md)
- **Answered by** [`response.created`](ResponseCreatedEvent.md), and at the end \
[`response.done`](ResponseDoneEvent.md): begins the response
""",
    "SessionUpdatedEvent": """
- **Answers** [`session.update`](SessionUpdateEvent.md): with the
""",
    "SessionUpdateEvent": """
- **Answered by** [`session.updated`](SessionUpdatedEvent.md): with the settings
- **Refused by** [`error`](RealtimeErrorEvent.md): its `error.event_id` is the `event_id`
- **Changes** only what [`session`](#session) has: null is a value
""",
    "RealtimeErrorEvent": """
- **Refuses** a message: [`error.event_id`](#error.event_id) is its `event_id`
""",
    "ResponseTextDeltaEvent": """
- **Is a piece**: [`delta`](#delta) of all with the same [`item_id`](#item_id) and \
[`content_index`](#content_index) is the `text`; [`response.output_text.done`](
""",
    "ResponseTextDoneEvent": """
- **Ends the pieces** of [`response.output_text.delta`](ResponseTextDeltaEvent.md): \
[`text`](#text) is all of it
""",
    "ConversationItemDeletedEvent": """
- **Takes away** the item that [`item_id`](#item_id) names: the item is no longer there
""",
    "ConversationItemAdded": """
- **Places** the item of [`item.id`](#item.id) behind that of [`previous_item_id`](#
""",
    "ResponseFunctionCallArgumentsDoneEvent": """
- **Calls a function**: [`name`](#name) with the JSON at [`arguments`](#arguments); the result \
is sent as [`conversation.item.create`](ConversationItemCreateEvent.md)
""",
    "ConversationItemCreateEvent": """
- **Carries the result** of [`response.function_call_arguments.done`](
""",
}
"""How lines of pages begin. A line that ends with a backslash goes on."""


@pytest.mark.parametrize("title", SAID)
def test_facts_say_how_events_belong_together(title: str) -> None:
    text = page("ga", title)
    for line in SAID[title].strip().split("\n"):
        assert f"\n{line}" in text


def test_texts_name_events_by_links() -> None:
    named = "because the client sent [`conversation.item.delete`](ConversationItemDeleteEvent.md)"
    assert named in page("ga", "ConversationItemDeletedEvent")


def test_a_request_is_not_refused_by_its_own_side() -> None:
    assert "Refused by" not in page("ga", "ResponseDoneEvent")
    assert "Refused by" in page("dap", "LaunchRequest")
    assert "- **Sent by** the server" in page("dap", "Response")


def test_events_are_listed_by_what_they_are_about_and_by_who_sends_them() -> None:
    index = page("ga", "README")
    titles = re.findall(r"^##+ (.*)$", index, re.MULTILINE)
    assert titles[:2] == ["Realtime events", "`conversation`"]
    assert {"`session`", "`response`", "`input_audio_buffer`", "Others"} < set(titles)
    senders = re.findall(r"^\| \[`response\.[\w.]+`\]\(\w+\.md\) \| (\w+) \|", index, re.MULTILINE)
    assert senders == sorted(senders)
    assert {*senders} == {"client", "server"}


TWO_SIDES = """
/** Asks. See `b:told`, `Thing`, [the `Thing`](https://example.com) and !`Thing`. */
export interface Ask { type: "a:ask"; id: string; thing: Thing }
export interface Tell { type: "b:told"; id: string; thing: Thing }
export interface More { type: "b:more"; id: string; text: string }
export interface Thing { n: number }
export interface Leave { type: "a:leave" }
export type ClientMessage = Ask | Leave;
export type ServerMessage = Tell | More;
"""
FACTS = """
[[reply]]
event = "Tell"
to = "Ask"
fields = { "id" = "id" }
why = "`b:told` <b>[x](javascript:a) | it"
[[delta]]
event = "More"
name = "text"
field = "text"
keys = ["id"]
"""


def test_texts_link_to_what_they_name_and_nothing_else() -> None:
    text = handbook(TWO_SIDES, FACTS)["Ask"]
    assert (
        "Asks. See [`b:told`](Tell.md), [`Thing`](Thing.md), "
        "[the `Thing`](https://example.com) and !`Thing`." in text
    )
    assert (
        "- **Answered by** [`b:told`](Tell.md): `b:told` &lt;b>[x\\](javascript:a) &#124; it"
        in text
    )


def test_a_tag_that_is_a_field_too_is_a_link_where_it_is_called_an_event() -> None:
    text = """
        /** An `error` event or an `error`, with `error`
         * events, `other` event. The `none` event is none, nor the `error` thing. */
        export interface Ask { type: "ask.it"; error: string; other: string }
        export interface Failed { type: "error" }
        export type ClientEvent = Ask | Failed;
    """
    assert (
        "An [`error`](Failed.md) event or an `error`, with `error`\nevents, `other` event. "
        "The `none` event is none, nor the `error` thing." in handbook(text)["Ask"]
    )


def test_the_sequence_of_a_session_is_drawn() -> None:
    [drawing] = blocks(handbook(TWO_SIDES, FACTS)["README"], "mermaid")
    assert [line.strip() for line in drawing.splitlines()] == [
        "sequenceDiagram",
        "participant client as Client",
        "participant server as Server",
        "client->>server: a#58;ask",
        "server-->>client: b#58;told",
        "loop piece by piece",
        "server-->>client: b#58;more",
        "end",
    ]
    assert blocks(handbook(TWO_SIDES)["README"], "mermaid") == []


@pytest.mark.parametrize(
    "tag", ["end", "a; b", "x%%{y}", "#1", "a\\n```\\n# b", "é->>b: c", "\\u202e"]
)
def test_a_tag_cannot_break_the_drawing(tag: str) -> None:
    text = TWO_SIDES.replace(
        '"b:told"', json.dumps(tag.encode().decode("unicode_escape") if "\\" in tag else tag)
    )
    [drawing] = blocks(handbook(text, FACTS)["README"], "mermaid")
    assert len(drawing.splitlines()) == 8
    for line in drawing.splitlines()[3:]:
        assert re.fullmatch(
            r"\s+(?:(?:client|server)--?>>(?:client|server): (?:[\w ./-]|#\d+;)+|loop [\w ]+|end)",
            line,
        ), line


@pytest.mark.parametrize(
    ("tags", "topics"),
    [
        (["a.x", "a.y", "b.x", "c"], ["`a`", "Others"]),
        (["a/x", "a/y", "b/x", "b/y"], ["`a`", "`b`"]),
        (["a_x", "a_y", "b_x", "b_z_y"], ["`a`", "`b`"]),
        (["one", "two"], []),
        (["a.x_1", "a.x_2"], []),
        ([".x", ".y", "a|.b", "a|.c"], ["`a\\|`", "Others"]),
    ],
)  # fmt: skip
def test_topics_are_what_tags_begin_with(tags: list[str], topics: list[str]) -> None:
    events = "".join(
        f"export interface E{n} {{ type: {json.dumps(tag)} }}\n" for n, tag in enumerate(tags)
    )
    union = f"export type ServerEvent = {' | '.join(f'E{n}' for n in range(len(tags)))};"
    index = handbook(events + union)["README"]
    titles = re.findall(r"^### (.*)$", index, re.MULTILINE)
    assert [title.replace("a|", "a\\|") for title in titles] == topics


CHANGES = """
[[changed]]
match = "Ask"
version = "1.1"
why = "new, `x`|<b>"
[[changed]]
match = "*.thing"
version = "2.0"
why = "required"
[[changed]]
match = "text"
version = "`3`|"
why = "for | texts"
"""


def test_pages_say_what_changed_in_which_version() -> None:
    pages = handbook(TWO_SIDES, CHANGES)
    assert "\n- **Changed** in `1.1`: new, `x`&#124;&lt;b>\n" in pages["Ask"]
    for name in ("Ask", "Tell"):
        assert "(Thing.md) | required | **Changed** in `2.0`: required |" in pages[name]
    assert "| required | **Changed** in `` `3`\\| ``: for &#124; texts |" in pages["More"]
    assert (
        page("ga", "InputAudioBufferDtmfEventReceivedEvent").count("**Changed** in `6.10.0`") == 1
    )
    assert "Changed" not in handbook(TWO_SIDES)["Ask"]


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ('match = "Asks"\nversion = "1"\nwhy = "x"', "RC501", "is no declaration, and"),
        ('match = "Ask.x*"\nversion = "1"\nwhy = "x"', "RC501", "is no declaration, and"),
        ('match = "Ask"\nwhy = "x"', "RC502", "has no `version`"),
        ('match = "Ask"\nversion = ""\nwhy = "x"', "RC502", "version"),
        ('match = "Ask"\nversion = "1"', "RC502", "has no `why`"),
        ('match = "Ask"\nversion = 1\nwhy = "x"', "RC502", "version"),
        ('match = "Ask"\nversion = "1"\nwhy = "x"\nwhen = "y"', "RC503", "when"),
    ],
)
def test_a_change_that_says_nothing_is_an_error(entry: str, code: str, message: str) -> None:
    source = SourceFile("facts.toml", f"[[changed]]\n{entry}\n".encode())
    files = MemoryFiles({ENTRY: TWO_SIDES.encode()})
    [told] = load_model(files, ENTRY, Options(facts=source)).diagnostics
    assert told.code == code
    assert message in told.message


# ---------------------------------------------------------------------------- samples


def test_every_field_says_what_it_means() -> None:
    """In the reference that the repository publishes, at every depth."""
    rows = [
        line
        for text in pages_of(published("ga")).values()
        for line in text.splitlines()
        if line.startswith('| <a id="')
    ]
    assert len(rows) > 2000
    assert [row for row in rows if row.rsplit(" | ", 1)[1] == " |"] == []


SILENT = """
/** What was used. It is of one turn. */
export interface Usage { count: number }
/** A place. */
export type Place = "here" | "there";
export type Spot = Place;
export interface Deaf { a: 1; b: string; c?: { d: true } }
export interface Said {
  type: "said"; kind: "a|b"; usage: Usage; all?: Usage[]; by_name?: Record<string, Usage | null>;
  spot?: Spot; mixed?: Usage | Place; deaf: Deaf;
  /** Its own. */ own: Usage;
  /** @deprecated Use `own`. */ old?: Usage
}
export interface Other { type: "other" }
export type ServerEvent = Said | Other;
"""


def test_a_field_without_a_comment_says_what_its_value_and_type_tell() -> None:
    text = handbook(SILENT)["Said"]
    rows = re.findall(r'^\| <a id="([^"]*)"></a>.* \| (.*) \|$', text, re.MULTILINE)
    assert {name: meaning for name, meaning in rows if meaning} == {
        "type": "Tells which event it is: always `said`.",
        "kind": "Always `a\\|b`.",
        "usage": "What was used.",
        "all": "What was used.",
        "by_name": "What was used.",
        "spot": "A place.",
        "own": "Its own.",
        "old": "**Deprecated.** Use `own`.<br>What was used.",
        "deaf.a": "Always `1`.",
        "deaf.c.d": "Always `true`.",
    }


SPOKEN = """
export interface SystemMessage { role: "system"; content: ({ type: "input_text" })[]; status?: S }
export interface UserMessage { role: "user"; content: ({ type: "input_audio" })[]; status?: S }
export interface BotMessage { role: "assistant"; content: { type: "output_text" }[]; status?: S }
export type Item = SystemMessage | UserMessage | BotMessage;
export type S = "completed" | "in_progress" | "failed";
export interface Given { type: "reply.create"; input: Item[] }
export interface Begun { type: "reply.created"; output: Item[] }
export interface Added { type: "reply.output_item.added"; item: Item }
export interface Done { type: "reply.output_item.done"; item: Item }
export interface Failed { type: "reply.output_item.failed"; item: Item }
export type ClientEvent = Given;
export type ServerEvent = Begun | Added | Done | Failed;
"""


@pytest.mark.parametrize(
    ("event", "key", "role", "status"),
    [
        ("Given", "input", "user", "completed"),
        ("Begun", "output", "assistant", "in_progress"),
        ("Added", "item", "assistant", "in_progress"),
        ("Done", "item", "assistant", "completed"),
        ("Failed", "item", "assistant", "failed"),
    ],
)
def test_a_sample_is_what_the_event_is_about(event: str, key: str, role: str, status: str) -> None:
    model = load_model(MemoryFiles({ENTRY: SPOKEN.encode()}), ENTRY, Options()).model
    assert model is not None
    sampler = Sampler(model, package_names(model, ENTRY)[0])
    [id_] = [declared.id for declared in model.declarations if declared.id.path == (event,)]
    value = plain(sampler.sampled(id_))[key]
    item = value[0] if isinstance(value, list) else value
    assert (item["role"], item.get("status")) == (role, status)


def test_the_reference_of_the_tool_has_assistants_in_outputs() -> None:
    [sample] = blocks(page("ga", "ResponseDoneEvent"), "json")
    [item] = json.loads(sample)["response"]["output"]
    assert (item["role"], item["content"][0]["type"]) == ("assistant", "output_text")
    assert "{}" not in sample
    usage = json.loads(sample)["response"]["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
    details = usage["input_token_details"]
    parts = ("text_tokens", "audio_tokens", "image_tokens")
    assert usage["input_tokens"] == sum(details[part] for part in parts)
