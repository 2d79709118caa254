"""Node packages for tests: fetched with the user's own npm, kept in `.cache/node`.

Nothing of a package is ever run on the way: tarballs are unpacked as data, and installs
ignore their scripts. Where Node, npm or the registry is out of reach the calling test is
skipped with the reason, or fails if the environment variable CI is set.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

__all__ = [
    "fetched_package",
    "locked_modules",
    "node_available",
    "node_modules",
    "npm_package",
    "npm_packages",
    "require_node",
    "run_node",
]

REPOSITORY = Path(__file__).parents[2]
CACHE = REPOSITORY / ".cache" / "node"
_TIMEOUT = 600
_DECLARATIONS = (".ts", ".mts", ".cts", "/package.json")
_LONGEST = 120  # as long as the name of a folder may get


def node_available() -> bool:
    """Whether both `node` and `npm` are on the path."""
    return shutil.which("node") is not None and shutil.which("npm") is not None


def require_node() -> None:
    """Skip the calling test where Node or npm is missing; fail it in continuous integration."""
    if not node_available():
        _out_of_reach("node and npm are not installed")


def npm_package(name: str, version: str, *, whole: bool = False) -> Path:
    """The declarations of one exact version of a package, as published, or the `whole` of it."""
    [folder] = npm_packages([(name, version)], whole=whole)
    return folder


def npm_packages(packages: Sequence[tuple[str, str]], *, whole: bool = False) -> list[Path]:
    """The unpacked versions of packages; missing ones are fetched in one call.

    Only declarations and `package.json` are unpacked, a quarter of the files, unless all are
    requested as `whole`.
    """
    targets = {
        f"{name}@{version}": _package_folder(name, version, whole) for name, version in packages
    }
    missing = [spec for spec, target in targets.items() if not target.is_dir()]
    if missing:
        require_node()
        with _workshop() as workshop:
            options = ["--json", "--ignore-scripts", "--pack-destination", str(workshop)]
            for packed in json.loads(_npm(["pack", *missing, *options], workshop)):
                archive = workshop / packed["filename"].replace("/", "-").lstrip("@")
                unpacked = workshop / f"unpacked {archive.stem}"
                with tarfile.open(archive) as members:
                    wanted = [one for one in members if whole or one.name.endswith(_DECLARATIONS)]
                    members.extractall(unpacked, wanted, filter="data")
                # The archive has one folder at its top, nearly always called `package`.
                (top,) = unpacked.iterdir()
                _keep(top, targets[f"{packed['name']}@{packed['version']}"])
    return list(targets.values())


def fetched_package(name: str, version: str) -> Path | None:
    """The declarations of a version that was fetched earlier; None where they are not here."""
    folder = _package_folder(name, version, whole=False)
    return folder if folder.is_dir() else None


def _package_folder(name: str, version: str, whole: bool) -> Path:
    kind = " whole" if whole else ""
    return CACHE / "packages" / _folder_name(f"{name}@{version}{kind}")


def node_modules(packages: Sequence[str], *options: str) -> Path:
    """A `node_modules` folder that holds exact versions, `["typescript@5.9.3"]`.

    `options` are further ones of npm, for all of the packages.
    """
    for package in packages:
        if not re.fullmatch(r"(@[^@/]+/)?[^@/]+@\d+\.\d+\.\d+(-[\w.]+)?", package):
            raise ValueError(f"not a package with an exact version: {package!r}")
    target = CACHE / "modules" / _folder_name("+".join([*sorted(packages), *options]))
    if not target.is_dir():
        require_node()
        with _workshop() as workshop:
            (workshop / "package.json").write_text("{}", encoding="utf-8")
            flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
            _npm(["install", *flags, *options, *sorted(packages)], workshop)
            _keep(workshop, target)
    return target / "node_modules"


def locked_modules(lock: Path) -> Path:
    """A `node_modules` folder of a lock file's packages, one with its version a line.

    A line that begins with `#` is a comment.
    """
    lines = lock.read_text(encoding="utf-8").splitlines()
    return node_modules([line for line in lines if not line.startswith("#")])


def run_node(script: Path, *arguments: str, modules: Path) -> str:
    """The output of a script whose packages are in `modules`; a failing script raises."""
    require_node()
    environment = {**os.environ, "NODE_PATH": str(modules)}
    done = subprocess.run(
        ["node", str(script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_TIMEOUT,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{script.name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _npm(arguments: Sequence[str], folder: Path) -> str:
    done = subprocess.run(
        ["npm", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_TIMEOUT,
        check=False,
    )
    if done.returncode != 0:
        _out_of_reach(f"npm {' '.join(arguments[:2])} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def _out_of_reach(reason: str) -> NoReturn:
    try:
        import pytest
    except ImportError:  # `prefetch` runs without pytest.
        raise OSError(reason) from None
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _workshop() -> Iterator[Path]:
    """A temporary folder beside the cached ones, so that keeping it is one rename."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=CACHE))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(source: Path, target: Path) -> None:
    """Move a finished folder to its place; another test process may have been quicker."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _folder_name(text: str) -> str:
    name = re.sub(r"[^\w.@+-]", "-", text)
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{name[: _LONGEST - 17]}-{digest}"
