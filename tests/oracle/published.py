"""The proof on packages that nothing was built for: what agrees, and what it costs.

    python -m tests.oracle.published            all of them, as the table of docs/fidelity.md
    python -m tests.oracle.published babel      those with a word in their name

Each is installed with its dependencies, as of one day, and is run in a process of its own
under limits of time and memory. A package that fails is a row with what it failed by.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.oracle.compare import Comparison, compare
from tests.oracle.generate import generate
from tests.oracle.introspect import import_module
from tests.oracle.typescript import ask
from tests.tools.node import node_modules

__all__ = ["FURTHER", "PUBLISHED", "Row", "Subject", "installed", "measure", "table"]

AS_OF: Final = "2026-11-28"
"""Dependencies are those that were published before this day."""

SECONDS: Final = 200
MEBIBYTES: Final = 3_000
TARGETS: Final = ("dataclasses", "typeddicts")


@dataclass(frozen=True, slots=True)
class Subject:
    """A file of declarations in a package of an exact version."""

    package: str
    version: str
    path: str

    def __str__(self) -> str:
        return f"{self.package}@{self.version}/{self.path}"

    def file(self) -> Path:
        """The file, where the packages are installed."""
        subjects = PUBLISHED if self in PUBLISHED else FURTHER
        return (installed(subjects) / self.package / self.path).resolve()


PUBLISHED: Final = (
    # Syntax trees.
    Subject("@types/estree", "1.0.10", "index.d.ts"),
    Subject("@babel/types", "8.1.2", "lib/index.d.ts"),
    Subject("@types/mdast", "4.0.4", "index.d.ts"),
    Subject("postcss", "8.5.33", "lib/postcss.d.ts"),
    Subject("graphql", "17.1.0", "language/ast.d.ts"),
    # Formats of data.
    Subject("@types/geojson", "7946.0.16", "index.d.ts"),
    Subject("@types/json-schema", "7.0.15", "index.d.ts"),
    Subject("@types/har-format", "1.2.16", "index.d.ts"),
    Subject("@types/sarif", "2.1.7", "index.d.ts"),
    Subject("@types/fhir", "0.0.41", "r4.d.ts"),
    Subject("schema-dts", "2.1.0", "dist/schema.d.ts"),
    Subject("@maplibre/maplibre-gl-style-spec", "26.6.0", "dist/index.d.ts"),
    # Clients of services.
    Subject("twilio", "6.2.0", "lib/rest/api/v2010/account/message.d.ts"),
    Subject("@aws-sdk/client-dynamodb", "3.1162.0", "dist-types/models/models_0.d.ts"),
    Subject("@types/aws-lambda", "8.10.164", "index.d.ts"),
    Subject("@notionhq/client", "5.26.0", "build/src/index.d.ts"),
    Subject("mongodb", "7.8.0", "mongodb.d.ts"),
    Subject("ollama", "0.6.4", "dist/index.d.ts"),
    Subject("@ai-sdk/provider", "4.0.38", "dist/index.d.ts"),
    Subject("@sentry/core", "11.12.0", "build/types/index.d.ts"),
    Subject("viem", "2.57.20", "_types/index.d.ts"),
    Subject("web3-types", "1.10.0", "lib/types/index.d.ts"),
    # Protocols.
    Subject("typegram", "5.2.0", "mod.d.ts"),
    Subject("matrix-js-sdk", "43.0.0", "lib/@types/event.d.ts"),
    Subject("matrix-widget-api", "1.19.0", "lib/index.d.ts"),
    Subject("@atproto/api", "0.21.0", "dist/index.d.ts"),
    Subject("@vscode/debugprotocol", "1.68.0", "lib/debugProtocol.d.ts"),
    Subject("vscode-languageserver-protocol", "3.18.5", "lib/common/api.d.ts"),
    Subject("@jupyterlab/services", "7.6.6", "lib/kernel/messages.d.ts"),
    Subject("mqtt-packet", "9.0.2", "types/index.d.ts"),
    # Configuration.
    Subject("webpack", "5.112.2", "types.d.ts"),
    Subject("eslint", "10.15.0", "lib/types/index.d.ts"),
    Subject("rollup", "4.68.5", "dist/rollup.d.ts"),
    # Charts, maps, documents: much that is no data.
    Subject("echarts", "6.1.0", "types/dist/echarts.d.ts"),
    Subject("chart.js", "4.6.1", "dist/types/index.d.ts"),
    Subject("@types/leaflet", "1.9.22", "index.d.ts"),
    Subject("@types/google.maps", "3.66.9", "index.d.ts"),
    Subject("@types/plotly.js", "3.0.14", "index.d.ts"),
    Subject("csstype", "3.2.4", "index.d.ts"),
    Subject("puppeteer-core", "25.16.0", "lib/types.d.ts"),
)
"""Forty files of forty packages, chosen before they were run."""

FURTHER: Final = (
    Subject("pgsql-ast-parser", "12.0.2", "index.d.ts"),
    Subject("slate", "0.146.0", "dist/index.d.ts"),
    Subject("@jest/types", "30.5.1", "build/index.d.ts"),
    Subject("@agentclientprotocol/sdk", "2.4.0", "dist/v1/stable/acp.d.ts"),
    Subject("monaco-editor", "0.57.0", "esm/vs/index.d.ts"),
    Subject("prosemirror-model", "1.25.13", "dist/index.d.ts"),
    Subject("@swc/types", "0.1.28", "index.d.ts"),
    Subject("parse5", "8.1.1", "dist/index.d.ts"),
    Subject("@vue/compiler-core", "3.5.45", "dist/compiler-core.d.ts"),
    Subject("openapi3-ts", "4.6.2", "dist/index.d.ts"),
    Subject("cohere-ai", "8.1.0", "index.d.ts"),
    Subject("@line/bot-sdk", "11.0.0", "dist/index.d.ts"),
    Subject("@stripe/stripe-js", "10.2.1", "lib/index.d.ts"),
    Subject("graphql-ws", "6.4.2", "dist/index.d.cts"),
    Subject("vscode-jsonrpc", "10.0.0", "lib/common/api.d.ts"),
    Subject("@a2a-js/sdk", "1.3.0", "dist/index.d.ts"),
    Subject("@walletconnect/types", "2.25.0", "dist/types/index.d.ts"),
    Subject("@starknet-io/types-js", "0.10.4", "dist/types/index.d.ts"),
    Subject("prettier", "3.10.1", "index.d.ts"),
    Subject("esbuild", "0.28.2", "lib/main.d.ts"),
    Subject("@commitlint/types", "20.5.0", "lib/index.d.ts"),
    Subject("ajv", "8.20.0", "dist/ajv.d.ts"),
    Subject("konva", "10.9.1", "lib/index.d.ts"),
    Subject("@types/hast", "3.0.5", "index.d.ts"),
    Subject("@ag-ui/core", "1.0.0", "dist/index.d.ts"),
    Subject("nostr-tools", "2.25.2", "lib/types/index.d.ts"),
)
"""Files of packages that were run after those, each for the first time."""


@dataclass
class Row:
    """What became of a subject; `failure` is empty where a package came of it."""

    subject: str
    lines: int = 0
    properties: int = 0
    agreeing: int = 0
    seconds: float = 0.0
    mebibytes: float = 0.0
    output: int = 0
    failure: str = ""
    differences: list[str] = field(default_factory=list)


def installed(subjects: Sequence[Subject] = PUBLISHED) -> Path:
    """The `node_modules` with all of the packages and what they depend on."""
    packages = [f"{subject.package}@{subject.version}" for subject in subjects]
    return node_modules(packages, "--legacy-peer-deps", f"--before={AS_OF}")


def measured_here(subject: Subject, folder: Path) -> Row:
    """Generate a package below a folder and compare it, all in this process but the command."""
    made = generate(subject.file(), folder, "compared", TARGETS, (SECONDS, MEBIBYTES))
    (oracle,) = ask([subject.file()])
    result = compare(oracle, import_module(folder, "compared"), made.name)
    texts = (path.read_text("utf-8") for path in (folder / "compared").glob("*.py"))
    return Row(
        str(subject),
        result.lines,
        result.properties,
        result.matched,
        made.seconds,
        made.mebibytes,
        sum(text.count("\n") for text in texts),
        differences=_differences(result),
    )


def _differences(result: Comparison) -> list[str]:
    return [*(f"missing: {name}" for name in result.missing), *map(str, result.causes)]


def measure(subject: Subject, folder: Path) -> Row:
    """The row of a subject, from a process that may take its time and no more.

    The package is left in the folder.
    """
    command = [sys.executable, "-m", __spec__.name, "--one", str(subject), str(folder)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=4 * SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Row(str(subject), failure="not done in time")
    if done.returncode != 0:
        return Row(str(subject), failure=done.stderr.strip()[-2000:])
    return Row(**json.loads(done.stdout.splitlines()[-1]))


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, with their sum."""
    heads = ("file", "lines", "properties", "agreeing", "seconds", "MiB", "lines of output")
    lines = [f"| {' | '.join(heads)} |", "| --- |" + " --: |" * (len(heads) - 1)]
    for row in rows:
        figures: list[Any] = [f"{row.lines:,}", f"{row.properties:,}", f"{row.agreeing:,}"]
        figures += [f"{row.seconds:.1f}", f"{row.mebibytes:.0f}", f"{row.output:,}"]
        if row.failure:
            figures[2] = "none: " + " ".join(row.failure.split())[-80:].replace("|", "/")
        lines.append(f"| {row.subject} | {' | '.join(figures)} |")
    properties, agreeing = sum(r.properties for r in rows), sum(r.agreeing for r in rows)
    whole = sum(not row.failure and row.properties == row.agreeing for row in rows)
    share = 100 * agreeing / max(properties, 1)
    lines += [
        "",
        f"{agreeing:,} of {properties:,} properties agree ({share:.2f} %), in {whole} of ",
    ]
    lines[-1] += f"{len(rows)} files all of them."
    return "\n".join(lines)


def _one(name: str, folder: str) -> int:
    (subject,) = (subject for subject in (*PUBLISHED, *FURTHER) if str(subject) == name)
    with contextlib.redirect_stdout(sys.stderr):
        row = measured_here(subject, Path(folder))
    sys.stdout.write(json.dumps(asdict(row)) + "\n")
    return 0


def main(words: list[str]) -> int:
    """Print the table, then all that differs or failed; 0 where nothing does."""
    if words[:1] == ["--one"]:
        return _one(*words[1:])
    rows: list[Row] = []
    for subject in (*PUBLISHED, *FURTHER):
        if all(word in str(subject) for word in words):
            with tempfile.TemporaryDirectory() as folder:
                rows.append(measure(subject, Path(folder)))
            row = rows[-1]
            outcome = row.failure or f"{row.agreeing} of {row.properties}"
            sys.stderr.write(f"{subject}: {outcome}\n")
    sys.stdout.write(table(rows) + "\n")
    for row in rows:
        if row.failure or row.differences:
            sys.stdout.write("\n".join(["", f"## {row.subject}", row.failure, *row.differences]))
    return 1 if any(row.failure or row.differences for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
