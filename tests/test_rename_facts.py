"""Facts that call a class or a field otherwise: in all of Python, and nowhere on the wire."""

from __future__ import annotations

import ast
import json
import keyword
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Interface, Model
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.pipeline import Options, Result, load_model
from realtime_codegen.targets import package_names, target_names
from realtime_codegen.text.diagnostics import Severity
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.models import HOSTILE, examples, models, text_of
from tests.tools.packages import ENTRY, compiled, import_package

SPEC = """
export interface Ping { type: 'ping'; theText?: string; part: { inner: { deep: number } } }
export interface Pong { type: 'pong'; part: { inner: string } }
export type Event = Ping | Pong;
"""


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def facts(*entries: dict[str, str]) -> SourceFile:
    """A facts file with these entries."""
    tables = (
        "[[rename]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in entry.items())
        for entry in entries
    )
    return SourceFile("facts.toml", "".join(tables).encode())


def problems(text: str, *entries: dict[str, str]) -> list[tuple[str, str]]:
    """The code and the message of each error in the facts."""
    loaded = load_model(MemoryFiles({ENTRY: text.encode()}), ENTRY, Options(facts=facts(*entries)))
    return [(told.code, told.message) for told in loaded.diagnostics]


def test_classes_and_fields_are_called_so(tmp_path: Path) -> None:
    files = MemoryFiles({ENTRY: SPEC.encode()})
    entries = (
        {"match": "Ping", "name": "Knock", "why": "shorter"},
        {"match": "Ping", "property": "theText", "name": "text", "why": "plain"},
        {"match": "Pong.part", "name": "Answer", "why": "known so"},
    )
    result = compiled(files, "renamed_facts", facts=facts(*entries))
    assert not result.failed, result.diagnostics
    package = import_package(tmp_path, result.files, "renamed_facts")
    message = {"type": "ping", "theText": "t", "part": {"inner": {"deep": 1}}}
    event = package.decode_event(message, strict=True)
    assert type(event) is package.Knock
    assert event.text == "t"
    assert type(event.part.inner) is package.KnockPartInner
    assert json.loads(package.encode(event)) == message
    assert package.Answer(inner="x").inner == "x"
    assert set(package.typed_dicts.Knock.__annotations__) >= {"theText", "type"}
    assert "docs/renamed_facts/Knock.md" in result.files
    assert not hasattr(package, "Ping")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"match": "Pang", "name": "Knock"}, "'Pang' selects no declaration"),
        ({"match": "Ping", "property": "b", "name": "c"}, "'Ping' has no property 'b'"),
    ],
)
def test_a_stale_fact_is_an_error(entry: dict[str, str], message: str) -> None:
    assert problems(SPEC, {**entry, "why": "w"}) == [("RC501", message)]


@pytest.mark.parametrize("name", ["class", "a-b", "1st", "a.b", "../x", ""])
def test_what_is_no_name_is_an_error(name: str) -> None:
    assert {code for code, _ in problems(SPEC, {"match": "Ping", "name": name})} == {"RC502"}


@pytest.mark.parametrize("place", [{"match": "A"}, {"match": "A", "property": "eventId"}], ids=str)
def test_two_names_for_one_are_an_error(place: dict[str, str]) -> None:
    entries = [{**place, "name": name, "why": "w"} for name in ("First", "Second")]
    text = "export interface A { eventId: string }"
    ((code, message),) = problems(text, *entries)
    assert code == "RC501"
    assert "'First'" in message
    assert "'Second'" in message


def test_what_the_spec_calls_so_itself_applies() -> None:
    assert problems(SPEC, {"match": "Before", "name": "Ping", "why": "w"}) == []


_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True).filter(
    lambda name: not keyword.iskeyword(name)
)


@examples(60)
@given(models(HOSTILE), st.data(), _NAMES)
def test_names_change_and_nothing_else(drawn: Model, data: st.DataObject, name: str) -> None:
    """For random models: the model is the same, no two names are one, and JSON keeps it."""
    files = MemoryFiles({ENTRY: text_of(drawn).encode()})
    before = load_model(files, ENTRY, Options()).model
    if before is None:
        return
    declaration = data.draw(st.sampled_from(before.declarations))
    entry = {"match": str(declaration.id), "name": name, "why": "drawn"}
    if isinstance(declaration, Interface) and declaration.properties and data.draw(st.booleans()):
        entry["property"] = data.draw(st.sampled_from(declaration.properties)).wire_name
    if not entry["match"] or not entry.get("property", "x"):
        return
    after = load_model(files, ENTRY, Options(facts=facts(entry))).model
    assert after is not None
    assert (after.declarations, after.groups) == (before.declarations, before.groups)
    assert from_json(to_json(after)) == after
    names, _ = package_names(after, ENTRY)
    assert len(set(names.declarations.values())) == len(names.declarations)
    assert all(len(set(own.values())) == len(own) for own in names.fields.values())
    if "property" not in entry:
        assert names.declarations[declaration.id].startswith(name)
    else:
        assert names.fields[declaration.id][entry["property"]].startswith(name)


_PROTOCOL = """
export interface Say { type: 'say'; audio: string }
export interface Done { type: 'done'; call_id: string; name: string; args: string }
export interface Wrong { type: 'wrong'; text: string }
export interface Result { type: 'result'; id: string; out: string }
export interface Other { a: string }
export type E = Say | Result;
export type Got = Done | Wrong;
"""
_OF_PROTOCOL = """
[[audio]]
match = "Say.audio"
format = "input"
[[answers]]
event = "Wrong"
cause = "audio"
fields = { text = "{message}" }
[[reply]]
event = "Done"
to = "Say"
why = "w"
[[call]]
event = "Done"
id = "call_id"
name = "name"
arguments = "args"
result = "Result"
fields = { id = "{id}", out = "{result}" }
why = "w"
"""


def _of_protocol(*entries: dict[str, str], more: str = "") -> Result:
    """What becomes of a protocol of which facts say all they can, with these renames."""
    file = SourceFile("facts.toml", (_OF_PROTOCOL + more).encode() + facts(*entries).data)
    files = MemoryFiles({ENTRY: _PROTOCOL.encode()})
    return compiled(files, "spec", facts=file, targets=target_names())


def _generated_names(result: Result) -> set[tuple[str, str]]:
    """The modules of the package and the public names of each that no declaration has."""
    declared = re.findall(r"(?:interface|type) (\w+)", _PROTOCOL)
    return {
        (path, name)
        for path in result.files
        if path.endswith(".py") and (path == _INIT or "/_" not in path)
        for name in _listed(result, path)
        if name not in declared
    }


def _listed(result: Result, path: str) -> Iterator[str]:
    """What a module lists in `__all__`, with the lists of other modules that it adds to it."""
    for node in ast.parse(result.files[path]).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name("__all__")], value=value)
                | ast.AugAssign(target=ast.Name("__all__"), value=value)
            ):
                if isinstance(value, ast.Attribute):
                    yield from _listed(result, f"spec/{ast.unparse(value.value)}.py")
                else:
                    yield from ast.literal_eval(value)


_INIT = "spec/__init__.py"


def test_no_rename_moves_another_name() -> None:
    """Whatever the package defines beside the declarations: a rename onto it is an error.

    The names are found by asking the modules that were made, not the targets.
    """
    plain = _of_protocol()
    assert not plain.failed, plain.diagnostics
    before = _generated_names(plain)
    exported = {name for path, name in before if path == _INIT}
    made = {"EDispatcher", "ETag", "decode_e", "encode_say", "wrong", "ESession", "merge"}
    assert made | {"result_of_done", "UnhandledEventError", "RequestError", "Message"} <= exported
    others = {name for _, name in before} | {"encode_e", "decode_E", "any_e", "encode_SAY"}
    for name in sorted(exported | others):
        result = _of_protocol({"match": "Other", "name": name, "why": "w"})
        told = [one for one in result.diagnostics if one.severity is Severity.ERROR]
        if not told:
            assert name not in exported
            assert before <= _generated_names(result), name
            continue
        assert {one.code for one in told} == {"RC302"}, told
        assert repr(name) in told[0].message
        assert told[0].span is not None
        assert told[0].span.file == "facts.toml"


def test_a_rename_of_what_others_are_called_after_moves_none_either() -> None:
    result = _of_protocol({"match": "E", "name": "F", "why": "w"})
    assert not result.failed
    assert (_INIT, "FDispatcher") in _generated_names(result)
    told = _of_protocol(
        {"match": "Other", "name": "FDispatcher", "why": "w"},
        {"match": "E", "name": "F", "why": "w"},
    ).diagnostics
    [message] = [one.message for one in told if one.severity is Severity.ERROR]
    assert message == (
        "Other cannot be called 'FDispatcher': the dispatcher of E is called 'FDispatcher', "
        "and would be 'FDispatcher_'"
    )


def _event(name: str) -> str:
    return f'[[event]]\nname = {_toml(name)}\ntag = "x"\ngroup = "Got"\nwhy = "w"\n'


def test_no_event_of_a_fact_moves_another_name() -> None:
    """An `[[event]]` is called as its entry says, and everything else as without it."""
    before = _generated_names(_of_protocol())
    exported = {name for path, name in before if path == _INIT}
    reserved = {"UNSET", "list", "int", "self", "class", "encode_E"}
    for name in sorted(exported | reserved | {"New", "NewEvent"}):
        result = _of_protocol(more=_event(name))
        told = [one for one in result.diagnostics if one.severity is Severity.ERROR]
        if not told:
            assert name not in exported | {"UNSET", "class"}
            assert before | {(_INIT, name)} <= _generated_names(result), name
            continue
        assert name not in {"New", "NewEvent"}
        assert {one.code for one in told} == {"RC302"}, told
        assert repr(name) in told[0].message
        assert told[0].span is not None
        assert told[0].span.file == "facts.toml"


def test_an_event_of_a_fact_takes_no_name_of_another_class() -> None:
    text = (
        "export interface Ping { type: 'ping'; part: { deep: number } }\n"
        "export interface Pong { type: 'pong' }\nexport type Got = Ping | Pong;"
    )
    source = SourceFile("facts.toml", _event("PingPart").encode())
    result = compiled(MemoryFiles({ENTRY: text.encode()}), "spec", facts=source)
    [told] = [one for one in result.diagnostics if one.severity is not Severity.NOTE]
    assert (told.severity, told.code, told.span and told.span.file) == (
        Severity.ERROR,
        "RC301",
        "facts.toml",
    )


def test_an_event_of_a_fact_can_be_called_otherwise() -> None:
    entry = {"match": "EDispatcher", "name": "Sender", "why": "w"}
    result = _of_protocol(entry, more=_event("EDispatcher"))
    assert not result.failed, result.diagnostics
    assert {(_INIT, "EDispatcher"), (_INIT, "Sender")} <= _generated_names(result)
