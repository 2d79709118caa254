"""The pages of the site, put together for MkDocs: `python -m tests.tools.site`.

They are the README, what is in `docs/`, the other documents of the repository, the generated
reference of both protocols, and the reference of the command, which is made here of the command
itself. Links between them are those of the repository; here they become those of the site, and
other files that they lead to come along. `make site` then runs MkDocs, as `website/mkdocs.yml`
says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import click

from realtime_codegen.cli import main as command
from realtime_codegen.cli.helping import HelpedCommand
from realtime_codegen.sources.npm import PackageName, fetch

__all__ = ["COMMANDS", "Link", "SiteError", "assemble", "command_reference", "places"]

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = ROOT / "build" / "site" / "pages"
COMMANDS: Final = "commands.md"

# Documents outside of docs/, and their pages.
_OTHERS: Final = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "promises.md",
    "native/README.md": "native.md",
}
_REFERENCE: Final = "generated/docs/"

# The theme takes Mermaid from another host unless a page has it.
_MERMAID: Final = PackageName("mermaid", "11.17.2")
_MERMAID_SUM: Final = (
    "sha512-V6K3C8EBdEsPFZXSKMJe6ppQOENxuHARr9GvHX4hh47lAbhMRD9qf4oEK7LoaRQx"
    "ULMa80/qt5gHO73aCleBBg=="
)
_MERMAID_CACHE: Final = ROOT / ".cache" / "site" / f"mermaid-{_MERMAID.version}.min.js"

_FENCE: Final = re.compile(r"^ *(```+|~~~+)", re.MULTILINE)
# Code is skipped; the target of a link or an image is the text in the brackets.
_LINK: Final = re.compile(r"(`+)(?:.|\n)*?\1|\]\(([^()\s]+)\)")


class SiteError(ValueError):
    """A site that cannot be made; the text is the reason."""


def places(root: Path = ROOT) -> dict[str, str]:
    """The page of each Markdown file of the repository that has one, both as paths."""
    documents = {
        path.relative_to(root).as_posix(): path.relative_to(root / "docs").as_posix()
        for path in sorted((root / "docs").rglob("*.md"))
    }
    reference = {
        path.relative_to(root).as_posix(): "reference/"
        + path.relative_to(root / _REFERENCE).as_posix()
        for path in sorted((root / _REFERENCE).rglob("*.md"))
    }
    return {**_OTHERS, **documents, **reference}


def assemble(target: Path, root: Path = ROOT) -> None:
    """Write the pages of the site to a folder, which is emptied. Raises SiteError, NpmError."""
    pages = places(root)
    shutil.rmtree(target, ignore_errors=True)
    for source, place in pages.items():
        text = (root / source).read_text("utf-8")
        page = Link(root, pages, source)
        rewritten = page.rewritten(text)
        is_reference = place.startswith("reference/")
        _write(target / place, _of_reference(rewritten) if is_reference else rewritten)
        for beside, asset in sorted(page.assets.items()):
            if (root / asset).is_dir():
                _write(target / beside, _programs(root / asset))
            else:
                (target / beside).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / asset, target / beside)
    _write(target / COMMANDS, command_reference())
    (target / "assets").mkdir(exist_ok=True)
    shutil.copyfile(_mermaid(), target / "assets" / "mermaid.min.js")
    shutil.copyfile(root / "website" / "site.css", target / "assets" / "site.css")


def _programs(folder: Path) -> str:
    """A page of the programs of a folder, each whole."""
    parts = [f"# Programs in `{folder.name}/`"]
    parts += [
        f"## {path.name}\n\n```python\n{path.read_text('utf-8')}```"
        for path in sorted(folder.glob("*.py"))
    ]
    return "\n\n".join(parts) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class Link:
    """The links of one document: `rewritten` converts them to those of the site.

    `assets` then has the linked files that are no pages, by their place, and the folders of
    programs.
    """

    def __init__(self, root: Path, pages: Mapping[str, str], source: str) -> None:
        self.assets: dict[str, str] = {}
        self._root = root
        self._pages = pages
        self._source = source

    def rewritten(self, text: str) -> str:
        """Rewrite the links for the site. Raises SiteError for one without a target."""
        pieces = [
            part if is_code else _LINK.sub(self._replaced, part) for part, is_code in _parts(text)
        ]
        return "".join(pieces)

    def _replaced(self, match: re.Match[str]) -> str:
        target = match[2]
        if target is None:
            return _code(match)
        if re.match(r"[a-z][a-z0-9+.-]*:|#", target):
            return match[0]
        path, mark, anchor = target.partition("#")
        folder = PurePosixPath(self._source).parent
        wanted = os.path.normpath(folder / path).replace(os.sep, "/")
        place = self._pages.get(wanted) or self._pages.get(f"{wanted}/README.md")
        if place is None:
            at = self._root / wanted
            if wanted.startswith("../") or not (at.is_file() or any(at.glob("*.py"))):
                raise SiteError(f"{self._source}: the link {target!r} leads to no file")
            is_beside = wanted.startswith("docs/")
            place = wanted.removeprefix("docs/") if is_beside else f"files/{wanted}"
            place = place if at.is_file() else f"{place}/index.md"
            self.assets[place] = wanted
        here = PurePosixPath(self._pages[self._source]).parent
        return f"]({os.path.relpath(place, here).replace(os.sep, '/')}{mark}{anchor})"


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a fenced block of code."""
    lines = text.splitlines(keepends=True)
    piece: list[str] = []
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if not fence and match is not None:
            yield "".join(piece), False
            piece, fence = [line], match[1]
        elif fence and line.strip() == fence:
            yield "".join([*piece, line]), True
            piece, fence = [], ""
        else:
            piece.append(line)
    yield "".join(piece), bool(fence)


def _code(match: re.Match[str]) -> str:
    """Code in a line. In a table GitHub wants its bars escaped; Python-Markdown would show that."""
    line = match.string.rfind("\n", 0, match.start()) + 1
    return match[0].replace("\\|", "|") if match.string.startswith("|", line) else match[0]


def _of_reference(text: str) -> str:
    """A page of the reference with its title, and without a navigation that does not have it."""
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    shown = json.dumps(re.sub(r"[`\\]", "", title[1])) if title else '""'
    return f"---\ntitle: {shown}\nhide: [navigation]\n---\n\n{text}"


def _mermaid() -> Path:
    """Mermaid's script, fetched once and checked against its sum. Raises NpmError."""
    if not _MERMAID_CACHE.exists():
        package = fetch(_MERMAID)
        script = package.archive.read("dist/mermaid.min.js")
        if package.integrity != _MERMAID_SUM or script is None:
            raise SiteError(f"{_MERMAID} is not what it was")
        _MERMAID_CACHE.parent.mkdir(parents=True, exist_ok=True)
        unfinished = _MERMAID_CACHE.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(script)
        unfinished.replace(_MERMAID_CACHE)
    return _MERMAID_CACHE


# ---------------------------------------------------------------------- the command


def command_reference() -> str:
    """The page about the command: each of its commands with arguments, options and examples."""
    assert isinstance(command, click.Group)
    context = click.Context(
        command, info_name="realtime-codegen", terminal_width=80, **command.context_settings
    )
    parts = [
        "# Commands",
        _prose(command.help or ""),
        _prose(command.epilog or ""),
        f"What each one says to `--help`, of version {_version()}.",
    ]
    for name in command.list_commands(context):
        own = command.get_command(context, name)
        assert own is not None
        parts += _command(name, own, click.Context(own, parent=context, info_name=name))
    return "\n\n".join(part for part in parts if part) + "\n"


def _version() -> str:
    from realtime_codegen import __version__

    return __version__


def _command(name: str, own: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## `{name}`"
    usage = " ".join([context.command_path, *own.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```"
    yield _prose(own.help or "")
    rows = [
        record
        for parameter in own.get_params(context)
        if (record := parameter.get_help_record(context)) is not None and record[1]
    ]
    table = ["| option | meaning |", "| --- | --- |"]
    table += [f"| `{option}` | {_cell(_prose(meaning))} |" for option, meaning in rows]
    yield "\n".join(table)
    for title, lines in _further_sections(own.get_help(context)):
        yield f"{_prose(title)}:"
        yield f"```text\n{lines}```"
    yield _prose(own.epilog or "")
    if isinstance(own, HelpedCommand):
        lines = "".join(f"$ {line}\n" for line in own.examples)
        yield f"```console\n{lines}```"


def _further_sections(text: str) -> Iterator[tuple[str, str]]:
    """The sections of a help that click has no records of, such as a list of targets."""
    for title, lines in re.findall(r"^(\w.*):\n((?:(?:  .*)?\n)+)", text, re.MULTILINE):
        if title not in ("Options", "Examples"):
            yield title, f"{textwrap.dedent(lines).strip()}\n"


def _prose(text: str) -> str:
    """Help as Markdown: paragraphs stay, and all markup in it is escaped."""
    paragraphs = (re.sub(r"\s+", " ", part.replace("\b", "")) for part in text.split("\n\n"))
    return "\n\n".join(re.sub(r"([\\`*_<>\[\]])", r"\\\1", part.strip()) for part in paragraphs)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """The exit code of the command."""
    try:
        assemble(PAGES)
    except SiteError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
