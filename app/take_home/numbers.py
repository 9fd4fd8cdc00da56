"""Numbers as text, with a real minus sign."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

SMALLEST: Final = 1e-5
LARGEST: Final = 1e6
"""Numbers smaller than the one, or not below the other, are written with a power of ten."""

FINE_DIGITS: Final = 4
FINE_SMALLEST: Final = 0.0005
"""Numbers that are compared by eye have four digits; smaller ones as many as they need."""

SMALL: Final = 0.095
"""A matrix whose largest number is smaller than this is written in units of a power of ten."""

SMALLEST_UNIT: Final = -300
"""Dividing by a smaller power would overflow."""

EXACT: Final = 1e15
"""Up to here a float distinguishes whole numbers."""

SHORT_SMALLEST: Final = 0.001
SHORT_LARGEST: Final = 9999.5
"""The same limits as above, for short numbers."""


def shown(value: float, digits: int | None = None) -> str:
    """Return a number with two digits after the point, or more where it is small."""
    size = abs(float(value))
    if digits is None and size > 0 and (size < SMALLEST or size >= LARGEST):
        text = with_power(size)
    else:
        text = f"{size:.{digits_for(size) if digits is None else digits}f}"
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


def short(value: float) -> str:
    """Return a number with two digits that matter."""
    size = abs(float(value))
    if size == 0:
        return "0"
    if SHORT_SMALLEST <= size < SHORT_LARGEST:
        # Rounded first, so that 0.9999 has the digits of 1.
        digits = max(0, 1 - math.floor(math.log10(float(f"{size:.2g}"))))
        text = f"{size:.{digits}f}"
    else:
        text = with_power(size)
    return f"−{text}" if value < 0 else text


def percent(share: float, digits: int = 1) -> str:
    """Return a share from 0 to 1 in percent."""
    return f"{100 * share:.{digits}f} %"


def grouped(count: float) -> str:
    """Return a whole number with its thousands apart."""
    return f"{count:,.0f}"


def duration(seconds: float) -> str:
    """Return a time as "3.2 s", "41 s" or "2 min 05 s"."""
    if seconds < 59.5:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s"


def digits_for(size: float) -> int:
    """Return how many digits make two significant ones, at least two after the point."""
    return 2 if size >= SMALL or size < SMALLEST else 1 - math.floor(math.log10(size))


def common_digits(values: Sequence[float]) -> int:
    """Return with how many digits all of some numbers are written: the largest then has four."""
    largest = max(abs(value) for value in values)
    exponent = 0 if largest == 0 else math.floor(math.log10(largest))
    return min(9, max(2, 3 - exponent))


def unit_of(values: Iterable[float]) -> int:
    """Return the power of ten in whose units a matrix is written: the largest has three digits."""
    largest = max(abs(float(value)) for value in values)
    if largest == 0 or largest >= SMALL:
        return 0
    return max(SMALLEST_UNIT, math.floor(math.log10(largest)))


def titled_in_units(title: str, unit: int) -> str:
    """Return the title of a matrix that is written in such units."""
    return f"{title}, in units of 10{superscript(unit)}" if unit else title


def adding_up(terms: Sequence[float], total: float, digits: int = 2, parts: int = 1) -> list[float]:
    """Round terms and, last, their total to some digits after the point, so that they add up.

    Rounded one by one they mostly do not. What is left over goes to the largest terms, a unit of
    the last digit each, where it is seen least. With `parts`, the total is the sum divided by that:
    then the terms' mean is the total, once it is rounded to as many digits.
    """
    scale = 10.0**digits
    if max(map(abs, (*terms, total))) > EXACT / scale:
        return [*terms, total]
    units = [round(term * scale) for term in terms]
    whole = round(total * scale)
    spare = (parts - 1) // 2  # less than half a unit of the mean
    over = sum(units) - parts * whole
    over -= max(-spare, min(spare, over))
    by_size = sorted(range(len(units)), key=lambda index: -abs(terms[index]))
    for n in range(abs(over)):
        units[by_size[n % len(units)]] -= 1 if over > 0 else -1
    return [unit / scale for unit in (*units, whole)]


def sum_shown(
    terms: Sequence[float],
    total: float,
    *,
    least_digits: int = 2,
    is_signed: bool = False,
    parts: int = 1,
) -> list[str]:
    """Return the terms and, last, their total as texts of the same precision that add up.

    They have as many digits as the largest needs, and as the total has alone; the largest decides
    in which power of ten all are written.
    parts: as `adding_up` takes it.
    """
    largest = max(abs(float(value)) for value in (*terms, total))
    is_extreme = 0 < largest < SMALLEST or largest >= LARGEST
    power = max(SMALLEST_UNIT, math.floor(math.log10(largest))) if is_extreme else 0
    needed = digits_for(largest), digits_for(abs(float(total)))
    digits = 2 if power else max(least_digits, *needed)
    unit = float(f"1e{power}")
    rounded = adding_up([term / unit for term in terms], total / unit, digits, parts)
    write = signed if is_signed else shown
    tail = f" · 10{superscript(power)}" if power else ""
    return [write(value, digits) + tail for value in rounded]


def in_units(value: float, unit: int) -> str:
    """Return a signed number of a matrix; one that is too small to be seen is not written as 0."""
    text = signed(value * float(f"1e{-unit}"), 2)
    return text if text.strip("+0.") else ("≈0" if value else "0")


def row_in_units(terms: Sequence[float], total: float, unit: int) -> list[str]:
    """Return a row of such a matrix and, last, its sum, so that they add up."""
    size = float(f"1e{-unit}")
    exact = [*(float(term) * size for term in terms), float(total) * size]
    rounded = adding_up(exact[:-1], exact[-1])
    return [
        in_units(shown_value, 0) if shown_value else in_units(value, 0)
        for value, shown_value in zip(exact, rounded, strict=True)
    ]


def with_power(size: float) -> str:
    """Return a number like 1.2 · 10⁻⁷."""
    mantissa, _, exponent = f"{size:.1e}".partition("e")
    return f"{mantissa} · 10{superscript(int(exponent))}"


def superscript(exponent: int) -> str:
    """Return an exponent as it stands above the line."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
