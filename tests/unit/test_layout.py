"""Long statements are broken as the formatter breaks them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from realtime_codegen.layout import WIDTH, fold, literal

_LONG = "conversation_item_input_audio_transcription"
_LONGER = f"{_LONG}_completed_event_usage"

LINES = [
    ("event.delta = ", "data['delta']".replace("'", '"')),
    ("", f"def _read_{_LONGER}(data: Json) -> Any:"),
    (
        "",
        f"def decode_{_LONG}(message: Message, *, strict: bool = False) -> m.Event | UnknownEvent:",
    ),
    ("", f"def decode_{_LONGER}_{_LONG}(message: Message, *, strict: bool = False) -> m.Event:"),
    (f"    event.{_LONG} = ", f'data["{_LONG}"]'),
    (f"    event.{_LONG} = ", f'get("{_LONG}", UNSET)'),
    (f"    event.{_LONG} = ", f'_read_{_LONG}(get("{_LONG}", UNSET))'),
    (f"    event.{_LONG} = ", f'_read_{_LONGER}_{_LONG}(data["{_LONG}"])'),
    ("        return ", f"_read_{_LONGER}(with_missing(data, _{_LONGER.upper()}_FIELDS))"),
    ("", f"    if not _{_LONGER.upper()}_FIELDS.issuperset(data):"),
    ("_FIELDS = ", f'{{"a", "b", "{_LONG}", "{_LONGER}"}}'),
    (f"_{_LONGER.upper()} = ", f'("a, (b", "c", "{_LONG}")'),
    ("    return ", f'_choose("{_LONG}", (_read_a, _read_b), data)'),
    ("    return ", f'_choose("{_LONG}", (_read_{_LONG}, _read_{_LONGER}, _c), data)'),
    ("    return ", f"each_at(data, (_read_a, _read_{_LONGER}), _c, (_read_d,))"),
    ("    event = ", f"_new(m.{_LONGER}_{_LONG}_{_LONG})"),
]


@pytest.mark.parametrize(("before", "text"), LINES)
def test_fold_agrees_with_the_formatter(before: str, text: str) -> None:
    """A folded line, in a block as deep as it is, stays as it is."""
    line = before + text
    depth = (len(line) - len(line.lstrip())) // 4
    blocks = "".join(f"{'    ' * level}if x:\n" for level in range(depth))
    folded = fold(text, before)
    assert (folded == line) == (len(line) <= WIDTH) or "_new" in line
    body = f"\n{'    ' * (depth + 1)}pass" if line.endswith(":") else ""
    source = f"{blocks}{folded}{body}\n"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "-"],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == source


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "it's",
        'say "a"',
        "'\"",
        "\\",
        "\n\r\t\x00\x7f",
        "\u202e\u2066",
        "é",
        "😀",
        "\ud800",
    ],
)
def test_a_literal_is_the_text(text: str) -> None:
    spelled = literal(text)
    assert eval(spelled) == text
    assert spelled.encode()
    assert spelled.splitlines() == [spelled]
