"""Parse one file, and collect the uses of renamed things in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import libcst as cst
from libcst.metadata import (
    ByteSpanPositionProvider,
    CodeSpan,
    GlobalScope,
    MetadataWrapper,
    Scope,
    ScopeProvider,
)

from ..text.records import dataclass
from .assigned import walk
from .bindings import Bindings, ExportsOf
from .leftovers import left_over
from .moves import move
from .packages import Packages, of_another_protocol
from .plan import Plan
from .proposals import Collected, Strength
from .statements import Statements
from .text import UnreadableError
from .uses import UNSURE, Uses

__all__ = ["Parsed", "Reading", "exported_by", "parse", "read"]


_MOST_PASSES: Final = 4

_BLANK: Final = re.compile(r"^[ \t\f]*\f[ \t\f]*(?=[\r\n]|\Z)", re.MULTILINE)
"""A blank line with form feeds, of which libcst loses some."""


def _without_form_feeds(match: re.Match[str]) -> str:
    """The line with spaces for the form feeds, so that byte offsets stay the same."""
    return match[0].replace("\f", " ")


def _code(text: str) -> str:
    """The text without trailing comments and blank lines, of which libcst loses some."""
    end = len(text)
    while end:
        start = max(text.rfind("\n", 0, end - 1), text.rfind("\r", 0, end - 1)) + 1
        line = text[start:end].strip()
        if line and not line.startswith("#"):
            break
        end = start
    return text[: end + 1] if text[end - 1 : end + 1] == "\r\n" else text[:end]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed file: `spans` are in bytes, `folder` is the folder of the file."""

    module: cst.Module
    spans: Mapping[cst.CSTNode, CodeSpan]
    scopes: Mapping[cst.CSTNode, Scope | None]
    imports: tuple[cst.Import | cst.ImportFrom, ...]
    folder: tuple[str, ...]

    def bindings(self, plan: Plan, packages: Packages, exports_of: ExportsOf) -> Bindings:
        """The names that the imports bind."""
        scopes = {id(scope): scope for scope in self.scopes.values() if scope is not None}
        every = list(scopes.values())
        return Bindings(self.imports, every, plan.schema, packages, self.folder, exports_of)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is collected from a file.

    `bound`: it imports the package. `other`: it uses another protocol, which shares tags with
    this one.
    """

    collected: Collected
    bound: bool
    other: bool


def parse(body: bytes, folder: tuple[str, ...]) -> Parsed:
    """Parse the text of a file, in UTF-8. Raises UnreadableError."""
    text = _code(_BLANK.sub(_without_form_feeds, body.decode("utf-8")))
    try:
        module = cst.parse_module(text)
        if module.code != text:
            raise UnreadableError("its text does not survive parsing")
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        spans = wrapper.resolve(ByteSpanPositionProvider)
        scopes = wrapper.resolve(ScopeProvider)
    except (cst.ParserSyntaxError, RecursionError) as fault:
        raise UnreadableError(str(fault).split("\n", 1)[0]) from None
    imports = tuple(n for n in walk(module) if isinstance(n, cst.Import | cst.ImportFrom))
    return Parsed(module, spans, scopes, imports, folder)


def read(parsed: Parsed, plan: Plan, packages: Packages, exports_of: ExportsOf) -> Reading:
    """Collect the uses of renamed things in a file. Raises UnreadableError."""
    bindings = parsed.bindings(plan, packages, exports_of)
    uses = Uses(plan)
    source = parsed.module.code.encode()
    reader = Statements(uses, bindings, parsed.spans, parsed.scopes, source)
    try:
        # A pass finds handlers and what names are to hold: both may stand below what they are for.
        for _ in range(_MOST_PASSES):
            known = reader.expectations.size
            with reader.muted():
                reader.module(parsed.module)
            if reader.expectations.size == known:
                break
        reader.module(parsed.module)
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    _imports(reader)
    _left_over(reader, parsed.module)
    left_over(reader, parsed.module, frozenset(reader.documents))
    other = of_another_protocol(parsed.folder) or any(map(of_another_protocol, bindings.modules()))
    return Reading(uses.collected, bindings.uses_package, other)


def _imports(reader: Statements) -> None:
    """Rename modules and symbols in the import statements."""
    done: set[str] = set()
    for statement in reader.bindings.statements:
        move(reader, statement)
        if isinstance(statement, cst.Import) or isinstance(statement.names, cst.ImportStar):
            continue
        for one in reader.bindings.by_statement[id(statement)].values():
            if one.symbol is not None and one.alias is not None:
                _import(reader, one.alias, one.symbol, done)


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

    Symbols that are renamed while their name in this file stays are left out.
    """
    bindings = parsed.bindings(plan, packages, exports_of)
    renames = {rename.old: rename.new for rename in plan.symbols}
    return {
        name: name
        for statement in bindings.statements
        if isinstance(parsed.scopes.get(statement), GlobalScope)
        for name, one in bindings.by_statement[id(statement)].items()
        if one.symbol == name
        and (name not in renames or bindings.renamed_in_place(name, renames[name]))
    }


def _left_over(reader: Statements, module: cst.Module) -> None:
    """Read the literals that nothing else has read: some may be tags, or hold one."""
    for node in walk(module):
        if isinstance(node, cst.SimpleString) and node not in reader.seen:
            quoted = reader.quoted(node)
            if quoted is None or node not in reader.spans:
                continue
            span, text, verbatim = quoted
            if text in reader.schema.tags or text in reader.uses.plan.new_tags:
                reader.uses.tag(span, text, Strength.LOOSE, verbatim=verbatim)
            elif ('"' in text or "'" in text) and _quoted_inside(reader, span, text):
                reader.seen.add(node)


def _quoted_inside(reader: Statements, span: tuple[int, int], text: str) -> bool:
    """Note a renamed tag in quotes inside of a text, as in JSON; whether there is one."""
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
