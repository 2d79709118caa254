"""A headless Chromium for tests, driven by its DevTools protocol."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

__all__ = ["BrowserError", "Tab", "browser", "chromium", "served"]

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)
_PATIENCE: Final = 120.0


class BrowserError(RuntimeError):
    """An error of the browser, or a timeout."""


def chromium() -> str | None:
    """The path of Chromium, or None where it is not installed."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yield its address."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nothing is printed."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser(path: str) -> Iterator[Tab]:
    """Open a tab of a browser with a new profile. Raises BrowserError."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [path, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_address(Path(profile), process), max_size=None) as connection:
                yield Tab(connection)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    port = profile / "DevToolsActivePort"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if port.exists() and len(lines := port.read_text().splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise BrowserError("Chromium does not start")


class Tab:
    """A tab: `faults` are the errors on the page's console, `requests` the requested URLs."""

    def __init__(self, connection: ClientConnection) -> None:
        self.faults: list[str] = []
        self.requests: list[str] = []
        self._connection = connection
        self._number = 0
        self._session: str | None = None
        self._loaded = False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result. Raises BrowserError."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._connection.send(json.dumps(message))
        while (answer := self._received()).get("id") != self._number:
            pass
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, address: str) -> None:
        """Load a page, to its load event; `faults` and `requests` are those since."""
        for url in ("about:blank", address):
            self.faults.clear()
            self.requests.clear()
            self._loaded = False
            self.call("Page.navigate", url=url)
            while not self._loaded:
                self._received()

    def resize(self, width: int, height: int) -> None:
        """Set the size of the screen; a narrow one is a phone's."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def evaluate(self, expression: str) -> Any:
        """Evaluate an expression of JavaScript, and await it. Raises BrowserError."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in result:
            raise BrowserError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true. Raises BrowserError."""
        end = time.monotonic() + _PATIENCE
        while not self.evaluate(expression):
            if time.monotonic() > end:
                raise BrowserError(f"not in {_PATIENCE:.0f} s: {expression}")
            time.sleep(0.02)

    def type(self, text: str) -> None:
        """Type a text into the focused element."""
        self.call("Input.insertText", text=text)

    def _received(self) -> dict[str, Any]:
        try:
            message: dict[str, Any] = json.loads(self._connection.recv(timeout=_PATIENCE))
        except TimeoutError:
            raise BrowserError("the browser says nothing") from None
        given = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.requests.append(given["request"]["url"])
            case "Runtime.exceptionThrown":
                self.faults.append(str(given["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if given["type"] in ("error", "warning", "assert"):
                self.faults.append(str(given["args"]))
            case "Log.entryAdded" if given["entry"]["level"] in ("error", "warning"):
                self.faults.append(f"{given['entry']['text']} {given['entry'].get('url', '')}")
        return message
