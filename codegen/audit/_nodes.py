"""The nodes of which the checks of declarations are made: each finds what misfits in a value.

The rules and the wording are those of strict decoding (`runtime/_strict.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from ..model import Primitive
from ..runtime._runtime import tag_key
from ..runtime._template import Template
from ..runtime._wire import write_json
from .findings import Found, Key, Kind, Misfit

__all__ = [
    "AnyOf",
    "Check",
    "Constant",
    "Findings",
    "KindOf",
    "Later",
    "ListOf",
    "MapOf",
    "Memo",
    "Object",
    "Pattern",
    "Tagged",
    "TupleOf",
    "kind_of",
]

Findings: TypeAlias = Sequence[Found]
"""What was found in a value; nothing if it fits."""

_FITS: Final[Findings] = ()
_MOST: Final = 1000
"""As many findings one array or object may have; the value has been refused long before."""

_CONTAINERS: Final = frozenset({dict, list})
_KINDS: Final[Mapping[str, tuple[str, frozenset[type]]]] = {
    "string": ("string", frozenset({str})),
    "number": ("number", frozenset({int, float})),
    "integer": ("number", frozenset({int, float})),
    "boolean": ("boolean", frozenset({bool})),
    "null": ("null", frozenset({type(None)})),
    "unknown": ("anything", frozenset({str, int, float, bool, type(None), dict, list})),
    "object": ("an array or object", _CONTAINERS),
    "defined": ("anything but null", frozenset({str, int, float, bool, dict, list})),
    "never": ("nothing", frozenset()),
}


class Check(Protocol):
    """One node of the tree: what a value is checked for."""

    always: frozenset[type]
    """The types of Python whose values all fit."""
    literals: frozenset[type]
    """The types of which only some values fit."""

    def meant(self, kind: type) -> bool:
        """Whether it is about objects (`dict`) or arrays (`list`)."""
        ...

    def expected(self) -> str:
        """What is wanted, in a few words."""
        ...

    def check(self, value: Any) -> Findings:
        """What is found in a value."""
        ...


Memo: TypeAlias = "dict[tuple[int, int], Findings]"
_NONE: Final[frozenset[type]] = frozenset()


def _misfit(check: Check, value: Any) -> Findings:
    known = type(value) in check.literals
    kind = Kind.UNKNOWN_VALUE if known else Kind.WRONG_TYPE
    return (Found(None, Misfit(kind, check.expected(), value)),)


def _missing(check: Check, name: str) -> Found:
    misfit = Misfit(Kind.MISSING, check.expected(), None, "but it is missing")
    return Found((name, None), misfit)


def _hard(findings: Findings) -> int:
    """How many of the findings strict decoding has as well."""
    return sum(found.misfit.kind is not Kind.UNDECLARED for found in findings)


class KindOf:
    """Any value of one kind."""

    __slots__ = ("always", "literals", "name")

    def __init__(self, name: str, types: frozenset[type]) -> None:
        self.name = name
        self.always = types
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return False

    def expected(self) -> str:
        return self.name

    def check(self, value: Any) -> Findings:
        return _FITS if type(value) in self.always else _misfit(self, value)


class Constant:
    """One of some literal values; `true`, `1` and `"1"` are three."""

    __slots__ = ("always", "keys", "literals", "values")

    def __init__(self, values: Iterable[str | int | float | bool]) -> None:
        self.values = tuple(values)
        self.keys = frozenset(map(tag_key, self.values))
        self.always = _NONE
        types = {type(value) for value in self.values}
        self.literals = frozenset(types | {int, float} if types & {int, float} else types)

    def meant(self, kind: type) -> bool:
        return False

    def expected(self) -> str:
        return _alternatives(self.values)

    def check(self, value: Any) -> Findings:
        key = value if type(value) is str else tag_key(value)
        return _FITS if key is not None and key in self.keys else _misfit(self, value)


class Pattern:
    """A string that a template literal type allows."""

    __slots__ = ("always", "literals", "template", "text")

    def __init__(self, parts: Iterable[str | Primitive]) -> None:
        spelled = [(p, False) if isinstance(p, str) else (p.name, True) for p in parts]
        text = "".join(f"${{{part}}}" if is_hole else part for part, is_hole in spelled)
        self.text = f"`{text}`"
        self.template = Template(spelled)
        self.always = _NONE
        self.literals: frozenset[type] = frozenset({str})

    def meant(self, kind: type) -> bool:
        return False

    def expected(self) -> str:
        return self.text

    def check(self, value: Any) -> Findings:
        if type(value) is str and self.template.allows(value):
            return _FITS
        return _misfit(self, value)


class ListOf:
    """An array, each element of one type."""

    __slots__ = ("always", "element", "literals")

    def __init__(self, element: Check) -> None:
        self.element = element
        self.always = _NONE
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return kind is list

    def expected(self) -> str:
        return "array"

    def check(self, value: Any) -> Findings:
        if type(value) is not list:
            return _misfit(self, value)
        found: list[Found] = []
        always, check = self.element.always, self.element.check
        for index, item in enumerate(value):
            if type(item) not in always and (inner := check(item)):
                found += [each.under(index) for each in inner]
                if len(found) > _MOST:
                    break
        return found or _FITS


class TupleOf:
    """An array with a type for each position."""

    __slots__ = ("after", "always", "items", "literals", "required", "rest")

    def __init__(
        self,
        items: Sequence[Check],
        required: int,
        rest: Check | None,
        after: Sequence[Check],
    ) -> None:
        self.items = items
        self.required = required
        self.rest = rest
        self.after = after
        self.always = _NONE
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return kind is list

    def expected(self) -> str:
        return "array"

    def check(self, value: Any) -> Findings:
        if type(value) is not list:
            return _misfit(self, value)
        least = self.required + len(self.after)
        most = None if self.rest is not None else len(self.items) + len(self.after)
        if len(value) < least or (most is not None and len(value) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}"
            wanted = f"at least {least}" if most is None else wanted
            misfit = Misfit(Kind.WRONG_TYPE, f"{wanted} elements", value, f"got {len(value)}")
            return (Found(None, misfit),)
        found: list[Found] = []
        for index, item in enumerate(value):
            found += [each.under(index) for each in self._at(index, len(value)).check(item)]
            if len(found) > _MOST:
                break
        return found or _FITS

    def _at(self, index: int, length: int) -> Check:
        middle = length - len(self.after)
        if index >= middle:
            return self.after[index - middle]
        if index < len(self.items):
            return self.items[index]
        assert self.rest is not None
        return self.rest


class MapOf:
    """An object with any keys, each value of one type."""

    __slots__ = ("always", "literals", "value")

    def __init__(self, value: Check) -> None:
        self.value = value
        self.always = _NONE
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return kind is dict

    def expected(self) -> str:
        return "object"

    def check(self, value: Any) -> Findings:
        if type(value) is not dict:
            return _misfit(self, value)
        found: list[Found] = []
        always, check = self.value.always, self.value.check
        for key, item in value.items():
            if type(item) not in always and (inner := check(item)):
                found += [each.under(Key(key)) for each in inner]
                if len(found) > _MOST:
                    break
        return found or _FITS


class Object:
    """An object with declared fields; `extra` is for the others that `names` lets in."""

    __slots__ = ("always", "extra", "fields", "literals", "name", "names", "required")

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, tuple[frozenset[type], Check]] = {}
        self.required: dict[str, None] = {}
        self.extra: Check | None = None
        self.names: Check | None = None
        self.always = _NONE
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return kind is dict

    def expected(self) -> str:
        return self.name

    def check(self, value: Any) -> Findings:
        if type(value) is not dict:
            return (Found(None, Misfit(Kind.WRONG_TYPE, "object", value)),)
        found: list[Found] = []
        fields = self.fields
        for name, item in value.items():
            field = fields.get(name)
            if field is None:
                found += self._other(name, item)
            elif type(item) in field[0]:
                continue
            elif inner := field[1].check(item):
                found += self._declared(name, item, inner)
            if found and len(found) > _MOST:
                break
        if not value.keys() >= self.required.keys():
            found += [
                _missing(fields[name][1], name) for name in self.required if name not in value
            ]
        return found or _FITS

    def _declared(self, name: str, item: Any, inner: Findings) -> Findings:
        if item is None and name not in self.required:
            expected = inner[0].misfit.expected
            return (Found((name, None), Misfit(Kind.NULL, expected, None)),)
        return [each.under(name) for each in inner]

    def _other(self, name: str, item: Any) -> Findings:
        if self.extra is not None and (self.names is None or not self.names.check(name)):
            return [each.under(Key(name)) for each in self.extra.check(item)]
        if not self.fields:
            # To TypeScript an empty object type has every property.
            return _FITS
        return (Found(None, Misfit(Kind.UNDECLARED, "", item)).under(name),)


class AnyOf:
    """A union: a value fits if it fits any member."""

    __slots__ = ("always", "literals", "members", "memo")

    def __init__(self, members: Sequence[Check], memo: Memo) -> None:
        self.members = tuple(members)
        self.memo = memo
        self.always = frozenset[type]().union(*(member.always for member in members))
        self.literals = frozenset[type]().union(*(member.literals for member in members))

    def meant(self, kind: type) -> bool:
        return any(member.meant(kind) for member in self.members)

    def expected(self) -> str:
        return " | ".join(dict.fromkeys(member.expected() for member in self.members))

    def check(self, value: Any) -> Findings:
        if type(value) in self.always:
            return _FITS
        if type(value) not in _CONTAINERS:
            literal = any(not member.check(value) for member in self.members)
            return _FITS if literal else _misfit(self, value)
        # A value inside several members that are themselves inside several would be looked
        # at twice for each level of nesting.
        key = (id(self), id(value))
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._of_container(value)
        return found

    def _of_container(self, value: Any) -> Findings:
        """The findings of the member that fits best, or of the one that is meant."""
        fitting: Findings | None = None
        candidates: list[tuple[int, Findings]] = []
        for member in self.members:
            if type(value) not in member.always and not member.meant(type(value)):
                continue
            found = member.check(value)
            if not found:
                return _FITS
            hard = _hard(found)
            if hard:
                candidates.append((hard, found))
            elif fitting is None or len(found) < len(fitting):
                fitting = found
        if fitting is not None:
            return fitting
        candidates.sort(key=lambda candidate: candidate[0])
        if not candidates or (len(candidates) > 1 and candidates[0][0] == candidates[1][0]):
            return _misfit(self, value)
        return candidates[0][1]


class Tagged:
    """The object members of a union, told apart by the literal in one of their fields."""

    __slots__ = ("absent", "always", "branches", "literals", "other", "tag", "values")

    def __init__(
        self,
        tag: str,
        branches: Sequence[tuple[str | int | float | bool, Check]],
        absent: Check | None,
        other: Check | None,
    ) -> None:
        self.tag = tag
        self.branches: dict[Any, Check] = {tag_key(value): check for value, check in branches}
        self.values = Constant(key if isinstance(key, str) else key[1] for key in self.branches)
        self.absent = absent
        self.other = other
        self.always = _NONE
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return kind is dict

    def expected(self) -> str:
        return "object"

    def check(self, value: Any) -> Findings:
        if type(value) is not dict:
            return _misfit(self, value)
        tag = value.get(self.tag)
        branch = self.branches.get(tag_key(tag)) if tag is not None else self.absent
        if branch is None:
            branch = self.other
        if branch is not None:
            return branch.check(value)
        if self.tag not in value:
            return (_missing(self.values, self.tag),)
        return [found.under(self.tag) for found in _misfit(self.values, tag)]


class Later:
    """An alias that contains itself: what it stands for is known later."""

    __slots__ = ("always", "literals", "target")

    def __init__(self) -> None:
        self.target: Check | None = None
        self.always = _NONE
        self.literals = _NONE

    def meant(self, kind: type) -> bool:
        return self._known.meant(kind)

    def expected(self) -> str:
        return self._known.expected()

    def check(self, value: Any) -> Findings:
        return self._known.check(value)

    @property
    def _known(self) -> Check:
        assert self.target is not None
        return self.target


def _alternatives(values: Sequence[str | int | float | bool]) -> str:
    """Some literals, the first of them if they are many."""
    shown = " | ".join(map(write_json, values[:12]))
    return shown if len(values) <= 12 else f"{shown} | ... ({len(values)} in all)"


def kind_of(name: str) -> KindOf:
    """The check of a built-in type of the model."""
    return KindOf(*_KINDS[name])
