"""Checks of values against a model: every way in which a value departs from a declaration.

Each declaration becomes a tree of checks once; a check takes a JSON value and gives what it
found. The rules and the wording are those of strict decoding (`runtime/_strict.py`), with two
additions: misfits have kinds, and fields that the spec does not declare are found as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from ..model import (
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
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
from ._nodes import (
    AnyOf,
    Check,
    Constant,
    Findings,
    Later,
    ListOf,
    MapOf,
    Memo,
    Object,
    Pattern,
    Tagged,
    TupleOf,
    kind_of,
)

__all__ = ["Checker", "Findings"]


class Checker:
    """The checks of one model; `names` are what the declarations are called in messages."""

    def __init__(self, model: Model, names: Names) -> None:
        self._memo: Memo = {}
        self._builder = _Builder(model.by_id(), names, self._memo)

    def check(self, declaration: DeclId, value: Any) -> Findings:
        """What is found in a JSON value that should be of a declaration; nothing if it fits.

        Raises RecursionError for a value that nests too deeply.
        """
        try:
            return self._builder.declaration(declaration).check(value)
        finally:
            self._memo.clear()


class _Builder:
    """Makes checks of declarations, each once."""

    def __init__(
        self, declarations: Mapping[DeclId, Declaration], names: Names, memo: Memo
    ) -> None:
        self._declarations = declarations
        self._names = names
        self._memo = memo
        self._made: dict[DeclId, Check] = {}

    def declaration(self, id_: DeclId) -> Check:
        """The check of a declaration."""
        made = self._made.get(id_)
        return self._make(id_) if made is None else made

    def _make(self, id_: DeclId) -> Check:
        declaration = self._declarations[id_]
        match declaration:
            case Interface():
                made = self._made[id_] = Object(self._names.declarations[id_])
                self._fill(made, declaration)
                return made
            case Alias():
                later = self._made[id_] = Later()
                found = self._made[id_] = self._type(declaration.type)
                later.target = found
                later.always = found.always
                return found
            case Enum():
                return self._made.setdefault(id_, self._enum(declaration))
            case _:
                assert_never(declaration)

    def _fill(self, made: Object, interface: Interface) -> None:
        for item in interface.properties:
            check = self._type(item.type)
            made.fields[item.wire_name] = (check.always, check)
            if item.required:
                made.required[item.wire_name] = None
        if interface.index is not None:
            made.extra = self._type(interface.index.value)
            if isinstance(interface.index.key, Template):
                # Only the keys of the pattern are bound by the index signature.
                made.names = self._type(interface.index.key)

    def _enum(self, enum: Enum) -> Check:
        values = [member.value for member in enum.members]
        if None in values:
            texts = [v.value for v in values if v is not None and v.kind == "string"]
            number = kind_of("number")
            return AnyOf((Constant(texts), number), self._memo) if texts else number
        if not values:
            return kind_of("never")
        return Constant(value.value for value in values if value is not None)

    def _type(self, type_: Type) -> Check:
        match type_:
            case Primitive(name):
                return kind_of(name)
            case Literal(_, value):
                return Constant((value,))
            case Template(parts):
                return Pattern(parts)
            case Array(element):
                return ListOf(self._type(element))
            case Tuple():
                return self._tuple(type_)
            case Map(_, value):
                return MapOf(self._type(value))
            case Union():
                return self._union(type_)
            case Ref(id_):
                return self.declaration(id_)
            case Opaque():
                return kind_of("unknown")
            case _:
                assert_never(type_)

    def _tuple(self, type_: Tuple) -> Check:
        places = [index for index, item in enumerate(type_.items) if item.rest]
        split = places[0] if places else len(type_.items)
        before, after = type_.items[:split], type_.items[split + 1 :]
        return TupleOf(
            [self._type(item.type) for item in before],
            sum(not item.optional for item in before),
            self._type(type_.items[split].type) if places else None,
            [self._type(item.type) for item in after],
        )

    def _union(self, type_: Union) -> Check:
        """The literals first, together; the members that a tag tells apart as one."""
        literals = [member.value for member in type_.members if isinstance(member, Literal)]
        tagged = type_.decision if isinstance(type_.decision, ByTag) else None
        decided = frozenset(leaves(tagged)) if tagged else frozenset[Type]()
        made: list[Check] = []
        if literals:
            made.append(Constant(literals))
        if tagged:
            made.append(self._decision(tagged))
        made += [
            self._type(member)
            for member in type_.members
            if not isinstance(member, Literal) and member not in decided
        ]
        return made[0] if len(made) == 1 else AnyOf(made, self._memo)

    def _decision(self, decision: Decision) -> Check:
        match decision:
            case Member(type_):
                return self._type(type_)
            case ByKeys(members):
                return AnyOf([self._type(member) for member in members], self._memo)
            case ByTag(name, branches, absent, other):
                return Tagged(
                    name,
                    [(tag.value, self._decision(branch)) for tag, branch in branches],
                    None if absent is None else self._decision(absent),
                    None if other is None else self._decision(other),
                )
            case _:
                assert_never(decision)
