"""A bar chart as SVG text."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import log10
from typing import Final

__all__ = ["bars"]

_COLOURS: Final = ("#3b6ea5", "#d08a3c", "#6b8f4e", "#9a5b8c")
_LEFT: Final = 270
_WIDTH: Final = 760
_BAR: Final = 13


def bars(title: str, groups: Mapping[str, Mapping[str, float]]) -> str:
    """A chart of positive values on a logarithmic scale: for each row a bar of each group."""
    rows = list(next(iter(groups.values())))
    values = [value for group in groups.values() for value in group.values()]
    low, high = log10(min(values)) - 0.15, log10(max(values)) + 0.25
    scale = (_WIDTH - _LEFT - 20) / (high - low)
    height = 60 + len(rows) * (_BAR * len(groups) + 9)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{escape(title)}">'
    )
    parts = [
        head,
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="20" font-size="14" font-weight="bold">{escape(title)} (log)</text>',
    ]
    for number, name in enumerate(groups):
        x = _WIDTH - 90 * (len(groups) - number)
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(f'<rect x="{x}" y="10" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 16}" y="20">{escape(name)}</text>')
    one = _LEFT - low * scale
    parts.append(
        f'<line x1="{one:.1f}" y1="34" x2="{one:.1f}" y2="{height - 10}" stroke="#999999" '
        'stroke-dasharray="3 3"/>'
    )
    y = 40
    for row in rows:
        middle = y + _BAR * len(groups) / 2 + 4
        parts.append(
            f'<text x="{_LEFT - 8}" y="{middle:.1f}" text-anchor="end">{escape(row)}</text>'
        )
        for number, group in enumerate(groups.values()):
            end = (log10(group[row]) - low) * scale
            colour = _COLOURS[number % len(_COLOURS)]
            parts.append(
                f'<rect x="{_LEFT}" y="{y}" width="{end:.1f}" height="{_BAR - 2}" fill="{colour}"/>'
            )
            parts.append(
                f'<text x="{_LEFT + end + 4:.1f}" y="{y + _BAR - 3}" font-size="10">'
                f"{group[row]:.2f}</text>"
            )
            y += _BAR
        y += 9
    return "\n".join([*parts, "</svg>", ""])
