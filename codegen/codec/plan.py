"""The plan of a generated package's `codec.py` and `_schema.py`, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from .checks import CheckPlan

__all__ = ["ClassPlan", "CodecPlan", "ReaderPlan", "TablePlan", "UnionPlan"]


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """The reader and the writer of one interface, in lines of Python.

    `fields` is the table of its wire names, `read` and `write` are the first lines of the
    functions. `required` and `optional` load the fields, `retry` is what the reader does
    where a required one is missing, `others` sets the undeclared ones. `stores` add
    the fields to the text, `add_others` the undeclared ones.
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
    stores: tuple[str, ...]
    add_others: str


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

    `take` reads the message, `check` holds it against the spec. `stream` makes the function
    that reads it where the union is one of tagged objects, what a socket carries, and is
    empty otherwise.
    """

    function: str
    signature: str
    alias: str
    takes: str
    take: str
    check: str
    stream: str
    has_unknown: bool


@dataclass(frozen=True, slots=True)
class CodecPlan:
    """Everything that `codec.py` and `_schema.py` of a package are made from.

    `runtime` are the names that `codec.py` takes from `_runtime`. `shapes` and `choices`
    are the entries of `_schema.py`, `constructors` what those are made of, `checks` its
    quick conditions. `renamed` are the entries of the table of wire names, `texts`
    the literals that events share.
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
    texts: tuple[str, ...]
