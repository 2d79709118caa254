"""A session: what waits is told, what is lost is told, and nothing is left running."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.checkers import mypy_findings, pyright_findings
from tests.tools.night import at_night
from tests.tools.packages import ENTRY, compiled, write_tree
from tests.tools.sessions import session_package

ROOT = Path(__file__).parents[1]
GA = ROOT / "spec/openai-realtime-ga"
DAP = ROOT / "tests/movement/dap"
ENVELOPED = ROOT / "tests/movement/enveloped"

pytestmark = pytest.mark.xdist_group("session")


@pytest.fixture(scope="module")
def rt(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The GA package with sessions."""
    return session_package(tmp_path_factory, GA, "session_ga")


@pytest.fixture(scope="module")
def dap(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of a debugger's protocol."""
    return session_package(tmp_path_factory, DAP, "session_dap")


@pytest.fixture(scope="module")
def enveloped(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of a protocol whose messages have a header with their kind and number."""
    return session_package(tmp_path_factory, ENVELOPED, "session_enveloped")


class Wire:
    """One connection, of which a test is the other side; nothing has to do with a clock.

    `sent` has what came, as objects. `cut` breaks it: reading and sending then raise.
    """

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.came = asyncio.Event()
        self.closed = False
        self._inbox: asyncio.Queue[str | BaseException | None] = asyncio.Queue()
        self._broken: Exception | None = None

    async def send(self, text: str) -> None:
        await asyncio.sleep(0)
        if self._broken is not None:
            raise self._broken
        self.sent.append(json.loads(text))
        self.came.set()

    async def __aiter__(self) -> AsyncIterator[str]:
        while (item := await self._inbox.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    async def close(self) -> None:
        self.closed = True

    def give(self, **event: Any) -> None:
        self._inbox.put_nowait(json.dumps({"event_id": "server", **event}))

    def say(self, event: dict[str, Any]) -> None:
        self._inbox.put_nowait(json.dumps(event))

    def end(self) -> None:
        self._inbox.put_nowait(None)

    def cut(self) -> None:
        self._broken = ConnectionResetError("cut")
        self._inbox.put_nowait(self._broken)

    async def next_sent(self, count: int = 1) -> Any:
        """The event number `count` that came."""
        while len(self.sent) < count:
            self.came.clear()
            await self.came.wait()
        return self.sent[count - 1]


def run(program: Awaitable[None]) -> None:
    """Run a program that may not hang and may leave no task behind."""

    async def checked() -> None:
        async with asyncio.timeout(20):
            await program
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, left

    asyncio.run(checked())


def call_done(number: int = 1, call: str = "c") -> dict[str, Any]:
    return {
        "type": "response.function_call_arguments.done",
        "response_id": "r",
        "item_id": f"item_{number}",
        "output_index": 0,
        "call_id": call,
        "name": "tool",
        "arguments": "{}",
    }


# ------------------------------------------------------------------------- the law


def who_wait(session: Any) -> list[Any]:
    waiting = session._waiting
    return [*(who for own in waiting.waiters.values() for who in own), *waiting.requests]


class Schedule:
    """A session whose server, cuts and cancellations a random number decides.

    The server answers in any order where a field tells the messages apart, refuses some by
    their `event_id`, and reports what it has got. Who asks checks what comes of it.
    """

    def __init__(self, rt: ModuleType, seed: int) -> None:
        self.rt = rt
        self.random = random.Random(f"session {seed}")
        self.wires: list[Wire] = []
        self.outcomes: dict[str, str] = {}
        self.running: dict[str, int] = {}
        self.most_at_once = 0
        self.handled: list[str] = []
        self.cuts = 0
        self.can_cut = self.random.random() < 0.5
        self.patient = self.random.random() < 0.5
        self.stop = asyncio.Event()

    async def some_steps(self, most: int = 6) -> None:
        for _ in range(self.random.randrange(most)):
            await asyncio.sleep(0)

    async def connect(self) -> Wire:
        await self.some_steps()
        if self.wires and self.random.random() < 0.3:
            raise OSError("not now")
        self.wires.append(Wire())
        return self.wires[-1]

    # The server ------------------------------------------------------------------

    async def serve(self) -> None:
        """Answer what comes, over each connection, until the test is over."""
        seen: dict[int, int] = {}
        waiting: list[tuple[Wire, dict[str, Any]]] = []
        while True:
            await asyncio.sleep(0)
            for wire in self.wires:
                start = seen.get(id(wire), 0)
                waiting += [(wire, message) for message in wire.sent[start:]]
                seen[id(wire)] = len(wire.sent)
            if waiting and self.random.random() < 0.6:
                updates = [pair for pair in waiting if pair[1]["type"] == "session.update"]
                others = [pair for pair in waiting if pair not in updates]
                pair = self.random.choice([*others, *updates[:1]])
                waiting.remove(pair)
                self.answer(*pair)
            if self.wires and self.random.random() < 0.1:
                self.wires[-1].give(**call_done(call=self.random.choice("abc")))
            if self.can_cut and self.wires and self.random.random() < 0.03:
                self.cuts += 1
                self.wires[-1].cut()

    def answer(self, wire: Wire, message: dict[str, Any]) -> None:
        if self.random.random() < 0.2 and message["event_id"] != "waits":
            error = {"type": "x", "message": "no", "event_id": message["event_id"]}
            wire.give(type="error", error=error)
        elif message["type"] == "session.update":
            wire.give(type="session.updated", session=message["session"])
        elif message["type"] == "conversation.item.retrieve":
            item = {"type": "message", "role": "user", "content": [], "id": message["item_id"]}
            wire.give(type="conversation.item.retrieved", item=item)
        elif message["type"] == "response.create":
            mark = message["response"]["instructions"]
            response = {"id": f"r_{mark}", "object": "realtime.response"}
            wire.give(type="response.created", response=response)
            wire.give(type="response.done", response=response)

    # Who asks --------------------------------------------------------------------

    async def ask(self, session: Any, name: str) -> None:
        """Ask something, and see that the answer is that to the question, or say why not."""
        rt = self.rt
        timeout = self.random.choice((None, None, 60, 0))
        try:
            # What is only waited for is not asked for again over the next connection.
            match self.random.randrange(3 if self.patient and self.can_cut else 4):
                case 0:
                    settings = rt.RealtimeSessionCreateRequest(instructions=name)
                    answer = await session.request(
                        rt.SessionUpdateEvent(session=settings, event_id=name),
                        timeout=timeout,
                    )
                    self.outcomes[name] = "in order"
                    assert isinstance(answer, rt.SessionUpdatedEvent)
                case 1:
                    wanted = rt.ConversationItemRetrieveEvent(item_id=name, event_id=name)
                    answer = await session.request(wanted, timeout=timeout)
                    assert answer.item.id == name
                    self.outcomes[name] = "answer"
                case 2:
                    params = rt.RealtimeResponseCreateParams(instructions=name)
                    answer = await session.request_end(
                        rt.ResponseCreateEvent(response=params, event_id=name), timeout=timeout
                    )
                    assert answer.type == "response.done"
                    self.outcomes[name] = "in order"
                case _:
                    before = session.wait_for(
                        rt.RealtimeServerEventConversationItemRetrieved,
                        where=lambda event: event.item.id == name,
                        timeout=timeout,
                    )
                    session.send_nowait(
                        rt.ConversationItemRetrieveEvent(item_id=name, event_id="waits")
                    )
                    answer = await before
                    assert answer.item.id == name
                    self.outcomes[name] = "answer"
        except rt.RequestError as error:
            own = error.event.error.event_id == name
            self.outcomes[name] = "refused" if own else "refused for another"
        except rt.RequestLostError:
            assert self.cuts
            self.outcomes[name] = "lost"
        except rt.SessionClosedError:
            self.outcomes[name] = "closed"
        except TimeoutError:
            assert timeout is not None
            self.outcomes[name] = "too late"
        except asyncio.CancelledError:
            self.outcomes[name] = "cancelled"
            raise

    async def tool(self, event: Any) -> None:
        key = event.call_id
        self.running[key] = self.running.get(key, 0) + 1
        assert self.running[key] == 1, "one at a time for each key"
        self.most_at_once = max(self.most_at_once, sum(self.running.values()))
        try:
            await self.some_steps()
            self.handled.append(key)
        finally:
            self.running[key] -= 1

    async def play(self) -> None:
        rt = self.rt
        drain = self.random.random() < 0.5
        session = rt.RealtimeClientSession(
            connect=self.connect,
            delays=lambda attempt: 0 if attempt < 30 else None,
            most_concurrent=2,
            most_unhandled=self.random.choice((1, 3, 1000)),
            drain=drain,
            drain_timeout=0.02,
            keep=("text",),
            raise_unhandled=(),
        )
        session.on(rt.ResponseFunctionCallArgumentsDoneEvent)(
            session.concurrent(key=lambda event: event.call_id)(self.tool)
        )

        async def again(_event: Any) -> None:
            if self.random.random() < 0.3:
                await self.ask(session, f"inner {len(self.outcomes)}")

        session.on("session.updated", again)
        server = asyncio.create_task(self.serve())
        given = 0
        tasks: list[asyncio.Task[None]] = []
        try:
            async with session:
                for number in range(self.random.randrange(1, 8)):
                    tasks.append(asyncio.create_task(self.ask(session, f"q{number}")))
                    given += 1
                    await self.some_steps()
                    if self.random.random() < 0.15:
                        self.random.choice(tasks).cancel()
                    if self.random.random() < 0.1:
                        session.cancel(self.random.choice("abc"))
                if self.patient:
                    await asyncio.wait(tasks)
                    assert "closed" not in self.outcomes.values()
                else:
                    await self.some_steps(60)
                gave_up = {id(who) for who in who_wait(session) if who.future.done()}
                for _ in range(3):  # What was just cancelled has not run yet.
                    await asyncio.sleep(0)
                assert gave_up.isdisjoint(map(id, who_wait(session))), "who gave up is gone"
        except rt.SessionClosedError as error:
            if not error.unsent:
                self.outcomes["all"] = "closed"
        finally:
            server.cancel()
            results = await asyncio.gather(*tasks, server, return_exceptions=True)
        for result in results:
            assert result is None or isinstance(result, asyncio.CancelledError), result
        asked = sum(name.startswith("q") for name in self.outcomes)
        assert asked >= given - sum(isinstance(r, asyncio.CancelledError) for r in results)
        assert self.most_at_once <= 2
        assert not session._waiting
        assert not any(self.running.values())
        for wire in self.wires:
            assert wire.closed


@pytest.mark.parametrize(
    "seeds",
    [pytest.param(range(60), id="60"), at_night(pytest.param(range(60, 1_060), id="1000"))],
)
def test_no_schedule_hangs_loses_or_leaves_anything(rt: ModuleType, seeds: range) -> None:
    """Whatever the order of answers, cuts, refusals, timeouts and cancellations."""
    outcomes: set[str] = set()
    for seed in seeds:
        schedule: list[Schedule] = []

        async def play(seed: int = seed, schedule: list[Schedule] = schedule) -> None:
            schedule.append(Schedule(rt, seed))
            await schedule[0].play()

        try:
            run(play())
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
        outcomes |= set(schedule[0].outcomes.values())
    assert outcomes == {"in order", "answer", "refused", "lost", "closed", "too late", "cancelled"}


@pytest.mark.parametrize(
    ("seeds", "steps"),
    [
        pytest.param(range(3), range(0, 80, 2), id="some"),
        at_night(pytest.param(range(20), range(120), id="all")),
    ],
)
def test_a_cancellation_at_any_step_leaves_nothing(
    rt: ModuleType, seeds: range, steps: range
) -> None:
    """While it connects, sends, asks, waits, is closed or drains: it is cancelled, or was done."""
    cancelled = 0
    for seed in seeds:
        for step in steps:
            schedule: list[Schedule] = []

            async def play(seed: int, step: int, schedule: list[Schedule]) -> bool:
                schedule.append(Schedule(rt, seed))
                body = asyncio.create_task(schedule[0].play())
                for _ in range(step):
                    await asyncio.sleep(0)
                was_running = body.cancel()
                await asyncio.wait({body})
                assert body.cancelled() or not was_running or body.exception() is None
                return was_running

            async def checked(seed: int = seed, step: int = step, own: Any = schedule) -> None:
                nonlocal cancelled
                cancelled += await play(seed, step, own)

            run(checked())
            assert all(wire.closed for wire in schedule[0].wires), (seed, step)
    assert cancelled > len(seeds) * len(steps) // 5


# --------------------------------------------------------------------- recordings

EVENTS = ROOT.parent / "shared" / "data" / "events"
RECORDINGS = sorted(EVENTS.glob("pydantic-ai__*.jsonl"))


def server_events(path: Path) -> list[dict[str, Any]]:
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return [line["event"] for line in lines if line["dir"] == "server"]


@pytest.mark.skipif(not RECORDINGS, reason="no recorded events at ../shared/data/events")
def test_what_grew_is_what_the_end_says_in_all_recordings(rt: ModuleType) -> None:
    """The pieces make up the whole; items stand where they say, with what they hold."""
    wholes = checked_items = tokens = 0
    for path in RECORDINGS:
        conversation = rt._conversation.Conversation(rt.RealtimeClientSession._moves, keep=("*",))
        ends = {delta.end: delta for delta in rt.RealtimeClientSession._moves.deltas}
        order: list[str] = []
        for data in server_events(path):
            event = rt.decode_realtime_server_event(data)
            delta = ends.get(type(event))
            if delta is not None and event.item_id in conversation and delta.whole:
                keys = tuple(getattr(event, key[0]) for key in delta.keys)
                if grown := conversation[event.item_id].whole(delta.name, *keys):
                    whole = getattr(event, delta.whole[0])
                    if "transcription" in event.type:  # Whose end leaves out white space.
                        grown = grown.strip()
                    assert grown == whole, path.name
                    wholes += 1
            conversation.add(event)
            place(order, data)
            if data["type"] == "response.done":
                tokens += data["response"].get("usage", {}).get("total_tokens", 0)
        assert [item.id for item in conversation.items] == order, path.name
        checked_items += sum(holds(conversation[id_]) for id_ in order)
        assert conversation.totals.get("total_tokens", 0) == tokens
        tokens = 0
    assert wholes > 20
    assert checked_items > 20


def place(order: list[str], data: dict[str, Any]) -> None:
    """What an event says about the order of items, in the plainest way."""
    item = data.get("item", {}).get("id") if isinstance(data.get("item"), dict) else None
    placed = item or (data.get("item_id") if "committed" in data["type"] else None)
    grows = data.get("item_id") if "transcript" in data["type"] or "delta" in data["type"] else None
    for id_ in (placed, grows):
        if id_ is None or data["type"].endswith(".segment"):
            continue
        before = data.get("previous_item_id")
        if id_ in order and before in order and id_ != before:
            order.remove(id_)
        if id_ in order:
            continue
        if before in order:
            order.insert(order.index(before) + 1, id_)
        else:
            order.append(id_)


def holds(item: Any) -> bool:
    """Whether an item was done, and grew to what it holds then."""
    if item.value is None or getattr(item.value, "status", "") != "completed":
        return False
    for index, part in enumerate(getattr(item.value, "content", None) or ()):
        for name in ("text", "transcript"):
            grown = item.whole(name, index)
            if grown and isinstance(getattr(part, name, None), str):
                assert grown == getattr(part, name)
    if item.arguments():
        assert item.arguments() == item.value.arguments
    return True


# --------------------------------------------------------------- one thing at a time


def session_of(rt: ModuleType, wire: Any, **options: Any) -> Any:
    return rt.RealtimeClientSession(wire, **options)


async def sent_later(session: Any, event: Any) -> None:
    await asyncio.sleep(0)
    await session.send(event)


async def waited(session: Any, cls: type[Any]) -> Any:
    """The outcome of a session that only waits for one event."""
    async with session:
        return await session.wait_for(cls)


def test_a_handler_may_wait_for_an_event_that_comes_later(rt: ModuleType) -> None:
    async def program() -> None:
        wire, seen = Wire(), []
        session = session_of(rt, wire)

        async def start(_event: Any) -> None:
            seen.append(await session.wait_for(rt.SessionUpdatedEvent, timeout=60))

        session.on("session.created", start)
        async with session:
            both = [session.wait_for(rt.SessionUpdatedEvent) for _ in range(2)]
            wire.give(type="session.created", session={"type": "realtime"})
            wire.give(type="session.updated", session={"type": "realtime"})
            assert {type(event).__name__ for event in await asyncio.gather(*both)} == {
                "SessionUpdatedEvent"
            }
        assert len(seen) == 1

    run(program())


def test_what_was_read_is_handled_when_the_other_side_has_ended(rt: ModuleType) -> None:
    """A handler may still send, and wait for what has come; not for what cannot come."""

    async def program() -> None:
        wire, told = Wire(), []
        session = session_of(rt, wire)

        async def start(_event: Any) -> None:
            await session.send(rt.ResponseCancelEvent())
            told.append(await session.wait_for(rt.SessionUpdatedEvent))
            with pytest.raises(rt.SessionClosedError):
                await session.wait_for(rt.ResponseDoneEvent)
            with pytest.raises(rt.SessionClosedError):
                await session.request(rt.InputAudioBufferClearEvent())

        session.on("session.created", start)
        wire.give(type="session.created", session={"type": "realtime"})
        wire.give(type="session.updated", session={"type": "realtime"})
        wire.end()
        async with session:
            await session.closed()
        assert [event["type"] for event in wire.sent] == ["response.cancel"]
        assert len(told) == 1

    run(program())


def test_what_somebody_waits_for_is_not_passed_over(
    rt: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the native core, a dispatcher does not read what has no handler; here it would hang."""
    monkeypatch.setattr(rt._dispatch, "peek_for", lambda tag, skips: rt._peek.Peek(tag))
    usage = {"total_tokens": 7}
    item = {"type": "message", "id": "i", "role": "assistant", "content": []}
    text = {"response_id": "r", "item_id": "i", "output_index": 0, "content_index": 0}

    def give(wire: Wire, type_: str, **fields: Any) -> None:
        """Its tag first, which is where a look finds it."""
        wire.say({"type": type_, "event_id": "server", **fields})

    async def program() -> None:
        wire = Wire()
        async with session_of(rt, wire, keep=("text",)) as session:
            assert session._peek is not None
            asked = asyncio.create_task(session.request(rt.ResponseCreateEvent()))
            await wire.next_sent()
            cleared = session.wait_for(rt.InputAudioBufferClearedEvent)
            for _ in range(40):
                give(wire, "input_audio_buffer.speech_started", item_id="u", audio_start_ms=0)
            give(wire, "response.created", response={"id": "r"})
            give(wire, "response.output_item.added", response_id="r", output_index=0, item=item)
            give(wire, "response.output_text.delta", delta="Hi", **text)
            give(wire, "response.done", response={"id": "r", "usage": usage})
            give(wire, "input_audio_buffer.cleared")
            assert (await asked).response.id == "r"
            await cleared
            assert session.conversation["i"].text() == "Hi"
            assert session.conversation.totals["total_tokens"] == 7

    run(program())


def test_what_is_dispatched_by_hand_is_not_passed_over_either(rt: ModuleType) -> None:
    """By `tests/native` with the native core, too, which drops messages itself."""

    async def program() -> None:
        async with session_of(rt, Wire()) as session:
            session.on("error", lambda event: None)
            cleared = session.wait_for(rt.InputAudioBufferClearedEvent)
            message = {"type": "input_audio_buffer.cleared", "event_id": "by hand"}
            session.dispatch(json.dumps(message))
            assert (await cleared).event_id == "by hand"

    run(program())


def test_a_waiter_that_gave_up_is_gone(rt: ModuleType) -> None:
    async def program() -> None:
        wire = Wire()
        async with session_of(rt, wire) as session:
            with pytest.raises(TimeoutError):
                await session.wait_for(rt.SessionUpdatedEvent, timeout=0)
            assert not session._waiting
            later = session.wait_for(rt.InputAudioBufferClearedEvent)
            wire.give(type="session.updated", session={"type": "realtime"})
            wire.give(type="input_audio_buffer.cleared")
            await later

    run(program())


def test_a_slow_tool_holds_up_nothing_and_can_be_cancelled(rt: ModuleType) -> None:
    async def program() -> None:
        wire, ended = Wire(), []
        session = session_of(rt, wire, most_concurrent=2)

        async def tool(event: Any) -> None:
            try:
                await asyncio.sleep(1_000)
            finally:
                ended.append(event.call_id)

        tools = session.concurrent(key=lambda event: event.call_id)(tool)
        session.on("response.function_call_arguments.done", tools)
        async with session:
            barged = session.wait_for(rt.InputAudioBufferSpeechStartedEvent)
            for call in ("a", "a", "b", "c"):
                wire.give(**call_done(call=call))
            wire.give(type="input_audio_buffer.speech_started", item_id="i", audio_start_ms=0)
            await barged
            await asyncio.sleep(0)
            assert ended == []
            assert session.cancel("a", "nobody") == 2
            assert session.cancel() == 2
        assert sorted(ended) == ["a", "b"], "the second of one key, and the third, never began"

    run(program())


@pytest.mark.parametrize("concurrent", [False, True])
def test_what_a_handler_raises_ends_the_session_and_reaches_the_caller(
    rt: ModuleType, concurrent: bool
) -> None:
    async def program() -> None:
        wire = Wire()
        session = session_of(rt, wire)

        async def bad(_event: Any) -> None:
            raise ValueError("mine")

        session.on("session.created", session.concurrent()(bad) if concurrent else bad)
        wire.give(type="session.created", session={"type": "realtime"})
        raised = ValueError if concurrent else ExceptionGroup
        with pytest.raises(raised, match=r"mine|1 handler"):
            await waited(session, rt.SessionUpdatedEvent)
        with pytest.raises(rt.SessionClosedError):
            await session.send(rt.ResponseCancelEvent())

    run(program())


def test_an_error_that_nobody_handles_ends_the_session(rt: ModuleType) -> None:
    async def program() -> None:
        wire = Wire()
        wire.give(type="error", error={"type": "x", "message": "no"})
        with pytest.raises(rt.UnhandledEventError):
            await waited(session_of(rt, wire), rt.SessionUpdatedEvent)

    run(program())


def test_an_error_that_a_request_gets_is_not_unhandled(rt: ModuleType) -> None:
    async def program() -> None:
        wire = Wire()
        async with session_of(rt, wire) as session:
            asking = asyncio.create_task(session.request(rt.InputAudioBufferClearEvent()))
            sent = await wire.next_sent()
            error = {"type": "x", "message": "no", "event_id": sent["event_id"]}
            wire.give(type="error", error=error)
            with pytest.raises(rt.RequestError, match="no") as refused:
                await asking
            assert refused.value.event.error.message == "no"

    run(program())


def test_what_was_not_sent_is_told(rt: ModuleType) -> None:
    """A connection that takes nothing any more: dropped by choice, or an error."""

    class Stuck(Wire):
        async def send(self, text: str) -> None:
            await asyncio.Event().wait()

    async def program(drain: bool) -> None:
        session = session_of(rt, Stuck(), drain=drain, drain_timeout=0)
        event = rt.InputAudioBufferClearEvent(event_id="e")
        told: tuple[Any, ...] = ()
        waiting = asyncio.create_task(sent_later(session, event))
        try:
            async with session:
                session.send_nowait(event)
                for _ in range(3):
                    await asyncio.sleep(0)
        except rt.SessionClosedError as error:
            told = error.unsent
        assert told == ((event, event) if drain else ())
        assert session.unsent == (event, event)
        with pytest.raises(rt.SessionClosedError):
            await waiting

    run(program(drain=True))
    run(program(drain=False))


def test_a_session_connects_again_and_sends_what_is_left(rt: ModuleType) -> None:
    async def program() -> None:
        wires = [Wire(), Wire()]
        made = iter(wires)
        tried: list[int] = []

        def delays(attempt: int) -> float | None:
            tried.append(attempt)
            return 0

        async def connect() -> Wire:
            if tried == [0]:
                raise OSError("not yet")
            return next(made)

        async def resume() -> list[Any]:
            return [rt.SessionUpdateEvent(session=rt.RealtimeSessionCreateRequest())]

        session = rt.RealtimeClientSession(connect=connect, delays=delays, resume=resume)
        async with session:
            await session.send(rt.InputAudioBufferClearEvent())
            asking = asyncio.create_task(session.request(rt.InputAudioBufferCommitEvent()))
            await wires[0].next_sent(2)
            wires[0].cut()
            with pytest.raises(rt.RequestLostError):
                await asking
            await session.send(rt.ResponseCancelEvent())
        assert [event["type"] for event in wires[1].sent] == ["session.update", "response.cancel"]
        assert tried == [0, 1]
        assert all(wire.closed for wire in wires)

    run(program())


def test_no_connection_is_an_error_with_its_cause(rt: ModuleType) -> None:
    async def connect() -> Any:
        raise OSError("no route")

    async def program() -> None:
        with pytest.raises(OSError, match="no route"):
            async with rt.RealtimeClientSession(connect=connect):
                raise AssertionError
        wire = Wire()
        wire.cut()
        with pytest.raises(rt.SessionClosedError) as ended:
            await waited(session_of(rt, wire), rt.SessionUpdatedEvent)
        assert isinstance(ended.value.__cause__, ConnectionResetError)

    run(program())


def test_settings_merge_as_the_server_does(rt: ModuleType) -> None:
    old = rt.RealtimeSessionCreateRequest(
        instructions="be kind",
        audio=rt.RealtimeAudioConfig(
            input=rt.RealtimeAudioConfigInput(
                noise_reduction=rt.RealtimeAudioConfigInputNoiseReduction(type="near_field"),
                turn_detection=rt.RealtimeAudioInputTurnDetectionServerVad(threshold=0.5),
            ),
            output=rt.RealtimeAudioConfigOutput(voice="marin"),
        ),
    )
    new = rt.RealtimeSessionCreateRequest(
        audio=rt.RealtimeAudioConfig(
            input=rt.RealtimeAudioConfigInput(
                noise_reduction=None,
                turn_detection=rt.RealtimeAudioInputTurnDetectionSemanticVad(eagerness="low"),
            ),
            output=rt.RealtimeAudioConfigOutput(speed=1.2),
        )
    )
    before = rt.to_dict(old)
    assert rt.to_dict(rt.merge(old, new)) == {
        "type": "realtime",
        "instructions": "be kind",
        "audio": {
            "input": {
                "noise_reduction": None,
                "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
            },
            "output": {"voice": "marin", "speed": 1.2},
        },
    }
    assert rt.to_dict(old) == before
    assert "noise_reduction" not in rt.to_dict(rt.merge(old, new, null="absent").audio.input)


def test_the_result_of_a_call_is_an_event(rt: ModuleType) -> None:
    call = rt.decode_realtime_server_event({"event_id": "e", **call_done(call="c7")})
    made = rt.result_of_response_function_call_arguments_done_event(call, '{"ok": true}')
    assert rt.to_dict(made) == {
        "type": "conversation.item.create",
        "item": {"type": "function_call_output", "call_id": "c7", "output": '{"ok": true}'},
    }


def test_what_is_kept_is_bounded(rt: ModuleType) -> None:
    moves = rt.RealtimeClientSession._moves

    def delta(item: str, text: str) -> Any:
        return rt.ResponseTextDeltaEvent(
            event_id="", response_id="", output_index=0, item_id=item, content_index=0, delta=text
        )

    nothing = rt._conversation.Conversation(moves)
    nothing.add(delta("a", "x"))
    assert (nothing.items, nothing.loose) == ([], {})
    few = rt._conversation.Conversation(moves, ("text",), most_items=2, most_kept=10)
    for item in "abc":
        few.add(delta(item, "1234"))
    assert ([item.id for item in few.items], few.dropped) == (["b", "c"], 1)
    few.add(delta("c", "12345"))
    assert [item.id for item in few.items] == ["c"]
    few.add(delta("c", "12345678"))
    assert few["c"].text() == "", "one item that is too large by itself"


def test_requests_of_another_protocol_are_told_apart_by_number(dap: ModuleType) -> None:
    async def program() -> None:
        inbox: asyncio.Queue[Any] = asyncio.Queue()
        sent: asyncio.Queue[str] = asyncio.Queue()
        session = dap.ClientSession((inbox, sent), keep=("output",))
        async with session:
            launch = dap.LaunchRequest(seq=0, arguments=dap.LaunchRequestArguments(program="x"))
            asking = [asyncio.create_task(session.request(launch)) for _ in range(3)]
            numbers = [json.loads(await sent.get())["seq"] for _ in asking]
            assert numbers == [1, 2, 3]
            for number, success in ((3, True), (1, False), (2, True)):
                answer = {"type": "response", "seq": 9, "request_seq": number}
                inbox.put_nowait({**answer, "command": "launch", "success": success})
            inbox.put_nowait({"type": "event", "seq": 1, "event": "output", "output": "he"})
            inbox.put_nowait({"type": "event", "seq": 2, "event": "output", "output": "llo"})
            inbox.put_nowait(None)
            results: list[Any] = await asyncio.gather(*asking, return_exceptions=True)
            await session.closed()
        assert isinstance(results[0], dap.RequestError)
        assert [result.request_seq for result in results[1:]] == [2, 3]
        assert session.conversation.whole("output") == "hello"

    run(program())


def test_a_session_hides_nothing_of_its_dispatcher(rt: ModuleType) -> None:
    own = vars(rt._session.Session).keys() - vars(object).keys()
    hidden = {name for name in vars(rt._dispatch.Dispatcher) if name in own}
    assert {name for name in hidden if not name.startswith("__")} == {
        "_new_table",
        "_publish",
        "_decoder",
        "_is_kept",
    }


@pytest.mark.parametrize("given", [7, "ws://x", (1, 2, 3), object()])
def test_what_is_no_transport_is_told_with_a_remedy(rt: ModuleType, given: Any) -> None:
    async def program() -> None:
        with pytest.raises(TypeError, match="async iterable of messages and a function"):
            async with session_of(rt, given):
                pass

    run(program())


CLIENT = """
from __future__ import annotations

import asyncio
from typing import assert_type

import typed_session as t


async def main(inbox: asyncio.Queue[str], outbox: asyncio.Queue[str]) -> None:
    async with t.ClientSession((inbox, outbox), keep=("output",)) as session:
        assert_type(session, t.ClientSession)

        @session.on("event")
        @session.concurrent(key=lambda event: event.event)
        async def tool(event: t.Event) -> None:
            await session.send(t.InitializeRequest(seq=7))

        asked = session.request(t.InitializeRequest(seq=1), timeout=60)
        assert_type(await asked, t.Response)
        waiting = session.wait_for(t.Event, where=lambda event: event.seq == 1)
        assert_type((await waiting).seq, int)
        event = t.InitializeRequest(seq=7)
        assert_type(t.merge(event, event), t.InitializeRequest)
        for item in session.conversation.items:
            assert_type(item.text(0), str)
        session.cancel("stopped")
"""


@pytest.mark.nightly
@pytest.mark.checkers
def test_checkers_know_the_types_of_a_session(tmp_path: Path) -> None:
    files = MemoryFiles({ENTRY: (DAP / "spec.d.ts").read_bytes()})
    facts = SourceFile("facts.toml", (DAP / "facts.toml").read_bytes())
    result = compiled(files, "typed_session", facts=facts, targets=("session",))
    write_tree(tmp_path, {**result.files, "client/__init__.py": "", "client/main.py": CLIENT})
    for findings in (pyright_findings, mypy_findings):
        assert findings(tmp_path, ["typed_session", "client"]) == []


def test_what_names_a_message_may_be_in_its_header(enveloped: ModuleType) -> None:
    """The session sets it there, and not in the header of the caller, which is shared."""
    t = enveloped

    async def program() -> None:
        wire = Wire()
        async with t.ClientSession(wire, keep=("*",)) as session:
            header = t.AskMessageHeader(op="ask")
            asked = [
                asyncio.create_task(session.request(t.AskMessage(header=header, question=word)))
                for word in ("first", "second", "bad")
            ]
            await wire.next_sent(3)
            ids = [message["header"]["id"] for message in wire.sent]
            assert len(set(ids)) == 3
            assert header == t.AskMessageHeader(op="ask")
            wire.say({"header": {"op": "oops", "ref": ids[2]}, "why": "bad"})
            for number in (1, 0):
                item = {"id": f"i{number}"}
                for text in ("su", "n"):
                    wire.say({"header": {"op": "piece"}, "item": item, "text": text})
                end = {**item, "text": "sun"}
                header_ = {"op": "done", "ref": ids[number]}
                wire.say({"header": header_, "item": end, "usage": {"words": 1}})
            with pytest.raises(t.RequestError) as refused:
                await asked[2]
            assert refused.value.event.why == "bad"
            assert [(await answer).item.id for answer in asked[:2]] == ["i0", "i1"]
            assert [item.text() for item in session.conversation.items] == ["sun", "sun"]
            assert session.conversation.totals == {"words": 2}
            wire.end()

    run(program())
