"""Test by its syntax tree whether a file may need the changes of a plan.

Reading a file takes many times as long as this, and most files of a program that import a generated
package need nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from ..model import Array, DeclId, Interface, Map, Ref, Tuple, Type
from ..text.records import dataclass
from .plan import Plan
from .uses import Uses

__all__ = ["Names", "Needs"]

_CUTTING: Final = frozenset({"split", "rsplit", "partition", "rpartition", "replace"})


class _Owned(Protocol):
    """A record of a plan about an interface of the old spec."""

    @property
    def owner(self) -> DeclId:
        """The id of the interface."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a plan, by their kind.

    `holders` are the fields whose objects have changed.
    """

    symbols: frozenset[str]
    fields: frozenset[str]
    holders: frozenset[str]
    values: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All names together. A file without any of them can only need changes of tags."""
        return self.symbols | self.fields | self.holders | self.values

    @classmethod
    def of(cls, plan: Plan) -> Names:
        """Collect the names of a plan."""
        schema = plan.schema
        fields = [(one.owner, one.old_wire) for one in plan.fields]
        fields += [(one.owner, one.wire) for one in plan.field_notices]
        fields += [(move.owner, name) for move in plan.moves for name in move.old]
        python = {schema.names.fields[owner].get(wire, wire) for owner, wire in fields}
        owners = [one.owner for one in plan.field_notices if one.use == "missing"]
        owners += [one.owner for one in plan.constants]
        symbols = {schema.python_name(owner) for owner in owners}
        symbols |= {symbol.old for symbol in plan.symbols}
        symbols |= {one.name for one in plan.symbol_notices} | {one.name for one in plan.splits}
        values = {value.old for value in plan.values} | {form.old for form in plan.forms}
        values |= {one.value for one in plan.value_notices}
        changed = {owner for owner, _ in fields} | set(owners)
        holders: set[str] = set()
        for declaration in schema.model.declarations:
            for property_ in declaration.properties if isinstance(declaration, Interface) else ():
                if any(inner.id in changed for inner in schema.interfaces(property_.type)):
                    name = schema.names.fields[declaration.id][property_.wire_name]
                    holders |= {property_.wire_name, name}
        wires = {wire for _, wire in fields}
        groups = (symbols, wires | python, holders, values)
        return cls(*(frozenset(group - {""}) for group in groups))


class Needs:
    """Decides whether a syntax tree may need an edit or a note."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.names = Names.of(plan)
        self.tags = self._tags()
        self.in_texts = _any_of(sorted(self.names.all | self.tags))
        self.lost = Uses(plan).lost

    def _tags(self) -> frozenset[str]:
        """The tags that have changed, and those of sent events with changed declarations."""
        plan, uses = self.plan, Uses(self.plan)
        tags = {rename.old for rename in plan.events} | {one.tag for one in plan.event_notices}
        owned: list[_Owned] = [*plan.fields, *plan.field_notices, *plan.moves, *plan.constants]
        owned += [*plan.values, *plan.forms, *plan.value_notices, *plan.splits]
        changed = {one.owner for one in owned}
        for tag, events in plan.schema.tags.items():
            inside = self._inside(id_ for _, id_ in events)
            if uses.is_written(tag) and not changed.isdisjoint(inside):
                tags.add(tag)
        return frozenset(tags)

    def _inside(self, ids: Iterable[DeclId]) -> frozenset[DeclId]:
        """Declarations, and those that they contain at any depth."""
        known: set[DeclId] = set()
        waiting: list[Type] = [Ref(id_) for id_ in ids]
        while waiting:
            type_ = waiting.pop()
            match type_:
                case Array(element):
                    waiting += self.plan.schema.members(element)
                case Map(_, value):
                    waiting += self.plan.schema.members(value)
                case Tuple(items):
                    waiting += [item.type for item in items]
                case Ref(id_) if id_ not in known:
                    known.add(id_)
                    declaration = self.plan.schema.declarations.get(id_)
                    if isinstance(declaration, Interface):
                        for property_ in declaration.properties:
                            waiting += self.plan.schema.members(property_.type)
                    else:
                        waiting += [m for m in self.plan.schema.members(type_) if m != type_]
        return frozenset(known)

    def any_in(self, tree: ast.Module) -> bool:
        """Whether any node of a file may need an edit or a note."""
        nodes = list(ast.walk(tree))
        documents = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        return any(
            self._matters(node)
            for node in nodes
            if not (isinstance(node, ast.Constant) and id(node) in documents)
        )

    def _matters(self, node: ast.AST) -> bool:
        names = self.names
        match node:
            case ast.Name(id=name):
                return name in names.symbols
            case ast.Attribute(attr=name, ctx=context):
                is_written = not isinstance(context, ast.Load) and name in names.holders
                return is_written or name in names.symbols or name in names.fields
            case ast.keyword(arg=name) | ast.AnnAssign(target=ast.Name(id=name)):
                return name in names.fields or name in names.holders
            case ast.alias(name=name):
                return not names.symbols.isdisjoint(name.split("."))
            case ast.MatchClass(kwd_attrs=given):
                return not (names.fields | names.holders).isdisjoint(given)
            case ast.Constant(value=str() as text):
                return self._matters_as_text(text)
            case (
                ast.JoinedStr()
                | ast.BinOp(op=ast.Add())
                | ast.Call(func=ast.Attribute(attr="join"))
            ):
                return any("." in text for text in _texts_in(node))
            case ast.Call(func=ast.Attribute(attr=method)) if method in _CUTTING:
                return any("." in text for text in _texts_in(node))
        return False

    def _matters_as_text(self, text: str) -> bool:
        if text in self.plan.schema.tags:
            return text in self.tags
        if self.in_texts.search(text) is not None:
            return True
        is_part = "." in text and len(text) > 1
        return is_part and any(
            text in lost.old and not any(text in new for new in lost.now) for lost in self.lost
        )


def _texts_in(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    inside = "|".join(map(re.escape, words))
    return re.compile(rf"(?<!\w)(?:{inside})(?!\w)" if inside else r"(?!)")
