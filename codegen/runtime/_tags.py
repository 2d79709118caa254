"""Give objects the tags that tell which members of a union they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ._shapes import TagPath


def with_tag(data: Mapping[str, Any], path: TagPath, tag: Any) -> dict[str, Any]:
    """The object with a tag at a path, and the objects on the way where they are missing."""
    key, *rest = path
    if rest:
        inner: Any = data.get(key)
        holder = cast("dict[str, Any]", inner) if isinstance(inner, dict) else {}
        tag = with_tag(holder, tuple(rest), tag)
    return {**data, key: tag}
