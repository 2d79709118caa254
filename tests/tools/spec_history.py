"""Every published version of the Realtime declarations against the one before, as a page.

`make spec-history` writes `docs/spec-history.md`. The versions are those of the npm package
`openai`. Of each package the declarations that make up the spec are kept in `.cache/node`,
so that a second run only fetches what is new.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from realtime_codegen.changes import ChangeReport, Level, Version, compare
from realtime_codegen.changes.as_markdown import sections
from realtime_codegen.changes.outline import counts, summary
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.sources.npm import PackageName, fetch
from realtime_codegen.sources.npm_files import PackageFiles
from realtime_codegen.text.markdown import code, table
from realtime_codegen.text.source import DiskFiles, Files
from tests.tools.node import fetched_package

__all__ = ["BETA", "GA", "page", "published", "section", "spec_of"]

ROOT: Final = Path(__file__).parents[2]
CACHE: Final = ROOT / ".cache" / "node" / "spec-history"
PAGE: Final = ROOT / "docs" / "spec-history.md"
PACKAGE: Final = "openai"
FIRST: Final = (4, 78, 0)
BETA: Final = "resources/beta/realtime/realtime.d.ts"
GA: Final = "resources/realtime/realtime.d.ts"
_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A version that changed the spec, and the changes."""

    before: str
    version: str
    report: ChangeReport


@dataclass(frozen=True, slots=True)
class _Kept:
    """Files that copy each file that is read to a folder."""

    files: Files
    folder: Path
    start: str
    written: dict[str, None] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        data = self.files.read(path)
        if data is not None:
            target = self.folder / posixpath.normpath(posixpath.join(self.start, path))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return data

    def canonical(self, path: str) -> str:
        return self.files.canonical(path)

    def lacks(self, folder: str) -> bool:
        return self.files.lacks(folder)


def published() -> list[str]:
    """The released versions from the first on, in order."""
    done = subprocess.run(
        ["npm", "view", PACKAGE, "versions", "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    versions = [item for item in json.loads(done.stdout) if re.fullmatch(r"\d+\.\d+\.\d+", item)]
    return sorted((version for version in versions if _key(version) >= FIRST), key=_key)


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def spec_of(version: str, path: str) -> Version | None:
    """The spec in one version of the package; None where the file is not in it."""
    folder = fetched_package(PACKAGE, version) or CACHE / version
    if not folder.is_dir():
        _keep(version, folder)
    start, entry = posixpath.split(path)
    if not (folder / path).exists():
        return None
    loaded = load_model(
        DiskFiles(folder / start), entry, Options(spec_name=PACKAGE, spec_version=version)
    )
    if loaded.model is None:
        raise RuntimeError(f"{PACKAGE}@{version}/{path}: {loaded.diagnostics}")
    return Version.of(loaded.model, entry)


def _keep(version: str, folder: Path) -> None:
    """Fetch a version, and store the files of its specs."""
    package = fetch(PackageName(PACKAGE, version))
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    for start, entry in map(posixpath.split, (BETA, GA)):
        files = PackageFiles(package, start)
        if files.read(entry) is not None:
            load_model(_Kept(files, new, start), entry, Options())
    try:
        new.rename(folder)
    except OSError:
        # Another test was quicker.
        shutil.rmtree(new, ignore_errors=True)


def steps(versions: Sequence[str], path: str) -> Iterator[Step]:
    """The versions in which a file differs from the one before."""
    before: tuple[str, Version] | None = None
    for version in versions:
        spec = spec_of(version, path)
        if spec is None:
            continue
        if before is not None:
            report = compare(before[1], spec)
            if report.changes:
                yield Step(before[0], version, report)
        before = version, spec


# ------------------------------------------------------------------------------ the page

_INTRO: Final = """\
# History of the Realtime declarations

What changed in the declarations of the OpenAI Realtime API, version by version, in the npm
package `{package}` from {first} to {last}: {count} versions, of which {changed} changed something.
It is what `realtime-codegen diff` says of each version and the one before. Changes of
documentation are counted, not listed. `make spec-history` writes this page.

**Breaks**: code that is right for the old version is wrong for the new one. **Risky**: code may
meet something that it does not know. Judged is for whom: *readers* take events off the wire,
*writers* put them there, *code* names the classes of a generated package.
"""


def page(versions: Sequence[str]) -> str:
    """The whole page."""
    beta, ga = list(steps(versions, BETA)), list(steps(versions, GA))
    switch = _switch(versions)
    changed = {step.version for step in (*beta, *ga)}
    intro = _INTRO.format(
        package=PACKAGE,
        first=versions[0],
        last=versions[-1],
        count=len(versions),
        changed=len(changed),
    )
    parts = [intro.rstrip(), "## Beta", f"`{BETA}`", _overview(beta, "beta")]
    parts += ["## Beta to GA", *_switch_part(switch)]
    parts += ["## GA", f"`{GA}`", _overview(ga, "ga")]
    parts += ["## Beta: the changes", *(section(step, "beta") for step in beta)]
    parts += ["## GA: the changes", *(section(step, "ga") for step in ga)]
    return "\n\n".join(parts) + "\n"


def _switch(versions: Sequence[str]) -> Step:
    """Beta against GA in the first version that has both."""
    for version in versions:
        beta, ga = spec_of(version, BETA), spec_of(version, GA)
        if beta is not None and ga is not None:
            return Step(version, version, compare(beta, ga))
    raise RuntimeError("no version has both")


def _switch_part(step: Step) -> Iterator[str]:
    yield (
        f"`{BETA}` against `{GA}`, both in {step.version}, the first version that has both: "
        f"{summary(step.report)}."
    )
    yield from sections(step.report, heading=3)


def _overview(steps: Sequence[Step], part: str) -> str:
    rows = [
        (
            f"[{step.version}](#{_anchor(step, part)})",
            *(str(count or "") for count in _counted(step.report)),
            _headline(step.report),
        )
        for step in steps
    ]
    return table(("version", "breaks", "risky", "safe", "docs", "mainly"), rows)


def _counted(report: ChangeReport) -> list[int]:
    docs = [change for change in report.changes if change.kind == "doc-changed"]
    rest = [change for change in report.changes if change.kind != "doc-changed"]
    return [*counts(rest).values(), len(docs)]


def _headline(report: ChangeReport) -> str:
    """The events that came, went or were renamed; else the worst change."""
    headlines = []
    for change in report.changes:
        if change.kind == "event-added":
            headlines.append(f"+{code(change.subject, in_table=True)}")
        elif change.kind == "event-removed":
            headlines.append(f"-{code(change.subject, in_table=True)}")
        elif change.kind == "event-renamed":
            headlines.append(f"{code(change.subject, in_table=True)} renamed")
    if headlines:
        more = f" and {len(headlines) - 3} more" if len(headlines) > 4 else ""
        return ", ".join(headlines[:3] if more else headlines) + more
    rest = [change for change in report.changes if change.kind != "doc-changed"]
    worst = max(rest, key=lambda change: change.level, default=None)
    if worst is None or worst.level is Level.SAFE:
        return ""
    return code(worst.subject, in_table=True)


def _anchor(step: Step, part: str) -> str:
    return f"{part}-{step.version}".replace(".", "")


def section(step: Step, part: str) -> str:
    """The changes of a version. The heading's anchor distinguishes beta and GA."""
    heading = f"### {part} {step.version}"
    text = f"Since {step.before}: {summary(step.report)}."
    shown = list(sections(step.report, heading=4))
    return "\n\n".join([heading, text, *shown])


def main() -> None:
    """Write the page."""
    versions = published()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda version: spec_of(version, GA), versions))
    PAGE.write_text(page(versions), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {len(versions)} versions\n")


if __name__ == "__main__":
    main()
