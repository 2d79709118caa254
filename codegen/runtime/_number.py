"""Integers of any length: read in time linear in their digits, written digit for digit.

Python's `int` takes quadratic time to read digits, and refuses more than some thousand. So an
integer longer than any float stays its digits until somebody asks for its value.
"""

from __future__ import annotations

import math
import re
import sys
from typing import Any

LONGEST = 309  # Digits of an `int`, as many as the largest float has.
_DIGITS = 640  # The lowest limit that sys.set_int_max_str_digits accepts.
_BITS = 2048  # Integers up to here become decimals at once.
_TEXT = "0123456789"
_DECIMALS = frozenset(_TEXT)
_INTEGER = r"-?(?:0|[1-9][0-9]*+)"
_BITS_OF_A_DIGIT = math.log2(10)


class LongInteger(float):
    """An integer of more than 309 digits, which a message had.

    It is infinity in arithmetic, which is what JavaScript reads there. `int(value)` is the
    integer, and `digits` and `str(value)` its text, which is written as it came. It equals
    that integer, and has its hash and order. Only `int(value)` and a comparison with an
    integer of the same length take the time of reading so many digits.
    """

    __slots__ = ("digits",)

    digits: str

    def __new__(cls, digits: str) -> LongInteger:
        """Raises `ValueError` for what is not an integer of JSON with so many digits."""
        length = len(digits.removeprefix("-"))
        if length <= LONGEST or re.fullmatch(_INTEGER, digits) is None:
            raise ValueError(f"not an integer of more than {LONGEST:,} digits")
        return _long(cls, digits)

    def __reduce__(self) -> tuple[type[LongInteger], tuple[str]]:
        return type(self), (self.digits,)

    def __repr__(self) -> str:
        return self.digits

    __str__ = __repr__

    def __format__(self, spec: str, /) -> str:
        return float.__format__(self, spec) if spec else self.digits

    def __int__(self) -> int:
        return _value(self.digits)

    __trunc__ = __floor__ = __ceil__ = __int__

    def __round__(self, digits: Any = None, /) -> int:
        return _value(self.digits)

    def is_integer(self) -> bool:
        return True

    def as_integer_ratio(self) -> tuple[int, int]:
        return _value(self.digits), 1

    def __hash__(self) -> int:
        """The hash of the integer: its rest by a prime number, with its sign."""
        prime = sys.hash_info.modulus
        rest = 0
        digits = self.digits.removeprefix("-")
        for start in range(0, len(digits), _DIGITS):
            piece = digits[start : start + _DIGITS]
            rest = (rest * pow(10, len(piece), prime) + int(piece)) % prime
        return hash(-rest if self < 0 else rest)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LongInteger):
            return self.digits == other.digits
        if isinstance(other, int):
            return self._order(other) == 0
        return False if isinstance(other, float) else NotImplemented

    def __ne__(self, other: object) -> bool:
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __lt__(self, other: Any) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order < 0

    def __le__(self, other: Any) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other: Any) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order > 0

    def __ge__(self, other: Any) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order >= 0

    def _order(self, other: object) -> int | None:
        """Below, at or above 0 as this is less than, equal to or more than an integer.

        None for what is no integer: a float takes this for infinity.
        """
        sign = -1 if self.digits[0] == "-" else 1
        length = abs(_signed_length(self.digits))
        if isinstance(other, LongInteger):
            one, two = _signed_length(self.digits), _signed_length(other.digits)
            if one != two:
                return 1 if one > two else -1
            larger = (self.digits > other.digits) - (self.digits < other.digits)
            return sign * larger
        if not isinstance(other, int):
            return None
        bits = other.bit_length()
        if (other < 0) != (sign < 0) or bits <= _BITS_OF_A_DIGIT * (length - 1) - 1:
            return sign
        if bits >= _BITS_OF_A_DIGIT * length + 2:
            return -sign
        value = _value(self.digits)
        return (value > other) - (value < other)


def _signed_length(digits: str) -> int:
    return 1 - len(digits) if digits[0] == "-" else len(digits)


def _long(cls: type[LongInteger], digits: str) -> LongInteger:
    number = float.__new__(cls, "-inf" if digits[0] == "-" else "inf")
    number.digits = digits
    return number


def _value(digits: str) -> int:
    """The integer of some digits, read by halves in less than quadratic time."""
    if len(digits) <= _DIGITS:
        return int(digits)
    if digits[0] == "-":
        return -_value(digits[1:])
    half = len(digits) // 2
    power: int = 10**half
    return _value(digits[:-half]) * power + _value(digits[-half:])


def parse_integer(digits: str) -> int | LongInteger:
    if len(digits) - (digits[0] == "-") <= LONGEST:
        return int(digits)
    return _long(LongInteger, digits)


def is_overlong(text: str) -> bool:
    """Whether a text has more than `LONGEST` digits in a row, which `int` should not read."""
    some = text[LONGEST :: LONGEST + 1]  # One of them is in each such row.
    if _DECIMALS.isdisjoint(some):
        return False
    for index, character in enumerate(some):
        if character in _DECIMALS:
            place = LONGEST + index * (LONGEST + 1)
            before = text[place - LONGEST : place]
            after = text[place : place + LONGEST + 1]
            others = len(before.rstrip(_TEXT)) + len(after.lstrip(_TEXT))
            if len(before) + len(after) - others > LONGEST:
                return True
    return False


def integer_text(value: int) -> str:
    """An integer in decimal digits, however many."""
    bits = value.bit_length()
    if bits <= 3 * _DIGITS:
        return int.__repr__(value)
    if value < 0:
        return "-" + integer_text(-value)
    import decimal

    # Decimals multiply long numbers quicker than integers divide them.
    context = decimal.Context(
        prec=decimal.MAX_PREC, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN
    )
    powers: dict[int, decimal.Decimal] = {}

    def exactly(value: int, bits: int) -> decimal.Decimal:
        if bits <= _BITS:
            return decimal.Decimal(value)
        half = bits // 2
        if half not in powers:
            powers[half] = context.power(2, half)
        high = exactly(value >> half, bits - half)
        low = exactly(value & ((1 << half) - 1), half)
        return context.fma(high, powers[half], low)

    return str(exactly(value, bits))
