"""The shapes of a model's declarations, as the runtime's strict checks spell them.

Each declaration becomes one expression over the constructors of `runtime/_strict.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from ..layout import literal
from ..model import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    Enum,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Opaque,
    Primitive,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    leaves,
)
from ..names import Names

__all__ = ["Choice", "ShapePlan", "shape_plan"]

_KINDS = {
    "string": "TEXT",
    "number": "NUMBER",
    "integer": "NUMBER",
    "boolean": "BOOLEAN",
    "null": "NULL",
    "unknown": "ANYTHING",
    "object": "CONTAINER",
    "defined": "DEFINED",
    "never": "NOTHING",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The members of a union that no tag tells apart; `name` says where it is."""

    name: str
    members: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class ShapePlan:
    """Names and shape expressions; `constructors` are the runtime's names that they use."""

    shapes: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    constructors: tuple[str, ...]


def shape_plan(model: Model, names: Names, choices: tuple[Choice, ...]) -> ShapePlan:
    """The shapes of all declarations, and of the members of each choice."""
    spell = _Speller(names)
    shapes = tuple(
        (literal(names.declarations[declaration.id]), spell.declaration(declaration))
        for declaration in model.declarations
    )
    options = tuple(
        (literal(choice.name), _tuple(map(spell.type, choice.members))) for choice in choices
    )
    return ShapePlan(shapes, options, tuple(sorted(spell.used)))


@dataclass(frozen=True, slots=True)
class _Speller:
    """Spells shapes, and keeps the names of the runtime that it `used`."""

    names: Names
    used: set[str] = field(default_factory=set)

    def _use(self, name: str) -> str:
        self.used.add(name)
        return name

    def _constant(self, literals: Iterable[Literal]) -> str:
        return f"{self._use('Constant')}({', '.join(map(_value, literals))})"

    def declaration(self, declaration: Declaration) -> str:
        match declaration:
            case Interface():
                return self._interface(declaration)
            case Alias():
                return self.type(declaration.type)
            case Enum():
                values = [member.value for member in declaration.members]
                if None in values:
                    texts = [v for v in values if v is not None and v.kind == "string"]
                    declared = [self._constant(texts)] if texts else []
                    return self._any_of([*declared, self._use("NUMBER")])
                if not values:
                    return self._use("NOTHING")
                return self._constant(value for value in values if value is not None)
            case _:
                assert_never(declaration)

    def _any_of(self, members: Iterable[str]) -> str:
        spelled = list(members)
        if len(spelled) == 1:
            return spelled[0]
        return f"{self._use('AnyOf')}({', '.join(spelled)})"

    def _interface(self, interface: Interface) -> str:
        required = ", ".join(
            f"{literal(p.wire_name)}: {self.type(p.type)}"
            for p in interface.properties
            if p.required
        )
        optional = ", ".join(
            f"{literal(p.wire_name)}: {self.type(p.type)}"
            for p in interface.properties
            if not p.required
        )
        arguments = [f"{{{required}}}", f"{{{optional}}}"]
        if interface.index is not None:
            arguments.append(self.type(interface.index.value))
            if isinstance(interface.index.key, Template):
                # Only the keys of the pattern are bound by the index signature.
                arguments.append(self.type(interface.index.key))
        return f"{self._use('Object')}({', '.join(arguments)})"

    def type(self, type_: Type) -> str:
        match type_:
            case Primitive(name):
                return self._use(_KINDS[name])
            case Literal():
                return self._constant((type_,))
            case Template(parts):
                text = "".join(
                    f"${{{part.name}}}" if isinstance(part, Primitive) else part for part in parts
                )
                spelled = (
                    f"({literal(part.name)}, True)"
                    if isinstance(part, Primitive)
                    else f"({literal(part)}, False)"
                    for part in parts
                )
                return f"{self._use('Pattern')}({', '.join([literal(f'`{text}`'), *spelled])})"
            case Array(element):
                return f"{self._use('ListOf')}({self.type(element)})"
            case Tuple():
                return self._tuple(type_)
            case Map(_, value):
                return f"{self._use('MapOf')}({self.type(value)})"
            case Union():
                return self._union(type_)
            case Ref(id_):
                return f"{self._use('Named')}({literal(self.names.declarations[id_])})"
            case Opaque():
                return self._use("ANYTHING")
            case _:
                assert_never(type_)

    def _tuple(self, type_: Tuple) -> str:
        places = [index for index, item in enumerate(type_.items) if item.rest]
        split = places[0] if places else len(type_.items)
        before, after = type_.items[:split], type_.items[split + 1 :]
        arguments = [self.type(item.type) for item in before]
        arguments.append(f"required={sum(not item.optional for item in before)}")
        if places:
            arguments.append(f"rest={self.type(type_.items[split].type)}")
        if after:
            arguments.append(f"after={_tuple(self.type(item.type) for item in after)}")
        return f"{self._use('TupleOf')}({', '.join(arguments)})"

    def _union(self, type_: Union) -> str:
        """The literals first, together; the members that a tag tells apart as one."""
        literals = [member for member in type_.members if isinstance(member, Literal)]
        tagged = type_.decision if isinstance(type_.decision, ByTag) else None
        decided = set(map(self.type, leaves(tagged))) if tagged else set[str]()
        spelled: list[str] = []
        if literals:
            spelled.append(self._constant(literals))
        if tagged:
            spelled.append(self._decision(tagged))
        for member in type_.members:
            expression = self.type(member)
            if not isinstance(member, Literal) and expression not in decided:
                spelled.append(expression)
        return self._any_of(spelled)

    def _decision(self, decision: Decision) -> str:
        match decision:
            case Member(type_):
                return self.type(type_)
            case ByKeys(members):
                return self._any_of(map(self.type, members))
            case ByTag(name, branches, absent, other):
                pairs = ", ".join(
                    f"({_value(tag)}, {self._decision(branch)})" for tag, branch in branches
                )
                arguments = [literal(name), f"[{pairs}]"]
                if absent is not None:
                    arguments.append(f"absent={self._decision(absent)}")
                if other is not None:
                    arguments.append(f"other={self._decision(other)}")
                return f"{self._use('Tagged')}({', '.join(arguments)})"
            case _:
                assert_never(decision)


def _value(item: Literal) -> str:
    return literal(item.value) if isinstance(item.value, str) else repr(item.value)


def _tuple(items: Iterable[str]) -> str:
    spelled = list(items)
    return f"({spelled[0]},)" if len(spelled) == 1 else f"({', '.join(spelled)})"
