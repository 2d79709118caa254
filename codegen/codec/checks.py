"""Quick checks for strict decoding: one condition for each class, over its fields.

A check may say no to what fits, never yes to what does not: where it says no, the walk of
`runtime/_strict.py` has the last word and finds the problems. So whatever is rare or hard to
say in one condition is simply left to the walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from ..layout import WIDTH, fold, literal
from ..model import (
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    Interface,
    Literal,
    Map,
    Model,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from ..names import Names, unused

__all__ = ["CheckPlan", "check_plan"]

_KINDS = {
    "string": "type({0}) is str",
    "number": "type({0}) in _NUMBER",
    "integer": "type({0}) in _NUMBER",
    "boolean": "type({0}) is bool",
    "null": "{0} is None",
    "unknown": "",
    "object": "type({0}) in (dict, list)",
    "defined": "False",
    "never": "False",
}


@dataclass(frozen=True, slots=True)
class All:
    """Conditions that must all hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Conditions of which one must hold."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = str | All | Some
_OPERATORS = (" is ", " in ", " == ")
_TRUE = ""  # The condition that always holds.


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """The check functions in lines of Python, their constants, and the table of the classes."""

    constants: tuple[str, ...]
    functions: tuple[tuple[str, ...], ...]
    classes: tuple[tuple[str, str], ...]
    uses_each: bool
    uses_each_value: bool
    uses_number: bool
    runtime: tuple[str, ...]


def check_plan(model: Model, names: Names, stems: Mapping[DeclId, str]) -> CheckPlan:
    """The checks of a model; `stems` are the parts of function names for declarations."""
    planner = _Planner(names, model.by_id(), stems)
    planner.taken.update(f"_fits_{stem}" for stem in stems.values())
    classes: list[tuple[str, str]] = []
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            planner.check_class(declaration)
            classes.append((names.declarations[declaration.id], f"_fits_{stems[declaration.id]}"))
    text = "\n".join(line for lines in planner.functions for line in lines)
    return CheckPlan(
        constants=tuple(fold(f"{name} = {values}") for name, values in planner.constants.items()),
        functions=tuple(planner.functions),
        classes=tuple(classes),
        uses_each="_each(" in text,
        uses_each_value="_each_value(" in text,
        uses_number="_NUMBER" in text,
        runtime=("UNSET",) * ("UNSET" in text) + ("Json",) * ("_each" in text),
    )


@dataclass(slots=True)
class _Planner:
    names: Names
    declarations: dict[DeclId, Declaration]
    stems: Mapping[DeclId, str]
    functions: list[tuple[str, ...]] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    defined: set[DeclId] = field(default_factory=set)
    inside: list[DeclId] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def check_class(self, interface: Interface) -> None:
        stem = self.stems[interface.id]
        fields = self.names.fields[interface.id]
        parts: list[Condition] = [f"type(event) is m.{self.names.declarations[interface.id]}"]
        for item in interface.properties:
            value = f"event.{fields[item.wire_name]}"
            condition = self.condition(item.type, value, f"{stem}_{fields[item.wire_name]}")
            if item.required and condition == _TRUE:
                condition = f"{value} is not UNSET"
            elif not item.required and condition != _TRUE:
                condition = _some((f"{value} is UNSET", condition))
            parts.append(condition)
        index = interface.index
        if index is not None and index.value != Primitive("unknown"):
            parts.append("event.unknown_fields is UNSET")
        self.functions.append(_function(f"_fits_{stem}", "event", _all(parts)))

    def condition(self, type_: Type, value: str, path: str) -> Condition:
        match type_:
            case Primitive(name):
                return _KINDS[name].format(value)
            case Literal():
                return self._literals((type_,), value, path)
            case Array(element):
                return self._each(element, value, f"{path}_item", "_each", "list")
            case Map(_, element):
                return self._each(element, value, f"{path}_value", "_each_value", "dict")
            case Union(members):
                literals = tuple(m for m in members if isinstance(m, Literal))
                parts = [self._literals(literals, value, path)] if literals else []
                for index, member in enumerate(members):
                    if not isinstance(member, Literal):
                        parts.append(self.condition(member, value, f"{path}_{index}"))
                return _some(parts)
            case Ref(id_):
                return self._named(id_, value, path)
            case Opaque():
                return _TRUE
            case Tuple() | Template():
                return "False"
            case _:
                assert_never(type_)

    def _literals(self, literals: tuple[Literal, ...], value: str, path: str) -> Condition:
        """Whether a value is one of some literals; only strings are compared here."""
        if any(item.kind != "string" for item in literals):
            return "False"
        spelled = [literal(str(item.value)) for item in literals]
        if len(spelled) == 1:
            return f"{value} == {spelled[0]}"
        values = f"({', '.join(spelled)})"
        if len(values) > WIDTH // 2:
            values = self._constant(f"_{path.upper()}", values)
        return f"{value} in {values}"

    def _constant(self, name: str, values: str) -> str:
        """The name of a constant that has some values, the given one if that has no others."""
        while name == "_NUMBER" or self.constants.get(name, values) != values:
            name += "_"
        self.constants[name] = values
        return name

    def _each(self, element: Type, value: str, path: str, function: str, kind: str) -> Condition:
        """Whether a value is a container whose elements fit."""
        condition = self.condition(element, "value", path)
        if condition == _TRUE:
            return f"type({value}) is {kind}"
        if condition == "False":
            return f"{value} == {'[]' if kind == 'list' else '{}'}"
        if isinstance(condition, str) and condition.startswith("_fits_"):
            return f"{function}({condition.removesuffix('(value)')}, {value})"
        name = unused(f"_fits_{path}", self.taken)
        self.taken.add(name)
        self.functions.append(_function(name, "value", condition))
        return f"{function}({name}, {value})"

    def _named(self, id_: DeclId, value: str, path: str) -> Condition:
        target = self.declarations[id_]
        match target:
            case Interface():
                return f"_fits_{self.stems[id_]}({value})"
            case Enum(members=members):
                values = tuple(m.value for m in members if m.value is not None)
                known = len(values) == len(members)
                return self._literals(values, value, path) if known and values else "False"
            case Alias():
                if id_ not in self.stems:
                    if id_ in self.inside:
                        return "False"
                    self.inside.append(id_)
                    condition = self.condition(target.type, value, path)
                    self.inside.pop()
                    return condition
                if id_ not in self.defined:
                    self.defined.add(id_)
                    condition = self.condition(target.type, "value", self.stems[id_])
                    self.functions.append(_function(f"_fits_{self.stems[id_]}", "value", condition))
                return f"_fits_{self.stems[id_]}({value})"
            case _:
                assert_never(target)


def _all(parts: Iterable[Condition]) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        if part == "False":
            return "False"
        if part != _TRUE:
            flat.extend(part.parts if isinstance(part, All) else (part,))
    return All(tuple(flat)) if len(flat) > 1 else flat[0] if flat else _TRUE


def _some(parts: Iterable[Condition]) -> Condition:
    flat: dict[Condition, None] = {}
    for part in parts:
        if part == _TRUE:
            return _TRUE
        if part != "False":
            flat.update(dict.fromkeys(part.parts if isinstance(part, Some) else (part,)))
    members = tuple(flat)
    return Some(members) if len(members) > 1 else members[0] if members else "False"


def _function(name: str, parameter: str, condition: Condition) -> tuple[str, ...]:
    """The lines of a function that says whether a condition holds."""
    head = fold(f"def {name}({parameter}: Any) -> bool:")
    if isinstance(condition, All):
        flat = f"    return {_flat(condition)}"
        if len(flat) <= WIDTH:
            return (head, flat)
        together = f"        {_flat(condition)}"
        if len(condition.parts) > 2 and len(together) <= WIDTH:
            return (head, "    return (", together, "    )")
        if len(condition.parts) > 2:
            return (head, "    return (", *_lines(condition, " " * 8), "    )")
        test, rest = condition.parts
        assert isinstance(test, str)
        test = test.replace(" is ", " is not ", 1)
        return (head, *_if(test), "        return False", *_body(rest))
    return (head, *_body(condition))


def _body(condition: Condition) -> Iterator[str]:
    """Statements that say whether one of some conditions holds."""
    if condition == _TRUE:
        yield "    return True"
        return
    for part in condition.parts if isinstance(condition, Some) else (condition,):
        if part != "False":
            yield from _if(part)
            yield "        return True"
    yield "    return False"


def _if(condition: Condition) -> Iterator[str]:
    """The head of an `if` statement."""
    line = f"    if {_flat(condition)}:"
    if len(line) <= WIDTH:
        yield line
    elif isinstance(condition, str) and not any(word in condition for word in _OPERATORS):
        yield fold(line)
    else:
        yield "    if ("
        yield from (
            _part(condition, " " * 8) if isinstance(condition, str) else _group(condition, " " * 8)
        )
        yield "    ):"


def _flat(condition: Condition) -> str:
    if isinstance(condition, str):
        return condition
    word = " and " if isinstance(condition, All) else " or "
    return word.join(
        _flat(part) if isinstance(part, str) else f"({_flat(part)})" for part in condition.parts
    )


def _lines(condition: All | Some, indent: str) -> Iterator[str]:
    """A condition that is too long for a line: each part on its own."""
    word = ""
    for part in condition.parts:
        if isinstance(part, str):
            yield from _part(f"{word}{part}", indent)
        elif len(line := f"{indent}{word}({_flat(part)})") <= WIDTH:
            yield line
        else:
            yield f"{indent}{word}("
            yield from _group(part, f"{indent}    ")
            yield f"{indent})"
        word = "and " if isinstance(condition, All) else "or "


def _group(condition: All | Some, indent: str) -> Iterator[str]:
    """What is in a pair of brackets: in one line if it fits."""
    flat = f"{indent}{_flat(condition)}"
    if len(flat) <= WIDTH:
        yield flat
    else:
        yield from _lines(condition, indent)


def _part(part: str, indent: str) -> Iterator[str]:
    """One comparison or call."""
    line = f"{indent}{part}"
    for operator in _OPERATORS:
        left, found, right = part.partition(operator)
        if len(line) > WIDTH and found:
            yield f"{indent}{left}"
            yield f"{indent}{operator.lstrip()}{right}"
            return
    yield fold(line)
