"""Fetch packages of the npm registry with the user's npm client.

npm fetches with its own settings and cache, and checks the result against the registry's integrity;
the archive is then read in memory. No script of a package runs. Failures are reported in our words,
by npm's error code: npm's own text names hosts and may contain credentials.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, TypeAlias

from ..text.disk import read_file
from ..text.documents import read_json
from ..text.records import dataclass
from ..text.signals import signals_held
from .archive import Archive, ArchiveError, Limits, read_archive

__all__ = [
    "NpmError",
    "Package",
    "PackageName",
    "Precedence",
    "fetch",
    "newest",
    "newest_now",
    "precedence",
    "published",
]

_TIMEOUT: Final = 300
_HINT_TIMEOUT: Final = 20
_LARGEST_ANSWER: Final = 64 * 1024 * 1024
_LARGEST_DOWNLOAD: Final = 256 * 1024 * 1024
_EXACT: Final = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)
_NAME: Final = re.compile(r"(?:@[a-z0-9~][\w.~-]*/)?[A-Za-z0-9~][\w.~-]*", re.ASCII)
_RANGE: Final = re.compile(r"[\w.~^*+<>=| -]+", re.ASCII)


class NpmError(Exception):
    """A package that cannot be fetched, with the reason and advice.

    `missing` is whether the registry answered that it does not have it.
    """

    def __init__(self, message: str, advice: str, *, missing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.missing = missing


@dataclass(frozen=True, slots=True)
class PackageName:
    """A package and a version or range of it, as npm writes them: `openai@7.57.0`."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def is_exact(self) -> bool:
        """Whether the version is one version, and not a range or tag."""
        return _EXACT.fullmatch(self.version) is not None

    @property
    def is_fetchable(self) -> bool:
        """Whether the name is a registry's, and the version a version or range.

        npm also accepts folders, files, Git repositories and addresses, which are no such names.
        """
        return bool(_NAME.fullmatch(self.name) and _RANGE.fullmatch(self.version))


@dataclass(frozen=True, slots=True)
class Package:
    """One published version of a package, with its files.

    `integrity` is the SHA-512 of the archive as npm spells it.
    """

    name: str
    version: str
    integrity: str
    archive: Archive


def fetch(wanted: PackageName, *, before: str = "", offline: bool = False) -> Package:
    """Fetch the package that npm picks for a name, its archive's SHA-512 checked.

    `before` is a date: npm then picks among the versions that were published by then. `offline`
    keeps npm to its cache. Raises NpmError.
    """
    with tempfile.TemporaryDirectory(prefix="realtime-codegen-", ignore_cleanup_errors=True) as at:
        folder = Path(at)
        options = ["--prefer-offline", "--ignore-scripts", "--pack-destination", at]
        options += [f"--before={before}"] if before else []
        options += ["--offline"] if offline else []
        listing = _run("pack", wanted, options, timeout=_TIMEOUT)
        data = _downloaded(folder)
    report = _report_of(listing)
    name, version = report.get("name"), report.get("version")
    integrity = f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode('ascii')}"
    if report.get("integrity") != integrity:
        raise _corrupt(wanted)
    if name != wanted.name or not isinstance(version, str):
        raise NpmError(f"npm gave another package than {wanted}", _UPDATE_NPM)
    if wanted.is_exact and version != wanted.version.partition("+")[0]:
        raise NpmError(f"npm gave {version} instead of {wanted}", _UPDATE_NPM)
    try:
        archive = read_archive(data, Limits())
    except ArchiveError as fault:
        advice = "Unpack the package yourself, and name the file in the folder."
        raise NpmError(f"{wanted} cannot be used: {fault}", advice) from None
    return Package(wanted.name, version, integrity, archive)


def _downloaded(folder: Path) -> bytes:
    archives = [path for path in folder.iterdir() if path.suffix == ".tgz"]
    if len(archives) != 1:
        raise NpmError("npm has written no archive", _UPDATE_NPM)
    if archives[0].stat().st_size > _LARGEST_DOWNLOAD:
        message = f"the archive has more than {_LARGEST_DOWNLOAD} bytes"
        raise NpmError(message, "Unpack the package yourself, and name the file in the folder.")
    return read_file(archives[0], _LARGEST_DOWNLOAD)


def newest(wanted: PackageName) -> str | None:
    """The newest version in a range or under a tag; None if npm does not answer quickly."""
    try:
        return _newest(wanted, ["--fetch-retries=0", "--prefer-offline"], _HINT_TIMEOUT)
    except NpmError:
        return None


def newest_now(wanted: PackageName) -> str:
    """The newest version in a range or under a tag, by the registry. Raises NpmError."""
    version = _newest(wanted, ["--prefer-online"], _TIMEOUT)
    if version is None:
        advice = f"`npm view {wanted.name} versions` lists those that there are."
        raise NpmError(f"the registry has no {wanted}", advice, missing=True)
    return version


def _newest(wanted: PackageName, options: Sequence[str], timeout: int) -> str | None:
    answer = _run("view", wanted, options, "version", timeout=timeout)
    try:
        # npm prints nothing at all if no version is in the range.
        listed = read_json(answer or "[]")
    except ValueError:
        return None
    versions = listed if isinstance(listed, list) else [listed]
    texts = [version for version in versions if isinstance(version, str)]
    exact = [version for version in texts if _EXACT.fullmatch(version)]
    releases = [version for version in exact if precedence(version).is_release]
    return max(releases or exact, key=precedence, default=None)


class Precedence(NamedTuple):
    """The precedence of exact versions: section 11 of Semantic Versioning 2.0.0."""

    numbers: tuple[_Number, ...]
    is_release: bool
    """A release precedes its pre-releases in rank."""
    identifiers: tuple[tuple[bool, _Number, str], ...]
    """Pre-releases by their parts: numbers first, by value, then words in ASCII order."""


_Number: TypeAlias = tuple[int, str]
"""A number as its count of digits, and the digits: `int` refuses very long ones."""


def precedence(version: str) -> Precedence:
    """The sort key of an exact version; build metadata is ignored."""
    release, dash, pre_release = version.partition("+")[0].partition("-")
    identifiers = pre_release.split(".") if dash else ()
    return Precedence(
        tuple(_number(digits) for digits in release.split(".")),
        not dash,
        tuple(
            (False, _number(text), "") if text.isdigit() else (True, _number(""), text)
            for text in identifiers
        ),
    )


def _number(digits: str) -> _Number:
    significant = digits.lstrip("0")
    return len(significant), significant


def published(package: PackageName, *, offline: bool = False) -> str | None:
    """The date of a version's publication (ISO); None if the registry does not give it."""
    options = ["--offline" if offline else "--prefer-offline"]
    try:
        times = read_json(_run("view", package, options, "time", timeout=_TIMEOUT))
    except (NpmError, ValueError):
        return None
    time = times.get(package.version) if isinstance(times, dict) else None
    plain = isinstance(time, str) and re.fullmatch(r"[\d:.TZ-]+", time, re.ASCII)
    return time if plain else None


# -------------------------------------------------------------------- the npm process


def _run(
    command: str, wanted: PackageName, options: Sequence[str], *fields: str, timeout: int
) -> str:
    """Run npm and parse the JSON it prints. Raises NpmError for any failure."""
    if not wanted.is_fetchable or (os.name == "nt" and re.search(r"[<>|^]", str(wanted))):
        # On Windows npm is a batch file, and these characters are special to the shell.
        raise NpmError(f"{wanted} is not a package of a registry", "Name a package and a version.")
    npm = shutil.which("npm")
    if npm is None:
        advice = "Install Node.js, which brings npm, or name a file in an unpacked package."
        raise NpmError("npm is not installed, or not on the PATH", advice)
    # By default npm retries for more than a minute on a dead network.
    settings = ["--json", "--loglevel=error", "--color=false"]
    retries = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    call = [npm, command, *settings, *retries, *options, "--", str(wanted), *fields]
    # Files instead of pipes: a process that npm leaves behind would keep a pipe open.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            code = _ended(call, output, errors, timeout)
        except subprocess.TimeoutExpired:
            raise NpmError(f"npm has not answered in {timeout} seconds", _NETWORK) from None
        except OSError as fault:
            raise NpmError(f"npm cannot be run: {fault.strerror}", _UPDATE_NPM) from None
        output.seek(0)
        errors.seek(0)
        text = output.read(_LARGEST_ANSWER).decode("utf-8", "replace")
        if code != 0:
            said = errors.read(_LARGEST_ANSWER).decode("utf-8", "replace")
            raise _failure(wanted, text, said)
        return text


def _ended(call: Sequence[str], output: IO[bytes], errors: IO[bytes], timeout: int) -> int:
    """Run a program to its end; return its code. Raises TimeoutExpired and OSError.

    It gets a group of processes of its own: where it is a script that starts another program, as
    those of version managers are, both are ended when this one is told to end.
    """
    process = None
    try:
        with signals_held():  # One that came while it begins would leave a program without name.
            process = subprocess.Popen(
                call,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                process_group=-1 if sys.platform == "win32" else 0,
            )
        return process.wait(timeout)
    except BaseException:
        if process is not None:
            _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program, and those that it has started."""
    if sys.platform == "win32":  # pragma: no cover
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _report_of(listing: str) -> Mapping[str, Any]:
    """npm's report on the package that it packed: the only item of a list or of a table."""
    try:
        report = read_json(listing)
    except ValueError:
        report = None
    if isinstance(report, dict) and "integrity" not in report:
        report = list(report.values())
    if isinstance(report, list) and len(report) == 1:
        report = report[0]
    if not isinstance(report, dict):
        raise NpmError("npm has not said what it packed", _UPDATE_NPM)
    return report


# ------------------------------------------------------------------------- failures

_UPDATE_NPM: Final = "Check the installation of npm; npm 7 or newer is needed."
_NETWORK: Final = "Check the network, and npm's registry and proxy settings; `npm ping` tests them."
_ACCESS: Final = "Log in with `npm login`, or check npm's registry settings and its token."

_FAILURES: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(
        (
            *("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH"),
            *("EHOSTUNREACH", "ERR_SOCKET_TIMEOUT", "ESOCKETTIMEDOUT", "FETCH_ERROR", "EPIPE"),
            *("E500", "E502", "E503", "E504"),
        ),
        ("the registry cannot be reached", _NETWORK),
    ),
    **dict.fromkeys(
        (
            *("CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"),
            *("SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        ),
        ("the registry's certificate is not trusted", "Check npm's `cafile` setting."),
    ),
    **dict.fromkeys(
        ("E401", "E403", "ENEEDAUTH", "EOTP"), ("the registry refuses access to {wanted}", _ACCESS)
    ),
    "ENOTCACHED": (
        "npm is offline and {wanted} is not in its cache",
        "Allow npm the network (its `offline` setting), or fetch the package once while online.",
    ),
    "E429": ("the registry answers that there are too many requests", "Try again later."),
    "ENOSPC": ("there is no space left for the archive", "Make room in the temporary folder."),
    **dict.fromkeys(
        ("EACCES", "EPERM", "EROFS"),
        ("npm may not write its cache or the temporary folder", "Check their permissions."),
    ),
}
_MISSING: Final = ("E404", "ETARGET", "ENOVERSIONS")


def _failure(wanted: PackageName, output: str, errors: str) -> NpmError:
    """The message for npm's error code."""
    code, summary = _said(output, errors)
    if code in _MISSING:
        advice = f"`npm view {wanted.name} versions` lists those that there are."
        # `npm view` also says E404 for a missing version.
        if code == "ETARGET" or summary.startswith("No match"):
            return NpmError(f"the registry has no {wanted}", advice, missing=True)
        advice = "Check the name, and npm's registry setting; a private package needs `npm login`."
        return NpmError(f"the registry has no package {wanted.name!r}", advice, missing=True)
    if code in ("EINTEGRITY", "EBADTARBALL", "TAR_BAD_ARCHIVE"):
        return _corrupt(wanted)
    if code in _FAILURES:
        message, advice = _FAILURES[code]
        return NpmError(message.format(wanted=wanted), advice)
    hosts = {match[1] for match in _URL.finditer(output + errors)} - {""}
    detail = _without_hosts(summary, sorted(hosts, key=len, reverse=True))
    described = f": {detail}" if detail else ""
    shown = f" ({code})" if code else ""
    advice = f"`npm pack {wanted}` shows what npm makes of it."
    return NpmError(f"npm has failed{shown}{described}", advice)


def _corrupt(wanted: PackageName) -> NpmError:
    advice = "Run `npm cache verify` and try again; do not trust the package if it stays so."
    return NpmError(f"{wanted} is not what the registry's integrity says", advice)


def _said(output: str, errors: str) -> tuple[str, str]:
    """npm's error code and summary: from its JSON, else from its messages."""
    try:
        fault = read_json(output)["error"]
        return str(fault.get("code") or ""), str(fault.get("summary") or "")
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    code = re.search(r"^npm (?:ERR!|error) code (\S+)$", errors, re.MULTILINE)
    lines = [re.sub(r"^npm (?:ERR!|error) ?", "", line).strip() for line in errors.splitlines()]
    messages = [line for line in lines if line and not line.startswith(("code ", "A complete log"))]
    return (code[1] if code else ""), (messages[0] if messages else "")


_LONGEST_SUMMARY: Final = 200
_URL: Final = re.compile(r"\b[a-z][a-z0-9+.-]*://(?:[^@/\s]*@)?([^:/\s]*)\S*", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?<![\w./@-])(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|(?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?"
    r"(?![\w/-])",
    re.IGNORECASE,
)
_FILE: Final = re.compile(r".*\.(?:tgz|gz|json|log|js|cjs|mjs|ts|npmrc|cmd|sh)", re.IGNORECASE)


def _without_hosts(text: str, hosts: Iterable[str]) -> str:
    """A line of npm's output without addresses and hosts."""
    line = _URL.sub("<the registry>", next(iter(text.splitlines()), ""))
    for host in hosts:
        line = line.replace(host, "<the registry>")
    line = _HOST.sub(lambda match: match[0] if _FILE.fullmatch(match[0]) else "<a host>", line)
    return line[:_LONGEST_SUMMARY]
