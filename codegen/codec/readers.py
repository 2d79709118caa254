"""How the values of each type are read: functions that find the objects of classes in them.

A type that holds no interface anywhere needs no reader: its values stay what JSON made of
them. That is what keeps `1` and `1.0`, unknown literals and misfits as they came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from ..layout import WIDTH, fold, literal
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
    children,
)
from ..names import Names, function_stem, numbered, unused
from .plan import ReaderPlan, TablePlan
from .shapes import Choice

__all__ = ["Readers", "fields_table"]


class Readers:
    """Collects the readers that a codec needs while its parts are planned, in order.

    `readers`, `tables` and `choices` are what was planned so far, `used` the names that it
    takes from the runtime, `texts` the literals that many events share.
    """

    def __init__(self, model: Model, names: Names) -> None:
        self.names = names
        self.declarations = model.by_id()
        self.typed = _typed_declarations(self.declarations)
        self.readers: list[ReaderPlan] = []
        self.tables: list[TablePlan] = []
        self.choices: list[Choice] = []
        self.used: set[str] = set()
        self.texts: dict[str, None] = {}
        self._taken: set[str] = set()
        for stem in names.stems.values():
            numbered(stem, self._taken)
        self._table_names: dict[tuple[str, str], str] = {}
        self._defined: set[DeclId] = set()

    def _is_typed(self, type_: Type) -> bool:
        if isinstance(type_, Ref):
            return type_.id in self.typed
        return any(self._is_typed(child) for child in children(type_))

    def read(self, type_: Type, value: str, path: str) -> str:
        """An expression that reads a value as a type; `path` names what it may need."""
        if not self._is_typed(type_):
            return value
        type_ = self._one_container(type_)
        match type_:
            case Array(element):
                self.used.add("each")
                return f"each({self.reader(element, f'{path}_item')}, {value})"
            case Map(_, element):
                self.used.add("each_value")
                return f"each_value({self.reader(element, f'{path}_value')}, {value})"
            case _:
                return f"{self.reader(type_, path)}({value})"

    def reader(self, type_: Type, path: str) -> str:
        """The name of the function that reads a type."""
        if not self._is_typed(type_):
            self.used.add("raw")
            return "raw"
        type_ = self._one_container(type_)
        if isinstance(type_, Ref):
            stem = self.names.stems[type_.id]
            target = self.declarations[type_.id]
            if isinstance(target, Alias) and type_.id not in self._defined:
                self._defined.add(type_.id)
                self._define(stem, target.type, self.names.declarations[type_.id])
            return f"_read_{stem}"
        stem = self._stem(path)
        self._define(stem, type_, path)
        return f"_read_{stem}"

    def _one_container(self, type_: Type) -> Type:
        """The one member of a union that an object or array can be; other values pass it."""
        while isinstance(type_, Union):
            members = [m for m in type_.members if self.can_be(m, _CONTAINERS) or _is_loose(m)]
            if len(members) != 1:
                break
            [type_] = members
        return type_

    def _define(self, stem: str, type_: Type, path: str) -> None:
        """Plan the function that reads a type."""
        on_object: tuple[str, ...] = ()
        on_array: tuple[str, ...] = ()
        match type_:
            case Ref() | Map():
                on_object = (_return(self.read(type_, "data", path)),)
                if isinstance(type_, Ref):
                    on_array = on_object
            case Array():
                on_array = (_return(self.read(type_, "data", path)),)
            case Tuple():
                on_array = (self._read_tuple(type_, path),)
            case Union():
                on_object = self._read_union_object(type_, stem, path)
                on_array = self._read_union_array(type_, path)
            case Primitive() | Literal() | Template() | Opaque():
                pass
            case _:
                assert_never(type_)
        self._add_reader(stem, on_object, on_array)

    def _add_reader(self, stem: str, on_object: tuple[str, ...], on_array: tuple[str, ...]) -> None:
        self.readers.append(
            ReaderPlan(
                fold(f"def _read_{stem}(data: Json) -> Any:"),
                on_object,
                on_array,
            )
        )

    def _read_tuple(self, type_: Tuple, path: str) -> str:
        """Each element by the reader of its place; a rest element takes all that are left."""
        self.used.add("each_at")
        before: list[str] = []
        after: list[str] = []
        rest, place = "", before
        for index, item in enumerate(type_.items):
            reader = self.reader(item.type, f"{path}_{index}")
            if item.rest:
                rest, place = reader, after
            else:
                place.append(reader)
        if not rest:
            rest = "raw"
            self.used.add(rest)
        return _return(f"each_at(data, {_tuple_of(before)}, {rest}, {_tuple_of(after)})")

    def _read_union_object(self, type_: Union, stem: str, path: str) -> tuple[str, ...]:
        objects = [member for member in type_.members if self.can_be(member, (Interface, Map))]
        if not any(map(self._is_typed, objects)):
            return ()
        loose = tuple(member for member in type_.members if _is_loose(member))
        if loose:
            # What is none of the other members is still one of these, and stays as it is.
            told = Union(tuple(objects), type_.decision) if len(objects) > 1 else objects[0]
            return self._choice((told, *loose), path)
        decision = type_.decision
        if decision is None:
            decision = Member(objects[0]) if len(objects) == 1 else ByKeys(tuple(objects))
        return self._decide(decision, stem, path)

    def _read_union_array(self, type_: Union, path: str) -> tuple[str, ...]:
        arrays = [member for member in type_.members if self.can_be(member, (Array, Tuple))]
        if not any(map(self._is_typed, arrays)):
            return ()
        if len(arrays) == 1:
            return (_return(self.read(arrays[0], "data", f"{path}_array")),)
        return self._choice(arrays, f"{path}_array")

    def _choice(self, members: Sequence[Type], path: str) -> tuple[str, ...]:
        """The statement that finds out which of some members a value is."""
        readers = [self.reader(member, f"{path}_{index}") for index, member in enumerate(members)]
        name = unused(path, {choice.name for choice in self.choices})
        self.choices.append(Choice(name, tuple(members)))
        return (_return(f"_choose({literal(name)}, {_tuple_of(readers)}, data)"),)

    def _decide(self, decision: Decision, stem: str, path: str) -> tuple[str, ...]:
        """The statements that read an object as the member that a decision finds."""
        match decision:
            case Member(type_):
                return (_return(self.read(type_, "data", f"{path}_object")),)
            case ByKeys(members):
                return self._choice(members, path)
            case ByTag():
                return self._by_tag(decision, stem, path)
            case _:
                assert_never(decision)

    def _by_tag(self, decision: ByTag, stem: str, path: str) -> tuple[str, ...]:
        table = self.tag_table(decision, stem, path)
        wire = literal(decision.property)
        other = f"unknown(data, {wire})"
        if decision.other is not None:
            other = f"{self._branch(decision.other, f'{path}_other')}(data)"
        else:
            self.used.add("unknown")
        absent: tuple[str, ...] = ()
        if decision.absent is not None:
            reader = self._branch(decision.absent, f"{path}_untagged")
            absent = (
                fold(f"data.get({wire})", f"{_INSIDE}tag = "),
                f"{_INSIDE}if tag is None:",
                _return(f"{reader}(data)", 1),
            )
        key = f"data[{wire}]"
        if any(tag.kind != "string" for tag, _ in decision.branches):
            self.used.add("tag_key")
            key = f"tag_key(data.get({wire}))"
        return (
            *absent,
            f"{_INSIDE}try:",
            fold(f"{table}[{key}]", f"{_INSIDE}    reader = "),
            f"{_INSIDE}except (KeyError, TypeError):",
            _return(other, 1),
            _return("reader(data)"),
        )

    def tag_table(self, decision: ByTag, stem: str, path: str) -> str:
        """The name of the table that leads from a tag to the reader of a member."""
        key = (stem, decision.property)
        if key not in self._table_names:
            taken = {fields_table(each) for each in self.names.stems.values()}
            name = f"_{stem}_by_{function_stem(decision.property, ())}".upper()
            name = unused(name, taken.union(self._table_names.values()))
            self._table_names[key] = name
            texts = all(tag.kind == "string" for tag, _ in decision.branches)
            entries = tuple(
                fold(f"    {_key(tag)}: {self._branch(branch, f'{path}_{tag.value}')},")
                for tag, branch in decision.branches
            )
            head = _table_head(name, "str" if texts else "Any")
            self.tables.append(TablePlan(head, entries))
        return self._table_names[key]

    def _branch(self, decision: Decision, path: str) -> str:
        """The name of a function that reads an object by a decision."""
        if isinstance(decision, Member):
            return self.reader(decision.type, path)
        stem = self._stem(path)
        self._add_reader(stem, self._decide(decision, stem, path), ())
        return f"_read_{stem}"

    def can_be(self, type_: Type, kinds: tuple[type, ...]) -> bool:
        """Whether a member of a union is, through aliases, of one of some kinds."""
        return any(isinstance(each, kinds) for each in _behind(type_, self.declarations))

    def shares_texts(self, type_: Type) -> bool:
        """Whether a field can have declared texts, which are added to `texts`."""
        found = tuple(_declared_texts(type_, self.declarations))
        self.texts.update(dict.fromkeys(found))
        return bool(found)

    def _stem(self, path: str) -> str:
        """What the functions for a type at a path are called after."""
        return numbered(function_stem(path, ()), self._taken)


_INSIDE: Final = " " * 8  # What is in an `if` in a function.


def _return(value: str, deeper: int = 0) -> str:
    return fold(value, f"{_INSIDE}{'    ' * deeper}return ")


_CONTAINERS: Final = (Interface, Map, Array, Tuple)


def _is_loose(type_: Type) -> bool:
    """Whether any object is of the type."""
    return isinstance(type_, Primitive) and type_.name in ("object", "defined", "unknown")


def _typed_declarations(declarations: dict[DeclId, Declaration]) -> frozenset[DeclId]:
    """The declarations whose values are or hold an object of a class."""

    def holds(type_: Type) -> bool:
        if isinstance(type_, Ref):
            return type_.id in typed
        return any(map(holds, children(type_)))

    typed = {d.id for d in declarations.values() if isinstance(d, Interface)}
    aliases = [d for d in declarations.values() if isinstance(d, Alias)]
    while True:
        more = [a.id for a in aliases if a.id not in typed and holds(a.type)]
        if not more:
            return frozenset(typed)
        typed.update(more)


def _declared_texts(type_: Type, declarations: dict[DeclId, Declaration]) -> Iterator[str]:
    """The string literals among the members of a union or an enum, through aliases."""
    for each in _behind(type_, declarations):
        literals = (m.value for m in each.members) if isinstance(each, Enum) else (each,)
        for literal_ in literals:
            if isinstance(literal_, Literal) and isinstance(literal_.value, str):
                yield literal_.value


def _behind(type_: Type, declarations: dict[DeclId, Declaration]) -> Iterator[Type | Declaration]:
    """A type and the members of unions in it, in order, with declarations for references."""
    seen: set[DeclId] = set()
    stack = [type_]
    while stack:
        current: Type | Declaration | None = stack.pop()
        if isinstance(current, Ref):
            if current.id in seen:
                continue
            seen.add(current.id)
            current = declarations.get(current.id)
        if current is not None:
            yield current
        if isinstance(current, Alias):
            stack.append(current.type)
        elif isinstance(current, Union):
            stack.extend(reversed(current.members))


def fields_table(stem: str) -> str:
    """The name of the table that has the wire names of an interface."""
    return f"_{stem.upper()}_FIELDS"


def _key(tag: Literal) -> str:
    """A literal as a key of a table, as the runtime's `tag_key` makes it."""
    if isinstance(tag.value, str):
        return literal(tag.value)
    return f'("{tag.kind}", {tag.value!r})'


def _tuple_of(items: Sequence[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _table_head(name: str, key: str) -> str:
    """The first lines of a table, whose bracket stays open: a long one breaks its annotation."""
    head = f"{name}: dict[{key}, Reader] = {{"
    return head if len(head) <= WIDTH else f"{name}: dict[\n    {key}, Reader\n] = {{"
