"""What the walk's captions claim of a step: what it did, to the others, and at other rates."""

from itertools import combinations
from typing import Any, Final

from tests.captions.claims import number, says
from tests.captions.walk_claims import WALK, Facts

SEEN: Final = 0.0005
"""A mean cost that changes by less is written as if it did not."""
ALIKE: Final = 0.02
"""Costs that differ by less than this share of the cost before look the same."""


@WALK.claim(
    r"After (one step|(\d+) steps) the same drawing "
    r"(?:still costs (#)|costs (#) instead of (#))\.( The step was too long\.)?"
)
def step(
    facts: Facts,
    beat: str,
    whole: str,
    count: str | None,
    still: str | None,
    after: str | None,
    before: str | None,
    too_long: str | None,
) -> bool:
    taken = facts.state["lastStep"]
    first, last = taken["cost_before"], taken["cost_after"]
    if taken["steps"] != int(count or 1):
        return False
    if after is None or before is None:
        return says(still or "", first) and says(still or "", last) and not too_long
    return says(before, first) and says(after, last) and bool(too_long) == (last > first)


@WALK.claim(
    r"Measured one by one, ([\d,]+) derivatives take ([\d,]+) forward passes\. "
    r"One pass back finds them all, with each δ computed once\."
)
def why_fast(facts: Facts, beat: str, derivatives: str, passes: str) -> bool:
    count = facts.state["session"]["parameter_count"]
    return number(derivatives) == count and number(passes) == count + 1


def changes_of_others(facts: Facts) -> list[float]:
    """Return how the mean costs of the digits change that the step was not for."""
    others = facts.state["others"]
    pairs = zip(others["before"], others["after"], strict=True)
    return [after - before for digit, (before, after) in enumerate(pairs) if digit != facts.target]


def counted(facts: Facts) -> tuple[int, int, int]:
    """Return how many of the other digits cost more, how many less, of how many."""
    changes = changes_of_others(facts)
    return sum(c > SEEN for c in changes), sum(c < -SEEN for c in changes), len(changes)


LISTENED: Final = r"(?:A step for this (\d)|You listened to one (\d)|([\d,]+) steps for one (\d))"


def is_of(facts: Facts, proposed: str, one: str, steps: str, many: str) -> bool:
    """Return whether this is the step that was taken, or none yet."""
    taken = facts.state["lastStep"]
    if taken is None:
        return proposed is not None and int(proposed) == facts.target
    if taken["steps"] == 1:
        return one is not None and int(one) == facts.target
    return many is not None and number(steps) == taken["steps"] and int(many) == facts.target


@WALK.claim(
    LISTENED + r", and all (\d+) other digits pay: each costs more on average\. "
    r"That is why we average\."
)
def all_pay(facts: Facts, beat: str, *said: str) -> bool:
    more, _, of = counted(facts)
    return is_of(facts, *said[:4]) and more == of == int(said[4])


@WALK.claim(
    LISTENED + r"\. Of the (\d+) other digits (\d+) (?:now|would) costs? more and (none|\d+) less: "
    r"that is why we average\."
)
def some_pay(facts: Facts, beat: str, *said: str) -> bool:
    less = 0 if said[6] == "none" else int(said[6])
    return is_of(facts, *said[:4]) and counted(facts) == (int(said[5]), less, int(said[4]))


@WALK.claim(
    LISTENED
    + r", and this time no other digit pays: (\d+) of the (\d+) (?:now|would) costs? less\."
)
def none_pays(facts: Facts, beat: str, *said: str) -> bool:
    return is_of(facts, *said[:4]) and counted(facts) == (0, int(said[4]), int(said[5]))


@WALK.claim(
    LISTENED + r", too short for the others: no digit’s mean cost changes by as much as (#)\."
)
def nobody_notices(facts: Facts, beat: str, *said: str) -> bool:
    largest = max(map(abs, changes_of_others(facts)))
    return is_of(facts, *said[:4]) and largest <= number(said[4])


def rates_of(facts: Facts, rate: str) -> tuple[dict[str, Any], float, float | None]:
    """Return what other rates lead to, the cost before the step and that at the present rate."""
    rates = facts.state["rates"]
    assert number(rate) == rates["present"]["learning_rate"]
    return rates, rates["cost"], rates["present"]["cost"]


def rises_behind(rates: dict[str, Any]) -> bool:
    """Return whether the cost rises again, somewhere among longer steps than the present one."""
    present = rates["present"]
    behind = [present["cost"]]
    behind += [
        cost
        for rate, cost in zip(rates["rates"], rates["costs"], strict=True)
        if rate > present["learning_rate"]
    ]
    return None in behind or any(
        later > earlier + ALIKE * rates["cost"] for earlier, later in combinations(behind, 2)
    )


def is_best(rates: dict[str, Any], rate: str, cost: str) -> bool:
    """Return whether no step that was tried leads lower than the one that is named."""
    best = rates["best"]
    known = [each for each in rates["costs"] if each is not None]
    named = says(rate, best["learning_rate"]) and says(cost, best["cost"])
    return named and best["cost"] <= min(known)


@WALK.claim(r"At rate (#) the step is so long that the numbers grow beyond all bounds")
def unbounded(facts: Facts, beat: str, rate: str) -> bool:
    return rates_of(facts, rate)[2] is None


@WALK.claim(
    r"At rate (#) the step is so short that the cost hardly moves\. "
    r"At rate (#) it comes down to (#)\."
)
def short(facts: Facts, beat: str, rate: str, lowest_rate: str, lowest: str) -> bool:
    rates, before, now = rates_of(facts, rate)
    moved = now is not None and abs(now - before) <= ALIKE * before
    return moved and is_best(rates, lowest_rate, lowest)


@WALK.claim(r"At rate (#) the step is too long\. It ends up the far wall, at (#) instead of (#)\.")
def up_the_wall(facts: Facts, beat: str, rate: str, after: str, was: str) -> bool:
    _, before, now = rates_of(facts, rate)
    return now is not None and now > before and says(after, now) and says(was, before)


@WALK.claim(
    r"At rate (#) the step (leaps over the whole valley|goes too far), to (#)\. "
    r"At rate (#) it comes down to (#)\."
)
def too_far(facts: Facts, beat: str, rate: str, how: str, *costs: str) -> bool:
    rates, before, now = rates_of(facts, rate)
    if now is None or not says(costs[0], now) or not is_best(rates, *costs[1:]):
        return False
    is_as_high = abs(now - before) <= ALIKE * before
    is_lower = now < before and rates["best"]["cost"] < now
    is_behind = rates["present"]["learning_rate"] > rates["best"]["learning_rate"]
    return is_behind and (is_as_high if how.startswith("leaps") else is_lower)


@WALK.claim(
    r"At rate (#) this cost comes down from (#) to (#)\. "
    r"Much longer steps climb the far wall\."
)
def before_the_wall(facts: Facts, beat: str, rate: str, was: str, after: str) -> bool:
    rates, before, now = rates_of(facts, rate)
    falls = now is not None and now < before and says(was, before) and says(after, now)
    return falls and rises_behind(rates)


@WALK.claim(
    r"At rate (#) this cost falls from (#) to (#)\. Up to rate 10 there is no far wall here\."
)
def no_wall(facts: Facts, beat: str, rate: str, was: str, after: str) -> bool:
    rates, before, now = rates_of(facts, rate)
    falls = now is not None and now < before and says(was, before) and says(after, now)
    return falls and not rises_behind(rates)


@WALK.claim(
    r"Here the slope is next to nothing\. No step up to rate 10 changes this cost by much\."
)
def flat_everywhere(facts: Facts, beat: str) -> bool:
    rates = facts.state["rates"]
    costs = [*rates["costs"], rates["present"]["cost"]]
    return all(
        cost is not None and abs(cost - rates["cost"]) <= ALIKE * rates["cost"] for cost in costs
    )
