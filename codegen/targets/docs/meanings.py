"""The meaning of a field: its comment, or else a description of its value or type."""

from __future__ import annotations

from itertools import islice

from ...model import (
    ANY_OTHER,
    NULL,
    Alias,
    Array,
    DeclId,
    Literal,
    Map,
    Property,
    Ref,
    Type,
    Union,
    tag_text,
)
from ...text.markdown import Mention, cell, code, first_sentence
from .places import Places

__all__ = ["Meanings"]


class Meanings:
    """The meanings of the fields of a model, each as Markdown in one cell of a table."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def of(self, owner: DeclId, property_: Property, mention: Mention) -> str:
        """The meaning of a field of an interface; "" if none is documented.

        A field without a comment is described by its single value, or by the first sentence of its
        type's comment.
        """
        meaning = (
            cell(property_.doc, mention)
            if property_.doc
            else self._of_value(owner, property_) or self._of_type(property_.type, mention)
        )
        if property_.deprecated is None:
            return meaning
        why = f"**Deprecated.** {cell(property_.deprecated, mention)}".rstrip()
        return f"{why}<br>{meaning}" if meaning else why

    def _of_value(self, owner: DeclId, property_: Property) -> str:
        if not isinstance(property_.type, Literal):
            return ""
        value = property_.type.value
        text = str(value) if isinstance(value, float) else tag_text(value)
        always = f"always {code(text, in_table=True)}"
        is_tag = any(
            group.tag_path == (property_.wire_name,)
            for tag, group in self._places.events.get(owner, ())
            if tag is not ANY_OTHER
        )
        return (
            f"Tells which event it is: {always}." if is_tag else f"{always[0].upper()}{always[1:]}."
        )

    def _of_type(self, type_: Type, mention: Mention) -> str:
        """The first sentence about the only declaration in a type, null and lists aside."""
        passed: set[DeclId] = set()
        while True:
            match type_:
                case Ref(id_) if id_ not in passed:
                    passed.add(id_)
                    declaration = self._places.declarations[id_]
                    if declaration.doc:
                        return first_sentence(declaration.doc, mention)
                    if not isinstance(declaration, Alias):
                        return ""
                    type_ = declaration.type
                case Array(element) | Map(value=element):
                    type_ = element
                case Union(members):
                    others = list(islice((item for item in members if item != NULL), 2))
                    if len(others) != 1:
                        return ""
                    type_ = others[0]
                case _:
                    return ""
