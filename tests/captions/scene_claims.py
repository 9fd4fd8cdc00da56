"""What the captions of the descent, the calculus and the vanishing gradient claim."""

import math
import re
from itertools import pairwise
from typing import Any, Final

from tests.captions.claims import SUPERSCRIPTS, Claims, article_of, is_largest, number, says

Facts = dict[str, Any]
TRUTHS: Final = (
    r"Every weight and bias gets its number",
    r"how the cost goes down fastest",
    r"Each training digit has its own wish for every one of the 13,002 weights",
    r"Step on the average instead, and every class is heard",
    r"Follow only this \d, step after step …",
    r"only roughly downhill",
    r"what do the wrong ones have in common\?",
    r"the numbers grew beyond all bounds",
    r"^Too large a step",
    r"The same for all six: together they are the gradient",
    r"what counts is their mean",
    r"Each example has a wish of its own; the step takes their mean",
    r"A small nudge, and everything behind it moves",
    r"A neuron among several acts on the cost through every output",
    r"A path can be folded where all neurons are sigmoid.*",
    r"even so no slope is more than the ceiling",
    r"It is never more than 1/4",
    r"Where it is open, ReLU has slope 1",
    r"at every layer",
    r"how much of the error reaches each layer\?",
    r"The same ten layers, once with sigmoids, once with ReLU, on the same digits",
    r"each layer back takes its share away",
    r"nothing shrinks any more",
    r"The same network twice, the same large rate; only one clips its gradient to a length of 0.5",
    r"ReLU halves what comes in; He's start doubles it again",
    r"Clipping cuts a gradient that is too long and keeps its direction",
    r"Without it each is taken as it comes",
    r"ReLU loses half of every sum. He.s start makes up for it",
    r"Two networks, the same digits",
    r"Next, the same on the smallest network there is",
    r"Now the same chain, ten layers long",
)
SCENES: Final = Claims([], TRUTHS)
SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
COUNTS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven")


def index_of(name: str, layers: list[int]) -> int:
    """Return where "w₃ 14→0" or "b₂ 4" stands in the flat vector."""
    kind, layer, at = re.fullmatch(r"([wb])(\d) (.*)", name.translate(SUBSCRIPTS)).groups()  # type: ignore[union-attr]
    start = sum(n * m + m for n, m in pairwise(layers[: int(layer)]))
    before, own = layers[int(layer) - 1 : int(layer) + 1]
    if kind == "b":
        return start + before * own + int(at)
    source, to = map(int, at.split("→"))
    return start + to * before + source


@SCENES.claim(r"(?:This|Your) \d has a wish for |On average [\d,]+ digits have a wish for ")
def begins(facts: Facts, beat: str) -> bool:
    return True


@SCENES.claim(
    r"(all|[\d,]+ of the) ([\d,]+) numbers, (most of all for|none larger than for) (.+?) \((#)\)"
)
def gradient(
    facts: Facts, beat: str, some: str, count: str, how: str, name: str, value: str
) -> bool:
    nudges = facts["gradient"]
    index = index_of(name, facts["layers"])
    present = sum(nudge != 0 for nudge in nudges)
    alike = sum(says(value.lstrip("+−"), abs(nudge)) for nudge in nudges)
    is_counted = (
        present == len(nudges) if some == "all" else number(some.split(maxsplit=1)[0]) == present
    )
    return (
        number(count) == len(nudges)
        and is_counted
        and says(value, nudges[index])
        and is_largest(nudges, index)
        and (alike == 1 or how == "none larger than for")
    )


@SCENES.claim(r"This (\d) wants (nothing|#) of the [\w ]+\.")
def newest(facts: Facts, beat: str, label: str, value: str) -> bool:
    is_said = facts["newest"] == 0 if value == "nothing" else says(value, facts["newest"])
    return int(label) == facts["label"] and is_said


@SCENES.claim(
    r"(?:These|Of these) (\w+),? (disagree about this weight|leave this weight as it is|"
    r"all want this weight (?:up|down)|some want this weight (?:up|down), none the other way);"
)
def together(facts: Facts, beat: str, count: str, how: str) -> bool:
    row = facts["row"]
    ups, downs = sum(x > 0 for x in row), sum(x < 0 for x in row)
    is_up = how.endswith("up") or "up," in how
    here, there = (ups, downs) if is_up else (downs, ups)
    is_said = {
        "disag": ups > 0 and downs > 0,
        "leave": ups == downs == 0,
        "all w": here == len(row),
        "some ": 0 < here < len(row) and there == 0,
    }[how[:5]]
    return COUNTS[len(row)] == count and is_said


@SCENES.claim(r"their average nudge is (#)\.")
def average(facts: Facts, beat: str, value: str) -> bool:
    return says(value, sum(facts["row"]) / len(facts["row"]))


@SCENES.claim(
    r"Over ([\d,]+) digits the average nudge of this weight is (#)(?:, an entry of −∇C)?\."
)
def average_over(facts: Facts, beat: str, count: str, value: str) -> bool:
    return number(count) == facts["examples"] and says(value, facts["average"])


@SCENES.claim(
    r"Follow only this \d, and its cost goes to (#); of the (\d)s it reads "
    r"(\d+) % ?(as before|, as before|instead of (\d+) %)\."
)
def following(
    facts: Facts, beat: str, cost: str, digit: str, now: str, how: str, then: str | None
) -> bool:
    before, after = facts["before"][int(digit)], facts["accuracy"][int(digit)]
    is_said = then == str(round(100 * before)) if then else round(100 * before) == int(now)
    return says(cost, facts["cost"]) and round(100 * after) == int(now) and is_said


@SCENES.claim(
    r"Before the first step the cost is (#) and (#) % of the test digits are read right\."
)
def before_training(facts: Facts, beat: str, cost: str, share: str) -> bool:
    frame = facts["frame"]
    return (
        frame["iteration"] == 0
        and says(cost, frame["costs"]["test"])
        and says(share, 100 * frame["accuracy"])
    )


@SCENES.claim(
    r"After ([\d,]+) steps? the cost has gone from (#) to (#); "
    r"(#) % of the test digits are read right\."
)
def after_training(facts: Facts, beat: str, steps: str, first: str, last: str, share: str) -> bool:
    frame = facts["frame"]
    return (
        number(steps) == frame["iteration"]
        and says(first, facts["costs"][0])
        and says(last, frame["costs"]["test"])
        and says(share, 100 * frame["accuracy"])
    )


@SCENES.claim(
    r"A mini-batch of (\d+) points (\d+)° off the true direction, "
    r"but ([\d,]+) such steps take as long as one exact step\."
)
def mini_batch(facts: Facts, beat: str, size: str, angle: str, count: str) -> bool:
    angles = [each["angle"] for each in facts["directions"]["batches"]]
    return (
        int(size) == facts["size"]
        and abs(int(angle) - sum(angles) / len(angles)) <= 0.5
        and number(count) * int(size) == 60_000
    )


@SCENES.claim(r"(#) % of ([\d,]+) test digits are read right")
def read_right(facts: Facts, beat: str, share: str, total: str) -> bool:
    predictions = facts["predictions"]
    return number(total) == predictions["total"] and says(
        share, 100 * predictions["correct"] / predictions["total"]
    )


@SCENES.claim(r"(\d+) (picture|pictures) of (an?) (\d) (is|are) read (?:right|as (an?) (\d))\.")
def cell(
    facts: Facts,
    beat: str,
    count: str,
    noun: str,
    article: str,
    label: str,
    verb: str,
    other_article: str | None,
    prediction: str | None,
) -> bool:
    predicted = prediction or label
    is_one = count == "1"
    return (
        facts["predictions"]["confusion"][int(label)][int(predicted)] == int(count)
        and (noun == "picture") == (verb == "is") == is_one
        and article == article_of(label)
        and other_article in (None, article_of(predicted))
    )


# The calculus


def example_of(facts: Facts, beat: str) -> Any:
    return facts["answers"][beat]["examples"][0]


@SCENES.claim(
    r"The last one says (#) and should say (#): that costs (#), and six numbers decide it"
)
def chain(facts: Facts, beat: str, a: str, y: str, cost: str) -> bool:
    run = example_of(facts, beat)
    return (
        says(a, run["activations"][3][0])
        and says(y, facts["chain"]["y"][0])
        and says(cost, run["cost"])
    )


@SCENES.claim(r"by (#), and the cost moves by (#): (\w+) factors(?:, [\w ]+,)? multiply to (#)\.")
def ripple(facts: Facts, beat: str, by: str, moved: str, count: str, value: str) -> bool:
    run = example_of(facts, beat)
    parameter = {"ripple-weight": 4, "ripple-bias": 5, "ripple-back": 2}.get(beat)
    derivative = (
        run["factors"]["cost_by_activation"][1][0]
        if parameter is None
        else run["gradient"][parameter]
    )
    links = {"ripple-weight": 3, "ripple-bias": 3, "ripple-activation": 3, "ripple-back": 5}
    return (
        says(by, facts["by"])
        and says(moved, run["ripple"]["cost_change"])
        and COUNTS.index(count) == links[beat]
        and says(value, derivative)
    )


NAMES: Final = (
    "first weight",
    "first bias",
    "middle weight",
    "middle bias",
    "last weight",
    "last bias",
)


@SCENES.claim(
    r"One of ([\d,]+) paths through the network: fold the rest of each sum into one constant"
)
def fold(facts: Facts, beat: str, count: str) -> bool:
    return number(count) == math.prod(facts["layers"])


@SCENES.claim(r"All six derivatives are the gradient, and here all six are 0")
def no_gradient(facts: Facts, beat: str) -> bool:
    return all(abs(value) < 0.5e-5 for value in example_of(facts, beat)["gradient"])


@SCENES.claim(
    r"All six derivatives are the gradient\. The cost is most sensitive to the ([a-z ]+?)"
    r"(, among others)?: (#)\."
)
def sensitive(facts: Facts, beat: str, name: str, others: str | None, value: str) -> bool:
    values = example_of(facts, beat)["gradient"]
    alike = sum(says(value.lstrip("−"), abs(each)) for each in values)
    index = NAMES.index(name)
    return (
        is_largest(values, index)
        and says(value, values[index])
        and (alike > 1) == (others is not None)
    )


@SCENES.claim(
    r"Each of (\d+) examples has a derivative of its own; (?:what counts is their mean)?, "
    r"(#)(\.|: all agree\.|: (\d+) pulls? the other way\.)"
)
def examples(
    facts: Facts, beat: str, count: str, value: str, how: str, against: str | None
) -> bool:
    answer, parameter = facts["answers"]["examples"], facts["parameter"]
    terms = [each["gradient"][parameter] for each in answer["examples"]]
    mean = answer["gradient"][parameter]
    other = sum(term * mean < 0 for term in terms)
    return (
        int(count) == len(terms)
        and says(value, mean)
        and int(against or 0) == other
        and (how != ": all agree." or all(term * mean > 0 for term in terms))
    )


# The vanishing gradient


def layers_of(facts: Facts, side: str) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = facts["sides"][side.lower()]["frame"]["layers"]
    return layers


def ratio_of(facts: Facts, side: str) -> float:
    """Return how many times the last layer's gradient per weight is the first one's."""
    first, *_, last = (each["mean_gradient"] for each in layers_of(facts, side))
    return float(last / first) if first else math.inf


def is_multiple(text: str, ratio: float) -> bool:
    """Return whether "8.4-million" or "61" is a number, to two digits."""
    plain = re.split(rf"[{UNBROKEN} ]million", text)[0]
    value = number(plain) * (1e6 if "million" in text else 1)
    return abs(value - ratio) <= 0.06 * ratio


UNBROKEN: Final = "\u2011"
"""A hyphen at which no line ends."""
FOLD: Final = (
    rf"([\d.,]+(?:{UNBROKEN}million)?{UNBROKEN}fold|#{UNBROKEN}fold|to nothing|beyond measure)"
)


def is_fold(text: str, ratio: float) -> bool:
    if not text.endswith(f"{UNBROKEN}fold"):
        return not math.isfinite(ratio) or ratio == 0
    return math.isfinite(ratio) and is_multiple(
        text.removesuffix(f"{UNBROKEN}fold"), max(ratio, 1 / ratio)
    )


PHRASE: Final = (
    r"(with \d+ layers?|with (?:[\w-]+ ?){1,3}|with a [\w-]+ start|with \w+'s start|"
    r"without clipping|clipped at #|at rate #|in [AB])"
)
"""What tells the two networks apart, as a caption says it."""


def is_phrase(facts: Facts, side: str, text: str) -> bool:
    """Return whether a network is what it is called by, and the other one is not."""
    named = [phrases_of(facts["sides"][each]["choice"], facts["options"]) for each in "ab"]
    own, other = named if side == "a" else named[::-1]
    return text in own - other or (own == other and text == f"in {side.upper()}")


def phrases_of(choice: dict[str, Any], options: dict[str, Any]) -> set[str]:
    described = options["descriptors"]
    (plural,) = [
        each["plural"] for each in described["outputs"] if each["id"] == choice["activation"]
    ]
    (start,) = [
        each["label"] for each in described["initializers"] if each["id"] == choice["initializer"]
    ]
    depth, clip = choice["depth"], choice["clip"]
    return {
        f"with {depth} {'layer' if depth == 1 else 'layers'}",
        f"with {plural}",
        f"with {start}'s start" if start[0].isupper() else f"with a {start} start",
        f"with width {choice['width']}",
        f"at rate {choice['learning_rate']}",
        "without clipping" if clip is None else f"clipped at {clip}",
        f"with seed {choice['seed']}",
    }


@SCENES.claim(
    rf"From last layer to first the gradient per weight (shrinks|grows) {FOLD} {PHRASE}, "
    rf"(shrinks |grows )?{FOLD} {PHRASE}\."
)
def depths(facts: Facts, beat: str, verb: str, a: str, of_a: str, *said: str) -> bool:
    other, b, of_b = said
    verbs = (verb, (other or verb).strip())
    is_named = is_phrase(facts, "a", of_a) and is_phrase(facts, "b", of_b)
    return is_named and all(
        is_fold(fold, ratio_of(facts, side)) and (way == "grows") == (ratio_of(facts, side) < 1)
        for fold, side, way in zip((a, b), "AB", verbs, strict=True)
    )


@SCENES.claim(rf"Its first and last gradients differ {FOLD}, with sigmoids {FOLD}")
def relu(facts: Facts, beat: str, b: str, a: str) -> bool:
    return is_fold(b, ratio_of(facts, "B")) and is_fold(a, ratio_of(facts, "A"))


@SCENES.claim(r"First gradient: (#) with He's start, (#) with Xavier's\.")
def first_gradients(facts: Facts, beat: str, b: str, a: str) -> bool:
    return all(
        says(text, layers_of(facts, side)[0]["mean_gradient"])
        for text, side in ((a, "A"), (b, "B"))
    )


@SCENES.claim(
    r"With (\d+) hidden layers? the first gradient per weight is (infinitely|"
    r"[\d.,]+(?: million)? times|# times) (less|more) than the last"
)
def left_over(facts: Facts, beat: str, depth: str, how: str, way: str) -> bool:
    ratio = ratio_of(facts, "B")
    if how == "infinitely":
        return not math.isfinite(ratio) or ratio == 0
    size = max(ratio, 1 / ratio)
    return (
        int(depth) == facts["sides"]["b"]["choice"]["depth"]
        and is_multiple(how.removesuffix(" times"), size)
        and (way == "more") == (ratio < 1)
    )


@SCENES.claim(
    r"Large weights push tanh to its flat ends: (\d+) % of the hidden neurons are saturated; "
    r"with Xavier's start (\d+) %"
)
def saturated(facts: Facts, beat: str, a: str, b: str) -> bool:
    means = []
    for side in "AB":
        hidden = layers_of(facts, side)[:-1]
        means.append(100 * sum(each["saturated"] for each in hidden) / len(hidden))
    return abs(int(a) - means[0]) <= 0.51 and abs(int(b) - means[1]) <= 0.51


@SCENES.claim(
    r"(?:, and (#) % are read right|ReLU reads (#) %|goes on and reads (#) %|"
    r"with it (#) % are read right, with Xavier's (#) %)\."
)
def reads(facts: Facts, beat: str, *said: str | None) -> bool:
    sides = ("b", "b", "a", "b", "a")
    frames = [facts["sides"][side]["frame"] for side in sides]
    return all(
        frame["iteration"] > 50 and says(share, 100 * frame["accuracy"])
        for frame, share in zip(frames, said, strict=True)
        if share
    )


OVERFLOWS: Final = {"exploding": ("b", "a"), "clipping": ("a", "b")}
"""The network that overflows first, and the other one."""


@SCENES.claim(
    r"(with a normal start the|Without clipping the steps grew until the) numbers overflowed,? "
    r"after step ([\d,]+)"
)
def overflowed(facts: Facts, beat: str, whose: str, step: str) -> bool:
    frame = facts["sides"][OVERFLOWS[beat][0]]["frame"]
    is_whose = whose.startswith("with a") == (beat == "exploding")
    return is_whose and frame["status"] == "diverged" and number(step) == frame["iteration"]


@SCENES.claim(r"(?:With He's start it|With clipping they stay short)(?: goes on\.)?")
def goes_on(facts: Facts, beat: str) -> bool:
    return bool(facts["sides"][OVERFLOWS[beat][1]]["frame"]["status"] != "diverged")


@SCENES.claim(r"(?:With He's start|With clipping) they overflowed too")
def breaks_too(facts: Facts, beat: str) -> bool:
    return bool(facts["sides"][OVERFLOWS[beat][1]]["frame"]["status"] == "diverged")


@SCENES.claim(
    r"From the last hidden layer to the first the error is multiplied by (#|–) with a normal "
    r"start, by (#|–) with He's"
)
def growth(facts: Facts, beat: str, b: str, a: str) -> bool:
    for side, text in (("A", a), ("B", b)):
        first, *_ = hidden = [each["mean_delta"] for each in layers_of(facts, side)[:-1]]
        if text == "–":
            if hidden[-1] != 0:
                return False
        elif not says(text, first / hidden[-1]):
            return False
    return True


@SCENES.claim(
    rf"(The strongest path|This path) multiplies the error by (#) {PHRASE}, (#) {PHRASE}"
    r"(?:; slopes alone: at most (?:\((1/\d+)\)([⁰¹²³⁴⁵⁶⁷⁸⁹]+) = (#)|(1/\d+)))?\."
)
def path(
    facts: Facts, beat: str, which: str, a: str, of_a: str, b: str, of_b: str, *most: str | None
) -> bool:
    strongest = [strongest_product(facts["sides"][name]["pass"]["answer"]) for name in "ab"]
    shown = [number(a), number(b)]
    if not (is_phrase(facts, "a", of_a) and is_phrase(facts, "b", of_b)):
        return False
    if any(most) and not is_left_by_slopes(facts, *most):
        return False
    if which == "This path":
        return all(one <= other * 1.06 for one, other in zip(shown, strongest, strict=True))
    return all(
        abs(one - other) <= 0.06 * other for one, other in zip(shown, strongest, strict=True)
    )


@SCENES.claim(r"This output is exactly as desired: there is no error to send back\.")
def nothing_to_send(facts: Facts, side: str) -> bool:
    shown = facts["sides"][side]["pass"]
    return bool(shown["answer"]["deltas"][-1][shown["example"]["label"]] == 0)


@SCENES.claim(
    r"Nothing of the error gets through to the first layer: "
    r"on every path a weight or a slope is 0\."
)
def nothing_gets_through(facts: Facts, side: str) -> bool:
    return strongest_product(facts["sides"][side]["pass"]["answer"]) == 0


@SCENES.claim(
    r"The upright line: (1/\d+) for every layer, the most that the slopes alone can leave\."
)
def line_of_slopes(facts: Facts, side: str, ceiling: str) -> bool:
    depth = facts["sides"][side]["choice"]["depth"]
    return is_left_by_slopes(facts, None, str(depth), None, ceiling)


def is_left_by_slopes(
    facts: Facts, part: str | None, power: str | None, left: str | None, alone: str | None
) -> bool:
    """Return whether the slopes of one of the networks can leave no more than is said."""
    for side in "ab":
        choice = facts["sides"][side]["choice"]
        (ceiling,) = [
            each["ceiling"]
            for each in facts["options"]["descriptors"]["outputs"]
            if each["id"] == choice["activation"]
        ]
        depth = int((power or "1").translate(SUPERSCRIPTS))
        is_ceiling = 1 / float((part or alone or "").removeprefix("1/")) == ceiling
        if choice["depth"] == depth and is_ceiling:
            return left is None or says(left, ceiling**depth)
    return False


def strongest_product(answer: dict[str, Any]) -> float:
    """Return the largest product of weights and slopes along a path from output 3 back."""
    deltas, asked = answer["deltas"], answer["contributions"]
    nudges = answer["nudges"]["activations"]
    strengths = [float(k == 3) for k in range(len(deltas[-1]))]
    for l in range(len(deltas) - 1, 0, -1):
        slopes = [
            abs(delta / nudge) if nudge else 0.0
            for delta, nudge in zip(deltas[l - 1], nudges[l - 1], strict=True)
        ]
        strengths = [
            max(
                strength * (abs(asked[l - 1][k][j] / deltas[l][k]) if deltas[l][k] else 0) * slope
                for k, strength in enumerate(strengths)
            )
            for j, slope in enumerate(slopes)
        ]
    return max(strengths)


@SCENES.claim(
    rf"Layers? (\d+)(?: and \d+)?: (?:of (\d+) neurons (\d+) {PHRASE} and (\d+)|"
    rf"(\d+) of (\d+) neurons {PHRASE} and (\d+) of (\d+)) {PHRASE} let hardly any error through"
)
def flat(facts: Facts, beat: str, layer: str, *said: str) -> bool:
    each, *alike, a, of_a, named_a, b, of_b, named_b = said
    if each is not None:
        a, named_a, b = alike
        of_a = of_b = each
    widths = [facts["sides"][side]["choice"]["width"] for side in "ab"]
    counts = [flat_neurons(facts, side) for side in "ab"]
    return (
        is_phrase(facts, "a", named_a)
        and is_phrase(facts, "b", named_b)
        and [int(of_a), int(of_b)] == widths
        and counts == [int(a), int(b)] != [0, 0]
    )


@SCENES.claim(r"Layers? (\d+)(?: and \d+)?: no neuron sits on the flat ends")
def not_flat(facts: Facts, beat: str, layer: str) -> bool:
    return all(flat_neurons(facts, side) == 0 for side in "ab")


def flat_neurons(facts: Facts, side: str) -> int:
    """Return how many neurons of the first layer let next to nothing through."""
    answer = facts["sides"][side]["pass"]["answer"]
    below = facts["options"]["descriptors"]["flat_below"]
    pairs = zip(answer["deltas"][0], answer["nudges"]["activations"][0], strict=True)
    return sum(abs(delta / nudge) < below for delta, nudge in pairs if nudge)
