"""Quick checks for strict decoding: one condition for each class, over its fields.

A check may say no to what fits, never yes to what does not: where it says no, the walk of
`runtime/_strict.py` has the last word and finds the problems. So whatever is rare or hard to
say in one condition is simply left to the walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from ..layout import WIDTH, fold, literal, width
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
    PrimitiveName,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
)
from ..names import Names, numbered

__all__ = ["CheckPlan", "check_plan"]


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`; `uses` are the module's own names among the operands."""

    left: str
    operator: str
    right: str
    uses: tuple[str, ...] = ()

    def flat(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a check, or of a helper that takes one: the last argument is the value."""

    function: str
    arguments: tuple[str, ...]

    def flat(self) -> str:
        return f"{self.function}({', '.join(self.arguments)})"

    @property
    def uses(self) -> tuple[str, ...]:
        return (self.function, *self.arguments[:-1])


@dataclass(frozen=True, slots=True)
class All:
    """Conditions that must all hold; always true without any."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Conditions of which one must hold; never true without any."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Compare | Call | All | Some
_TRUE = All(())
_FALSE = Some(())
_EACH = {"_each": "list", "_each_value": "dict"}


def _is_number(value: str) -> Compare:
    return Compare(f"type({value})", "in", _NUMBER, (_NUMBER,))


def _type_is(value: str, kind: str) -> Compare:
    return Compare(f"type({value})", "is", kind)


def _is_unset(value: str) -> Compare:
    return Compare(value, "is", "UNSET", ("UNSET",))


_NUMBER = "_NUMBER"
_KINDS: Mapping[PrimitiveName, Callable[[str], Condition]] = {
    "string": lambda value: _type_is(value, "str"),
    "number": _is_number,
    "integer": _is_number,
    "boolean": lambda value: _type_is(value, "bool"),
    "null": lambda value: Compare(value, "is", "None"),
    "unknown": lambda _: _TRUE,
    "object": lambda value: Some((_type_is(value, "dict"), _type_is(value, "list"))),
    "defined": lambda _: _FALSE,
    "never": lambda _: _FALSE,
}


@dataclass(frozen=True, slots=True)
class _Function:
    """A check: a function of one parameter that says whether a condition holds."""

    name: str
    parameter: str
    condition: Condition


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
    for stem in stems.values():
        numbered(f"_fits_{stem}", planner.taken)
    classes: list[tuple[str, str]] = []
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            planner.check_class(declaration)
            classes.append((names.declarations[declaration.id], f"_fits_{stems[declaration.id]}"))
    used = _reached(planner.functions, [function for _, function in classes])
    values = ((name, text) for name, text in planner.constants.items() if name in used)
    helpers = any(name in used for name in _EACH)
    return CheckPlan(
        constants=tuple(fold(text, f"{name} = ") for name, text in values),
        functions=tuple(_lines_of(each) for each in planner.functions if each.name in used),
        classes=tuple(classes),
        uses_each="_each" in used,
        uses_each_value="_each_value" in used,
        uses_number=_NUMBER in used,
        runtime=("UNSET",) * ("UNSET" in used) + ("Json",) * helpers,
    )


def _reached(functions: Iterable[_Function], start: Iterable[str]) -> set[str]:
    """The names that some functions use, directly or through what they call, and their own."""
    by_name = {function.name: function for function in functions}
    found: set[str] = set()
    pending = list(start)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            if name in by_name:
                pending += _uses(by_name[name].condition)
    return found


def _uses(condition: Condition) -> Iterator[str]:
    if isinstance(condition, All | Some):
        for part in condition.parts:
            yield from _uses(part)
    else:
        yield from condition.uses


@dataclass(slots=True)
class _Planner:
    names: Names
    declarations: dict[DeclId, Declaration]
    stems: Mapping[DeclId, str]
    functions: list[_Function] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    defined: set[DeclId] = field(default_factory=set)
    inside: list[DeclId] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def check_class(self, interface: Interface) -> None:
        stem = self.stems[interface.id]
        fields = self.names.fields[interface.id]
        parts: list[Condition] = [_type_is("event", f"m.{self.names.declarations[interface.id]}")]
        for item in interface.properties:
            value = f"event.{fields[item.wire_name]}"
            condition = self.condition(item.type, value, f"{stem}_{fields[item.wire_name]}")
            if item.required and condition == _TRUE:
                condition = Compare(value, "is not", "UNSET", ("UNSET",))
            elif not item.required and condition != _TRUE:
                condition = _some((_is_unset(value), condition))
            parts.append(condition)
        index = interface.index
        if index is not None and index.value != Primitive("unknown"):
            parts.append(_is_unset("event.unknown_fields"))
        self.functions.append(_Function(f"_fits_{stem}", "event", _all(parts)))

    def condition(self, type_: Type, value: str, path: str) -> Condition:
        match type_:
            case Primitive(name):
                return _KINDS[name](value)
            case Literal():
                return self._literals((type_,), value, path)
            case Array(element):
                return self._each(element, value, f"{path}_item", "_each")
            case Map(_, element):
                return self._each(element, value, f"{path}_value", "_each_value")
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
                return _FALSE
            case _:
                assert_never(type_)

    def _literals(self, literals: tuple[Literal, ...], value: str, path: str) -> Condition:
        """Whether a value is one of some literals; only strings are compared here."""
        if any(item.kind != "string" for item in literals):
            return _FALSE
        spelled = [literal(str(item.value)) for item in literals]
        if len(spelled) == 1:
            return Compare(value, "==", spelled[0])
        values = f"({', '.join(spelled)})"
        # The formatter would rather open a long tuple than put it behind its operator.
        if len(value) + len(values) <= WIDTH // 2:
            return Compare(value, "in", values)
        constant = self._constant(f"_{path.upper()}", values)
        return Compare(value, "in", constant, (constant,))

    def _constant(self, name: str, values: str) -> str:
        """The name of a constant that has some values, the given one if that has no others."""
        while name == _NUMBER or self.constants.get(name, values) != values:
            name += "_"
        self.constants[name] = values
        return name

    def _each(self, element: Type, value: str, path: str, function: str) -> Condition:
        """Whether a value is a container whose elements fit."""
        condition = self.condition(element, "value", path)
        if condition == _TRUE:
            return _type_is(value, _EACH[function])
        if condition == _FALSE:
            return Compare(value, "==", "[]" if function == "_each" else "{}")
        if isinstance(condition, Call) and condition.arguments == ("value",):
            return Call(function, (condition.function, value))
        name = numbered(f"_fits_{path}", self.taken)
        self.functions.append(_Function(name, "value", condition))
        return Call(function, (name, value))

    def _named(self, id_: DeclId, value: str, path: str) -> Condition:
        target = self.declarations[id_]
        match target:
            case Interface():
                return Call(f"_fits_{self.stems[id_]}", (value,))
            case Enum(members=members):
                values = tuple(m.value for m in members if m.value is not None)
                known = len(values) == len(members)
                return self._literals(values, value, path) if known and values else _FALSE
            case Alias():
                if id_ not in self.stems:
                    if id_ in self.inside:
                        return _FALSE
                    self.inside.append(id_)
                    condition = self.condition(target.type, value, path)
                    self.inside.pop()
                    return condition
                if id_ not in self.defined:
                    self.defined.add(id_)
                    condition = self.condition(target.type, "value", self.stems[id_])
                    self.functions.append(_Function(f"_fits_{self.stems[id_]}", "value", condition))
                return Call(f"_fits_{self.stems[id_]}", (value,))
            case _:
                assert_never(target)


def _all(parts: Iterable[Condition]) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        if part == _FALSE:
            return _FALSE
        flat.extend(part.parts if isinstance(part, All) else (part,))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _some(parts: Iterable[Condition]) -> Condition:
    flat: dict[Condition, None] = {}
    for part in parts:
        if part == _TRUE:
            return _TRUE
        flat.update(dict.fromkeys(part.parts if isinstance(part, Some) else (part,)))
    members = tuple(flat)
    return members[0] if len(members) == 1 else Some(members)


# ------------------------------------------------------------------------------ layout


def _lines_of(function: _Function) -> tuple[str, ...]:
    """The lines of a function."""
    head = fold(f"def {function.name}({function.parameter}: Any) -> bool:")
    return (head, *_body(function.condition))


def _body(condition: Condition) -> Iterator[str]:
    """Statements that return whether a condition holds."""
    if condition in (_TRUE, _FALSE):
        yield f"    return {condition == _TRUE}"
        return
    flat = f"    return {_flat(condition)}"
    # Two values that may be anything need not compare as a bool.
    equals = isinstance(condition, Compare) and condition.operator == "=="
    if width(flat) <= WIDTH and not equals:
        yield flat
    elif isinstance(condition, All) and len(condition.parts) > 2:
        yield "    return ("
        yield from _group(condition, " " * 8)
        yield "    )"
    elif isinstance(condition, All):
        # The formatter does not put two operands on lines of their own in every case.
        first, rest = condition.parts
        assert isinstance(first, Compare)
        yield from _if(replace(first, operator="is not"))
        yield "        return False"
        yield from _body(rest)
    else:
        for part in condition.parts if isinstance(condition, Some) else (condition,):
            yield from _if(part)
            yield "        return True"
        yield "    return False"


def _if(condition: Condition) -> Iterator[str]:
    """The head of an `if` statement."""
    line = f"    if {_flat(condition)}:"
    if width(line) <= WIDTH:
        yield line
    elif isinstance(condition, Call):
        yield from _opened("    if ", condition, ":")
    else:
        yield "    if ("
        yield from _group(condition, " " * 8)
        yield "    ):"


def _flat(condition: Condition) -> str:
    """A condition on one line."""
    if isinstance(condition, Compare | Call):
        return condition.flat()
    word = " and " if isinstance(condition, All) else " or "
    return word.join(
        f"({_flat(part)})" if isinstance(part, All | Some) else part.flat()
        for part in condition.parts
    )


def _group(condition: Condition, indent: str) -> Iterator[str]:
    """What is in a pair of brackets: in one line if it fits."""
    flat = f"{indent}{_flat(condition)}"
    if width(flat) <= WIDTH:
        yield flat
    elif isinstance(condition, Compare | Call):
        yield from _part(condition, indent, "")
    else:
        word = ""
        for part in condition.parts:
            if isinstance(part, Compare | Call):
                yield from _part(part, indent, word)
            elif width(line := f"{indent}{word}({_flat(part)})") <= WIDTH:
                yield line
            else:
                yield f"{indent}{word}("
                yield from _group(part, f"{indent}    ")
                yield f"{indent})"
            word = "and " if isinstance(condition, All) else "or "


def _part(part: Compare | Call, indent: str, word: str) -> Iterator[str]:
    """One comparison or call, behind the word that joins it to the one before."""
    line = f"{indent}{word}{part.flat()}"
    if width(line) <= WIDTH:
        yield line
    elif isinstance(part, Compare):
        yield fold(f"{indent}{word}{part.left}")
        yield f"{indent}{part.operator} {part.right}"
    else:
        yield from _opened(f"{indent}{word}", part)


def _opened(lead: str, call: Call, tail: str = "") -> Iterator[str]:
    """A call whose arguments stand on lines of their own."""
    indent = lead[: len(lead) - len(lead.lstrip())]
    together = f"{indent}    {', '.join(call.arguments)}"
    yield f"{lead}{call.function}("
    if width(together) <= WIDTH or len(call.arguments) == 1:
        yield together
    else:
        yield from (f"{indent}    {argument}," for argument in call.arguments)
    yield f"{indent}){tail}"
