"""A stand-in for npm on the PATH: it answers from a folder, and records its calls."""

from __future__ import annotations

import base64
import hashlib
import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["FakeNpm", "integrity_of"]

_SCRIPT = """#!{python} -IS
import json, sys

home = {home!r}
with open(home + "/calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
with open(home + "/answers.json") as file:
    answers = json.load(file)
command, rest = sys.argv[1], sys.argv[sys.argv.index("--") + 1 :]
answer = answers.get(" ".join([command, *rest]))
if answer is None:
    sys.exit("no answer to " + " ".join([command, *rest]))
if "sleep" in answer:
    import time

    time.sleep(answer["sleep"])
if "archive" in answer:
    folder = sys.argv[sys.argv.index("--pack-destination") + 1]
    with open(answer["archive"], "rb") as source, open(
        folder + "/" + answer["filename"], "wb"
    ) as copy:
        copy.write(source.read())
sys.stdout.write(answer.get("stdout", ""))
sys.stderr.write(answer.get("stderr", ""))
sys.exit(answer.get("code", 0))
"""


def integrity_of(data: bytes) -> str:
    """The SHA-512 of an archive as npm spells it."""
    return f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode('ascii')}"


@dataclass
class FakeNpm:
    """The stand-in in a new folder; `home / "bin"` goes on the PATH."""

    home: Path

    def __post_init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        script = self.home / "bin" / "npm"
        script.parent.mkdir(parents=True)
        python = sys.executable if " " not in sys.executable else shlex.quote(sys.executable)
        script.write_text(_SCRIPT.format(python=python, home=str(self.home)), encoding="utf-8")
        script.chmod(0o755)
        (self.home / "calls").write_text("", encoding="utf-8")
        self._save()

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of each call so far."""
        lines = (self.home / "calls").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def answer(self, call: str, **answer: Any) -> None:
        """Set the answer to `npm call`: `stdout`, `stderr`, `code`, `sleep`, `archive`."""
        self.answers[call] = answer
        self._save()

    def package(self, name: str, version: str, data: bytes, asked: str = "", **report: Any) -> str:
        """Publish a package: `npm pack` of the version, or of `asked`, returns it."""
        filename = f"{name.replace('/', '-').lstrip('@')}-{version}.tgz"
        path = self.home / filename
        path.write_bytes(data)
        said = {"name": name, "version": version, "integrity": integrity_of(data), **report}
        self.answer(
            f"pack {asked or f'{name}@{version}'}",
            archive=str(path),
            filename=filename,
            stdout=json.dumps([said]),
        )
        return str(said["integrity"])

    def refuse(self, call: str, code: str, summary: str, **answer: Any) -> None:
        """Fail as npm does with `--json`, with the same text on standard error."""
        said = {"error": {"code": code, "summary": summary, "detail": f"See {summary}"}}
        lines = f"npm error code {code}\nnpm error {summary}\nnpm error A complete log: /x/y.log\n"
        self.answer(call, **{"stdout": json.dumps(said), "stderr": lines, "code": 1, **answer})

    def _save(self) -> None:
        (self.home / "answers.json").write_text(json.dumps(self.answers), encoding="utf-8")
