"""Processes that run the command, forked from a server that has its modules loaded.

`run` takes what `subprocess.run` takes for `[sys.executable, "-m", "realtime_codegen", ...]` and
for `[sys.executable, "-c", PROGRAM, ...]`, and returns the same. Each process has its own
descriptors, working directory, environment, signals and exit status. Forking saves the start of the
interpreter and the imports, which take three times as long as the command on a small spec. Where
the start of the interpreter matters (imported modules, options, environment variables of Python)
tests call `subprocess.run`.

`python -m tests.tools.started` is the fork server. It has no threads.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import gc
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, ClassVar, Final, NoReturn

__all__ = ["ending_signals", "run", "seconds"]

ROOT: Final = Path(__file__).parents[2]
_LENGTH: Final = struct.Struct("=I")
_READ_AT_START: Final = ("PYTHON", "LC_", "LANG")
"""The prefixes of environment variables that Python reads at its start."""


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    text: bool = False,
    timeout: float | None = None,
    check: bool = False,
    capture_output: bool = True,
) -> subprocess.CompletedProcess[Any]:
    """Run the command, or a program that uses its modules, and wait for its end."""
    words = list(map(str, command))
    assert capture_output
    if not _forks(words, env):
        options: dict[str, Any] = {"text": text, "timeout": timeout}
        return subprocess.run(words, cwd=cwd, env=env, capture_output=True, check=check, **options)
    with contextlib.ExitStack() as files:
        given, out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        request = {
            "words": words[1:],
            "cwd": str(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "ignored": _ignored(),
        }
        code = _Server.of_this_process().run(request, (given, out, err), timeout, words)
        said = [_all_of(file) for file in (out, err)]
    texts = [data.decode().replace("\r\n", "\n") for data in said] if text else said
    done = subprocess.CompletedProcess(words, code, *texts)
    if check:
        done.check_returncode()
    return done


def seconds() -> float:
    """The CPU time of the processes that were started here."""
    return sum(server.seconds for server in _Server.all_of_this_process())


def _forks(words: Sequence[str], env: Mapping[str, str] | None) -> bool:
    """Whether a fork is equivalent to a newly started process."""
    known = words[0] == sys.executable and words[1] in ("-c", "-m") and hasattr(os, "fork")
    return known and (env is None or _read_at_start(env) == _read_at_start(os.environ))


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: env[name] for name in env if name.startswith(_READ_AT_START)}


def ending_signals() -> list[signal.Signals]:
    """The signals by which people and systems end a program; Windows has no SIGHUP."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _ignored() -> list[int]:
    """The signals that this process ignores, and those that it starts inherit."""
    return [number for number in ending_signals() if signal.getsignal(number) is signal.SIG_IGN]


def _at_start(number: int, is_ignored: bool) -> Any:
    """The state of signal handlers in a newly started interpreter."""
    if is_ignored:
        return signal.SIG_IGN
    return signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


class _Server:
    """The process that forks, as its parent sees it."""

    _own: ClassVar[dict[int, _Server]] = {}

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.tools.started", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
            )
        self._lock = threading.Lock()
        self.seconds = 0.0
        atexit.register(self.end)

    @classmethod
    def of_this_process(cls) -> _Server:
        """The one server of this process."""
        if os.getpid() not in cls._own:
            cls._own[os.getpid()] = cls()
        return cls._own[os.getpid()]

    @classmethod
    def all_of_this_process(cls) -> list[_Server]:
        """The server of this process, if it has one."""
        return [server for pid, server in cls._own.items() if pid == os.getpid()]

    def run(
        self,
        request: Mapping[str, object],
        files: Sequence[IO[bytes]],
        timeout: float | None,
        words: Sequence[str],
    ) -> int:
        """Fork a process and wait for it; return its code as `subprocess` has it."""
        with self._lock:
            _send(self._socket, request, [file.fileno() for file in files])
            child = _receive(self._socket)[0]["child"]
            self._socket.settimeout(timeout)
            try:
                answer = _receive(self._socket)[0]
                self.seconds = float(answer["seconds"])
                return int(answer["code"])
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                self._socket.settimeout(None)
                _receive(self._socket)
                raise subprocess.TimeoutExpired(list(words), timeout or 0) from None
            finally:
                self._socket.settimeout(None)

    def end(self) -> None:
        """End the server, which ends when its socket is closed."""
        self._socket.close()
        self._process.wait()


def _send(to: socket.socket, message: Mapping[str, object], files: Sequence[int] = ()) -> None:
    data = json.dumps(message).encode()
    socket.send_fds(to, [_LENGTH.pack(len(data))], files)
    to.sendall(data)


def _receive(at: socket.socket) -> tuple[dict[str, Any], array.array[int] | list[int]]:
    """The next message, with its files. Raises EOFError at the end."""
    head, files, _, _ = socket.recv_fds(at, _LENGTH.size, 3)
    if not head:
        raise EOFError
    length = _LENGTH.unpack(head)[0]
    data = b""
    # No further: the next message may be there already.
    while len(data) < length:
        part = at.recv(length - len(data))
        if not part:
            raise EOFError
        data += part
    return json.loads(data), files


# ------------------------------------------------------------------ the process that forks


def _serve(at: socket.socket) -> None:
    """Fork a process for each message, and report how it ended."""
    while True:
        try:
            request, files = _receive(at)
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            _become(at, request, files)
        for file in files:
            os.close(file)
        _send(at, {"child": child})
        _, status = os.waitpid(child, 0)
        spent = os.times()
        seconds = spent.children_user + spent.children_system
        _send(at, {"code": os.waitstatus_to_exitcode(status), "seconds": seconds})


def _become(at: socket.socket, request: dict[str, Any], files: Sequence[int]) -> NoReturn:
    """Become the requested process, from its first statement to its exit."""
    at.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    # Ignored signals are those of the requesting process, not of this one.
    for number in ending_signals():
        signal.signal(number, _at_start(number, number in request["ignored"]))
    way, program, *arguments = request["words"]
    sys.path[0] = ""
    code = 1
    try:
        if way == "-m":
            sys.argv = [program, *arguments]
            runpy.run_module(program, run_name="__main__", alter_sys=True)
        else:
            sys.argv = ["-c", *arguments]
            exec(compile(program, "<string>", "exec"), _as_main())
        code = 0
    except SystemExit as end:
        code = _code_of(end)
    except KeyboardInterrupt:
        sys.excepthook(*sys.exc_info())
        code = -signal.SIGINT
    except BaseException:
        sys.excepthook(*sys.exc_info())
    _exit(code)


def _as_main() -> dict[str, Any]:
    main = type(sys)("__main__")
    sys.modules["__main__"] = main
    return vars(main)


def _code_of(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


def _exit(code: int) -> NoReturn:
    """End as an interpreter does: join threads, run exit handlers, flush streams."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BaseException:
        code = 120
    if code == -signal.SIGINT:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(code & 0xFF)


def _load() -> None:
    """Import what the commands import."""
    import importlib
    import pkgutil

    import realtime_codegen

    for room in ("cli", "pipeline", "output", "project", "frontend", "targets", "wire", "facts"):
        module = importlib.import_module(f"realtime_codegen.{room}")
        for package in pkgutil.walk_packages(
            getattr(module, "__path__", ()), f"realtime_codegen.{room}."
        ):
            importlib.import_module(package.name)
    for name in [name for name in sys.modules if name.startswith("realtime_codegen.__main__")]:
        del sys.modules[name]
    assert realtime_codegen.__version__


def main() -> None:
    """Serve the process that the descriptor belongs to."""
    with socket.socket(fileno=int(sys.argv[1])) as at:
        at.set_inheritable(False)
        _load()
        gc.collect()
        gc.freeze()
        _serve(at)


if __name__ == "__main__":
    main()
