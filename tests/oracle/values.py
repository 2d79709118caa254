"""The proof of values: instances of JSON Schemas that an independent tool makes.

Schemas come from `ts-json-schema-generator`, instances from a seeded generator of our own that
walks a schema, broken ones by one change somewhere in a good one. Whether an instance is valid
is asked of `jsonschema`, never assumed.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from tests.oracle.typescript import TYPESCRIPT
from tests.tools.node import node_modules, run_node
from tests.tools.prefetch import GENERATOR

__all__ = ["Instance", "Schemas", "ask_schemas", "changed", "places"]

_SCRIPT = Path(__file__).parent / "schemas.mjs"
_DEEPEST = 6

_WORDS = ("", "a", "text", "12", "true", "null", "item_1", "ünï\n\"'\\", "\U0001f600")
_NUMBERS: tuple[int | float, ...] = (0, 1, -1, 7, 0.5, -2.25, 1e21, 12345678901234567890)
_OTHERS: tuple[Any, ...] = (None, True, False, 0, 1, "", "other", [], {}, ["x"], {"x": 1}, 1.5)


@dataclass(frozen=True, slots=True)
class Instance:
    """A value for a type, whether the schema takes it, and what was changed to break it."""

    type: str
    value: Any
    valid: bool
    change: str = ""


class Schemas:
    """The schemas of a file's exported types, all over one set of definitions."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.definitions: dict[str, Any] = answer["definitions"]
        self.types: dict[str, dict[str, Any]] = answer["types"]
        self.refused: dict[str, str] = answer["refused"]
        self._validators: dict[str, Draft7Validator] = {}

    def accepts(self, name: str, value: Any) -> bool:
        """Whether a value is an instance of a type."""
        if name not in self._validators:
            schema = {**self.types[name], "definitions": self.definitions}
            self._validators[name] = Draft7Validator(schema)
        return bool(self._validators[name].is_valid(value))

    def is_object(self, name: str) -> bool:
        """Whether every instance of a type is an object."""
        return self._only_objects(self.types[name], 0)

    def is_map(self, name: str) -> bool:
        """Whether a type is an object without a declared property."""
        schema = self._resolve(self.types[name])
        return schema.get("type") == "object" and "properties" not in schema

    def instances(self, name: str, seed: int, good: int, bad: int) -> Iterator[Instance]:
        """Some instances of a type: `good` made by the schema, and `bad` changes of each."""
        chance = random.Random(f"{name} {seed}")
        for number in range(good):
            # The first are as small and as large as the schema lets them be.
            fullness = {0: 0.0, 1: 1.0}.get(number, chance.random())
            value = self._make(self.types[name], chance, fullness, 0)
            yield Instance(name, value, self.accepts(name, value))
            for _ in range(bad):
                broken, change = changed(value, chance)
                if isinstance(broken, dict):
                    yield Instance(name, broken, self.accepts(name, broken), change)

    def _resolve(self, schema: Any) -> Any:
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self.definitions[schema["$ref"].removeprefix("#/definitions/")]
        return schema

    def _only_objects(self, schema: Any, depth: int) -> bool:
        schema = self._resolve(schema)
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return False
        if "anyOf" in schema:
            return all(self._only_objects(member, depth + 1) for member in schema["anyOf"])
        return schema.get("type") == "object"

    def _make(self, schema: Any, chance: random.Random, fullness: float, depth: int) -> Any:
        schema = self._resolve(schema)
        if schema is True or schema == {}:
            return copy.deepcopy(chance.choice(_OTHERS))
        if schema is False:
            return None
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return chance.choice(schema["enum"])
        if "anyOf" in schema:
            return self._make(self._member(schema["anyOf"], chance, depth), chance, fullness, depth)
        if "allOf" in schema:
            made = [self._make(part, chance, fullness, depth) for part in schema["allOf"]]
            return {k: v for part in made if isinstance(part, dict) for k, v in part.items()}
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = chance.choice(kind)
        match kind:
            case "null":
                return None
            case "boolean":
                return chance.random() < 0.5
            case "number" | "integer":
                return chance.choice(_NUMBERS)
            case "string":
                return chance.choice(_WORDS)
            case "array":
                return self._array(schema, chance, fullness, depth)
            case "object":
                return self._object(schema, chance, fullness, depth)
            case _:
                return copy.deepcopy(chance.choice(_OTHERS))

    def _member(self, members: list[Any], chance: random.Random, depth: int) -> Any:
        """One member of a union; deep down one that ends, if there is one."""
        if depth >= _DEEPEST:
            flat = [m for m in members if self._resolve(m).get("type") not in ("object", "array")]
            members = flat or members
        return chance.choice(members)

    def _array(
        self, schema: dict[str, Any], chance: random.Random, fullness: float, depth: int
    ) -> list[Any]:
        items = schema.get("items", True)
        if isinstance(items, list):
            count = chance.randint(schema.get("minItems", 0), schema.get("maxItems", len(items)))
            rest = schema.get("additionalItems", True)
            parts = [items[i] if i < len(items) else rest for i in range(count)]
            return [self._make(part, chance, fullness, depth + 1) for part in parts]
        count = 0 if depth >= _DEEPEST else chance.choice((0, 1, 1, 2))
        count = max(count, schema.get("minItems", 0))
        return [self._make(items, chance, fullness, depth + 1) for _ in range(count)]

    def _object(
        self, schema: dict[str, Any], chance: random.Random, fullness: float, depth: int
    ) -> dict[str, Any]:
        required = set(schema.get("required", ()))
        value: dict[str, Any] = {}
        for name, part in schema.get("properties", {}).items():
            if name in required or (depth < _DEEPEST and chance.random() < fullness):
                value[name] = self._make(part, chance, fullness, depth + 1)
        rest = schema.get("additionalProperties", True)
        if isinstance(rest, dict) and depth < _DEEPEST and chance.random() < 0.7:
            for name in chance.sample(("k", "other key", "", "x-1"), chance.randint(1, 2)):
                if name not in value:
                    value[name] = self._make(rest, chance, fullness, depth + 1)
        elif rest is True and chance.random() < 0.2:
            value.setdefault("undeclared_field", copy.deepcopy(chance.choice(_OTHERS)))
        return value


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values inside a value, itself left out."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def changed(value: Any, chance: random.Random) -> tuple[Any, str]:
    """A value with one thing changed, and what that was."""
    broken = copy.deepcopy(value)
    ways = list(places(broken))
    if not ways:
        return broken, "nothing to change"
    place = chance.choice(ways)
    holder = broken
    for key in place[:-1]:
        holder = holder[key]
    last = place[-1]
    path = "$" + "".join(f"[{key!r}]" for key in place)
    old = holder[last]
    if isinstance(holder, dict) and chance.random() < 0.35:
        del holder[last]
        return broken, f"{path} removed"
    if isinstance(old, list) and chance.random() < 0.3:
        old.append(copy.deepcopy(chance.choice(_OTHERS)))
        return broken, f"{path} grown by {json.dumps(old[-1])}"
    if isinstance(old, str) and chance.random() < 0.4:
        holder[last] = old + "x"
        return broken, f"{path} is {json.dumps(holder[last])}"
    holder[last] = copy.deepcopy(chance.choice(_OTHERS))
    return broken, f"{path} is {json.dumps(holder[last])}"


def ask_schemas(entries: Sequence[Path]) -> list[Schemas]:
    """The schemas of files' exported types. Needs Node, and npm the first time."""
    modules = node_modules([GENERATOR, TYPESCRIPT])
    text = run_node(_SCRIPT, *map(str, entries), modules=modules)
    return [Schemas(answer) for answer in json.loads(text)]
