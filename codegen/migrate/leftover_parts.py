"""Find parts of renamed tags in a file by regular expressions, without parsing it."""

from __future__ import annotations

import re
from typing import Final

from ..text.records import dataclass
from .plan import Plan

__all__ = ["PartsOfTags"]

_SEPARATOR: Final = r"(?:\\?\.|_)"
_LISTED: Final = r"[\"']\s*,\s*[\"']"


@dataclass(frozen=True, slots=True)
class PartsOfTags:
    """Patterns for the parts of renamed tags that are in no new tag.

    `any` searches the bytes of a file, `inside` a text.
    """

    any: re.Pattern[bytes]
    inside: re.Pattern[str]

    @classmethod
    def of(cls, plan: Plan) -> PartsOfTags:
        """Make the patterns for the tags that a plan renames."""
        heads: dict[tuple[str, ...], None] = {}
        for rename in plan.events:
            parts = rename.old.split(".")
            new = rename.new.split(".")
            same = next((i for i, (a, b) in enumerate(zip(parts, new, strict=False)) if a != b), 0)
            heads[tuple(parts[: same + 1])] = None
        known = [head for head in heads if len(head) > 1]
        texts = [_SEPARATOR.join(map(re.escape, head)) for head in known]
        lists = [_LISTED.join(map(re.escape, head)) for head in known]
        firsts = dict.fromkeys(head[0] for head in known)
        cut = [rf"\b{re.escape(first)}\.(?:\{{|[\"'])" for first in firsts]
        pattern = "|".join([*(rf"(?<![a-z]){text}(?![a-z])" for text in texts), *lists, *cut])
        inside = "|".join(rf"(?<![a-zA-Z]){text}(?![a-z])" for text in texts)
        return cls(re.compile((pattern or r"(?!)").encode()), re.compile(inside or r"(?!)"))
