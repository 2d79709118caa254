"""Which member of a union an object becomes where tags are template literal types."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.tools.night import sampled
from tests.tools.packages import compiled_text, import_package


@dataclass
class Tag:
    """The type of a tag, and whether a text is of it."""

    text: str
    allows: Callable[[str], bool]


def literals(*texts: str) -> Tag:
    return Tag(" | ".join(f"'{text}'" for text in texts), texts.__contains__)


TAGS = (
    *map(literals, "abcd"),
    literals("a", "b"),
    literals("chat.a", "e"),
    Tag("`chat.${string}`", lambda text: text.startswith("chat.")),
    Tag("`${string}.end`", lambda text: text.endswith(".end")),
    Tag("`v${'1' | '2'}`", {"v1", "v2"}.__contains__),
    Tag("Pattern", lambda text: text[:2] == "p-" and text[2:].endswith("-q")),
    Tag("'f' | `f.${string}`", lambda text: text == "f" or text.startswith("f.")),
)
TEXTS = [*"abcdefg", "chat.a", "chat.", "chat", "x.end", "chat.end", "v1", "v3", "p--q", "p-q"]
TEXTS += ["f.f", "fx", "", "other"]
OPEN = Tag("string", lambda _: True)


@dataclass
class Spec:
    """Declarations of a union, its members with their tags, and where the tag is."""

    text: str
    members: dict[str, Tag]
    path: tuple[str, ...]
    without: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    """The members that may lack the tag, and those that may have null for it."""

    def value(self, tag: Any) -> dict[str, Any]:
        """An object with a tag."""
        for key in reversed(self.path):
            tag = {key: tag}
        value: dict[str, Any] = tag
        return value


def random_spec(rand: random.Random, *, absent: bool = False) -> Spec:
    path = rand.choice((("type",), ("topic",), ("header", "type"))[: 2 if absent else 3])
    chosen = rand.sample(TAGS, rand.randint(2, 6)) + [OPEN] * (not absent and rand.random() < 0.2)
    rand.shuffle(chosen)
    members = {f"M{number}": tag for number, tag in enumerate(chosen)}
    lines = ["type Pattern = `p-${string}-q`;"]
    optional: set[str] = set()
    nullable: set[str] = set()
    for name, tag in members.items():
        mark, null = rand.choice((("?", ""), ("", " | null"), ("?", " | null"), ("", ""), ("", "")))
        if not absent:
            mark = null = ""
        optional |= {name} if mark else set()
        nullable |= {name} if null else set()
        own = f"{path[-1]}{mark}: {tag.text}{null}"
        own = own if len(path) == 1 else f"{path[0]}: {{ {own} }}"
        more = f"{rand.choice('xyz')}?: {rand.choice(('string', 'number'))}"
        lines.append(f"export interface {name} {{ {own}; {more} }}")
    lines.append(f"export type All = {' | '.join(members)};")
    lines.append("export interface Holder { one: All; many: All[] }")
    return Spec("\n".join(lines), members, path, (frozenset(optional), frozenset(nullable)))


@pytest.mark.parametrize("seed", sampled(range(200), 8))
def test_a_pattern_that_may_be_absent_is_a_tag_too(seed: int, tmp_path: Path) -> None:
    """What has the tag of no member is unknown, and what has none is of one that may lack it."""
    spec = random_spec(random.Random(f"absent patterns {seed}"), absent=True)
    name = f"absent_patterns_{seed}"
    result = compiled_text(spec.text, name, targets=("dataclasses",))
    package: Any = import_package(tmp_path, result.files, name)
    is_tagged = "UnknownEvent" in (tmp_path / name / "models.py").read_text(encoding="utf-8")
    no_member = {"UnknownEvent"} if is_tagged else {"dict"}
    for text in TEXTS:
        value = spec.value(text)
        fitting = {member for member, tag in spec.members.items() if tag.allows(text)}
        event = package.decode_all(value)
        assert type(event).__name__ in (fitting or no_member), (text, event, spec.text)
        assert package.to_dict(event) == value
    anything = frozenset(("UnknownEvent", "dict", *spec.members))
    for value, lacking in zip(({}, {spec.path[-1]: None}), spec.without, strict=True):
        event = package.decode_all(value)
        # Without a literal the fields tell, which null says nothing of.
        wanted = lacking if lacking and (is_tagged or not value) else anything
        assert type(event).__name__ in wanted, (value, event, spec.text)
        assert package.to_dict(event) == value


@pytest.mark.parametrize("seed", sampled(range(200), 8))
def test_an_object_is_read_as_a_member_that_has_its_tag(seed: int, tmp_path: Path) -> None:
    """What has the tag of no member is unknown, also if all others are patterns."""
    spec = random_spec(random.Random(f"pattern tags {seed}"))
    name = f"pattern_tags_{seed}"
    result = compiled_text(spec.text, name, targets=("dataclasses",))
    package: Any = import_package(tmp_path, result.files, name)
    is_tagged = "UnknownEvent" in (tmp_path / name / "models.py").read_text(encoding="utf-8")
    # Where few tags are literals, members are told by their fields, and others stay as they are.
    no_member = {"UnknownEvent"} if is_tagged else {"dict"}
    for text in TEXTS:
        value = spec.value(text)
        fitting = {member for member, tag in spec.members.items() if tag.allows(text)}
        holder = package.decode(package.Holder, {"one": value, "many": [value]})
        for event in (package.decode_all(value), holder.one, *holder.many):
            kind = type(event).__name__
            assert kind in (fitting or no_member), (text, kind, spec.text)
            assert package.to_dict(event) == value
        if fitting:
            assert type(package.decode_all(value, strict=True)).__name__ in fitting
        else:
            with pytest.raises(package.DecodeError):
                package.decode_all(value, strict=True)


def test_documents_say_the_pattern_of_a_member() -> None:
    declared = (
        "type Room = `room.${string}` | 'lobby' | null;"
        "export interface Chat { topic?: Room; a: 1 } export interface System { topic: 'system' }"
        "export interface Other { topic: string } export interface Holder { one: Chat | System }"
        "export type All = Chat | System; export type Open = System | Other;"
    )
    files = compiled_text(declared, "documented", targets=("dataclasses", "docs")).files
    told = {
        name.rsplit("/", 1)[-1]: [line for line in text.splitlines() if "topic" in line]
        for name, text in files.items()
        if name.endswith(".md")
    }
    (chat,) = (line for line in told["All.md"] if line.startswith("| [`Chat`]"))
    assert '| `topic: null` or no `topic` or `` topic: `room.${string}` \\| "lobby" `` |' in chat
    (other,) = (line for line in told["Open.md"] if line.startswith("| [`Other`]"))
    assert "| any other `topic` |" in other
    assert not any("any other `topic`" in line for line in told["All.md"])


def test_pydantic_keeps_what_has_the_tag_of_no_member(tmp_path: Path) -> None:
    chat, system = "{ topic: `chat.${string}` }", "{ topic: 'system' }"
    text = f"export interface Chat {chat} export interface System {system}\n"
    text += "export type All = Chat | System; export interface Holder { one: All }\n"
    result = compiled_text(text, "pattern_tags", targets=("dataclasses", "pydantic"))
    package: Any = import_package(tmp_path, result.files, "pattern_tags")
    read = package.pydantic_models.Holder.model_validate
    assert type(read({"one": {"topic": "chat.x"}}).one).__name__ == "Chat"
    assert type(read({"one": {"topic": "system"}}).one).__name__ == "System"
    assert type(read({"one": {"topic": "other"}}).one).__name__ == "UnknownEvent"
