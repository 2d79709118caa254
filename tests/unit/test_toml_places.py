"""Where keys and values of a TOML text stand: what stands there is what `tomllib` reads."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.project.toml_places import Path, places

TEXTS = {
    "plain": 'a = 1\n[t]\nb = "x" # a = 2\n[t.u]\nc = true\n',
    "quotes": 'a = "x\\"]"\nb = \'#\'\n',
    "strings": 'c = """\nd = 1\n""\\""""\ne = \'\'\'\nf = 2\'\'\'\'\ng = ""\n',
    "long ends": 'a = """x"""""\nb = """"""\nc = \'\'\'\'\'\'\nd = """\\\\"""\n',
    "arrays": "a = [ # x = 1\n  [1, 2],\n  ['a', \"]\"], # ]\n  { x = [3] },\n]\nb = 1\n",
    "inline": 'a = { b.c = "x", "d e" = { f = 1 } }\ng = 2\n',
    "keys": '"a.b".c = 1\nd . e = 2\n["x]".y]\nz = 3\n[ p . \'q\' ]\nr = 4\n',
    "tables": "[[a]]\nb = 1\n[[a.c]]\nd = 2\n[[a]]\nb = 3\n[a.e]\nf = 4\n[[a.c]]\nd = 5\n",
    "values": "a = 1979-05-27 07:32:00Z\nb = +1_0.5e-3\nc = inf\nd = 07:32:00#x\ne = 0xFF",
    "line ends": 'a = 1\r\n\r\n[b]\r\nc = """\r\nd"""\r\n',
    "byte order mark": '\ufeffa = 1\n[b]\nc = "x"\n',
    "unicode": 'a = "é😀" # ü\nb = "x"\n',
}


def value_at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def paths_of(data: Any, path: Path = ()) -> list[Path]:
    if isinstance(data, dict):
        inner = [paths_of(value, (*path, key)) for key, value in data.items()]
    elif isinstance(data, list):
        inner = [paths_of(value, (*path, number)) for number, value in enumerate(data)]
    else:
        inner = []
    return [*([path] if path else []), *(below for some in inner for below in some)]


def assert_sound(text: str) -> None:
    data = tomllib.loads(text.removeprefix("\ufeff"))
    located = places(text)
    assert set(located) == set(paths_of(data))
    for path, place in located.items():
        value = value_at(data, path)
        if not isinstance(value, dict | list):
            written = text[slice(*place.value)]
            read = tomllib.loads(f"v = {written}")["v"]
            assert read == value or read != read, path


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_value_is_where_it_is_said_to_be(text: str) -> None:
    assert_sound(text)


LINES = st.sampled_from(
    [
        *(line for text in TEXTS.values() for line in text.split("\n") if "=" in line),
        *('k1 = "[k2]"', "k3 = '''", "'''", "[k4]", "[[k5]]", "[k5.k6]", "# k7 = 1", "k8 = [", "]"),
        *('k9 = """', '"""', "k10 = { k11 = 1 }", "", "  k12 = 1  "),
    ]
)


@given(st.lists(LINES, max_size=8))
def test_whatever_tomllib_takes_is_understood(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert_sound(text)
