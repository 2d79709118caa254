"""The identity of a declaration."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["DeclId"]


class DeclId(NamedTuple):
    """The identity of a declaration: its module and its path inside the module.

    `module` is the display path of the file. A path segment is the name as declared
    (`("ResponseCreateEvent", "Response", "Tool")`). A segment that no TypeScript
    identifier can be names what the spec left anonymous: `.prop` for the object type
    written inline at a property, `<...>` for the arguments of a generic.
    """

    module: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        """The path as TypeScript writes it: `Message<string>.payload`."""
        text = ".".join(self.path).replace("..", ".")
        if ".<" not in text:
            return text
        first, *more = self.path
        return first + "".join(part if part[:1] in (".", "<") else f".{part}" for part in more)
