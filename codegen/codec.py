"""How values are read and written: the plan of a generated package's `codec.py`.

From a model and its Python names to frozen data: for each interface a straight-line
reader and writer, for each type that holds an interface a reader that finds it, and for
strict decoding the shape of every declaration. The templates only spell it out.

A type that holds no interface anywhere needs no reader: its values stay what JSON made of
them. That is what keeps `1` and `1.0`, unknown literals and misfits as they came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from .checks import CheckPlan, check_plan
from .layout import WIDTH, fold, literal
from .model import (
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
    Property,
    Ref,
    Template,
    Tuple,
    Type,
    Union,
    children,
)
from .names import Names
from .shapes import Choice, shape_plan
from .targets.base import Export, Page, Request

__all__ = ["CodecPlan", "codec_parts", "codec_plan", "snake_case"]


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """The reader and the writer of one interface, in lines of Python.

    `fields` is the table of its wire names, `read` and `write` are the first lines of the
    functions. `required` and `optional` load the fields, `retry` is what the reader does
    where a required one is missing, `others` sets the undeclared ones. `stores` add
    the fields to the text.
    """

    name: str
    reader: str
    writer: str
    fields: str
    read: str
    create: str
    required: tuple[str, ...]
    retry: str
    optional: tuple[str, ...]
    others: tuple[str, ...]
    write: str
    stores: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReaderPlan:
    """The reader of a type that is no interface: what it does with an object, and an array."""

    read: str
    on_object: tuple[str, ...]
    on_array: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A dispatch table, from a tag (or its `tag_key`) to the reader of a member, in lines."""

    head: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnionPlan:
    """A public function that decodes a union.

    `take` reads the message. `stream` makes the function for it where the union is one of
    tagged objects, what a socket carries, and is empty otherwise.
    """

    function: str
    signature: str
    alias: str
    takes: str
    take: str
    stream: str
    has_unknown: bool


@dataclass(frozen=True, slots=True)
class CodecPlan:
    """Everything that `codec.py` and `_schema.py` of a package are made from.

    `runtime` are the names that `codec.py` takes from `_runtime`. `shapes` and `choices`
    are the entries of `_schema.py`, `constructors` what those are made of, `checks` its
    quick conditions. `renamed` are the entries of the table of wire names.
    """

    classes: tuple[ClassPlan, ...]
    readers: tuple[ReaderPlan, ...]
    tables: tuple[TablePlan, ...]
    unions: tuple[UnionPlan, ...]
    runtime: tuple[str, ...]
    shapes: tuple[str, ...]
    choices: tuple[str, ...]
    constructors: tuple[str, ...]
    checks: CheckPlan
    renamed: tuple[str, ...]


def snake_case(name: str) -> str:
    """`ResponseDoneEvent` as `response_done_event`; runs of capitals are one word."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return name.lower().strip("_")


def codec_plan(model: Model, names: Names) -> CodecPlan:
    """The plan for a model; the order of everything in it is the model's."""
    return _Planner(model, names).plan()


def codec_parts(request: Request) -> tuple[tuple[Page, ...], tuple[Export, ...]]:
    """The pages `codec.py` and `_schema.py`, and what `__init__` takes from codec and runtime."""
    plan = codec_plan(request.model, request.names)
    variables = {"header": request.header, "plan": plan}
    pages = (
        Page(f"{request.package}/codec.py", "dataclasses/codec.py.j2", variables),
        Page(f"{request.package}/_schema.py", "dataclasses/_schema.py.j2", variables),
    )
    return pages, _exports(plan)


def _exports(plan: CodecPlan) -> tuple[Export, ...]:
    functions = tuple(sorted(union.function for union in plan.unions))
    return (
        Export("codec", ("decode", *functions, "encode", "to_dict")),
        Export(
            "_runtime",
            ("UNSET", "DecodeError", "Maybe", "Message", "Problem", "UnknownEvent", "UnsetType"),
        ),
    )


_ALWAYS: Final = frozenset(
    """Json Message Reader UNSET Writer add_others close plain_maker
    read_as text_writer""".split()
)


class _Planner:
    """Collects the parts of a plan while walking the declarations once, in order."""

    def __init__(self, model: Model, names: Names) -> None:
        self.model = model
        self.names = names
        self.declarations = model.by_id()
        self.typed = _typed_declarations(self.declarations)
        self.stems: dict[DeclId, str] = {}
        self.taken: set[str] = set()
        self.defined: set[DeclId] = set()
        self.readers: list[ReaderPlan] = []
        self.tables: dict[str, TablePlan] = {}
        self.choices: list[Choice] = []
        self.used: set[str] = set()

    def plan(self) -> CodecPlan:
        for declaration in self.model.declarations:
            if declaration.id in self.typed:
                name = self.names.declarations[declaration.id]
                self.stems[declaration.id] = self._stem(name)
        classes: list[ClassPlan] = []
        unions: list[UnionPlan] = []
        for declaration in self.model.declarations:
            if isinstance(declaration, Interface):
                classes.append(self._class(declaration))
            elif isinstance(declaration, Alias) and declaration.id in self.typed:
                unions.extend(self._alias(declaration))
        shapes = shape_plan(self.model, self.names, tuple(self.choices))
        return CodecPlan(
            classes=tuple(classes),
            readers=tuple(self.readers),
            tables=tuple(self.tables.values()),
            unions=tuple(unions),
            runtime=tuple(sorted(self.used | _ALWAYS)),
            shapes=tuple(fold(f"    {name}: {shape},") for name, shape in shapes.shapes),
            choices=tuple(fold(f"    {name}: {shape},") for name, shape in shapes.choices),
            constructors=shapes.constructors,
            renamed=tuple(self._renamed()),
            checks=check_plan(self.model, self.names, self.stems),
        )

    # ------------------------------------------------------------------- classes

    def _class(self, interface: Interface) -> ClassPlan:
        name = self.names.declarations[interface.id]
        stem = self.stems[interface.id]
        fields = self.names.fields[interface.id]
        wires = ", ".join(literal(item.wire_name) for item in interface.properties)
        if any(item.required for item in interface.properties):
            self.used.add("with_missing")
        return ClassPlan(
            name=name,
            reader=f"_read_{stem}",
            writer=f"_write_{stem}",
            fields=fold(f"{_table(stem)} = {{{wires}}}") if wires else "",
            read=fold(f"def _read_{stem}(data: Json) -> Any:"),
            create=fold(f"    event = _new(m.{name})"),
            required=tuple(
                self._load(" " * 8, item, fields[item.wire_name], name)
                for item in interface.properties
                if item.required
            ),
            retry=fold(f"        return _read_{stem}(with_missing(data, {_table(stem)}))"),
            optional=tuple(
                self._load(" " * 4, item, fields[item.wire_name], name)
                for item in interface.properties
                if not item.required
            ),
            others=self._others(interface, stem, name),
            write=fold(f"def _write_{stem}(event: Any) -> str:"),
            stores=tuple(
                self._store(item, fields[item.wire_name]) for item in _tag_first(interface)
            ),
        )

    def _renamed(self) -> Iterator[str]:
        """The entries of the table of wire names that are not the Python names."""
        for id_, fields in self.names.fields.items():
            changed = {field: wire for wire, field in fields.items() if field != wire}
            if changed and id_ in self.declarations:
                items = ", ".join(f"{literal(f)}: {literal(w)}" for f, w in changed.items())
                yield fold(f"    m.{self.names.declarations[id_]}: {{{items}}},")

    def _load(self, indent: str, item: Property, field: str, owner: str) -> str:
        """The statement that reads one field."""
        wire = literal(item.wire_name)
        value = f"data[{wire}]" if item.required else f"get({wire}, UNSET)"
        target = f"{indent}event.{field} = "
        if isinstance(item.type, Literal) and isinstance(item.type.value, str):
            return _shared(indent, target, value, literal(item.type.value), item.required)
        return fold(f"{target}{self._read(item.type, value, f'{owner}_{field}')}")

    def _others(self, interface: Interface, stem: str, name: str) -> tuple[str, ...]:
        """The statements that set `unknown_fields` where a message has more than the declared."""
        if not interface.properties:
            test, value = "data", "dict(data)"
        else:
            self.used.add("others")
            value = f"others(data, {_table(stem)})"
            test = f"not {_table(stem)}.issuperset(data)"
            if all(item.required for item in interface.properties):
                test = f"len(data) != {len(interface.properties)}"
        if interface.index is not None:
            value = self._read(interface.index, value, f"{name}_index")
        return (
            "    event.unknown_fields = UNSET",
            fold(f"    if {test}:"),
            fold(f"        event.unknown_fields = {value}"),
        )

    def _store(self, item: Property, field: str) -> tuple[str, str]:
        """The lines that add a field to the text of the object, if it is set."""
        key = literal(f"{json.dumps(item.wire_name)}:")
        return (
            fold(f"    if event.{field} is not UNSET:"),
            fold(f'        parts += ({key}, _text(event.{field}), ",")'),
        )

    # ------------------------------------------------------------------- readers

    def _is_typed(self, type_: Type) -> bool:
        if isinstance(type_, Ref):
            return type_.id in self.typed
        return any(self._is_typed(child) for child in children(type_))

    def _read(self, type_: Type, value: str, path: str) -> str:
        """An expression that reads a value as a type; `path` names what it may need."""
        if not self._is_typed(type_):
            return value
        match type_:
            case Array(element):
                self.used.add("each")
                return f"each({self._reader(element, f'{path}_item')}, {value})"
            case Map(_, element):
                self.used.add("each_value")
                return f"each_value({self._reader(element, f'{path}_value')}, {value})"
            case _:
                return f"{self._reader(type_, path)}({value})"

    def _reader(self, type_: Type, path: str) -> str:
        """The name of the function that reads a type."""
        if not self._is_typed(type_):
            self.used.add("raw")
            return "raw"
        if isinstance(type_, Ref):
            stem = self.stems[type_.id]
            target = self.declarations[type_.id]
            if isinstance(target, Alias) and type_.id not in self.defined:
                self.defined.add(type_.id)
                self._define(stem, target.type, self.names.declarations[type_.id])
            return f"_read_{stem}"
        stem = self._stem(path)
        self._define(stem, type_, path)
        return f"_read_{stem}"

    def _define(self, stem: str, type_: Type, path: str) -> None:
        """Plan the function that reads a type."""
        on_object: tuple[str, ...] = ()
        on_array: tuple[str, ...] = ()
        match type_:
            case Ref() | Map():
                on_object = (f"return {self._read(type_, 'data', path)}",)
                if isinstance(type_, Ref):
                    on_array = on_object
            case Array():
                on_array = (f"return {self._read(type_, 'data', path)}",)
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
                tuple(fold(f"        {line}") for line in on_object),
                tuple(fold(f"        {line}") for line in on_array),
            )
        )

    def _read_tuple(self, type_: Tuple, path: str) -> str:
        """Each element by the reader of its place; a rest element takes all that are left."""
        self.used.update(("each_at", "raw"))
        before: list[str] = []
        after: list[str] = []
        rest, place = "raw", before
        for index, item in enumerate(type_.items):
            reader = self._reader(item.type, f"{path}_{index}")
            if item.rest:
                rest, place = reader, after
            else:
                place.append(reader)
        return f"return each_at(data, {_tuple_of(before)}, {rest}, {_tuple_of(after)})"

    def _read_union_object(self, type_: Union, stem: str, path: str) -> tuple[str, ...]:
        objects = [member for member in type_.members if self._can_be(member, (Interface, Map))]
        if not any(map(self._is_typed, objects)):
            return ()
        decision = type_.decision
        if decision is None:
            decision = Member(objects[0]) if len(objects) == 1 else ByKeys(tuple(objects))
        return self._decide(decision, stem, path)

    def _read_union_array(self, type_: Union, path: str) -> tuple[str, ...]:
        arrays = [member for member in type_.members if self._can_be(member, (Array, Tuple))]
        if not any(map(self._is_typed, arrays)):
            return ()
        if len(arrays) == 1:
            return (f"return {self._read(arrays[0], 'data', f'{path}_array')}",)
        return self._choice(arrays, f"{path}_array")

    def _choice(self, members: Sequence[Type], path: str) -> tuple[str, ...]:
        """The statement that finds out which of some members a value is."""
        readers = [self._reader(member, f"{path}_{index}") for index, member in enumerate(members)]
        self.choices.append(Choice(path, tuple(members)))
        return (f"return _choose({literal(path)}, {_tuple_of(readers)}, data)",)

    def _decide(self, decision: Decision, stem: str, path: str) -> tuple[str, ...]:
        """The statements that read an object as the member that a decision finds."""
        match decision:
            case Member(type_):
                return (f"return {self._read(type_, 'data', f'{path}_object')}",)
            case ByKeys(members):
                return self._choice(members, path)
            case ByTag():
                return self._by_tag(decision, stem, path)
            case _:
                assert_never(decision)

    def _by_tag(self, decision: ByTag, stem: str, path: str) -> tuple[str, ...]:
        table = self._tag_table(decision, stem, path)
        wire = literal(decision.property)
        other = f"return unknown(data, {wire})"
        if decision.other is not None:
            other = f"return {self._branch(decision.other, f'{path}_other')}(data)"
        else:
            self.used.add("unknown")
        absent: tuple[str, ...] = ()
        if decision.absent is not None:
            reader = self._branch(decision.absent, f"{path}_untagged")
            absent = (f"if data.get({wire}) is None:", f"    return {reader}(data)")
        key = f"data[{wire}]"
        if any(tag.kind != "string" for tag, _ in decision.branches):
            self.used.add("tag_key")
            key = f"tag_key(data.get({wire}))"
        return (
            *absent,
            "try:",
            f"    reader = {table}[{key}]",
            "except (KeyError, TypeError):",
            f"    {other}",
            "return reader(data)",
        )

    def _tag_table(self, decision: ByTag, stem: str, path: str) -> str:
        """The name of the table that leads from a tag to the reader of a member."""
        name = f"_{stem}_by_{_identifier(decision.property)}".upper()
        if name not in self.tables:
            texts = all(tag.kind == "string" for tag, _ in decision.branches)
            entries = tuple(
                fold(f"    {_key(tag)}: {self._branch(branch, f'{path}_{tag.value}')},")
                for tag, branch in decision.branches
            )
            head = f"{name}: dict[{'str' if texts else 'Any'}, Reader] = {{"
            self.tables[name] = TablePlan(fold(head), entries)
        return name

    def _branch(self, decision: Decision, path: str) -> str:
        """The name of a function that reads an object by a decision."""
        if isinstance(decision, Member):
            return self._reader(decision.type, path)
        stem = self._stem(path)
        self._add_reader(stem, self._decide(decision, stem, path), ())
        return f"_read_{stem}"

    def _can_be(self, type_: Type, kinds: tuple[type, ...]) -> bool:
        """Whether a member of a union is, through aliases, of one of some kinds."""
        seen: set[DeclId] = set()
        stack = [type_]
        while stack:
            current: Type | Declaration | None = stack.pop()
            if isinstance(current, Ref):
                if current.id in seen:
                    continue
                seen.add(current.id)
                current = self.declarations.get(current.id)
            if isinstance(current, kinds):
                return True
            if isinstance(current, Alias):
                stack.append(current.type)
            elif isinstance(current, Union):
                stack.extend(current.members)
        return False

    # -------------------------------------------------------------------- unions

    def _alias(self, alias: Alias) -> Iterator[UnionPlan]:
        """Plan what reads an alias, and if it is a union the public function for it."""
        name = self.names.declarations[alias.id]
        stem = self.stems[alias.id]
        type_ = alias.type
        if not isinstance(type_, Union):
            return
        scalars = (Array, Tuple, Primitive, Literal, Template, Opaque, Enum)
        objects_only = not self._can_be(type_, scalars)
        has_unknown = _has_unknown(type_.decision)
        returns = f"m.{name} | UnknownEvent" if has_unknown else f"m.{name}"
        if has_unknown:
            self.used.add("UnknownEvent")
        takes = "Message" if objects_only else "Message | Json"
        stream = ""
        if objects_only and isinstance(type_.decision, ByTag) and _is_stream(type_.decision):
            table = self._tag_table(type_.decision, stem, name)
            tag = literal(type_.decision.property)
            stream = fold(f"_next_{stem} = event_reader({table}, {tag})")
            read = f"_next_{stem}(message)"
            self.used.add("event_reader")
        else:
            self._reader(Ref(alias.id), name)
            read = f"read_as(_read_{stem}, message{'' if objects_only else ', False'})"
        yield UnionPlan(
            function=f"decode_{stem}",
            signature=fold(
                f"def decode_{stem}(message: {takes}, *, strict: bool = False) -> {returns}:"
            ),
            alias=name,
            takes="a JSON object" if objects_only else "JSON",
            take=fold(f"    event: {returns} = {read}"),
            stream=stream,
            has_unknown=has_unknown,
        )

    # --------------------------------------------------------------------- names

    def _stem(self, path: str) -> str:
        """The part of a function's name that no other function has: snake case if it can be.

        No two differ in case alone, as constants are named after them in upper case.
        """
        plain = re.sub(r"\W", "_", path)
        for candidate in (_identifier(path), plain):
            if candidate.upper() not in self.taken:
                break
        else:
            candidate = plain
            while candidate.upper() in self.taken:
                candidate += "_"
        self.taken.add(candidate.upper())
        return candidate


def _table(stem: str) -> str:
    return f"_{stem.upper()}_FIELDS"


def _shared(indent: str, target: str, value: str, text: str, again: bool) -> str:
    """Statements that store one text for all events, where a field has the declared literal."""
    before = ""
    if not again:
        before = fold(f"{indent}value = {value}") + "\n"
        value = "value"
    line = f"{target}{text} if {value} == {text} else {value}"
    if len(line) > WIDTH:
        inner = f"{indent}    "
        parts = (text, f"if {value} == {text}", f"else {value}")
        flat = f"{inner}{' '.join(parts)}"
        if len(flat) > WIDTH:
            flat = "\n".join(f"{inner}{part}" for part in parts)
        line = f"{target}(\n{flat}\n{indent})"
    return before + line


def _identifier(text: str) -> str:
    return re.sub(r"\W+|_+", "_", snake_case(text)).strip("_") or "_"


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


def _tag_first(interface: Interface) -> list[Property]:
    """The properties as they are written: the tag first, where a reader looks for it."""
    return sorted(
        interface.properties, key=lambda p: not (p.required and isinstance(p.type, Literal))
    )


def _has_unknown(decision: Decision | None) -> bool:
    """Whether an object can be of no member."""
    match decision:
        case None | Member() | ByKeys():
            return False
        case ByTag(_, branches, absent, other):
            rest = (absent, other, *(branch for _, branch in branches))
            return other is None or any(map(_has_unknown, rest))
        case _:
            assert_never(decision)


def _is_stream(decision: ByTag) -> bool:
    """Whether a string in one field tells every member from the others."""
    return (
        decision.absent is None
        and decision.other is None
        and all(tag.kind == "string" for tag, _ in decision.branches)
    )


def _key(tag: Literal) -> str:
    """A literal as a key of a table, as the runtime's `tag_key` makes it."""
    if isinstance(tag.value, str):
        return literal(tag.value)
    return f'("{tag.kind}", {tag.value!r})'


def _tuple_of(items: Sequence[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
