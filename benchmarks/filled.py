"""A text over and over, until it has a given number of bytes."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["asked_of", "filled", "kind"]


def filled(
    size: int, text: str, head: str = "", tail: str = "", between: str = "", most: int = 10**9
) -> str:
    """A text over and over in so many bytes: `#` is its number in it, `@` the number before."""
    parts: list[str] = []
    left = size - len(head.encode()) - len(tail.encode())
    for number in range(1, most):
        part = text.replace("#", str(number)).replace("@", str(number - 1))
        left -= len(part.encode()) + len(between)
        if left < 0:
            break
        parts.append(part)
    return head + between.join(parts) + tail


def kind(
    text: str, head: str = "", tail: str = "", between: str = "", most: int = 10**9
) -> Callable[[int], str]:
    """Texts of any size that consist of one over and over."""
    return lambda size: filled(size, text, head, tail, between, most)


def asked_of(
    large: tuple[str, str, str, str], asking: str, before: str = ""
) -> Callable[[int], str]:
    """Half of a text is one large type, and the other half properties that ask for it.

    `large` is a member, what stands before the first and behind the last, and what between them.
    """
    text, head, tail, between = large

    def of_size(size: int) -> str:
        half = size // 2
        one = filled(half, text, head, tail, between)
        return before + one + filled(half, asking, "export interface A { ", "}")

    return of_size
