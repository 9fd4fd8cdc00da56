"""What a caption claims, read from its words and held against the numbers.

Nothing here knows how a caption is made. A claim is a pattern of words with a check; words that
claim something and that no pattern has read are faults too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

MOST_WORDS: Final = 22
CLAIMING: Final = re.compile(
    r"\b(all|alone|agree|both|brighter|brightest|decrease|disagree|down|each|every|fall|fell|grow|grows|"
    r"increase|largest|least|less|level|more|most|nearly|next to|no|none|nothing|only|other|others|"
    r"raise|right|rise|rose|same|shrink|shrinks|strongest|sure|too|up|wrong)\b",
    re.IGNORECASE,
)
N: Final = r"[−+]?\d[\d,]*(?:\.\d+)?(?: ?· ?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
"""A number as captions write it."""
SUPERSCRIPTS: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")

Check = Callable[..., bool]


@dataclass(frozen=True)
class Claims:
    """Patterns of words, each with a check of what they say."""

    checks: list[tuple[re.Pattern[str], Check]]
    truths: tuple[str, ...] = ()
    """Sentences about every network there is."""
    unread: set[str] = field(default_factory=set)
    """Patterns that have not been found in any caption yet."""

    def __post_init__(self) -> None:
        self.unread.update(self.truths)

    def claim(self, pattern: str) -> Callable[[Check], Check]:
        """Read such words with the function decorated; `#` stands for a number."""

        def add(check: Check) -> Check:
            self.checks.append((re.compile(pattern.replace("#", N)), check))
            self.unread.add(self.checks[-1][0].pattern)
            return check

        return add

    def faults(self, caption: str, facts: object, beat: str) -> Iterator[str]:
        """Yield what is false in a caption, what nobody has checked, and what is too long."""
        rest = caption
        for truth in self.truths:
            rest, count = re.subn(truth, "", rest)
            if count:
                self.unread.discard(truth)
        for pattern, check in self.checks:
            for found in pattern.finditer(rest):
                self.unread.discard(pattern.pattern)
                if not check(facts, beat, *found.groups()):
                    yield f"false: {found.group()}"
            rest = pattern.sub(" ", rest)
        if unchecked := CLAIMING.findall(rest):
            yield f"unchecked {unchecked}: {caption}"
        if re.search(r"\ba 8|\ban [0-79]\b", caption):
            yield f"article: {caption}"
        yield from style_faults(caption)


def style_faults(caption: str) -> Iterator[str]:
    """Yield what a lecturer would not say in one breath."""
    words = [word for word in re.sub(r" (?=[%·])|(?<=·) ", "", caption).split() if word != "→"]
    if len(words) > MOST_WORDS:
        yield f"{len(words)} words: {caption}"
    if caption.count(":") > 1:
        yield f"{caption.count(':')} colons: {caption}"
    if re.search(r"undefined|NaN|Infinity|\[object", caption):
        yield f"unknown: {caption}"


@cache  # One that is shown is held against all of a network's.
def number(text: str) -> float:
    """Return the number that a text shows."""
    mantissa, _, power = text.replace(" ", "").replace(",", "").partition("·10")
    plain = mantissa.translate(SUPERSCRIPTS)
    return float(f"{plain}e{power.translate(SUPERSCRIPTS) or 0}")


@cache
def unit_of(text: str) -> float:
    """Return one unit of its last digit."""
    mantissa, _, power = text.replace(" ", "").partition("·10")
    return 10.0 ** (int(power.translate(SUPERSCRIPTS) or 0) - len(mantissa.partition(".")[2]))


def says(text: str, value: float, units: float = 0.5) -> bool:
    """Return whether a text shows this number, rounded; or off by more units of its last digit."""
    return abs(number(text) - value) <= units * unit_of(text) * (1 + 1e-6)


def shown_alike(values: list[float], text: str) -> int:
    """Return how many of some numbers are shown as the text."""
    return sum(says(text, value) for value in values)


def article_of(digit: str) -> str:
    """Return the article that stands before a digit."""
    return "an" if digit == "8" else "a"


def is_largest(values: Any, index: int) -> bool:
    """Return whether none of some numbers is larger by size."""
    return all(abs(value) <= abs(values[index]) for value in values)
