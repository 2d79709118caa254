"""The parser of the grammar, for a limited time.

A syntax error costs the parser up to a hundred times what the same bytes of declarations cost it,
and up to a kilobyte of memory. So a file is given the time of some dozen times its length: what is
valid never needs it, whatever it is, and a file that does is nearly nothing but errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from time import thread_time
from typing import Final, TypeAlias

import tree_sitter
import tree_sitter_typescript

__all__ = ["Clock", "ManyErrorsError", "Parser", "expect_closed", "may_be_open"]

Clock: TypeAlias = Callable[[], float]
"""Tells the seconds of the processor that were spent, so that other processes do not count."""

_TIMES: Final = 24
"""How many times longer than declarations of its length a file may take, with all attempts.

Files that are published take one to four times as long. The densest valid text that is known, a
list of comparisons, takes 13 times.
"""
_ALWAYS: Final = 0.1
"""The seconds that every file may take."""
_SAMPLE: Final = (
    b"export interface A<T> { a: T[]; b?: 'c' | number }\nexport type B = A<string>;\n" * 200
)
_SAMPLED: Final = 3

_MOST_OPEN: Final = 100_000
_MOST_FORKS: Final = 12_000_000
_BRACKETS: Final = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))
_MARK: Final = re.compile(
    rb"=>|<<|<=|[()\[\]{}<>;]"
    rb"|\b(?:class|const|enum|export|for|function|if|import|interface|let|return|var|while)\b"
)
"""What opens, closes or ends something, and the words that no type arguments can go on with."""
_OPENING: Final = frozenset(opening for opening, _ in _BRACKETS)
_CLOSING: Final = frozenset(closing for _, closing in _BRACKETS)
_OTHERS: Final = frozenset((b"=>", b"<<", b"<="))


class ManyErrorsError(Exception):
    """A file is not parsed, as it is nearly nothing but syntax errors."""

    def __init__(self, at: int, problem: str) -> None:
        """Take the offset in bytes up to which the file was read, and what is wrong there."""
        super().__init__(at, problem)
        self.at = at
        self.problem = problem


def may_be_open(data: bytes) -> bool:
    """Whether a text may have very many brackets that are never closed: if so, look closely."""
    if any(data.count(opening) > _MOST_OPEN for opening, _ in _BRACKETS):
        return True
    return sum(part.count(b"<") ** 2 for part in data.split(b";")) > _MOST_FORKS


def expect_closed(data: bytes) -> None:
    """Refuse a text with very many brackets that are never closed.

    The parser keeps what is open until the end: a megabyte of `[a,` costs 1.2 GiB. Each `a<b` may
    begin type arguments until the bracket around it is closed, and at an error the parser goes on
    with each one that may: that costs some 30 bytes for the square of their number.

    Args:
        data: The text without its comments, texts and regular expressions.

    Errors:
        ManyErrorsError: 100,000 brackets are never closed, or the squares of the numbers of `<`
            that may be open together are 12 million.
    """
    for opening, closing in _BRACKETS:
        count = data.count(opening) - data.count(closing)
        if count > _MOST_OPEN:
            raise ManyErrorsError(0, f"{count} {opening.decode()!r} are never closed")
    if _forks(data) > _MOST_FORKS:
        raise ManyErrorsError(0, "very many '<' are never closed")


def _forks(data: bytes) -> int:
    """The squares of the numbers of `<` that may be open where something ends, in all."""
    squares, whole = 0, 0
    open_ones = [0]
    """The number of `<` that are open in each bracket, from the outermost one."""
    for match in _MARK.finditer(data):
        mark = match[0]
        if mark == b"<":
            open_ones[-1] += 1
            whole += 1
        elif mark == b">":
            closed = min(1, open_ones[-1])
            open_ones[-1] -= closed
            whole -= closed
        elif mark in _OPENING:
            open_ones.append(0)
        elif mark not in _OTHERS:
            left = whole - open_ones[-1]
            squares += whole**2 - left**2
            whole = left
            open_ones[-1] = 0
            if mark in _CLOSING and len(open_ones) > 1:
                open_ones.pop()
    return squares + whole**2


@cache
def _grammar() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_typescript.language_typescript())


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(_grammar())


@cache
def _seconds_a_byte(clock: Clock) -> float:
    """How long the parser takes for a byte of declarations, on this machine."""

    def once() -> float:
        begun = clock()
        tree_sitter.Parser(_grammar()).parse(_SAMPLE)
        return clock() - begun

    return min(once() for _ in range(_SAMPLED)) / len(_SAMPLE)


class Parser:
    """Parse the texts that are made of one file."""

    def __init__(self, length: int, clock: Clock = thread_time) -> None:
        """Take the length of the file in bytes."""
        self._length = length
        self._clock = clock
        self._spent = 0.0

    def parse(self, data: bytes) -> tree_sitter.Tree:
        """Parse a text of the file.

        Errors:
            ManyErrorsError: all texts of the file took the parser too long.
        """
        begun = self._clock()
        ended = None

        def is_too_long(offset: int, _: bool) -> bool:
            nonlocal ended
            spent = self._spent + self._clock() - begun
            if spent > _ALWAYS and spent > self._most():
                ended = offset
            return ended is not None

        try:
            # Of a text that is given at once the parser does not tell how far it is.
            tree = _parser().parse(lambda start, _: data[start:], progress_callback=is_too_long)
        except ValueError as failed:
            if ended is None:
                raise
            _parser().reset()
            raise ManyErrorsError(ended, "there are too many up to here") from failed
        self._spent += self._clock() - begun
        return tree

    def _most(self) -> float:
        return _TIMES * self._length * _seconds_a_byte(self._clock)
