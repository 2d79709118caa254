"""Which of some names a misspelt one stands for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.text.similar import (
    address_fault,
    missing_file_advice,
    similar_file,
    similar_name,
)

WORDS = ["generate", "check", "update", "migrate", "completion", "realtime"]


@given(st.sampled_from(WORDS), st.data())
def test_a_slip_of_the_finger_is_understood(word: str, data: st.DataObject) -> None:
    """Law: one character put in, left out, exchanged or swapped leads to the word."""
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.characters(codec="ascii", categories=["Ll"]))
    slips = [
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    for wrong in slips:
        assert similar_name(wrong, WORDS) == word
        assert similar_name(f"--{wrong.upper()}", [f"--{name}" for name in WORDS]) == f"--{word}"


@given(st.text(st.characters(codec="ascii", categories=["Nd"]), max_size=300))
def test_what_has_no_letter_in_common_is_not_meant(wrong: str) -> None:
    assert similar_name(wrong, WORDS) is None


@given(st.lists(st.text(max_size=8), max_size=5), st.text(max_size=8))
def test_the_order_does_not_count_but_for_what_is_as_near(names: list[str], wrong: str) -> None:
    name = similar_name(wrong, names)
    assert (name is None) == (similar_name(wrong, names[::-1]) is None)
    assert name is None or name in names


@given(st.permutations(["pong", "ping", "PUNG", "PENG"]), st.sampled_from(["pang", "PANG"]))
def test_of_names_as_near_the_first_in_the_same_case_is_meant(names: list[str], wrong: str) -> None:
    assert similar_name(wrong, names) == next(n for n in names if n.isupper() == wrong.isupper())


def test_a_beginning_is_meant() -> None:
    assert similar_name("gen", WORDS) == "generate"
    assert similar_name("ge", WORDS) is None


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("relatime.d.ts", "realtime.d.ts"),
        ("realtime.ts", "realtime.d.ts"),
        ("REALTIME.D.TS", "realtime.d.ts"),
        ("sum.d.ts", None),
        (".hiden", ".hidden"),
        ("realtime.md", "realtime.md.txt"),
        ("none/realtime.d.ts", None),
        ("", None),
    ],
)
def test_the_ending_of_a_file_says_nothing(tmp_path: Path, wrong: str, meant: str | None) -> None:
    for name in ("realtime.d.ts", "realtime.md.txt", "x.d.ts", ".hidden"):
        (tmp_path / name).touch()
    if wrong == "realtime.md":
        (tmp_path / "realtime.d.ts").unlink()
    similar = similar_file(tmp_path / wrong) if wrong else similar_file(tmp_path)
    assert similar == (None if meant is None else tmp_path / meant)


@given(st.text(max_size=300))
def test_there_is_an_advice_for_every_text(text: str) -> None:
    assert missing_file_advice(text).endswith((".", "?"))


SCHEMES = st.from_regex(r"[A-Za-z][A-Za-z0-9+.-]{1,8}", fullmatch=True).filter(
    lambda scheme: scheme not in ("npm", "git")
)


@given(SCHEMES, st.sampled_from(["", "//", "/"]), st.text("ab/.@", min_size=1, max_size=12))
def test_an_address_is_told_as_such(scheme: str, slashes: str, rest: str) -> None:
    """Whatever the scheme: one line that says what to do, and nothing is read from it."""
    fault = address_fault(f"{scheme}:{slashes}{rest}")
    assert fault is not None
    assert fault[1].startswith(("Name ", "Download ", "Clone ", "Did you mean "))
    assert "\n" not in "".join(fault)


@pytest.mark.parametrize(
    "text",
    ["a.d.ts", "C:\\a.d.ts", "c:/a.d.ts", "./a:b.d.ts", "dir/a:b", "npm:a@1/b", "git:x:y", ""],
)
def test_a_path_is_no_address(text: str) -> None:
    assert address_fault(text) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no file of Windows has a colon in its name")
def test_what_is_there_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert address_fault("ab:c.d.ts") is not None
    (tmp_path / "ab:c.d.ts").touch()
    assert address_fault("ab:c.d.ts") is None


def test_a_name_that_shares_nothing_is_not_meant() -> None:
    assert similar_name("X", ["A", "B"]) is None
    assert similar_name("a", ["A", "B"]) == "A"
    assert similar_name("ab", ["a", "cd"]) == "a"
