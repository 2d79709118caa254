"""Measure a run of the command, a peer's, and Python's own start.

    python benchmarks/generate.py [--runs N] [--no-peer] [--no-large]

Every figure is the median of whole processes, started cold and in turn: wall seconds, CPU
seconds (of the process and what it started) and peak resident memory, as the kernel reports
them. The tool is installed as a wheel, and the peer from the package registries, into
`.cache/bench/`. The tables are Markdown, on standard output; progress goes to standard error.

The peer is `ts-json-schema-generator` (TypeScript to JSON Schema, told not to check types, which
is its quickest way) and then `datamodel-codegen` (JSON Schema to pydantic models, with its
quickest formatter): the usual route from TypeScript declarations to Python types.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

ROOT: Final = Path(__file__).resolve().parent.parent
CACHE: Final = ROOT / ".cache" / "bench"
SPEC_TREE: Final = ROOT / "spec" / "openai-realtime-beta"
SPEC: Final = Path("resources", "beta", "realtime", "realtime.d.ts")
TARGETS: Final = ("dataclasses", "typeddicts", "dispatcher", "audio", "peer", "docs", "model")
NPM_PEER: Final = ("ts-json-schema-generator@2.4.0", "typescript@5.9.3")
PIP_PEER: Final = "datamodel-code-generator==0.89.0"
GA: Final = "openai@7.57.0"
LARGE_LINES: Final = (1_700, 5_000, 20_000, 80_000)

# This runs in a small process of its own, because the kernel counts the memory of a process's
# parent, up to its start, as its own.
MEASURE: Final = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
kib = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
print(wall, used.ru_utime + used.ru_stime, kib / 1024, os.waitstatus_to_exitcode(status))
"""

Command: TypeAlias = Sequence[str | Path]


class CannotRunError(Exception):
    """A command failed; the message is the last line of its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one run; for a chain of commands, of all together."""

    wall: float
    cpu: float
    mib: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.mib, other.mib))


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to measure: `prepare` is not timed and returns the commands that are."""

    name: str
    prepare: Callable[[], Sequence[Command]]


def say(text: str) -> None:
    """Print the progress."""
    print(text, file=sys.stderr, flush=True)


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command without measuring it. Raises CannotRunError if it fails."""
    try:
        done = subprocess.run(
            list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise CannotRunError(str(error)) from error
    if done.returncode:
        raise CannotRunError(last_line(done.stderr or done.stdout))


def last_line(text: str) -> str:
    """Return the last nonempty line."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "(no message)")


def measure(command: Command) -> Cost:
    """Run one command cold. Raises CannotRunError where it fails."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", MEASURE, *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRunError(last_line(done.stderr))
    wall, cpu, mib, code = done.stdout.split()
    if code != "0":
        raise CannotRunError(f"exit code {code}: {last_line(done.stderr)}")
    return Cost(float(wall), float(cpu), float(mib))


def race(contenders: Sequence[Contender], runs: int) -> dict[str, Cost | str]:
    """Run the contenders in turn; return the median of each, or the reason why it fails."""
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in contenders}
    failures: dict[str, Cost | str] = {}
    for turn in range(runs + 1):
        for contender in contenders:
            if contender.name in failures:
                continue
            try:
                cost = sum(map(measure, contender.prepare()), Cost(0, 0, 0))
            except CannotRunError as error:
                failures[contender.name] = str(error)
                say(f"{contender.name}: {error}")
            else:
                # The first turn fills the disk cache and does not count.
                if turn:
                    costs[contender.name].append(cost)
        say(f"turn {turn} of {runs}")
    medians: dict[str, Cost | str] = {
        name: Cost(
            median(cost.wall for cost in several),
            median(cost.cpu for cost in several),
            median(cost.mib for cost in several),
        )
        for name, several in costs.items()
        if name not in failures
    }
    return medians | failures


def install_tool() -> Path:
    """Install the checkout as users get it, as a wheel; return its folder of commands."""
    say("installing the tool")
    folder = CACHE / "tool"
    commands = folder / "bin"
    pip = (commands / "python", "-m", "pip", "install", "--quiet")
    if not (folder / "ready").exists():
        run(sys.executable, "-m", "venv", "--clear", folder)
        run(*pip, "--constraint", ROOT / "constraints.txt", ROOT)
        (folder / "ready").touch()
    run(*pip, "--force-reinstall", "--no-deps", ROOT)
    return commands


def install_npm(*packages: str) -> Path:
    """Install npm packages without running scripts; return their folder."""
    folder = CACHE / re.sub(r"[^a-z0-9.]+", "-", " ".join(packages))
    if not (folder / "ready").exists():
        say(f"installing {' '.join(packages)}")
        folder.mkdir(parents=True, exist_ok=True)
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        run("npm", "install", *options, "--prefix", folder, *packages)
        (folder / "ready").touch()
    return folder / "node_modules"


def install_pip(requirement: str) -> Path:
    """Install a Python package into a new environment; return its folder of commands."""
    folder = CACHE / requirement
    if not (folder / "ready").exists():
        say(f"installing {requirement}")
        run(sys.executable, "-m", "venv", "--clear", folder)
        run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", requirement)
        (folder / "ready").touch()
    return folder / "bin"


def tool(
    name: str, commands: Path, spec: Path, work: Path, *options: str | Path, fresh: bool = False
) -> Contender:
    """Return the tool with all its targets, into an empty folder unless its output is `fresh`."""
    out = work / re.sub(r"\W+", "-", name)
    targets = (word for target in TARGETS for word in ("--target", target))
    command = [commands / "realtime-codegen", spec, *options, *targets, "--package", "bench"]
    command += ["-o", out]

    def prepare() -> Sequence[Command]:
        if not fresh:
            shutil.rmtree(out, ignore_errors=True)
        return [command]

    return Contender(name, prepare)


def peer(name: str, spec: Path, root: str, work: Path) -> Contender:
    """Return the peer's two commands, for the type `root` and what it needs (`*`: every type).

    Raises CannotRunError where they cannot be installed.
    """
    script = Path("ts-json-schema-generator", "bin", "ts-json-schema-generator.js")
    schema = install_npm(*NPM_PEER) / script
    models = install_pip(PIP_PEER) / "datamodel-codegen"
    between = work / "schema.json"
    out = work / "peer"

    to_schema: Command = [
        *("node", schema, "--path", spec, "--type", root, "--no-type-check", "--out", between)
    ]
    to_models: Command = [
        *(models, "--input", between, "--input-file-type", "jsonschema", "--output", out),
        *("--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin"),
    ]

    def prepare() -> Sequence[Command]:
        shutil.rmtree(out, ignore_errors=True)
        between.unlink(missing_ok=True)
        return [to_schema, to_models]

    return Contender(name, prepare)


def enlarge(text: str, lines: int) -> str:
    """Return a spec of about `lines` lines: copies of `text`, whose declarations are renamed.

    The first copy is `text` as it is; the names that copy 2 declares end in `V2`, and so on.
    Nothing of the imports is repeated.
    """
    body = re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)
    kinds = "interface|type|class|namespace|enum"
    names = set(re.findall(rf"^export (?:declare )?(?:{kinds}) (\w+)", body, re.MULTILINE))
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(names))})\b")
    copies = max(1, round(lines / (text.count("\n") or 1)))
    renamed = (
        pattern.sub(lambda match, copy=copy: f"{match[0]}V{copy}", body)  # type: ignore[misc]
        for copy in range(2, copies + 1)
    )
    # The published file does not end with a line break.
    return "\n".join([text, *renamed])


def spec_with(text: str, folder: Path) -> Path:
    """Replace the spec's text in a copy of its tree; return its path."""
    shutil.copytree(SPEC_TREE, folder)
    (folder / SPEC).write_text(text, encoding="utf-8")
    return folder / SPEC


def row(*cells: str) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def figures(cost: Cost) -> tuple[str, str, str]:
    """Return a cost as cells."""
    return (f"{cost.wall:.3f}", f"{cost.cpu:.3f}", f"{cost.mib:.0f}")


def contest(
    title: str, contenders: list[Contender], spec: Path, work: Path, options: argparse.Namespace
) -> Iterator[str]:
    """Race the contenders and the peer over a spec; yield the lines of a table."""
    # Of all the types of GA, the peer makes nothing: it stops at two of one name.
    root = "RealtimeServerEvent" if GA in title else "*"
    rival = "ts-json-schema-generator + datamodel-codegen"
    rival += f", `{root}` alone" if root != "*" else ""
    yield from (f"### {title}", "")
    if not options.no_peer:
        try:
            contenders = [*contenders, peer(rival, spec, root, work)]
        except CannotRunError as error:
            yield from (f"*The peer is left out: {error}*", "")
    results = race(contenders, options.runs)
    base = results.get(rival)
    yield row("process", "wall s", "CPU s", "peak MiB", "wall / peer's", "MiB / peer's")
    yield row("---", "---:", "---:", "---:", "---:", "---:")
    for contender in contenders:
        result = results[contender.name]
        if isinstance(result, str):
            yield row(contender.name, f"cannot run: {result}", *[""] * 4)
            continue
        ratios = ["", ""]
        if isinstance(base, Cost):
            ratios = [f"{result.wall / base.wall:.2f}", f"{result.mib / base.mib:.2f}"]
        yield row(contender.name, *figures(result), *ratios)
    yield ""


def growth(commands: Path, work: Path, runs: int) -> Iterator[str]:
    """Measure larger and larger inputs and yield the lines of a table."""
    spec = (SPEC_TREE / SPEC).read_text(encoding="utf-8")
    texts = [enlarge(spec, lines) for lines in LARGE_LINES]
    paths = [spec_with(text, work / f"large-{n}") for n, text in enumerate(texts)]
    small = work / "small.d.ts"
    small.write_text("export interface Small {\n  type: 'small';\n}\n")
    cold = tool("one declaration", commands, small, work)
    several = [
        tool(f"{text.count(chr(10)):,}", commands, path, work)
        for text, path in zip(texts, paths, strict=True)
    ]
    results = race([cold, *several], runs)
    start = results[cold.name]
    yield from ("### Larger inputs: copies of the spec with its declarations renamed", "")
    yield row("lines", "wall s", "CPU s", "peak MiB", "wall s per 1,000 lines, without the start")
    yield row("---:", "---:", "---:", "---:", "---:")
    for contender, text in zip([cold, *several], ["", *texts], strict=True):
        result = results[contender.name]
        if isinstance(result, str):
            yield row(contender.name, f"cannot run: {result}", "", "", "")
            continue
        lines = text.count("\n")
        rate = (
            f"{(result.wall - start.wall) / lines * 1000:.4f}"
            if lines and isinstance(start, Cost)
            else ""
        )
        yield row(contender.name, *figures(result), rate)
    yield ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the command and its peer.")
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each process")
    parser.add_argument("--no-peer", action="store_true", help="leave the peer out")
    parser.add_argument("--no-large", action="store_true", help="leave the larger inputs out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        commands = install_tool()
        print(
            f"Medians of {options.runs} cold runs. Python {platform.python_version()}, "
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs.\n"
        )
        spec = SPEC_TREE / SPEC
        facts = ("--facts", SPEC_TREE / "facts.toml")
        contenders = [
            Contender("`python -c pass`", lambda: [(commands / "python", "-c", "pass")]),
            Contender("`--version`", lambda: [(commands / "realtime-codegen", "--version")]),
            tool("all targets", commands, spec, work, *facts),
            tool("all targets, output fresh", commands, spec, work, *facts, fresh=True),
        ]
        title = f"The spec, {spec.read_text(encoding='utf-8').count(chr(10)):,} lines"
        show(contest(title, contenders, spec, work, options))
        try:
            package = install_npm(GA) / "openai"
        except CannotRunError as error:
            print(f"*{GA} left out: {error}*\n")
        else:
            spec = package / "resources" / "realtime" / "realtime.d.ts"
            ours = tool("all targets, GA", commands, spec, work)
            show(contest(f"GA with its imports, npm `{GA}`", [ours], spec, work, options))
        if not options.no_large:
            show(growth(commands, work, max(1, options.runs // 3)))


def show(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
