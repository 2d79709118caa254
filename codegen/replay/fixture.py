"""The plugin of pytest: a server that plays a recording or a scenario for one test.

Each run of pytest imports it if the tool is installed, so all other modules are imported later.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .protocol import Protocol
    from .report import Connection
    from .script import Script
    from .serving import Playing

__all__ = ["Replay", "realtime_replay"]


class Replay:
    """A running server: `url` is for clients, `connections` are the results."""

    def __init__(self, playing: Playing, *, strict: bool) -> None:
        self._playing = playing
        self._strict = strict

    @property
    def url(self) -> str:
        """The address of the server."""
        return self._playing.url

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The connections that have ended, with their findings."""
        return tuple(self._playing.connections)

    def check(self) -> None:
        """Raise AssertionError, with the report, if clients did not do as expected."""
        from .report import as_text, is_clean

        connections = self.connections
        if not connections:
            raise AssertionError("no client has connected")
        if not is_clean(connections, strict=self._strict):
            raise AssertionError(as_text(connections, strict=self._strict))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that are the same for all tests of a project."""
    parser.addini("realtime_spec", "The spec of `realtime_replay`, where a test names none.")
    parser.addini("realtime_facts", "The facts of that spec.")


@pytest.fixture(scope="session")
def _realtime_protocols() -> dict[tuple[str, str | None], Protocol]:
    """The protocols of the specs read so far."""
    return {}


@pytest.fixture
def realtime_replay(
    request: pytest.FixtureRequest,
    _realtime_protocols: dict[tuple[str, str | None], Protocol],
) -> Callable[..., contextlib.AbstractContextManager[Replay]]:
    """A function that plays the server of a recording or a scenario within a `with`.

    It takes the file and options: `spec` and `facts` (as the command does; by default those in the
    configuration of pytest), `speed`, `strict`, `loop`, and the probabilities of faults. If clients
    did not do as expected, the end of the `with` raises AssertionError, unless `check=False` leaves
    that to the test.
    """
    from .loading import protocol_of, script_of

    def replay(
        file: str | Path,
        spec: str | Path | None = None,
        *,
        facts: str | None = None,
        check: bool = True,
        **options: Any,
    ) -> contextlib.AbstractContextManager[Replay]:
        named = str(spec or request.config.getini("realtime_spec"))
        chosen = facts or request.config.getini("realtime_facts") or None
        if not named:
            raise ValueError("name the spec, or set realtime_spec in the configuration of pytest")
        protocol = _realtime_protocols.get((named, chosen))
        if protocol is None:
            protocol = _realtime_protocols[named, chosen] = protocol_of(named, chosen)
        return _running(script_of(file, protocol), protocol, check=check, **options)

    return replay


@contextlib.contextmanager
def _running(
    script: Script,
    protocol: Protocol,
    *,
    check: bool,
    speed: float = 0.0,
    strict: bool = False,
    loop: bool = False,
    **chances: Any,
) -> Iterator[Replay]:
    """Run a server in a new thread with a new event loop."""
    from .faults import Chances
    from .player import Settings
    from .serving import Playing

    settings = Settings(speed, strict, loop)
    playing = Playing(script, protocol, settings, Chances(**chances))
    replay = Replay(playing, strict=strict)
    with _thread(playing):
        yield replay
    if check:
        replay.check()


@contextlib.contextmanager
def _thread(playing: Playing) -> Iterator[None]:
    from .serving import serving

    ready = threading.Event()
    ends: list[Callable[[], object]] = []
    faults: list[BaseException] = []

    async def serve() -> None:
        loop, end = asyncio.get_running_loop(), asyncio.Event()
        async with serving(playing, "127.0.0.1", 0):
            ends.append(lambda: loop.call_soon_threadsafe(end.set))
            ready.set()
            await end.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as fault:
            faults.append(fault)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="realtime_replay", daemon=True)
    thread.start()
    ready.wait()
    try:
        if faults:
            raise faults[0]
        yield
    finally:
        for end in ends:
            end()
        thread.join()
    if faults:
        raise faults[0]
