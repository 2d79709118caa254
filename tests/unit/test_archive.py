"""Archives are read in memory; hostile ones cannot lead anywhere else, nor fill the memory."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import tarfile
import tracemalloc
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.sources.archive import Archive, ArchiveError, Limits, read_archive
from tests.tools.archives import END, archive, header, member, pax
from tests.tools.growth import EVEN, growth


def contents(data: bytes) -> dict[str, bytes]:
    """The files of an archive, and the certainty that nothing else can be read."""
    archive = read_archive(data)
    assert archive.read("no/such/file") is None
    files = {path: archive.read(path) for path in archive.paths}
    assert None not in files.values()
    return {path: data for path, data in files.items() if data is not None}


def test_the_top_folder_is_dropped_whatever_its_name() -> None:
    data = archive([member(b"package/a.d.ts", b"A"), member(b"other/b/c.d.ts", b"C")])
    assert contents(data) == {"a.d.ts": b"A", "b/c.d.ts": b"C"}


def test_files_beside_the_top_folder_have_no_path() -> None:
    assert contents(archive([member(b"a.d.ts", b"A"), member(b"./b.d.ts", b"B")])) == {}


def test_folders_and_needless_parts_of_a_path() -> None:
    data = archive(
        [
            member(b"package/", kind=b"5"),
            header(b"package/sized/", 700, b"5"),
            member(b"package/old/", kind=b"\0"),
            member(b"./package//x/./a.d.ts", b"A"),
        ]
    )
    assert contents(data) == {"x/a.d.ts": b"A"}


def test_the_later_of_two_files_wins() -> None:
    data = archive([member(b"p/a", b"1"), member(b"p/a", b"22")])
    assert contents(data) == {"a": b"22"}


@pytest.mark.parametrize("kind", [b"0", b"\0", b"7"])
def test_every_kind_of_regular_file(kind: bytes) -> None:
    assert contents(archive([member(b"p/a", b"text", kind)])) == {"a": b"text"}


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6", b"S", b"V", b"?"])
def test_links_and_devices_are_passed_over(kind: bytes) -> None:
    link = member(b"p/link", b"", kind, target=b"../../../etc/passwd")
    data = archive([member(b"p/a", b"A"), link, member(b"p/b", b"B")])
    assert contents(data) == {"a": b"A", "b": b"B"}


def test_a_file_under_a_link_is_a_file_of_the_archive() -> None:
    """With the link gone, its name is a folder like any other."""
    link = member(b"p/dir", b"", b"2", target=b"/etc")
    assert contents(archive([link, member(b"p/dir/passwd", b"x")])) == {"dir/passwd": b"x"}


@pytest.mark.parametrize(
    "name",
    [
        b"/etc/passwd",
        b"../outside",
        b"package/../../outside",
        b"package/..",
        b"package/a/../b",
        b"C:/windows",
        b"package\\..\\..\\outside",
    ],
)
@pytest.mark.parametrize("how", ["name", "pax", "gnu"])
def test_a_member_that_climbs_out_is_refused(name: bytes, how: str) -> None:
    members = {
        "name": [member(name, b"x")],
        "pax": [pax({"path": name.decode()}), member(b"p/fine", b"x")],
        "gnu": [member(b"././@LongLink", name + b"\0", b"L"), member(b"p/fine", b"x")],
    }
    with pytest.raises(ArchiveError, match="outside its folder"):
        read_archive(archive([member(b"p/a", b"A"), *members[how]]))


def test_a_prefix_that_climbs_out_is_refused() -> None:
    with pytest.raises(ArchiveError, match="outside its folder"):
        read_archive(archive([member(b"a", b"x", prefix=b"../b")]))


def test_long_names() -> None:
    long = "p/" + "directory/" * 30 + "a.d.ts"
    data = archive(
        [
            member(b"c.d.ts", b"1", prefix=b"p/" + b"x" * 120),
            pax({"mtime": "1.5", "path": long}),
            member(b"p/short", b"2"),
            member(b"././@LongLink", b"p/" + b"y" * 200 + b"\0", b"L"),
            member(b"p/short", b"3"),
            member(b"p/plain", b"4"),
        ]
    )
    assert contents(data) == {
        "x" * 120 + "/c.d.ts": b"1",
        long.removeprefix("p/"): b"2",
        "y" * 200: b"3",
        "plain": b"4",
    }


def test_global_headers_and_long_link_targets_name_nothing() -> None:
    data = archive(
        [
            pax({"path": "p/not-this"}, b"g"),
            member(b"././@LongLink", b"p/long\0", b"L"),
            member(b"././@LongLink", b"/etc/passwd\0", b"K"),
            member(b"p/a", b"A"),
            member(b"p/b", b"B"),
        ]
    )
    assert contents(data) == {"long": b"A", "b": b"B"}


def test_the_front_of_a_name_counts_only_in_ustar() -> None:
    data = archive([member(b"p/a", b"A", prefix=b"12345", magic=b"ustar  \0")])
    assert contents(data) == {"a": b"A"}


@pytest.mark.parametrize("size", [b"\x80" + (3).to_bytes(11, "big"), b"         3\0 ", b"3"])
def test_sizes_as_other_tools_write_them(size: bytes) -> None:
    block = header(b"p/a", size) + b"abc".ljust(512, b"\0")
    assert contents(archive([block, member(b"p/b", b"B")])) == {"a": b"abc", "b": b"B"}


def test_a_size_in_an_extended_header() -> None:
    data = archive([pax({"size": "3"}), header(b"p/a", 0) + b"abc".ljust(512, b"\0")])
    assert contents(data) == {"a": b"abc"}


@pytest.mark.parametrize(
    "size", [b"\xff" * 12, b"-0000000001\0", b"00000000008\0", b"0x1\0", b"1_0\0", b"\xb2\0"]
)
def test_a_size_that_is_no_number_is_refused(size: bytes) -> None:
    with pytest.raises(ArchiveError, match="broken header"):
        read_archive(archive([header(b"p/a", size)]))


@pytest.mark.parametrize("size", [1025, 10**9, b"\x80" + b"\xff" * 11])
def test_a_size_beyond_the_archive_is_refused(size: int | bytes) -> None:
    with pytest.raises(ArchiveError, match="cut off"):
        read_archive(archive([header(b"p/a", size)]))


@pytest.mark.parametrize("size", ["-1", "1e3", "", "²", "9" * 5000])
def test_an_extended_size_that_is_no_number_is_refused(size: str) -> None:
    with pytest.raises(ArchiveError, match="broken header"):
        read_archive(archive([pax({"size": size}), header(b"p/a", 0)]))


@pytest.mark.parametrize(
    "records",
    [b"10 path=p", b"x path=p/a\n", b"0 \n", b"9999 path=p/a\n", b"11 path=p/ab", b"8 path\n\n"],
)
def test_broken_records_are_refused(records: bytes) -> None:
    with pytest.raises(ArchiveError, match="broken"):
        read_archive(archive([member(b"h", records, b"x"), member(b"p/a", b"A")]))


def test_a_huge_extended_header_is_refused() -> None:
    with pytest.raises(ArchiveError, match="extended header"):
        read_archive(archive([member(b"h", bytes(2 * 1024 * 1024), b"x")]))


@pytest.mark.parametrize("before", [b"", member(b"p/b", b"B"), pax({"path": "p/b"})])
def test_a_wrong_checksum_is_refused(before: bytes) -> None:
    block = bytearray(header(b"p/a"))
    block[0] ^= 1
    with pytest.raises(ArchiveError, match="broken header"):
        read_archive(archive([before, bytes(block)]))


_DIGITS = [b"4 =\n", b"1", b"1 ", b"3 ", b"5 a=\n", b"9 a", b"=", b"\n", b"11 path=p/", b"\0"]
_SHAPES: dict[str, Callable[[int], list[bytes]]] = {
    **{f"x {unit!r}": partial(lambda unit, n: [_extended(unit, n)], unit) for unit in _DIGITS},
    "g": lambda n: [_extended(b"8 key=a\n", n, b"g")],
    "keys": lambda n: [member(b"h", b"".join(b"12 %06d=1\n" % i for i in range(n // 12)), b"x")],
    "name": lambda n: [_extended(b"p/", n, b"L")],
    "target": lambda n: [_extended(b"p/", n, b"K")],
    "one record": lambda n: [pax({"comment": "1 =" * (n // 3)})],
    "many": lambda n: [pax({"path": "p/x", "a": "b"})] * (n // 1024),
    "shared keys": lambda n: [
        member(b"h", b"".join(b"12 %06d=1\n" % i for i in range(n // 48)), b"g"),
        *[member(b"p/x")] * (n // 1024),
    ],
    "members": lambda n: [member(b"p/%d" % i) for i in range(n // 512)],
}
"""Bytes for a tar archive by their number, which grow in one respect each."""


def _extended(unit: bytes, size: int, kind: bytes = b"x") -> bytes:
    return member(b"h", unit * (size // len(unit)), kind)


@pytest.mark.parametrize("shape", _SHAPES)
def test_time_grows_no_faster_than_the_archive(shape: str) -> None:
    """Eight times the bytes may take eight times the time, with room for chance, and not 64."""

    def made(size: int) -> bytes:
        return archive([*_SHAPES[shape](size), member(b"p/a", b"A")])

    assert growth(made, _read_or_refuse, _HEADER // 8, 8) < EVEN


_HEADER = 1024 * 1024


def _read_or_refuse(data: bytes) -> None:
    with contextlib.suppress(ArchiveError):
        read_archive(data)


def test_a_long_chain_of_extended_headers() -> None:
    headers = [pax({"path": f"p/{number}"}) for number in range(3000)]
    assert contents(archive([*headers, member(b"p/a", b"A")])) == {"2999": b"A"}


@pytest.mark.parametrize("end", [b"", bytes(512)])
def test_an_archive_may_lack_its_end(end: bytes) -> None:
    assert contents(archive([member(b"p/a", b"A")], end)) == {"a": b"A"}


def test_what_comes_after_the_end_does_not_count() -> None:
    assert contents(archive([bytes(1024), member(b"p/a", b"A")])) == {}


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04", b"\x1f\x8b", bytes(600)])
def test_what_is_no_gzip_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_archive(data)


def test_an_archive_cut_anywhere_is_refused() -> None:
    data = archive([member(b"p/a", b"text" * 300), member(b"p/b", b"more")])
    for length in range(len(data)):
        with pytest.raises(ArchiveError):
            read_archive(data[:length])


def test_a_tar_cut_inside_a_member_is_refused() -> None:
    tar = member(b"p/a", b"text" * 300)
    for length in (511, 513, 1000):
        with pytest.raises(ArchiveError, match="cut off"):
            read_archive(gzip.compress(tar[:length]))


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveError, match="more than 1048576 bytes"):
            read_archive(bomb, Limits(size=1024 * 1024))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_that_is_compressed_twice_is_refused(
    compress: Callable[[bytes], bytes],
) -> None:
    """`tarfile` would unpack the inner one too, and nothing bounds how much that is."""
    with pytest.raises(ArchiveError):
        read_archive(gzip.compress(compress(member(b"p/a", b"text") + END)))


def test_the_number_of_members_is_bounded() -> None:
    members = [member(b"p/%d" % number) for number in range(11)]
    assert len(read_archive(archive(members), Limits(members=11)).paths) == 11
    with pytest.raises(ArchiveError, match="more than 10 members"):
        read_archive(archive(members), Limits(members=10))
    folders = [member(b"p/", kind=b"5")] * 11
    with pytest.raises(ArchiveError, match="more than 10 members"):
        read_archive(archive(folders), Limits(members=10))


def test_names_that_are_no_text_still_have_a_path() -> None:
    assert contents(archive([member(b"p/\xff", b"A")])) == {"\ufffd": b"A"}


def test_an_archive_shows_its_paths_and_not_its_bytes() -> None:
    shown = repr(read_archive(archive([member(b"p/a", b"secret")])))
    assert "'a'" in shown
    assert "secret" not in shown


_NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="/\\\0:."), min_size=1, max_size=60),
    min_size=1,
    max_size=5,
).map("/".join)


@settings(deadline=None)
@given(
    files=st.dictionaries(_NAMES, st.binary(max_size=1500), max_size=6),
    kind=st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]),
)
def test_archives_of_the_standard_library(files: dict[str, bytes], kind: int) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", format=kind) as tar:
        for path, data in files.items():
            info = tarfile.TarInfo(f"package/{path}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    assert contents(buffer.getvalue()) == files


@settings(deadline=None)
@given(st.data())
def test_damage_is_an_error_or_another_archive(data: st.DataObject) -> None:
    """No damage to the tar inside makes anything but ArchiveError, or takes for ever."""
    tar = bytearray(pax({"path": "p/x"}) + member(b"p/a", b"A" * 700) + member(b"p/b", b"B"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(tar) - 1))
        tar[place] = data.draw(st.integers(0, 255))
        if data.draw(st.booleans()):
            block = place - place % 512
            tar[block + 148 : block + 156] = b" " * 8
            tar[block + 148 : block + 156] = b"%06o\0 " % sum(tar[block : block + 512])
    try:
        archive = read_archive(gzip.compress(bytes(tar)))
    except ArchiveError:
        return
    assert isinstance(archive, Archive)
    assert all(archive.read(path) is not None for path in archive.paths)
    assert not any(part in ("", ".", "..") for path in archive.paths for part in path.split("/"))
