"""Assign unique Python names to declarations, fields and functions.

Names are the spec's, nested ones joined. If Python forbids a name, or two would collide, the change
depends only on the two names involved, never on a counter, so an added declaration renames no
other.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Final, Literal, TypeAlias

from ..model import Declaration, DeclId, Interface, Model, Rename
from ..text.diagnostics import Diagnostic, error, note, warning
from ..text.records import dataclass
from ..text.source import Span
from .identifiers import (
    escaped_field_name,
    field_name,
    function_stem,
    identifier,
    module_name,
    pascal,
    snake_field_name,
)

__all__ = ["FieldCase", "Names", "assign_names"]

_CHOOSE: Final = "Choose another name."
_RENAME: Final = "Call one of them otherwise by a `[[rename]]`."
_MOST_LISTED: Final = 5
"""Properties with one Python name that a warning lists."""
_ORIGIN: Final = re.compile(r"(?<![\w$.])([\w$.]++)@([^<>,|\[\] ]+)")

_RESERVED: Final = frozenset(
    """
    Any ClassVar Final Literal Mapping Never NotRequired ReadOnly Required Self TYPE_CHECKING
    TypeAlias TypedDict Union annotations dataclass deprecated overload
    SPEC _LAZY AttributeError
    """.split()
) | frozenset(
    name
    for name in dir(builtins)
    if not name[0].isupper() or not isinstance(getattr(builtins, name), type)
)
"""Names that every generated package uses itself, whatever its targets are.

A class may be called `ValueError`. An alias that is used above its definition may not be called
`Ellipsis`: type checkers take it for the builtin value.
"""

_VERBS: Final = ("decode_", "encode_")
"""The prefixes of function names that end with a declaration's stem."""


FieldCase: TypeAlias = Literal["wire", "snake"]
"""The case of fields: that of the properties on the wire, or snake case."""


# Without slots, as there are weak references to it.
@dataclass(frozen=True)
class Names:
    """The Python names of a model.

    `declarations` has each declaration's class or alias name; `fields`, for each interface, the
    Python name of each property by its wire name; `stems` the stem of a declaration's functions,
    `decode_<stem>`.
    """

    declarations: Mapping[DeclId, str]
    fields: Mapping[DeclId, Mapping[str, str]]
    stems: Mapping[DeclId, str]


_FIELD_NAMES: Final[Mapping[FieldCase, Callable[[str], str]]] = {
    "wire": field_name,
    "snake": snake_field_name,
}


def _apart(wire_name: str, wanted: str, own: Sequence[str]) -> str:
    """The name of a field that cannot have the name it is `wanted` to have.

    That is its own name, if no other of the interface gets that, or else one that is unique to the
    property. `own` are the names of all of them without a change of case.
    """
    name = field_name(wire_name)
    return name if name != wanted and own.count(name) == 1 else escaped_field_name(wire_name)


def _listed(names: Sequence[str]) -> str:
    """Format names for a message: the first ones, if there are many, and the number of others."""
    if len(names) <= _MOST_LISTED:
        return ", ".join(map(repr, names))
    first = ", ".join(map(repr, names[:_MOST_LISTED]))
    return f"{first} and {len(names) - _MOST_LISTED} more"


def _collision(
    message: str,
    outcome: str,
    renames: Iterable[Rename | None],
    span: Span | None,
    related: Sequence[tuple[Span, str]],
    advice: str = _CHOOSE,
) -> Diagnostic:
    """The diagnostic of a collision: a warning, or an error if a fact gives the name.

    `outcome` describes the other name that one of them gets.
    """
    chosen = next((rename for rename in renames if rename is not None), None)
    if chosen is None:
        return warning("RC301", f"{message}; {outcome}", span, "", related)
    places = [(span, "it would be another name"), *related] if span is not None else related
    return error("RC301", message, chosen.span, advice, places)


def _assign_fields(
    interface: Interface,
    case: FieldCase,
    renames: Mapping[str, Rename],
    added: Mapping[str | None, Rename],
) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """The field names of an interface.

    A property that keeps its wire name, or only gets an underscore, has precedence. `added` are the
    properties that facts add, or under None the interface, if they add all of it.
    """
    called = _FIELD_NAMES[case]
    wanted = {p.wire_name: called(p.wire_name) for p in interface.properties}
    chosen = {wire_name: rename.name for wire_name, rename in renames.items()}
    wanted |= {wire_name: field_name(name) for wire_name, name in chosen.items()}
    own = [field_name(chosen.get(p.wire_name, p.wire_name)) for p in interface.properties]
    holders: dict[str, list[str]] = {}
    for wire_name, name in wanted.items():
        holders.setdefault(name, []).append(wire_name)
    settled = {name for name, wires in holders.items() if len(wires) == 1 or name in wires}
    around = added[None].span if None in added else None
    spans = {p.wire_name: p.span or around for p in interface.properties}
    diagnostics = [
        _not_free(rename, f"the field {wire_name!r} of {interface.id}")
        for wire_name, rename in renames.items()
        if field_name(rename.name) != rename.name
    ]
    for name, wire_names in holders.items():
        if len(wire_names) == 1:
            continue
        keeper = next(
            (w for near in (name, name.rstrip("_")) for w in wire_names if w == near), None
        )
        for wire_name in wire_names:
            if wire_name != keeper:
                wanted[wire_name] = _apart(wire_name, name, own)
                while wanted[wire_name] in settled:
                    wanted[wire_name] += "_"
                first = wire_names[: _MOST_LISTED + 1]
                others = [w for w in first if w != wire_name][:_MOST_LISTED]
                related = [(s, f"{w!r} is here") for w in others if (s := spans[w]) is not None]
                message = (
                    f"the properties {_listed(wire_names)} of {interface.id} would both be {name!r}"
                )
                outcome = f"{wire_name!r} is called {wanted[wire_name]!r}"
                by = [renames.get(w) or added.get(w) for w in wire_names]
                advice = _RENAME if renames.keys().isdisjoint(wire_names) else _CHOOSE
                diagnostics.append(
                    _collision(message, outcome, by, spans[wire_name], related, advice)
                )
    return wanted, diagnostics


def _not_free(rename: Rename, noun: str) -> Diagnostic:
    """An error for a name in the facts that generated code uses itself."""
    message = f"{noun} cannot be called {rename.name!r}: generated code uses the name itself"
    return error("RC302", message, rename.span, _CHOOSE)


# ---------------------------------------------------------------- declarations


@lru_cache(4096)
def _segment_word(segment: str) -> str:
    """The part of a name for a path segment."""
    if segment.startswith("."):
        return pascal(segment)
    if segment.startswith("<"):
        arguments = (
            _ORIGIN.sub(r"\1", segment[1:-1])
            .replace("[]", " List")
            .replace(" | ", " Or ")
            .split(", ")
        )
        return "Of" + "And".join(map(pascal, arguments))
    return segment


def _with_origins(path: Sequence[str]) -> Sequence[str]:
    """Mark the type arguments in a path that are from another module with its file's name."""

    def prefixed(match: re.Match[str]) -> str:
        return f"{pascal(module_name(match[2].rsplit('/', 1)[-1]))} {match[1]}"

    return [
        _ORIGIN.sub(prefixed, segment) if segment.startswith("<") else segment for segment in path
    ]


def _words(path: Sequence[str]) -> str:
    """The words of a path, as they are written."""
    return "".join(map(_segment_word, path))


def _joined(path: Sequence[str], reserved: Container[str]) -> str:
    return _usable(_words(path), reserved)


def _usable(words: str, reserved: Container[str]) -> str:
    """The name for some words that Python takes, and that is not reserved."""
    name = identifier(words.replace("$", "_"))
    if not name or not (name[0].isalpha() or name[0] == "_"):
        name = f"Type{name}"
    if name.startswith("__"):
        name = "_" + name.lstrip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in reserved else name


def _spaced(path: Sequence[str], reserved: Container[str]) -> str:
    """Join the segments such that `A.BC` and `AB.C` differ."""
    return _usable("_".join(filter(None, map(_segment_word, path))), reserved)


def _module_stem(id_: DeclId) -> str:
    return pascal(module_name(id_.module.rsplit("/", 1)[-1]))


def _module_prefixed(id_: DeclId, reserved: Container[str]) -> str:
    return f"{_module_stem(id_)}{_joined(id_.path, reserved)}"


def _is_named_after_module(id_: DeclId) -> bool:
    """Whether a file is named like its declaration, so that it adds nothing to a name."""
    return _module_stem(id_) == pascal(module_name(id_.path[0]))


def _folder_prefixed(id_: DeclId, holder: DeclId, reserved: Container[str]) -> str:
    """Prefix the innermost folder that differs between two modules of one file name."""
    own, others = (reversed(declaration.module.split("/")[:-1]) for declaration in (id_, holder))
    folder = next((a for a, b in zip_longest(own, others, fillvalue="") if a != b), "")
    return f"{pascal(folder)}{_joined(id_.path, reserved)}"


def _fully_prefixed(id_: DeclId, reserved: Container[str]) -> str:
    stem = pascal(re.sub(r"(\.d)?\.[cm]?tsx?$", "", id_.module).replace("..", "up"))
    return f"{stem}_{_spaced(id_.path, reserved)}"


def _inside_package(id_: DeclId) -> DeclId:
    """The id without the folders of installed packages, which are no good names."""
    return DeclId(re.sub(r"^(\.\./)+|.*\bnode_modules/", "", id_.module), id_.path)


def _alternatives(id_: DeclId, holder: DeclId | None, reserved: Container[str]) -> Iterator[str]:
    """The candidates for a name, best first, after the joined one, which `holder` may have."""
    yield _joined(_with_origins(id_.path), reserved)
    if holder is not None and holder.module != id_.module:
        if _is_named_after_module(id_):
            yield _folder_prefixed(id_, holder, reserved)
        else:
            yield _module_prefixed(id_, reserved)
    yield _spaced(id_.path, reserved)
    yield _module_prefixed(id_, reserved)
    yield _fully_prefixed(_inside_package(id_), reserved)
    yield _fully_prefixed(id_, reserved)


def _precedence(id_: DeclId, entry: str) -> tuple[bool, int, str, tuple[str, ...]]:
    """The sort key of precedence for a name: the entry's own, then the least nested."""
    return (id_.module != entry, len(id_.path), id_.module, id_.path)


def _shared(called: Mapping[DeclId, DeclId], entry: str) -> Mapping[DeclId, DeclId]:
    """The declarations of other files that share their path, each with another one of these.

    None of them keeps the plain name, so that a further file with the name changes nothing. If the
    entry declares the name, that one keeps it.
    """
    alike: dict[tuple[str, ...], list[DeclId]] = {}
    for id_, public in called.items():
        alike.setdefault(public.path, []).append(id_)
    return {
        id_: group[1] if id_ is group[0] else group[0]
        for group in alike.values()
        if len(group) > 1 and all(id_.module != entry for id_ in group)
        for id_ in group
    }


def _rename_of(id_: DeclId, renames: Mapping[DeclId, Rename]) -> Rename | None:
    """The rename that applies to a declaration: its own, or its parent's."""
    around = (DeclId(id_.module, id_.path[:length]) for length in range(len(id_.path), 0, -1))
    return next((renames[outer] for outer in around if outer in renames), None)


def _called(id_: DeclId, rename: Rename | None) -> DeclId:
    """The id of a declaration with a rename applied to its path.

    A default export without a name, as which no declaration can be called, has that of its file.
    """
    if rename is None:
        if id_.path[0] != "default":
            return id_
        return DeclId(id_.module, (_module_stem(id_), *id_.path[1:]))
    return DeclId(id_.module, (rename.name, *id_.path[len(rename.declaration.path) :]))


def _assign_declarations(
    declarations: Iterable[Declaration],
    entry: str,
    reserved: Container[str],
    renames: Mapping[DeclId, Rename],
) -> tuple[dict[DeclId, str], list[Diagnostic]]:
    by_id = {declaration.id: declaration for declaration in declarations}
    renamed = {id_: _rename_of(id_, renames) for id_ in by_id} if renames else {}
    called = {id_: _called(id_, renamed.get(id_)) for id_ in by_id}
    ranked = sorted(by_id, key=lambda id_: _precedence(id_, entry))
    shared = _shared({id_: called[id_] for id_ in ranked}, entry)
    names: dict[DeclId, str] = {}
    taken: dict[str, DeclId] = {}
    diagnostics: list[Diagnostic] = []
    for id_ in ranked:
        words = _words(called[id_].path)
        wanted = _usable(words, reserved)
        rival = taken.get(wanted) or shared.get(id_)
        alternatives = chain((wanted,), _alternatives(called[id_], rival, reserved))
        forbidden = {wanted} if id_ in shared else set()
        name = next((n for n in alternatives if n not in taken and n not in forbidden), None)
        while name is None or name in taken:
            name = f"{name or wanted}_"
        names[id_] = name
        taken[name] = id_
        declaration = by_id[id_]
        if name != wanted and rival is not None:
            other = by_id[rival]
            message = f"{id_} and {other.id} would both be {wanted!r}"
            outcome = f"{id_} is called {name!r}"
            related = [(other.span, "the other one is here")] if other.span is not None else []
            by = [renamed.get(one) for one in (id_, rival)]
            if _joined(id_.path, reserved) == _joined(rival.path, reserved):
                # They would collide without these renames, too, but not without added declarations.
                by = [one for one in by if one and one.declaration.path == (one.name,)]
            diagnostics.append(_collision(message, outcome, by, declaration.span, related))
        elif id_ in renames and wanted != renames[id_].name:
            diagnostics.append(_not_free(renames[id_], str(id_)))
        elif wanted != words:
            message = f"{id_} is called {name!r} in Python"
            diagnostics.append(note("RC302", message, declaration.span))
    return names, diagnostics


def assign_names(
    model: Model, entry: str, reserved: Iterable[str] = (), field_case: FieldCase = "wire"
) -> tuple[Names, tuple[Diagnostic, ...]]:
    """Assign the names of a model; `entry` is the module whose declarations have precedence.

    No class gets one of the `reserved` names, which are those that targets declare: the names of a
    generated package are `targets.package_names`. A collision is a diagnostic that cites both
    places: a warning, or an error if a rename chose the name, or a fact added the property.
    """
    declarations, diagnostics = _assign_declarations(
        model.declarations,
        entry,
        _RESERVED.union(reserved),
        {
            rename.declaration: rename
            for rename in (*model.added, *model.renames)
            if rename.property is None
        },
    )
    renamed: dict[DeclId, dict[str, Rename]] = {}
    for rename in model.renames:
        if rename.property is not None:
            renamed.setdefault(rename.declaration, {})[rename.property] = rename
    added: dict[DeclId, dict[str | None, Rename]] = {}
    for addition in model.added:
        added.setdefault(addition.declaration, {})[addition.property] = addition
    fields: dict[DeclId, Mapping[str, str]] = {}
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            id_ = declaration.id
            chosen, by_facts = renamed.get(id_, {}), added.get(id_, {})
            fields[id_], faults = _assign_fields(declaration, field_case, chosen, by_facts)
            diagnostics += faults
    stems: dict[DeclId, str] = {}
    # A class may have the name of another declaration's function.
    taken = {
        name.removeprefix(verb).upper()
        for name in declarations.values()
        for verb in _VERBS
        if name.startswith(verb)
    }
    for id_, name in declarations.items():
        stems[id_] = function_stem(name, taken)
        taken.add(stems[id_].upper())
    return Names(declarations, fields, stems), tuple(diagnostics)
