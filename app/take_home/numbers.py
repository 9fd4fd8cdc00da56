"""Numbers as the page writes them: rounded half up, with a real minus sign."""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

SMALLEST: Final = 1e-5
LARGEST: Final = 1e6
"""Numbers smaller than the one, or not below the other, are written with a power of ten."""

FINE_DIGITS: Final = 4
FINE_SMALLEST: Final = 0.0005
"""Numbers that are compared by eye have four digits; smaller ones as many as they ask for."""

SMALL: Final = 0.095
"""A matrix whose largest number is smaller than this is written in units of a power of ten."""

SMALLEST_UNIT: Final = -300
"""Powers beyond it could not be divided by."""

EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
TWO_DIGITS: Final = Context(prec=2, rounding=ROUND_HALF_UP)


def shown(value: float, digits: int | None = None) -> str:
    """Return a number with two digits after the point, or more where it is small."""
    size = abs(float(value))
    if digits is None and size > 0 and (size < SMALLEST or size >= LARGEST):
        text = with_power(size)
    else:
        text = fixed(size, digits_for(size) if digits is None else digits)
        if float(text) == 0:
            return text
    return f"−{text}" if value < 0 else text


def signed(value: float, digits: int | None = None) -> str:
    """Return a number with its plus sign."""
    return f"+{shown(value, digits)}" if value >= 0 else shown(value, digits)


def fine(value: float) -> str:
    """Return a number with the digits that comparing by eye needs."""
    return shown(value, fine_digits(value))


def fine_signed(value: float) -> str:
    """Return such a number with its plus sign."""
    return signed(value, fine_digits(value))


def fine_digits(value: float) -> int | None:
    """Return how many digits such a number has after the point; None for as many as it needs."""
    return None if value != 0 and abs(value) < FINE_SMALLEST else FINE_DIGITS


def digits_for(size: float) -> int:
    """Return how many digits make two significant ones, at least two after the point."""
    return 2 if size >= 0.095 or size < SMALLEST else 1 - math.floor(math.log10(size))


def digits_alike(values: Sequence[float]) -> int:
    """Return how many digits numbers beside each other have, so that the largest has four."""
    largest = max(abs(value) for value in values)
    exponent = 0 if largest == 0 else math.floor(math.log10(largest))
    return min(9, max(2, 3 - exponent))


def unit_of(values: Iterable[float]) -> int:
    """Return the power of ten in whose units a matrix is written: the largest has three digits."""
    largest = max(abs(float(value)) for value in values)
    if largest == 0 or largest >= SMALL:
        return 0
    return max(SMALLEST_UNIT, math.floor(math.log10(largest)))


def in_units(title: str, unit: int) -> str:
    """Return the title of a matrix that is written in such units."""
    return f"{title}, in units of 10{superscript(unit)}" if unit else title


def among(value: float, unit: int) -> str:
    """Return a signed number of a matrix, told apart from 0 where it is too small to be seen."""
    text = signed(value * float(f"1e{-unit}"), 2)
    return text if text.strip("+0.") else ("≈0" if value else "0")


def fixed(size: float, digits: int) -> str:
    """Return a number with so many digits after the point; what lies half between is rounded up."""
    # Python's own formatting rounds 0.125 to the even 0.12, a browser's to 0.13.
    unit = Decimal(1).scaleb(-digits)
    return f"{Decimal(size).quantize(unit, context=EXACT):f}"


def with_power(size: float) -> str:
    """Return a number like 1.2 · 10⁻⁷."""
    rounded = TWO_DIGITS.create_decimal(Decimal(size))
    exponent = rounded.adjusted()
    return f"{rounded.scaleb(-exponent):.1f} · 10{superscript(exponent)}"


def superscript(exponent: int) -> str:
    """Return an exponent as it stands above the line."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
