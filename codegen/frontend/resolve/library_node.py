"""Node's own modules, for specs without Node's types beside them."""

from __future__ import annotations

from typing import Final

__all__ = ["is_module_of_node", "library_name"]

_MODULES: Final = frozenset(
    """
    assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram
    diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector
    inspector/promises module net os path path/posix path/win32 perf_hooks process punycode
    querystring readline readline/promises repl stream stream/consumers stream/promises stream/web
    string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm wasi
    worker_threads zlib
    """.split()
)

_SHARED: Final = frozenset(
    """
    AbortController AbortSignal Blob Buffer EventTarget File ReadableStream TextDecoder TextEncoder
    TransformStream URL URLSearchParams WritableStream
    """.split()
)
"""What modules of Node export under the name that the library has for it."""


def is_module_of_node(specifier: str) -> bool:
    """Whether an import means a module of Node, wherever no package has that name."""
    return specifier.startswith("node:") or specifier in _MODULES


def library_name(specifier: str, name: str) -> str | None:
    """The library's name for an export of a module of Node; None if it has none."""
    last = name.rpartition(".")[2]
    return last if last in _SHARED and is_module_of_node(specifier) else None
