"""Sessions against a server that loses, delays, reorders, damages and cuts: all is told.

The server is the one of `replay`, the transport is in memory, and the clock is virtual: a thousand
sessions take the processor and no time.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.replay.faults import Chances, Faults
from realtime_codegen.replay.player import Out, Player, Settings
from realtime_codegen.replay.script import Script
from tests.tools.night import at_night
from tests.tools.replaying import GA, protocol_of, script_of
from tests.tools.sessions import session_package
from tests.tools.virtual_time import HangError, run_virtually

pytestmark = pytest.mark.xdist_group("session")

PLACE = {"response_id": "$resp", "item_id": "$item", "output_index": 0}
CREATED = {"type": "response.created", "response": {"id": "$resp"}}
DONE = {"type": "response.done", "response": {"id": "$resp", "status": "completed"}}
CALL = {"call_id": "$call", "name": "tool", "arguments": "{}", **PLACE}
CALLED = {"type": "response.function_call_arguments.done", **CALL}
PIECE = {"type": "response.output_text.delta", "content_index": 0, "delta": "Hello", **PLACE}
REFUSED = {"type": "x", "message": "nothing to cancel", "event_id": "$/event_id"}
ASKED = {"type": "response.create", "response": {"tool_choice": "required"}}
SCENARIO: list[Any] = [
    {"scenario": 1},
    {"say": {"type": "session.created", "session": {"type": "realtime"}}},
    {"on": ASKED, "say": [CREATED, {"after": 0.2}, CALLED, DONE]},
    {"on": {"type": "response.create"}, "say": CREATED},
    {"then": PIECE, "after": 0.1},
    {"then": PIECE, "after": 0.1},
    {"then": DONE},
    {"on": {"type": "response.cancel"}, "say": {"type": "error", "error": REFUSED}},
]


@pytest.fixture(scope="module")
def rt(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The GA package with sessions."""
    return session_package(tmp_path_factory, GA, "session_ga")


def who_wait(session: Any) -> list[Any]:
    waiting = session._waiting
    return [*(who for own in waiting.waiters.values() for who in own), *waiting.requests]


class Wire:
    """A connection to a player, through faults; `heard` are the ids that it was sent.

    What the player says comes at its time. A cut breaks it: reading and sending raise then.
    """

    def __init__(self, player: Player, faults: Faults, heard: set[str]) -> None:
        self.player, self.faults, self.heard = player, faults, heard
        self.closed = False
        self.damaged = False
        self._outs: asyncio.Queue[Out] = asyncio.Queue()
        self._broken_at: float | None = None
        self._put(player.start(self._now()))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _put(self, outs: Iterable[Out]) -> None:
        for out in self.faults.through([*outs]):
            if out.how == "cut":
                self._broken_at = out.at
            self._outs.put_nowait(out)

    async def send(self, text: str) -> None:
        await asyncio.sleep(0.001)
        if self.closed or (self._broken_at is not None and self._now() >= self._broken_at):
            raise ConnectionResetError("cut")
        self.heard.add(json.loads(text)["event_id"])
        self._put(self.player.hear(text, self._now()))

    async def __aiter__(self) -> AsyncIterator[str]:
        while True:
            out = await self._outs.get()
            await asyncio.sleep(max(0.0, out.at - self._now()))
            if out.text is None:
                raise ConnectionResetError("cut")
            try:
                json.loads(out.text)
            except ValueError:
                self.damaged = True
            yield out.text

    async def close(self) -> None:
        self.closed = True


class Faulty:
    """A session with faults, in which all is decided by one number."""

    def __init__(self, rt: ModuleType, script: Script, seed: int) -> None:
        self.rt, self.script, self.seed = rt, script, seed
        self.chance = random.Random(seed)
        rates = {
            name: self.chance.choice((0.0, 0.0, 0.05, 0.2))
            for name in ("drop", "reorder", "cut", "garble")
        }
        delay = self.chance.choice((0.0, 0.5, 3.0))
        self.chances = Chances(delay=delay, seed=seed, **rates)
        self.wires: list[Wire] = []
        self.heard: set[str] = set()
        self.given: dict[str, str] = {}
        self.outcomes: Counter[str] = Counter()
        self.names = itertools.count(1)
        self.running = 0
        self.tasks: list[asyncio.Task[None]] = []
        self.session: Any = None

    async def connect(self) -> Wire:
        await asyncio.sleep(self.chance.choice((0.0, 0.3)))
        if self.wires and self.chance.random() < 0.2:
            raise OSError("refused")
        player = Player(self.script, protocol_of(GA), Settings(), len(self.wires) + 1)
        faults = Faults(self.chances, len(self.wires) + 1, lambda _: None)
        self.wires.append(Wire(player, faults, self.heard))
        return self.wires[-1]

    def event(self, kind: str, name: str) -> Any:
        """An event of the client that can be told from all others."""
        rt = self.rt
        self.given[name] = "given"
        match kind:
            case "settings":
                session = rt.RealtimeSessionCreateRequest()
                return rt.SessionUpdateEvent(event_id=name, session=session)
            case "item":
                item = rt.RealtimeConversationItemUserMessage(content=[], id=f"item {name}")
                return rt.ConversationItemCreateEvent(event_id=name, item=item)
            case "delete":
                return rt.ConversationItemDeleteEvent(event_id=name, item_id=f"item {name}")
            case "cancel":
                return rt.ResponseCancelEvent(event_id=name)
            case "tool":
                response = rt.RealtimeResponseCreateParams(tool_choice="required")
                return rt.ResponseCreateEvent(event_id=name, response=response)
            case "response":
                return rt.ResponseCreateEvent(event_id=name)
            case _:
                return rt.InputAudioBufferAppendEvent(event_id=name, audio="AAAA")

    async def ask(self, session: Any) -> None:
        """Ask for something, and count what came of it; `given` has what is not told."""
        name = f"n{next(self.names)}"
        kinds = ("settings", "item", "delete", "cancel", "tool", "response", "audio", "wait")
        kind = self.chance.choice(kinds)
        timeout = self.chance.choice((None, None, 0.05, 1.0, 4.0))
        told, refused_for = "told", []
        try:
            if kind == "wait":
                await session.wait_for(self.rt.ResponseDoneEvent, timeout=timeout)
            elif kind == "audio" and self.chance.random() < 0.5:
                session.send_nowait(self.event(kind, name))
                told = "given"
            elif kind == "audio":
                await session.send(self.event(kind, name))
            else:
                ends = kind in ("item", "tool", "response") and self.chance.random() < 0.5
                request = session.request_end if ends else session.request
                answer = await request(self.event(kind, name), timeout=timeout)
                if kind == "item":
                    assert answer.item.id == f"item {name}"
                if kind == "delete":
                    assert answer.item_id == f"item {name}"
            outcome = "answered"
        except self.rt.RequestError as error:
            refused_for.append(error.event.error.event_id)
            outcome = "refused"
        except self.rt.RequestLostError:
            outcome = "lost"
        except self.rt.SessionClosedError:
            outcome = "closed"
        except TimeoutError:
            outcome = "too late"
        except asyncio.CancelledError:
            if name in self.given:
                self.given[name] = "told"
            self.outcomes["cancelled"] += 1
            raise
        assert refused_for in ([], [name]), "the error is another one's"
        if name in self.given:
            self.given[name] = told
        self.outcomes[outcome] += 1

    async def play(self) -> None:
        rt, chance = self.rt, self.chance
        session = self.session = rt.RealtimeClientSession(
            connect=self.connect,
            delays=lambda attempt: None if attempt > 3 else 0.1 * attempt,
            keep=chance.choice(((), ("text",), ("*",))),
            drain=chance.random() < 0.7,
            drain_timeout=2.0,
            most_concurrent=2,
        )

        async def tool(_call: Any) -> None:
            self.running += 1
            try:
                await asyncio.sleep(chance.choice((0.0, 0.5, 2.0)))
                await self.ask(session)
            finally:
                self.running -= 1

        beside = session.concurrent(key=lambda call: call.call_id)
        session.on("response.function_call_arguments.done", beside(tool))
        if chance.random() < 0.5:
            session.on("response.done", lambda _event: asyncio.sleep(0.1))
        try:
            async with session:
                for _ in range(chance.randrange(1, 9)):
                    self.tasks.append(asyncio.create_task(self.ask(session)))
                    await asyncio.sleep(chance.choice((0.0, 0.0, 0.05, 0.7)))
                    if chance.random() < 0.15:
                        chance.choice(self.tasks).cancel()
                    if chance.random() < 0.1:
                        session.cancel()
                await asyncio.sleep(chance.choice((0.0, 0.5, 5.0)))
                gave_up = [who for who in who_wait(session) if who.future.done()]
                await asyncio.sleep(0.001)  # What was just cancelled has not run yet.
                assert not any(who in who_wait(session) for who in gave_up), "who gave up is gone"
                if chance.random() < 0.3:
                    await session.close(drain=chance.random() < 0.5)
            self.outcomes["ended well"] += 1
        except rt.SessionClosedError:
            self.outcomes["ended, told"] += 1
        except rt.DecodeError:
            self.outcomes["ended, damaged"] += 1
        except rt.UnhandledEventError:  # The one who asked has given up before.
            self.outcomes["ended, refused"] += 1

    async def check(self) -> None:
        """All who asked have an answer, nothing waits, runs or is open, what is lost is told."""
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        for result in results:
            assert result is None or isinstance(result, asyncio.CancelledError), result
        session = self.session
        damaged = any(wire.damaged for wire in self.wires)
        assert damaged or not self.outcomes["ended, damaged"], "all were messages"
        assert not who_wait(session), "somebody waits"
        assert not self.running, "a handler runs"
        assert all(wire.closed for wire in self.wires), "a connection is open"
        unsent = {event.event_id for event in session.unsent}
        lost = {name for name, state in self.given.items() if state == "given"}
        assert lost <= self.heard | unsent, "an event is lost, and nobody was told"


def played(rt: ModuleType, script: Script, seed: int, cancelled_at: float | None) -> Counter[str]:
    """What came of a session, which was cancelled as a whole after some seconds, or not."""
    faulty: list[Faulty] = []

    async def whole() -> None:
        faulty.append(Faulty(rt, script, seed))
        body = asyncio.create_task(faulty[0].play())
        if cancelled_at is not None:
            await asyncio.wait({body}, timeout=cancelled_at)
            if body.cancel():
                faulty[0].outcomes["cancelled as a whole"] += 1
            for _ in range(seed % 4):
                await asyncio.sleep(0)
                body.cancel()
        await asyncio.wait({body})
        await faulty[0].check()
        if not body.cancelled():
            body.result()

    _, left = run_virtually(whole())
    assert not left, left
    return faulty[0].outcomes


@pytest.mark.parametrize(
    "seeds",
    [pytest.param(range(334), id="334"), at_night(pytest.param(range(334, 5_000), id="5000"))],
)
def test_whatever_breaks_nothing_hangs_and_all_is_told(rt: ModuleType, seeds: range) -> None:
    script = script_of(protocol_of(GA), SCENARIO)
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        at = random.Random(f"at {seed}").choice((None, None, None, 0.0, 0.1, 0.5, 1.0, 3.0))
        try:
            outcomes += played(rt, script, seed, at)
        except BaseException as error:
            error.add_note(f"seed {seed}, cancelled at {at}")
            raise
    assert outcomes.keys() >= {
        *("answered", "refused", "lost", "closed", "too late", "cancelled"),
        *("ended well", "ended, told", "ended, damaged", "ended, refused"),
        "cancelled as a whole",
    }, outcomes


def test_a_clock_that_nothing_moves_is_a_hang() -> None:
    """The law can fail: what waits for ever is told at once, and what goes round as well."""

    async def waits() -> None:
        await asyncio.Event().wait()

    async def goes_round() -> None:
        while True:
            await asyncio.sleep(0)

    async def sleeps() -> None:
        while True:
            await asyncio.sleep(100)

    for program in (waits, goes_round, sleeps):
        with pytest.raises(HangError):
            run_virtually(program())

    async def leaves() -> float:
        task = asyncio.create_task(sleeps())
        await asyncio.sleep(5)
        assert not task.done()
        return asyncio.get_running_loop().time()

    time, left = run_virtually(leaves())
    assert time == 5
    assert len(left) == 1
