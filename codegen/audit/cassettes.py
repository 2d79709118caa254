"""Read YAML cassettes with PyYAML, if it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from .unpacking import UnreadableError

__all__ = ["documents"]


_MOST_NODES: Final = 10**6


class _Loader(yaml.SafeLoader):
    """Loads only what JSON has, so no dates."""


_Loader.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
    for char, pairs in _Loader.yaml_implicit_resolvers.items()
}


def documents(text: bytes) -> Iterator[tuple[int, Any]]:
    """The values of a stream of YAML, the elements of lists one by one, each with its line.

    Raises UnreadableError for text that is no YAML.
    """
    loader = _Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            if _size(node, {}) > _MOST_NODES:
                raise UnreadableError("it is YAML whose aliases multiply it")
            yield from _parts(loader, node)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        if isinstance(fault, UnreadableError):
            raise
        mark = getattr(fault, "problem_mark", None)
        place = "" if mark is None else f" in line {mark.line + 1}"
        said = getattr(fault, "problem", None) or "it nests too deeply or holds no plain value"
        raise UnreadableError(f"it is no YAML that can be read{place}: {said}") from None
    finally:
        loader.dispose()


def _size(node: Any, known: dict[int, int]) -> int:
    """The number of nodes in a node, with each alias expanded.

    Raises UnreadableError for a node that contains itself.
    """
    if id(node) in known:
        size = known[id(node)]
        if not size:
            raise UnreadableError("it is YAML with aliases of what they are in")
        return size
    known[id(node)] = 0
    parts = node.value if isinstance(node, yaml.CollectionNode) else ()
    if isinstance(node, yaml.MappingNode):
        parts = [part for pair in parts for part in pair]
    known[id(node)] = size = 1 + sum(_size(part, known) for part in parts)
    return size


def _parts(loader: Any, node: Any) -> Iterator[tuple[int, Any]]:
    if isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _parts(loader, inner)
        return
    if isinstance(node, yaml.MappingNode):
        lists = [value for _, value in node.value if isinstance(value, yaml.SequenceNode)]
        inner = [item for item in lists if any(isinstance(x, yaml.MappingNode) for x in item.value)]
        keys = {str(key.value) for key, _ in node.value}
        if len(inner) == 1 and "type" not in keys:
            yield from _parts(loader, inner[0])
            return
    yield node.start_mark.line + 1, loader.construct_document(node)
