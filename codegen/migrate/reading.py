"""Parse one file, and collect the uses of renamed names in it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Final

from ..text.records import dataclass
from .assigned import walk
from .bindings import Bindings, ExportsOf
from .constants import Constants, TextsOf, texts_in
from .leftovers import left_over
from .moves import move
from .packages import Packages, of_another_protocol
from .plan import Plan
from .proposals import Collected, Strength
from .statements import Statements
from .text import UnreadableError
from .tree import nodes as cst
from .tree.building import Built, build
from .uses import UNSURE, Uses

__all__ = ["Parsed", "Reading", "exported_by", "parse", "read"]


_MOST_PASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed file: `source` is its text in UTF-8, `folder` the folder of the file.

    `texts` are its string constants.
    """

    source: bytes
    built: Built
    folder: tuple[str, ...]
    texts: Mapping[str, str]

    def bindings(self, plan: Plan, packages: Packages, exports_of: ExportsOf) -> Bindings:
        """The bindings of the file's imports."""
        built = self.built
        names = (built.imports, built.bound, built.read)
        return Bindings(*names, plan.schema, packages, self.folder, exports_of)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a file.

    `bound`: it imports the package. `other`: it uses another protocol, which shares tags with this
    one. `shown` are the events whose payloads were read.
    """

    collected: Collected
    bound: bool
    other: bool
    shown: frozenset[str]


def parse(body: bytes, tree: ast.Module, folder: tuple[str, ...]) -> Parsed:
    """Build the tree of a file, whose text is UTF-8. Raises UnreadableError."""
    try:
        return Parsed(body, build(tree, body), folder, texts_in(tree))
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None


def read(
    parsed: Parsed, plan: Plan, packages: Packages, exports_of: ExportsOf, texts_of: TextsOf
) -> Reading:
    """Collect the uses of renamed names in a file. Raises UnreadableError."""
    bindings = parsed.bindings(plan, packages, exports_of)
    uses = Uses(plan)
    module = parsed.built.module
    constants = Constants(parsed.texts, texts_of, bindings)
    reader = Statements(uses, bindings, constants, parsed.source)
    try:
        # A pass finds handlers and expected types, which may come after the code that they matter
        # for.
        for _ in range(_MOST_PASSES):
            known = reader.knowledge()
            uses.collected, reader.seen = Collected(), set()
            reader.module(module)
            if reader.knowledge() == known:
                break
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    nodes = list(walk(module))
    _imports(reader)
    _left_over(reader, nodes)
    left_over(reader, nodes, frozenset(reader.documents))
    other = of_another_protocol(parsed.folder) or any(map(of_another_protocol, bindings.modules()))
    shown = frozenset(uses.payloads)
    return Reading(uses.collected, bindings.uses_package, other, shown)


def _imports(reader: Statements) -> None:
    """Rename modules and symbols in the import statements."""
    done: set[str] = set()
    for statement in reader.bindings.statements:
        move(reader, statement)
        if isinstance(statement, cst.Import) or isinstance(statement.names, cst.ImportStar):
            continue
        for import_ in reader.bindings.by_statement[id(statement)].values():
            if import_.symbol is not None and import_.alias is not None:
                _import(reader, import_.alias, import_.symbol, done)


def _import(reader: Statements, alias: cst.ImportAlias, symbol: str, done: set[str]) -> None:
    span = reader.span(alias.name)
    rename = reader.uses.symbol(span, symbol)
    if rename is None:
        return
    if alias.asname is not None:
        reader.uses.rename_symbol(span, rename)
    elif not reader.bindings.renamed_in_place(symbol, rename.new):
        reader.uses.rename_symbol(span, rename, f"{rename.new} as {rename.old}")
    else:
        reader.uses.rename_symbol(span, rename)
        if symbol not in done:
            done.add(symbol)
            for node in reader.bindings.references(symbol):
                reader.uses.rename_symbol(reader.span(node), rename)


def exported_by(
    parsed: Parsed, plan: Plan, packages: Packages, exports_of: ExportsOf
) -> Mapping[str, str]:
    """The symbols of the package that other modules may import from a file, by their name there.

    Renamed symbols that keep their name in this file are left out.
    """
    bindings = parsed.bindings(plan, packages, exports_of)
    renames = {rename.old: rename.new for rename in plan.symbols}
    return {
        name: name
        for statement in bindings.statements
        if statement.scope.kind == "module"
        for name, import_ in bindings.by_statement[id(statement)].items()
        if import_.symbol == name
        and (name not in renames or bindings.renamed_in_place(name, renames[name]))
    }


def _left_over(reader: Statements, nodes: Sequence[cst.CSTNode]) -> None:
    """Read the remaining string literals: some may be tags, or contain one."""
    for node in nodes:
        if isinstance(node, cst.SimpleString) and node not in reader.seen:
            quoted = reader.quoted(node)
            if quoted is None:
                continue
            span, text, verbatim = quoted
            if text in reader.schema.tags or text in reader.uses.plan.new_tags:
                reader.uses.tag(span, text, Strength.LOOSE, verbatim=verbatim)
            elif ('"' in text or "'" in text) and _quoted_inside(reader, span, text):
                reader.seen.add(node)


def _quoted_inside(reader: Statements, span: tuple[int, int], text: str) -> bool:
    """Note a renamed tag in quotes inside of a text, as in JSON; return whether there is one."""
    for rename in reader.uses.plan.events:
        if f'"{rename.old}"' in text or f"'{rename.old}'" in text:
            message = (
                f"this text holds the event {rename.old!r}, which is renamed to {rename.new!r}"
            )
            reader.uses.note(
                span, message, "Change the text if it is a message.", Strength.LOOSE, UNSURE
            )
            return True
    return False
