"""Archives by chance: what is read is what `tarfile` reads of it, or an error says why not."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
from functools import partial
from pathlib import PurePosixPath

import pytest

from realtime_codegen.sources.archive import Archive, ArchiveError, Limits, read_archive
from tests.tools.archives import END, archive, header, member, pax
from tests.tools.counting import steps_of
from tests.tools.night import sampled

NAMES = (
    *(
        b"package/a.d.ts",
        b"package/b/c.d.ts",
        b"p/x",
        b"p",
        b"p/",
        b"./p/x",
        b"p/./x",
        b"p//x",
        b"",
    ),
    *(
        b"../x",
        b"p/../x",
        b"p/../../x",
        b"/x",
        b"//x",
        b"C:\\x",
        b"p\\..\\..\\x",
        b"p/a\0b",
        b"\xff/x",
    ),
    *(
        b"p/" + b"a" * 98,
        b"p/" + b"b/" * 49,
        b"a" * 100,
        b"package/package.json",
        b"p/con",
        b"p/...",
    ),
)
KINDS = (*[b"0"] * 8, b"\0", *(bytes([n]) for n in b"1234567xgLKSVMA?\xff"))
SIZES: tuple[bytes, ...] = (
    b"",
    b" ",
    b"-1",
    b"+5",
    b"0x10",
    b"1_0",
    b"8" * 11,
    b"7" * 12,
    b"\x80" + b"\xff" * 11,
)
SIZES += (
    b"\x80" + b"\0" * 10 + b"\x05",
    b"\xff" * 12,
    b"\xff" * 11 + b"\xfe",
    b"1 2",
    b"00000000005",
)
RECORDS = (
    *(
        b"path=q/y.d.ts",
        b"path=../y",
        b"path=/y",
        b"size=3",
        b"size=-1",
        b"size=99999999999999999999",
    ),
    *(
        b"size=1_0",
        b"size=\xd9\xa3",
        b"linkpath=../../x",
        b"path=",
        b"path",
        b"=",
        b"hdrcharset=BINARY",
    ),
    *(
        b"GNU.sparse.map=0,1",
        b"GNU.sparse.major=1",
        b"GNU.sparse.name=../z",
        b"mtime=nan",
        b"uid=x",
    ),
)


def records_of(rand: random.Random) -> bytes:
    """The body of an extended header, whose lengths may be wrong."""
    body = b""
    for _ in range(rand.randrange(1, 4)):
        text = b" " + rand.choice(RECORDS) + b"\n"
        length = len(text) + 1 + (len(text) > 8)
        way = rand.random()
        if way < 0.2:
            length = rand.choice((0, 1, 5, -3, 10**6, 10**30, length + 1, length - 1))
        body += str(length).encode() + text
    return body


def members_of(rand: random.Random) -> list[bytes]:
    made = []
    for _ in range(rand.randrange(6)):
        way = rand.random()
        name, data = rand.choice(NAMES)[:100], rand.randbytes(rand.choice((0, 1, 5, 511, 512, 513)))
        if way < 0.5:
            made.append(member(name, data, rand.choice(KINDS)))
        elif way < 0.6:
            made.append(member(name, data, b"0", prefix=rand.choice(NAMES)[:155]))
        elif way < 0.7:
            made.append(header(name, rand.choice(SIZES), rand.choice(KINDS)) + data)
        elif way < 0.85:
            made.append(member(b"PaxHeader", records_of(rand), rand.choice((b"x", b"g"))))
        elif way < 0.9:
            made.append(pax({"path": rand.choice(("q/y", "../y", "/y", "q/../y", "q"))}))
        elif way < 0.95:
            kind = rand.choice((b"L", b"K"))
            made.append(member(b"././@LongLink", rand.choice(NAMES) * rand.randrange(1, 9), kind))
        else:
            made.append(
                rand.choice((bytes(512), rand.randbytes(512), b"x" * 100, header(b"p/x")[:500]))
            )
    return made


def archive_of(seed: int) -> bytes:
    rand = random.Random(seed)
    data = archive(members_of(rand), rand.choice((END, END, b"", bytes(512), b"x" * 512)))
    way = rand.random()
    if way < 0.1:
        at = rand.randrange(len(data))
        return data[:at] + rand.randbytes(1) + data[at + 1 :]
    if way < 0.15:
        return data[: rand.randrange(len(data))]
    if way < 0.2:
        return data + rand.choice((b"x", data, gzip.compress(b"")))
    return data


def plainly(data: bytes) -> dict[str, bytes] | None:
    """The files as `tarfile` has them, without the folder at the top; None for an error."""
    files = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
            for entry in tar:
                if entry.isreg():
                    content = tar.extractfile(entry)
                    assert content is not None
                    path = "/".join([*PurePosixPath(entry.name).parts][1:])
                    files[path] = content.read()
    except (tarfile.TarError, OSError, EOFError, ValueError, ArithmeticError, LookupError):
        return None
    return files


def read_or_refused(data: bytes) -> Archive | None:
    try:
        return read_archive(data, Limits(size=2**20, members=100))
    except ArchiveError:
        return None


@pytest.mark.parametrize("start", sampled(range(40), 40))
def test_an_archive_by_chance_is_read_or_refused(start: int) -> None:
    """It ends soon, no path leads out of it, and what is read stands in it."""
    outcomes = {"read": 0, "refused": 0, "same": 0}
    for seed in range(800 * start, 800 * (start + 1)):
        data = archive_of(seed)
        assert steps_of(partial(read_or_refused, data)) < 20_000, seed
        read = read_or_refused(data)
        if read is None:
            outcomes["refused"] += 1
            continue
        outcomes["read"] += 1
        for path in read.paths:
            parts = path.split("/")
            assert path, seed
            assert not {"", ".", ".."} & {*parts}, (seed, path)
            assert read.read(path) is not None, seed
        expected = plainly(data)
        files = {path: read.read(path) for path in read.paths}
        outcomes["same"] += files == expected
    assert min(outcomes.values()) > 50, outcomes
