"""`--field-case snake`: Python fields in snake case, messages as the spec has them."""

from __future__ import annotations

import dataclasses
import itertools
import json
import keyword
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from realtime_codegen.cli import main
from realtime_codegen.model import DeclId, Interface, Model, Primitive, Property, Ref, SpecInfo
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.python.names import assign_names
from realtime_codegen.text.source import MemoryFiles
from tests.tools.models import HOSTILE, PLAIN, Values, Vocabulary, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, compiled_text, import_package

CAMEL = Vocabulary(
    names=PLAIN.names,
    keys=st.sampled_from(
        [
            *("type", "eventId", "event_id", "EventID", "userURL", "utf8Text", "X", "x", "aB"),
            *(
                "Class",
                "Self",
                "unknownFields",
                "content-Type",
                "content-type",
                "_innerPart",
                "$Ref",
            ),
            *("$Ref", "MAX_TOKENS", "Größe", "İd", "__proto", "mode", "itemId", "item_Id"),
        ]
    ),
    texts=PLAIN.texts,
)
WORDS = {"camel": CAMEL, "hostile": HOSTILE}
NUMBER = itertools.count()


def answers(package: ModuleType, name: str, value: str, strict: bool) -> tuple[Any, ...]:
    """What a package says of a message: what it reads, and what it writes of that."""
    try:
        read = getattr(package, name)(value, strict=strict)
    except package.DecodeError as fault:
        return ("refused", str(fault))
    return ("read", plain(package, read))


def plain(package: ModuleType, read: Any) -> Any:
    """What was read as data, each object with its class and as it is written."""
    if isinstance(read, list | tuple):
        return [plain(package, item) for item in read]
    if isinstance(read, dict):
        return {key: plain(package, item) for key, item in read.items()}
    if not dataclasses.is_dataclass(read):
        return read
    return (type(read).__name__, package.to_dict(read), package.encode(read))


def hold(folder: Path, model: Model, data: st.DataObject) -> int:
    """Hold the law for one model; how many messages were read."""
    files = MemoryFiles({ENTRY: text_of(model).encode()})
    targets = ("dataclasses", "typeddicts")
    loaded = load_model(files, ENTRY, Options()).model
    if loaded is None:
        return 0
    packages = []
    texts = []
    for case in ("wire", "snake"):
        name = f"case_{case}_{next(NUMBER)}"
        result = compiled(files, name, targets=targets, field_case=case)
        assert not result.failed, result.diagnostics
        packages.append(import_package(folder, dict(result.files), name))
        texts.append(result.files[f"{name}/typed_dicts.py"])
    wire, snake = packages
    assert texts[0] == texts[1], "the keys of TypedDicts are those of messages"
    values = Values(loaded)
    names = assign_names(loaded, ENTRY)[0]
    count = 0
    for declaration in loaded.declarations:
        decode = f"decode_{names.stems[declaration.id]}"
        if not hasattr(wire, decode) or not values.exists(Ref(declaration.id)):
            continue
        value = json.dumps(data.draw(values.of(Ref(declaration.id))))
        for strict in (False, True):
            said = answers(wire, decode, value, strict)
            assert answers(snake, decode, value, strict) == said
            count += said[0] == "read"
    return count


@pytest.mark.parametrize("words", WORDS)
def test_messages_are_the_same_with_and_without(words: str, tmp_path: Path) -> None:
    """Law: for random models, both packages read, refuse and write every message alike."""
    total = 0

    @examples(25)
    @given(models(WORDS[words]), st.data())
    def one(model: Model, data: st.DataObject) -> None:
        nonlocal total
        total += hold(tmp_path, model, data)

    one()
    assert total > 8


def fields_of(keys: list[str], case: Any) -> tuple[dict[str, str], list[str]]:
    """The field names of an interface with these properties, and the diagnostics about them."""
    id_ = DeclId("a.d.ts", ("A",))
    properties = tuple(Property(key, Primitive("string"), True) for key in keys)
    model = Model(SpecInfo("", "", ""), (Interface(id_, properties),))
    names, diagnostics = assign_names(model, "a.d.ts", (), case)
    return dict(names.fields[id_]), [own.message for own in diagnostics if own.code == "RC301"]


@given(st.lists(st.one_of(CAMEL.keys, HOSTILE.keys, st.text()), unique=True, max_size=8))
def test_names_are_snake_case_or_told(keys: list[str]) -> None:
    """Law: names differ, are snake case unless two collide, and those in snake case stay."""
    before, _ = fields_of(keys, "wire")
    fields, told = fields_of(keys, "snake")
    assert len(set(fields.values())) == len(keys)
    for key, field in fields.items():
        assert field.isidentifier()
        assert not keyword.iskeyword(field)
        if field != field.lower():
            assert any(repr(key) in message for message in told), (key, field)
        if before[key] == key == key.lower():
            assert field == key
    lower = [key for key in keys if key == key.lower()]
    assert fields_of(lower, "snake") == fields_of(lower, "wire")
    plain = sorted({field for field in fields.values() if field == field.lower()})
    assert fields_of(plain, "snake") == fields_of(plain, "wire"), "a second time changes nothing"


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("eventId", "event_id"),
        ("event_id", "event_id"),
        ("userURL", "user_url"),
        ("HTTPError", "http_error"),
        ("utf8Text", "utf8_text"),
        ("MAX_TOKENS", "max_tokens"),
        ("_innerPart", "_inner_part"),
        ("content-Type", "content_type"),
        ("Class", "class_"),
        ("unknownFields", "unknown_fields_"),
    ],
)
def test_names(key: str, field: str) -> None:
    assert fields_of([key], "snake") == ({key: field}, [])


def test_a_collision_is_told_and_both_are_usable() -> None:
    fields, told = fields_of(["eventId", "event_id", "EventId"], "snake")
    assert fields == {"eventId": "eventId", "event_id": "event_id", "EventId": "EventId"}
    assert len(told) == 2
    assert "would both be 'event_id'" in told[0]


# ------------------------------------------------------------------------------ the rest

SPEC = """
/** Asked. */
export interface Ask { msgType: 'ask'; eventId: string; waitMs?: number | null; userInfo: Info }
export interface Told { msgType: 'told'; eventId: string }
/** Who. */
export interface Info { firstName: string; audioData?: string }
export type ServerEvent = Ask | Told;
"""
FACTS = "[[audio]]\nmatch = 'Info.audioData'\nformat = 'input'\nwhy = 'sound'\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "s.d.ts").write_text(SPEC, encoding="utf-8")
    (tmp_path / "new.d.ts").write_text(SPEC.replace("waitMs", "delayMs"), encoding="utf-8")
    (tmp_path / "facts.toml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "realtime-codegen.toml").write_text(
        'facts = "facts.toml"\nfield-case = "snake"\n[specs.a]\nsource = "s.d.ts"\n'
        'package = "own"\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_targets_agree(folder: Path) -> None:
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 0, done.output
    package = import_package(folder / "generated", {}, "own")
    message = {
        "msgType": "ask",
        "eventId": "e",
        "waitMs": None,
        "userInfo": {"firstName": "F", "audioData": "AAA="},
    }
    event = package.decode_server_event(message, strict=True)
    assert (event.msg_type, event.event_id, event.wait_ms) == ("ask", "e", None)
    assert event.user_info.first_name == "F"
    assert package.to_dict(event) == message
    made = package.Ask(event_id="e", user_info=package.Info(first_name="F"))
    assert package.to_dict(made)["userInfo"] == {"firstName": "F"}
    assert package.audio_bytes(event.user_info) == b"\0\0"
    heard: list[Any] = []
    dispatcher = package.ServerEventDispatcher()
    dispatcher.on("told")(heard.append)
    dispatcher.dispatch({"msgType": "told", "eventId": "x"})
    assert heard[0].event_id == "x"
    page = "".join(
        path.read_text("utf-8") for path in (folder / "generated" / "docs").rglob("*.md")
    )
    assert "`event_id`" in page
    assert "`eventId`" in page


def test_the_option_says_the_same(folder: Path) -> None:
    options = ["--facts", "facts.toml", "--package", "own", "-o", "other"]
    done = CliRunner().invoke(main, ["s.d.ts", *options, "--field-case", "snake"])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(main, []).exit_code == 0
    text = (folder / "other" / "own" / "models.py").read_text("utf-8")
    assert text == (folder / "generated" / "own" / "models.py").read_text("utf-8")
    assert re.search(r"^    event_id: str$", text, re.MULTILINE)
    wrong = CliRunner().invoke(main, ["s.d.ts", "--field-case", "camel"])
    assert wrong.exit_code == 2


def test_programs_and_comparisons_follow(folder: Path) -> None:
    program = folder / "app.py"
    text = """\
import own as rt
from own.typed_dicts import Ask

def wait(event: rt.Ask) -> object:
    return event.wait_ms

def waits(event: Ask) -> object:
    return event["waitMs"]

made = rt.Ask(event_id="e", wait_ms=1, user_info=rt.Info(first_name="F"))
"""
    program.write_text(text, encoding="utf-8")
    arguments = ["migrate", "s.d.ts", "new.d.ts", "app.py", "--package", "own"]
    options = ["--min-confidence", "0.5", "--write"]
    # The configuration of the folder has field-case = "snake".
    done = CliRunner().invoke(main, [*arguments, *options, "--field-case", "wire"])
    assert done.exit_code == 0, done.output
    keys = text.replace("waitMs", "delayMs")
    assert program.read_text("utf-8") == keys, "the field is called waitMs, not wait_ms, there"
    program.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, [*arguments, *options])
    assert done.exit_code == 0, done.output
    assert program.read_text("utf-8") == keys.replace("wait_ms", "delay_ms")
    for case in ("wire", "snake"):
        diff = ["diff", "s.d.ts", "new.d.ts", "--field-case", case, "--exit-zero"]
        done = CliRunner().invoke(main, diff)
        assert "waitMs" in done.output
        assert "delayMs" in done.output


def test_a_spec_in_snake_case_is_not_changed() -> None:
    spec = "export interface A { type: 'a'; event_id: string; self: number; 'x-y'?: boolean }\n"
    one, two = (compiled_text(spec, "p", field_case=case).files for case in ("wire", "snake"))
    assert one == two
