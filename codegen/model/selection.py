"""Parts of a model: what some roots reach, and models without comments or what is internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import assert_never

from ..text.tsdoc import is_internal
from . import Alias, Declaration, DeclId, Enum, Interface, Model, refs, types_of

__all__ = ["reached_from", "root_names", "without_comments", "without_internal"]


def reached_from(model: Model, patterns: Sequence[str]) -> tuple[Model, tuple[str, ...]]:
    """The declarations that some roots reach and no others, and the patterns that select none.

    A pattern, with the wildcards `*`, `?` and `[...]`, selects declarations by their names in
    the spec, such as `Session.Tool`, and events by their tags. Groups stay whose union does.
    """
    selected: dict[DeclId, None] = {}
    idle = []
    for pattern in patterns:
        matching = list(_selected(model, pattern))
        selected |= dict.fromkeys(matching)
        if not matching:
            idle.append(pattern)
    return _with_what_they_reach(model, selected), tuple(idle)


def _with_what_they_reach(model: Model, selected: Iterable[DeclId]) -> Model:
    """Some declarations, and those that they refer to."""
    by_id = model.by_id()
    reached: set[DeclId] = set()
    pending = list(selected)
    while pending:
        id_ = pending.pop()
        if id_ not in reached:
            reached.add(id_)
            pending += (to for type_ in types_of(by_id[id_]) for to in refs(type_))
    kept = tuple(declaration for declaration in model.declarations if declaration.id in reached)
    groups = tuple(group for group in model.groups if group.id in reached)
    return replace(model, declarations=kept, groups=groups)


def root_names(model: Model) -> tuple[str, ...]:
    """What a root may be called: the names of all declarations, and the tags of all events."""
    return tuple(dict.fromkeys(name for name, _ in _named(model)))


def _selected(model: Model, pattern: str) -> Iterator[DeclId]:
    return (id_ for name, id_ in _named(model) if fnmatchcase(name, pattern))


def _named(model: Model) -> Iterator[tuple[str, DeclId]]:
    for declaration in model.declarations:
        yield str(declaration.id), declaration.id
    for group in model.groups:
        yield from ((tag, member) for tag, member in group.members if isinstance(tag, str))


def without_comments(model: Model) -> Model:
    """A model without the text of its comments; what is deprecated stays so."""
    return replace(model, declarations=tuple(map(_bare, model.declarations)))


def _bare(declaration: Declaration) -> Declaration:
    why = None if declaration.deprecated is None else ""
    match declaration:
        case Interface():
            properties = tuple(
                replace(
                    property_, doc=None, deprecated=None if property_.deprecated is None else ""
                )
                for property_ in declaration.properties
            )
            return replace(declaration, doc=None, deprecated=why, properties=properties)
        case Alias():
            return replace(declaration, doc=None, deprecated=why)
        case Enum():
            members = tuple(replace(member, doc=None) for member in declaration.members)
            return replace(declaration, doc=None, deprecated=why, members=members)
        case _:
            assert_never(declaration)


def _is_unnamed(id_: DeclId) -> bool:
    """Whether a declaration is part of another one, in which the spec wrote it."""
    return any(segment.startswith((".", "<")) for segment in id_.path)


def without_internal(model: Model) -> Model:
    """A model without what is `@internal` by its comment.

    That is properties, and declarations to which nothing refers that is left. Where all
    declarations are internal, all stay: something has to.
    """
    declarations = tuple(
        replace(
            declaration,
            properties=tuple(p for p in declaration.properties if not is_internal(p.doc)),
        )
        if isinstance(declaration, Interface)
        else declaration
        for declaration in model.declarations
    )
    bare = replace(model, declarations=declarations)
    shown = [
        declaration.id
        for declaration in declarations
        if not is_internal(declaration.doc) and not _is_unnamed(declaration.id)
    ]
    return _with_what_they_reach(bare, shown) if shown else bare
