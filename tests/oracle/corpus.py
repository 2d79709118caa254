"""The declarations that the proofs run on: ours, OpenAI's of many versions, other houses'."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.tools.node import npm_package

__all__ = ["CORPUS", "DAILY", "OWN", "REST", "VERSIONS", "Entry"]

_OWN = Path(__file__).parents[2] / "spec" / "openai-realtime-beta"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of declarations: in a published package or, without one, in this repository."""

    path: str
    package: str = ""
    version: str = ""

    def __str__(self) -> str:
        return f"{self.package}@{self.version}/{self.path}" if self.package else self.path

    def root(self) -> Path:
        """The folder of the package; fetches it the first time."""
        return npm_package(self.package, self.version) if self.package else _OWN

    def file(self) -> Path:
        """The file."""
        return self.root() / self.path


_NEWEST = "7.57.0"
_MAIN = (
    "resources/realtime/realtime.d.ts",
    "resources/live/live.d.ts",
    "resources/responses/responses.d.ts",
    "resources/chat/completions/completions.d.ts",
)
_REST = (
    "resources/live/forks.d.ts",
    "resources/live/forks/forks.d.ts",
    "resources/live/forks/index.d.ts",
    "resources/live/forks/internal-base.d.ts",
    "resources/live/forks/ws-base.d.ts",
    "resources/live/forks/ws.d.ts",
    "resources/live/index.d.ts",
    "resources/live/internal-base.d.ts",
    "resources/live/sessions.d.ts",
    "resources/live/sideband.d.ts",
    "resources/live/sideband/index.d.ts",
    "resources/live/sideband/internal-base.d.ts",
    "resources/live/sideband/sideband.d.ts",
    "resources/live/sideband/ws-base.d.ts",
    "resources/live/sideband/ws.d.ts",
    "resources/live/ws-base.d.ts",
    "resources/live/ws.d.ts",
    "resources/realtime/calls.d.ts",
    "resources/realtime/client-secrets.d.ts",
    "resources/realtime/index.d.ts",
    "resources/realtime/translations.d.ts",
    "resources/realtime/translations/client-secrets.d.ts",
    "resources/realtime/translations/index.d.ts",
    "resources/realtime/translations/translations.d.ts",
    "resources/realtime/translations/websocket-binding.d.ts",
)

OWN: Final = Entry("resources/beta/realtime/realtime.d.ts")

CORPUS: Final = (
    *(Entry(path, "openai", _NEWEST) for path in _MAIN),
    Entry("lib/umd/main.d.ts", "vscode-languageserver-types", "3.18.5"),
    Entry("dist/esm/spec.types.d.ts", "@modelcontextprotocol/sdk", "1.32.2"),
    Entry("schema.d.ts", "@octokit/webhooks-types", "7.6.1"),
    Entry("types/protocol.d.ts", "devtools-protocol", "0.0.1734725"),
)
"""The newest realtime protocol with what it shares types with, and four other houses'."""

REST: Final = tuple(Entry(path, "openai", _NEWEST) for path in _REST)
"""The other files of the newest `resources/realtime/` and `resources/live/`."""

# Every tenth version of `openai` published since 4.78.0, pre-releases aside. The second
# file came between two of them.
_BEFORE = ("4.78.0", "4.82.0", "4.86.1", "4.90.0", "4.96.1", "5.0.0", "5.6.0", "5.10.0", "5.16.0")
_SINCE = (
    *("5.21.0", "6.3.0", "6.13.0", "6.23.0", "6.33.0", "6.42.0"),
    *("7.2.0", "7.13.0", "7.23.0", "7.33.0", "7.47.0"),
)

VERSIONS: Final = (
    *(
        Entry("resources/beta/realtime/realtime.d.ts", "openai", version)
        for version in (*_BEFORE, *_SINCE)
    ),
    *(Entry("resources/realtime/realtime.d.ts", "openai", version) for version in _SINCE),
)
"""The realtime file, beta and general availability, of every tenth version."""

DAILY: Final = (REST[8], *VERSIONS[::18])
"""What a push has the compiler read of the other files and versions."""
