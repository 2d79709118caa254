"""Lists of texts that were replaced as a whole, though each text is still accepted."""

from __future__ import annotations

from collections.abc import Sequence

from .leftover_reads import once
from .plan import ListForm
from .proposals import Strength
from .reader import Reader
from .schema import Holders
from .tree import nodes as cst

__all__ = ["as_list", "told_lists"]


def as_list(reader: Reader, node: cst.List | cst.Tuple | cst.Set, holders: Holders) -> bool:
    """Rewrite the value of a field if it is a list of texts that was replaced."""
    forms = [reader.uses.lists.get((owner.id, field.wire_name)) for owner, field in holders]
    form = forms[0]
    literals = [one.value for one in node.elements if isinstance(one.value, cst.SimpleString)]
    same = form is not None and all(one is not None and one.form == form.form for one in forms)
    if form is None or not same or len(literals) < len(node.elements):
        return False
    if {reader.text(literal) for literal in literals} != form.old:
        return False
    reader.seen.update(literals)
    first, last = reader.span(literals[0])[0], reader.span(literals[-1])[1]
    quote = literals[0].quote
    written = ", ".join(f"{quote}{text}{quote}" for text in form.form)
    if isinstance(node, cst.Tuple) and len(form.form) == 1 and len(literals) > 1:
        written += ","
    owner = reader.schema.python_name(form.owner)
    label = f"the list {sorted(form.old)} of {owner}.{form.wire}"
    reader.uses.replace((first, last), (written,), label, _shown(form))
    return True


def told_lists(reader: Reader, nodes: Sequence[cst.CSTNode]) -> None:
    """Report such lists in all other places, each cause once."""
    for form in {(one.old, one.form): one for one in reader.uses.plan.lists}.values():
        spans = [
            reader.span(node)
            for node in nodes
            if isinstance(node, cst.List | cst.Tuple | cst.Set)
            and {reader.text(element.value) for element in node.elements} == form.old
        ]
        message = f"{form.wire} of {' and '.join(map(repr, sorted(form.old)))} together are "
        message += f"{_shown(form)} now"
        once(reader, spans, message, f"See where it goes: {form.why}.", Strength.LOOSE)


def _shown(form: ListForm) -> str:
    return f"[{', '.join(map(repr, form.form))}]"
