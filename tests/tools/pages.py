"""The code in the pages of the documentation, and how each kind of it is run.

A block is fenced and names its language. A page is one program: its blocks run in order, in one
namespace and in one folder, which has a copy of the GA package in `generated/`.

| block | what is done with it |
| --- | --- |
| with a `title` | it is the file of that name; a spec is compiled |
| `python` | executed; `await` may be used as at a prompt |
| `console` | the commands behind `$ ` are run; what is shown below one is what it prints |
| `text` | what the block before it printed |
| `toml` | one of the product's readers takes it |
| `json`, `yaml` | parsed; JSON may be one value in each line |
| `mermaid` | drawn where the site is tested |

A line of `...` stands for any lines, and at the end of a line for any rest; blanks between columns
are as many as they like. In the comment before a
block, `not run: REASON` or `at night: REASON` says so, and `setup` holds Python that runs and is
not shown.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from click.testing import CliRunner

from realtime_codegen.changes.policy import PolicyError, read_accepted
from realtime_codegen.cli import main
from realtime_codegen.facts.of_changes import change_facts
from realtime_codegen.facts.reading import read as read_facts
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.project.config import ConfigError, read_config
from realtime_codegen.text.source import DiskFiles, SourceFile
from tests.tools.modules import own_modules

__all__ = ["Block", "Program", "blocks_of", "folder_of_a_page", "matches"]

When = Literal["always", "night", "never"]
COMMAND: Final = "realtime-codegen"

_SETUP: Final = re.compile(r"<!-- setup\n((?:.*\n)*?)-->$", re.MULTILINE)
_FENCE: Final = re.compile(
    r"(?:^<!-- (?P<mark>not run|at night): (?P<reason>.+) -->\n)?"
    r"^(?P<indent> *)(?P<fence>```+)(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<text>(?:.*\n)*?)(?P=indent)(?P=fence)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A block of code: its place, and how it is run."""

    page: str
    line: int
    language: str
    text: str
    title: str | None = None
    when: When = "always"
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: str, text: str) -> list[Block]:
    """The blocks of a page, in order, those of setup too."""
    blocks = []
    for match in _FENCE.finditer(text):
        when: When = "always"
        if match["mark"]:
            when = "never" if match["mark"] == "not run" else "night"
        code = re.sub(rf"^{match['indent']}", "", match["text"], flags=re.MULTILINE)
        line = text.count("\n", 0, match.start("fence")) + 1
        language, title, reason = match["language"], match["title"], match["reason"] or ""
        blocks.append(Block(page, line, language, code, title, when, reason))
    for match in _SETUP.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        blocks.append(Block(page, line, "python", match[1]))
    return sorted(blocks, key=lambda block: block.line)


def matches(expected: str, printed: str) -> bool:
    """Whether a text matches a page's, in which `...` is any text."""

    def literally(text: str) -> str:
        return re.sub(r"(?<=\S)(?:\\ ){2,}", " {2,}", re.escape(text))

    pattern = ""
    for line in expected.splitlines():
        if line == "...":
            pattern += r"(?:.*\n)*?"
        elif line.endswith("..."):
            pattern += literally(line.removesuffix("...")) + r".*\n"
        else:
            pattern += literally(line) + r"\n"
    ended = printed if not printed or printed.endswith("\n") else f"{printed}\n"
    return re.fullmatch(pattern, ended) is not None


class Program:
    """A page that is run in a folder, which is the working directory and importable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._namespace: dict[str, object] = {"__name__": "page"}
        self._printed: str | None = None

    def run(self, block: Block) -> None:
        """Run one block. Raises AssertionError, or what the block raises."""
        if block.title is not None:
            self._file(block, self._folder / block.title)
            return
        ways: dict[str, Callable[[Block], None]] = {
            "console": self._console,
            "json": _json,
            "python": self._python,
            "text": self._text,
            "toml": self._toml,
            "yaml": lambda block: yaml.safe_load(block.text),
            "mermaid": lambda block: None,
        }
        assert block.language in ways, f"{block}: nothing runs {block.language!r}"
        ways[block.language](block)

    def _file(self, block: Block, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        match block.language:
            case "typescript":
                loaded = load_model(DiskFiles(path.parent), path.name, Options())
                assert loaded.model is not None, f"{block}: {loaded.diagnostics}"
            case "python":
                ast.parse(block.text)
            case "json":
                _json(block)
            case "toml":
                self._toml(block)

    def _python(self, block: Block) -> None:
        source = "\n" * block.line + block.text
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(source, block.page, "exec", flags, dont_inherit=True)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = eval(code, self._namespace)
            if inspect.isawaitable(result):

                async def finish(result: Any = result) -> None:
                    await result

                asyncio.run(finish())
        self._printed = printed.getvalue()

    def _text(self, block: Block) -> None:
        assert self._printed is not None, f"{block}: nothing before it prints"
        assert matches(block.text, self._printed), f"{block}: {self._printed}"

    def _console(self, block: Block) -> None:
        for command, shown in _commands(block):
            printed = self._output(block, command)
            assert not shown or matches(shown, printed), f"{block}: {command}\n{printed}"

    def _output(self, block: Block, command: str) -> str:
        words = shlex.split(command, comments=True)
        if words[0] == COMMAND:
            done = CliRunner().invoke(main, words[1:], prog_name=COMMAND)
            assert done.exit_code in (0, 1), f"{block}: {command}\n{done.output}"
            return done.output
        ran = subprocess.run(
            command, shell=True, cwd=self._folder, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"{block}: {command}\n{ran.stderr}"
        return ran.stdout

    def _toml(self, block: Block) -> None:
        takers = [name for name, takes in _readers(self._folder).items() if takes(block.text)]
        assert takers, f"{block}: no reader of the product takes it"


def _json(block: Block) -> None:
    """Parse a document, or JSON Lines."""
    try:
        json.loads(block.text)
    except json.JSONDecodeError:
        lines = block.text.splitlines()
        if len(lines) < 2:
            raise
        for line in lines:
            json.loads(line)


def _commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a block, and the part of its output that is shown."""
    head, *commands = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not head, f"{block}: a console begins with a command behind $"
    assert commands, f"{block}: no command"
    for command in commands:
        line, _, shown = command.replace("\\\n", "").partition("\n")
        yield line, shown


def _readers(folder: Path) -> dict[str, Callable[[str], bool]]:
    """The product's readers of TOML, by name: each tells whether it accepts a text."""

    def configuration(text: str) -> bool:
        path = folder / "block" / "realtime-codegen.toml"
        path.parent.mkdir(exist_ok=True)
        spec = "" if "[specs." in text else '[specs.page]\nsource = "page.d.ts"\n'
        path.write_text(f"{text}{spec}", encoding="utf-8")
        try:
            read_config(path, Path.cwd())
        except ConfigError:
            return False
        return True

    def accepted(text: str) -> bool:
        try:
            return bool(read_accepted(tomllib.loads(text)))
        except PolicyError:
            return False

    def facts(text: str) -> bool:
        return not read_facts(SourceFile("facts.toml", text.encode()))[1]

    def of_change(text: str) -> bool:
        return not change_facts(SourceFile("facts.toml", text.encode()))[1]

    return {
        "the configuration": configuration,
        "accepted changes": accepted,
        "facts": facts,
        "facts of a change": of_change,
    }


@contextlib.contextmanager
def folder_of_a_page(folder: Path, root: Path) -> Iterator[None]:
    """Make a page's folder the working directory; modules imported from it are dropped after.

    Nothing in it leads out of it, as a page may write wherever it likes.
    """
    package = Path("generated", "openai_realtime")
    shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    generated = [path.name for path in (root / "generated").iterdir()]
    written = set(sys.modules)
    before, path = Path.cwd(), list(sys.path)
    os.chdir(folder)
    sys.path[:0] = [str(folder), str(root / "generated")]
    try:
        with own_modules(*generated):
            yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        for name in set(sys.modules) - written:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(str(folder)):
                del sys.modules[name]
