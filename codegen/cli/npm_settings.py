"""The settings that decide where npm gets packages: its program, variables and files."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..text.disk import DOCUMENT_LIMIT, read_file

__all__ = ["settings_sum"]

_FILE: Final = ".npmrc"
_PREFIX: Final = "npm_config_"
_FILES: Final = ("npm_config_userconfig", "npm_config_globalconfig")


def settings_sum() -> str:
    """A sha256 of all settings: if it is equal, an exact version means the same package."""
    npm = shutil.which("npm") or ""
    variables = {name.lower(): value for name, value in os.environ.items()}
    own = {name: value for name, value in variables.items() if name.startswith(_PREFIX)}
    total = hashlib.sha256(repr((npm, sorted(own.items()))).encode("utf-8", "surrogateescape"))
    for path in _files(npm, own, variables.get("prefix", "")):
        try:
            data = read_file(path, DOCUMENT_LIMIT)
        except OSError:
            continue
        total.update(repr((str(path), data)).encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _files(npm: str, own: dict[str, str], prefix: str) -> Iterator[Path]:
    """The files that npm may read settings from, and npm's program itself."""
    here = Path.cwd()
    yield from (folder / _FILE for folder in (here, *here.parents))
    yield Path(os.path.expanduser("~"), _FILE)  # noqa: PTH111 - it does not fail without a home.
    yield from (Path(own[name]) for name in _FILES if own.get(name))
    prefixes = [prefix, own.get(f"{_PREFIX}prefix", "")]
    if npm:
        program = Path(os.path.realpath(npm))
        yield program
        yield program.parent.parent / "npmrc"
        prefixes += [str(Path(npm).parent.parent), str(program.parent.parent)]
    yield from (Path(one, "etc", "npmrc") for one in prefixes if one)
