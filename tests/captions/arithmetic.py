r"""Checking a formula's numbers with nothing but the digits that it shows.

A formula is rows of sides, joined by signs. Where both sides of a sign are numbers alone, joined by
arithmetic, the sign must hold: sums to the digit, products and powers to half a unit of the last
digit of what they make, and what stands beside `\approx` as far as rounding allows.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

SYMBOL = re.compile(r"\\htmlData\{[^}]*\}")
TOKEN = re.compile(r"\d+(?:\.\d+)?|\\[A-Za-z]+|\S")
SPACE = re.compile(r"\\[,;! ]|\\quad|\\qquad|\\bigl|\\bigr|\\Bigl|\\Bigr|\\textstyle|&")
REST = re.compile(r"\\text\{\([\d,]+ [a-z ]+\)\}")
SIGNS = re.compile(r"(\\approx|\\leftarrow|=|<|>)")
POWER = re.compile(r"(?:\\cdot|\\times)\s*10\^\{(-?\d+)\}")


@dataclass(frozen=True)
class Value:
    """What numbers come to, and how far rounding them may have moved that."""

    value: float
    error: float

    def __add__(self, other: "Value") -> "Value":
        return Value(self.value + other.value, self.error + other.error)

    def __neg__(self) -> "Value":
        return Value(-self.value, self.error)

    def __mul__(self, other: "Value") -> "Value":
        least, most = abs(self.value) * other.error, abs(other.value) * self.error
        return Value(self.value * other.value, least + most + self.error * other.error)

    def inverse(self) -> "Value":
        """Return 1 by this number.

        Raises: NoNumbers where it may be 0.
        """
        room = abs(self.value) - self.error
        if room <= 0:
            raise NoNumbers
        return Value(1 / self.value, self.error / abs(self.value) / room)


@dataclass(frozen=True)
class Side:
    """What a side comes to; its last digit, and whether nothing but sums stands there."""

    result: Value
    half_unit: float
    is_sum: bool


class NoNumbers(Exception):
    """A side that holds more than numbers and arithmetic."""


def faults(tex: str) -> Iterator[str]:
    """Yield each equation of a formula that does not hold in the digits it shows."""
    for row in (each for line in rows_of(tex) for each in without_braces(line)):
        pieces = SIGNS.split(row)
        for i in range(1, len(pieces) - 1, 2):
            left, sign, right = pieces[i - 1 : i + 2]
            try:
                one, other = evaluate(left), evaluate(right)
            except NoNumbers:
                continue
            if not holds(one, sign, other):
                yield f"{left.strip()} {sign} {right.strip()}"


def rows_of(tex: str) -> list[str]:
    """Return a formula's rows without marks, spaces and words in brackets."""
    plain = REST.sub("", SYMBOL.sub("", tex))
    plain = re.sub(r"\\(begin|end)\{[a-z]+\}(\{[clr]+\})?", "", plain)
    return [SPACE.sub(" ", row) for row in re.split(r"\\\\(?:\[-?\d+pt\])?", plain)]


def without_braces(row: str) -> Iterator[str]:
    """Yield what stands over each brace and its value as an equation, then the row without them."""
    while (start := row.find(r"\underbrace")) >= 0:
        over, end = group_at(row, row.index("{", start))
        under, last = group_at(row, row.index("{", end))
        yield over + (under if r"\approx" in under else f"= {under}")
        row = row[:start] + over + row[last:]
    yield row


def group_at(text: str, start: int) -> tuple[str, int]:
    """Return what stands between the brace at `start` and its partner, and where that ends."""
    depth = 0
    for i in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        if depth == 0:
            return text[start + 1 : i], i + 1
    raise ValueError(text)


def holds(left: Side, sign: str, right: Side) -> bool:
    """Return whether a sign is true between two shown sides."""
    one, other = left.result, right.result
    apart, size = abs(one.value - other.value), max(abs(one.value), abs(other.value))
    if sign == "=":
        if left.is_sum and right.is_sum:
            return apart <= 1e-9 * max(size, min(left.half_unit, right.half_unit))
        shown = right if not left.is_sum else left
        return apart <= shown.half_unit * (1 + 1e-6)
    if sign == r"\approx":
        # A term may have given way by a unit of its last digit, so that its sum adds up.
        given_way = 2 * max(left.half_unit * left.is_sum, right.half_unit * right.is_sum)
        return apart <= (one.error + other.error + given_way) * (1 + 1e-6)
    if sign == "<":
        return one.value < other.value
    return sign != ">" or one.value > other.value


def evaluate(side: str) -> Side:
    """Return what a side of numbers comes to.

    Raises: NoNumbers where it holds anything else.
    """
    side = side.strip()
    if not side:
        raise NoNumbers
    reader = Reader(TOKEN.findall(POWER.sub(r" e\1 ", side)))
    result = reader.sum()
    if reader.tokens or not math.isfinite(result.value):
        raise NoNumbers
    return Side(result, reader.unit / 2 if math.isfinite(reader.unit) else 0, not reader.multiplies)


class Reader:
    """Reads a side of numbers, from the left."""

    def __init__(self, tokens: list[str]) -> None:
        """Read these tokens."""
        self.tokens = joined(tokens)
        self.unit = math.inf
        self.multiplies = False

    def sum(self) -> Value:
        """Return the value of products that are added."""
        result = self.product()
        while self.tokens and self.tokens[0] in "+-":
            sign = self.tokens.pop(0)
            result += self.product() if sign == "+" else -self.product()
        return result

    def product(self) -> Value:
        """Return the value of numbers that are multiplied."""
        if self.tokens and self.tokens[0] == "-":
            self.tokens.pop(0)
            return -self.product()
        result = self.power()
        while self.tokens and self.tokens[0] in (r"\times", r"\cdot", "/", "("):
            self.multiplies = True
            sign = self.tokens[0]
            if sign != "(":
                self.tokens.pop(0)
            result *= self.power().inverse() if sign == "/" else self.power()
        return result

    def power(self) -> Value:
        """Return the value of a number, or of its square."""
        result = self.atom()
        if self.tokens and self.tokens[0] == "^":
            self.multiplies = True
            if self.tokens[1:2] != ["2"]:
                raise NoNumbers
            del self.tokens[:2]
            return result * result
        return result

    def atom(self) -> Value:
        """Return the value of a number, or of what stands in brackets."""
        if not self.tokens:
            raise NoNumbers
        token = self.tokens.pop(0)
        if token in ("(", "{"):
            result = self.sum()
            if not self.tokens or self.tokens.pop(0) not in (")", "}"):
                raise NoNumbers
            return result
        if token in (r"\tfrac", r"\frac"):
            self.multiplies = True
            return self.atom() * self.atom().inverse()
        if token == r"\ln":
            self.multiplies = True
            inner = self.atom()
            slope = inner.inverse()
            return Value(math.log(abs(inner.value)), inner.error * abs(slope.value) + slope.error)
        return self.number(token)

    def number(self, token: str) -> Value:
        """Return a number, which is exact where it has no point."""
        if not re.fullmatch(r"\d+(\.\d+)?(e-?\d+)?", token):
            raise NoNumbers
        mantissa, _, exponent = token.partition("e")
        decimals = len(mantissa.partition(".")[2])
        if not decimals:
            return Value(float(token), 0)
        unit = 10.0 ** (int(exponent or 0) - decimals)
        self.unit = min(self.unit, unit)
        return Value(float(token), unit / 2)


def joined(tokens: list[str]) -> list[str]:
    """Return tokens in which a number and its power of ten are one."""
    found: list[str] = []
    skip = 0
    for i, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token == "e" and found and found[-1][0].isdigit():
            is_negative = tokens[i + 1] == "-"
            found[-1] += "e" + "".join(tokens[i + 1 : i + 2 + is_negative])
            skip = 1 + is_negative
        else:
            found.append(token)
    return found
