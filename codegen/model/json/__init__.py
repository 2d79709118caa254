"""The model as JSON text and back.

The text is for people and for other programs: each value that fits on a line is written
on one, keys that hold nothing are left out, and characters that no reader can see
(controls, bidirectional marks, lone surrogates) are written as escapes.

    type         "string" | {"literal": 1} | {"template": ["item_", {"hole": "string"}]}
                 | {"array": TYPE} | {"tuple": [{"type": TYPE, ...}]}
                 | {"map": {"key": TYPE, "value": TYPE}} | {"ref": [MODULE, NAME, ...]}
                 | {"union": [TYPE, ...], "decision": DECISION} | {"opaque": TEXT, "reason": WHY}
    decision     {"member": TYPE} | {"by_keys": [TYPE, ...]}
                 | {"by_tag": PATH, "branches": [[VALUE, DECISION], ...],
                    "absent": DECISION, "other": DECISION}
                 where a VALUE is a literal, or null
    path         "type" | ["header", "type"]
    movement     {"replies": [{"event": [MODULE, NAME], "to": [[MODULE, NAME], ...],
                               "fields": [[PATH, PATH], ...], ...}, ...], "failures": ..., ...}

The key `movement` has what facts say of how messages belong together, with the names that
`Movement` and its records have in Python.
"""

from __future__ import annotations

from .reading import from_json
from .writing import FORMAT, to_json

__all__ = ["FORMAT", "from_json", "to_json"]
